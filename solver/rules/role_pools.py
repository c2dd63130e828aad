"""role-pools: a person takes a role only from a pool that allows it and that the seat accepts.

x[p, s] = 0 unless some pool of p is in ``seat.pools`` (empty: any) and has the role in ``matrix``.
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People without a suitable pool."""
    setting = data.rules.role_pools
    assert setting is not None
    matrix = setting.matrix
    pools = sorted({pool for person in data.people for pool in person.pools})
    member = {pool: np.array([pool in p.pools for p in data.people], dtype=bool) for pool in pools}

    def units(slot: int) -> IntArray:
        seat = data.slots[slot].seat
        suited = np.zeros(data.n, dtype=bool)
        for pool in pools:
            if seat.role in matrix.get(pool, ()) and (not seat.pools or pool in seat.pools):
                suited |= member[pool]
        return (~suited).astype(np.int64)

    return [Exclusion("role-pools", None, "hard", units, structural=True)]
