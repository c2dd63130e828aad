"""Where an assignment loses against the bound, and who could do better: what guides neighbourhoods."""

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.proof import DUAL_SCALE, Proof
from bianzu.solver.relaxation import pick_first

__all__ = ["Losses"]

_PARTNER = 10.0
"""How much a team counts that holds somebody with whom a team would earn a reward."""
_OTHER_ROUND = 0.3
"""How much a team counts that holds, in another round, somebody whom a team could use."""


class Losses:
    """Candidates, what they cost, and an assignment over them, measured by the prices of a proof.

    Parameters
    ----------
    model, columns, duals
        A model, columns (k) of it, and the price of each of its rows in units of 1 / DUAL_SCALE.
    local
        New numbers of the rows that aux columns name, -1 where the model has none any more.
    cost, worth, aux_cost
        (k,) costs, the same with what each person is worth elsewhere, and (a,) costs of the aux columns.
    short_aux
        (a,) aux columns that stand for what is missing or waived.
    """

    def __init__(
        self,
        model: Model,
        columns: Columns,
        local: IntArray,
        duals: IntArray,
        proof: Proof,
        cost: IntArray,
        worth: IntArray,
        aux_cost: IntArray,
        short_aux: BoolArray,
    ) -> None:
        self.model = model
        self.columns = columns
        self.local = local
        self.duals = duals
        self.proof = proof
        self.cost = cost
        self.worth = worth
        self.aux_cost = aux_cost
        self.team_of_slot = model.data.slot_team
        self.team = self.team_of_slot[columns.slot]
        self.entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
        self.short_aux = short_aux
        paid = np.bincount(
            self.entry, weights=(columns.values * duals[columns.rows]).astype(float), minlength=len(columns)
        )
        self.reduced: FloatArray = (cost * DUAL_SCALE - proof.best[columns.service]).astype(float) - paid
        self.tight: BoolArray = np.asarray(self.reduced <= DUAL_SCALE * 2, dtype=bool)
        self.x = np.zeros(len(columns), dtype=bool)
        self.aux_x = np.zeros(model.n_aux)
        self._excess: FloatArray | None = None

    def note(self, x: BoolArray, aux_x: FloatArray) -> None:
        """The assignment has changed."""
        self.x, self.aux_x, self._excess = x, aux_x, None

    @property
    def excess(self) -> FloatArray:
        """(t,) what each team loses against the bound; the whole gap but for what no team explains."""
        if self._excess is None:
            self._excess = self._measure_excess()
        return self._excess

    def _measure_excess(self) -> FloatArray:
        model, proof, reduced = self.model, self.proof, self.reduced
        loss = np.bincount(
            self.team[self.x], weights=reduced[self.x], minlength=len(model.data.teams)
        ).astype(float)
        activity = model.activity(self.columns.pick(self.x), np.ones(int(self.x.sum())), self.aux_x)
        binding = np.flatnonzero((self.duals < 0) & (model.row_team >= 0))
        slack = (model.row_upper - activity)[binding] * -self.duals[binding]
        loss += np.bincount(model.row_team[binding], weights=slack, minlength=len(loss))
        aux_reduced = self.aux_cost.astype(float) * DUAL_SCALE - np.bincount(
            model.aux_entry,
            weights=(model.aux_values * self.duals[model.aux_rows]).astype(float),
            minlength=model.n_aux,
        )
        mine = model.aux_team >= 0
        loss += np.bincount(
            model.aux_team[mine], weights=(aux_reduced * self.aux_x)[mine], minlength=len(loss)
        )
        self._blame_teams(loss)
        wanted = proof.best.copy()
        wanted[self.columns.service[self.x]] = 0
        idle = np.flatnonzero((reduced <= 0) & (wanted[self.columns.service] < 0))
        first = idle[np.unique(self.columns.service[idle], return_index=True)[1]]
        np.add.at(loss, self.team[first], -wanted[self.columns.service[first]].astype(float))
        return np.asarray(np.maximum(0, loss) / DUAL_SCALE, dtype=float)

    def _blame_teams(self, loss: FloatArray) -> None:
        """What no team misses (a new cadre who must serve) counts against the two teams that fit best."""
        model = self.model
        missing = (model.aux_team < 0) & (self.aux_x > 0.5) & self.short_aux
        if not missing.any():
            return
        rows = np.zeros(model.n_rows)
        mine = missing[model.aux_entry]
        rows[model.aux_rows[mine]] = self.aux_cost[model.aux_entry[mine]]
        helping = (rows[self.columns.rows] > 0) & (self.columns.values < 0)
        column, cost = self.entry[helping], rows[self.columns.rows[helping]]
        person = self.columns.person[column]
        for at in pick_first(person, (self.reduced[column],), 2).tolist():
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
        entry = self.entry
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
            fitting = mine[self._helps(self.columns.pick(mine), self.local[item.rows])]
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
    def _helps(columns: Columns, rows: IntArray) -> BoolArray:
        """(k,) columns that count towards some rows' minima."""
        entry = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
        found = np.zeros(len(columns), dtype=bool)
        found[entry[np.isin(columns.rows, rows) & (columns.values < 0)]] = True
        return found
