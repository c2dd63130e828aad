"""rest: at most c consecutive rounds of the city, then one off; full-time people exempt.

Σ over r and the planned ones of the c rounds before it: served(p, ·) ≤ their number − 1 (+ waived), for
everybody who served those of the c that are past. Where all c are past, such people are barred.
"""

import numpy as np

from bianzu.models import Round
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import Builder


def _list_tired(data: Data, window: tuple[Round, ...]) -> BoolArray:
    """(n,) who is not full-time and served every past round of some rounds, none if one is just announced."""
    past = {item.id for item in window if item.status == "past"}
    tired = np.array([past <= done for done in data.past_rounds], dtype=bool)
    staffed = all(item.status != "announced" for item in window)
    return np.asarray(tired & ~data.full_time & staffed, dtype=bool)


def exclusions(data: Data) -> list[Exclusion]:
    """People who served each of the last c rounds, all of them past."""
    setting = data.rules.rest
    assert setting is not None
    units = np.zeros((len(data.rounds), data.n), dtype=np.int64)
    for at, item in enumerate(data.rounds):
        window = data.before(item, setting.c)
        if len(window) == setting.c and all(one.status == "past" for one in window):
            units[at] = _list_tired(data, window)
    return [
        Exclusion("rest", None, setting.hardness, lambda slot: units[data.slot_round[slot]], personal=True)
    ]


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per planned round and person, where an earlier planned round counts."""
    setting = data.rules.rest
    assert setting is not None
    for at, item in enumerate(data.rounds):
        window = data.before(item, setting.c)
        planned = [data.round_at[one.id] for one in window if one.status == "planned"]
        if len(window) < setting.c or not planned:
            continue
        people = np.flatnonzero(_list_tired(data, window))
        rounds = [*planned, at]
        group = builder.add_service_group(
            "rest",
            None,
            [{"round": item.id, "person": data.people[person].id} for person in people.tolist()],
            np.full(len(people), len(planned), dtype=np.int64),
            np.tile(people, len(rounds)),
            np.tile(np.arange(len(people)), len(rounds)),
            np.ones(len(people) * len(rounds), dtype=np.int64),
            rounds=np.repeat(np.array(rounds, dtype=np.int64), len(people)),
            likely=False,
        )
        for row, person in enumerate(people.tolist()):
            name = data.people[person].id
            builder.add_slack(group, row, setting.hardness, 0, 1, minimum=False, people=(name,), item=at)
