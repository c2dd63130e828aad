"""Large neighbourhoods: free a few teams, keep all others, and solve what is left to optimality.

A complete assignment is built a few teams at a time, people priced by what the relaxation says they are worth
elsewhere; then the teams that lose most against the bound are freed together with teams that hold the people
they want. Every step is a small integer programme of the same rows as the whole, so every rule is honoured.
"""

from collections.abc import Callable, Collection, Iterable

import numpy as np

from bianzu.solver.columns import Columns, Weights, spans
from bianzu.solver.costs import SOFT
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, solve_programme
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.programmes import restrict
from bianzu.solver.proof import DUAL_SCALE, Proof
from bianzu.solver.relaxation import pick_first

__all__ = ["Neighbourhoods", "search_weights"]

_SHORT_SHIFT = (14, 12, 10, 9, 8)
"""Weights of shortages, changes and waivers against the soft level, in binary orders of magnitude: a guide
for the search; what counts is the strict comparison when a plan is offered."""
_SHORT_EFFORT = 0.3
_PARTNER = 10.0
"""How much a team counts that holds somebody with whom a team would earn a reward."""
_OF_TEAMS = ("seats", "cross-form", "no-swap", "fresh-pairing", "flow-balance")
"""Rules whose rows on people speak of single teams: a step decides them anew."""
_OTHER_ROUND = 0.3
"""How much a team counts that holds, in another round, somebody whom a team could use."""


