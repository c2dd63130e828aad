"""`price_list`: what one more and one fewer person of a kind would change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bianzu.audit import Audit, value_people, verify
from bianzu.instances import apply_changes, seat_nowhere
from bianzu.models import (
    AddPeople,
    Instance,
    LevelPrice,
    Person,
    PersonWorth,
    Plan,
    Pool,
    Price,
    PriceLine,
    PriceList,
    Skill,
    Traits,
    digest,
    start_digest,
)
from bianzu.models.price_lists import Kind
from bianzu.solver import CancelToken, SolveOptions, Worker, solve
from bianzu.solver.acceptance import accept

__all__ = ["price_list"]

_DEAREST = 3
"""So many people of a kind are named with their worth."""
_LEVEL_FIVE = -1
"""The tie-break, which has no price."""


def price_list(
    instance: Instance,
    plan: Plan,
    *,
    kinds: Sequence[Kind] = ("skill", "pool", "role", "county"),
    options: SolveOptions | None = None,
    worker: Worker | None = None,
    cancel: CancelToken | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PriceList:
    """What one more and one fewer person changes, for each skill, pool, role and county.

    Where the plan is proven to stay the best one, nothing changes and nothing is solved; elsewhere the
    changed instance is solved, beginning with the plan. Every price says which.

    Parameters
    ----------
    instance, plan
        An instance and a plan of it; it is audited first.
    kinds
        Which kinds of people to price.
    options
        Of the solves.
    worker
        Solving processes that are ready.
    cancel
        Anything with ``is_set()``: prices that are not known by then are of plans found so far.
    progress
        Called with the number of lines that are done and of all lines.

    Returns
    -------
    PriceList
        One line per skill that is needed or held, pool, role of a seat, and county, in this order.

    Raises
    ------
    InputError
        The plan has no seats, belongs to another instance, or does not pass the audit.

    Examples
    --------
    >>> import bianzu
    >>> instance = bianzu.read_library("tiny")
    >>> prices = bianzu.price_list(instance, bianzu.solve(instance), kinds=["pool"])
    >>> [line.name for line in prices.lines]
    ['leader', 'staff', 'specialist', 'full-time']
    """
    audit = accept(instance, plan)
    if worker is None:
        with Worker() as own:
            pricer = _Pricer(instance, plan, audit, options, own, cancel)
            return pricer.price(kinds, progress)
    return _Pricer(instance, plan, audit, options, worker, cancel).price(kinds, progress)


@dataclass(frozen=True)
class _Group:
    """People of a kind, and one more of them."""

    kind: Kind
    name: str
    people: tuple[Person, ...]
    more: Traits
    level: int = 0


class _Pricer:
    def __init__(
        self,
        instance: Instance,
        plan: Plan,
        audit: Audit,
        options: SolveOptions | None,
        worker: Worker,
        cancel: CancelToken | None,
    ) -> None:
        self.instance = instance
        self.plan = plan
        self.options = options
        self.worker = worker
        self.cancel = cancel
        self.certified = audit.certified == "optimal"
        self.seated = {item.person for item in plan.assignments}
        self.worth: dict[str, list[PersonWorth]] = {}
        for item in value_people(instance, plan):
            self.worth.setdefault(item.person, []).append(item)
        self._known: dict[str, Price] = {}

    def price(self, kinds: Sequence[Kind], progress: Callable[[int, int], None] | None = None) -> PriceList:
        """All lines."""
        groups = [group for kind in kinds for group in _list_groups(self.instance, kind)]
        lines = []
        for at, group in enumerate(groups, start=1):
            lines.append(self._price_group(group))
            if progress is not None:
                progress(at, len(groups))
        return PriceList(
            input_digest=digest(self.instance), plan_digest=start_digest(self.plan), lines=tuple(lines)
        )

    def _price_group(self, group: _Group) -> PriceLine:
        spared, lost = self._spare(group.people), self._lose(group.people)
        return PriceLine(
            kind=group.kind,
            name=group.name,
            level=group.level,
            people=len(group.people),
            seated=sum(person.id in self.seated for person in group.people),
            dearest=self._find_dearest(group.people),
            more=self._price_more(group.more),
            fewer=None if spared is None else self._price_absence(spared),
            lost=None if lost is None else self._price_absence(lost),
        )

    def _spare(self, people: Sequence[Person]) -> Person | None:
        """Whom the plan can best do without: the last who is not seated, or of the least worth."""
        return min(reversed(people), key=self._weigh, default=None)

    def _lose(self, people: Sequence[Person]) -> Person | None:
        """Whom it would miss most, of those seated."""
        return max((person for person in people if person.id in self.seated), key=self._weigh, default=None)

    def _weigh(self, person: Person) -> tuple[bool, tuple[int, ...]]:
        worth = {item.level: item.at_least for item in self.worth.get(person.id, ())}
        return person.id in self.seated, tuple(worth.get(level.name, 0) for level in self.plan.levels)

    def _find_dearest(self, people: Sequence[Person]) -> tuple[PersonWorth, ...]:
        """The people of most worth, each at the first level that proves one."""
        first = [self.worth[person.id][0] for person in people if person.id in self.worth]
        names = [level.name for level in self.plan.levels]
        return tuple(sorted(first, key=lambda item: (names.index(item.level), -item.at_least))[:_DEAREST])

    def _price_more(self, traits: Traits) -> Price:
        key = traits.model_dump_json()
        if key not in self._known:
            changed = apply_changes(self.instance, [AddPeople(count=1, traits=traits)])
            known = self.instance.person_by_id
            added = tuple(person.id for person in changed.people if person.id not in known)
            self._known[key] = self._find_price(changed, added, narrower=False)
        return self._known[key]

    def _price_absence(self, person: Person) -> Price:
        """Somebody who serves nowhere, but stays in the books: what is fair to the others does not change."""
        if person.id not in self._known:
            changed = apply_changes(self.instance, seat_nowhere(self.instance, person.id))
            self._known[person.id] = self._find_price(changed, (person.id,), narrower=True)
        return self._known[person.id]

    def _find_price(self, changed: Instance, people: tuple[str, ...], *, narrower: bool) -> Price:
        """The plan again where it stays the best; ``narrower``: no plan of the changed instance is new."""
        levels = self.plan.levels[:_LEVEL_FIVE]
        source = self._stay(changed, narrower=narrower)
        if source is not None:
            nothing = tuple(LevelPrice(level=level.name, change=0, at_least=0) for level in levels)
            return Price(
                people=people,
                source=source,
                proven=True,
                status="optimal",
                complete=self.plan.complete,
                changes=nothing,
            )
        found = solve(changed, options=self.options, worker=self.worker, cancel=self.cancel, start=self.plan)
        return Price(
            people=people,
            source="solve",
            proven=found.status == "optimal" and self.plan.status == "optimal",
            status=found.status,
            complete=found.complete,
            changes=tuple(
                LevelPrice(
                    level=old.name,
                    change=_subtract(new.objective, old.objective),
                    at_least=_subtract(new.bound, old.objective),
                )
                for old, new in zip(levels, found.levels[:_LEVEL_FIVE], strict=False)
            ),
        )

    def _stay(self, changed: Instance, *, narrower: bool) -> Literal["certificate", "plan"] | None:
        """Why the plan, word for word, is the best one of the changed instance as well, if it is."""
        if self.plan.status != "optimal" or not (narrower or self.certified):
            return None
        provenance = self.plan.provenance.model_copy(update={"input_digest": digest(changed), "draw": None})
        audit = verify(changed, self.plan.model_copy(update={"provenance": provenance}))
        if not audit.passed:
            return None
        if self.certified and audit.certified == "optimal":
            return "certificate"
        return "plan" if narrower else None


def _subtract(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _list_groups(instance: Instance, kind: Kind) -> Iterator[_Group]:
    people = instance.people
    match kind:
        case "skill":
            for name, level in _list_skills(instance):
                holders = tuple(person for person in people if _holds(person, name, level))
                yield _Group(kind, name, holders, Traits(skill=Skill(skill=name, level=level)), level)
        case "pool":
            pools: tuple[Pool, ...] = ("leader", "staff", "specialist", "full-time")
            for pool in pools:
                members = tuple(person for person in people if pool in person.pools)
                yield _Group(kind, pool, members, Traits(pool=pool))
        case "role":
            setting = instance.rules.role_pools
            for role in dict.fromkeys(seat.role for team in instance.teams for seat in team.seats):
                able = [pool for pool, roles in setting.matrix.items() if role in roles] if setting else []
                members = tuple(
                    person for person in people if setting is None or set(able) & set(person.pools)
                )
                yield _Group(kind, role, members, Traits(pool=able[0] if able else "staff"))
        case "county":
            for county in instance.counties:
                locals_ = tuple(person for person in people if person.work_county == county.id)
                yield _Group(kind, county.id, locals_, Traits(county=county.id))


def _list_skills(instance: Instance) -> list[tuple[str, int]]:
    """Skills that somebody holds or a team needs, by id, each at the highest level needed."""
    levels = {skill.skill: 1 for person in instance.people for skill in person.skills}
    setting = instance.rules.skill_mix
    needs = [need for team in instance.teams for need in team.needs]
    if setting is not None:
        needs += [*setting.needs, *(need for tagged in setting.tag_needs.values() for need in tagged)]
    for need in needs:
        levels[need.skill] = max(need.level, levels.get(need.skill, 1))
    return sorted(levels.items())


def _holds(person: Person, skill: str, level: int) -> bool:
    return any(item.skill == skill and item.level >= level for item in person.skills)
