"""repeat-unit: nobody inspects a unit that they inspected earlier in the term.

x[p, s] = 0 when the history of the term shows p on a team that inspected a unit of the team. For a unit that
an earlier planned round of the term inspects too:
x[p, t] + Σ over that round's teams there: x[p, ·] ≤ 1 (+ waived[t, p, unit]).
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder
from bianzu.solver.rules.ties import count_per_team, units_of_team


def _find_inspectors(data: Data) -> dict[str, set[int]]:
    """By unit, who inspected it in a past round of the term."""
    done: dict[str, set[int]] = defaultdict(set)
    for record in data.instance.history:
        if data.instance.round_by_id[record.round].term == data.instance.term:
            for unit in record.units:
                done[unit].add(data.person_at[record.person])
    return done


def exclusions(data: Data) -> list[Exclusion]:
    """People who inspected the unit before."""
    setting = data.rules.repeat_unit
    assert setting is not None
    done = _find_inspectors(data)
    count = count_per_team(data, done)
    return [
        Exclusion(
            "repeat-unit",
            None,
            setting.hardness,
            lambda slot: count(data.slots[slot].team),
            units_of_team(data, done),
        )
    ]


def add_rows(data: Data, builder: Builder) -> None:
    """Rows of the units that several planned rounds inspect."""
    done = _find_inspectors(data)
    visits: dict[str, list[int]] = defaultdict(list)
    for team, found in enumerate(data.teams):
        for unit in found.units:
            visits[unit].append(team)
    of_term = {at for at, item in enumerate(data.rounds) if item.term == data.instance.term}
    for unit, teams in visits.items():
        homes = of_term.intersection(data.team_round[teams].tolist())
        for team in teams:
            before = sorted(home for home in homes if home < data.team_round[team])
            if before:
                fresh = np.ones(data.n, dtype=bool)
                fresh[sorted(done[unit])] = False
                _add_team(data, builder, unit, team, teams, before, np.flatnonzero(fresh).tolist())


def _add_team(
    data: Data, builder: Builder, unit: str, team: int, teams: list[int], before: list[int], people: list[int]
) -> None:
    """Rows of a team against each earlier round's teams at the unit."""
    setting = data.rules.repeat_unit
    assert setting is not None
    who, count = np.array(people, dtype=np.int64), len(people)
    own = builder.pattern(
        np.tile(who, len(before)),
        np.arange(count * len(before)),
        np.ones(count * len(before), dtype=np.int64),
        count * len(before),
    )
    one = builder.pattern(who, np.arange(count), np.ones(count, dtype=np.int64), count)
    others = {
        other: before.index(int(data.team_round[other]))
        for other in teams
        if data.team_round[other] in before
    }

    def place(slot: int) -> Place | None:
        here = data.slots[slot].team
        if here == team:
            return own, 0
        return (one, others[here] * count) if here in others else None

    name = data.teams[team].id
    keys = [
        {"team": name, "person": data.people[at].id, "unit": unit, "earlier": data.rounds[there].id}
        for there in before
        for at in people
    ]
    group = builder.add_group("repeat-unit", None, keys, np.ones(len(keys), dtype=np.int64), place)
    if setting.hardness != "waivable" or "repeat-unit" not in builder.book.rules:
        return
    for at in range(count):
        rows = [group.first + number * count + at for number in range(len(before))]
        builder.add_unit_waivers("repeat-unit", team, people[at], unit, rows)
