"""rating: whoever was rated below competent in their last round is out.

x[p, s] = 0 for them.
"""

import numpy as np

from bianzu.models import BelowCompetent
from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People with a poor last rating."""
    setting = data.rules.rating
    assert setting is not None
    if not setting.gate:
        return []
    last = {person.id: person.last_rating for person in data.people}
    order = {item.id: at for at, item in enumerate(data.round_order)}
    for record in sorted(data.instance.history, key=lambda item: order[item.round]):
        if record.rating is not None:
            last[record.person] = record.rating
    poor = [last[person.id] in BelowCompetent for person in data.people]
    units = np.array(poor, dtype=np.int64)
    return [Exclusion("rating", None, "hard", lambda _slot: units)]
