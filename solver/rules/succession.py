"""succession: a post goes on to people of a unit that had somebody there in the post's round just before.

A soft unit for each member of another work unit where that round is past. Where it is planned, for each work
unit u, with m = min(seats(t), people of u), the second sum over the teams at the post in that round:
Σ over p of u: x[p, t] − m · Σ over p of u: x[p, ·] ≤ units[t, post, u].
"""

from collections import defaultdict
from itertools import pairwise

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.patterns import Keys, RowKey
from bianzu.solver.rows import Builder
from bianzu.solver.rules.posts import Entries, Visit, list_visits, merge_entries


def _list_successions(data: Data) -> list[tuple[str, Visit, Visit]]:
    """(post, planned visit, the visit just before it)."""
    return [
        (unit, this, before)
        for unit, visits in list_visits(data).items()
        for before, this in pairwise(visits)
        if this.planned
    ]


def exclusions(data: Data) -> list[Exclusion]:
    """The soft cost of people of other units, where the round before is past."""
    setting = data.rules.succession
    assert setting is not None
    strange: dict[int, list[IntArray]] = defaultdict(list)
    for _, this, before in _list_successions(data):
        if not before.planned:
            units = np.ones(len(data.unit_at), dtype=np.int64)
            units[data.work_unit[sorted(before.people)]] = 0
            for team in this.teams:
                strange[team].append(units)
    counts = {team: np.sum(found, axis=0) for team, found in strange.items()}
    nothing = np.zeros(data.n, dtype=np.int64)

    def count(slot: int) -> IntArray:
        mine = counts.get(data.slots[slot].team)
        return nothing if mine is None else mine[data.work_unit]

    return [Exclusion("succession", None, "soft", count, weight=setting.weight)]


def add_rows(data: Data, builder: Builder) -> None:
    """One soft maximum per team, post and work unit where the round before is planned."""
    setting = data.rules.succession
    assert setting is not None
    senders, number, sizes = np.unique(data.work_unit, return_inverse=True, return_counts=True)
    names = [data.instance.units[at].id for at in senders]
    people = np.arange(data.n)
    entries: Entries = defaultdict(list)
    blocks: list[tuple[str, str]] = []
    most: list[IntArray] = []
    for unit, this, before in _list_successions(data):
        for team in this.teams if before.planned else ():
            rows = len(blocks) * len(senders) + number
            limits = np.minimum(sizes, data.team_size[team])
            entries[team].append((people, rows, np.ones(data.n, dtype=np.int64)))
            for other in before.teams:
                entries[other].append((people, rows, -limits[number]))
            blocks.append((data.teams[team].id, unit))
            most.append(limits)
    places = merge_entries(builder, entries)

    def key(row: int) -> RowKey:
        team, unit = blocks[row // len(senders)]
        return {"team": team, "unit": unit, "sender": names[row % len(senders)]}

    keys = Keys(len(blocks) * len(senders), key)
    limit = np.zeros(len(keys), dtype=np.int64)
    group = builder.add_group("succession", None, keys, limit, lambda slot: places.get(data.slots[slot].team))
    for at, upper in enumerate(np.concatenate([limit[:0], *most]).tolist()):
        builder.add_slack(group, at, "soft", setting.weight, upper, minimum=False)
