"""fair-load: spread the work; Σ over pools, over their people, of (rounds served, this one included)².

units = Σ pools · earlier² + Σ pools · (2 · earlier + 1) · served(p)
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """A constant for the past and a cost for serving."""
    setting = data.rules.fair_load
    assert setting is not None
    pools = np.array([len(person.pools) for person in data.people], dtype=np.int64)
    builder.add_soft_constant("fair-load", setting.weight, int((pools * data.earlier**2).sum()))
    builder.add_service_cost("fair-load", setting.weight, pools * (2 * data.earlier + 1))
