"""age-bands: at least one young, one middle-aged and one older member.

Per band: Σ over p outside the band x[p, t] ≤ seats(t) − 1 + missing[t, band]
"""

from functools import partial

import numpy as np

from bianzu.solver.data import BoolArray, Data
from bianzu.solver.rows import Builder


def _inside(data: Data, band: BoolArray, slot: int) -> BoolArray:
    return np.asarray(band[data.slot_round[slot]], dtype=bool)


def add_rows(data: Data, builder: Builder) -> None:
    """Three soft minima a team."""
    setting = data.rules.age_bands
    assert setting is not None
    bands = {
        "young": data.ages <= setting.young,
        "middle": (data.ages > setting.young) & (data.ages <= setting.middle),
        "old": data.ages > setting.middle,
    }
    teams = range(len(data.teams))
    for clause, inside in bands.items():
        builder.add_team_minimum(
            "age-bands",
            clause,
            teams,
            [1] * len(teams),
            partial(_inside, data, inside),
            "soft",
            setting.weight,
        )
