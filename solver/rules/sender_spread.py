"""sender-spread: at most q people of one sending county on a team, local seats not counted.

Σ over p of county c, seats of t that are not local: x[p, s] ≤ q + waived[t, c]
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder

_FEW_ROWS = 5000
"""With no more rows than this, the relaxation has all of them from the start."""


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per team and county; teams of one sending county are left out."""
    setting = data.rules.sender_spread
    assert setting is not None
    counties = [county.id for county in data.instance.counties]
    teams = [at for at, team in enumerate(data.teams) if team.cross_form != "whole"]
    row_of = {team: at * len(counties) for at, team in enumerate(teams)}
    keys = [{"team": data.teams[team].id, "county": county} for team in teams for county in counties]
    people = np.flatnonzero(data.work_county >= 0)

    pattern = builder.pattern(people, data.work_county[people], np.ones_like(people), len(counties))

    def place(slot: int) -> Place | None:
        team = data.slots[slot].team
        return (pattern, row_of[team]) if team in row_of and data.origin(slot) != "local" else None

    limit = np.full(len(keys), setting.q, dtype=np.int64)
    few = np.full(len(keys), len(keys) <= _FEW_ROWS)
    owner = np.repeat(np.array(teams, dtype=np.int64), len(counties))
    group = builder.add_group("sender-spread", None, keys, limit, place, team=owner, likely=few)
    for at, key in enumerate(keys if "sender-spread" in builder.book.rules else ()):
        size = int(data.team_size[data.team_at[key["team"]]])
        builder.add_slack(group, at, setting.hardness, 0, size, minimum=False)
