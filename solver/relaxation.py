"""The linear relaxation of one level by generated columns and rows, and the bound its duals prove.

The restricted programme starts with each slot's and each person's cheapest columns; all eligible pairs are
priced from the duals, and lazy rows come in when violated. The bound is not the engine's objective: it is
recomputed from rounded duals in exact integers (see `prove_bound`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Outcome, Programme, solve_programme
from bianzu.solver.model import Model

__all__ = [
    "DUAL_SCALE",
    "Face",
    "FloatArray",
    "Relaxed",
    "pick_first",
    "prove_bound",
    "relax",
    "restrict",
    "scatter",
]

FloatArray = NDArray[np.float64]
DUAL_SCALE = 1 << 20
"""Duals are rounded to multiples of 1 / DUAL_SCALE before they prove a bound."""
_TOLERANCE = 1e-6
_ROW_ROUNDS = 5
_LARGE = 15_000
_TAKE_ALL = 30_000
"""With no more open columns than this, one programme over all of them beats pricing."""


@dataclass(frozen=True)
class Face:
    """What is still open at a level.

    Attributes
    ----------
    alive
        (v,) variables that may be positive.
    pins
        (level, value) pairs: earlier levels stay at or below their value, constants included.
    """

    alive: BoolArray
    pins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: ``objective`` as a float, ``bound`` proven in integers, both with constants.

    ``x`` is the fractional point. ``floor`` (v,) is, per variable, a proven bound of the cost of every
    plan in which the variable is positive; it never lies below ``bound``.
    """

    status: str
    objective: float
    bound: int
    x: FloatArray
    floor: IntArray
    iterations: int
    columns: int


def restrict(
    model: Model,
    face: Face,
    cost: IntArray,
    chosen: IntArray,
    rows: IntArray,
    *,
    integer: bool,
    fixed: BoolArray | None = None,
) -> Programme:
    """The programme over some variables and rows; rows of the pins come last.

    ``fixed`` (v,) marks variables that must be at least one.
    """
    starts, ends = model.indptr[chosen], model.indptr[chosen + 1]
    lengths = ends - starts
    entry = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(
        lengths.sum()
    )
    local = np.full(model.n_rows, -1, dtype=np.int64)
    local[rows] = np.arange(len(rows))
    entry_rows = local[model.rows[entry]]
    entry_cols = np.repeat(np.arange(len(chosen)), lengths)
    kept = entry_rows >= 0
    all_rows, all_cols, all_values = [entry_rows[kept]], [entry_cols[kept]], [model.values[entry][kept]]
    lower, upper = [model.row_lower[rows]], [model.row_upper[rows]]
    for number, (level, value) in enumerate(face.pins):
        weights = model.cost[level, chosen]
        used = np.flatnonzero(weights)
        all_rows.append(np.full(len(used), len(rows) + number))
        all_cols.append(used)
        all_values.append(weights[used])
        lower.append(np.array([-np.inf]))
        upper.append(np.array([float(value - model.constant[level])]))
    columns, row_ids = np.concatenate(all_cols), np.concatenate(all_rows)
    order = np.lexsort((row_ids, columns))
    indptr = np.zeros(len(chosen) + 1, dtype=np.int64)
    np.cumsum(np.bincount(columns, minlength=len(chosen)), out=indptr[1:])
    return Programme(
        cost=cost[chosen].astype(float),
        lower=np.zeros(len(chosen)) if fixed is None else fixed[chosen].astype(float),
        upper=model.upper[chosen].astype(float),
        indptr=indptr,
        rows=row_ids[order],
        values=np.concatenate(all_values)[order].astype(float),
        row_lower=np.concatenate(lower),
        row_upper=np.concatenate(upper),
        integer=integer,
    )


def relax(
    model: Model,
    face: Face,
    level: int,
    *,
    cost: IntArray | None = None,
    engine: Engine = "highs",
    heartbeat: Callable[[], None] = lambda: None,
) -> Relaxed:
    """Solve the relaxation of a level to optimality over all open columns and rows."""
    objective = model.cost[level] if cost is None else cost
    inside = _start_columns(model, face, objective)
    rows_in = ~model.lazy
    last, row_rounds = -np.inf, 0
    for iteration in range(1, 200):
        heartbeat()
        chosen, rows = np.flatnonzero(inside), np.flatnonzero(rows_in)
        answer = solve_programme(restrict(model, face, objective, chosen, rows, integer=False), engine)
        if answer.x is None or answer.duals is None:
            missing = np.flatnonzero(face.alive & ~inside)
            if answer.status == "infeasible" and len(missing):
                inside |= face.alive  # the engine says no columns so far fit together: give it all
                continue
            return _nothing(model, answer, iteration, len(chosen))
        x = np.zeros(model.n_vars)
        x[chosen] = answer.x
        duals = np.zeros(model.n_rows)
        duals[rows] = answer.duals[: len(rows)]
        priced = objective.astype(float)
        for (pinned, _), dual in zip(face.pins, answer.duals[len(rows) :], strict=True):
            priced = priced - dual * model.cost[pinned]
        reduced = priced - model.price(np.zeros(model.n_vars, dtype=np.int64), -duals)
        violated = model.lazy & ~rows_in & (model.activity(x) > model.row_upper + _TOLERANCE)
        coming = _worst_columns(model, face.alive & ~inside, reduced)
        value = float(objective @ x) + float(model.constant[level])
        if not len(coming):
            # Rows that cut off the point but not the value could go on for ever: there are many optima.
            # Without them the bound is as valid, and seldom weaker; large programmes do not solve again.
            row_rounds += 1
            if value <= last + _TOLERANCE or row_rounds > _ROW_ROUNDS or len(chosen) > _LARGE:
                violated[:] = False
            last = value
        if not violated.any() and not len(coming):
            bound, floor = prove_bound(model, face, level, objective, duals, answer.duals[len(rows) :])
            return Relaxed("optimal", value, bound, x, floor, iteration, len(chosen))
        rows_in |= violated
        inside[coming] = True
    raise AssertionError("pricing does not end")


