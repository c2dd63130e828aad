"""together: two named people on one team, at the pair's weight.

with[pair, t] ≤ x[a, t], with[pair, t] ≤ x[b, t], Σ over t of a round: with ≤ 1; units = 1 − Σ over t: with
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One aux column per pair and team that rewards meeting."""
    setting = data.rules.together
    assert setting is not None
    pairs = [(data.person_at[pair.a], data.person_at[pair.b]) for pair in setting.pairs]
    count = len(data.teams)
    people = np.array([person for pair in pairs for person in pair], dtype=np.int64)
    offsets = np.arange(len(people), dtype=np.int64) * count
    pattern = builder.pattern(people, offsets, np.full_like(people, -1), len(people) * count)

    def place(slot: int) -> Place:
        return pattern, data.slots[slot].team

    names = [(pair.a, pair.b) for pair in setting.pairs]
    keys = [
        {"team": team.id, "person": a, "other": b, "side": side}
        for a, b in names
        for side in ("first", "second")
        for team in data.teams
    ]
    links = builder.add_group("together", None, keys, np.zeros(len(keys), dtype=np.int64), place, eager=True)
    rounds = len(data.rounds)
    once_keys = [{"round": item.id, "person": a, "other": b} for a, b in names for item in data.rounds]
    ones = np.ones(len(once_keys), dtype=np.int64)
    once = builder.add_group("together", "once", once_keys, ones, lambda _slot: None, eager=True)
    for at, pair in enumerate(setting.pairs):
        builder.add_soft_constant("together", pair.weight, rounds)
        for number, team in enumerate(data.teams):
            touched = [
                (links.first + (2 * at) * count + number, 1),
                (links.first + (2 * at + 1) * count + number, 1),
                (once.first + at * rounds + int(data.team_round[number]), 1),
            ]
            key = {"team": team.id, "person": pair.a, "other": pair.b}
            builder.add_aux(
                "count", "together", None, key, 1, weight=-pair.weight, follows="meeting", entries=touched
            )
