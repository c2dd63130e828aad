"""What a plan gives to begin with: who sits where, as far as the model at hand still allows it."""

import numpy as np

from bianzu.models import Plan
from bianzu.solver.data import IntArray
from bianzu.solver.model import Model

__all__ = ["find_seated"]


def find_seated(model: Model, plan: Plan) -> IntArray:
    """Numbers of the columns of a plan's assignments, sorted; people and seats that are gone, pairs that are
    barred now, and all that would be one too many for a seat or a person are left out."""
    data = model.data
    slot_of = {seat: at for at, slot in enumerate(data.slots) for seat in slot.seat_ids}
    room = [slot.capacity for slot in data.slots]
    busy = np.zeros(data.n_services, dtype=bool)
    keys: set[int] = set()
    for item in plan.assignments:
        slot, person = slot_of.get(item.seat), data.person_at.get(item.person)
        if slot is None or person is None or not room[slot] or not model.eligibility.allowed[slot, person]:
            continue
        service = int(data.slot_round[slot]) * data.n + person
        key = model.key(slot, person)
        if key in keys or (data.one_service and busy[service]):
            continue
        keys.add(key)
        room[slot] -= 1
        busy[service] = True
    return np.array(sorted(keys), dtype=np.int64)
