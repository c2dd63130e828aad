"""age-bands: at least one young, one middle-aged and one older member.

Per band: Σ over p outside the band x[p, t] ≤ seats(t) − 1 + missing[t, band]
"""

from functools import partial

from bianzu.solver.data import BoolArray, Data
from bianzu.solver.rows import Builder


def _same(inside: BoolArray, _slot: int) -> BoolArray:
    return inside


def add_rows(data: Data, builder: Builder) -> None:
    """Three soft minima a team."""
    setting = data.rules.age_bands
    assert setting is not None
    bands = {
        "young": data.age <= setting.young,
        "middle": (data.age > setting.young) & (data.age <= setting.middle),
        "old": data.age > setting.middle,
    }
    teams = range(len(data.teams))
    for clause, inside in bands.items():
        builder.add_team_minimum(
            "age-bands",
            clause,
            teams,
            [1] * len(teams),
            partial(_same, inside),
            "soft",
            setting.weight,
        )
