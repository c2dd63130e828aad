"""Transport problems with a few rows more: prices on these rows, and flows at these prices.

Any prices prove a bound. Where the flow at some prices breaks few rows, a plan is made of it by settling, row
by row, who of its people, or which of its seats, stands back. What is between plan and bound gives the length
of a step along what each row is exceeded by, to better prices. All numbers are integers.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from bianzu.solver.columns import Columns, scatter
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import Model
from bianzu.solver.network import Flow, Network, Shipping, lay_network
from bianzu.solver.shipping import Shipment, ship
from bianzu.solver.transport import Transport

__all__ = ["ship_coupled"]

_STEPS, _PACE = 6, 0.7
"""Prices that are tried, and the share of the way to the bound wanted that a step goes."""
_HOLDS = 6
"""So often more rows are settled until a plan keeps all of them."""
_FAR = 1 << 50
"""A loss that nobody can make good."""


def ship_coupled(shipping: Shipping, start: IntArray | None = None) -> Shipment | None:
    """Solve a transport problem and keep its coupling rows; ``None`` where that fails.

    With coupling rows, the shipment's point keeps every row and is near the best one; its duals price these
    rows too.
    """
    first, transport = ship(shipping, start), shipping.transport
    if first is None or not len(transport.coupling):
        return first
    pricing = _Pricing(shipping, shipping.model.build_columns(first.pool))
    if not pricing.run():
        return None
    if not pricing.best.any():
        last = first
    else:
        prices = transport.prices.copy()
        prices[transport.coupling] = -pricing.best
        priced = ship(replace(shipping, transport=replace(transport, prices=prices)), first.pool)
        if priced is None:
            return None
        last = priced
    keys = np.union1d(last.keys, pricing.plan)
    programmes = first.programmes + pricing.programmes + (last.programmes if last is not first else 0)
    return replace(
        last, keys=keys, taken=np.isin(keys, pricing.plan), empty=pricing.empty, programmes=programmes
    )


@dataclass
class _Pricing:
    """Prices of coupling rows over a pool of columns: ``best`` proves ``bound``, ``plan`` costs ``value``."""

    shipping: Shipping
    pool: Columns
    best: IntArray = field(init=False)
    plan: IntArray = field(init=False)
    empty: IntArray = field(init=False)
    bound: int = -_FAR
    value: int = _FAR
    programmes: int = 0
    _network: Network = field(init=False)
    _costs: IntArray = field(init=False)
    _rows: "_Rows" = field(init=False)

    def __post_init__(self) -> None:
        pool, transport = self.pool, self.shipping.transport
        self._costs = pool.weigh(self.shipping.weights)
        self._network = lay_network(self.shipping, int(np.abs(self._costs).max(initial=1)))
        paid = pool.values * self._network.prices[pool.rows]
        np.subtract.at(self._costs, pool.entry, paid)
        self._rows = _Rows(self.shipping.model, transport, pool)
        self.best = np.zeros(len(transport.coupling), dtype=np.int64)

    def run(self) -> bool:
        """Whether there is a plan."""
        over = self._try(self.best)
        if over is None or not self._hold():
            return False
        price = self.best
        for _ in range(_STEPS):
            moving = np.where((over > 0) | (price > 0), over, 0)
            length = int((moving * moving).sum())
            if self.value <= self.bound or not length:
                break
            reach = _PACE * (self.value - self.bound) / length
            price = np.maximum(0, price + np.rint(reach * moving).astype(np.int64))
            over = self._try(price)
            if over is None:
                break
        if self.value > self.bound and self.best.any():
            self._hold()
        return True

    def _try(self, price: IntArray) -> IntArray | None:
        """By how much the flow at some prices exceeds each row; better bounds and plans are kept."""
        flow = self._flow(price)
        if flow is None:
            return None
        over, value = self._measure(flow)
        reached = value + int((price * over).sum())
        if reached > self.bound:
            self.bound, self.best = reached, price
        return over

    def _flow(self, price: IntArray, open_columns: BoolArray | None = None) -> Flow | None:
        self.shipping.tick()
        self.programmes += 1
        return self._network.solve(self.pool.keys, self._rows.add_prices(self._costs, price), open_columns)

    def _measure(self, flow: Flow) -> tuple[IntArray, int]:
        """By how much a flow exceeds each row, and what it costs, the units that its seats pay for included;
        a better plan is kept."""
        model, transport, weights = self.shipping.model, self.shipping.transport, self.shipping.weights
        columns = self.pool.pick(flow.taken)
        aux_x, over = transport.measure(model, columns, np.ones(len(columns)), flow.empty)
        value = int(columns.weigh(weights).sum()) + round(float(model.weigh_aux(weights) @ aux_x))
        coupling = np.rint(over[transport.coupling]).astype(np.int64)
        if (coupling <= 0).all() and (over[transport.pin_rows] <= 0).all() and value < self.value:
            self.value, self.plan, self.empty = value, columns.keys, flow.empty
        return coupling, value

    def _hold(self) -> bool:
        """Make a plan near the best prices: in a row that is full, those who stand back are out for good; in
        one that is exceeded, those whose loss is least join them."""
        open_columns = np.ones(len(self.pool), dtype=bool)
        potential = np.zeros(self._network.n_nodes, dtype=np.int64)
        for _ in range(_HOLDS):
            flow = self._flow(self.best, open_columns)
            if flow is None:
                return False
            over, _ = self._measure(flow)
            if (over <= 0).all():
                return True
            potential = flow.settle(potential)
            of_slot, of_person = self._network.split(potential)
            costs = flow.arcs[2][: len(self.pool)] + of_slot[self.pool.slot] - of_person[self.pool.person]
            losses = potential[0] - of_person
            for row in np.flatnonzero(over >= 0).tolist():
                self._rows.settle(row, int(over[row]), flow.taken, costs, losses, open_columns)
        return False


class _Rows:
    """The coupling rows over the columns of a pool.

    What stands back is a person, for all seats of the row, or a seat, for all its people: whichever there are
    fewer of.
    """

    def __init__(self, model: Model, transport: Transport, pool: Columns) -> None:
        at = np.full(model.n_rows, -1, dtype=np.int64)
        at[transport.coupling] = np.arange(len(transport.coupling))
        ours = at[pool.rows] >= 0
        self.pool = pool
        self.column, self.row, self.value = pool.entry[ours], at[pool.rows[ours]], pool.values[ours]
        order = np.argsort(self.row, kind="stable")
        bounds = np.searchsorted(self.row[order], np.arange(len(transport.coupling) + 1))
        self.columns = np.split(self.column[order], bounds[1:-1])
        self.slot_start = np.searchsorted(pool.slot, np.arange(len(model.data.slots) + 1))

    def add_prices(self, costs: IntArray, price: IntArray) -> IntArray:
        """(k,) costs with what columns pay in the rows."""
        total = costs.copy()
        np.add.at(total, self.column, self.value * price[self.row])
        return total

    def settle(
        self,
        row: int,
        over: int,
        taken: BoolArray,
        costs: IntArray,
        losses: IntArray,
        open_columns: BoolArray,
    ) -> None:
        """Bar from a row all who are not in it, and of those who are as many as are too many.

        Parameters
        ----------
        costs
            (k,) reduced costs.
        losses
            (n,) what it costs at least that a person does not serve.
        """
        pool, mine = self.pool, self.columns[row]
        by_slot = len(np.unique(pool.slot[mine])) < len(np.unique(pool.person[mine]))
        standing = pool.slot if by_slot else pool.person
        inside = mine[taken[mine]]
        lost = np.array([self._lose(int(at), mine, by_slot, costs, open_columns) for at in inside])
        if not by_slot:
            lost = lost + losses[pool.person[inside]]
        order = np.lexsort((scatter(pool.keys[inside]), lost)) if over else np.arange(len(inside))
        open_columns[mine[~np.isin(standing[mine], standing[inside[order[over:]]])]] = False

    def _lose(self, at: int, mine: IntArray, by_slot: bool, costs: IntArray, open_columns: BoolArray) -> int:
        """What the next best for the seat of a column is dearer by."""
        span = np.arange(self.slot_start[self.pool.slot[at]], self.slot_start[self.pool.slot[at] + 1])
        span = span[open_columns[span]]
        others = np.setdiff1d(span, mine) if by_slot else span[span != at]
        return int(costs[others].min(initial=_FAR))
