"""seniority: a senior and a junior grade on each team; a hard minimum in a post of two.

Per grade: Σ over p not of it x[p, t] ≤ seats(t) − 1 + missing[t]
"""

from functools import partial

from bianzu.solver.data import BoolArray, Data
from bianzu.solver.rows import Builder


def _same(inside: BoolArray, _slot: int) -> BoolArray:
    return inside


def add_rows(data: Data, builder: Builder) -> None:
    """Two minima a team, soft except in teams of two."""
    setting = data.rules.seniority
    assert setting is not None
    ladder = data.instance.ranks
    grades = {
        "senior": data.rank >= ladder.step(setting.senior),
        "junior": (data.rank >= 0) & (data.rank <= ladder.step(setting.junior)),
    }
    pairs = [at for at, size in enumerate(data.team_size) if size == 2]
    others = [at for at, size in enumerate(data.team_size) if size != 2]
    for clause, inside in grades.items():
        for teams, hardness in ((pairs, "hard"), (others, "soft")):
            builder.add_team_minimum(
                "seniority",
                clause,
                teams,
                [1] * len(teams),
                partial(_same, inside),
                hardness,
                setting.weight,
            )
