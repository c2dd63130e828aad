"""An integer plan on the relaxation's optimal face, by a feasibility pump.

Nearly always some plan meets the bound of the relaxation. Such a plan uses only columns whose reduced cost is
zero, leaves no room in any row that has a price, and there are few such columns; which plan on that face it
is does not matter, so the objective is free. The simplex is sent to the vertices nearest to a rounding of the
one before: most seats are whole at once, and the last few teams are settled by an integer programme.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from bianzu.solver.columns import Columns, spans
from bianzu.solver.costs import LEVELS
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Programme, solve_programme
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.programmes import restrict
from bianzu.solver.proof import DUAL_SCALE, Proof
from bianzu.solver.relaxed import Relaxed

__all__ = ["Face", "Pump", "least_room"]

_WHOLE = 0.9999
_TINY = 1e-6
_VERTICES = 20
"""Vertices of the face that are looked at, at most."""
_FAR, _FAR_SHARE = 3, 0.25
"""After so many vertices, with more than this share of the seats not whole, there is little hope."""
_TEAMS = 12
"""One integer programme settles up to so many teams."""
_VAIN = 4
"""So many integer programmes without a plan, and the face holds none."""
_WORK = 1.0


class Face:
    """The columns, aux columns and rows that a plan within a few units of the bound can use.

    Attributes
    ----------
    columns, aux
        Columns (k) whose reduced cost is below the room, and numbers of such aux columns.
    lower
        (r,) lower limits: the upper ones where the price of a unit of room is above what may be lost.
    useful
        (r,) rows that some choice of the columns would violate.
    residual
        (k,) what each column adds to the bound, beside the rows that are kept tight.
    """

    def __init__(self, model: Model, proof: Proof, room: int) -> None:
        self.model = model
        most = (room + 1) * DUAL_SCALE
        columns = model.build_columns(proof.columns_within(model, proof.bound(model) + room))
        reduced_aux = np.asarray(model.price_aux(proof.weights, proof.duals, DUAL_SCALE), dtype=np.int64)
        barred = np.zeros(model.n_aux, dtype=bool)
        for level, value, multiplier in proof.pins:
            reduced_aux = reduced_aux + multiplier * model.aux_cost[level]
            if value == model.constant[level]:
                barred |= model.aux_cost[level] > 0
        self.columns: Columns = columns
        self.aux: IntArray = np.flatnonzero((reduced_aux < most) & ~barred)
        tight = proof.duals <= -most
        reduced = columns.weigh(proof.weights) * DUAL_SCALE
        for level, _, multiplier in proof.pins:
            reduced = reduced + multiplier * columns.cost[level]
        if model.first_person_row >= 0:
            tight[model.first_person_row :][: len(proof.best)] |= proof.best <= -most
            best = proof.best[columns.service]
            reduced = reduced - np.where(best <= -most, best, 0)
        self.lower: FloatArray = np.where(tight, model.row_upper, model.row_lower)
        priced = np.where(tight | np.isfinite(model.row_lower), proof.duals, 0)
        entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
        paid = np.zeros(len(columns), dtype=np.int64)
        np.add.at(paid, entry, columns.values * priced[columns.rows])
        self.residual: FloatArray = (reduced - paid) / DUAL_SCALE
        self.useful: BoolArray = self._find_useful()
        self.team = model.data.slot_team[columns.slot]
        self.capacity = np.array([slot.capacity for slot in model.data.slots], dtype=np.int64)

    def _find_useful(self) -> BoolArray:
        model, columns = self.model, self.columns
        length = model.aux_indptr[self.aux + 1] - model.aux_indptr[self.aux]
        entry = spans(model.aux_indptr[self.aux], length)
        most = np.maximum(model.aux_values[entry], 0) * np.repeat(model.aux_upper[self.aux], length)
        top = np.bincount(columns.rows, weights=np.maximum(columns.values, 0), minlength=model.n_rows)
        top = top + np.bincount(model.aux_rows[entry], weights=most, minlength=model.n_rows)
        return np.asarray((top > model.row_upper) | np.isfinite(self.lower), dtype=bool)

    def relax(self, rows: IntArray) -> Programme:
        """The face without an objective, over some rows."""
        free = np.zeros(len(self.columns))
        programme = restrict(self.model, self.columns, self.aux, rows, weights=(), integer=False, cost=free)
        return replace(programme, row_lower=self.lower[rows])

    def complete(self, held: BoolArray, free: BoolArray) -> Programme:
        """The integer programme over the free columns beside those that are held."""
        model, columns = self.model, self.columns.pick(free)
        used = self.measure(held.astype(float))
        touched = np.zeros(model.n_rows, dtype=bool)
        touched[columns.rows] = True
        length = model.aux_indptr[self.aux + 1] - model.aux_indptr[self.aux]
        touched[model.aux_rows[spans(model.aux_indptr[self.aux], length)]] = True
        rows = np.flatnonzero(touched & self.useful)
        cost = self.residual[free]
        programme = restrict(model, columns, self.aux, rows, weights=(), integer=True, used=used, cost=cost)
        return replace(programme, row_lower=self.lower[rows] - used[rows])

    def measure(self, x: FloatArray, aux_x: FloatArray | None = None) -> FloatArray:
        """(r,) row sums of a point."""
        full = np.zeros(self.model.n_aux)
        if aux_x is not None:
            full[self.aux] = aux_x
        return self.model.activity(self.columns, x, full)


def least_room(model: Model, joint: Proof, proofs: Mapping[int, Proof]) -> int:
    """How far what is proven of each level is above the bound on their weighted sum."""
    reached = [0] * LEVELS
    for level, value, _ in joint.pins:
        reached[level] = value
    for level, _ in joint.weights:
        reached[level] = proofs[level].bound(model, tuple(reached))
    return sum(weight * reached[level] for level, weight in joint.weights) - joint.bound(model)


class Pump:
    """Looks for a plan on a face.

    Attributes
    ----------
    chosen
        (k,) columns of the face in the last rounding, which no person or seat occurs in too often.
    few
        Whether one integer programme over all teams says if there is a plan.
    broken
        (t,) teams that the rounding leaves open or breaks a row of.
    draft
        The rounding nearest to a plan, as ``chosen`` and ``broken`` were then.
    """

    def __init__(
        self, face: Face, relaxed: Relaxed, *, seed: int, engine: Engine, tick: Callable[[], None]
    ) -> None:
        self.face = face
        self.seed = seed
        self.engine: Engine = engine
        self.tick = tick
        self.few = len(face.model.data.teams) <= _TEAMS
        self.dice = np.random.default_rng(seed % (1 << 64))
        self.inside: BoolArray = face.useful & (face.model.eager | (relaxed.duals != 0))
        self.chosen = np.zeros(len(face.columns), dtype=bool)
        self.broken = np.ones(len(face.model.data.teams), dtype=bool)
        self.draft = self.chosen, self.broken
        self._programme: Programme | None = None
        self._violated = 0

    def run(self) -> bool:
        """Go from vertex to vertex; whether a plan of the face is found, in ``chosen``."""
        face = self.face
        seats = int(face.capacity.sum())
        cost = face.residual + 0.01 * self.dice.random(len(face.columns))
        least, nearest, stalled, vain = seats + 1, seats + 1, 0, 0
        for number in range(1, _VERTICES + 1):
            self.tick()
            x = self._find_vertex(cost)
            if x is None:
                return False
            self._round(x)
            missing = seats - int((x > _WHOLE).sum())
            if not missing and not self._violated:
                return True
            stalled = 0 if missing + self._violated < least else stalled + 1
            least = min(least, missing + self._violated)
            if least < nearest:
                nearest, self.draft = least, (self.chosen, self.broken)
            if number >= _FAR and nearest > _FAR_SHARE * seats and not self.few:
                return False
            cost = face.residual - np.where(self.chosen, 1 + self.dice.random(len(self.chosen)), 0)
            if not stalled:
                continue
            loose = self._loosen()
            if self.broken.sum() <= _TEAMS:
                if self._settle(loose):
                    return True
                vain += 1
                if self.few or vain == _VAIN:
                    return False
            if stalled > 1:  # somewhere else, then: nothing draws these teams to what they were
                freed = loose[face.team]
                cost[freed] = face.residual[freed] - self.dice.random(int(freed.sum()))
                least, stalled = seats + 1, 0
        return False

    def _find_vertex(self, cost: FloatArray) -> FloatArray | None:
        """(k,) a best vertex; rows that it violates are there the next time."""
        face, k = self.face, len(self.face.columns)
        if self._programme is None:
            self._programme = face.relax(np.flatnonzero(self.inside))
        full = np.concatenate([cost, np.zeros(len(face.aux))])
        answer = solve_programme(replace(self._programme, cost=full), "highs")
        if answer.x is None:
            return None
        x = answer.x[:k]
        over = face.measure(x, answer.x[k:]) > face.model.row_upper + _TINY
        violated = face.useful & ~self.inside & over
        self._violated = int(violated.sum())
        if self._violated:
            self.inside |= violated
            self._programme = None
        return x

    def _round(self, x: FloatArray) -> None:
        """Seat those who are whole, then those who are nearly so."""
        face, columns = self.face, self.face.columns
        chosen = x > _WHOLE
        room = face.capacity - np.bincount(columns.slot[chosen], minlength=len(face.capacity))
        alone = face.model.first_person_row >= 0
        busy = np.zeros(face.model.data.n_services, dtype=bool)
        busy[columns.service[chosen]] = alone
        parts = np.flatnonzero(~chosen & (x > _TINY))
        order = np.argsort(-x[parts] - 1e-3 * self.dice.random(len(parts)), kind="stable")
        for at in parts[order].tolist():
            slot, service = columns.slot[at], columns.service[at]
            if room[slot] > 0 and not busy[service]:
                chosen[at] = True
                room[slot] -= 1
                busy[service] = alone
        self.chosen = chosen
        self.broken = np.zeros(len(self.broken), dtype=bool)
        self.broken[face.team[parts]] = True
        row_team = face.model.row_team
        over = face.measure(chosen.astype(float)) > face.model.row_upper + _TINY
        self.broken[row_team[over & face.useful & (row_team >= 0)]] = True

    def _loosen(self) -> BoolArray:
        """(t,) the broken teams and some others."""
        others = self.dice.permutation(np.flatnonzero(~self.broken))
        loose = self.broken.copy()
        loose[others[: max(0, _TEAMS - int(self.broken.sum()))]] = True
        return loose

    def _settle(self, loose: BoolArray) -> bool:
        """Solve some teams to the end while all others stay."""
        face = self.face
        freed = loose[face.team]
        held = self.chosen & ~freed
        if face.model.first_person_row >= 0:
            busy = np.zeros(face.model.data.n_services, dtype=bool)
            busy[face.columns.service[held]] = True
            freed &= ~busy[face.columns.service]
        engine = "highs" if self.few else self.engine  # quicker where all teams are few
        answer = solve_programme(face.complete(held, freed), engine, work=_WORK, seed=self.seed)
        if answer.x is None:
            return False
        at = np.flatnonzero(freed)
        self.chosen = held
        self.chosen[at[answer.x[: len(at)] > 0.5]] = True
        return True
