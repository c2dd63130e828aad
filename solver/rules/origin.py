"""origin: a seat is local, external or city-level, or takes anyone.

x[p, s] = 0 when p is not of the seat's origin for the team.
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People of the wrong origin."""
    none = np.zeros(data.n, dtype=np.int64)

    def units(slot: int) -> IntArray:
        place = data.slots[slot]
        match place.seat.origin:
            case "local":
                return np.asarray(~data.find_locals(place.team), dtype=np.int64)
            case "external":
                return np.asarray(~data.find_externals(place.team), dtype=np.int64)
            case "city-level":
                return np.asarray(data.work_county != -1, dtype=np.int64)
            case _:
                return none

    return [Exclusion("origin", None, "hard", units, structural=True)]
