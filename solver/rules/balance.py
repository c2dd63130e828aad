"""balance: teams should be alike in a sum over their members; cost = highest sum − lowest sum.

Σ value(p) x[p, t] ≤ high;  low ≤ Σ value(p) x[p, t];  weight · (high − low)
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.rows import Builder

__all__ = ["add_rows", "field_values"]


def field_values(data: Data, field: str) -> IntArray:
    """(n,) what each person adds to a team's sum."""
    if field == "experience":
        return data.earlier
    if field == "age":
        return data.age
    if field == "skill-points":
        return np.array([sum(skill.level for skill in p.skills) for p in data.people], dtype=np.int64)
    return np.array([p.numbers.get(field, 0) for p in data.people], dtype=np.int64)


def add_rows(data: Data, builder: Builder) -> None:
    """Two rows a team and two aux columns a field."""
    setting = data.rules.balance
    assert setting is not None
    count = len(data.teams)
    for name in setting.fields:
        values = field_values(data, name)
        people = np.flatnonzero(values)
        top = int(np.sort(values)[::-1][: int(data.team_size.max(initial=0))].sum())
        keys = [{"team": team.id, "field": name} for team in data.teams]
        for clause, sign in (("high", 1), ("low", -1)):
            pattern = builder.pattern(people, np.zeros_like(people), sign * values[people], 1)
            group = builder.add_group(
                "balance",
                clause,
                keys,
                np.zeros(count, dtype=np.int64),
                lambda slot, pattern=pattern: (pattern, data.slots[slot].team),  # type: ignore[misc]
                eager=True,
            )
            builder.add_aux(
                "count",
                "balance",
                clause,
                {"field": name},
                top,
                weight=sign * setting.weight,
                entries=[(group.first + at, -sign) for at in range(count)],
            )
