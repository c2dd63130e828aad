"""What a plan would be with a few seats given to others: every number anew, but only where it can change.

Most of what is counted speaks of one person or of one team. The recount of the people and teams that a
change concerns, before it and after it, tells what it does to every level; rules that look at all teams of a
round at once are counted over all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding
from bianzu.audit.ledger import Ledger
from bianzu.audit.levels import count_changes
from bianzu.audit.questions.accounts import (
    adds_up,
    compare,
    is_alike,
    join,
    list_steps,
    name_shortages,
    subtract,
    weigh,
)
from bianzu.audit.questions.circles import Circle, find_circles
from bianzu.audit.questions.reseating import Holders, pick, reseat, sits
from bianzu.audit.reasons import Charge
from bianzu.audit.recount import Tally, charge, complete, list_level_names, tally
from bianzu.audit.rules.balance import balance
from bianzu.audit.rules.company import keep_backbone
from bianzu.audit.rules.maxima import find_excesses, reserved_seats
from bianzu.audit.rules.penalties import fair_load, service_floor
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
    """A change carried out: the seating after it, the people and teams that it concerns, and their part of
    the plan; the whole plan, where parts do not tell."""

    change: Holders
    after: Seating
    people: frozenset[str]
    teams: frozenset[str]
    part: Facts
    held: Seating

    @cached_property
    def excesses(self) -> list[Charge]:
        """Units beyond maxima."""
        return list(find_excesses(self.part, self.held))

    @cached_property
    def ledger(self) -> Ledger:
        """The account of the part, without what is missing until `tally` adds it."""
        return charge(self.part, self.held, self.excesses)

    @cached_property
    def tally(self) -> Tally:
        """The part with what is missing."""
        return complete(self.ledger, self.held)


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
        self._in_parts = facts.without(facts.on & (_WIDE.keys() | _BY_PERSON.keys() | _LISTED.keys()))
        self._by_person = sorted(facts.on & _BY_PERSON.keys())
        self._wide = {rule: weigh(_WIDE[rule](facts, seating)) for rule in sorted(facts.on & _WIDE.keys())}
        whole = _WHOLE | _HANDED_ON if len(facts.planned) > 1 else _WHOLE
        self._local = facts.on.isdisjoint(whole)
        self._mates: defaultdict[Circle, list[Member]] = defaultdict(list)
        self._places = {rule: at for at, rule in enumerate(facts.rules.on)}
        self._order = {seat: at for at, seat in enumerate(facts.views)}
        self._known: dict[tuple[tuple[str, ...], ...], tuple[Tally, tuple[int, ...]]] = {}
        self._circles = find_circles(facts)
        self._of_no_account: frozenset[str] | None = None
        self._last: _Put | None = None
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
        if self._last is None or list(self._last.change.items()) != list(change.items()):
            after = reseat(self.facts, self.seating, change)
            people, teams = self._concern(change)
            part, held = self._cut(people, teams, change, after) if self._local else (self.facts, after)
            self._last = _Put(dict(change), after, people, teams, part, held)
        return self._last

    def _find_breaches(self, put: _Put) -> tuple[Finding, ...]:
        """What a change breaks whatever is missing after it; nothing said where waivers are drawn on, which
        what is missing does, too."""
        if not self._local or not put.ledger.breaches or put.ledger.used.total():
            return ()
        before = self._recall(put.people, put.teams, put.change)[0].ledger
        found = () if before.used.total() else subtract(put.ledger.breaches, before.breaches)
        return (*self._find_floater_faults(put.after), *found, *self._find_passed(put.after)) if found else ()

    def _measure(self, put: _Put) -> Tried:
        after = put.after
        seats = self._list_changed(after, put.change)
        faults = self._find_floater_faults(after)
        found = put.tally
        if self._local:
            before, had = self._recall(put.people, put.teams, put.change)
            if adds_up(before, found):
                new = found.add_up(put.held, self.seed)
                values = [was + b - a for was, a, b in zip(self._values, had, new, strict=True)]
                apart = [*self._weigh_apart(put.people, after)]
                values[self.names.index("soft")] += sum(step.objective for step in apart)
                if self.facts.instance.baseline is not None:
                    values[self.names.index("changes")] = count_changes(self.facts, after)
                rules = self._sort([*list_steps(before.ledger, found.ledger), *apart])
                faults = (*faults, *self._find_passed(after))
                return self._compare(before, found, values, rules, faults, seats)
            found = tally(self.facts, after)
        rules = self._sort(list_steps(self._whole.ledger, found.ledger))
        return self._compare(self._whole, found, found.add_up(after, self.seed), rules, faults, seats)

    def _sort(self, steps: Iterable[RuleStep]) -> list[RuleStep]:
        """In rulebook order."""
        return sorted(steps, key=lambda step: self._places[step.rule])

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
            part = join(part, alone, nobody)
            values = tuple(a + b - c for a, b, c in zip(values, cost, least, strict=True))
        return part, values

    def _find_of_no_account(self) -> frozenset[str]:
        """People without a seat and never promoted, who owe no service, when all of them together cost
        nothing: units are never less than none, so each of them costs nothing either."""
        if self._of_no_account is None:
            idle = (who for name, who in self.facts.people.items() if name not in self.seating.by_person)
            names = frozenset(person.id for person in idle if person.promoted_on is None)
            together, nobody = (self._count(people, frozenset(), {}) for people in (names, frozenset[str]()))
            self._of_no_account = names if is_alike(together, nobody) else frozenset()
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
            yield from compare(rule, had, weigh(_WIDE[rule](self.facts, after)))
        if self._by_person:
            concerned = self.facts.restrict(sorted(people), (), ())
            for rule in self._by_person:
                had, found = (weigh(_BY_PERSON[rule](concerned, held)) for held in (self.seating, after))
                yield from compare(rule, had, found)

    def _find_passed(self, after: Seating) -> tuple[Finding, ...]:
        """What a change breaks of the maxima over listed teams."""
        ledgers = Ledger(self.facts), Ledger(self.facts)
        for ledger, seating in zip(ledgers, (self.seating, after), strict=True):
            for unit in _charge_lists(self.facts, seating):
                ledger.take(unit, "over-maximum")
        before, now = ledgers
        return subtract(now.breaches, before.breaches)

    def list_excesses(self, change: Holders) -> tuple[Seating, list[Charge]]:
        """The seating after a change, and the units beyond maxima that are new in it, waived ones too."""
        put = self._put(change)
        found = [unit for unit in put.excesses if unit.force != "soft"]
        lists = [*_charge_lists(self.facts, put.after)] if self._local else []
        if found or lists:
            found += lists
            part, old = self.facts, self.seating
            if self._local:
                part, old = self._cut(put.people, put.teams, change, old)
            known = {_key(unit) for unit in find_excesses(part, old)}
            known |= {_key(unit) for unit in _charge_lists(self.facts, self.seating)}
            found = [unit for unit in found if _key(unit) not in known]
        return put.after, found

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
        facts = self._in_parts
        known = sorted(people, key=facts.positions.__getitem__)
        held = {m.view.seat.id for who in known for m in seating.by_person.get(who, ())}
        seats = sorted({*held, *change}, key=self._order.__getitem__)
        here = {m.person.id: None for team in teams for m in seating.by_team.get(team, ())}
        circles = {circle: None for who in known if teams for circle in self._circles[who]}
        mates = {m.person.id: None for circle in circles for m in self._mates.get(circle, ())}
        part = facts.restrict(known, [team for team in facts.teams if team in teams], seats)
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
        named, gone = name_shortages(after.shortages), name_shortages(before.shortages)
        return Tried(
            values=tuple(values),
            rules=tuple(rules),
            breaches=(*faults, *subtract(after.ledger.breaches, before.ledger.breaches)),
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


def _charge_lists(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Units beyond the maxima over listed teams that are on."""
    for rule in sorted(facts.on & _LISTED.keys()):
        yield from _LISTED[rule](facts, seating)


def _key(charge: Charge) -> tuple[object, ...]:
    return charge.rule, charge.clause, charge.people, charge.team, charge.unit, charge.round.id, charge.found
