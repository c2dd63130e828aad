"""Whose service in one more planned round would break service-cap or rest (docs/format.md, Reserves)."""

from collections.abc import Iterator, Sequence

import numpy as np

from bianzu.models import Round
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.exclusions import WaiverBook
from bianzu.solver.rules.service_cap import list_spans

__all__ = ["find_overrun"]


def find_overrun(data: Data, book: WaiverBook, plan: Evaluation, item: int) -> BoolArray:
    """(n,) people for whom serving a planned round, too, adds a unit that no waiver covers."""
    overrun = np.zeros(data.n, dtype=bool)
    if data.rules.service_cap is None and data.rules.rest is None:
        return overrun
    served: list[set[int]] = [set() for _ in data.people]
    for slot, person in plan.pairs:
        served[person].add(int(data.slot_round[slot]))
    for person in np.flatnonzero(~data.full_time).tolist():
        known = served[person] or data.past_rounds[person]  # where a limit is 0, the past alone bars
        if known and item not in served[person]:
            overrun[person] = any(
                hardness == "hard" or book.first(rule, at, people=(data.people[person].id,)) is None
                for rule, hardness, at in _list_units(data, person, served[person], item)
            )
    return overrun


def _list_units(data: Data, person: int, served: set[int], item: int) -> Iterator[tuple[str, str, int]]:
    """(rule, hardness, round) of each unit of a person that serving one more planned round adds."""
    cap, rest, past = data.rules.service_cap, data.rules.rest, data.past_rounds[person]
    with_it = sorted({*served, item})
    this = data.rounds[item]
    for _, limit, span in [] if cap is None else list_spans(data):
        inside = [at for at in with_it if span(data.rounds[at]) == span(this)]
        done = sum(one.id in past and span(one) == span(this) for one in data.round_order)
        before = _list_beyond([at for at in inside if at != item], limit - done)
        for at in set(_list_beyond(inside, limit - done)).difference(before):
            yield "service-cap", "" if cap is None else cap.hardness, at
    if rest is not None:
        held = past | {data.rounds[at].id for at in with_it}
        for at in with_it:
            window: tuple[Round, ...] = data.before(data.rounds[at], rest.c)
            full = len(window) == rest.c and all(one.id in held for one in window)
            if full and (at == item or this in window):
                yield "rest", rest.hardness, at


def _list_beyond(rounds: Sequence[int], room: int) -> Sequence[int]:
    """The planned rounds served after the room for them is used up."""
    return rounds[max(0, room) :]
