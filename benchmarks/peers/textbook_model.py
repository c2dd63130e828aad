"""The textbook model: its booleans, and the words in which its rules are stated."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

from benchmarks.peers.ladder import STEPS
from bianzu.solver.costs import LEADER_SEATS, MINIMA, OTHER_SEATS, SOFT, WAIVERS
from bianzu.solver.data import Data
from bianzu.solver.exclusions import WaiverBook, check_pins, compute_eligibility
from bianzu.solver.rules import collect_exclusions

__all__ = ["Model", "Term"]

Term = cp_model.IntVar | cp_model.LinearExpr | int
Seated = Callable[[int, int], bool]
"""(slot, person) -> whether it counts."""


class Model:
    """Booleans, seats and exclusions, and the words in which all other rules are stated."""

    def __init__(self, data: Data, complete: bool) -> None:
        self.data = data
        self.complete = complete
        self.cp = cp_model.CpModel()
        self.book = WaiverBook(data)
        exclusions = collect_exclusions(data)
        eligibility = compute_eligibility(data, exclusions, self.book)
        check_pins(data, eligibility)
        self.charges = eligibility.charges
        self.terms: dict[int, list[Term]] = {level: [] for level in STEPS}
        self.waived: dict[int, list[Term]] = defaultdict(list)
        self.x: dict[tuple[int, int], cp_model.IntVar] = {}
        for slot in range(len(data.slots)):
            for person in range(data.n):
                if eligibility.allowed[slot, person] and not (complete and self.charges.get((person, slot))):
                    self.x[slot, person] = self.cp.new_bool_var("")
        self.of_slot: dict[int, list[int]] = defaultdict(list)
        self.of_person: dict[int, list[int]] = defaultdict(list)
        for slot, person in self.x:
            self.of_slot[slot].append(person)
            self.of_person[person].append(slot)
        self._seats()
        for (person, slot), charge in self.charges.items():
            if (slot, person) in self.x:
                for waiver, units in charge.items():
                    self._charge(waiver, units * self.x[slot, person])
        for item in exclusions:
            if item.hardness == "soft":
                for slot, people in self.of_slot.items():
                    units_of = item.units(slot)
                    self.soft(item.weight * int(units_of[p]) * self.x[slot, p] for p in people if units_of[p])
        self.allowed_by_rules = eligibility.allowed_by_rules

    def limit_waivers(self) -> None:
        """No waiver is used beyond its amount; once all rules are there."""
        for waiver, used in self.waived.items():
            self.cp.add(cp_model.LinearExpr.sum(used) <= self.book.waivers[waiver].amount)

    # -- words

    def total(self, level: int) -> cp_model.LinearExprT:
        """What a level adds up."""
        return cp_model.LinearExpr.sum(self.terms[level])

    def soft(self, terms: Iterable[Term]) -> None:
        """Cost at the soft level."""
        self.terms[SOFT].extend(terms)

    def serves(self, person: int) -> list[cp_model.IntVar]:
        """Of which at most one is true."""
        return [self.x[slot, person] for slot in self.of_person[person]]

    def on_team(self, team: int, person: int) -> list[cp_model.IntVar]:
        """Of which one is true when the person is on the team."""
        return [self.x[slot, person] for slot in self.data.team_slots[team] if (slot, person) in self.x]

    def members(self, team: int, counts: Seated) -> list[cp_model.IntVar]:
        """Seats of the team taken by somebody who counts."""
        return [
            self.x[slot, person]
            for slot in self.data.team_slots[team]
            for person in self.of_slot[slot]
            if counts(slot, person)
        ]

    def _charge(self, waiver: int, units: Term) -> None:
        self.waived[waiver].append(units)
        self.terms[WAIVERS].append(units)

    def waive(self, rule: str, most: int, **scope: object) -> Term:
        """Units of the waiver that covers, if there is one."""
        waiver = None if self.complete else self.book.first(rule, 0, **scope)  # type: ignore[arg-type]
        if waiver is None:
            return 0
        units = self.cp.new_int_var(0, min(most, self.book.waivers[waiver].amount), "")
        self._charge(waiver, units)
        return units

    def at_least(
        self,
        team: int,
        need: int,
        met: Sequence[Term],
        hardness: str,
        *,
        rule: str = "",
        weight: int = 0,
        empty: bool = True,
    ) -> None:
        """A minimum: what is missing is soft, waived, or short."""
        if need <= 0:
            return
        have: list[Term] = [*met]
        if empty:
            have.append(self.empty_of[team])
        if hardness == "soft":
            missing = self.cp.new_int_var(0, need, "")
            self.soft([weight * missing])
            have.append(missing)
        elif not self.complete:
            missing = self.cp.new_int_var(0, need, "")
            self.terms[MINIMA].append(missing)
            have.append(missing)
            if hardness == "waivable":
                have.append(self.waive(rule, need, team=self.data.teams[team].id))
        self.cp.add(cp_model.LinearExpr.sum(have) >= need)

    def at_most(self, taken: Sequence[Term], limit: int, over: Term = 0) -> None:
        """A maximum, which waivers or soft units may lift."""
        if len(taken) > limit:
            self.cp.add(cp_model.LinearExpr.sum([*taken]) <= limit + over)

    def pair_apart(self, team: int, a: int, b: int, over: Term = 0) -> None:
        one, other = self.on_team(team, a), self.on_team(team, b)
        if one and other:
            self.cp.add(cp_model.LinearExpr.sum([*one, *other]) <= 1 + over)

    def _seats(self) -> None:
        """one-seat and seats."""
        for person in self.of_person:
            self.cp.add_at_most_one(self.serves(person))
        self.empty_of: list[Term] = []
        counted = self.data.rules.seats is not None
        for slots in self.data.team_slots:
            empties: list[Term] = []
            for slot in slots:
                place = self.data.slots[slot]
                seated = cp_model.LinearExpr.sum([self.x[slot, p] for p in self.of_slot[slot]])
                if self.complete and counted:
                    self.cp.add(seated == place.capacity)
                    continue
                empty = self.cp.new_int_var(0, place.capacity, "")
                self.cp.add(seated + empty == place.capacity)
                empties.append(empty)
                if counted:
                    leads = place.seat.role == "leader"
                    self.terms[LEADER_SEATS if leads else OTHER_SEATS].append(empty)
            self.empty_of.append(cp_model.LinearExpr.sum(empties) if empties else 0)
