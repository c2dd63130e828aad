"""Which relaxations are transport problems: seats on one side, people on the other, caps on groups of people.

That is what is left where every other row either cannot be exceeded by any choice, or speaks of one single
seat and measures something of whoever sits there: its multiplier is then the price of that unit, known before
anything is solved. Nobody needs to say which instances are like this; the rows do. A few rows of other kinds
may be left over (couples, seats reserved to a source): they couple the transport problem.
"""

from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import Columns, Weights
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.patterns import Pattern

__all__ = ["Transport", "find_transport"]

_FAR = 1 << 40
_NOBODY = np.zeros(0, dtype=np.int64)
_COUPLED = 0.5
"""No more coupling rows than this a slot: with more, it is hardly a transport problem any more."""


@dataclass(frozen=True)
class Transport:
    """What is left of a model beside seats and people.

    Attributes
    ----------
    prices
        (r,) multipliers of the rows that speak of single seats, 0 for all others.
    slack
        (r,) the aux column that measures the excess of such a row, -1 for none.
    pin_rows
        Rows of must pins.
    cap_rows
        (g,) rows that let few of a group of people serve.
    cap_of
        (n,) position of each person's cap, -1 for none.
    coupling
        Rows that are none of these; a transport problem proper has none.
    """

    prices: IntArray
    slack: IntArray
    pin_rows: IntArray
    cap_rows: IntArray
    cap_of: IntArray
    coupling: IntArray

    def measure(
        self, model: Model, columns: Columns, x: FloatArray, empty: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """(a,) aux columns of a point with (s,) empty seats, the units that its seats pay for included, and
        (r,) by how much it exceeds each row before these are taken off."""
        aux_x = np.zeros(model.n_aux)
        aux_x[model.seat_aux] = empty
        over = model.activity(columns, x, aux_x) - model.row_upper
        priced = np.flatnonzero(self.slack >= 0)
        aux_x[self.slack[priced]] = np.maximum(0, over[priced])
        return aux_x, over


@dataclass(frozen=True)
class _Rows:
    """What seats add to each row: (r,) arrays.

    ``low`` and ``high`` limit what one seat adds, ``most`` what all do; ``touched`` counts the slots with
    people in the row, and ``slot`` is one of them, -1 for none.
    """

    low: IntArray
    high: IntArray
    most: IntArray
    touched: IntArray
    slot: IntArray


def find_transport(model: Model, weights: Weights, aux_open: BoolArray) -> Transport | None:
    """The transport problem that a relaxation is; ``None`` where it is none.

    Parameters
    ----------
    weights
        (level, weight) of columns and aux columns alike.
    aux_open
        (a,) aux columns that may be positive.
    """
    data = model.data
    if len(data.rounds) != 1 or model.first_person_row < 0:
        return None
    cost = model.weigh_aux(weights)
    if (cost[aux_open] < 0).any():
        return None
    ours = np.ones(model.n_rows, dtype=bool)
    ours[model.first_seat_row : model.first_seat_row + len(data.slots)] = False
    if np.isfinite(model.row_lower[ours]).any():
        return None
    ours[model.first_person_row : model.first_person_row + data.n] = False
    pins = model.mark(lambda group: group is model.pins)
    others = aux_open.copy()
    others[model.seat_aux] = False
    free = others[model.aux_entry]
    raised, given = np.zeros(model.n_rows, dtype=np.int64), np.zeros(model.n_rows, dtype=bool)
    up = free & (model.aux_values > 0)
    np.add.at(raised, model.aux_rows[up], (model.aux_values * model.aux_upper[model.aux_entry])[up])
    given[model.aux_rows[free]] = True
    rows = _measure(model)
    single, empty = _find_single(model, rows)
    limit = np.clip(model.row_upper, -_FAR, _FAR).astype(np.int64)
    high = np.where(single, np.maximum(rows.high, empty), rows.most + np.maximum(0, empty))
    binding = ours & ~pins & (high + raised > limit)
    priced = binding & single
    if (raised[priced] > 0).any() or (np.minimum(rows.low, empty) < limit)[priced].any():
        return None
    slack = _find_slacks(model, others, cost, priced, high - limit)
    if slack is None:
        return None
    prices = np.where(slack >= 0, -cost[slack], 0)
    caps = binding & ~single
    if given[caps].any() or given[pins].any():
        return None
    cap_rows, cap_of = _find_caps(model, caps)
    caps[cap_rows] = False
    coupling = np.flatnonzero(caps)
    if len(coupling) > _COUPLED * len(data.slots) or (limit[coupling] < 0).any():
        return None
    return Transport(prices, slack, np.flatnonzero(pins), cap_rows, cap_of, coupling)


def _measure(model: Model) -> _Rows:
    low, high, most, touched = (np.zeros(model.n_rows, dtype=np.int64) for _ in range(4))
    slot = np.full(model.n_rows, -1, dtype=np.int64)
    capacity = np.array([item.capacity for item in model.data.slots], dtype=np.int64)
    for pattern, slots, offsets in model.layout:
        least, largest = _find_range(pattern)
        if len(slots) > 1 and (offsets == offsets[0]).all():  # a person has one seat, so counts once
            rows = offsets[0] + np.arange(pattern.n_rows)
            gained = np.bincount(pattern.rows, np.maximum(0, pattern.coefs), pattern.n_rows)
            most[rows] += gained.astype(np.int64)
            touched[rows] += len(slots)
            slot[rows] = slots[0]
            continue
        # Flat, and all of one length: with two dimensions, `ufunc.at` reads beyond values of one (numpy 2.4).
        rows = (offsets[:, None] + np.arange(pattern.n_rows)).ravel()
        times = len(slots)
        np.minimum.at(low, rows, np.tile(least, times))
        np.maximum.at(high, rows, np.tile(largest, times))
        np.add.at(most, rows, np.outer(capacity[slots], np.maximum(0, largest)).ravel())
        np.add.at(touched, rows, 1)
        slot[rows] = np.repeat(slots, pattern.n_rows)
    return _Rows(low, high, most, touched, slot)


def _find_range(pattern: Pattern) -> tuple[IntArray, IntArray]:
    """(rows,) least and largest coefficient of anybody, people without an entry included."""
    least, largest = np.full(pattern.n_rows, _FAR), np.full(pattern.n_rows, -_FAR)
    np.minimum.at(least, pattern.rows, pattern.coefs)
    np.maximum.at(largest, pattern.rows, pattern.coefs)
    partial = np.bincount(pattern.rows, minlength=pattern.n_rows) < pattern.n_people
    least[partial], largest[partial] = np.minimum(least, 0)[partial], np.maximum(largest, 0)[partial]
    return least, largest


def _find_single(model: Model, rows: _Rows) -> tuple[BoolArray, IntArray]:
    """Rows in which nothing but one single seat counts, and what it adds when it is empty; of other rows,
    what empty seats add at most."""
    capacity = np.array([item.capacity for item in model.data.slots], dtype=np.int64)
    single = (rows.touched <= 1) & ((rows.slot < 0) | (capacity[rows.slot] == 1))
    slot_of = np.full(model.n_aux, -1, dtype=np.int64)
    slot_of[model.seat_aux] = np.arange(len(model.seat_aux))
    seats = slot_of[model.aux_entry]
    of_seat = (seats >= 0) & (model.aux_rows != model.first_seat_row + seats)
    at, seat, coef = model.aux_rows[of_seat], seats[of_seat], model.aux_values[of_seat]
    single[at[rows.slot[at] != seat]] = False
    empty = np.zeros(model.n_rows, dtype=np.int64)
    np.add.at(empty, at, np.where(single[at], coef, np.maximum(0, coef * capacity[seat])))
    return single, empty


def _find_slacks(
    model: Model, among: BoolArray, cost: IntArray, priced: BoolArray, needed: IntArray
) -> IntArray | None:
    """(r,) cheapest aux column that measures all excess of each priced row; ``None`` where one has none."""
    slack = np.full(model.n_rows, -1, dtype=np.int64)
    alone = among & (np.diff(model.aux_indptr) == 1)
    for at in sorted(np.flatnonzero(alone).tolist(), key=lambda at: (-cost[at], -at)):
        entry = model.aux_indptr[at]
        row = model.aux_rows[entry]
        if priced[row] and model.aux_values[entry] == -1 and model.aux_upper[at] >= needed[row]:
            slack[row] = at
    return None if (slack[priced] < 0).any() else slack


def _find_caps(model: Model, caps: BoolArray) -> tuple[IntArray, IntArray]:
    """Rows that are such caps, as many as let everybody have one at most, in their order, and the position of
    each person's among them, (n,); those that share people with the fewest others come first."""
    groups: dict[int, IntArray] = {}
    others: set[int] = set()
    for pattern, first in model.base_places[0]:
        for at in np.flatnonzero(caps[first : first + pattern.n_rows]).tolist():
            span = slice(pattern.row_start[at], pattern.row_start[at + 1])
            people = pattern.people[span].astype(np.int64)
            if (
                first + at in groups
                or (pattern.coefs[span] != 1).any()
                or len(np.unique(people)) < len(people)
            ):
                others.add(first + at)
            groups[first + at] = people
    rows = [row for row in groups if row not in others]
    held = np.bincount(np.concatenate([groups[row] for row in rows] or [_NOBODY]), minlength=model.data.n)
    shared = {row: int((held[groups[row]] - 1).sum()) for row in rows}
    cap_of = np.full(model.data.n, -1, dtype=np.int64)
    taken = []
    for row in sorted(rows, key=lambda row: (shared[row], -len(groups[row]), row)):
        if (cap_of[groups[row]] < 0).all():
            cap_of[groups[row]] = row
            taken.append(row)
    cap_rows = np.sort(np.array(taken, dtype=np.int64))
    cap_of[cap_of >= 0] = np.searchsorted(cap_rows, cap_of[cap_of >= 0])
    return cap_rows, cap_of
