"""A solved relaxation: a fractional point and the multipliers that bound it."""

from dataclasses import dataclass, replace

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.model import FloatArray, Model

__all__ = ["Relaxed"]


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation.

    Attributes
    ----------
    status
        ``optimal``, ``infeasible``, or ``failed``.
    value
        Objective without constants.
    columns, x
        Generated columns (k) and the fractional point over them.
    aux_x
        (a,) value of the aux columns.
    duals, pin_duals
        (r,) and one per pin; not above 0 for "at most" rows.
    iterations, rows
        Programmes solved, and rows in the last one.
    exact
        Whether the point is whole, keeps every row, and comes from flows, with duals in integers that prove
        its value or, with coupling rows, nearly so.
    """

    status: str
    value: float
    columns: Columns
    x: FloatArray
    aux_x: FloatArray
    duals: FloatArray
    pin_duals: FloatArray
    iterations: int
    rows: int
    exact: bool = False

    def scale(self, weight: int) -> "Relaxed":
        """The same of ``weight`` times its objective."""
        return replace(
            self,
            value=weight * self.value,
            duals=weight * self.duals,
            pin_duals=weight * self.pin_duals,
        )

    @staticmethod
    def unsolved(model: Model, duals: FloatArray, pin_duals: FloatArray) -> "Relaxed":
        """Multipliers from elsewhere, without columns and a point."""
        none = model.build_columns(np.zeros(0, dtype=np.int64))
        point = np.zeros(0), np.zeros(model.n_aux)
        return Relaxed("unsolved", float("nan"), none, *point, duals, pin_duals, 0, 0)
