"""Which county sends each whole team: an integer programme over counties, without people.

Its rows are those that speak of counties alone (one county a team, no-swap, fresh-pairing, flow-balance), how
far each county's people reach, and what was tried in vain.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bianzu.solver.costs import SOFT, WAIVERS
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine, Programme, solve_programme
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.flows import list_senders
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.proof import DUAL_SCALE, Proof

__all__ = ["Cut", "Senders"]

_EFFORT = 3.0
_FINE = 10
"""Costs of a county's team in tenths of a soft unit."""
_PULL = 1000
"""What the relaxation's share of a county is worth."""
_CUT, _NOBODY = 1_000_000, 10_000_000
"""Price of a set of teams that was tried in vain, and of a team that nobody sends."""
_WAIVED = 100_000


@dataclass(frozen=True)
class Cut:
    """A share tried in vain: with no fewer teams it lacks people, or (``more``) with no others."""

    county: int
    teams: tuple[int, ...]
    more: bool


class Senders:
    """The choice of a county for every whole team.

    Attributes
    ----------
    team, county, aux
        (k,) what each open way is: the team, the county, and the aux column that says so.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        position = {id(item): at for at, item in enumerate(model.aux)}
        ways = [
            (team, county, position[id(item)])
            for (team, county), item in list_senders(model.data, model.builder).items()
        ]
        ways = [way for way in ways if model.aux_upper[way[2]] and self._can_staff(way[0], way[1])]
        self.team, self.county, self.aux = np.array(ways, dtype=np.int64).reshape(-1, 3).T
        self._rows = self._find_rows()
        self._limits = self._count_people() if model.data.one_service else []
        self._pinned = self._find_pinned()

    def __len__(self) -> int:
        return len(self.aux)

    def _can_staff(self, team: int, county: int) -> bool:
        """Whether every slot of a team has enough people of a county, each slot by itself."""
        data, allowed = self.model.data, self.model.eligibility.allowed
        at_home = data.work_county == county
        return all(
            int(np.count_nonzero(allowed[slot] & at_home)) >= data.slots[slot].capacity
            for slot in data.team_slots[team]
        )

    def _find_rows(self) -> IntArray:
        """Rows over counties alone."""
        model = self.model
        of_people = (("cross-form", None), ("flow-balance", "manned"))
        peopled = model.mark(lambda group: (group.rule, group.clause) in of_people)
        touched = np.zeros(model.n_rows, dtype=bool)
        touched[model.aux_rows[np.isin(model.aux_entry, self.aux)]] = True
        return np.flatnonzero(touched & ~peopled)

    def _count_people(self) -> list[tuple[int, int, dict[int, int], int]]:
        """(planned round, county, seats per team, people): seats of some roles, and who could take them."""
        data, allowed = self.model.data, self.model.eligibility.allowed
        roles = sorted({slot.seat.role for slot in data.slots})
        kinds = {kind for size in (1, 2, len(roles)) for kind in combinations(roles, size)}
        found = []
        for item in range(len(data.rounds)):
            teams = np.unique(self.team[data.team_round[self.team] == item]).tolist()
            for kind in sorted(kinds):
                slots = {
                    team: [slot for slot in data.team_slots[team] if data.slots[slot].seat.role in kind]
                    for team in teams
                }
                seats = {
                    team: sum(data.slots[slot].capacity for slot in listed) for team, listed in slots.items()
                }
                every = [slot for listed in slots.values() for slot in listed]
                able = allowed[every].any(axis=0)
                people = np.bincount(
                    data.work_county[able & (data.work_county >= 0)], minlength=len(data.county_at)
                )
                found += [(item, county, seats, int(count)) for county, count in enumerate(people.tolist())]
        return found

    def _find_pinned(self) -> list[IntArray]:
        """Per must pin that only whole teams can honour, the ways that do."""
        data, found = self.model.data, []
        for at, pin in enumerate(data.instance.pins):
            teams = {data.slots[slot].team for slot in pin_slots(data, at)}
            home = int(data.work_county[data.person_at[pin.person]])
            if pin.kind != "must-not" and home >= 0 and teams.issubset(self.team.tolist()):
                found.append(np.flatnonzero((self.county == home) & np.isin(self.team, sorted(teams))))
        return found

    def price(self, proof: Proof, shares: FloatArray | None) -> IntArray:
        """(k,) what each way costs by the multipliers of a proof, less the relaxation's share of it."""
        top = dict(proof.weights)[SOFT]
        reduced = self.model.price_aux(proof.weights, proof.duals, DUAL_SCALE)[self.aux] / (DUAL_SCALE * top)
        cost = np.clip(_FINE * reduced, 0, _CUT)
        if shares is not None:
            cost = cost - _PULL * shares[self.aux]
        return np.rint(cost).astype(np.int64)

    def choose(self, cost: IntArray, cuts: list[Cut], *, seed: int, engine: Engine) -> dict[int, int] | None:
        """The county of every team; ``None`` where the engine finds nothing."""
        programme = _Draft(self, cost, cuts).build()
        answer = solve_programme(programme, engine, work=_EFFORT, seed=seed)
        if answer.x is None:
            return None
        taken = np.flatnonzero(answer.x[: len(self)] > 0.5)
        return dict(zip(self.team[taken].tolist(), self.county[taken].tolist(), strict=True))


