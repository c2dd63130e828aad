"""gender: at least one woman (two where women's interviews are flagged) and one man.

Per gender: Σ over p of the other x[p, t] ≤ seats(t) − need + missing[t]
"""

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """Two soft minima a team."""
    setting = data.rules.gender
    assert setting is not None
    teams = range(len(data.teams))
    women = [2 if team.womens_interviews else 1 for team in data.teams]
    builder.add_team_minimum(
        "gender", "female", teams, women, lambda _slot: data.woman, "soft", setting.weight
    )
    builder.add_team_minimum(
        "gender", "male", teams, [1] * len(teams), lambda _slot: ~data.woman, "soft", setting.weight
    )
