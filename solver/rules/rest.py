"""rest: at most c consecutive rounds of the city, then one off; full-time people exempt.

Over one round: whoever served the last c rounds is barred (unless waived).
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People who served each of the last c rounds."""
    setting = data.rules.rest
    assert setting is not None
    before = data.round_order[: data.round_order.index(data.round)]
    recent = {item.id for item in before[len(before) - setting.c :]} if len(before) >= setting.c else None
    tired = [recent is not None and recent <= done for done in data.past_rounds]
    units = (np.array(tired, dtype=bool) & ~data.full_time).astype(np.int64)
    return [Exclusion("rest", None, setting.hardness, lambda _slot: units, personal=True)]
