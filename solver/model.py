"""The model as sparse arrays: every eligible (person, slot) column, every aux column, every row.

Columns 0..c-1 are (person, slot) pairs in slot order, then come the aux columns. The matrix is kept by
column (CSC), so that the relaxation can take any part of it.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bianzu.models import LEVEL_NAMES, Instance
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook, check_pins, compute_eligibility
from bianzu.solver.rows import Aux, Builder, Entries, Group
from bianzu.solver.rules import add_rows, check_supported, collect_exclusions

__all__ = ["LEVELS", "Model", "build_model", "tie_break"]

LEVELS = len(LEVEL_NAMES)
LEADER_SEATS, OTHER_SEATS, MINIMA, WAIVERS, SOFT, LOAD_TRAVEL, TIE_BREAK = range(LEVELS)

FloatArray = NDArray[np.float64]


def tie_break(seed: int, person: str, seat: str) -> int:
    """Priority of a person on a seat: 24 bits of SHA-256 over seed, person and seat."""
    text = f"{seed}\n{person}\n{seat}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:4], "big") >> 8


@dataclass(frozen=True)
class Model:
    """All of one solve.

    Attributes
    ----------
    col_person, col_slot
        (c,) person and slot of each column.
    col_at
        (s, n) column of a pair, -1 where the pair is barred.
    upper
        (v,) largest value of each variable, c columns then aux; all are integers from 0.
    indptr, rows, values
        Matrix by column.
    row_lower, row_upper
        (r,) as floats, infinite where open.
    cost
        (7, v) objective of each level; ``constant`` (7,) is what every plan pays.
    lazy
        (r,) rows that the relaxation may leave out until violated.
    first_seat_row
        Row of the first slot's capacity; the others follow.
    """

    data: Data
    eligibility: Eligibility
    book: WaiverBook
    groups: tuple[Group, ...]
    aux: tuple[Aux, ...]
    col_person: IntArray
    col_slot: IntArray
    col_at: IntArray
    upper: IntArray
    indptr: IntArray
    rows: IntArray
    values: IntArray
    row_lower: FloatArray
    row_upper: FloatArray
    cost: IntArray
    constant: IntArray
    lazy: NDArray[np.bool_]
    first_seat_row: int
    builder: Builder

    @property
    def n_columns(self) -> int:
        """Number of (person, slot) columns."""
        return len(self.col_person)

    @property
    def n_vars(self) -> int:
        """Columns and aux columns."""
        return len(self.upper)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.row_upper)

    @cached_property
    def entry_var(self) -> IntArray:
        """Variable of each matrix entry."""
        return np.repeat(np.arange(self.n_vars), np.diff(self.indptr))

    def activity(self, x: IntArray | FloatArray) -> FloatArray:
        """(r,) row sums of a point."""
        weights = self.values * x[self.entry_var].astype(float)
        return np.bincount(self.rows, weights=weights, minlength=self.n_rows).astype(float)

    def price(self, cost: IntArray, duals: FloatArray) -> FloatArray:
        """(v,) reduced costs ``cost − dualsᵀ A``."""
        weights = self.values * duals[self.rows]
        covered = np.bincount(self.entry_var, weights=weights, minlength=self.n_vars).astype(float)
        return np.asarray(cost - covered, dtype=float)


def build_model(instance: Instance, seed: int = 0) -> Model:
    """Compile an instance.

    Raises
    ------
    InputError
        For rules that are not implemented and pins that break an exclusion by themselves.
    """
    check_supported(instance)
    data = Data(instance)
    book = WaiverBook(data)
    eligibility = compute_eligibility(data, collect_exclusions(data), book)
    check_pins(data, eligibility)
    builder = Builder(data, book, eligibility)
    add_rows(data, builder)
    return _Assembler(data, builder, eligibility, book, seed).run()


class _Assembler:
    """Turns what the rules said into arrays."""

    def __init__(
        self, data: Data, builder: Builder, eligibility: Eligibility, book: WaiverBook, seed: int
    ) -> None:
        self.data = data
        self.builder = builder
        self.eligibility = eligibility
        self.book = book
        self.seed = seed
        self.col_slot, self.col_person = (item.astype(np.int64) for item in np.nonzero(eligibility.allowed))
        self.n_columns = len(self.col_slot)
        self.col_at = np.full((len(data.slots), data.n), -1, dtype=np.int64)
        self.col_at[self.col_slot, self.col_person] = np.arange(self.n_columns)
        self.triples: list[Entries] = []
        self.lower: list[float] = [-np.inf] * builder.n_rows
        self.upper: list[float] = []
        self.lazy: list[bool] = []

    def run(self) -> Model:
        self._add_rule_rows()
        self._add_person_rows()
        self._add_seat_rows()
        self._add_waiver_rows()
        self._add_aux_entries()
        indptr, rows, values = self._compress()
        upper = np.array([1] * self.n_columns + [item.upper for item in self.builder.aux], dtype=np.int64)
        cost, constant = self._costs(len(upper))
        return Model(
            data=self.data,
            eligibility=self.eligibility,
            book=self.book,
            groups=tuple(self.builder.groups),
            aux=tuple(self.builder.aux),
            col_person=self.col_person,
            col_slot=self.col_slot,
            col_at=self.col_at,
            upper=upper,
            indptr=indptr,
            rows=rows,
            values=values,
            row_lower=np.array(self.lower),
            row_upper=np.array(self.upper, dtype=float),
            cost=cost,
            constant=constant,
            lazy=np.array(self.lazy, dtype=bool),
            first_seat_row=self.first_seat_row,
            builder=self.builder,
        )

    # -- rows

    def _add_row(self, lower: float, upper: float) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.lazy.append(False)
        return len(self.upper) - 1

    def _add_rule_rows(self) -> None:
        for group in self.builder.groups:
            self.upper.extend(group.limit.tolist())
            slacked = {row for item in self.builder.aux for row in item.rows} if group.lazy else set()
            self.lazy.extend(group.lazy and group.first + at not in slacked for at in range(len(group.limit)))
            for slot in group.slots:
                people, rows, coefs = group.entries(slot)
                columns = self.col_at[slot, people]
                kept = columns >= 0
                self.triples.append((columns[kept], rows[kept] + group.first, coefs[kept]))

    def _add_person_rows(self) -> None:
        """One-seat: per person and set of overlapping teams, at most one seat; and the people who serve."""
        data = self.data
        if data.one_service:
            self._person_rows(list(range(len(data.teams))), serving=None)
            return
        serves = [
            self.builder.add_aux("count", "one-seat", "serves", {"person": person.id}, 1)
            for person in data.people
        ]
        cliques = (
            data.overlap_cliques
            if data.rules.one_seat is not None
            else [[at] for at in range(len(data.teams))]
        )
        for clique in cliques:
            self._person_rows(clique, serving=serves)
        any_seat = [self._add_row(-np.inf, 0) for _ in data.people]
        self.triples.append(
            (
                np.arange(self.n_columns),
                np.array(any_seat, dtype=np.int64)[self.col_person],
                np.full(self.n_columns, -1),
            )
        )
        for person, at in enumerate(serves):
            self.builder.aux[at].rows.append(any_seat[person])
            self.builder.aux[at].coefs.append(1)
        for group, people, rows, coefs in self.builder.service_entries:
            for person, row, coef in zip(people.tolist(), rows.tolist(), coefs.tolist(), strict=True):
                self.builder.aux[serves[person]].rows.append(group.first + row)
                self.builder.aux[serves[person]].coefs.append(coef)

    def _person_rows(self, teams: list[int], serving: list[int] | None) -> None:
        team_of_slot = np.array([slot.team for slot in self.data.slots], dtype=np.int64)
        columns = np.flatnonzero(np.isin(team_of_slot[self.col_slot], teams))
        people = np.unique(self.col_person[columns])
        limit = 1.0 if serving is None else 0.0
        row_of = np.full(self.data.n, -1, dtype=np.int64)
        for person in people.tolist():
            row_of[person] = self._add_row(-np.inf, limit)
            if serving is not None:
                self.builder.aux[serving[person]].rows.append(int(row_of[person]))
                self.builder.aux[serving[person]].coefs.append(-1)
        self.triples.append(
            (columns, row_of[self.col_person[columns]], np.ones(len(columns), dtype=np.int64))
        )

    def _add_seat_rows(self) -> None:
        counted = self.data.rules.seats is not None
        self.first_seat_row = len(self.upper)
        for slot in self.data.slots:
            row = self._add_row(slot.capacity if counted else -np.inf, slot.capacity)
            if counted:
                clause = "leader" if slot.seat.role == "leader" else "other"
                key = {"team": self.data.teams[slot.team].id, "seat": slot.seat_ids[0]}
                self.builder.add_aux("short", "seats", clause, key, slot.capacity, entries=[(row, 1)])
        self.triples.append(
            (
                np.arange(self.n_columns),
                self.col_slot + self.first_seat_row,
                np.ones(self.n_columns, dtype=np.int64),
            )
        )

    def _add_waiver_rows(self) -> None:
        """No waiver is charged beyond its amount."""
        rows = [self._add_row(-np.inf, waiver.amount) for waiver in self.book.waivers]
        for item in self.builder.aux:
            if item.waiver is not None:
                item.rows.append(rows[item.waiver])
                item.coefs.append(1)
        charged = [
            (int(self.col_at[slot, person]), rows[waiver], units)
            for (person, slot), charge in self.eligibility.charges.items()
            for waiver, units in charge.items()
            if self.col_at[slot, person] >= 0
        ]
        if charged:
            columns, touched, units = (np.array(item, dtype=np.int64) for item in zip(*charged, strict=True))
            self.triples.append((columns, touched, units))

    def _add_aux_entries(self) -> None:
        entries = [
            (self.n_columns + at, row, coef)
            for at, item in enumerate(self.builder.aux)
            for row, coef in zip(item.rows, item.coefs, strict=True)
        ]
        if entries:
            columns, rows, coefs = (np.array(item, dtype=np.int64) for item in zip(*entries, strict=True))
            self.triples.append((columns, rows, coefs))

    def _compress(self) -> tuple[IntArray, IntArray, IntArray]:
        columns = np.concatenate([item[0] for item in self.triples])
        rows = np.concatenate([item[1] for item in self.triples])
        values = np.concatenate([item[2] for item in self.triples])
        n_vars = self.n_columns + len(self.builder.aux)
        key = columns * len(self.upper) + rows
        order = np.argsort(key, kind="stable")
        key, values = key[order], values[order]
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else key
        values = np.add.reduceat(values, starts) if len(key) else values
        columns, rows = key[starts] // len(self.upper), key[starts] % len(self.upper)
        indptr = np.zeros(n_vars + 1, dtype=np.int64)
        np.cumsum(np.bincount(columns, minlength=n_vars), out=indptr[1:])
        return indptr, rows, values

    # -- costs

    def _costs(self, n_vars: int) -> tuple[IntArray, IntArray]:
        cost = np.zeros((LEVELS, n_vars), dtype=np.int64)
        constant = np.zeros(LEVELS, dtype=np.int64)
        for at, item in enumerate(self.builder.aux, start=self.n_columns):
            if item.kind == "short":
                level = MINIMA if item.rule != "seats" else OTHER_SEATS
                cost[LEADER_SEATS if item.clause == "leader" and item.rule == "seats" else level, at] = 1
            elif item.kind == "waive":
                cost[WAIVERS, at] = 1
            else:
                cost[SOFT, at] = item.weight
        for (person, slot), charge in self.eligibility.charges.items():
            if self.col_at[slot, person] >= 0:
                cost[WAIVERS, self.col_at[slot, person]] += sum(charge.values())
        self._add_soft(cost)
        constant[SOFT] = sum(weight * units for _, weight, units in self.builder.soft_constants)
        self._add_load_travel(cost)
        self._add_tie_break(cost)
        return cost, constant

    def _add_soft(self, cost: IntArray) -> None:
        people, slots = self.col_person, self.col_slot
        bounds = np.searchsorted(slots, np.arange(len(self.data.slots) + 1))
        for _, weight, units in self.builder.soft_slot_costs:
            for slot in range(len(self.data.slots)):
                span = slice(bounds[slot], bounds[slot + 1])
                cost[SOFT, span] += weight * units(slot)[people[span]]
        for _, weight, per_person in self.builder.service_costs:
            if self.data.one_service:
                cost[SOFT, : self.n_columns] += weight * per_person[people]
                continue
            for at, item in enumerate(self.builder.aux, start=self.n_columns):
                if item.clause == "serves" and item.rule == "one-seat":
                    person = self.data.person_at[item.key["person"]]
                    cost[SOFT, at] += weight * per_person[person]

    def _add_load_travel(self, cost: IntArray) -> None:
        setting = self.data.rules.priority
        if setting is None:
            return
        team = np.array([slot.team for slot in self.data.slots], dtype=np.int64)[self.col_slot]
        cost[LOAD_TRAVEL, : self.n_columns] = (
            setting.load * self.data.earlier[self.col_person]
            + setting.travel * _kilometres(self.data)[team, self.col_person]
        )

    def _add_tie_break(self, cost: IntArray) -> None:
        people = [person.id for person in self.data.people]
        for column in range(self.n_columns):
            seats = self.data.slots[self.col_slot[column]].seat_ids
            name = people[self.col_person[column]]
            cost[TIE_BREAK, column] = min(tie_break(self.seed, name, seat) for seat in seats)


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
