"""The linear relaxation by generated columns and rows.

The restricted programme starts with each slot's and each person's cheapest columns and the eager rows; from
its duals every pair is priced, and violated rows come in. The engine is an interior point without crossover:
the problem is very degenerate, vertices are many and slow to reach, and central duals price well.
What the duals prove is recomputed in exact integers (see `bianzu.solver.proof`).
"""

from collections.abc import Callable

import numpy as np

from bianzu.solver.columns import Columns, Weights
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Outcome, solve_programme
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.pricing import Pricing
from bianzu.solver.programmes import Pins, find_useful_rows, restrict
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.shipped_relaxation import relax_exactly

__all__ = ["relax"]

_FEASIBLE = 1e-4
_ATTRACTIVE = 1e-2
"""A column comes in when its reduced cost is below minus this; the least unit of cost is 1."""
_PER_SLOT, _PER_PERSON, _COMING = 20, 2, 20
_SMALL = 1500
"""With no more columns than this, the simplex is faster than the interior point."""
_WHOLE = 1500
"""A model of one round with no more pairs than this is relaxed with all of them and every row that can be
violated."""
_ITERATIONS = 40
_MANY = 20_000
"""With more columns than this, an interior point takes seconds."""
_NEARLY_FULL, _HELD = 0.3, 0.02
"""After an earlier relaxation of many columns, only those begin that its point holds and each slot's
cheapest by its duals, and no rows with more room than this: that is solved in a third of the time."""
_NEARLY_VIOLATED = 0.2
"""Rows with no more room than this at a point between the vertices come in with those that it violates: they
are likely to be the next ones."""
_TAIL, _FEW_VIOLATED = 0.5, 2.5e-3
"""A relaxation ends when its bound is no further from its value than this and its value no longer moves, or,
with many columns, its point violates next to no rows, as a share of those inside."""
_PRICED = 1e-3
"""An interior point leaves no multiplier at zero: a smaller one is none."""
_FEW_COMING = 0.03
"""Once so few columns, as a share, are still to come, the rows that do not bind are left out."""
_COARSE_ITERATIONS = 12
_COARSE_GAP, _ALONE_GAP = 1e-3, 1e-5
"""A coarse relaxation may stop when its bound is this close to its value, constants included; that of a
single level, which is quickly solved and is to prove it, later."""
_COARSE_PER_SLOT, _COARSE_PER_PERSON, _COARSE_COMING = 40, 8, 30
"""A first-order engine bears more columns: with several teams for everybody it is done in two or three
programmes."""
_COARSEST, _FINEST, _GUIDING = 1e-3, 1e-5, 1e-4
"""Precisions of a coarse relaxation's programmes: a tenth of what the last bound was off; what only guides,
the sum of several levels, may be rougher."""
_COARSE_REST = 4e-2
"""And when so few columns and rows, as a share of its columns, are still to come."""
_COARSE_FEASIBLE = 1e-2
_COARSE_ATTRACTIVE = 2e-3
"""Share of the steepest weight below which a coarse relaxation takes a reduced cost for noise."""