class _Draft:
    """The programme of `Senders.choose`, row by row."""

    def __init__(self, senders: Senders, cost: IntArray, cuts: list[Cut]) -> None:
        self.senders = senders
        self.cost: list[float] = cost.astype(float).tolist()
        self.upper: list[float] = [1.0] * len(senders)
        self.entries: list[list[tuple[int, float]]] = [[] for _ in self.cost]
        self.lower: list[float] = []
        self.limit: list[float] = []
        self._add_model_rows()
        self._add_teams()
        for item, county, seats, people in senders._limits:
            mine = (senders.county == county) & (senders.model.data.team_round[senders.team] == item)
            self._add_row({at: seats[int(senders.team[at])] for at in np.flatnonzero(mine).tolist()}, people)
        for ways in senders._pinned:
            self._add_row(dict.fromkeys(ways.tolist(), -1), -1)
        for cut in cuts:
            self._add_cut(cut)

    def build(self) -> Programme:
        """The finished programme."""
        lengths = [len(listed) for listed in self.entries]
        return Programme(
            cost=np.array(self.cost),
            lower=np.zeros(len(self.cost)),
            upper=np.array(self.upper),
            indptr=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
            rows=np.array([row for listed in self.entries for row, _ in listed], dtype=np.int64),
            values=np.array([value for listed in self.entries for _, value in listed]),
            row_lower=np.array(self.lower),
            row_upper=np.array(self.limit),
            integer=True,
        )

    def _add_row(self, values: dict[int, int], limit: float, lower: float = -np.inf) -> None:
        for at, value in values.items():
            if value:
                self.entries[at].append((len(self.limit), float(value)))
        self.lower.append(lower)
        self.limit.append(float(limit))

    def _add_column(self, cost: int, upper: int) -> int:
        self.cost.append(float(cost))
        self.upper.append(float(upper))
        self.entries.append([])
        return len(self.cost) - 1

    def _add_model_rows(self) -> None:
        """Rows over counties with what they may be exceeded by."""
        senders, model = self.senders, self.senders.model
        first = len(self.limit)
        local = {row: first + at for at, row in enumerate(senders._rows.tolist())}
        self.lower += model.row_lower[senders._rows].tolist()
        self.limit += model.row_upper[senders._rows].tolist()
        inside = np.isin(model.aux_rows, senders._rows)
        slack = np.unique(model.aux_entry[inside & model.is_slack[model.aux_entry]]).tolist()
        columns = dict(zip(senders.aux.tolist(), range(len(senders)), strict=True))
        for at in slack:
            units = model.aux_cost[:, at]
            price = _FINE * int(units[SOFT]) + _WAIVED * int(units[: WAIVERS + 1].sum())
            columns[at] = self._add_column(price, int(model.aux_upper[at]))
        for at, column in columns.items():
            span = slice(model.aux_indptr[at], model.aux_indptr[at + 1])
            for row, value in zip(
                model.aux_rows[span].tolist(), model.aux_values[span].tolist(), strict=True
            ):
                if row in local:
                    self.entries[column].append((local[row], float(value)))

    def _add_teams(self) -> None:
        """Every team is sent by somebody, at a price."""
        senders = self.senders
        for team in np.unique(senders.team).tolist():
            values = dict.fromkeys(np.flatnonzero(senders.team == team).tolist(), 1)
            self._add_row({**values, self._add_column(_NOBODY, 1): 1}, np.inf, 1.0)

    def _add_cut(self, cut: Cut) -> None:
        senders = self.senders
        mine = np.flatnonzero(senders.county == cut.county)
        held = np.isin(senders.team[mine], cut.teams)
        slack = {self._add_column(_CUT, 1): -1}
        if cut.more:
            self._add_row({**dict.fromkeys(mine[~held].tolist(), -1), **slack}, -1)
        else:
            self._add_row({**dict.fromkeys(mine[held].tolist(), 1), **slack}, len(cut.teams) - 1)
