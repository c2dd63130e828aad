"""The published list: the row that counts its changed seats, and its columns.

Over the n seats of the list that are on teams of the instance, with a free ones:
− Σ kept people + Σ people on seats listed empty − z ≤ a − seats listed filled, z ≤ n − a at level changes.
Seats of a slot are alike: whoever stays on the slot stays on the listed seat (`extraction.assign_seats`).
"""

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder

__all__ = ["add_list_row", "list_keys", "must_change"]


def add_list_row(data: Data, builder: Builder) -> None:
    """One row for the whole list; none where more seats are free than there are."""
    baseline = data.instance.baseline
    if baseline is None:
        return
    slot_of = {seat: slot for slot, item in enumerate(data.slots) for seat in item.seat_ids}
    listed = [item for item in baseline.seats if item.seat in slot_of]
    most = len(listed) - baseline.allowance
    if most <= 0:
        return
    kept: dict[int, list[int]] = {}
    empty: set[int] = set()
    for item in listed:
        if item.person is None:
            empty.add(slot_of[item.seat])
        elif item.person in data.person_at:
            kept.setdefault(slot_of[item.seat], []).append(data.person_at[item.person])
    everybody = builder.mask_pattern(np.ones(data.n, dtype=bool), 1)
    patterns = {}
    for slot, people in kept.items():
        who = np.array(sorted(people), dtype=np.int64)
        patterns[slot] = builder.pattern(who, np.zeros_like(who), np.full_like(who, -1), 1)

    def place(slot: int) -> Place | None:
        if slot in empty:
            return everybody, 0
        return (patterns[slot], 0) if slot in patterns else None

    filled = sum(item.person is not None for item in listed)
    limit = np.array([baseline.allowance - filled], dtype=np.int64)
    group = builder.add_group("changes", None, [{"list": "baseline"}], limit, place, eager=True)
    builder.add_aux("changed", "changes", None, group.keys[0], most, entries=[(group.first, -1)])


def list_keys(data: Data) -> IntArray:
    """Numbers of the columns of the list whose person and seat are there, sorted."""
    baseline = data.instance.baseline
    slot_of = {seat: slot for slot, item in enumerate(data.slots) for seat in item.seat_ids}
    pairs = [
        (slot_of[item.seat], data.person_at[item.person])
        for item in (() if baseline is None else baseline.seats)
        if item.seat in slot_of and item.person in data.person_at
    ]
    return np.array(sorted(slot * data.n + person for slot, person in pairs), dtype=np.int64)


def must_change(data: Data, allowed: BoolArray) -> bool:
    """Whether more listed people are gone or barred from their seats (s, n) than changes are free."""
    baseline = data.instance.baseline
    if baseline is None:
        return False
    here = {seat for slot in data.slots for seat in slot.seat_ids}
    filled = sum(item.person is not None and item.seat in here for item in baseline.seats)
    return filled - int(allowed.ravel()[list_keys(data)].sum()) > baseline.allowance
