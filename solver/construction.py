"""A first plan within a moment, so that a solve that is stopped has something to return.

Seats are filled one after the other, those with the fewest people first, each by whoever costs least now;
hard maxima are never broken. It proves nothing.
"""

import numpy as np

from bianzu.solver.columns import scatter, spans
from bianzu.solver.costs import CHANGES, SOFT, WAIVERS
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray, Model

__all__ = ["construct"]

_SHORT_UNIT = 10_000
"""Price of a missing unit, well above soft costs."""


def construct(model: Model) -> IntArray:
    """Columns of a legal plan, as complete as a greedy pass gets; must pins first."""
    return _Greedy(model).run()


class _Greedy:
    """Who sits where so far, and how much room that leaves in every row (below zero: over it)."""

    def __init__(self, model: Model) -> None:
        self.model = model
        data = model.data
        self.free = [slot.capacity for slot in data.slots]
        self.held: list[list[int]] = [[] for _ in data.slots]
        self.busy = np.zeros(data.n_services, dtype=bool)
        price = _row_prices(model)
        self.hard = np.isinf(price)
        self.price = np.where(self.hard, 0, price)
        self.counted = price > 0
        self.counted[model.first_seat_row : model.first_seat_row + len(data.slots)] = False
        if model.first_person_row >= 0:  # nobody busy is looked at
            self.counted[model.first_person_row : model.first_person_row + data.n_services] = False
        empty = np.zeros(model.n_aux)
        empty[model.seat_aux] = model.aux_upper[model.seat_aux]
        nobody = model.build_columns(np.zeros(0, dtype=np.int64))
        self.room = _row_limits(model) - model.activity(nobody, np.zeros(0), empty)
        self.netting = np.zeros(model.n_rows)
        for group in model.groups:
            if group.netting is not None:
                self.netting[group.span] = group.netting
        self.netted = _list_by_team(model, self.netting)
        self.eager = _find_last_chances(model)
        self.pinned = np.array([data.person_at[key["person"]] for key in model.pins.keys], dtype=np.int64)

    def run(self) -> IntArray:
        order = self._scarce_first()
        pinned = self._pinned_people()
        if pinned.any():
            for slot in order:
                while self.free[slot] and self._fill(slot, pinned):
                    pinned = self._pinned_people()
        everybody = np.ones(self.model.data.n, dtype=bool)
        for slot in order:
            while self.free[slot] and self._fill(slot, everybody):
                pass
        keys = [self.model.key(slot, person) for slot, people in enumerate(self.held) for person in people]
        return np.array(sorted(keys), dtype=np.int64)

    def _scarce_first(self) -> list[int]:
        sizes = np.count_nonzero(self.model.eligibility.allowed, axis=1)
        return [int(slot) for slot in np.argsort(sizes, kind="stable")]

    def _pinned_people(self) -> BoolArray:
        """People whose must pins are not all honoured yet."""
        people = np.zeros(self.model.data.n, dtype=bool)
        people[self.pinned[self.room[self.model.pins.span] < 0]] = True
        return people

    def _fill(self, slot: int, among: BoolArray) -> bool:
        """Seat the person of least price on the slot; False when nobody fits."""
        model, data = self.model, self.model.data
        fitting = model.eligibility.allowed[slot] & among & ~self.busy[data.services(slot)]
        fitting[self.held[slot]] = False
        if not fitting.any():
            return False
        total = self._cost(slot)
        self._add_overruns(slot, total)
        total[~fitting] = np.inf
        chosen = int(np.argmin(total))
        if np.isinf(total[chosen]):
            return False
        self._seat(slot, chosen)
        return True

    def _cost(self, slot: int) -> FloatArray:
        """(n,) soft cost and waivers on the slot; a last chance to serve counts for a missing unit."""
        model, n = self.model, self.model.data.n
        total = model.costs.of_slot(SOFT, slot).astype(float)
        total += _SHORT_UNIT * model.costs.of_slot(WAIVERS, slot)
        total -= _SHORT_UNIT * self.eager[model.data.slot_round[slot]]
        return np.asarray(total + scatter(slot * n + np.arange(n)) / (1 << 33))

    def _add_overruns(self, slot: int, total: FloatArray) -> None:
        """Add what each person on the slot would add to rows that are full; infinite where none may give.

        A seat that is taken no longer meets the minima of its team, whoever takes it: what only that changes
        is the same for everybody. All minima have units that may be missing.
        """
        netted = self.netted[self.model.data.slots[slot].team]
        self.room[netted] -= self.netting[netted]
        for pattern, first in self.model.places(slot):
            span = slice(first, first + pattern.n_rows)
            full = np.flatnonzero((self.room[span] < pattern.reach) & self.counted[span])
            if not len(full):
                continue
            entries = spans(pattern.row_start[full], pattern.row_start[full + 1] - pattern.row_start[full])
            people, rows, coefs = (
                pattern.people[entries],
                pattern.rows[entries] + first,
                pattern.coefs[entries],
            )
            over, before = np.maximum(0, coefs - self.room[rows]), np.maximum(0, -self.room[rows])
            np.add.at(total, people, self.price[rows] * (over - before))
            total[people[self.hard[rows] & (over > before)]] = np.inf
        self.room[netted] += self.netting[netted]

    def _seat(self, slot: int, person: int) -> None:
        model = self.model
        self.held[slot].append(person)
        self.free[slot] -= 1
        if model.first_person_row >= 0:
            self.busy[model.data.services(slot)][person] = True
        for pattern, first in model.places(slot):
            entries = pattern.of_one(person)
            if entries is not None:
                self.room[entries[0] + np.int64(first)] -= entries[1]
        netted = self.netted[model.data.slots[slot].team]
        self.room[netted] -= self.netting[netted]


