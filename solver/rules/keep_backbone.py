"""keep-backbone: of the seats of a round, between lo and hi per cent are held by people of the round before.

kept ≥ ceil(lo · seats) − low[r],  kept ≤ floor(hi · seats) + high[r]. Where the round before is past, kept is
Σ over the people who served in it: served(p, r); where it is planned, Σ kept[p, r] with kept[p, r] ≤
served(p, r), kept[p, r] ≤ served(p, before) and served(p, r) + served(p, before) ≤ 1 + kept[p, r].
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.patterns import RowKey
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """Two soft rows per planned round with a past or planned round just before it."""
    for item, this in enumerate(data.rounds):
        for before in data.before(this, 1):
            if before.status == "past":
                served = np.array([before.id in done for done in data.past_rounds], dtype=bool)
                _add_share(data, builder, item, np.flatnonzero(served))
            elif before.status == "planned":
                nobody = np.zeros(0, dtype=np.int64)
                low, high = _add_share(data, builder, item, nobody)
                _add_kept(data, builder, item, data.round_at[before.id], low, high)


def _add_share(data: Data, builder: Builder, item: int, people: IntArray) -> tuple[int, int]:
    """Rows of the least and the largest share, counting these people; returns the two rows."""
    setting = data.rules.keep_backbone
    assert setting is not None
    seats = int(data.team_size[data.team_round == item].sum())
    least, most = -(-setting.lo_percent * seats // 100), setting.hi_percent * seats // 100
    rows = []
    for clause, sign, limit, upper in (("low", -1, -least, least), ("high", 1, most, seats)):
        group = builder.add_service_group(
            "keep-backbone",
            clause,
            [{"round": data.rounds[item].id}],
            np.array([limit], dtype=np.int64),
            people,
            np.zeros_like(people),
            np.full_like(people, sign),
            rounds=np.full_like(people, item),
        )
        builder.add_slack(group, 0, "soft", setting.weight, upper, minimum=True)
        rows.append(group.first)
    return rows[0], rows[1]


def _add_kept(data: Data, builder: Builder, item: int, before: int, low: int, high: int) -> None:
    """Who serves in both of two planned rounds, counted in the rows of the shares."""
    n = data.n
    everybody = np.arange(n, dtype=np.int64)
    keys: list[RowKey] = [{"round": data.rounds[item].id, "person": person.id} for person in data.people]
    firsts = []
    for clause, rounds, coef in (("held", [item], -1), ("before", [before], -1), ("both", [before, item], 1)):
        group = builder.add_service_group(
            "keep-backbone",
            clause,
            keys,
            np.full(n, len(rounds) - 1, dtype=np.int64),
            np.tile(everybody, len(rounds)),
            np.tile(everybody, len(rounds)),
            np.full(n * len(rounds), coef),
            rounds=np.repeat(np.array(rounds, dtype=np.int64), n),
        )
        firsts.append(group.first)
    held, earlier, both = firsts
    for at in range(n):  # also people barred from either round: the certificate knows no such difference
        builder.add_aux(
            "count",
            "keep-backbone",
            "kept",
            keys[at],
            1,
            follows="kept",
            entries=[(held + at, 1), (earlier + at, 1), (both + at, -1), (low, -1), (high, 1)],
        )
