"""kin: no relative of the unit's leading group; no spouse or direct blood of any of its staff.

x[p, s] = 0 when p has such a relation to an inspected unit.
"""

from collections import defaultdict

from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import count_per_team, find_ties


def exclusions(data: Data) -> list[Exclusion]:
    """People with relatives in an inspected unit."""
    setting = data.rules.kin
    assert setting is not None
    tied: dict[str, set[int]] = defaultdict(set)
    for tie in find_ties(data):
        close = tie.relation.kind in setting.staff_classes
        if close or (tie.leading and tie.relation.kind in setting.classes):
            tied[tie.unit].add(tie.person)
    count = count_per_team(data, tied)
    return [Exclusion("kin", None, "hard", lambda slot: count(data.slots[slot].team))]
