"""A first plan within a fraction of a second, so that a solve that is stopped has something to return.

Seats are filled one after the other, those with the fewest people first, each by whoever costs least now;
hard maxima are never broken. It proves nothing.
"""

import numpy as np

from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import MINIMA, SOFT, WAIVERS, Model
from bianzu.solver.relaxation import FloatArray

__all__ = ["construct"]

_SHORT_UNIT = 10_000
"""Price of a missing unit, well above soft costs."""


def construct(model: Model) -> IntArray:
    """Columns of a legal plan, as complete as a greedy pass gets; must pins first."""
    return _Builder(model).run()


class _Builder:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.activity = np.zeros(model.n_rows)
        self.price = _row_prices(model)
        self.limit = _row_limits(model)
        self.bounds = np.searchsorted(model.col_slot, np.arange(len(model.data.slots) + 1))
        self.taken = np.zeros(model.n_columns, dtype=bool)

    def run(self) -> IntArray:
        model = self.model
        pinned = np.zeros(model.n_columns, dtype=bool)
        for group in model.groups:
            if group.rule == "pins":
                rows = np.arange(group.first, group.first + len(group.limit))
                wanted = np.isin(model.rows, rows) & (model.entry_var < model.n_columns)
                pinned[model.entry_var[wanted]] = True
        for slot in self._scarce_first(pinned):
            for _ in range(model.data.slots[slot].capacity):
                self._fill(slot, pinned, pinned_only=True)
        for slot in self._scarce_first(pinned):
            while self._room(slot) and self._fill(slot, pinned, pinned_only=False):
                pass
        return np.flatnonzero(self.taken)

    def _scarce_first(self, pinned: BoolArray) -> list[int]:
        sizes = np.diff(self.bounds)
        return [int(slot) for slot in np.argsort(sizes, kind="stable")]

    def _room(self, slot: int) -> bool:
        span = slice(self.bounds[slot], self.bounds[slot + 1])
        return int(self.taken[span].sum()) < self.model.data.slots[slot].capacity

    def _fill(self, slot: int, pinned: BoolArray, *, pinned_only: bool) -> bool:
        """Seat the person of least price on the slot; False when nobody fits."""
        model = self.model
        first, last = int(self.bounds[slot]), int(self.bounds[slot + 1])
        begin, end = model.indptr[first], model.indptr[last]
        rows, values = model.rows[begin:end], model.values[begin:end]
        column = model.entry_var[begin:end] - first
        over = np.maximum(0, self.activity[rows] + values - self.limit[rows]) - np.maximum(
            0, self.activity[rows] - self.limit[rows]
        )
        count = last - first
        hard = np.bincount(column, weights=(over > 0) & np.isinf(self.price[rows]), minlength=count)
        soft = np.where(np.isinf(self.price[rows]), 0, self.price[rows])
        price = np.bincount(column, weights=over * soft, minlength=count)
        price += model.cost[SOFT, first:last] + _SHORT_UNIT * model.cost[WAIVERS, first:last]
        fitting = (hard == 0) & ~self.taken[first:last]
        if pinned_only:
            fitting &= pinned[first:last] & self._pin_open(first, last)
        if not fitting.any():
            return False
        chosen = first + int(np.argmin(np.where(fitting, price, np.inf)))
        self.taken[chosen] = True
        entries = slice(model.indptr[chosen], model.indptr[chosen + 1])
        self.activity[model.rows[entries]] += model.values[entries]
        return True

    def _pin_open(self, first: int, last: int) -> BoolArray:
        """Columns of people whose must pins are not all honoured yet."""
        model = self.model
        open_people = np.zeros(model.data.n, dtype=bool)
        for group in model.groups:
            if group.rule != "pins":
                continue
            for at, key in enumerate(group.keys):
                if self.activity[group.first + at] > group.limit[at]:
                    open_people[model.data.person_at[key["person"]]] = True
        return open_people[model.col_person[first:last]]


def _row_limits(model: Model) -> FloatArray:
    """Limits of the rows with every linked aux column (who serves, which county) at its upper value."""
    limit = model.row_upper.copy()
    for item in model.aux:
        if item.kind == "count":
            for row, coef in zip(item.rows, item.coefs, strict=True):
                limit[row] -= min(0, coef) * item.upper
    return limit


def _row_prices(model: Model) -> FloatArray:
    """Price per unit over each row: infinite where nothing may give."""
    price = np.full(model.n_rows, np.inf)
    for at, item in enumerate(model.aux, start=model.n_columns):
        cost = _SHORT_UNIT * model.cost[: MINIMA + 1, at].sum() + model.cost[SOFT, at]
        if item.kind == "waive":
            continue
        for row, coef in zip(item.rows, item.coefs, strict=True):
            if coef < 0 and item.kind in ("short", "soft"):
                price[row] = min(price[row], float(cost))
    for group in model.groups:
        if group.rule in ("pins", "new-cadre"):
            price[group.first : group.first + len(group.limit)] = 0
    return price
