"""unfit: the block list, for a person everywhere, in a county or for a unit.

x[p, s] = 0 when an entry of the list applies.
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data
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
    count = count_per_team(data, units)
    for at in range(len(data.teams)):
        count[at] += everywhere + counties[:, data.host[at]].sum(axis=1)
    return [Exclusion("unfit", None, "hard", lambda slot: count[data.slots[slot].team])]
