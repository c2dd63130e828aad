"""What a plan would be with a few seats given to others: every number anew, but only where it can change.

Most of what is counted speaks of one person or of one team. The recount of the people and teams that a
change concerns, before it and after it, tells what it does to every level; rules that look at all teams of a
round at once are counted over all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding
from bianzu.audit.ledger import Ledger
from bianzu.audit.levels import count_changes
from bianzu.audit.questions.reseating import Holders, pick, reseat, sits
from bianzu.audit.reasons import Charge
from bianzu.audit.recount import Tally, charge, complete, list_level_names, tally
from bianzu.audit.rules.balance import balance
from bianzu.audit.rules.company import keep_backbone, list_couples
from bianzu.audit.rules.maxima import find_excesses, reserved_seats
from bianzu.audit.rules.penalties import fair_load, service_floor
from bianzu.audit.rules.post_rules import list_holders
from bianzu.audit.seating import Member, Seating
from bianzu.models import Assignment, RuleStep, Shortage

__all__ = ["Broken", "Trial", "Tried"]

_WIDE: Mapping[str, Callable[[Facts, Seating], Iterator[Charge]]] = {
    "balance": balance,
    "keep-backbone": keep_backbone,
}
"""Soft rules over all teams of a round."""

_BY_PERSON: Mapping[str, Callable[[Facts, Seating], Iterator[Charge]]] = {
    "service-floor": service_floor,
    "fair-load": fair_load,
}
"""Soft rules that add up over people, whatever their teams."""

_LISTED: Mapping[str, Callable[[Facts, Seating], Iterator[Charge]]] = {"reserved-seats": reserved_seats}
"""Hard maxima over listed teams, which no waiver covers."""

_WHOLE = frozenset({"no-swap", "fresh-pairing", "flow-balance"})
"""Rules between counties: where one of them is on, everything is counted anew."""

_HANDED_ON = frozenset({"succession"})
"""Rules that ask of a seat who held the post before: the same, where earlier rounds are planned, too."""


_Circle = tuple[str, ...]
"""People of whom a rule counts how many serve, whatever their teams."""


@dataclass(frozen=True)
class Tried:
    """A plan after a change.

    ``values`` are those of all levels, ``rules`` the differences to the plan; ``breaches`` and ``shortages``
    are what the change brings, ``resolved`` what it takes away; ``seats`` are the assignments that differ.
    """

    values: tuple[int, ...]
    rules: tuple[RuleStep, ...]
    breaches: tuple[Finding, ...]
    shortages: tuple[Shortage, ...]
    resolved: tuple[Shortage, ...]
    seats: tuple[Assignment, ...]


@dataclass(frozen=True)
class Broken:
    """What a change breaks; nothing else of the plan after it is counted."""

    breaches: tuple[Finding, ...]


@dataclass(frozen=True)
class _Put:
    """A change carried out: the seating after it, the people and teams that it concerns, and the account of
    their part of the plan; of the whole plan, where parts do not tell."""

    change: Holders
    after: Seating
    people: frozenset[str]
    teams: frozenset[str]
    held: Seating
    ledger: Ledger


class Trial:
    """Measures changes of one plan.

    Parameters
    ----------
    facts, seating, seed
        The plan as it is, with the seed of its tie-break.
    """

    def __init__(self, facts: Facts, seating: Seating, seed: int) -> None:
        self.facts = facts
        self.seating = seating
        self.seed = seed
        self.names = list_level_names(facts)
        self._whole = tally(facts, seating)
        self._values = self._whole.add_up(seating, seed)
        self._off = facts.on & (_WIDE.keys() | _BY_PERSON.keys() | _LISTED.keys())
        self._by_person = sorted(facts.on & _BY_PERSON.keys())
        self._wide = {rule: _weigh(_WIDE[rule](facts, seating)) for rule in sorted(facts.on & _WIDE.keys())}
        whole = _WHOLE | _HANDED_ON if len(facts.planned) > 1 else _WHOLE
        self._local = facts.on.isdisjoint(whole)
        self._mates: defaultdict[_Circle, list[Member]] = defaultdict(list)
        self._order = {seat: at for at, seat in enumerate(facts.views)}
        self._known: dict[tuple[tuple[str, ...], ...], tuple[Tally, tuple[int, ...]]] = {}
        self._circles = _find_circles(facts)
        self._of_no_account: frozenset[str] | None = None
        for member in seating.by_seat.values():
            for circle in self._circles[member.person.id]:
                self._mates[circle].append(member)

    @property
    def values(self) -> tuple[int, ...]:
        """All levels of the plan as it is."""
        return self._values

    @property
    def breaches(self) -> Sequence[Finding]:
        """What the plan breaks as it is."""
        return self._whole.ledger.breaches

    def measure(self, change: Holders) -> Tried:
        """The plan after a change; everybody else stays, but may count for other skills of the team."""
        return self._measure(self._put(change))

    def attempt(self, change: Holders) -> Tried | Broken:
        """As `measure`, but of a change that breaks a rule only what it breaks."""
        put = self._put(change)
        found = self._find_breaches(put)
        if not found:
            tried = self._measure(put)
            if not tried.breaches:
                return tried
            found = tried.breaches
        return Broken(found)

    def _put(self, change: Holders) -> _Put:
        after = reseat(self.facts, self.seating, change)
        people, teams = self._concern(change)
        part, held = self._cut(people, teams, change, after) if self._local else (self.facts, after)
        return _Put(change, after, people, teams, held, charge(part, held))

    def _find_breaches(self, put: _Put) -> tuple[Finding, ...]:
        """What a change breaks whatever is missing after it; nothing said where waivers are drawn on, which
        what is missing does, too."""
        if not self._local or not put.ledger.breaches or put.ledger.used.total():
            return ()
        before = self._recall(put.people, put.teams, put.change)[0].ledger
        found = () if before.used.total() else _subtract(put.ledger.breaches, before.breaches)
        return (*self._find_floater_faults(put.after), *found, *self._find_passed(put.after)) if found else ()

    def _measure(self, put: _Put) -> Tried:
        after = put.after
        seats = self._list_changed(after, put.change)
        faults = self._find_floater_faults(after)
        found = complete(put.ledger, put.held)
        if self._local:
            before, had = self._recall(put.people, put.teams, put.change)
            if _adds_up(before, found):
                new = found.add_up(put.held, self.seed)
                values = [was + b - a for was, a, b in zip(self._values, had, new, strict=True)]
                apart = [
                    step for step in self._weigh_apart(put.people, after) if step.violations or step.objective
                ]
                values[self.names.index("soft")] += sum(step.objective for step in apart)
                if self.facts.instance.baseline is not None:
                    values[self.names.index("changes")] = count_changes(self.facts, after)
                rules = self._sort([*_diff(before.ledger, found.ledger), *apart])
                faults = (*faults, *self._find_passed(after))
                return self._compare(before, found, values, rules, faults, seats)
            found = tally(self.facts, after)
        rules = _diff(self._whole.ledger, found.ledger)
        return self._compare(self._whole, found, found.add_up(after, self.seed), rules, faults, seats)

    def _sort(self, steps: list[RuleStep]) -> list[RuleStep]:
        """In rulebook order."""
        order = {rule: at for at, rule in enumerate(self.facts.rules.on)}
        return sorted(steps, key=lambda step: order[step.rule])

    def _recall(
        self, people: AbstractSet[str], teams: AbstractSet[str], change: Holders
    ) -> tuple[Tally, tuple[int, ...]]:
        """The part of the plan as it is that a change concerns, each part counted once.

        Somebody without a seat, and without others of a circle on other teams, is counted apart from teams:
        then the same few parts serve most changes of a seat. What stands in both parts, as pairs who should
        be together do, is taken off once. Waivers are one account for all, so where the plan uses any its
        parts are not taken asunder.
        """
        idle = {person for person in people if self._stands_alone(person, teams)}
        if not idle or self._whole.ledger.used.total():
            return self._count(people, teams, change)
        part, values = self._count(people - idle, teams, change)
        for person in sorted(idle - self._find_of_no_account()):
            alone, cost = self._count({person}, frozenset(), {})
            nobody, least = self._count(frozenset(), frozenset(), {})
            part = _join(part, alone, nobody)
            values = tuple(a + b - c for a, b, c in zip(values, cost, least, strict=True))
        return part, values

    def _find_of_no_account(self) -> frozenset[str]:
        """People without a seat and never promoted, when all of them together cost nothing; units are
        never less than none, so each of them costs nothing either."""
        if self._of_no_account is None:
            idle = (who for name, who in self.facts.people.items() if name not in self.seating.by_person)
            names = frozenset(person.id for person in idle if person.promoted_on is None)
            together, nobody = (self._count(people, frozenset(), {}) for people in (names, frozenset[str]()))
            self._of_no_account = names if _is_alike(together, nobody) else frozenset()
        return self._of_no_account

    def _stands_alone(self, person: str, teams: AbstractSet[str]) -> bool:
        mates = (mate for circle in self._circles[person] for mate in self._mates.get(circle, ()))
        return person not in self.seating.by_person and all(m.view.on.team.id in teams for m in mates)

    def _count(
        self, people: AbstractSet[str], teams: AbstractSet[str], change: Holders
    ) -> tuple[Tally, tuple[int, ...]]:
        key = (tuple(sorted(people)), tuple(sorted(teams)), tuple(sorted(change)))
        if key not in self._known:
            part, old = self._cut(people, teams, change, self.seating)
            found = tally(part, old)
            self._known[key] = found, found.add_up(old, self.seed)
        return self._known[key]

    def _weigh_apart(self, people: AbstractSet[str], after: Seating) -> Iterator[RuleStep]:
        """The differences of the rules that parts of a plan are counted without."""
        for rule, had in self._wide.items():
            yield from _step(rule, had, _weigh(_WIDE[rule](self.facts, after)))
        if self._by_person:
            concerned = self.facts.restrict(sorted(people), (), (), ())
            for rule in self._by_person:
                had, found = (_weigh(_BY_PERSON[rule](concerned, held)) for held in (self.seating, after))
                yield from _step(rule, had, found)

    def _find_passed(self, after: Seating) -> tuple[Finding, ...]:
        """What a change breaks of the maxima over listed teams."""
        ledgers = Ledger(self.facts), Ledger(self.facts)
        for ledger, seating in zip(ledgers, (self.seating, after), strict=True):
            for unit in _charge_lists(self.facts, seating):
                ledger.take(unit, "over-maximum")
        before, now = ledgers
        return _subtract(now.breaches, before.breaches)

    def list_excesses(self, change: Holders) -> tuple[Seating, list[Charge]]:
        """The seating after a change, and the units beyond maxima that are new in it, waived ones too."""
        after = reseat(self.facts, self.seating, change)
        people, teams = self._concern(change)
        part, new = self._cut(people, teams, change, after) if self._local else (self.facts, after)
        found = [unit for unit in find_excesses(part, new) if unit.force != "soft"]
        lists = [*_charge_lists(self.facts, after)] if self._local else []
        if found or lists:
            found += lists
            old = self.seating
            if self._local:
                part, old = self._cut(people, teams, change, self.seating)
            known = {_key(unit) for unit in find_excesses(part, old)}
            known |= {_key(unit) for unit in _charge_lists(self.facts, self.seating)}
            found = [unit for unit in found if _key(unit) not in known]
        return after, found

    def list_breaches(self, change: Holders) -> tuple[Finding, ...]:
        """What a change breaks."""
        return self.attempt(change).breaches

    def _concern(self, change: Holders) -> tuple[frozenset[str], frozenset[str]]:
        """The people whom a change seats or unseats, and all teams on which they are or come to be."""
        people = {self.seating.by_seat[seat].person.id for seat in change if seat in self.seating.by_seat}
        people |= {person for person in change.values() if person is not None}
        teams = {self.facts.seats[seat].on.team.id for seat in change}
        teams |= {member.view.on.team.id for who in people for member in self.seating.by_person.get(who, ())}
        return frozenset(people), frozenset(teams)

    def _cut(
        self, people: Iterable[str], teams: AbstractSet[str], change: Holders, seating: Seating
    ) -> tuple[Facts, Seating]:
        """The facts about those whom a change concerns, and their seats in a seating."""
        facts = self.facts
        known = sorted(people, key=facts.positions.__getitem__)
        held = {m.view.seat.id for who in known for m in seating.by_person.get(who, ())}
        seats = sorted({*held, *change}, key=self._order.__getitem__)
        here = {m.person.id: None for team in teams for m in seating.by_team.get(team, ())}
        circles = {circle: None for who in known if teams for circle in self._circles[who]}
        mates = {m.person.id: None for circle in circles for m in self._mates.get(circle, ())}
        part = facts.restrict(known, [team for team in facts.teams if team in teams], seats, self._off)
        return part, pick(seating, {**dict.fromkeys(known), **here, **mates}, teams)

    def _compare(
        self,
        before: Tally,
        after: Tally,
        values: Sequence[int],
        rules: Sequence[RuleStep],
        faults: tuple[Finding, ...],
        seats: tuple[Assignment, ...],
    ) -> Tried:
        named, gone = _named(after.shortages), _named(before.shortages)
        return Tried(
            values=tuple(values),
            rules=tuple(rules),
            breaches=(*faults, *_subtract(after.ledger.breaches, before.ledger.breaches)),
            shortages=tuple(item for key, item in named.items() if key not in gone),
            resolved=tuple(item for key, item in gone.items() if key not in named),
            seats=seats,
        )

    def _find_floater_faults(self, after: Seating) -> tuple[Finding, ...]:
        """A floater does not serve a team as a member of it."""
        return tuple(
            Finding(
                code="floater-unfit",
                rule="floaters",
                where=item.where,
                claimed=f"{item.person.id} for {item.team.team.id}",
                found="a member of the team",
            )
            for item in self.seating.services
            if sits(after, item.person.id, item.team.team.id)
        )

    def _list_changed(self, after: Seating, change: Holders) -> tuple[Assignment, ...]:
        teams = {self.facts.seats[seat].on.team.id: None for seat in change}
        rows = []
        for team in teams:
            for seat in self.facts.teams[team].team.seats:
                new, old = after.by_seat.get(seat.id), self.seating.by_seat.get(seat.id)
                if new is not None and not _is_same(new, old):
                    rows.append(_assignment(new))
        return tuple(rows)


def _is_same(new: Member, old: Member | None) -> bool:
    return old is not None and new.person is old.person and set(new.counts_for) == set(old.counts_for)


def _assignment(member: Member) -> Assignment:
    team, seat = member.view.on, member.view.seat
    return Assignment(
        round=team.round.id,
        team=team.team.id,
        seat=seat.id,
        role=seat.role,
        person=member.person.id,
        counts_for=member.counts_for,
        duty=seat.duty,
    )


def _adds_up(before: Tally, after: Tally) -> bool:
    """Whether two parts tell the whole: waivers, which plans use as one account, are used alike, and
    nothing is asked of them beyond their amounts."""
    was, now = before.ledger, after.ledger
    if was.used != now.used:
        return False
    return not was.used.total() or not (before.shortages or after.shortages or was.breaches or now.breaches)


def _is_alike(one: tuple[Tally, tuple[int, ...]], other: tuple[Tally, tuple[int, ...]]) -> bool:
    """Whether two parts cost and lack the same."""
    (some, cost), (others, least) = one, other
    lacks = (some.shortages, some.at_risk) == (others.shortages, others.at_risk)
    return lacks and cost == least and not _diff(others.ledger, some.ledger)


def _join(one: Tally, other: Tally, both: Tally) -> Tally:
    """Two parts together, less what is in both."""
    own = _subtract(other.ledger.breaches, both.ledger.breaches)
    joined = Ledger(one.ledger.facts, breaches=[*one.ledger.breaches, *own])
    for name in _COUNTED:
        counter = getattr(joined, name)
        counter.update(getattr(one.ledger, name))
        counter.update(getattr(other.ledger, name))
        counter.subtract(getattr(both.ledger, name))
    return Tally(joined, (*one.shortages, *other.shortages), (*one.at_risk, *other.at_risk))


_COUNTED = ("soft_cost", "soft_units", "missing", "waived")


def _diff(before: Ledger, after: Ledger) -> list[RuleStep]:
    """Rules that differ, in rulebook order."""
    steps = []
    told = set[str]().union(*(getattr(side, name) for side in (before, after) for name in _COUNTED))
    for rule in (rule for rule in after.facts.rules.on if rule in told):
        moved = [getattr(after, name)[rule] - getattr(before, name)[rule] for name in _COUNTED]
        if any(moved):
            cost, units, missing, waived = moved
            steps.append(
                RuleStep(rule=rule, objective=cost, violations=units, missing=missing, waived=waived)
            )
    return steps


def _charge_lists(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Units beyond the maxima over listed teams that are on."""
    for rule in sorted(facts.on & _LISTED.keys()):
        yield from _LISTED[rule](facts, seating)


