"""What each level charges: for people on slots, for aux columns, and for every plan."""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Eligibility
from bianzu.solver.model import (
    LEADER_SEATS,
    LEVELS,
    LOAD_TRAVEL,
    MINIMA,
    OTHER_SEATS,
    SOFT,
    TIE_BREAK,
    WAIVERS,
    tie_break,
)
from bianzu.solver.rows import Aux, Builder

__all__ = ["compute_costs"]


def compute_costs(
    builder: Builder, eligibility: Eligibility, col_at: IntArray, n_vars: int, seed: int
) -> tuple[IntArray, IntArray]:
    """Costs of all variables (7, v) and constants (7,), columns first and then the aux columns."""
    return _Costs(builder, eligibility, col_at, n_vars).run(seed)


def _level_of(item: Aux) -> int:
    if item.kind == "waive":
        return WAIVERS
    if item.kind != "short":
        return SOFT
    if item.rule != "seats":
        return MINIMA
    return LEADER_SEATS if item.clause == "leader" else OTHER_SEATS


class _Costs:
    def __init__(self, builder: Builder, eligibility: Eligibility, col_at: IntArray, n_vars: int) -> None:
        self.data = builder.data
        self.builder = builder
        self.eligibility = eligibility
        self.col_at = col_at
        self.slot, self.person = (item.astype(np.int64) for item in np.nonzero(col_at >= 0))
        self.n_columns = len(self.slot)
        self.cost = np.zeros((LEVELS, n_vars), dtype=np.int64)

    def run(self, seed: int) -> tuple[IntArray, IntArray]:
        """All levels."""
        for at, item in enumerate(self.builder.aux, start=self.n_columns):
            level = _level_of(item)
            self.cost[level, at] = item.weight if level == SOFT else 1
        for (person, slot), charge in self.eligibility.charges.items():
            if self.col_at[slot, person] >= 0:
                self.cost[WAIVERS, self.col_at[slot, person]] += sum(charge.values())
        self._add_soft()
        self._add_load_travel()
        self._add_tie_break(seed)
        constant = np.zeros(LEVELS, dtype=np.int64)
        constant[SOFT] = sum(weight * units for _, weight, units in self.builder.soft_constants)
        return self.cost, constant

    def _add_soft(self) -> None:
        bounds = np.searchsorted(self.slot, np.arange(len(self.data.slots) + 1))
        for _, weight, units in self.builder.soft_slot_costs:
            for slot in range(len(self.data.slots)):
                span = slice(bounds[slot], bounds[slot + 1])
                self.cost[SOFT, span] += weight * units(slot)[self.person[span]]
        for _, weight, per_person in self.builder.service_costs:
            if self.data.one_service:
                self.cost[SOFT, : self.n_columns] += weight * per_person[self.person]
                continue
            for at, item in enumerate(self.builder.aux, start=self.n_columns):
                if item.clause == "serves" and item.rule == "one-seat":
                    self.cost[SOFT, at] += weight * per_person[self.data.person_at[item.key["person"]]]

    def _add_load_travel(self) -> None:
        setting = self.data.rules.priority
        if setting is None:
            return
        team = np.array([slot.team for slot in self.data.slots], dtype=np.int64)[self.slot]
        self.cost[LOAD_TRAVEL, : self.n_columns] = (
            setting.load * self.data.earlier[self.person]
            + setting.travel * _kilometres(self.data)[team, self.person]
        )

    def _add_tie_break(self, seed: int) -> None:
        people = [person.id for person in self.data.people]
        slots, persons = self.slot.tolist(), self.person.tolist()
        for column, (slot, person) in enumerate(zip(slots, persons, strict=True)):
            self.cost[TIE_BREAK, column] = min(
                tie_break(seed, people[person], seat) for seat in self.data.slots[slot].seat_ids
            )


def _kilometres(data: Data) -> IntArray:
    """(t, n) kilometres from the work county, or the city seat, to the nearest host county."""
    counties = data.instance.counties
    table = np.zeros((len(counties) + 1, len(counties)), dtype=np.int64)
    for a, one in enumerate(counties):
        for b, other in enumerate(counties):
            if a != b:
                table[a, b] = one.distances.get(other.id, other.distances.get(one.id, 0))
    table[-1] = [county.city_distance for county in counties]
    home = np.where(data.work_county >= 0, data.work_county, len(counties))
    nearest = [table[:, np.flatnonzero(hosts)].min(axis=1)[home] for hosts in data.host]
    return np.array(nearest, dtype=np.int64).reshape(len(data.teams), data.n)
