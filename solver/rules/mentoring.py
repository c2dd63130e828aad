"""mentoring: few first-timers, not more than two new cadres a backbone, and at least one backbone.

Σ first(p) x ≤ floor(f · seats) + over;  Σ (new(p) − 2 · backbone(p)) x ≤ over;
Σ (1 − backbone(p)) x ≤ seats − 1 + short. Who can have served the rounds owed by earlier planned rounds
counts as new by fresh[t, p] instead: x[p, t] − Σ over earlier rounds: served(p, ·) ≤ fresh[t, p], whichever
owed − 1 of those rounds are put aside.
"""

from collections.abc import Sequence

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.patterns import Keys, Pattern, Place, RowKey
from bianzu.solver.rows import Builder, Group
from bianzu.solver.rules.new_cadre import Duty, compute_duties, leave_out


def add_rows(data: Data, builder: Builder) -> None:
    """Two soft maxima and one hard minimum a team."""
    setting = data.rules.mentoring
    assert setting is not None
    backbone = data.earlier >= 2
    teams = range(len(data.teams))
    builder.add_team_minimum("mentoring", "backbone", teams, [1] * len(teams), lambda _slot: backbone, "hard")
    first = np.broadcast_to(data.earlier == 0, (len(data.rounds), data.n)).astype(np.int64)
    limit = [int(setting.f_percent * size // 100) for size in data.team_size]
    _add_soft_maximum(data, builder, "first-timers", first, limit, setting.weight, eager=True)
    duties = compute_duties(data)
    fresh = np.array(
        [[duty.new_cadre and not duty.earlier for duty in row] for row in duties], dtype=np.int64
    )
    ratio = fresh - 2 * backbone.astype(np.int64)
    group = _add_soft_maximum(data, builder, "new-cadres", ratio, [0] * len(teams), setting.weight)
    for item, row in enumerate(duties):
        unsettled = {at: duty for at, duty in enumerate(row) if duty.new_cadre and duty.earlier}
        if unsettled:
            _add_fresh(data, builder, item, unsettled, group)


def _add_soft_maximum(
    data: Data,
    builder: Builder,
    clause: str,
    coefs: IntArray,
    limit: Sequence[int],
    weight: int,
    *,
    eager: bool = False,
) -> Group:
    """``coefs`` (r, n) by planned round; ``eager`` where most of the rows bind."""
    patterns = []
    for mine in coefs:
        people = np.flatnonzero(mine)
        patterns.append(builder.pattern(people, np.zeros_like(people), mine[people], 1))
    keys = [{"team": team.id} for team in data.teams]
    group = builder.add_group(
        "mentoring",
        clause,
        keys,
        np.array(limit, dtype=np.int64),
        lambda slot: (patterns[data.slot_round[slot]], data.slots[slot].team),
        team=np.arange(len(keys)),
        eager=eager,
    )
    for at, size in enumerate(data.team_size):
        builder.add_slack(group, at, "soft", weight, int(size), minimum=False)
    return group


def _add_fresh(data: Data, builder: Builder, item: int, duties: dict[int, Duty], counting: Group) -> None:
    """Rows, team by team, that say who on it still owes rounds; ``counting`` are the teams' rows of new
    cadres."""
    teams = np.flatnonzero(data.team_round == item).tolist()
    who: list[int] = []
    lefts: list[tuple[int, ...]] = []
    for at, duty in duties.items():
        for left in leave_out(duty.earlier, duty.owed - 1):
            who.append(at)
            lefts.append(left)
    count = len(who)
    people, rows = np.array(who, dtype=np.int64), np.arange(count)
    here = builder.pattern(people, rows, np.ones(count, dtype=np.int64), count)
    before: dict[int, Pattern] = {}
    for there in sorted({earlier for duty in duties.values() for earlier in duty.earlier}):
        counted = np.array(
            [there in duties[at].earlier and there not in left for at, left in zip(who, lefts, strict=True)],
            dtype=bool,
        )
        everywhere = (np.arange(len(teams))[:, None] * count + rows[counted]).ravel()
        owners = np.tile(people[counted], len(teams))
        before[there] = builder.pattern(owners, everywhere, np.full_like(owners, -1), len(teams) * count)
    first_row = {team: number * count for number, team in enumerate(teams)}

    def place(slot: int) -> Place | None:
        team, there = data.slots[slot].team, int(data.slot_round[slot])
        if there == item:
            return here, first_row[team]
        return (before[there], 0) if there in before else None

    def key(at: int) -> RowKey:
        team, row = teams[at // count], at % count
        left = "+".join(data.rounds[there].id for there in lefts[row])
        return {"team": data.teams[team].id, "person": data.people[who[row]].id, "left": left}

    keys = Keys(len(teams) * count, key)
    limit = np.zeros(len(keys), dtype=np.int64)
    owner = np.repeat(np.array(teams, dtype=np.int64), count)
    group = builder.add_group("mentoring", "fresh", keys, limit, place, team=owner)
    group.idle = np.zeros(len(keys), dtype=bool)
    mine: dict[int, list[int]] = {}
    for row, at in enumerate(who):
        mine.setdefault(at, []).append(row)
    for team in teams:
        able = np.asarray(builder.eligibility.allowed[data.team_slots[team]].any(axis=0), dtype=bool)
        group.idle[first_row[team] : first_row[team] + count] = ~able[people]
        for at, own in mine.items():
            if able[at]:
                entries = [(group.first + first_row[team] + row, -1) for row in own]
                builder.add_aux(
                    "count",
                    "mentoring",
                    "fresh",
                    {"team": data.teams[team].id, "person": data.people[at].id},
                    1,
                    follows="rows",
                    entries=[*entries, (counting.first + team, 1)],
                )
