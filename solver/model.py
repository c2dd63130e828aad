"""The model as sparse arrays: every eligible (person, slot) column, every aux column, every row.

Columns 0..c-1 are (person, slot) pairs in slot order, then come the aux columns. The matrix is kept by
column (CSC), so that the relaxation can take any part of it.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bianzu.models import LEVEL_NAMES
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook
from bianzu.solver.rows import Aux, Builder, Group

__all__ = [
    "LEADER_SEATS",
    "LEVELS",
    "LOAD_TRAVEL",
    "MINIMA",
    "OTHER_SEATS",
    "SOFT",
    "TIE_BREAK",
    "WAIVERS",
    "FloatArray",
    "Model",
    "tie_break",
]

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