def _list_by_team(model: Model, netting: FloatArray) -> list[IntArray]:
    """Per team, the rows that its empty seats meet."""
    found: list[list[int]] = [[] for _ in model.data.teams]
    rows = np.flatnonzero((netting != 0) & (model.row_team >= 0))
    for row, team in zip(rows.tolist(), model.row_team[rows].tolist(), strict=True):
        found[team].append(row)
    return [np.array(item, dtype=np.int64) for item in found]


def _find_last_chances(model: Model) -> BoolArray:
    """(r, n) who has a pin, or must serve as a new cadre, in a planned round."""
    data = model.data
    found = np.zeros((len(data.rounds), data.n), dtype=bool)
    for group in model.groups:
        if group.rule == "pins" or (group.rule, group.clause) == ("new-cadre", None):
            for key in group.keys:
                rounds = [data.round_at[key["round"]]] if "round" in key else range(len(data.rounds))
                found[rounds, data.person_at[key["person"]]] = True
    return found


def _row_limits(model: Model) -> FloatArray:
    """Limits of the rows with every linked aux column (who serves, which county) at its upper value."""
    linked = np.array([item.kind == "count" and item.follows != "services" for item in model.aux], dtype=bool)
    lets = linked[model.aux_entry] & (model.aux_values < 0)
    limit = model.row_upper.copy()
    np.subtract.at(limit, model.aux_rows[lets], (model.aux_values * model.aux_upper[model.aux_entry])[lets])
    return limit


def _row_prices(model: Model) -> FloatArray:
    """Price per unit over each row: infinite where nothing may give."""
    slack = np.array([item.kind in ("short", "soft", "changed") for item in model.aux], dtype=bool)
    slack[model.seat_aux] = False
    cost = _SHORT_UNIT * model.aux_cost[: CHANGES + 1].sum(axis=0) + model.aux_cost[SOFT]
    gives = slack[model.aux_entry] & (model.aux_values < 0)
    price = np.full(model.n_rows, np.inf)
    np.minimum.at(price, model.aux_rows[gives], cost[model.aux_entry][gives].astype(float))
    for group in model.groups:
        if group.rule in ("pins", "new-cadre"):
            price[group.span] = 0
    return price
