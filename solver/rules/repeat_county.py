"""repeat-county: better not the same county again within g rounds (leaders) or g_others (others).

soft units = host counties in which p served during the city's last g rounds; local seats exempt.
"""

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """The soft cost of coming back too soon."""
    setting = data.rules.repeat_county
    assert setting is not None
    none = np.zeros(data.n, dtype=np.int64)
    leaders, others = _served_in(data, setting.g), _served_in(data, setting.g_others)

    def units(slot: int) -> IntArray:
        if data.origin(slot) == "local":
            return none
        place = data.slots[slot]
        served = leaders if place.seat.role == "leader" else others
        return np.asarray(served[:, data.host[place.team]].sum(axis=1), dtype=np.int64)

    return [Exclusion("repeat-county", None, "soft", units, weight=setting.weight)]


def _served_in(data: Data, look_back: int) -> BoolArray:
    before = data.round_order[: data.round_order.index(data.round)]
    recent = {item.id for item in before[max(0, len(before) - look_back) :]}
    served = np.zeros((data.n, len(data.county_at)), dtype=bool)
    for record in data.instance.history:
        if record.round in recent:
            for county in record.counties:
                served[data.person_at[record.person], data.county_at[county]] = True
    return served
