"""gates: appraisal, training, clues, pool standing, leave, party standing and age, each on its own.

x[p, s] = 0 for every gate that p does not pass.
"""

import numpy as np

from bianzu.models import BelowCompetent
from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Exclusion

_PARTY_ROLES = ("leader", "deputy", "liaison")


def exclusions(data: Data) -> list[Exclusion]:
    """One exclusion per gate that is switched on."""
    setting = data.rules.gates
    assert setting is not None
    people = data.people

    def mask(values: list[bool]) -> BoolArray:
        return np.array(values, dtype=bool)

    fixed: list[tuple[bool, str, BoolArray]] = [
        (
            setting.appraisal,
            "appraisal",
            mask([p.appraisal is None or p.appraisal in BelowCompetent for p in people]),
        ),
        (setting.trained, "trained", mask([not p.trained for p in people])),
        (setting.clue, "clue", mask([p.open_clue for p in people])),
        (setting.in_pool, "in-pool", mask([not p.in_pool for p in people])),
    ]
    found = [_everywhere(clause, barred) for on, clause, barred in fixed if on]
    if setting.leave:
        away = [
            mask([any(off.start <= item.end and off.end >= item.start for off in p.leave) for p in people])
            for item in data.rounds
        ]
        found.append(_by_round(data, "leave", np.array(away)))
    if setting.age_limit is not None:
        found.append(_by_round(data, "age", data.ages > setting.age_limit))
    if setting.party:
        found.append(_party(data))
    return found


def _everywhere(clause: str, barred: BoolArray) -> Exclusion:
    units = barred.astype(np.int64)
    return Exclusion("gates", clause, "hard", lambda _slot: units)


def _by_round(data: Data, clause: str, barred: BoolArray) -> Exclusion:
    units = barred.astype(np.int64)
    return Exclusion("gates", clause, "hard", lambda slot: units[data.slot_round[slot]])


def _party(data: Data) -> Exclusion:
    barred = (~data.full_member).astype(np.int64)
    none = np.zeros(data.n, dtype=np.int64)

    def units(slot: int) -> IntArray:
        return barred if data.slots[slot].seat.role in _PARTY_ROLES else none

    return Exclusion("gates", "party", "hard", units)
