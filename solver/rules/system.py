"""system: nobody inspects a unit of their own line of work; strict for leaders, soft for some roles.

x[p, s] = 0 (strict roles) or weight · units (soft roles) when p's work unit shares a unit's system.
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import count_per_team, units_of_team


def exclusions(data: Data) -> list[Exclusion]:
    """The strict and the soft clause."""
    setting = data.rules.system
    assert setting is not None
    members: dict[str, set[int]] = defaultdict(set)
    for at, person in enumerate(data.people):
        name = data.instance.unit_by_id[person.work_unit].system
        if name is not None:
            members[name].add(at)
    inspected = {unit for team in data.teams for unit in team.units}
    tied = {
        unit.id: members[unit.system]
        for unit in data.instance.units
        if unit.id in inspected and unit.system is not None
    }
    count = count_per_team(data, tied)
    none = np.zeros(data.n, dtype=np.int64)

    def strict(slot: int) -> IntArray:
        place = data.slots[slot]
        return count(place.team) if place.seat.role in setting.strict_roles else none

    def loose(slot: int) -> IntArray:
        place = data.slots[slot]
        soft = place.seat.role in setting.soft_roles and place.seat.role not in setting.strict_roles
        return count(place.team) if soft else none

    subjects = units_of_team(data, tied)
    return [
        Exclusion("system", None, setting.strict_hardness, strict, subjects),
        Exclusion("system", None, "soft", loose, subjects, setting.weight),
    ]
