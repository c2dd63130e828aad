"""The model as rules, rows and prices over *all* people and slots, and the columns that are made of it.

A column is a (slot, person) pair, numbered ``slot · n + person``. Columns are made when asked for: the
relaxation prices every pair from the rules' patterns and builds only the few that matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.aux_columns import Aux, Follows
from bianzu.solver.columns import Columns, Weights, spans
from bianzu.solver.costs import CHANGES, LEVELS, LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS, Costs
from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook
from bianzu.solver.patterns import Pattern, Place
from bianzu.solver.rows import Builder, Group
from bianzu.solver.rules.fresh_pairs import Companies

__all__ = ["FloatArray", "Model"]

FloatArray = NDArray[np.float64]

Numbers = TypeVar("Numbers", FloatArray, IntArray)

_MANY, _PATTERNS = 500, 4
"""With more columns than this, or than one for so many patterns, they are built pattern by pattern, else slot
by slot."""


@dataclass(frozen=True)
class Model:
    """All of one solve.

    Attributes
    ----------
    groups, aux
        Rows by clause, and the aux columns ``a``.
    row_lower, row_upper
        (r,) as floats, infinite where open.
    eager
        (r,) rows that the relaxation has from the start.
    aux_indptr, aux_rows, aux_values, aux_upper, aux_cost, aux_team
        The aux columns' matrix by column, (a,) limits, (8, a) costs, (a,) teams (-1: none).
    layout
        Every pattern with the slots that repeat it and its first row on each.
    base_places, team_places, slot_places
        The same by place: for all slots of a planned round, for all slots of a team, for one slot.
    first_seat_row, first_person_row
        Row of the first slot's capacity, and of the first service's one seat (-1: people may hold several).
    closed
        (s, n) pairs that are left out of ``eligibility`` because rows hold them at zero (`close_ways`).
    """

    data: Data
    eligibility: Eligibility
    book: WaiverBook
    builder: Builder
    costs: Costs
    groups: tuple[Group, ...]
    aux: tuple[Aux, ...]
    row_lower: FloatArray
    row_upper: FloatArray
    eager: NDArray[np.bool_]
    aux_indptr: IntArray
    aux_rows: IntArray
    aux_values: IntArray
    aux_upper: IntArray
    aux_cost: IntArray
    aux_team: IntArray
    layout: tuple[tuple[Pattern, IntArray, IntArray], ...]
    base_places: tuple[tuple[Place, ...], ...]
    team_places: tuple[tuple[Place, ...], ...]
    slot_places: tuple[tuple[Place, ...], ...]
    first_seat_row: int
    first_person_row: int
    row_team: IntArray = field(repr=False)
    closed: BoolArray | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.row_upper)

    @property
    def n_aux(self) -> int:
        """Number of aux columns."""
        return len(self.aux)

    @property
    def n_columns(self) -> int:
        """Number of pairs that are allowed."""
        return int(np.count_nonzero(self.eligibility.allowed))

    @property
    def constant(self) -> IntArray:
        """(8,) what every plan pays."""
        return self.costs.constant

    @property
    def short_levels(self) -> tuple[int, ...]:
        """Levels above the soft one that this model knows."""
        listed = self.data.instance.baseline is not None
        return tuple(level for level in range(SOFT) if listed or level != CHANGES)

    @cached_property
    def aux_entry(self) -> IntArray:
        """Aux column of each of their entries."""
        return np.repeat(np.arange(self.n_aux), np.diff(self.aux_indptr))

    @cached_property
    def following(self) -> Mapping[Follows, IntArray]:
        """Aux columns by what gives them their value, of every kind."""
        kinds = np.array([item.follows for item in self.aux])
        return {kind: np.flatnonzero(kinds == kind) for kind in get_args(Follows)}

    @cached_property
    def seat_aux(self) -> IntArray:
        """Aux columns of empty seats, in the order of the slots."""
        return self.following["seats"]

    @property
    def pins(self) -> Group:
        """The orders that a plan must obey, one row each."""
        return next(group for group in self.groups if group.rule == "pins")

    def mark(self, chosen: Callable[[Group], bool]) -> BoolArray:
        """(r,) rows of the groups chosen."""
        rows = np.zeros(self.n_rows, dtype=bool)
        for group in filter(chosen, self.groups):
            rows[group.span] = True
        return rows

    @cached_property
    def common_rows(self) -> IntArray:
        """Rows of team sums: all teams of a round share their aux columns."""
        sums = np.isin(self.aux_entry, self.following["sums"])
        return np.unique(self.aux_rows[sums])

    @cached_property
    def aux_person(self) -> IntArray:
        """(a,) person that an aux column speaks of, -1 for none."""
        named = (item.key.get("person", "") for item in self.aux)
        return np.array([self.data.person_at.get(name, -1) for name in named], dtype=np.int64)

    @cached_property
    def aux_round(self) -> IntArray:
        """(a,) planned round that an aux column speaks of, -1 for none."""
        named = (item.key.get("round", "") for item in self.aux)
        return np.array([self.data.round_at.get(name, -1) for name in named], dtype=np.int64)

    @cached_property
    def companies(self) -> Companies:
        """Who was on one team with whom."""
        return Companies(self.data)

    @cached_property
    def is_slack(self) -> BoolArray:
        """(a,) aux columns that measure what is over a row, empty seats left out."""
        slack = np.zeros(self.n_aux, dtype=bool)
        slack[self.following["excess"]] = slack[self.following["skills"]] = True
        return slack

    @cached_property
    def charging_rank(self) -> IntArray:
        """(a,) order in which slacks are charged: maxima before minima, then as the instance orders its
        teams."""
        count = self.n_aux
        rows = np.full(count, -1, dtype=np.int64)
        some = np.diff(self.aux_indptr) > 0
        rows[some] = self.aux_rows[self.aux_indptr[:-1][some]]
        shortable = np.zeros(self.n_rows, dtype=bool)
        short = np.array([item.kind == "short" for item in self.aux], dtype=bool)
        shortable[self.aux_rows[short[self.aux_entry]]] = True
        order = np.lexsort((np.arange(count), self.aux_team, shortable[rows]))
        rank = np.empty(count, dtype=np.int64)
        rank[order] = np.arange(count)
        return rank

    def key(self, slot: int, person: int) -> int:
        """Number of a pair."""
        return slot * self.data.n + person

    def build_columns(self, keys: IntArray, *, ties: bool = False) -> Columns:
        """Columns of sorted keys, with the tie-break's costs when ``ties``."""
        n = self.data.n
        slot, person = keys // n, keys % n
        bounds = np.searchsorted(slot, np.arange(len(self.data.slots) + 1))
        parts: list[tuple[IntArray, IntArray, IntArray]] = []
        cost = np.zeros((LEVELS, len(keys)), dtype=np.int64)
        for at in np.unique(slot).tolist():
            mine = slice(int(bounds[at]), int(bounds[at + 1]))
            for level in (WAIVERS, SOFT, LOAD_TRAVEL):
                cost[level, mine] = self.costs.of_slot(level, at)[person[mine]]
        few = len(keys) <= min(_MANY, len(self.layout) // _PATTERNS)
        if few:
            parts = self._list_entries(slot.tolist(), person.tolist())
        for pattern, slots, offsets in () if few else self.layout:
            length = bounds[slots + 1] - bounds[slots]
            chosen = spans(bounds[slots], length)
            index, rows, values = pattern.of(person[chosen])
            if len(index):
                parts.append((chosen[index], rows + np.repeat(offsets, length)[index], values))
        if ties:
            cost[TIE_BREAK] = self.costs.tie_breaks(slot, person)
        none = np.zeros(0, dtype=np.int64)
        index, rows, values = (np.concatenate([part[i] for part in parts] or [none]) for i in range(3))
        order = np.argsort(index, kind="stable")
        indptr = np.zeros(len(keys) + 1, dtype=np.int64)
        np.cumsum(np.bincount(index, minlength=len(keys)), out=indptr[1:])
        service = self.data.slot_round[slot] * n + person
        return Columns(keys, slot, person, service, indptr, rows[order], values[order], cost)

    def _list_entries(self, slots: list[int], people: list[int]) -> list[tuple[IntArray, IntArray, IntArray]]:
        """(position, row, coefficient) entries of a few columns, one by one: there may be thousands of
        patterns elsewhere."""
        parts = []
        for at, (slot, person) in enumerate(zip(slots, people, strict=True)):
            for pattern, first in self.places(slot):
                entries = pattern.of_one(person)
                if entries is not None:
                    rows, coefs = entries
                    parts.append((np.full(len(rows), at), rows + np.int64(first), coefs.astype(np.int64)))
        return parts

    def places(self, slot: int) -> Iterator[Place]:
        """Where the coefficients of a slot's people come from."""
        team = self.data.slots[slot].team
        yield from self.base_places[self.data.team_round[team]]
        yield from self.team_places[team]
        yield from self.slot_places[slot]

    def activity(self, columns: Columns, x: FloatArray, aux_x: FloatArray) -> FloatArray:
        """(r,) row sums of a point over some columns (k,) and the aux columns (a,)."""
        chosen = columns.values * np.repeat(x, np.diff(columns.indptr))
        measured = self.aux_values * aux_x[self.aux_entry]
        total = np.zeros(self.n_rows)
        total += np.bincount(columns.rows, weights=chosen, minlength=self.n_rows)
        total += np.bincount(self.aux_rows, weights=measured, minlength=self.n_rows)
        return total

    def price_slots(
        self,
        weights: Weights,
        prices: Numbers,
        scale: int = 1,
        tick: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[int, Numbers]]:
        """(slot, (n,) ``scale`` · cost − Σ price · coefficient) for every slot and everybody, barred or not.

        ``prices`` (r,) are duals; integers give integers. Use each array before asking for the next.
        """
        base = np.zeros((len(self.data.rounds), self.data.n), dtype=prices.dtype)
        for places, total in zip(self.base_places, base, strict=True):
            self._add_prices(places, prices, total)
        for team, slots in enumerate(self.data.team_slots):
            tick()
            shared = base[self.data.team_round[team]].copy()
            self._add_prices(self.team_places[team], prices, shared)
            for slot in slots:
                total = shared.copy()
                self._add_prices(self.slot_places[slot], prices, total)
                np.negative(total, out=total)
                for level, weight in weights:
                    if self.costs.may_cost(level, slot):
                        total += (scale * weight) * self.costs.of_slot(level, slot)
                yield slot, total

    @staticmethod
    def _add_prices(places: tuple[Place, ...], prices: Numbers, total: Numbers) -> None:
        for pattern, row in places:
            part = prices[row : row + pattern.n_rows]
            if part.any():
                pattern.price(part, total)

    def weigh_aux(self, weights: Weights) -> IntArray:
        """(a,) weighted sum of levels."""
        total = np.zeros(self.n_aux, dtype=np.int64)
        for level, weight in weights:
            total += weight * self.aux_cost[level]
        return total

    def price_aux(self, weights: Weights, prices: Numbers, scale: int = 1) -> Numbers:
        """(a,) ``scale`` · cost − Σ price · coefficient of the aux columns; integers give integers."""
        total = np.zeros(self.n_aux, dtype=prices.dtype)
        np.subtract.at(total, self.aux_entry, self.aux_values * prices[self.aux_rows])
        total += scale * self.weigh_aux(weights)
        return total
