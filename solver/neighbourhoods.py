"""Large neighbourhoods: free a few teams, keep all others, and solve what is left to optimality.

A complete assignment is built a few teams at a time, people priced by what the relaxation says they are worth
elsewhere; then the teams that lose most against the bound are freed together with teams that hold the people
they want. Every step is a small integer programme of the same rows as the whole, so every rule is honoured.
"""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import Columns, Weights, scatter, spans
from bianzu.solver.costs import SOFT
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Outcome, Programme, solve_programme
from bianzu.solver.losses import Losses
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.narrowing import narrow
from bianzu.solver.programmes import find_useful_rows, restrict
from bianzu.solver.proof import DUAL_SCALE, Proof

__all__ = ["Neighbourhoods", "search_weights"]

_SHORT_SHIFT = (14, 12, 10, 9, 8)
"""Weights of shortages, changes and waivers against the soft level, in binary orders of magnitude: a guide
for the search; what counts is the strict comparison when a plan is offered."""
_SHORT_EFFORT = 0.3
_OF_TEAMS = ("seats", "cross-form", "no-swap", "fresh-pairing", "flow-balance")
"""Rules whose rows on people speak of single teams: a step decides them anew."""


def search_weights(weights: Weights) -> Weights:
    """Weights of all levels, from those of the soft and load levels."""
    top = dict(weights)[SOFT]
    return (*((level, top << shift) for level, shift in enumerate(_SHORT_SHIFT)), *weights)


@dataclass(frozen=True)
class _Step:
    """A programme over the candidates ``inner`` and the aux columns ``aux`` that some teams are freed with.

    ``before`` is what the assignment costs there now, ``aux_x`` what the aux columns are; ``anyway`` whether
    to keep what costs more.
    """

    chosen: BoolArray
    inner: IntArray
    aux: IntArray
    programme: Programme
    before: int
    aux_x: FloatArray
    work: float
    anyway: bool
    hint: FloatArray | None


