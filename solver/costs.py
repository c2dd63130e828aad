"""What each level charges: for people on slots, for aux columns, and for every plan."""

import hashlib

import numpy as np

from bianzu.models import ALL_LEVEL_NAMES
from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Eligibility
from bianzu.solver.rows import Builder

__all__ = [
    "CHANGES",
    "LEADER_SEATS",
    "LEVELS",
    "LOAD_TRAVEL",
    "MINIMA",
    "OTHER_SEATS",
    "SOFT",
    "TIE_BREAK",
    "WAIVERS",
    "Costs",
    "level_of_aux",
    "tie_break",
]


LEVELS = len(ALL_LEVEL_NAMES)
"""The level of changes is there in every model; only a plan for a published list shows it."""
LEADER_SEATS, OTHER_SEATS, MINIMA, CHANGES, WAIVERS, SOFT, LOAD_TRAVEL, TIE_BREAK = range(LEVELS)
_CACHED_PAIRS = 20_000_000
"""With no more pairs of a slot and a person than this, costs are computed once."""


def tie_break(seed: int, person: str, seat: str) -> int:
    """Priority of a person on a seat: 24 bits of SHA-256 over seed, person and seat."""
    text = f"{seed}\n{person}\n{seat}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:4], "big") >> 8


def level_of_aux(item: Aux) -> int:
    """The level at which an aux column is charged."""
    if item.kind == "waive":
        return WAIVERS
    if item.kind == "changed":
        return CHANGES
    if item.kind != "short":
        return SOFT
    if item.rule != "seats":
        return MINIMA
    return LEADER_SEATS if item.clause == "leader" else OTHER_SEATS


class Costs:
    """Costs of people on slots, level by level, as arrays over people."""

    def __init__(self, builder: Builder, eligibility: Eligibility, seed: int) -> None:
        self.data: Data = builder.data
        self.builder = builder
        self.seed = seed
        self.service = np.zeros((len(self.data.rounds), self.data.n), dtype=np.int64)
        for _, weight, item, units in builder.service_costs:
            self.service[item] += weight * units
        self.charges: dict[int, list[tuple[int, int]]] = {}
        for (person, slot), charge in eligibility.charges.items():
            self.charges.setdefault(slot, []).append((person, sum(charge.values())))
        self.service_charges = {
            person: sum(charge.values()) for person, charge in eligibility.service_charges.items()
        }
        setting = self.data.rules.priority
        self.travel = None if setting is None else setting.travel * _kilometres(self.data)
        self.load = None if setting is None else setting.load * self.data.earlier
        self.constant = np.zeros(LEVELS, dtype=np.int64)
        self.constant[SOFT] = sum(weight * units for _, weight, units in builder.soft_constants)
        self.constant[MINIMA] = sum(units for _, units in builder.missing_constants)
        self._cache: dict[int, IntArray] | None = (
            {} if len(self.data.slots) * self.data.n <= _CACHED_PAIRS else None
        )

    def of_slot(self, level: int, slot: int) -> IntArray:
        """(n,) cost of each person on a slot."""
        if level == WAIVERS:
            return self._waivers(slot)
        if level == SOFT:
            return self._soft(slot)
        if level == LOAD_TRAVEL:
            return self._load_travel(slot)
        return np.zeros(self.data.n, dtype=np.int64)

    def may_cost(self, level: int, slot: int) -> bool:
        """Whether there may be anybody whom a slot costs something at a level."""
        if level == WAIVERS:
            return slot in self.charges
        return level == SOFT or (level == LOAD_TRAVEL and self.travel is not None)

    def _waivers(self, slot: int) -> IntArray:
        cost = np.zeros(self.data.n, dtype=np.int64)
        for person, units in self.charges.get(slot, ()):
            cost[person] += units
        return cost

    def _soft(self, slot: int) -> IntArray:
        if self._cache is not None and slot in self._cache:
            return self._cache[slot]
        cost = np.zeros(self.data.n, dtype=np.int64)
        if self.data.one_service:
            cost += self.service[self.data.slot_round[slot]]
        for _, weight, units in self.builder.soft_slot_costs:
            cost += weight * units(slot)
        if self._cache is not None:
            self._cache[slot] = cost
        return cost

    def _load_travel(self, slot: int) -> IntArray:
        return self.of_team(self.data.slots[slot].team)

    def of_team(self, team: int) -> IntArray:
        """(n,) load and travel of each person with a team."""
        if self.travel is None or self.load is None:
            return np.zeros(self.data.n, dtype=np.int64)
        return np.asarray(self.load + self.travel[self.data.team_hosts[team]], dtype=np.int64)

    def tie_breaks(self, slots: IntArray, people: IntArray) -> IntArray:
        """Least priority over the slot's seats, for given pairs."""
        names = [person.id for person in self.data.people]
        return np.array(
            [
                min(tie_break(self.seed, names[person], seat) for seat in self.data.slots[slot].seat_ids)
                for slot, person in zip(slots.tolist(), people.tolist(), strict=True)
            ],
            dtype=np.int64,
        )


def _kilometres(data: Data) -> IntArray:
    """(k, n) kilometres from the work county, or the city seat, to the nearest of each set of host counties
    (`Data.team_hosts`)."""
    counties = data.instance.counties
    table = np.zeros((len(counties) + 1, len(counties)), dtype=np.int64)
    given = [
        (a, data.county_at[other], distance)
        for a, one in enumerate(counties)
        for other, distance in one.distances.items()
        if other in data.county_at
    ]
    for a, b, distance in given:
        table[b, a] = distance
    for a, b, distance in given:  # what a county says itself counts before what the other one says
        table[a, b] = distance
    np.fill_diagonal(table[:-1], 0)
    table[-1] = [county.city_distance for county in counties]
    home = np.where(data.work_county >= 0, data.work_county, len(counties))
    _, first = np.unique(data.team_hosts, return_index=True)
    nearest = [table[:, np.flatnonzero(data.host[team])].min(axis=1)[home] for team in first.tolist()]
    return np.array(nearest, dtype=np.int64).reshape(len(first), data.n)
