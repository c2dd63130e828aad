"""rank: a leader ranks at least as high as the highest head among the team's units, a deputy one step below.

x[p, s] = 0 when step(p) < highest head step (− 1 for a deputy).
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People whose rank is too low for a leader or deputy seat."""
    setting = data.rules.rank
    assert setting is not None
    ladder = data.instance.ranks
    floor: list[int | None] = []
    for team in data.teams:
        heads = [data.instance.unit_by_id[unit].head_rank for unit in team.units]
        floor.append(max((ladder.step(head) for head in heads if head is not None), default=None))
    drop = {"leader": 0 if setting.leader else None, "deputy": 1 if setting.deputy else None}

    def units(slot: int) -> IntArray:
        place = data.slots[slot]
        highest, below = floor[place.team], drop.get(place.seat.role)
        if highest is None or below is None:
            return np.zeros(data.n, dtype=np.int64)
        return ((data.rank < highest - below) | (data.rank < 0)).astype(np.int64)

    return [Exclusion("rank", None, setting.hardness, units)]
