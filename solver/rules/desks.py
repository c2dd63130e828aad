"""desks: two people at every interview desk, the leader not counted.

Σ over leader seats x ≤ seats(t) − 2 · desks(t) + over[t]
"""

import numpy as np

from bianzu.solver.data import BoolArray, Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable minimum a team."""
    setting = data.rules.desks
    assert setting is not None
    need = [2 * (setting.desks if team.desks is None else team.desks) for team in data.teams]

    def met(slot: int) -> BoolArray:
        return np.full(data.n, data.slots[slot].seat.role != "leader")

    builder.add_team_minimum("desks", None, range(len(data.teams)), need, met, setting.hardness)
