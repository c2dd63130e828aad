"""A first plan within a moment, so that a solve that is stopped has something to return.

Seats are filled one after the other, those with the fewest people first, each by whoever costs least now;
hard maxima are never broken. It proves nothing.
"""

import numpy as np

from bianzu.solver.columns import scatter
from bianzu.solver.costs import CHANGES, SOFT, WAIVERS
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray, Model

__all__ = ["construct"]

_SHORT_UNIT = 10_000
"""Price of a missing unit, well above soft costs."""
_LOOKED_AT = 60
"""So many of a seat's cheapest people are compared."""


def construct(model: Model) -> IntArray:
    """Columns of a legal plan, as complete as a greedy pass gets; must pins first."""
    return _Greedy(model).run()


class _Greedy:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.price = _row_prices(model)
        self.limit = _row_limits(model)
        self.room = [slot.capacity for slot in model.data.slots]
        self.taken: set[int] = set()
        self.busy = np.zeros(model.data.n_services, dtype=bool)
        self.netting = np.zeros(model.n_rows, dtype=np.int64)
        for group in model.groups:
            if group.netting is not None:
                self.netting[group.first : group.first + len(group.limit)] = group.netting
        empty = np.array([item.upper if item.rule == "seats" else 0 for item in model.aux], dtype=np.int64)
        nobody = model.build_columns(np.zeros(0, dtype=np.int64))
        self.activity = model.activity(nobody, np.zeros(0), empty.astype(float))
        self.activity[model.first_seat_row : model.first_seat_row + len(model.data.slots)] = 0
        self.team_rows = [np.flatnonzero(model.row_team == team) for team in range(len(model.data.teams))]
        data = model.data
        last_chance = np.zeros((len(data.rounds), data.n), dtype=bool)
        for group in model.groups:
            if group.rule == "pins" or (group.rule, group.clause) == ("new-cadre", None):
                for key in group.keys:
                    rounds = [data.round_at[key["round"]]] if "round" in key else range(len(data.rounds))
                    last_chance[rounds, data.person_at[key["person"]]] = True
        self.last_chance = last_chance

    def run(self) -> IntArray:
        order = self._scarce_first()
        pinned = self._pinned_people()
        if pinned.any():
            for slot in order:
                while self.room[slot] and self._fill(slot, pinned):
                    pinned = self._pinned_people()
        everybody = np.ones(self.model.data.n, dtype=bool)
        for slot in order:
            while self.room[slot] and self._fill(slot, everybody):
                pass
        return np.array(sorted(self.taken), dtype=np.int64)

    def _scarce_first(self) -> list[int]:
        sizes = np.count_nonzero(self.model.eligibility.allowed, axis=1)
        return [int(slot) for slot in np.argsort(sizes, kind="stable")]

    def _pinned_people(self) -> BoolArray:
        """People whose must pins are not all honoured yet."""
        model = self.model
        people = np.zeros(model.data.n, dtype=bool)
        for group in model.groups:
            if group.rule == "pins":
                rows = np.arange(group.first, group.first + len(group.limit))
                for at in np.flatnonzero(self.activity[rows] > group.limit).tolist():
                    people[model.data.person_at[group.keys[at]["person"]]] = True
        return people

    def _fill(self, slot: int, among: BoolArray) -> bool:
        """Seat the person of least price on the slot; False when nobody fits."""
        model, n = self.model, self.model.data.n
        fitting = model.eligibility.allowed[slot] & among & ~self.busy[model.data.services(slot)]
        if model.first_person_row < 0:
            fitting[[key % n for key in self.taken if key // n == slot]] = False
        people = np.flatnonzero(fitting)
        item = model.data.slot_round[slot]
        cost = model.costs.of_slot(SOFT, slot)[people] - _SHORT_UNIT * self.last_chance[item, people]
        if len(people) > _LOOKED_AT:
            spread = cost + scatter(slot * n + people) / (1 << 33)
            people = people[np.argpartition(spread, _LOOKED_AT)[:_LOOKED_AT]]
        if not len(people):
            return False
        columns = model.build_columns(slot * n + people)
        index = np.repeat(np.arange(len(people)), np.diff(columns.indptr))
        team_rows = self.team_rows[model.data.slots[slot].team]
        rows = np.union1d(columns.rows, team_rows)
        change = np.zeros((len(people), len(rows)))
        change += self.netting[rows]
        np.add.at(change, (index, np.searchsorted(rows, columns.rows)), columns.values)
        now, limit = self.activity[rows], self.limit[rows]
        over = np.maximum(0, now + change - limit) - np.maximum(0, now - limit)
        price = self.price[rows]
        hard = ((over > 0) & np.isinf(price)).any(axis=1)
        total = over @ np.where(np.isinf(price), 0, price)
        total += columns.cost[SOFT] + _SHORT_UNIT * columns.cost[WAIVERS]
        if hard.all():
            return False
        chosen = int(np.argmin(np.where(hard, np.inf, total)))
        self.taken.add(int(columns.keys[chosen]))
        if model.first_person_row >= 0:
            self.busy[columns.service[chosen]] = True
        self.room[slot] -= 1
        self.activity[rows] += change[chosen]
        return True


def _row_limits(model: Model) -> FloatArray:
    """Limits of the rows with every linked aux column (who serves, which county) at its upper value."""
    limit = model.row_upper.copy()
    for item in model.aux:
        if item.kind == "count" and item.follows != "services":
            for row, coef in zip(item.rows, item.coefs, strict=True):
                limit[row] -= min(0, coef) * item.upper
    return limit


def _row_prices(model: Model) -> FloatArray:
    """Price per unit over each row: infinite where nothing may give."""
    price = np.full(model.n_rows, np.inf)
    for at, item in enumerate(model.aux):
        cost = _SHORT_UNIT * model.aux_cost[: CHANGES + 1, at].sum() + model.aux_cost[SOFT, at]
        if item.kind not in ("short", "soft", "changed") or item.rule == "seats":
            continue
        for row, coef in zip(item.rows, item.coefs, strict=True):
            if coef < 0:
                price[row] = min(price[row], float(cost))
    for group in model.groups:
        if group.rule in ("pins", "new-cadre"):
            price[group.first : group.first + len(group.limit)] = 0
    return price
