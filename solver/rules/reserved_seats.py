"""reserved-seats: n of the seats of some teams, whichever they are, are kept for the people of a source set.

Σ over p not in the set, over the seats of the teams: x[p, s] ≤ max(0, seats − n)
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.patterns import Keys, Pattern, Place
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One maximum per reservation."""
    setting = data.rules.reserved_seats
    assert setting is not None
    groups = setting.groups
    mine: dict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(groups):
        for team in item.teams:
            mine[data.team_at[team]].append(number)
    outside = [_list_outside(data, item.source_set) for item in groups]
    patterns: dict[tuple[int, ...], Pattern] = {}
    places: dict[int, Place] = {}
    for at, numbers in mine.items():
        known = tuple(numbers)
        if known not in patterns:
            people = np.concatenate([outside[number] for number in known])
            rows = np.concatenate([np.full_like(outside[number], number - known[0]) for number in known])
            patterns[known] = builder.pattern(people, rows, np.ones_like(people), known[-1] - known[0] + 1)
        places[at] = patterns[known], known[0]
    limits = [sum(int(data.team_size[data.team_at[team]]) for team in item.teams) - item.n for item in groups]
    builder.add_group(
        "reserved-seats",
        None,
        Keys(len(groups), lambda at: {"group": groups[at].id}),
        np.maximum(0, np.array(limits, dtype=np.int64)),
        lambda slot: places.get(data.slots[slot].team),
        eager=True,
    )


def _list_outside(data: Data, name: str) -> IntArray:
    """People who are not in a source set."""
    inside = np.zeros(data.n, dtype=bool)
    inside[[data.person_at[person] for person in data.instance.source_sets[name]]] = True
    return np.flatnonzero(~inside)
