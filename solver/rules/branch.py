"""branch: a team has at least n full party members, so that it can form a branch.

Σ (1 − full(p)) · x[p, t] ≤ seats(t) − n + short[t]
"""

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One hard minimum a team."""
    setting = data.rules.branch
    assert setting is not None
    teams = range(len(data.teams))
    builder.add_team_minimum(
        "branch", None, teams, [setting.n] * len(teams), lambda _slot: data.full_member, "hard"
    )
