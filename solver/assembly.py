"""From an instance to the model: compile the rules, number the columns, gather the rows."""

import numpy as np

from bianzu.models import Instance
from bianzu.solver.costs import compute_costs
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook, check_pins, compute_eligibility
from bianzu.solver.model import Model
from bianzu.solver.rows import Builder, Entries
from bianzu.solver.rules import add_rows, check_supported, collect_exclusions

__all__ = ["build_model"]


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
        cost, constant = compute_costs(self.builder, self.eligibility, self.col_at, len(upper), self.seed)
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
