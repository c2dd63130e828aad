"""An integer plan on the relaxation's optimal face, by a feasibility pump.

Nearly always some plan meets the bound of the relaxation. Such a plan uses only columns whose reduced cost is
zero, leaves no room in any row that has a price, and there are few such columns; which plan on that face it
is does not matter, so the objective is free. The simplex is sent to the vertices nearest to a rounding of the
one before. Seats that are whole at a vertex are held as long as that leads on: what is left grows small, and
the last few teams are settled by an integer programme.
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
_VERTICES, _FRUITLESS = 120, 20
"""Vertices of the face that are looked at, at most; and how many that come no nearer to a plan."""
_LET_GO = 0.3
"""Share of the teams that are set free where the face allows nothing of what is held."""
_OTHERS = 8
"""So many teams that are whole are set free beside those that are not."""
_DEAR = 10.0
"""What may be lost altogether, in seats that are drawn to what they were: a plan is to lose nothing."""
_TEAMS, _FEW_TEAMS = 16, 12
"""One integer programme settles up to so many teams, and says for sure of so few whether there is a plan."""
_VAIN = 4
"""So many integer programmes without a plan, and the face holds none."""
_WORK = 2.0


class Face:
    """The columns, aux columns and rows that a plan within a few units of the bound can use.

    Attributes
    ----------
    room
        The few units.
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
        self.room = room
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
        paid = np.zeros(len(columns), dtype=np.int64)
        np.add.at(paid, columns.entry, columns.values * priced[columns.rows])
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

    def relax(self, rows: BoolArray, held: BoolArray, free: BoolArray) -> Programme:
        """The face without an objective, over some rows (r,) and the free columns beside those held."""
        used = self.measure(held.astype(float))
        limit = (self.lower > used + _TINY) | (self.model.row_upper < used - _TINY)
        columns = self.columns.pick(free)
        kept = np.flatnonzero(rows & (self._touch(columns) | limit))
        cost = np.zeros(len(columns))
        programme = restrict(
            self.model, columns, self.aux, kept, weights=(), integer=False, used=used, cost=cost
        )
        return replace(programme, row_lower=self.lower[kept] - used[kept])

    def _touch(self, columns: Columns) -> BoolArray:
        """(r,) rows in which some columns, or any aux column of the face, occur."""
        model = self.model
        touched = np.zeros(model.n_rows, dtype=bool)
        touched[columns.rows] = True
        length = model.aux_indptr[self.aux + 1] - model.aux_indptr[self.aux]
        touched[model.aux_rows[spans(model.aux_indptr[self.aux], length)]] = True
        return touched

    def complete(self, held: BoolArray, free: BoolArray) -> Programme:
        """The integer programme over the free columns beside those that are held."""
        model, columns = self.model, self.columns.pick(free)
        used = self.measure(held.astype(float))
        rows = np.flatnonzero(self._touch(columns) & self.useful)
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
    held
        (k,) those that the next vertex must use.
    few
        Whether one integer programme over all teams says if there is a plan.
    broken
        (t,) teams that the rounding leaves open or breaks a row of.
    draft
        The rounding nearest to a plan, as ``chosen`` and ``broken`` were then.
    """

    def __init__(self, face: Face, relaxed: Relaxed, *, seed: int, engine: Engine) -> None:
        self.face = face
        self.seed = seed
        self.engine: Engine = engine
        self.few = len(face.model.data.teams) <= _FEW_TEAMS
        self.dice = np.random.default_rng(seed % (1 << 64))
        self.inside: BoolArray = face.useful & (face.model.eager | (relaxed.duals != 0))
        self.seats = int(face.capacity.sum())
        self.chosen = np.zeros(len(face.columns), dtype=bool)
        self.held = np.zeros(len(face.columns), dtype=bool)
        self.broken = np.ones(len(face.model.data.teams), dtype=bool)
        self.draft = self.chosen, self.broken
        self._violated = np.zeros(0, dtype=np.int64)

    @property
    def keys(self) -> IntArray:
        """Numbers of the columns chosen."""
        return self.face.columns.keys[self.chosen]

    def run(self, tick: Callable[[], None] = lambda: None) -> bool:
        """Go from vertex to vertex; whether a plan of the face is found, in ``chosen``."""
        face = self.face
        dear = _DEAR / (face.room + 1)
        cost = face.residual + 0.01 * self.dice.random(len(face.columns))
        least, nearest, stalled, fruitless, vain = self.seats + 1, self.seats + 1, 0, 0, 0
        for _ in range(_VERTICES):
            tick()
            x = self._find_vertex(cost)
            fruitless += 1
            if x is None:
                if not self.held.any():
                    return False
                self.held &= (self.dice.random(len(self.broken)) >= _LET_GO)[face.team]
                continue
            self._round(x)
            missing = self.seats - int((x > _WHOLE).sum()) + len(self._violated)
            if not missing:
                return True
            stalled = 0 if missing < least else stalled + 1
            least = min(least, missing)
            if least < nearest:
                nearest, fruitless, self.draft = least, 0, (self.chosen, self.broken)
            elif fruitless > _FRUITLESS:
                return False
            self._hold(x)
            cost = dear * face.residual - np.where(self.chosen, 1 + self.dice.random(len(self.chosen)), 0)
            if not stalled:
                continue
            if self.broken.sum() <= _TEAMS:
                if self._settle(self._loosen(_TEAMS - int(self.broken.sum()))):
                    return True
                vain += 1
                if self.few or vain == _VAIN:
                    return False
            if stalled > 1:  # somewhere else, then: nothing draws these teams to what they were
                freed = self._loosen(_OTHERS)[face.team]
                self.held &= ~freed
                cost[freed] = dear * face.residual[freed] - self.dice.random(int(freed.sum()))
                least, stalled = self.seats + 1, 0
        return False

    def _find_vertex(self, cost: FloatArray) -> FloatArray | None:
        """(k,) a best vertex with what is held; rows that it violates are there the next time."""
        face, held = self.face, self.held
        used = np.bincount(face.columns.slot[held], minlength=len(face.capacity))
        free = ~held & (used < face.capacity)[face.columns.slot]
        if face.model.first_person_row >= 0:
            busy = np.zeros(face.model.data.n_services, dtype=bool)
            busy[face.columns.service[held]] = True
            free &= ~busy[face.columns.service]
        programme = face.relax(self.inside, held, free)
        full = np.concatenate([cost[free], np.zeros(len(face.aux))])
        answer = solve_programme(replace(programme, cost=full), "highs")
        if answer.x is None:
            return None
        x = held.astype(float)
        x[free] = answer.x[: int(free.sum())]
        over = face.measure(x, answer.x[int(free.sum()) :]) > face.model.row_upper + _TINY
        violated = face.useful & ~self.inside & over
        self._violated = np.flatnonzero(violated)
        self.inside |= violated
        return x

    def _hold(self, x: FloatArray) -> None:
        """Hold who is whole and in no row that was violated."""
        columns = self.face.columns
        self.held = x > _WHOLE
        self.held[columns.entry[np.isin(columns.rows, self._violated)]] = False

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

    def _loosen(self, others: int) -> BoolArray:
        """(t,) the broken teams and some others."""
        whole = self.dice.permutation(np.flatnonzero(~self.broken))
        loose = self.broken.copy()
        loose[whole[: max(0, others)]] = True
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
