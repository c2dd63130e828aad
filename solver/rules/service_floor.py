"""service-floor: everybody with a pool serves at least ``floor`` rounds of a term, where they can.

Σ over the planned rounds of the term: served(p, r) + units[term, p] ≥ floor − past rounds of the term
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """One soft minimum per term of a planned round and person who has served too little of it."""
    setting = data.rules.service_floor
    assert setting is not None
    pooled = np.array([bool(person.pools) for person in data.people], dtype=bool)
    for term in dict.fromkeys(item.term for item in data.rounds):
        rounds = [at for at, item in enumerate(data.rounds) if item.term == term]
        past = {item.id for item in data.round_order if item.status == "past" and item.term == term}
        owed = setting.floor - np.array([len(done & past) for done in data.past_rounds], dtype=np.int64)
        people = np.flatnonzero(pooled & (owed > 0))
        count = len(people)
        group = builder.add_service_group(
            "service-floor",
            None,
            [{"term": term, "person": data.people[at].id} for at in people.tolist()],
            -owed[people],
            np.tile(people, len(rounds)),
            np.tile(np.arange(count), len(rounds)),
            np.full(count * len(rounds), -1),
            rounds=np.repeat(np.array(rounds, dtype=np.int64), count),
        )
        for row, at in enumerate(people.tolist()):
            builder.add_slack(group, row, "soft", setting.weight, int(owed[at]), minimum=True)
