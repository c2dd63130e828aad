"""balance: teams of a round should be alike in a sum over their members; cost = highest sum − lowest sum.

Σ value(p) x[p, t] ≤ high;  low ≤ Σ value(p) x[p, t];  weight · (high − low)
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.rows import Builder

__all__ = ["add_rows", "field_values"]


def field_values(data: Data, field: str, item: int) -> IntArray:
    """(n,) what each person adds to a team's sum in a planned round."""
    if field == "experience":
        return data.earlier
    if field == "age":
        return np.asarray(data.ages[item], dtype=np.int64)
    if field == "skill-points":
        return np.array([sum(skill.level for skill in p.skills) for p in data.people], dtype=np.int64)
    return np.array([p.numbers.get(field, 0) for p in data.people], dtype=np.int64)


def add_rows(data: Data, builder: Builder) -> None:
    """Two rows a team, and two aux columns a planned round and field."""
    setting = data.rules.balance
    assert setting is not None
    for item in range(len(data.rounds)):
        teams = np.flatnonzero(data.team_round == item).tolist()
        for name in setting.fields if teams else ():
            _add_field(data, builder, setting.weight, name, item, teams)


def _add_field(data: Data, builder: Builder, weight: int, name: str, item: int, teams: list[int]) -> None:
    count, row_of = len(teams), {team: at for at, team in enumerate(teams)}
    values = field_values(data, name, item)
    people = np.flatnonzero(values)
    top = int(np.sort(values)[::-1][: int(data.team_size.max(initial=0))].sum())
    keys = [{"team": data.teams[team].id, "field": name} for team in teams]
    for clause, sign in (("high", 1), ("low", -1)):
        pattern = builder.pattern(people, np.zeros_like(people), sign * values[people], 1)
        group = builder.add_group(
            "balance",
            clause,
            keys,
            np.zeros(count, dtype=np.int64),
            lambda slot, pattern=pattern: (  # type: ignore[misc]
                (pattern, row_of[data.slots[slot].team]) if data.slots[slot].team in row_of else None
            ),
            eager=True,
        )
        builder.add_aux(
            "count",
            "balance",
            clause,
            {"round": data.rounds[item].id, "field": name},
            top,
            weight=sign * weight,
            follows="sums",
            entries=[(group.first + at, -sign) for at in range(count)],
        )
