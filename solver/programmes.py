"""Programmes for the engines: some columns, some aux columns and some rows of the model."""

import numpy as np

from bianzu.solver.columns import Columns, Weights, spans
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Programme
from bianzu.solver.model import FloatArray, Model

__all__ = ["Pins", "find_useful_rows", "restrict"]

Pins = tuple[tuple[int, int], ...]
"""(level, value) pairs: earlier levels stay at or below their value, constants included."""


def restrict(
    model: Model,
    columns: Columns,
    aux: IntArray,
    rows: IntArray,
    *,
    weights: Weights,
    pins: Pins = (),
    integer: bool,
    fixed: BoolArray | None = None,
    used: FloatArray | None = None,
    cost: FloatArray | None = None,
    shift: FloatArray | None = None,
) -> Programme:
    """The programme over columns, then aux columns; rows of the pins come last.

    Parameters
    ----------
    fixed
        (k,) columns that must be one.
    used
        (r,) activity of what is outside the programme; it is taken off every limit.
    cost
        (k,) costs of the columns instead of the weighted levels.
    shift
        (r,) prices of equations taken off the costs: the objective loses a constant, the duals these prices.
    """
    k = len(columns)
    length = model.aux_indptr[aux + 1] - model.aux_indptr[aux]
    entry = spans(model.aux_indptr[aux], length)
    local = np.full(model.n_rows, -1, dtype=np.int64)
    local[rows] = np.arange(len(rows))
    row_ids = local[np.concatenate([columns.rows, model.aux_rows[entry]])]
    column_ids = np.concatenate([columns.entry, k + np.repeat(np.arange(len(aux)), length)])
    values = np.concatenate([columns.values, model.aux_values[entry]]).astype(float)
    kept = row_ids >= 0
    row_ids, column_ids, values = row_ids[kept], column_ids[kept], values[kept]
    lower, upper = model.row_lower[rows], model.row_upper[rows]
    if used is not None:
        lower, upper = lower - used[rows], upper - used[rows]
    for number, (level, value) in enumerate(pins):
        costs = np.concatenate([columns.cost[level], model.aux_cost[level, aux]])
        charged = np.flatnonzero(costs)
        row_ids = np.concatenate([row_ids, np.full(len(charged), len(rows) + number)])
        column_ids = np.concatenate([column_ids, charged])
        values = np.concatenate([values, costs[charged].astype(float)])
        lower = np.append(lower, -np.inf)
        upper = np.append(upper, float(value - model.constant[level]))
    order = np.lexsort((row_ids, column_ids))
    indptr = np.zeros(k + len(aux) + 1, dtype=np.int64)
    np.cumsum(np.bincount(column_ids, minlength=k + len(aux)), out=indptr[1:])
    own = columns.weigh(weights) if cost is None else cost
    total = np.concatenate([own, model.weigh_aux(weights)[aux]]).astype(float)
    if shift is not None:
        prices = np.concatenate([shift[rows], np.zeros(len(pins))])
        total -= np.bincount(column_ids, weights=values * prices[row_ids], minlength=len(total))
    return Programme(
        cost=total,
        lower=np.concatenate([np.zeros(k) if fixed is None else fixed.astype(float), np.zeros(len(aux))]),
        upper=np.concatenate([np.ones(k), model.aux_upper[aux].astype(float)]),
        indptr=indptr,
        rows=row_ids[order],
        values=values[order],
        row_lower=lower,
        row_upper=upper,
        integer=integer,
    )


def find_useful_rows(
    model: Model, columns: Columns, aux: IntArray, used: FloatArray | None = None
) -> IntArray:
    """Rows that some point over the columns could violate."""
    length = model.aux_indptr[aux + 1] - model.aux_indptr[aux]
    entry = spans(model.aux_indptr[aux], length)
    top = np.zeros(model.n_rows) if used is None else used.copy()
    top += np.bincount(columns.rows, weights=np.maximum(columns.values, 0), minlength=model.n_rows)
    most = np.maximum(model.aux_values[entry], 0) * np.repeat(model.aux_upper[aux], length)
    top += np.bincount(model.aux_rows[entry], weights=most, minlength=model.n_rows)
    return np.flatnonzero((top > model.row_upper) | np.isfinite(model.row_lower))
