"""couples: two people with a tie of the class list (spouses) do not both serve in one planned round.

served(a, r) + served(b, r) ≤ 1 (+ waived)
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per planned round and pair of people with such a tie."""
    setting = data.rules.couples
    assert setting is not None
    pairs = sorted(
        {
            (min(ends), max(ends))
            for relation in data.instance.relations
            if relation.other_person is not None and relation.kind in setting.classes
            for ends in [(data.person_at[relation.person], data.person_at[relation.other_person])]
        }
    )
    names = [(data.people[a].id, data.people[b].id) for a, b in pairs]
    count = len(pairs)
    people = np.array([end for pair in pairs for end in pair], dtype=np.int64)
    for item, planned in enumerate(data.rounds):
        group = builder.add_service_group(
            "couples",
            None,
            [{"round": planned.id, "person": a, "other": b} for a, b in names],
            np.ones(count, dtype=np.int64),
            people,
            np.repeat(np.arange(count), 2),
            np.ones_like(people),
            rounds=np.full(len(people), item),
            likely=False,
        )
        for at, ends in enumerate(names):
            builder.add_slack(group, at, setting.hardness, 0, 1, minimum=False, people=ends, item=item)
