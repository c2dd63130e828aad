"""Where an assignment loses against the bound, and who could do better: what guides neighbourhoods."""

from functools import cached_property

import numpy as np

from bianzu.solver.assignment import Assignment, Candidates
from bianzu.solver.columns import Columns
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray
from bianzu.solver.pricing import pick_first
from bianzu.solver.proof import DUAL_SCALE

__all__ = ["Losses"]

_PARTNER = 10.0
"""How much a team counts that holds somebody with whom a team would earn a reward."""
_OTHER_ROUND = 0.3
"""How much a team counts that holds, in another round, somebody whom a team could use."""


class Losses:
    """An assignment measured by the prices of its candidates."""

    def __init__(self, candidates: Candidates, held: Assignment) -> None:
        self.candidates = candidates
        self.held = held

    @cached_property
    def excess(self) -> FloatArray:
        """(t,) what each team loses against the bound; the whole gap but for what no team explains."""
        known, held, model = self.candidates, self.held, self.candidates.model
        loss = np.bincount(
            known.team[held.x], weights=known.reduced[held.x], minlength=len(model.data.teams)
        ).astype(float)
        activity = known.measure(held)
        binding = np.flatnonzero((known.duals < 0) & (model.row_team >= 0))
        slack = (model.row_upper - activity)[binding] * -known.duals[binding]
        loss += np.bincount(model.row_team[binding], weights=slack, minlength=len(loss))
        aux_reduced = known.aux_cost.astype(float) * DUAL_SCALE - np.bincount(
            model.aux_entry,
            weights=(model.aux_values * known.duals[model.aux_rows]).astype(float),
            minlength=model.n_aux,
        )
        mine = model.aux_team >= 0
        loss += np.bincount(
            model.aux_team[mine], weights=(aux_reduced * held.aux_x)[mine], minlength=len(loss)
        )
        self._blame_teams(loss)
        service = known.columns.service
        wanted = known.proof.best.copy()
        wanted[service[held.x]] = 0
        idle = np.flatnonzero((known.reduced <= 0) & (wanted[service] < 0))
        first = idle[np.unique(service[idle], return_index=True)[1]]
        np.add.at(loss, known.team[first], -wanted[service[first]].astype(float))
        return np.asarray(np.maximum(0, loss) / DUAL_SCALE, dtype=float)

    def _blame_teams(self, loss: FloatArray) -> None:
        """What no team misses (a new cadre who must serve) counts against the two teams that fit best."""
        known, columns, model = self.candidates, self.candidates.columns, self.candidates.model
        missing = (model.aux_team < 0) & (self.held.aux_x > 0.5) & known.short
        if not missing.any():
            return
        rows = np.zeros(model.n_rows)
        mine = missing[model.aux_entry]
        rows[model.aux_rows[mine]] = known.aux_cost[model.aux_entry[mine]]
        helping = (rows[columns.rows] > 0) & (columns.values < 0)
        column, cost = columns.entry[helping], rows[columns.rows[helping]]
        person = columns.person[column]
        for at in pick_first(person, (known.reduced[column],), 2).tolist():
            loss[known.team[column[at]]] += cost[at] * DUAL_SCALE / 2

    def related(self, team: int) -> FloatArray:
        """(t,) people each team holds whom the given one could use at little loss, and the reverse."""
        known, columns, data = self.candidates, self.candidates.columns, self.candidates.model.data
        holder = np.full(data.n_services, -1, dtype=np.int64)
        holder[columns.service[self.held.x]] = known.team[self.held.x]
        count = np.zeros(len(data.teams))
        tight = known.reduced <= DUAL_SCALE * 2
        cheap = tight & (known.team == team)
        owners = holder[columns.service[cheap]]
        np.add.at(count, owners[owners >= 0], 1.0)
        back = tight & (holder[columns.service] == team)
        np.add.at(count, known.team[back], 1.0)
        idle = columns.person[cheap & (holder[columns.service] < 0)]
        elsewhere = holder.reshape(-1, data.n)[:, idle]
        np.add.at(count, elsewhere[elsewhere >= 0], _OTHER_ROUND)
        for owner in self._list_partners(team, holder):
            count[owner] += _PARTNER
        count[team] = 0
        return count

    def _list_partners(self, team: int, holder: IntArray) -> list[int]:
        """Teams of people with whom somebody on a team would earn what it does not earn yet."""
        known, columns, model = self.candidates, self.candidates.columns, self.candidates.model
        unearned = (model.aux_team == team) & (known.aux_cost < 0) & (self.held.aux_x < 0.5)
        if not unearned.any():
            return []
        wanted = np.zeros(model.n_rows, dtype=bool)
        wanted[model.aux_rows[unearned[model.aux_entry]]] = True
        helping = wanted[columns.rows] & (columns.values < 0)
        met = np.zeros(model.n_rows, dtype=bool)
        met[columns.rows[helping & self.held.x[columns.entry]]] = True
        half = np.zeros(model.n_aux, dtype=bool)
        half[model.aux_entry[met[model.aux_rows]]] = True
        wanted[:] = False
        wanted[model.aux_rows[(unearned & half)[model.aux_entry]]] = True
        helping = wanted[columns.rows] & ~met[columns.rows] & (columns.values < 0)
        owners = holder[columns.service[columns.entry[helping]]]
        return [int(owner) for owner in owners if owner >= 0]

    def missing_people(self) -> list[tuple[IntArray, IntArray]]:
        """People who miss a minimum of their own: candidates that would meet it, each team's best one and the
        best first, and teams that hold them."""
        known, columns, x = self.candidates, self.candidates.columns, self.held.x
        model, data = known.model, known.model.data
        found = []
        missing = (model.aux_team < 0) & (self.held.aux_x > 0.5) & known.short
        for at in np.flatnonzero(missing).tolist():
            item = model.aux[at]
            if "person" not in item.key:
                continue
            mine = np.flatnonzero(columns.person == data.person_at[item.key["person"]])
            fitting = mine[self._helps(columns.pick(mine), known.local[item.rows])]
            if len(fitting):
                fitting = fitting[np.argsort(known.worth[fitting], kind="stable")]
                best = np.sort(np.unique(known.team[fitting], return_index=True)[1])
                found.append((fitting[best], np.unique(known.team[mine[x[mine]]])))
        return found

    def find_blockers(self, column: int) -> IntArray:
        """Teams whose members fill rows that tie teams together and that a candidate needs room in."""
        known, model, columns = self.candidates, self.candidates.model, self.candidates.columns
        span = slice(columns.indptr[column], columns.indptr[column + 1])
        rows, values = columns.rows[span], columns.values[span]
        activity = known.measure(self.held)
        tied = (model.row_team[rows] < 0) & ~np.isfinite(model.row_lower[rows])
        full = rows[(values > 0) & tied & (activity[rows] + values > model.row_upper[rows] + 1e-6)]
        blocking = self.held.x[columns.entry] & np.isin(columns.rows, full) & (columns.values > 0)
        return np.unique(known.team[columns.entry[blocking]])

    @staticmethod
    def _helps(columns: Columns, rows: IntArray) -> BoolArray:
        """(k,) columns that count towards some rows' minima."""
        found = np.zeros(len(columns), dtype=bool)
        found[columns.entry[np.isin(columns.rows, rows) & (columns.values < 0)]] = True
        return found
