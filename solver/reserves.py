"""reserves: for every team up to r people who could step in, one of them able to lead (docs/format.md)."""

from dataclasses import dataclass

import numpy as np

from bianzu.models import Reserve
from bianzu.solver.costs import LOAD_TRAVEL, tie_break
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.hindsight import Hindsight
from bianzu.solver.model import Model

__all__ = ["list_reserves"]

_NEVER = 1 << 60


def list_reserves(model: Model, plan: Evaluation, seed: int) -> tuple[Reserve, ...]:
    """Ranked reserves in the order of the teams; nobody while the rule is off.

    Every team first gets somebody who can lead it, then one more person at a time; teams with few able
    people come first.
    """
    setting = model.data.rules.reserves
    if setting is None or not setting.r:
        return ()
    roster = _Roster(model, plan, seed)
    order = np.argsort([roster.count_able(team) for team in range(len(model.data.teams))], kind="stable")
    teams: list[int] = order.tolist()
    for team in teams:
        roster.pick(team, lead=True)
    for size in range(1, setting.r + 1):
        for team in teams:
            if len(roster.picked[team]) < size:
                roster.pick(team, lead=False)
    return tuple(
        Reserve(team=team.id, rank=rank, person=model.data.people[item.person].id, seat=item.seat)
        for team, mine in zip(model.data.teams, roster.picked, strict=True)
        for rank, item in enumerate(sorted(mine, key=lambda item: item.cost), start=1)
    )


@dataclass(frozen=True)
class _Picked:
    """Somebody for a seat, at a soft cost, load and travel, and a tie-break."""

    cost: tuple[int, int, int]
    person: int
    seat: str


class _Roster:
    """Who is a reserve of which team so far."""

    def __init__(self, model: Model, plan: Evaluation, seed: int) -> None:
        self.model = model
        self.seed = seed
        data = model.data
        self.picked: list[list[_Picked]] = [[] for _ in data.teams]
        self.hindsight = [Hindsight(model, plan, item) for item in range(len(data.rounds))]
        self.busy = np.zeros((max(len(data.teams), len(data.rounds)), data.n), dtype=bool)
        """(t, n) who sits on a team that overlaps, or is a reserve of one; with `Data.one_service` (r, n)."""
        for slot, person in plan.pairs:
            self._occupy(data.slots[slot].team, person)

    def _occupy(self, team: int, person: int) -> None:
        """Keep a person for a team; where all teams of a round overlap, one mark serves for all of them."""
        data = self.model.data
        if data.one_service:
            self.busy[data.team_round[team], person] = True
            return
        start, end = data.team_days[team]
        overlapping = [
            other for other, days in enumerate(data.team_days) if days[0] <= end and start <= days[1]
        ]
        self.busy[overlapping, person] = True

    def _free(self, team: int) -> BoolArray:
        data = self.model.data
        return np.asarray(~self.busy[data.team_round[team] if data.one_service else team])

    def count_able(self, team: int) -> int:
        """How many people are free to sit on a team."""
        view = self.hindsight[self.model.data.team_round[team]]
        able = np.any([view.find_allowed(slot) for slot in self.model.data.team_slots[team]], axis=0)
        return int((able & self._free(team)).sum())

    def pick(self, team: int, *, lead: bool) -> None:
        """Take the cheapest person left, for the cheapest seat; to ``lead``, one whom nothing bars from any
        leader seat, for one of those."""
        data = self.model.data
        view, free = self.hindsight[data.team_round[team]], self._free(team)
        slots = data.team_slots[team]
        if lead:
            slots = [slot for slot in slots if data.slots[slot].seat.role == "leader"]
            for slot in slots:
                free &= view.find_allowed(slot)
        costs = {slot: self._weigh(view, slot, free) for slot in slots}
        least = min((cost.min(initial=_NEVER) for cost in costs.values()), default=_NEVER)
        if least >= _NEVER:
            return
        found = [
            (tie_break(self.seed, data.people[person].id, seat), person, seat, slot)
            for slot, cost in costs.items()
            for person in np.flatnonzero(cost == least).tolist()
            for seat in data.slots[slot].seat_ids
        ]
        tie, person, seat, slot = min(found)
        travel = int(self.model.costs.of_slot(LOAD_TRAVEL, slot)[person])
        soft = int(view.soft_cost(slot)[person])
        self.picked[team].append(_Picked((soft, travel, tie), person, seat))
        self._occupy(team, person)

    def _weigh(self, view: Hindsight, slot: int, free: BoolArray) -> IntArray:
        """(n,) soft cost, then load and travel, in one number; of people who cannot, more than any."""
        cost = (view.soft_cost(slot) << 32) + self.model.costs.of_slot(LOAD_TRAVEL, slot)
        return np.where(free & view.find_allowed(slot), cost, _NEVER)
