"""unfit: the block list, for a person everywhere, in a county or for a unit.

x[p, s] = 0 when an entry of the list applies.
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import count_per_team


def exclusions(data: Data) -> list[Exclusion]:
    """People on the block list."""
    units: dict[str, set[int]] = defaultdict(set)
    counties = np.zeros((data.n, len(data.county_at)), dtype=bool)
    everywhere = np.zeros(data.n, dtype=np.int64)
    for entry in data.instance.unfit:
        person = data.person_at[entry.person]
        if entry.unit is not None:
            units[entry.unit].add(person)
        elif entry.county is not None:
            counties[person, data.county_at[entry.county]] = True
        else:
            everywhere[person] = 1
    by_unit = count_per_team(data, units)
    listed = np.flatnonzero(counties.any(axis=1))

    def count(slot: int) -> IntArray:
        team = data.slots[slot].team
        found = by_unit(team) + everywhere
        found[listed] += counties[listed][:, data.host[team]].sum(axis=1)
        return found

    return [Exclusion("unfit", None, "hard", count)]
