"""pins: orders about one person (指定).

must, lock: Σ over the pin's slots x[p, s] ≥ 1;  must-not: x[p, s] = 0
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion, pin_slots
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder


def exclusions(data: Data) -> list[Exclusion]:
    """People whom a must-not pin keeps off a slot."""
    barred: dict[int, list[int]] = defaultdict(list)
    for at, pin in enumerate(data.instance.pins):
        if pin.kind == "must-not":
            for slot in pin_slots(data, at):
                barred[slot].append(data.person_at[pin.person])

    def units(slot: int) -> IntArray:
        count = np.zeros(data.n, dtype=np.int64)
        count[barred.get(slot, [])] = 1
        return count

    return [Exclusion("pins", None, "hard", units)]


def add_rows(data: Data, builder: Builder) -> None:
    """One hard row per must or lock pin."""
    chosen = [at for at, pin in enumerate(data.instance.pins) if pin.kind != "must-not"]
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, at in enumerate(chosen):
        for slot in pin_slots(data, at):
            rows_of[slot].append(row)
    person = [data.person_at[data.instance.pins[at].person] for at in chosen]

    def place(slot: int) -> Place | None:
        rows = rows_of.get(slot)
        if not rows:
            return None
        people = np.array([person[row] for row in rows], dtype=np.int64)
        minus = np.full(len(rows), -1, dtype=np.int64)
        number = np.array(rows, dtype=np.int64) - rows[0]
        return builder.pattern(people, number, minus, rows[-1] - rows[0] + 1), rows[0]

    keys = [{"pin": str(at), "person": data.instance.pins[at].person} for at in chosen]
    builder.add_group("pins", None, keys, np.full(len(chosen), -1), place, eager=True)
