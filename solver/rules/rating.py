"""rating: whoever was rated below competent in their last round is out; the excellent are preferred.

x[p, s] = 0 for the first; preference soft units of weight 1 for everybody rated, and not excellent.
"""

import numpy as np

from bianzu.models import BelowCompetent
from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """The gate, and the cost of the preference."""
    setting = data.rules.rating
    assert setting is not None
    last = {person.id: person.last_rating for person in data.people}
    for record in sorted(data.instance.history, key=lambda item: data.order[item.round]):
        if record.rating is not None:
            last[record.person] = record.rating
    ratings = [last[person.id] for person in data.people]
    found = []
    if setting.gate:
        poor = np.array([rating in BelowCompetent for rating in ratings], dtype=np.int64)
        found.append(Exclusion("rating", "gate", "hard", lambda _slot: poor))
    if setting.preference:
        other = np.array([rating not in (None, "excellent") for rating in ratings], dtype=np.int64)
        found.append(
            Exclusion("rating", "preference", "soft", lambda _slot: other, weight=setting.preference)
        )
    return found