def search_weights(weights: Weights) -> Weights:
    """Weights of all levels, from those of the soft and load levels."""
    top = dict(weights)[SOFT]
    return (*((level, top << shift) for level, shift in enumerate(_SHORT_SHIFT)), *weights)


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
        self.model = model
        self.columns = candidates
        self.proof = proof
        self.seed = seed
        self.effort = effort
        self.engine: Engine = engine
        top = dict(weights)[SOFT]
        self.weights = search_weights(weights)
        self.team_of_slot = model.data.slot_team
        self.team = self.team_of_slot[candidates.slot]
        self.x = np.zeros(len(candidates), dtype=bool)
        self.cost = candidates.weigh(self.weights)
        self.worth = self._worth()
        self.aux_cost = model.weigh_aux(self.weights)
        self.aux_x = np.zeros(model.n_aux)
        self.aux_x[model.seat_aux] = [slot.capacity for slot in model.data.slots]
        self.soft_weight = top
        self.last_size = 0
        self._excess: FloatArray | None = None
        self.tight = np.zeros(len(candidates), dtype=bool)
        self.settled: BoolArray = np.zeros(model.n_aux, dtype=bool)
        self.settled[model.seat_aux[~model.eligibility.allowed.any(axis=1)]] = True
        short = (model.aux_cost[:SOFT] > 0).any(axis=0) & ~self.settled
        self.short_aux: BoolArray = np.asarray(short, dtype=bool)

    # -- values

    def _worth(self) -> IntArray:
        """(k,) cost of each candidate with what its person and its unit are worth elsewhere."""
        model = self.model
        coupling = np.zeros(model.n_rows, dtype=bool)
        for group in model.groups:
            if group.eager and group.rule not in _OF_TEAMS:
                coupling[group.first : group.first + len(group.limit)] = True
        prices = np.where(coupling, self.proof.duals, 0)
        entry = np.repeat(np.arange(len(self.columns)), np.diff(self.columns.indptr))
        paid = np.zeros(len(self.columns), dtype=np.int64)
        np.add.at(paid, entry, self.columns.values * prices[self.columns.rows])
        # The person's one seat is no row of the proof: what the person is worth at best elsewhere stands in.
        return self.cost - paid // DUAL_SCALE - self.proof.best[self.columns.service] // DUAL_SCALE

    @property
    def keys(self) -> IntArray:
        """Columns of the assignment, sorted."""
        return np.sort(self.columns.keys[self.x])

    def objective(self) -> int:
        """Weighted objective of the assignment without constants."""
        return int(self.cost[self.x].sum()) + int(self.aux_cost @ np.rint(self.aux_x).astype(np.int64))

    @property
    def lacking(self) -> bool:
        """Whether the assignment has shortages, or uses a waiver, besides seats that nobody can take."""
        return bool((self.aux_x[self.short_aux] > 0).any())

    def load(self, keys: IntArray, aux_x: IntArray) -> None:
        """Take an assignment; its columns must be candidates."""
        self._excess = None
        self.x = np.isin(self.columns.keys, keys)
        self.aux_x = aux_x.astype(float)

    def restore(self, x: BoolArray, aux_x: FloatArray) -> None:
        """Take an assignment that was held before."""
        self._excess = None
        self.x, self.aux_x = x, aux_x

    # -- steps: each says whether the assignment is better now

    def build(self, size: int, tick: Callable[[], None], teams: Collection[int] | None = None) -> None:
        """Fill all teams or some, a few at a time, those with the fewest candidates first."""
        count = np.bincount(self.team, minlength=len(self.model.data.teams))
        order = [team for team in np.argsort(count, kind="stable").tolist() if teams is None or team in teams]
        for first in range(0, len(order), size):
            tick()
            self.improve(order[first : first + size], priced=True)

    def exchange(self, teams: Iterable[int]) -> bool:
        """Free many teams, but give a seat only to people who could replace its holder as things are.

        Long chains of replacements over many teams, each of which is harmless by itself, are found here.
        """
        chosen = np.zeros(len(self.model.data.teams), dtype=bool)
        chosen[list(teams)] = True
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
        chosen = np.zeros(len(self.model.data.teams), dtype=bool)
        chosen[list(teams)] = True
        return self._solve(chosen, chosen[self.team], priced=priced, anyway=anyway or priced)

    def mix(self, teams: Iterable[int], slots: IntArray) -> bool:
        """Free some teams altogether and some slots of the others."""
        chosen = np.zeros(len(self.model.data.teams), dtype=bool)
        chosen[list(teams)] = True
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
        self.last_size = len(inner)
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
        answer = solve_programme(
            programme,
            self.engine,
            work=self.effort if not (priced or short.any()) else _SHORT_EFFORT * self.effort,
            seed=self.seed,
            hint=None
            if anyway or self.engine != "cp-sat"
            else np.concatenate([self.x[inner], self.aux_x[aux]]).astype(float),
        )
        if answer.x is None:
            return False
        after = round(float(programme.cost @ np.rint(answer.x)))
        if not anyway and after > before:
            return False
        self._excess = None
        self.x[inner] = answer.x[: len(inner)] > 0.5
        own = (model.aux_team >= 0) & ~self.settled
        own[own] = chosen[model.aux_team[own]]
        self.aux_x[own] = 0
        self.aux_x[aux] = np.rint(answer.x[len(inner) :])
        return after < before

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

    # -- where it hurts

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
    def excess(self) -> FloatArray:
        """(t,) what each team loses against the bound; the whole gap but for what no team explains."""
        if self._excess is None:
            self._excess = self._measure_excess()
        return self._excess

    def _measure_excess(self) -> FloatArray:
        model, proof = self.model, self.proof
        entry = np.repeat(np.arange(len(self.columns)), np.diff(self.columns.indptr))
        reduced = (self.cost * DUAL_SCALE).astype(float)
        reduced -= np.bincount(
            entry,
            weights=(self.columns.values * proof.duals[self.columns.rows]).astype(float),
            minlength=len(self.columns),
        )
        reduced -= proof.best[self.columns.service]
        loss = np.bincount(
            self.team[self.x], weights=reduced[self.x], minlength=len(model.data.teams)
        ).astype(float)
        activity = model.activity(self.columns.pick(self.x), np.ones(int(self.x.sum())), self.aux_x)
        binding = np.flatnonzero((proof.duals < 0) & (model.row_team >= 0))
        slack = (model.row_upper - activity)[binding] * -proof.duals[binding]
        loss += np.bincount(model.row_team[binding], weights=slack, minlength=len(loss))
        aux_reduced = self.aux_cost.astype(float) * DUAL_SCALE - np.bincount(
            model.aux_entry,
            weights=(model.aux_values * proof.duals[model.aux_rows]).astype(float),
            minlength=model.n_aux,
        )
        mine = model.aux_team >= 0
        loss += np.bincount(
            model.aux_team[mine], weights=(aux_reduced * self.aux_x)[mine], minlength=len(loss)
        )
        self._blame_teams(loss, reduced, entry)
        wanted = proof.best.copy()
        wanted[self.columns.service[self.x]] = 0
        idle = np.flatnonzero((reduced <= 0) & (wanted[self.columns.service] < 0))
        first = idle[np.unique(self.columns.service[idle], return_index=True)[1]]
        np.add.at(loss, self.team[first], -wanted[self.columns.service[first]].astype(float))
        self.tight = reduced <= DUAL_SCALE * 2
        return np.asarray(np.maximum(0, loss) / DUAL_SCALE, dtype=float)

    def _blame_teams(self, loss: FloatArray, reduced: FloatArray, entry: IntArray) -> None:
        """What no team misses (a new cadre who must serve) counts against the two teams that fit best."""
        model = self.model
        missing = (model.aux_team < 0) & (self.aux_x > 0.5) & self.short_aux
        if not missing.any():
            return
        rows = np.zeros(model.n_rows)
        mine = missing[model.aux_entry]
        rows[model.aux_rows[mine]] = self.aux_cost[model.aux_entry[mine]]
        helping = (rows[self.columns.rows] > 0) & (self.columns.values < 0)
        column, cost = entry[helping], rows[self.columns.rows[helping]]
        person = self.columns.person[column]
        for at in pick_first(person, (reduced[column],), 2).tolist():
            loss[self.team[column[at]]] += cost[at] * DUAL_SCALE / 2

    def related(self, team: int) -> FloatArray:
        """(t,) people each team holds whom the given one could use at little loss, and the reverse."""
        holder = np.full(self.model.data.n_services, -1, dtype=np.int64)
        holder[self.columns.service[self.x]] = self.team[self.x]
        count = np.zeros(len(self.model.data.teams))
        cheap = self.tight & (self.team == team)
        owners = holder[self.columns.service[cheap]]
        np.add.at(count, owners[owners >= 0], 1.0)
        back = self.tight & (holder[self.columns.service] == team)
        np.add.at(count, self.team[back], 1.0)
        idle = self.columns.person[cheap & (holder[self.columns.service] < 0)]
        elsewhere = holder.reshape(-1, self.model.data.n)[:, idle]
        np.add.at(count, elsewhere[elsewhere >= 0], _OTHER_ROUND)
        for owner in self._list_partners(team, holder):
            count[owner] += _PARTNER
        count[team] = 0
        return count

    def _list_partners(self, team: int, holder: IntArray) -> list[int]:
        """Teams of people with whom somebody on a team would earn what it does not earn yet."""
        model = self.model
        unearned = (model.aux_team == team) & (self.aux_cost < 0) & (self.aux_x < 0.5)
        if not unearned.any():
            return []
        entry = np.repeat(np.arange(len(self.columns)), np.diff(self.columns.indptr))
        wanted = np.zeros(model.n_rows, dtype=bool)
        wanted[model.aux_rows[unearned[model.aux_entry]]] = True
        helping = wanted[self.columns.rows] & (self.columns.values < 0)
        met = np.zeros(model.n_rows, dtype=bool)
        met[self.columns.rows[helping & self.x[entry]]] = True
        half = np.zeros(model.n_aux, dtype=bool)
        half[model.aux_entry[met[model.aux_rows]]] = True
        wanted[:] = False
        wanted[model.aux_rows[(unearned & half)[model.aux_entry]]] = True
        helping = wanted[self.columns.rows] & ~met[self.columns.rows] & (self.columns.values < 0)
        owners = holder[self.columns.service[entry[helping]]]
        return [int(owner) for owner in owners if owner >= 0]

    def missing_people(self) -> list[tuple[IntArray, IntArray]]:
        """People who miss a minimum of their own: candidates that would meet it, each team's best one and the
        best first, and teams that hold them."""
        model, data = self.model, self.model.data
        found = []
        for at in np.flatnonzero((model.aux_team < 0) & (self.aux_x > 0.5) & self.short_aux).tolist():
            item = model.aux[at]
            if "person" not in item.key:
                continue
            mine = np.flatnonzero(self.columns.person == data.person_at[item.key["person"]])
            fitting = mine[self._helps(self.columns.pick(mine), item.rows)]
            if len(fitting):
                fitting = fitting[np.argsort(self.worth[fitting], kind="stable")]
                best = np.sort(np.unique(self.team[fitting], return_index=True)[1])
                found.append((fitting[best], np.unique(self.team[mine[self.x[mine]]])))
        return found

    def find_blockers(self, column: int) -> IntArray:
        """Teams whose members fill rows that tie teams together and that a candidate needs room in."""
        model, columns = self.model, self.columns
        span = slice(columns.indptr[column], columns.indptr[column + 1])
        rows, values = columns.rows[span], columns.values[span]
        held = columns.pick(self.x)
        activity = model.activity(held, np.ones(len(held)), self.aux_x)
        tied = (model.row_team[rows] < 0) & ~np.isfinite(model.row_lower[rows])
        full = rows[(values > 0) & tied & (activity[rows] + values > model.row_upper[rows] + 1e-6)]
        entry = np.repeat(np.arange(len(held)), np.diff(held.indptr))
        blocking = np.isin(held.rows, full) & (held.values > 0)
        return np.unique(self.team_of_slot[held.slot[entry[blocking]]])

    @staticmethod
    def _helps(columns: Columns, rows: list[int]) -> BoolArray:
        """(k,) columns that count towards some rows' minima."""
        entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
        found = np.zeros(len(columns), dtype=bool)
        found[entry[np.isin(columns.rows, rows) & (columns.values < 0)]] = True
        return found