def _nothing(model: Model, answer: Outcome, iterations: int, columns: int) -> Relaxed:
    floor = np.zeros(model.n_vars, dtype=np.int64)
    return Relaxed(answer.status, float("nan"), 0, np.zeros(model.n_vars), floor, iterations, columns)


def _start_columns(model: Model, face: Face, cost: IntArray) -> BoolArray:
    """Aux columns, each slot's cheapest columns, and each person's cheapest few."""
    inside = np.zeros(model.n_vars, dtype=bool)
    inside[model.n_columns :] = face.alive[model.n_columns :]
    open_columns = np.flatnonzero(face.alive[: model.n_columns])
    if len(open_columns) <= _TAKE_ALL:
        inside[open_columns] = True
        return inside
    ranks = (scatter(open_columns), cost[open_columns])
    for keys, count in ((model.col_slot, 30), (model.col_person, 4)):
        inside[open_columns[pick_first(keys[open_columns], ranks, count)]] = True
    return inside


def pick_first(owner: IntArray, ranks: tuple[IntArray | FloatArray, ...], count: int | IntArray) -> IntArray:
    """Positions of each owner's first ``count`` items; ``ranks`` sort them, the last one first."""
    order = np.lexsort((*ranks, owner))
    owner = owner[order]
    first = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, dtype=bool)
    begin = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    limit = count if isinstance(count, int) else count[owner]
    return order[np.arange(len(owner)) - begin < limit]


def scatter(numbers: IntArray) -> IntArray:
    """A fixed shuffle that spreads ties: costs are often equal, and slots want different people."""
    return (numbers * 2654435761) % (1 << 32)


def _worst_columns(model: Model, outside: BoolArray, reduced: FloatArray) -> IntArray:
    """Open columns that price out, at most a dozen a slot."""
    columns = np.flatnonzero(outside & (reduced < -_TOLERANCE))
    slots = np.full(len(columns), -1, dtype=np.int64)
    real = columns < model.n_columns
    slots[real] = model.col_slot[columns[real]]
    return columns[pick_first(slots, (reduced[columns],), 12)]


def prove_bound(
    model: Model,
    face: Face,
    level: int,
    cost: IntArray,
    duals: FloatArray,
    pin_duals: FloatArray,
) -> tuple[int, IntArray]:
    """Lagrangian bound of a level from any dual vector, in exact integer arithmetic.

    With multipliers y rounded to multiples of 1/D and the sign each row allows,
    Σ y·(row limit) + Σ over variables of min(0, reduced cost) · upper is a lower bound of the cost of every
    plan on the face. Where all teams overlap, a person's columns share one unit: of a person's columns only
    the least reduced cost counts. Costs are integers, so the bound is rounded up.

    Returns
    -------
    bound, floor
        The integer bound with the level's constant, and the same given that a variable is positive.
    """
    scaled = np.rint(duals * DUAL_SCALE).astype(np.int64)
    scaled[(scaled > 0) & ~np.isfinite(model.row_lower)] = 0
    scaled[(scaled < 0) & ~np.isfinite(model.row_upper)] = 0
    limits = np.where(scaled > 0, model.row_lower, model.row_upper)
    touched = scaled != 0
    total = sum(int(a) * int(b) for a, b in zip(scaled[touched], limits[touched], strict=True))
    weights = cost * DUAL_SCALE
    for (pinned, value), dual in zip(face.pins, pin_duals, strict=True):
        multiplier = min(0, round(dual * DUAL_SCALE))
        total += multiplier * int(value - model.constant[pinned])
        weights = weights - multiplier * model.cost[pinned]
    sums = np.zeros(model.n_vars, dtype=np.int64)
    np.add.at(sums, model.entry_var, model.values * scaled[model.rows])
    reduced = weights - sums
    gain = np.where(face.alive, np.minimum(0, reduced), 0)
    columns, aux = slice(0, model.n_columns), slice(model.n_columns, None)
    total += int((gain[aux] * model.upper[aux]).sum())
    if model.data.one_service:
        best = np.zeros(model.data.n, dtype=np.int64)
        np.minimum.at(best, model.col_person, gain[columns])
        total += int(best.sum())
        gain[columns] = best[model.col_person]
    else:
        total += int(gain[columns].sum())
    constant = int(model.constant[level])
    floor = -(-(total + np.maximum(0, reduced - gain)) // DUAL_SCALE) + constant
    return -(-total // DUAL_SCALE) + constant, floor
