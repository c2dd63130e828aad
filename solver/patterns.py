"""Patterns of coefficients that slots repeat, and the keys of the rows in which they stand."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.data import IntArray

__all__ = ["Entries", "Keys", "Pattern", "Place", "RowKey"]

FloatArray = NDArray[np.float64]

Entries = tuple[IntArray, IntArray, IntArray]
"""Parallel (index, row, coefficient) arrays."""

RowKey = Mapping[str, str]
"""What a row speaks of: any of round, term, year, team, seat, skill, unit, county, person, other, field,
waiver, pin, list, host, against, earlier."""

_FEW_ROWS = 24
"""With more priced rows than this, all entries of a pattern are gone through at once."""
_SPARSE = 8
"""A pattern of fewer entries than one for so many people is searched instead of indexed."""


class Keys(Sequence[RowKey]):
    """Row keys made when asked for: a rule can have millions of rows that never matter."""

    def __init__(self, length: int, make: Callable[[int], RowKey]) -> None:
        self.length = length
        self.make = make

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, at: int) -> RowKey: ...
    @overload
    def __getitem__(self, at: slice) -> list[RowKey]: ...
    def __getitem__(self, at: int | slice) -> RowKey | list[RowKey]:
        if isinstance(at, slice):
            return [self.make(item) for item in range(*at.indices(self.length))]
        if not 0 <= at < self.length:
            raise IndexError(at)
        return self.make(at)


class Pattern:
    """Coefficients of people in a few rows, shared by all slots that repeat them at another offset.

    Parameters
    ----------
    people, rows, coefs
        Parallel (e,) arrays; rows count from 0.
    n_people, n_rows
        Sizes.
    """

    def __init__(self, people: IntArray, rows: IntArray, coefs: IntArray, n_people: int, n_rows: int) -> None:
        order = np.argsort(rows, kind="stable")
        self.people = people[order].astype(np.int32)  # there can be thousands of patterns of many people
        self.rows = rows[order].astype(np.int32)
        self.coefs = coefs[order].astype(np.int32)
        self.n_people, self.n_rows = n_people, n_rows
        self.row_start = np.searchsorted(self.rows, np.arange(n_rows + 1))

    @cached_property
    def _order(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        order = np.argsort(self.people, kind="stable").astype(np.int32)
        return order, self.people[order]

    @cached_property
    def _table(self) -> IntArray | None:
        """Where each person's entries begin, unless that would be long for few entries."""
        if len(self.people) * _SPARSE < self.n_people:
            return None
        return np.searchsorted(self._order[1], np.arange(self.n_people + 1))

    def _span(self, people: IntArray) -> tuple[IntArray, IntArray]:
        """First entry of each person, in the order of people, and the one after the last."""
        if self._table is not None:
            return self._table[people], self._table[people + 1]
        mine = self._order[1]
        return np.searchsorted(mine, people), np.searchsorted(mine, people, side="right")

    def of(self, people: IntArray) -> Entries:
        """Entries of some people: (position in ``people``, row, coefficient)."""
        order = self._order[0]
        first, end = self._span(people)
        length = end - first
        at = np.repeat(np.arange(len(people)), length)
        inside = np.arange(len(at)) - np.repeat(np.cumsum(length) - length, length)
        chosen = order[first[at] + inside]
        return at, self.rows[chosen].astype(np.int64), self.coefs[chosen].astype(np.int64)

    def of_one(self, person: int) -> tuple[NDArray[np.int32], NDArray[np.int32]] | None:
        """(row, coefficient) arrays of one person; ``None`` where there is no entry."""
        order, mine = self._order
        if self._table is not None:
            first, end = self._table[person], self._table[person + 1]
        else:
            first, end = np.searchsorted(mine, person), np.searchsorted(mine, person, side="right")
        if first == end:
            return None
        chosen = order[first:end]
        return self.rows[chosen], self.coefs[chosen]

    def price(self, prices: FloatArray | IntArray, total: FloatArray | IntArray) -> None:
        """Add Σ over rows of coefficient × price to each person's ``total``; exact for integers."""
        if self._everybody:
            total += self.coefs * prices[self.rows]
            return
        priced = np.flatnonzero(prices)
        if len(priced) > _FEW_ROWS:
            np.add.at(total, self.people, self.coefs * prices[self.rows])
            return
        for row in priced.tolist():
            span = slice(self.row_start[row], self.row_start[row + 1])
            # A person occurs once in a row, so plain indexing adds every entry.
            total[self.people[span]] += self.coefs[span] * prices[row]  # in the type of the prices

    @cached_property
    def reach(self) -> IntArray:
        """(r,) how far one person can raise each row at most."""
        reach = np.zeros(self.n_rows, dtype=np.int64)
        np.maximum.at(reach, self.rows, self.coefs)
        return reach

    @cached_property
    def _everybody(self) -> bool:
        """Whether there is one entry for each person, in order."""
        return len(self.people) == self.n_people and bool(
            np.array_equal(self.people, np.arange(self.n_people))
        )


Place = tuple[Pattern, int]
"""A pattern, and the row of the group at which it lies."""
