"""Whole teams are sent and staffed: counties for all teams at once, then the people of one county at a time.

Team by team, whole teams get stuck: the first ones take counties that leave no way to send the others. So the
counties of all teams are chosen together (`bianzu.solver.senders`). Then no two counties have people or teams
in common, and each is staffed by itself. Where something stays missing, its county gets other teams.
"""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from bianzu.solver.columns import Weights
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.flows import Flows, list_senders
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from bianzu.solver.senders import Cut, Senders
from bianzu.solver.settling import FEW_COLUMNS, Searching
from bianzu.solver.weighing import soft_weight

__all__ = ["list_unstaffed", "send_first", "send_teams"]

_ATTEMPTS, _FIRST_ATTEMPTS = 20, 2
"""So often counties get other teams where something is missing."""
_AT_ONCE = 8
"""So many teams of one county are staffed by one programme."""
_EFFORT, _FIRST_EFFORT = 3.0, 1.0

_Share = tuple[int, tuple[int, ...]]
"""A county and the teams that it sends."""


def send_first(search: Searching) -> bool:
    """A plan of whole teams before anything is known of prices; whether there is one."""
    model = search.model
    weights: Weights = ((SOFT, soft_weight(model)[0]), (LOAD_TRAVEL, 1))
    none = np.zeros(model.n_rows, dtype=np.int64)
    proof = Proof(weights, none, (), 0, np.zeros(model.data.n_services, dtype=np.int64))
    return _send(search, proof, None, attempts=_FIRST_ATTEMPTS, effort=_FIRST_EFFORT)


def send_teams(search: Searching, proof: Proof, shares: FloatArray) -> bool:
    """The best of some plans of whole teams; whether the search has one.

    Parameters
    ----------
    proof
        Multipliers that price counties.
    shares
        (a,) aux columns of a relaxation, whose counties are drawn to.
    """
    return _send(search, proof, shares, attempts=_ATTEMPTS, effort=_EFFORT)


def list_unstaffed(model: Model, plan: Evaluation) -> list[int]:
    """Teams with empty seats that no county sends as a whole."""
    data, flows = model.data, Flows(model.data)
    teams = np.array([slot.team for slot in data.slots], dtype=np.int64)
    filled = np.bincount(teams[plan.slots], minlength=len(data.teams))
    return [team for team in np.flatnonzero(filled < data.team_size).tolist() if not flows.whole[team]]


def _send(
    search: Searching, proof: Proof, shares: FloatArray | None, *, attempts: int, effort: float
) -> bool:
    model = search.model
    if model.n_columns <= FEW_COLUMNS or not any(Flows(model.data).whole):
        return False
    senders = Senders(model)
    staffing = _Staffing(
        model,
        proof,
        seed=search.seed,
        engine=search.engine,
        effort=effort,
        tick=lambda: search.tell("search", SOFT),
    )
    cost, cuts, sent = senders.price(proof, shares), list[Cut](), False
    for _ in range(attempts):
        chosen = senders.choose(cost, cuts, seed=search.seed, engine=search.engine)
        if chosen is None:
            break
        found = staffing.staff(chosen)
        sent |= found.feasible
        search.take(found, SOFT)
        more = [cut for cut in _list_cuts(model, chosen, found) if cut not in cuts]
        if not more:
            break
        cuts += more
    return sent


def _list_shares(chosen: dict[int, int]) -> list[_Share]:
    """The teams of every county that sends any."""
    teams: dict[int, list[int]] = defaultdict(list)
    for team, county in sorted(chosen.items()):
        teams[county].append(team)
    return [(county, tuple(listed)) for county, listed in sorted(teams.items())]


def _list_cuts(model: Model, chosen: dict[int, int], found: Evaluation) -> list[Cut]:
    """Shares with which something is missing: of a team, or somebody who has to serve."""
    shares = dict(_list_shares(chosen))
    data = model.data
    cuts = set[tuple[int, bool]]()
    for item in found.missing:
        if item.aux.kind != "short":
            continue
        if item.aux.team in chosen:
            cuts.add((chosen[item.aux.team], False))
        elif "person" in item.aux.key:
            home = int(data.work_county[data.person_at[item.aux.key["person"]]])
            if home >= 0:
                cuts.add((home, True))
    return [Cut(county, shares.get(county, ()), more) for county, more in sorted(cuts)]


class _Staffing:
    """The people of every county on the teams that it sends; what was solved once is kept."""

    def __init__(
        self,
        model: Model,
        proof: Proof,
        *,
        seed: int,
        engine: Engine,
        effort: float,
        tick: Callable[[], None],
    ) -> None:
        self.model = model
        self.proof = proof
        self.seed = seed
        self.engine: Engine = engine
        self.effort = effort
        self.tick = tick
        self.known: dict[_Share, IntArray] = {}
        self.aux_of = {
            (team, county): item for (team, county), item in list_senders(model.data, model.builder).items()
        }
        self.position = {id(item): at for at, item in enumerate(model.aux)}

    def staff(self, chosen: dict[int, int]) -> Evaluation:
        """The people of every county on its teams."""
        model = self.model
        aux_x = np.zeros(model.n_aux, dtype=np.int64)
        aux_x[model.seat_aux] = [slot.capacity for slot in model.data.slots]
        for way in chosen.items():
            aux_x[self.position[id(self.aux_of[way])]] = 1
        keys = [np.zeros(0, dtype=np.int64)]
        for share in _list_shares(chosen):
            if share not in self.known:
                self.tick()
                self.known[share] = self._solve(share, aux_x)
            keys.append(self.known[share])
        return evaluate(model, np.sort(np.concatenate(keys)))

    def _solve(self, share: _Share, aux_x: IntArray) -> IntArray:
        model, (county, teams) = self.model, share
        people = model.data.work_county == county
        slots = [slot for team in teams for slot in model.data.team_slots[team]]
        keys = [
            slot * model.data.n + np.flatnonzero(model.eligibility.allowed[slot] & people) for slot in slots
        ]
        space = Neighbourhoods(
            model,
            model.build_columns(np.sort(np.concatenate(keys))),
            self.proof,
            seed=self.seed,
            effort=self.effort,
            engine=self.engine,
        )
        space.load(np.zeros(0, dtype=np.int64), aux_x)
        for first in range(0, len(teams), _AT_ONCE):
            space.improve(teams[first : first + _AT_ONCE], anyway=True)
        return space.keys
