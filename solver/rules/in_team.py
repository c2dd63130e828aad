"""in-team: no kin on one team, no direct superior with a subordinate, at most n people of one work unit.

x[a, t] + x[b, t] ≤ 1 (+ waived);  Σ over p of unit u, not full-time: x[p, t] ≤ n (+ waived)
"""

from collections.abc import Sequence

import numpy as np

from bianzu.models import BLOOD_AND_MARRIAGE
from bianzu.solver.data import Data
from bianzu.solver.patterns import Keys, RowKey
from bianzu.solver.rows import Builder, Group

Pair = tuple[int, int]


def add_rows(data: Data, builder: Builder) -> None:
    """Pair rows per team, and one maximum per team and work unit."""
    setting = data.rules.in_team
    assert setting is not None
    if setting.kin != "off":
        add_pair_rows(data, builder, "in-team", "kin", _kin_pairs(data))
    if setting.superior != "off":
        pairs = sorted(
            (at, data.person_at[person.superior])
            for at, person in enumerate(data.people)
            if person.superior is not None
        )
        group = add_pair_rows(data, builder, "in-team", "superior", pairs)
        waivable = setting.superior == "waivable" and "in-team" in builder.book.rules
        for at, key in enumerate(group.keys if waivable else ()):
            people = (key["person"], key["other"])
            builder.add_slack(group, at, setting.superior, 0, 1, minimum=False, people=people)
    if setting.same_unit != "off":
        _add_same_unit(data, builder, setting.n, setting.same_unit)


def _kin_pairs(data: Data) -> list[Pair]:
    kinds = BLOOD_AND_MARRIAGE if data.rules.kin is None else data.rules.kin.classes
    found = {
        tuple(sorted((data.person_at[relation.person], data.person_at[relation.other_person])))
        for relation in data.instance.relations
        if relation.other_person is not None and relation.kind in kinds
    }
    return sorted((a, b) for a, b in found)


def add_pair_rows(
    data: Data, builder: Builder, rule: str, clause: str | None, pairs: Sequence[Pair]
) -> Group:
    """Rows ``x[a, t] + x[b, t] ≤ 1`` for every pair and team, team by team."""
    count = len(pairs)
    people = np.array([end for pair in pairs for end in pair], dtype=np.int64)
    numbers = np.repeat(np.arange(count, dtype=np.int64), 2)
    pattern = builder.pattern(people, numbers, np.ones_like(people), count)

    def key(at: int) -> RowKey:
        team, (a, b) = data.teams[at // count], pairs[at % count]
        return {"team": team.id, "person": data.people[a].id, "other": data.people[b].id}

    keys = Keys(len(data.teams) * count, key)
    return builder.add_group(
        rule,
        clause,
        keys,
        np.ones(len(keys), dtype=np.int64),
        lambda slot: (pattern, data.slots[slot].team * count),
        team=np.repeat(np.arange(len(data.teams)), count),
    )


def _add_same_unit(data: Data, builder: Builder, limit: int, hardness: str) -> None:
    borrowed = np.flatnonzero(~data.full_time)
    sizes = np.bincount(data.work_unit[borrowed], minlength=len(data.unit_at))
    crowded = np.flatnonzero(sizes > limit)
    number = np.full(len(data.unit_at), -1, dtype=np.int64)
    number[crowded] = np.arange(len(crowded))
    people = borrowed[number[data.work_unit[borrowed]] >= 0]
    row = number[data.work_unit[people]]

    count = len(crowded)
    pattern = builder.pattern(people, row, np.ones_like(people), count)
    units = [data.instance.units[at].id for at in crowded]
    keys = Keys(
        len(data.teams) * count, lambda at: {"team": data.teams[at // count].id, "unit": units[at % count]}
    )
    group = builder.add_group(
        "in-team",
        "same-unit",
        keys,
        np.full(len(keys), limit, dtype=np.int64),
        lambda slot: (pattern, data.slots[slot].team * count),
        team=np.repeat(np.arange(len(data.teams)), count),
    )
    for at, key in enumerate(keys if "in-team" in builder.book.rules else ()):
        size = int(data.team_size[data.team_at[key["team"]]])
        builder.add_slack(group, at, hardness, 0, size, minimum=False, unit=key["unit"])
