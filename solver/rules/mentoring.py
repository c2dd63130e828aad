"""mentoring: few first-timers, not more than two new cadres a backbone, and at least one backbone.

Σ first(p) x ≤ floor(f · seats) + over;  Σ (new(p) − 2 · backbone(p)) x ≤ over;
Σ (1 − backbone(p)) x ≤ seats − 1 + short
"""

from collections.abc import Sequence

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.rows import Builder
from bianzu.solver.rules.new_cadre import compute_duties


def add_rows(data: Data, builder: Builder) -> None:
    """Two soft maxima and one hard minimum a team."""
    setting = data.rules.mentoring
    assert setting is not None
    backbone = data.earlier >= 2
    teams = range(len(data.teams))
    builder.add_team_minimum("mentoring", "backbone", teams, [1] * len(teams), lambda _slot: backbone, "hard")
    first = (data.earlier == 0).astype(np.int64)
    limit = [int(setting.f_percent * size // 100) for size in data.team_size]
    _add_soft_maximum(data, builder, "first-timers", first, limit, setting.weight)
    fresh = np.array([duty.new_cadre for duty in compute_duties(data)], dtype=np.int64)
    ratio = fresh - 2 * backbone.astype(np.int64)
    _add_soft_maximum(data, builder, "new-cadres", ratio, [0] * len(teams), setting.weight)


def _add_soft_maximum(
    data: Data, builder: Builder, clause: str, coefs: IntArray, limit: Sequence[int], weight: int
) -> None:
    people = np.flatnonzero(coefs)
    pattern = builder.pattern(people, np.zeros_like(people), coefs[people], 1)
    keys = [{"team": team.id} for team in data.teams]
    group = builder.add_group(
        "mentoring",
        clause,
        keys,
        np.array(limit, dtype=np.int64),
        lambda slot: (pattern, data.slots[slot].team),
        team=np.arange(len(keys)),
    )
    for at, size in enumerate(data.team_size):
        builder.add_slack(group, at, "soft", weight, int(size), minimum=False)