def _weigh(charges: Iterable[Charge]) -> tuple[int, int]:
    """Weighted and plain soft units."""
    listed = [(charge.units * charge.weight, charge.units) for charge in charges]
    return sum(cost for cost, _ in listed), sum(units for _, units in listed)


def _subtract(some: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    left = Counter(str(item) for item in others)
    found = []
    for item in some:
        if left[str(item)]:
            left[str(item)] -= 1
        else:
            found.append(item)
    return tuple(found)


def _step(rule: str, had: tuple[int, int], found: tuple[int, int]) -> Iterator[RuleStep]:
    """The difference of weighted and plain soft units, if there is one."""
    if found != had:
        yield RuleStep(rule=rule, objective=found[0] - had[0], violations=found[1] - had[1])


def _key(charge: Charge) -> tuple[object, ...]:
    return charge.rule, charge.clause, charge.people, charge.team, charge.unit, charge.round.id, charge.found


def _named(shortages: Iterable[Shortage]) -> dict[tuple[object, ...], Shortage]:
    """Shortages by what is missing and how much."""
    return {(s.rule, s.clause, s.round, s.team, s.seat, s.skill, s.person, s.missing): s for s in shortages}


def _find_circles(facts: Facts) -> dict[str, list[_Circle]]:
    """Person -> those counted together: people of a work unit, couples, holders of a post in a round."""
    circles: dict[str, list[_Circle]] = {
        name: [("unit", person.work_unit)] for name, person in facts.people.items()
    }
    for pair in list_couples(facts):
        for name in pair:
            circles[name].append(("couple", *pair))
    for item in facts.planned if facts.rules.post_strength is not None else ():
        for post, holders in list_holders(facts, item).items():
            for name in holders:
                circles[name].append(("post", item.id, post))
    return circles
