"""The linear relaxation by generated columns and rows.

The restricted programme starts with each slot's and each person's cheapest columns and the eager rows; from
its duals every pair is priced, and violated rows come in. The engine is an interior point without crossover:
the problem is very degenerate, vertices are many and slow to reach, and central duals price well.
What the duals prove is recomputed in exact integers (see `bianzu.solver.proof`).
"""

from collections.abc import Callable

import numpy as np

from bianzu.solver.columns import Columns, Weights, scatter
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, solve_programme
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.keeping import list_keys
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.programmes import Pins, find_useful_rows, restrict
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.shipped_relaxation import relax_exactly

__all__ = ["pick_first", "relax"]

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
_SIFTED = 20_000
_KEPT_PER_SEAT, _NEARLY_FULL, _HELD = 30, 0.3, 1e-3
"""Of the columns of an earlier relaxation, when there are more than that, so many a seat are kept and those
that its point holds, and no rows with more room than this: what is left is solved in a third of the time."""
_NEARLY_VIOLATED = 0.2
"""Rows with no more room than this at a point between the vertices come in with those that it violates: they
are likely to be the next ones."""
_TAIL = 0.5
"""A relaxation of many columns ends when neither bound nor value can move further than this."""
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
        self.inside = np.zeros(model.n_rows, dtype=bool)
        self.astray = False
        self.dearest = 0.0
        self.whole = not coarse and len(model.data.rounds) == 1 and model.n_columns <= _WHOLE
        self.constant = sum(abs(weight * int(model.constant[level])) for level, weight in weights)

    def run(self, start: Relaxed | None) -> Relaxed:
        model = self.model
        self.inside |= model.eager
        if start is not None and len(start.columns):
            columns = start.columns.pick(self.allowed.ravel()[start.columns.keys])
            self.inside |= start.duals != 0
        else:
            columns = model.build_columns(self._start_keys())
            if self.whole:
                self.inside |= self._find_useful(columns)
        self.dearest = 2.0 * max(
            abs(columns.weigh(self.weights)).max(initial=1), abs(self.aux_cost).max(initial=1)
        )
        shift = self._first_shift(columns) if start is None else self._seat_part(start.duals)
        last, precision, thinned = np.inf, _COARSEST, False
        x = np.zeros(len(columns)) if start is None or len(start.x) != len(columns) else start.x
        aux_x = np.zeros(model.n_aux) if start is None else start.aux_x
        duals = shift if start is None else start.duals
        pin_duals = np.zeros(len(self.pins))
        if start is not None and not self.coarse and len(start.x) == len(columns) > _SIFTED:
            kept = self._sift(columns, x, aux_x, duals)
            columns, x = columns.pick(kept), x[kept]
        for iteration in range(1, _ITERATIONS + 1):
            self.tick()
            rows, aux = np.flatnonzero(self.inside), self._aux_inside()
            programme = restrict(
                model,
                columns,
                aux,
                rows,
                weights=self.weights,
                pins=self.pins,
                integer=False,
                shift=shift,
            )
            engine = self._engine(len(columns), iteration, start is not None)
            begin = None
            if engine == "pdlp" and (iteration > 1 or start is not None):
                begin = np.concatenate([x, aux_x[aux]]), np.concatenate([(duals - shift)[rows], pin_duals])
            answer = solve_programme(programme, engine, precision=precision, start=begin)
            if answer.x is None or answer.duals is None:
                self.astray |= answer.status == "failed"
                answer = solve_programme(programme, "glop" if self.astray else "highs")
            if answer.x is None or answer.duals is None:
                return self._nothing(answer.status, columns, iteration, len(rows))
            x = answer.x[: len(columns)]
            aux_x = np.zeros(model.n_aux)
            aux_x[aux] = answer.x[len(columns) :]
            duals = shift.copy()
            duals[rows] += answer.duals[: len(rows)]
            pin_duals = answer.duals[len(rows) :]
            slack = _COARSE_FEASIBLE if self.coarse else _FEASIBLE
            room = model.row_upper - model.activity(columns, x, aux_x)
            violated = ~self.inside & (room < -slack)
            value = float(columns.weigh(self.weights) @ x) + float(self.aux_cost @ aux_x)
            coming, bound = self._price(duals, pin_duals, np.sort(columns.keys))
            done = (not len(coming) and not violated.any()) or (
                len(columns) > _SMALL and bound >= value - _TAIL and abs(value - last) < _TAIL
            )
            last = value
            gap = (value - bound) / (abs(value) + self.constant + 1)
            guiding = len(self.weights) > 1
            asked, finest = precision, _GUIDING if guiding else _FINEST
            precision = min(_COARSEST, max(finest, gap / 10))
            if not len(coming) and not violated.any():  # nothing else would change the next programme
                precision = min(precision, max(finest, asked / 10))
            if self.coarse:
                few = len(coming) + int(violated.sum()) <= _COARSE_REST * len(columns)
                done = few and (gap <= (_COARSE_GAP if guiding else _ALONE_GAP) or asked <= finest)
            if done or iteration == (_COARSE_ITERATIONS if self.coarse else _ITERATIONS):
                return Relaxed("optimal", value, columns, x, aux_x, duals, pin_duals, iteration, len(rows))
            if engine == "highs-ipm" and not thinned and len(coming) <= _FEW_COMING * len(columns):
                self._leave_out_rows(columns, x, aux_x, duals)
                thinned = True
            self.inside |= violated
            if engine == "highs-ipm" and violated.any():
                self.inside |= self._find_useful(columns) & (room < _NEARLY_VIOLATED)
            columns = columns.join(model.build_columns(coming))
            x = np.concatenate([x, np.zeros(len(coming))])
            shift = self._seat_part(duals)
        raise AssertionError("the loop returns")

    def _sift(self, columns: Columns, x: FloatArray, aux_x: FloatArray, duals: FloatArray) -> BoolArray:
        """(k,) columns of an earlier relaxation worth keeping; rows that do not bind go. What is wanted
        after all comes back by its price, or because a point violates it.
        """
        model = self.model
        self._leave_out_rows(columns, x, aux_x, duals)
        reduced = columns.weigh(self.weights).astype(float)
        entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
        paid = columns.values * duals[columns.rows]
        reduced -= np.bincount(entry, weights=paid, minlength=len(columns))
        wanted = _KEPT_PER_SEAT * int(model.data.team_size.sum())
        if len(columns) <= wanted:
            return np.ones(len(columns), dtype=bool)
        limit = max(float(np.partition(reduced, wanted)[wanted]), 0.0)
        return np.asarray((reduced <= limit) | (x > _HELD), dtype=bool)

    def _leave_out_rows(self, columns: Columns, x: FloatArray, aux_x: FloatArray, duals: FloatArray) -> None:
        """Leave the rows out that are neither priced nor nearly full at a point: half the time of a
        programme. Columns stay: without the dear ones, the middle of all best duals would lie elsewhere."""
        model = self.model
        slack = model.row_upper - model.activity(columns, x, aux_x)
        priced = abs(duals) > _PRICED
        self.inside &= priced | (slack < _NEARLY_FULL) | np.isfinite(model.row_lower)

    def _seat_part(self, duals: FloatArray) -> FloatArray:
        """Prices of the seat rows alone: taken off the costs, they keep the engine's numbers small. Where
        all people are needed, those of seats and people together have no measure, and none is taken over."""
        part = np.zeros(self.model.n_rows)
        span = slice(self.model.first_seat_row, self.model.first_seat_row + len(self.model.data.slots))
        part[span] = np.clip(np.rint(duals[span]), -self.dearest, self.dearest)
        return part

    def _first_shift(self, columns: Columns) -> FloatArray:
        """A middling cost of each slot."""
        part = np.zeros(self.model.n_rows)
        cost = columns.weigh(self.weights)
        order = np.lexsort((cost, columns.slot))
        bounds = np.searchsorted(columns.slot[order], np.arange(len(self.model.data.slots) + 1))
        for slot in range(len(self.model.data.slots)):
            mine = cost[order[bounds[slot] : bounds[slot + 1]]]
            if len(mine):
                part[self.model.first_seat_row + slot] = mine[len(mine) // 2]
        return part

    def _engine(self, columns: int, iteration: int, warm: bool) -> Engine:
        """The first programme of one round is nearly an assignment, which the simplex solves at once. A
        coarse relaxation does without factorisations: rows that tie many others together make them dense.
        Where the interior point went astray, which many free units with common rows can make it do, GLOP is
        slower but sure."""
        if self.coarse:
            return "pdlp"
        if self.astray:
            return "glop"
        first = iteration == 1 and not warm and len(self.model.data.rounds) == 1
        return "highs" if columns <= _SMALL or first else "highs-ipm"

    def _aux_inside(self) -> IntArray:
        """Open aux columns that occur in a row of the programme, or that pay."""
        model = self.model
        touched = np.zeros(model.n_aux, dtype=bool)
        touched[model.aux_entry[self.inside[model.aux_rows]]] = True
        return np.flatnonzero(self.aux_open & (touched | (self.aux_cost < 0)))

    def _nothing(self, status: str, columns: Columns, iteration: int, rows: int) -> Relaxed:
        model = self.model
        return Relaxed(
            status,
            float("nan"),
            columns,
            np.zeros(len(columns)),
            np.zeros(model.n_aux),
            np.zeros(model.n_rows),
            np.zeros(len(self.pins)),
            iteration,
            rows,
        )

    def _find_useful(self, columns: Columns) -> BoolArray:
        """(r,) rows that some choice of the columns would violate."""
        model = self.model
        useful = np.zeros(model.n_rows, dtype=bool)
        useful[find_useful_rows(model, columns, np.flatnonzero(self.aux_open))] = True
        return useful

    def _start_keys(self) -> IntArray:
        """Each slot's cheapest columns, each service's in the cheapest few teams, the pinned ones; or all."""
        model, n = self.model, self.model.data.n
        if self.whole:
            return np.flatnonzero(self.allowed.ravel())
        per_slot, per_person = _PER_SLOT, _PER_PERSON
        if self.coarse:
            per_slot, per_person = _COARSE_PER_SLOT, _COARSE_PER_PERSON
        found = []
        team_cost = np.full((len(model.data.teams), n), np.inf)
        team_slot = np.zeros((len(model.data.teams), n), dtype=np.int32)
        zero = np.zeros(model.n_rows, dtype=np.int64)
        for slot, cost in model.price_slots(self.weights, zero, 1, self.tick):
            people = np.flatnonzero(self.allowed[slot])
            spread = cost[people] + scatter(slot * n + people) / (1 << 33)
            if len(people) > per_slot:
                cheapest = people[np.argpartition(spread, per_slot)[:per_slot]]
            else:
                cheapest = people
            found.append(slot * n + cheapest)
            team = model.data.slots[slot].team
            better = spread < team_cost[team, people]
            team_cost[team, people[better]] = spread[better]
            team_slot[team, people[better]] = slot
        for item in range(len(model.data.rounds)):
            teams = np.flatnonzero(model.data.team_round == item)
            few = min(per_person, len(teams))
            if not few:
                continue
            chosen = teams[np.argpartition(team_cost[teams], few - 1, axis=0)[:few]]
            people = np.broadcast_to(np.arange(n), chosen.shape)
            real = np.isfinite(team_cost[chosen, people])
            found.append((team_slot[chosen, people].astype(np.int64) * n + people)[real])
        found += self._list_pinned()
        listed = list_keys(model.data)
        found.append(listed[self.allowed.ravel()[listed]])
        return np.unique(np.concatenate(found))

    def _list_pinned(self) -> list[IntArray]:
        """Columns that satisfy a must or lock pin, whose row no slack would make feasible without them."""
        data = self.model.data
        keys = []
        for at, pin in enumerate(data.instance.pins):
            if pin.kind != "must-not":
                person = data.person_at[pin.person]
                slots = np.array(pin_slots(data, at), dtype=np.int64)
                keys.append(slots[self.allowed[slots, person]] * data.n + person)
        return keys

    def _price(self, duals: FloatArray, pin_duals: FloatArray, known: IntArray) -> tuple[IntArray, float]:
        """Columns that price out, at most a dozen a slot, and the Lagrangian bound as a float."""
        model, n = self.model, self.model.data.n
        coming = _COARSE_COMING if self.coarse else _COMING
        steepest = max(weight for _, weight in self.weights)
        attractive = max(_ATTRACTIVE, _COARSE_ATTRACTIVE * steepest) if self.coarse else _ATTRACTIVE
        found = [np.zeros(0, dtype=np.int64)]
        best = np.zeros(model.data.n_services)
        outside = 0.0
        for slot, reduced in model.price_slots(self.weights, duals, 1, self.tick):
            for (level, _), dual in zip(self.pins, pin_duals, strict=True):
                if dual:
                    reduced -= dual * model.costs.of_slot(level, slot)
            open_reduced = np.where(self.allowed[slot], reduced, 0.0)
            if model.data.one_service:
                mine = best[model.data.services(slot)]
                np.minimum(mine, open_reduced, out=mine)
            else:
                outside += float(np.minimum(0, open_reduced).sum())
            people = np.flatnonzero(open_reduced < -attractive)
            keys = slot * n + people
            at = np.searchsorted(known, keys).clip(max=len(known) - 1)
            fresh = people[known[at] != keys] if len(known) else people
            if len(fresh) > coming:
                fresh = fresh[np.argpartition(reduced[fresh], coming)[:coming]]
            found.append(slot * n + np.sort(fresh))
        finite = duals != 0
        reduced_aux = model.price_aux(self.weights, duals)
        for (level, _), dual in zip(self.pins, pin_duals, strict=True):
            reduced_aux = reduced_aux - dual * model.aux_cost[level]
        bound = float((duals[finite] * model.row_upper[finite]).sum()) + float(best.sum()) + outside
        bound += float((np.minimum(0, reduced_aux) * model.aux_upper)[self.aux_open].sum())
        bound += sum(
            float(dual) * (value - int(model.constant[level]))
            for (level, value), dual in zip(self.pins, pin_duals, strict=True)
        )
        return np.sort(np.concatenate(found)), bound


def pick_first(owner: IntArray, ranks: tuple[IntArray | FloatArray, ...], count: int | IntArray) -> IntArray:
    """Positions of each owner's first ``count`` items; ``ranks`` sort them, the last one first."""
    order = np.lexsort((*ranks, owner))
    owner = owner[order]
    first = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, dtype=bool)
    begin = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    limit = count if isinstance(count, int) else count[owner]
    return order[np.arange(len(owner)) - begin < limit]
