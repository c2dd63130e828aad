"""The full compact model, every allowed pair and every useful row, for linear integer engines."""

from collections.abc import Callable

import numpy as np

from benchmarks.peers.ladder import Pins, Step
from bianzu.models import Instance
from bianzu.solver import engines
from bianzu.solver.assembly import build_model
from bianzu.solver.columns import Columns
from bianzu.solver.costs import SOFT, WAIVERS
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Outcome, Programme
from bianzu.solver.model import FloatArray
from bianzu.solver.programmes import find_useful_rows, restrict

__all__ = ["THREADS", "Compact", "Solve", "through_mathopt"]

THREADS = 2

Solve = Callable[[Programme, FloatArray | None, float], Outcome]
"""(programme, hint, seconds) -> outcome."""


def through_mathopt(engine: engines.Engine, seed: int) -> Solve:
    """An engine of ortools with both cores; CP-SAT's workers then are of the kind ``max_lp``."""

    def solve(programme: Programme, hint: FloatArray | None, seconds: float) -> Outcome:
        return engines.solve_programme(
            programme, engine, seed=seed, hint=hint, seconds=seconds, threads=THREADS
        )

    return solve


class Compact:
    """Builds the programme of each level and hands it to an engine, with the plan so far as a hint."""

    def __init__(self, instance: Instance, solve: Solve) -> None:
        self.model = build_model(instance)
        self.solve = solve
        self.keys: IntArray | None = None
        self.aux_x: FloatArray = np.zeros(self.model.n_aux)
        self._faces: dict[bool, tuple[Columns, IntArray, IntArray]] = {}

    def _face(self, complete: bool) -> tuple[Columns, IntArray, IntArray]:
        """Columns, aux columns and rows."""
        if complete not in self._faces:
            model = self.model
            columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
            aux = np.arange(model.n_aux)
            if complete:
                columns = columns.pick(columns.cost[WAIVERS] == 0)
                aux = np.flatnonzero((model.aux_cost[:SOFT] == 0).all(axis=0))
            self._faces = {complete: (columns, aux, find_useful_rows(model, columns, aux))}
        return self._faces[complete]

    def minimise(self, level: int, pins: Pins, *, complete: bool, seconds: float) -> Step:
        """See `benchmarks.peers.ladder.Engine`."""
        columns, aux, rows = self._face(complete)
        pins = tuple((pin, value) for pin, value in pins if pin >= SOFT or not complete)
        programme = restrict(self.model, columns, aux, rows, weights=((level, 1),), pins=pins, integer=True)
        hint = None
        if self.keys is not None:
            hint = np.concatenate([np.isin(columns.keys, self.keys).astype(float), self.aux_x[aux]])
        outcome = self.solve(programme, hint, seconds)
        constant = int(self.model.constant[level])
        bound = None if outcome.bound is None else int(np.ceil(outcome.bound - 1e-3)) + constant
        if outcome.x is None or outcome.objective is None:
            return Step(outcome.status, None, bound, None, outcome.message)
        chosen = columns.keys[outcome.x[: len(columns)] > 0.5]
        self.keys = chosen
        self.aux_x = np.zeros(self.model.n_aux)
        self.aux_x[aux] = np.rint(outcome.x[len(columns) :])
        value = round(outcome.objective) + constant
        return Step(outcome.status, value, bound, tuple(chosen.tolist()))
