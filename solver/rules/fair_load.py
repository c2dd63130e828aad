"""fair-load: spread the work; Σ over pools, over their people, of (rounds served, planned ones included)².

With one planned round: units = Σ pools · earlier² + Σ pools · (2 · earlier + 1) · served(p). With several,
the k-th further round adds pools · (2 · (earlier + k) + 1): Σ served(p, r) ≤ Σ over k: step[p, k]. Steps
grow, so the cheapest come first.
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.patterns import Keys
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """A constant for the past and a cost for serving."""
    setting = data.rules.fair_load
    assert setting is not None
    pools = np.array([len(person.pools) for person in data.people], dtype=np.int64)
    builder.add_soft_constant("fair-load", setting.weight, int((pools * data.earlier**2).sum()))
    if len(data.rounds) == 1:
        builder.add_service_cost("fair-load", setting.weight, pools * (2 * data.earlier + 1))
        return
    count = len(data.rounds)
    everybody = np.arange(data.n, dtype=np.int64)
    group = builder.add_service_group(
        "fair-load",
        None,
        Keys(data.n, lambda at: {"person": data.people[at].id}),
        np.zeros(data.n, dtype=np.int64),
        np.tile(everybody, count),
        np.tile(everybody, count),
        np.ones(data.n * count, dtype=np.int64),
        rounds=np.repeat(np.arange(count), data.n),
    )
    for at, person in enumerate(data.people):
        for k in range(count):
            worth = int(pools[at] * (2 * (data.earlier[at] + k) + 1))
            key = {"person": person.id, "k": str(k)}
            builder.add_aux(
                "soft",
                "fair-load",
                None,
                key,
                1,
                weight=setting.weight * worth,
                worth=worth,
                entries=[(group.first + at, -1)],
            )
