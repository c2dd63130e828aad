"""sensitive-duties: complaints, clues and leaders' interviews are duties of external members.

units = seats with a duty held by somebody not external + max(0, k − external members besides the leader)
"""

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """A soft cost on duty seats and a soft minimum a team."""
    setting = data.rules.sensitive_duties
    assert setting is not None
    none = np.zeros(data.n, dtype=np.int64)

    def units(slot: int) -> IntArray:
        place = data.slots[slot]
        return none if place.seat.duty is None else (~data.find_externals(place.team)).astype(np.int64)

    def met(slot: int) -> BoolArray:
        place = data.slots[slot]
        return np.asarray(data.find_externals(place.team) & (place.seat.role != "leader"), dtype=bool)

    builder.add_soft_cost("sensitive-duties", setting.weight, units)
    teams = range(len(data.teams))
    builder.add_team_minimum(
        "sensitive-duties", "external", teams, [setting.k] * len(teams), met, "soft", setting.weight
    )