def relax(
    model: Model,
    weights: Weights,
    *,
    allowed: BoolArray,
    aux_open: BoolArray,
    pins: Pins = (),
    aux_cost: Weights | None = None,
    start: Relaxed | None = None,
    rows: IntArray | None = None,
    coarse: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> Relaxed:
    """Solve the relaxation of a weighted objective over all open columns and rows.

    Parameters
    ----------
    allowed, aux_open
        (s, n) pairs and (a,) aux columns that may be positive.
    aux_cost
        Further (level, weight) prices of aux columns, for what is wanted but not forbidden.
    start
        An earlier relaxation whose columns and rows to begin with.
    rows
        Further rows that are known to bind.
    coarse
        By a first-order engine, and not to the last column: a slightly weaker bound in a fraction of the
        time.
    """
    all_weights = weights if aux_cost is None else (*weights, *aux_cost)
    exact = None
    if not pins:
        exact = relax_exactly(model, all_weights, allowed=allowed, aux_open=aux_open, start=start, tick=tick)
    if exact is not None:
        return exact
    relaxation = _Relaxation(model, all_weights, allowed, aux_open, pins, tick, coarse=coarse)
    if rows is not None:
        relaxation.inside[rows] = True
    return relaxation.run(start)


class _Relaxation:
    """A restricted programme that grows.

    Attributes
    ----------
    columns, x
        Its columns (k), and its last point over them.
    aux_x, duals, pin_duals
        (a,), (r,) and one per pin: the rest of the point, and its multipliers.
    shift
        (r,) prices taken off the costs of the next programme.
    inside
        (r,) its rows.
    astray
        Whether the interior point has failed.
    left_out
        The columns of an earlier relaxation, if only some of them are here.
    """

    def __init__(
        self,
        model: Model,
        weights: Weights,
        allowed: BoolArray,
        aux_open: BoolArray,
        pins: Pins,
        tick: Callable[[], None],
        *,
        coarse: bool,
    ) -> None:
        self.model = model
        self.coarse = coarse
        self.weights = weights
        self.allowed = allowed
        self.aux_open = aux_open
        self.pins = pins
        self.tick = tick
        self.aux_cost = model.weigh_aux(weights)
        self.pricing = Pricing(model, weights, allowed, aux_open, pins, tick)
        self.inside = np.zeros(model.n_rows, dtype=bool)
        self.astray = False
        self.dearest = 0.0
        self.columns = model.build_columns(np.zeros(0, dtype=np.int64))
        self.x: FloatArray = np.zeros(0)
        self.aux_x: FloatArray = np.zeros(model.n_aux)
        self.duals: FloatArray = np.zeros(model.n_rows)
        self.pin_duals: FloatArray = np.zeros(len(pins))
        self.shift: FloatArray = self.duals
        self.left_out: Columns | None = None
        guiding = len(weights) > 1
        self.finest = _GUIDING if guiding else _FINEST
        self.wanted_gap = _COARSE_GAP if guiding else _ALONE_GAP
        self.whole = not coarse and len(model.data.rounds) == 1 and model.n_columns <= _WHOLE
        self.constant = sum(abs(weight * int(model.constant[level])) for level, weight in weights)

    def run(self, start: Relaxed | None) -> Relaxed:
        self._begin(start)
        last, precision, thinned = np.inf, _COARSEST, False
        for iteration in range(1, _ITERATIONS + 1):
            self.tick()
            rows = np.flatnonzero(self.inside)
            engine = self._engine(iteration, start is not None)
            answer = self._solve(engine, rows, precision, go_on=iteration > 1 or start is not None)
            if self.left_out is not None and answer.status == "infeasible":
                self.columns, self.left_out = self.left_out, None
                self.x = np.zeros(len(self.columns))
                continue
            if answer.x is None or answer.duals is None:
                return self._nothing(answer.status, iteration, len(rows))
            room = self.model.row_upper - self.model.activity(self.columns, self.x, self.aux_x)
            violated = ~self.inside & (room < -(_COARSE_FEASIBLE if self.coarse else _FEASIBLE))
            value = float(self.columns.weigh(self.weights) @ self.x) + float(self.aux_cost @ self.aux_x)
            coming, bound = self._price()
            complete = not len(coming) and not violated.any()
            gap = (value - bound) / (abs(value) + self.constant + 1)
            if self.coarse:
                few = len(coming) + int(violated.sum()) <= _COARSE_REST * len(self.columns)
                done = few and (gap <= self.wanted_gap or precision <= self.finest)
            else:
                many, few = len(self.columns) > _MANY, int(violated.sum()) <= _FEW_VIOLATED * len(rows)
                still = abs(value - last) < _TAIL or (many and few)
                done = complete or (len(self.columns) > _SMALL and bound >= value - _TAIL and still)
            if done or iteration == (_COARSE_ITERATIONS if self.coarse else _ITERATIONS):
                return self._finish("optimal", value, iteration, len(rows))
            asked, precision = precision, min(_COARSEST, max(self.finest, gap / 10))
            if complete:  # nothing else would change the next programme
                precision = min(precision, max(self.finest, asked / 10))
            if engine == "highs-ipm" and not thinned and len(coming) <= _FEW_COMING * len(self.columns):
                self._leave_out_rows()
                thinned = True
            self.inside |= violated
            if engine == "highs-ipm" and violated.any():
                self.inside |= self._find_useful(self.columns) & (room < _NEARLY_VIOLATED)
            self.columns = self.columns.join(self.model.build_columns(coming))
            self.x = np.concatenate([self.x, np.zeros(len(coming))])
            self.shift = self._seat_part(self.duals)
            last = value
        raise AssertionError("the loop returns")

    def _begin(self, start: Relaxed | None) -> None:
        """The columns, rows and prices of the first programme."""
        model = self.model
        self.inside |= model.eager
        if start is not None and len(start.columns):
            self.columns = start.columns.pick(self.allowed.ravel()[start.columns.keys])
            self.inside |= start.duals != 0
        else:
            self.columns = model.build_columns(self._list_first())
            if self.whole:
                self.inside |= self._find_useful(self.columns)
        self.dearest = 2.0 * max(
            abs(self.columns.weigh(self.weights)).max(initial=1), abs(self.aux_cost).max(initial=1)
        )
        self.x = np.zeros(len(self.columns))
        if start is None:
            self.shift = self.duals = self._first_shift()
            return
        self.shift, self.duals, self.aux_x = self._seat_part(start.duals), start.duals, start.aux_x
        if len(start.x) != len(self.columns):
            return
        self.x = start.x
        if not self.coarse and len(self.columns) > _MANY:
            self._leave_out_rows()
            self.left_out = self.columns
            near = self.pricing.list_near(self.duals, _PER_SLOT)
            self.columns = model.build_columns(np.union1d(self.columns.keys[self.x > _HELD], near))
            self.x = np.zeros(len(self.columns))

    def _list_first(self) -> IntArray:
        if self.whole:
            return self.pricing.list_all()
        if self.coarse:
            return self.pricing.list_first(_COARSE_PER_SLOT, _COARSE_PER_PERSON)
        return self.pricing.list_first(_PER_SLOT, _PER_PERSON)

    def _solve(self, engine: Engine, rows: IntArray, precision: float, *, go_on: bool) -> Outcome:
        """Solve the programme over some rows and take its point and duals over, where there are any.

        A first-order engine may ``go_on`` from the ones before.
        """
        aux, count = self._aux_inside(), len(self.columns)
        programme = restrict(
            self.model,
            self.columns,
            aux,
            rows,
            weights=self.weights,
            pins=self.pins,
            integer=False,
            shift=self.shift,
        )
        begin = None
        if engine == "pdlp" and go_on:
            duals = np.concatenate([(self.duals - self.shift)[rows], self.pin_duals])
            begin = np.concatenate([self.x, self.aux_x[aux]]), duals
        answer = solve_programme(programme, engine, precision=precision, start=begin)
        if answer.x is None or answer.duals is None:
            self.astray |= answer.status == "failed"
            answer = solve_programme(programme, "glop" if self.astray else "highs")
        if answer.x is not None and answer.duals is not None:
            self.x, self.aux_x = answer.x[:count], np.zeros(self.model.n_aux)
            self.aux_x[aux] = answer.x[count:]
            duals, self.pin_duals = self.shift.copy(), answer.duals[len(rows) :]
            duals[rows] += answer.duals[: len(rows)]
            self.duals = self.pricing.cap(duals, self.pin_duals)
        return answer

    def _price(self) -> tuple[IntArray, float]:
        """Columns that are to come, and the Lagrangian bound."""
        steepest = max(weight for _, weight in self.weights)
        return self.pricing.price(
            self.duals,
            self.pin_duals,
            np.sort(self.columns.keys),
            coming=_COARSE_COMING if self.coarse else _COMING,
            attractive=max(_ATTRACTIVE, _COARSE_ATTRACTIVE * steepest) if self.coarse else _ATTRACTIVE,
        )

    def _finish(self, status: str, value: float, iteration: int, rows: int) -> Relaxed:
        return Relaxed(
            status, value, self.columns, self.x, self.aux_x, self.duals, self.pin_duals, iteration, rows
        )

    def _leave_out_rows(self) -> None:
        """Leave the rows out that are neither priced nor nearly full at a point: half the time of a
        programme. Columns stay: without the dear ones, the middle of all best duals would lie elsewhere.
        So do the people's rows: a few of them bind, which ones shows late, and they cost little."""
        model = self.model
        slack = model.row_upper - model.activity(self.columns, self.x, self.aux_x)
        kept = (abs(self.duals) > _PRICED) | (slack < _NEARLY_FULL) | np.isfinite(model.row_lower)
        if model.first_person_row >= 0:
            kept[model.first_person_row :][: model.data.n_services] = True
        self.inside &= kept

    def _seat_part(self, duals: FloatArray) -> FloatArray:
        """Prices of the seat rows alone: taken off the costs, they keep the engine's numbers small. Where
        all people are needed, those of seats and people together have no measure, and none is taken over."""
        part = np.zeros(self.model.n_rows)
        span = slice(self.model.first_seat_row, self.model.first_seat_row + len(self.model.data.slots))
        part[span] = np.clip(np.rint(duals[span]), -self.dearest, self.dearest)
        return part

    def _first_shift(self) -> FloatArray:
        """A middling cost of each slot."""
        part, columns = np.zeros(self.model.n_rows), self.columns
        cost = columns.weigh(self.weights)
        order = np.lexsort((cost, columns.slot))
        bounds = np.searchsorted(columns.slot[order], np.arange(len(self.model.data.slots) + 1))
        for slot in range(len(self.model.data.slots)):
            mine = cost[order[bounds[slot] : bounds[slot + 1]]]
            if len(mine):
                part[self.model.first_seat_row + slot] = mine[len(mine) // 2]
        return part

    def _engine(self, iteration: int, warm: bool) -> Engine:
        """The first programme of one round is nearly an assignment, which the simplex solves at once. A
        coarse relaxation does without factorisations: rows that tie many others together make them dense.
        Where the interior point went astray, which many free units with common rows can make it do, GLOP is
        slower but sure."""
        if self.coarse:
            return "pdlp"
        if self.astray:
            return "glop"
        first = iteration == 1 and not warm and len(self.model.data.rounds) == 1
        return "highs" if len(self.columns) <= _SMALL or first else "highs-ipm"

    def _aux_inside(self) -> IntArray:
        """Open aux columns that occur in a row of the programme, or that pay."""
        model = self.model
        touched = np.zeros(model.n_aux, dtype=bool)
        touched[model.aux_entry[self.inside[model.aux_rows]]] = True
        return np.flatnonzero(self.aux_open & (touched | (self.aux_cost < 0)))

    def _nothing(self, status: str, iteration: int, rows: int) -> Relaxed:
        """Not solved: the columns so far, without a point or multipliers."""
        self.x, self.aux_x = np.zeros(len(self.columns)), np.zeros(self.model.n_aux)
        self.duals, self.pin_duals = np.zeros(self.model.n_rows), np.zeros(len(self.pins))
        return self._finish(status, float("nan"), iteration, rows)

    def _find_useful(self, columns: Columns) -> BoolArray:
        """(r,) rows that some choice of the columns would violate."""
        model = self.model
        useful = np.zeros(model.n_rows, dtype=bool)
        useful[find_useful_rows(model, columns, np.flatnonzero(self.aux_open))] = True
        return useful
