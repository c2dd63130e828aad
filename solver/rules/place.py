"""place: nobody inspects the county of their work, youth, family, home, birth or spouse's work.

x[p, s] = 0 (or a soft unit) when a place of p is a host county; a local seat exempts the own work county.
"""

import numpy as np

from bianzu.models import Hardness
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """One exclusion per source of a tie."""
    setting = data.rules.place
    assert setting is not None
    sources: tuple[tuple[str, Hardness, list[str | None]], ...] = (
        ("work", setting.work, [p.work_county for p in data.people]),
        ("grown", setting.grown, [p.grown for p in data.people]),
        ("native", setting.native, [p.native for p in data.people]),
        ("residence", setting.residence, [p.residence for p in data.people]),
        ("birth", setting.birth, [p.birth_place for p in data.people]),
        ("spouse", setting.spouse, [p.spouse_work for p in data.people]),
    )
    return [_clause(data, clause, hardness, values, setting.weight) for clause, hardness, values in sources]


def _clause(data: Data, clause: str, hardness: Hardness, values: list[str | None], weight: int) -> Exclusion:
    code = np.array([data.county_at.get(value or "", -1) for value in values], dtype=np.int64)
    known = code >= 0
    own = code == data.work_county

    def units(slot: int) -> IntArray:
        tied = known & data.host[data.slots[slot].team][code]
        if data.origin(slot) == "local":
            tied &= ~own
        return np.asarray(tied, dtype=np.int64)

    return Exclusion("place", clause, hardness, units, weight=weight)
