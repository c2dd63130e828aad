"""source-sets: a seat that names a source set is filled from it.

x[p, s] = 0 for p outside the set.
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People outside a seat's source set."""
    none = np.zeros(data.n, dtype=np.int64)
    outside: dict[str, IntArray] = {}
    for name, members in data.instance.source_sets.items():
        barred = np.ones(data.n, dtype=np.int64)
        barred[[data.person_at[member] for member in members]] = 0
        outside[name] = barred

    def units(slot: int) -> IntArray:
        name = data.slots[slot].seat.source_set
        return none if name is None else outside[name]

    return [Exclusion("source-sets", None, "hard", units, structural=True)]