class Neighbourhoods:
    """An assignment and the candidates around it.

    Parameters
    ----------
    candidates
        Columns worth looking at; every column of the assignment must be among them.
    weights
        (level, weight) of the soft and load levels; shortages and waivers weigh more by themselves.
    proof
        Duals that price people, rows and teams.

    Attributes
    ----------
    losses
        What the assignment loses against the bound, and where.
    """

    def __init__(
        self,
        model: Model,
        candidates: Columns,
        weights: Weights,
        proof: Proof,
        *,
        seed: int,
        effort: float,
        engine: Engine = "cp-sat",
    ) -> None:
        self.proof = proof
        self.seed = seed
        self.effort = effort
        self.engine: Engine = engine
        top = dict(weights)[SOFT]
        self.weights = search_weights(weights)
        self.cost = candidates.weigh(self.weights)
        self.worth = _list_worth(model, candidates, self.cost, proof)
        kept = proof.duals != 0
        kept[find_useful_rows(model, candidates, np.arange(model.n_aux))] = True
        self.model, self.columns, local = narrow(model, candidates, kept)
        self.team_of_slot = model.data.slot_team
        self.team = self.team_of_slot[candidates.slot]
        self.x = np.zeros(len(candidates), dtype=bool)
        self.aux_cost = model.weigh_aux(self.weights)
        self.aux_x = np.zeros(model.n_aux)
        self.aux_x[model.seat_aux] = [slot.capacity for slot in model.data.slots]
        self.soft_weight = top
        self.last_size = 0
        self.settled: BoolArray = np.zeros(model.n_aux, dtype=bool)
        self.settled[model.seat_aux[~model.eligibility.allowed.any(axis=1)]] = True
        short = (model.aux_cost[:SOFT] > 0).any(axis=0) & ~self.settled
        self.short_aux: BoolArray = np.asarray(short, dtype=bool)
        self.losses = Losses(
            self.model,
            self.columns,
            local,
            proof.duals[kept],
            proof,
            self.cost,
            self.worth,
            self.aux_cost,
            self.short_aux,
        )
        self.losses.note(self.x, self.aux_x)

    # -- values

    @property
    def keys(self) -> IntArray:
        """Columns of the assignment, sorted."""
        return np.sort(self.columns.keys[self.x])

    def objective(self) -> int:
        """Weighted objective of the assignment without constants."""
        return int(self.cost[self.x].sum()) + int(self.aux_cost @ np.rint(self.aux_x).astype(np.int64))

    @property
    def lost(self) -> float:
        """Objective of the assignment above the bound."""
        model = self.model
        constant = sum(weight * int(model.constant[level]) for level, weight in self.proof.weights)
        pinned = sum(
            dict(self.weights)[level] * (value - int(model.constant[level]))
            for level, value, _ in self.proof.pins
        )
        return self.objective() + constant - pinned - self.proof.bound(model)

    @property
    def lacking(self) -> bool:
        """Whether the assignment has shortages, or uses a waiver, besides seats that nobody can take."""
        return bool((self.aux_x[self.short_aux] > 0).any())

    @property
    def has_open_seats(self) -> bool:
        """Whether a seat is empty that somebody could take."""
        seats = self.model.seat_aux
        return bool((self.aux_x[seats[~self.settled[seats]]] > 0).any())

    def load(self, keys: IntArray, aux_x: IntArray) -> None:
        """Take an assignment; its columns must be candidates."""
        self.restore(np.isin(self.columns.keys, keys), aux_x.astype(float))

    def load_if_better(self, keys: IntArray, aux_x: IntArray) -> None:
        """Take an assignment unless what is held is as good."""
        found, held, mine = self.objective(), self.x, self.aux_x
        self.load(keys, aux_x)
        if self.objective() > found:
            self.restore(held, mine)

    def restore(self, x: BoolArray, aux_x: FloatArray) -> None:
        """Take an assignment that was held before."""
        self.x, self.aux_x = x, aux_x
        self.losses.note(x, aux_x)

    # -- steps: each says whether the assignment is better now

    def build(self, tick: Callable[[], None], teams: Collection[int] | None = None) -> None:
        """Fill all teams or some, two at a time, those with the fewest candidates first."""
        count = np.bincount(self.team, minlength=len(self.model.data.teams))
        order = [team for team in np.argsort(count, kind="stable").tolist() if teams is None or team in teams]
        for first in range(0, len(order), 2):
            tick()
            self.improve_both(order[first : first + 1], order[first + 1 : first + 2], priced=True)

    def exchange(self, teams: Iterable[int]) -> bool:
        """Free many teams, but give a seat only to people who could replace its holder as things are.

        Long chains of replacements over many teams, each of which is harmless by itself, are found here.
        """
        chosen = self._mark(teams)
        return self._solve(chosen, chosen[self.team] & self._replacements(chosen))

    def _replacements(self, teams: BoolArray) -> BoolArray:
        """(k,) candidates that break no row of their team when they replace somebody on their slot."""
        model = self.model
        activity = model.activity(self.columns.pick(self.x), np.ones(int(self.x.sum())), self.aux_x)
        slack = np.where(model.row_team >= 0, model.row_upper - activity, np.inf)
        fitting = self.x.copy()
        starts = self.columns.indptr
        order = np.argsort(self.columns.slot, kind="stable")
        bounds = np.searchsorted(self.columns.slot[order], np.arange(len(model.data.slots) + 1))
        for slot in np.flatnonzero(teams[self.team_of_slot]).tolist():
            mine = order[bounds[slot] : bounds[slot + 1]]
            if not len(mine):
                continue
            entry = spans(starts[mine], starts[mine + 1] - starts[mine])
            owner = np.repeat(np.arange(len(mine)), starts[mine + 1] - starts[mine])
            rows, local = np.unique(self.columns.rows[entry], return_inverse=True)
            dense = np.zeros((len(mine), len(rows)))
            dense[owner, local] = self.columns.values[entry]
            room = slack[rows]
            held = dense[self.x[mine]]
            if len(held) < model.data.slots[slot].capacity:
                held = np.vstack([held, np.zeros(len(rows))])
            for present in held:
                fitting[mine] |= (dense - present <= room + 1e-6).all(axis=1)
        return fitting

    def improve(self, teams: Iterable[int], *, priced: bool = False, anyway: bool = False) -> bool:
        """Free some teams and solve; keeps the result when it is no worse, or ``anyway``."""
        chosen = self._mark(teams)
        return self._solve(chosen, chosen[self.team], priced=priced, anyway=anyway or priced)

    def improve_both(
        self, first: Iterable[int], second: Iterable[int], *, priced: bool = False
    ) -> tuple[bool, bool]:
        """The same for two sets of teams that have none in common, solved side by side.

        People of one set stay out of the other, and so does who serves nowhere yet and is worth more there.
        What both may not do together, the second does again after the first.
        """
        one, other = self._mark(first), self._mark(second)
        if not other.any():
            return self._solve(one, one[self.team], priced=priced, anyway=priced), False
        free, beside = self._deal_out(one[self.team], other[self.team])
        steps = [
            self._prepare(one, free, priced=priced, anyway=priced),
            self._prepare(other, beside, priced=priced, anyway=priced),
        ]
        with ThreadPoolExecutor(len(steps)) as pool:
            answers = list(pool.map(self._run, steps))
        self.last_size = max(len(step.inner) for step in steps)
        held = self.x, self.aux_x
        better = self._keep(steps[0], answers[0])
        before = self.x, self.aux_x
        better_too = self._keep(steps[1], answers[1])
        if self._clash(held, before):
            self.restore(*before)
            better_too = self._solve(other, other[self.team], priced=priced, anyway=priced)
        return better, better_too

    def _mark(self, teams: Iterable[int]) -> BoolArray:
        """(t,) some teams."""
        chosen = np.zeros(len(self.model.data.teams), dtype=bool)
        chosen[list(teams)] = True
        return chosen

    def _deal_out(self, one: BoolArray, other: BoolArray) -> tuple[BoolArray, BoolArray]:
        """Two sets of candidates (k,) without those of services that the other one holds, or rather has."""
        if self.model.first_person_row < 0:
            return one, other
        service, n = self.columns.service, self.model.data.n_services
        least = np.full((2, n), np.inf)
        for mine, found in zip((one, other), least, strict=True):
            np.minimum.at(found, service[mine], self.worth[mine].astype(float))
            found[service[mine & self.x]] = -np.inf
        spread = scatter(np.arange(n)) % 2 == 1  # who is worth the same in both
        second = (least[1] < least[0]) | ((least[1] == least[0]) & spread)
        return one & ~second[service], other & second[service]

    def _clash(
        self,
        held: tuple[BoolArray, FloatArray],
        before: tuple[BoolArray, FloatArray],
    ) -> bool:
        """Whether two steps, taken from what was ``held``, break a row together or value the same aux column
        anew, with ``before`` what stood between them."""
        if ((before[1] != held[1]) & (self.aux_x != before[1])).any():
            return True
        return bool((self._break(self.x, self.aux_x) > self._break(*held) + 1e-6).any())

    def _break(self, x: BoolArray, aux_x: FloatArray) -> FloatArray:
        """(r,) how far an assignment is beyond the limits of the rows."""
        model = self.model
        activity = model.activity(self.columns.pick(x), np.ones(int(x.sum())), aux_x)
        over = np.maximum(activity - model.row_upper, model.row_lower - activity)
        return np.asarray(np.maximum(over, 0), dtype=float)

    def mix(self, teams: Iterable[int], slots: IntArray) -> bool:
        """Free some teams altogether and some slots of the others."""
        chosen = self._mark(teams)
        freed = chosen[self.team_of_slot]
        freed[slots] = True
        free = freed[self.columns.slot] | self.x
        touched = chosen.copy()
        touched[self.team_of_slot[slots]] = True
        free &= touched[self.team]
        return self._solve(touched, free, held=self.x & touched[self.team] & ~freed[self.columns.slot])

    def _solve(
        self,
        chosen: BoolArray,
        free: BoolArray,
        *,
        priced: bool = False,
        anyway: bool = False,
        held: BoolArray | None = None,
    ) -> bool:
        step = self._prepare(chosen, free, priced=priced, anyway=anyway, held=held)
        self.last_size = len(step.inner)
        return self._keep(step, self._run(step))

    def _prepare(
        self,
        chosen: BoolArray,
        free: BoolArray,
        *,
        priced: bool = False,
        anyway: bool = False,
        held: BoolArray | None = None,
    ) -> _Step:
        model = self.model
        fixed = self.x & ~chosen[self.team]
        if model.first_person_row >= 0:
            busy = np.zeros(model.data.n_services, dtype=bool)
            busy[self.columns.service[fixed]] = True
            free = free & ~busy[self.columns.service]
        if held is not None and model.first_person_row >= 0:
            keep = np.zeros(model.data.n_services, dtype=bool)
            keep[self.columns.service[held]] = True
            free = held | free & ~keep[self.columns.service]
        inner = np.flatnonzero(free)
        columns = self.columns.pick(inner)
        touched, aux = self._touch(columns, chosen)
        aux_fixed = self.aux_x.copy()
        aux_fixed[aux] = 0
        used = model.activity(self.columns.pick(fixed), np.ones(int(fixed.sum())), aux_fixed)
        rows = np.flatnonzero(touched & self._can_bind(columns, aux, used))
        before = self._value(inner, aux, priced)
        short = np.asarray(self.short_aux[aux] & (self.aux_x[aux] > 0.5), dtype=bool)
        if not priced and not short.any():
            aux = aux[~self.short_aux[aux]]
        programme = restrict(
            model,
            columns,
            aux,
            rows,
            weights=self.weights,
            integer=True,
            used=used,
            cost=(self.worth if priced else self.cost)[inner].astype(float),
            fixed=None if held is None else held[inner],
        )
        return _Step(
            chosen,
            inner,
            aux,
            programme,
            before,
            self.aux_x[aux],
            work=self.effort if not (priced or short.any()) else _SHORT_EFFORT * self.effort,
            anyway=anyway,
            hint=None
            if anyway or self.engine != "cp-sat"
            else np.concatenate([self.x[inner], self.aux_x[aux]]).astype(float),
        )

    def _run(self, step: _Step) -> Outcome:
        return solve_programme(step.programme, self.engine, work=step.work, seed=self.seed, hint=step.hint)

    def _keep(self, step: _Step, answer: Outcome) -> bool:
        """Take an answer over, unless it is worse; whether the assignment is better now."""
        if answer.x is None:
            return False
        after = round(float(step.programme.cost @ np.rint(answer.x)))
        if not step.anyway and after > step.before:
            return False
        x, aux_x = self.x.copy(), self.aux_x.copy()
        x[step.inner] = answer.x[: len(step.inner)] > 0.5
        own = (self.model.aux_team >= 0) & ~self.settled
        own[own] = step.chosen[self.model.aux_team[own]]
        aux_x[own] = 0
        fresh = np.rint(answer.x[len(step.inner) :])
        moved = own[step.aux] | (fresh != step.aux_x)
        aux_x[step.aux[moved]] = fresh[moved]
        self.restore(x, aux_x)
        return after < step.before

    def _value(self, inner: IntArray, aux: IntArray, priced: bool) -> int:
        held = inner[self.x[inner]]
        return int((self.worth if priced else self.cost)[held].sum()) + round(
            float(self.aux_cost[aux] @ self.aux_x[aux])
        )

    def _touch(self, columns: Columns, chosen: BoolArray) -> tuple[BoolArray, IntArray]:
        """(r,) rows that the freed teams touch, and the aux columns to decide anew.

        Where people can hold several seats, some rows speak only of who serves: they come in by the aux
        columns, with the slacks that they have. Aux columns of people who are not freed stay as they are.
        """
        model, entry = self.model, self.model.aux_entry
        touched = np.zeros(model.n_rows, dtype=bool)
        touched[columns.rows] = True
        inside = np.zeros(model.n_aux, dtype=bool)
        mine = model.aux_team >= 0
        inside[mine] = chosen[model.aux_team[mine]]
        touched[model.aux_rows[inside[entry]]] = True
        touched[model.common_rows] = True
        for wanted in (~mine, ~mine & model.is_slack, ~mine & model.is_slack):
            shared = np.zeros(model.n_aux, dtype=bool)
            shared[entry[touched[model.aux_rows]]] = True
            inside |= shared & wanted
            touched[model.aux_rows[inside[entry]]] = True
        return touched, np.flatnonzero(inside & ~self.settled)

    def _can_bind(self, columns: Columns, aux: IntArray, used: FloatArray) -> BoolArray:
        """(r,) equations, and rows that some choice of the freed columns would violate."""
        model, entry = self.model, self.model.aux_entry
        free = np.zeros(model.n_aux, dtype=bool)
        free[aux] = True
        top = np.bincount(columns.rows, weights=np.maximum(columns.values, 0), minlength=model.n_rows) + used
        weights = np.where(free[entry], np.maximum(model.aux_values, 0) * model.aux_upper[entry], 0)
        top = top + np.bincount(model.aux_rows, weights=weights, minlength=model.n_rows)
        return np.asarray((top > model.row_upper + 1e-6) | np.isfinite(model.row_lower), dtype=bool)


def _list_worth(model: Model, columns: Columns, cost: IntArray, proof: Proof) -> IntArray:
    """(k,) cost of each candidate with what its person and its unit are worth elsewhere."""
    coupling = np.zeros(model.n_rows, dtype=bool)
    for group in model.groups:
        if group.eager and group.rule not in _OF_TEAMS:
            coupling[group.first : group.first + len(group.limit)] = True
    prices = np.where(coupling, proof.duals, 0)
    entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
    paid = np.zeros(len(columns), dtype=np.int64)
    np.add.at(paid, entry, columns.values * prices[columns.rows])
    # The person's one seat is no row of the proof: what the person is worth at best elsewhere stands in.
    return cost - paid // DUAL_SCALE - proof.best[columns.service] // DUAL_SCALE
