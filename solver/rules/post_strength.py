"""post-strength: of those who hold a post while a planned round lasts, n at least are not drawn into it.

Σ over the holders p of the post: served(p, r) ≤ max(0, holders − n) (+ waived)
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def list_holders(data: Data, item: int) -> dict[str, list[int]]:
    """By post, those recorded at it in a past round that shares a day with a planned one; in their order."""
    planned = data.rounds[item]
    lasting = {
        other.id
        for other in data.instance.rounds
        if other.status == "past" and other.start <= planned.end and other.end >= planned.start
    }
    holders: dict[str, set[int]] = {}
    for record in data.instance.history:
        for unit in record.units if record.round in lasting else ():
            holders.setdefault(unit, set()).add(data.person_at[record.person])
    return {unit: sorted(people) for unit, people in sorted(holders.items())}


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per planned round and post that is held while it lasts."""
    setting = data.rules.post_strength
    assert setting is not None
    for item, planned in enumerate(data.rounds):
        posts = list_holders(data, item)
        sizes = np.array([len(people) for people in posts.values()], dtype=np.int64)
        people = np.array([at for held in posts.values() for at in held], dtype=np.int64)
        group = builder.add_service_group(
            "post-strength",
            None,
            [{"round": planned.id, "unit": unit} for unit in posts],
            np.maximum(0, sizes - setting.n),
            people,
            np.repeat(np.arange(len(posts)), sizes),
            np.ones_like(people),
            rounds=np.full(len(people), item),
        )
        for at, (unit, held) in enumerate(posts.items()):
            builder.add_slack(group, at, setting.hardness, 0, len(held), minimum=False, unit=unit, item=item)
