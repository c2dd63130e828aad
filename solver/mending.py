"""An assignment that a change has broken: what no rule allows goes out, what is asked for comes in."""

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof

__all__ = ["mend"]

_TURNS = 12


def mend(model: Model, keys: IntArray, joint: Proof) -> tuple[Evaluation, IntArray]:
    """Columns without those that break a row, dear ones first, and with the cheapest ones that pins ask for.

    Returns
    -------
    tuple
        The columns, evaluated – they may still break a row – and the teams that have an empty seat or have
        changed.
    """
    touched = np.zeros(len(model.data.teams), dtype=bool)
    columns, pinned = _honour_pins(model, keys, joint, touched)
    found = evaluate(model, columns.keys)
    for _ in range(_TURNS):
        if found.feasible:
            break
        violated = (
            model.activity(columns, np.ones(len(columns)), found.aux_x.astype(float)) > model.row_upper + 0.5
        )
        loose = _find_breakers(model, columns, violated, np.isin(columns.keys, pinned), joint)
        if not len(loose):
            break
        touched[_teams(model, columns.slot[loose])] = True
        columns = columns.pick(np.delete(np.arange(len(columns)), loose))
        found = evaluate(model, columns.keys)
    filled = np.bincount(columns.slot, minlength=len(model.data.slots))
    for slot, place in enumerate(model.data.slots):
        touched[place.team] |= filled[slot] < place.capacity
    return found, np.flatnonzero(touched)


def _teams(model: Model, slots: IntArray) -> IntArray:
    return np.array([model.data.slots[slot].team for slot in slots.tolist()], dtype=np.int64)


def _honour_pins(model: Model, keys: IntArray, joint: Proof, touched: BoolArray) -> tuple[Columns, IntArray]:
    """Seat everybody whom a pin wants and who is elsewhere on the cheapest seat that it allows."""
    data, n = model.data, model.data.n
    kept = set(keys.tolist())
    pinned: list[int] = []
    for at, pin in enumerate(data.instance.pins):
        if pin.kind == "must-not":
            continue
        person = data.person_at[pin.person]
        slots = [slot for slot in pin_slots(data, at) if model.eligibility.allowed[slot, person]]
        wanted = [slot * n + person for slot in slots]
        if not wanted:
            continue
        held = [key for key in wanted if key in kept]
        if not held:
            prices = joint.reduced(model, model.build_columns(np.array(wanted, dtype=np.int64)))
            held = [wanted[int(np.argmin(prices))]]
            rounds = data.slot_round[held[0] // n]
            gone = {key for key in kept if key % n == person and data.slot_round[key // n] == rounds}
            gone |= _make_room(model, kept - gone, held[0] // n, pinned, joint)
            touched[_teams(model, np.array([key // n for key in (*gone, held[0])]))] = True
            kept = (kept - gone) | {held[0]}
        pinned.extend(held)
    columns = model.build_columns(np.array(sorted(kept), dtype=np.int64))
    return columns, np.array(pinned, dtype=np.int64)


def _make_room(model: Model, kept: set[int], slot: int, pinned: list[int], joint: Proof) -> set[int]:
    """The dearest person of a slot, when it is full."""
    inside = sorted(key for key in kept if key // model.data.n == slot)
    loose = [key for key in inside if key not in pinned]
    if len(inside) < model.data.slots[slot].capacity or not loose:
        return set()
    prices = joint.reduced(model, model.build_columns(np.array(loose, dtype=np.int64)))
    return {loose[int(np.argmax(prices))]}


def _find_breakers(
    model: Model, columns: Columns, violated: BoolArray, pinned: BoolArray, joint: Proof
) -> IntArray:
    """Of every violated row, the dearest column that counts in it and that no pin wants."""
    prices = joint.reduced(model, columns)
    mine = violated[columns.rows] & (columns.values > 0) & ~pinned[columns.entry]
    rows, owners = columns.rows[mine], columns.entry[mine]
    order = np.lexsort((owners, -prices[owners], rows))
    first = np.unique(rows[order], return_index=True)[1]
    return np.unique(owners[order][first])
