"""Shortages: what is missing, and how many candidates each rule removed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case
from bianzu.audit.rules.exclusions import BASIC, Exclusion, list_barring_rules
from bianzu.audit.rules.minima import Minimum
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView
from bianzu.models import Person, Shortage

__all__ = ["Searcher"]

_SETTLED = frozenset(rule for rule, _ in BASIC)
"""Rules that give a candidate no reason, by what a candidate is."""


@dataclass
class Searcher:
    """Finds the candidates of empty seats and unmet minima; keeps what it has already looked at."""

    facts: Facts
    seating: Seating
    _open: dict[tuple[object, ...], list[Person]] = field(default_factory=dict)
    _barring: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict)
    _nobody: Seating = field(default_factory=Seating)

    def name_seat(self, view: SeatView) -> Shortage:
        """The shortage of an empty seat."""
        people = self.list_candidates(view)
        removed: Counter[str] = Counter()
        for person in people:
            removed.update(self.find_bars(person, view) or {self._find_place(person, view)})
        return Shortage(
            rule="seats",
            round=view.on.round.id,
            team=view.on.team.id,
            seat=view.seat.id,
            missing=1,
            candidates=len(people),
            removed_by=dict(sorted(removed.items())),
        )

    def name_minimum(self, minimum: Minimum, missing: int) -> Shortage:
        """The shortage of a minimum of a team, after waivers."""
        people: dict[str, list[SeatView]] = {}
        for view in (self.facts.views[seat.id] for seat in minimum.team.team.seats):
            for person in self.list_candidates(view):
                if minimum.counted(person, view.seat):
                    people.setdefault(person.id, []).append(view)
        removed: Counter[str] = Counter()
        for person_id, views in people.items():
            removed.update(self._find_removers(self.facts.people[person_id], views))
        return Shortage(
            rule=minimum.rule,
            clause=minimum.clause,
            round=minimum.team.round.id,
            team=minimum.team.team.id,
            skill=minimum.skill,
            missing=missing,
            candidates=len(people),
            removed_by=dict(sorted(removed.items())),
        )

    def list_candidates(self, view: SeatView) -> list[Person]:
        """People without a role-pools, source-sets or origin reason for the seat."""
        seat = view.seat
        key = (seat.role, seat.pools, seat.source_set, view.origin, view.on.hosts)
        found = self._open.get(key)
        if found is None:
            able = self._open.get(key[:3])
            if able is None:
                people = self.facts.people.values()
                able = self._open[key[:3]] = self._screen(view, people, BASIC[:2])
            found = self._open[key] = self._screen_origin(view, able)
        return found

    def _screen_origin(self, view: SeatView, people: Sequence[Person]) -> list[Person]:
        """Whom the rule origin lets through: it looks at the work county alone, so one speaks for all."""
        someone = {person.work_county: person for person in people}
        fit = {person.work_county for person in self._screen(view, someone.values(), BASIC[2:])}
        return [person for person in people if person.work_county in fit]

    def _screen(self, view: SeatView, people: Iterable[Person], rules: Sequence[Exclusion]) -> list[Person]:
        tests = [test for rule, test in rules if rule in self.facts.on]
        cases = (Case(self.facts, self.seating, person, view) for person in people)
        return [case.person for case in cases if not any(next(test(case), None) for test in tests)]

    def find_bars(self, person: Person, view: SeatView) -> frozenset[str]:
        """Rules that bar a candidate from the seat, waived reasons aside."""
        pinned = view.seat.id if person.id in self.facts.forbidding_pins else None
        key = (person.id, self.facts.name_kind(view), pinned)
        found = self._barring.get(key)
        if found is None:
            case = Case(self.facts, self._nobody, person, view)  # seats of other planned rounds left out
            found = self._barring[key] = list_barring_rules(case, skip=_SETTLED)
        return found

    def _find_place(self, person: Person, view: SeatView) -> str:
        """Why somebody whom nothing bars does not sit there."""
        return "one-seat" if self.seating.sits_beside(person.id, view.on) else "maxima"

    def _find_removers(self, person: Person, views: list[SeatView]) -> set[str]:
        """Rules that bar from each of the seats; ``combined`` when only several together do."""
        bars = [self.find_bars(person, view) for view in views]
        alone = frozenset.intersection(*bars)
        if alone:
            return set(alone)
        if all(bars):
            return {"combined"}
        team = views[0].on
        if any(member.person.id == person.id for member in self.seating.members(team)):
            return set()
        return {self._find_place(person, views[0])}
