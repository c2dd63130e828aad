"""Steps of the neighbourhood search: the integer programme over what is freed, and taking its answer over."""

from dataclasses import dataclass

import numpy as np

from bianzu.solver.assignment import Assignment, Candidates
from bianzu.solver.columns import Columns
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Outcome, Programme, solve_programme
from bianzu.solver.model import FloatArray
from bianzu.solver.programmes import restrict

__all__ = ["Step", "prepare", "take_over"]

_SHORT_EFFORT = 0.3


@dataclass(frozen=True)
class Step:
    """A programme over the candidates ``inner`` and the aux columns ``aux`` that some teams are freed with.

    Attributes
    ----------
    teams
        (t,) teams that are freed.
    before, aux_x
        What the assignment costs there now, and what the aux columns are.
    share
        Share of the usual effort.
    anyway
        Whether to keep what costs more.
    hint
        The assignment as it is, where something no worse is wanted.
    """

    teams: BoolArray
    inner: IntArray
    aux: IntArray
    programme: Programme
    before: int
    aux_x: FloatArray
    share: float
    anyway: bool
    hint: FloatArray | None

    def solve(self, engine: Engine, *, effort: float, seed: int) -> Outcome:
        """What the engine makes of it."""
        hint = self.hint if engine == "cp-sat" else None
        return solve_programme(self.programme, engine, work=effort * self.share, seed=seed, hint=hint)


def prepare(
    candidates: Candidates,
    held: Assignment,
    teams: BoolArray,
    free: BoolArray,
    *,
    priced: bool = False,
    anyway: bool = False,
    kept: BoolArray | None = None,
) -> Step:
    """The programme of an assignment with some teams (t,) freed.

    Parameters
    ----------
    free, kept
        (k,) candidates that may be taken, and those that must be.
    priced
        People cost what they are worth elsewhere, and the answer is kept even if it costs more.
    anyway
        The answer is kept even if it costs more.
    """
    model, all_columns = candidates.model, candidates.columns
    fixed = held.x & ~teams[candidates.team]
    if model.first_person_row >= 0:
        busy = np.zeros(model.data.n_services, dtype=bool)
        busy[all_columns.service[fixed]] = True
        free = free & ~busy[all_columns.service]
    if kept is not None and model.first_person_row >= 0:
        keep = np.zeros(model.data.n_services, dtype=bool)
        keep[all_columns.service[kept]] = True
        free = kept | free & ~keep[all_columns.service]
    inner = np.flatnonzero(free)
    columns = all_columns.pick(inner)
    touched, aux = _touch(candidates, columns, teams)
    aux_fixed = held.aux_x.copy()
    aux_fixed[aux] = 0
    used = candidates.measure(Assignment(fixed, aux_fixed))
    rows = np.flatnonzero(touched & _can_bind(candidates, columns, aux, used))
    cost = candidates.worth if priced else candidates.cost
    before = int(cost[inner[held.x[inner]]].sum()) + round(float(candidates.aux_cost[aux] @ held.aux_x[aux]))
    short = bool((candidates.short[aux] & (held.aux_x[aux] > 0.5)).any())
    if not priced and not short:
        aux = aux[~candidates.short[aux]]
    programme = restrict(
        model,
        columns,
        aux,
        rows,
        weights=candidates.weights,
        integer=True,
        used=used,
        cost=cost[inner].astype(float),
        fixed=None if kept is None else kept[inner],
    )
    worse = anyway or priced
    return Step(
        teams=teams,
        inner=inner,
        aux=aux,
        programme=programme,
        before=before,
        aux_x=held.aux_x[aux],
        share=_SHORT_EFFORT if priced or short else 1.0,
        anyway=worse,
        hint=None if worse else np.concatenate([held.x[inner], held.aux_x[aux]]).astype(float),
    )


def take_over(
    candidates: Candidates, held: Assignment, step: Step, answer: Outcome
) -> tuple[Assignment, bool]:
    """The assignment with an answer in it, unless that is worse, and whether it is better than before."""
    if answer.x is None:
        return held, False
    after = round(float(step.programme.cost @ np.rint(answer.x)))
    if not step.anyway and after > step.before:
        return held, False
    x, aux_x = held.x.copy(), held.aux_x.copy()
    x[step.inner] = answer.x[: len(step.inner)] > 0.5
    aux_team = candidates.model.aux_team
    own = (aux_team >= 0) & ~candidates.settled
    own[own] = step.teams[aux_team[own]]
    aux_x[own] = 0
    fresh = np.rint(answer.x[len(step.inner) :])
    moved = own[step.aux] | (fresh != step.aux_x)
    aux_x[step.aux[moved]] = fresh[moved]
    return Assignment(x, aux_x), after < step.before


def _touch(candidates: Candidates, columns: Columns, teams: BoolArray) -> tuple[BoolArray, IntArray]:
    """(r,) rows that the freed teams touch, and the aux columns to decide anew.

    Where people can hold several seats, some rows speak only of who serves: they come in by the aux
    columns, with the slacks that they have. Aux columns of people who are not freed stay as they are.
    """
    model, entry = candidates.model, candidates.model.aux_entry
    touched = np.zeros(model.n_rows, dtype=bool)
    touched[columns.rows] = True
    inside = np.zeros(model.n_aux, dtype=bool)
    mine = model.aux_team >= 0
    inside[mine] = teams[model.aux_team[mine]]
    touched[model.aux_rows[inside[entry]]] = True
    touched[model.common_rows] = True
    for wanted in (~mine, ~mine & model.is_slack, ~mine & model.is_slack):
        shared = np.zeros(model.n_aux, dtype=bool)
        shared[entry[touched[model.aux_rows]]] = True
        inside |= shared & wanted
        touched[model.aux_rows[inside[entry]]] = True
    return touched, np.flatnonzero(inside & ~candidates.settled)


def _can_bind(candidates: Candidates, columns: Columns, aux: IntArray, used: FloatArray) -> BoolArray:
    """(r,) equations, and rows that some choice of the freed columns would violate."""
    model, entry = candidates.model, candidates.model.aux_entry
    free = np.zeros(model.n_aux, dtype=bool)
    free[aux] = True
    top = np.bincount(columns.rows, weights=np.maximum(columns.values, 0), minlength=model.n_rows) + used
    weights = np.where(free[entry], np.maximum(model.aux_values, 0) * model.aux_upper[entry], 0)
    top = top + np.bincount(model.aux_rows, weights=weights, minlength=model.n_rows)
    return np.asarray((top > model.row_upper + 1e-6) | np.isfinite(model.row_lower), dtype=bool)
