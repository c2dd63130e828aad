"""From a core to a cause: its members, its witnesses and its topic in the words of the models."""

from collections import Counter

import numpy as np

from bianzu.models import Cause, Drop, Exclusion, Maximum, Member, Ordered, Taken
from bianzu.solver.core_programmes import Core, Rows
from bianzu.solver.cores import Filtered
from bianzu.solver.demands import Board, Excused
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.shortfalls import find_topic

__all__ = ["name_cause"]


def name_cause(board: Board, rows: Rows, excused: Excused, found: Filtered, *, short: int) -> Cause:
    """The cause that a filtered core is; ``short`` units of it are missing in every plan."""
    core = found.core
    members: list[Member] = [ask.demand for ask in core.asks]
    members += [Ordered(pin=pin) for pin in core.pins]
    members += [_name_row(rows, row) for row in core.rows]
    members += [_name_label(board, excused, core, label) for label in core.labels]
    drops = tuple(
        Drop(member=at, witness=_list_seats(board, excused, taken, core, at))
        for at, taken in enumerate(found.drops)
        if taken is not None
    )
    return Cause(
        topic=find_topic(core.asks, board) if core.asks else "pins",
        members=tuple(members),
        short=short,
        proven_by="engines",
        minimal=len(drops) == len(members),
        drops=drops,
    )


def _name_row(rows: Rows, row: int) -> Maximum:
    group = rows.model.groups[rows.group_of[row]]
    key = dict(group.keys[row - group.first])
    fields: dict[str, object] = {name: key[name] for name in key if name in Maximum.model_fields}
    if "year" in fields:
        fields["year"] = int(str(fields["year"]))
    limit = int(rows.model.row_upper[row])
    return Maximum.model_validate({"rule": group.rule, "clause": group.clause, **fields, "limit": limit})


def _name_label(board: Board, excused: Excused, core: Core, label: str) -> Exclusion:
    """A rule on the seats of a core, with the people whom it keeps from meeting anything."""
    data, n = board.data, board.data.n
    spots = [(slot, board.counted(ask, slot)) for ask in core.asks for slot in ask.slots]
    for pin in core.pins:
        person = data.person_at[data.instance.pins[pin].person]
        spots += [(slot, np.arange(n) == person) for slot in pin_slots(data, pin)]
    teams: dict[str, None] = {}
    barred = np.zeros(n, dtype=bool)
    for slot, counted in spots:
        if not excused.is_open(data, slot):
            continue
        mask = board.bars(slot).get(label)
        if mask is not None and (mask & counted).any():
            teams[data.teams[data.slots[slot].team].id] = None
            barred |= mask & counted
    people = tuple(data.people[at].id for at in np.flatnonzero(barred).tolist())
    return Exclusion(rule=label, teams=tuple(teams), people=people)


def _list_seats(
    board: Board, excused: Excused, taken: tuple[tuple[int, int], ...], core: Core, dropped: int
) -> tuple[Taken, ...]:
    """Seats of the slots that are taken, those that are demanded first."""
    wanted = {ask.demand.seat for at, ask in enumerate(core.asks) if at != dropped}
    used: Counter[int] = Counter()
    found = []
    for slot, person in sorted(taken):
        seats = [seat for seat in board.data.slots[slot].seat_ids if seat not in excused.seats]
        seats.sort(key=lambda seat: seat not in wanted)
        found.append(Taken(person=board.data.people[person].id, seat=seats[used[slot]]))
        used[slot] += 1
    return tuple(found)
