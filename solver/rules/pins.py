"""pins: orders about one person (指定).

must, lock: Σ over the pin's slots x[p, s] ≥ 1;  must-not: x[p, s] = 0
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion, pin_slots
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder


def exclusions(data: Data) -> list[Exclusion]:
    """People whom a must-not pin keeps off a slot."""
    barred = np.zeros((len(data.slots), data.n), dtype=np.int64)
    for at, pin in enumerate(data.instance.pins):
        if pin.kind == "must-not":
            barred[pin_slots(data, at), data.person_at[pin.person]] = 1

    def units(slot: int) -> IntArray:
        return np.asarray(barred[slot], dtype=np.int64)

    return [Exclusion("pins", None, "hard", units)]


def add_rows(data: Data, builder: Builder) -> None:
    """One hard row per must or lock pin."""
    chosen = [at for at, pin in enumerate(data.instance.pins) if pin.kind != "must-not"]
    slots = [set(pin_slots(data, at)) for at in chosen]
    person = [data.person_at[data.instance.pins[at].person] for at in chosen]

    def place(slot: int) -> Place | None:
        rows = [row for row, allowed in enumerate(slots) if slot in allowed]
        if not rows:
            return None
        people = np.array([person[row] for row in rows], dtype=np.int64)
        minus = np.full(len(rows), -1, dtype=np.int64)
        return builder.pattern(people, np.array(rows, dtype=np.int64), minus, len(chosen)), 0

    keys = [{"pin": str(at), "person": data.instance.pins[at].person} for at in chosen]
    builder.add_group("pins", None, keys, np.full(len(chosen), -1), place, eager=True)
