"""Columns: (slot, person) pairs with their entries in rows and their costs, made when asked for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bianzu.solver.data import BoolArray, IntArray

__all__ = ["Columns", "Weights", "scatter", "spans"]

Weights = tuple[tuple[int, int], ...]
"""(level, weight) pairs: an objective that adds up several levels."""


def spans(starts: IntArray, lengths: IntArray) -> IntArray:
    """Positions start, start + 1, … of every span, one span after the other."""
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.repeat(starts - before, lengths) + np.arange(lengths.sum()), dtype=np.int64)


def scatter(numbers: IntArray) -> IntArray:
    """A fixed shuffle that spreads ties: costs are often equal, and slots want different people."""
    return (numbers * 2654435761) % (1 << 32)


@dataclass(frozen=True)
class Columns:
    """Some columns with their entries, by column.

    Attributes
    ----------
    keys, slot, person, service
        (k,) number, slot, person, and the person's service: ``planned round · n + person``.
    indptr, rows, values
        Entries of column i: ``indptr[i]`` to ``indptr[i + 1]``.
    cost
        (8, k) cost at each level; the tie-break only when asked for.
    """

    keys: IntArray
    slot: IntArray
    person: IntArray
    service: IntArray
    indptr: IntArray
    rows: IntArray
    values: IntArray
    cost: IntArray

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def entry(self) -> IntArray:
        """Column of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))

    def weigh(self, weights: Weights) -> IntArray:
        """(k,) weighted sum of levels."""
        total = np.zeros(len(self), dtype=np.int64)
        for level, weight in weights:
            total += weight * self.cost[level]
        return total

    def pick(self, chosen: IntArray | BoolArray) -> "Columns":
        """Some of the columns, in the order given."""
        at = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        length = self.indptr[at + 1] - self.indptr[at]
        entry = spans(self.indptr[at], length)
        indptr = np.concatenate([[0], np.cumsum(length)])
        return Columns(
            self.keys[at],
            self.slot[at],
            self.person[at],
            self.service[at],
            indptr,
            self.rows[entry],
            self.values[entry],
            self.cost[:, at],
        )

    def join(self, other: "Columns") -> "Columns":
        """These columns and then the others."""
        return Columns(
            np.concatenate([self.keys, other.keys]),
            np.concatenate([self.slot, other.slot]),
            np.concatenate([self.person, other.person]),
            np.concatenate([self.service, other.service]),
            np.concatenate([self.indptr, other.indptr[1:] + self.indptr[-1]]),
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.cost, other.cost], axis=1),
        )
