"""Transport problems solved by minimum cost flows over generated columns.

The point is whole, the prices of the nodes are multipliers of the rows, and all of it is in integers: what is
cheap at these prices comes in, until nothing is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import scatter
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.network import Flow, Shipping, lay_network

__all__ = ["Shipment", "ship"]

_FIRST, _COMING = 20, 20
"""Columns of a slot to begin with, and those that come in at once."""
_ROUNDS = 30


@dataclass(frozen=True)
class Shipment:
    """A solved transport problem.

    Attributes
    ----------
    keys
        Columns taken and those that cost as little, sorted.
    taken
        Which of them.
    empty
        (s,) empty seats.
    duals
        (r,) multipliers, integers.
    programmes
        Flows solved.
    pool
        All columns that there were, sorted.
    """

    keys: IntArray
    taken: BoolArray
    empty: IntArray
    duals: IntArray
    programmes: int
    pool: IntArray


def ship(shipping: Shipping, start: IntArray | None = None) -> Shipment | None:
    """Solve a transport problem, beginning with some columns; ``None`` where there is no flow, or numbers
    grow too large."""
    known = np.zeros(0, dtype=np.int64) if start is None else np.sort(start)
    return _Generation(shipping, known).run()


class _Generation:
    """Columns that come in while they are cheap at the prices of the flow before."""

    def __init__(self, shipping: Shipping, known: IntArray) -> None:
        self.shipping = shipping
        self.model = shipping.model
        self.allowed = shipping.allowed
        self.known = known
        self.prices = shipping.transport.prices

    def run(self) -> Shipment | None:
        keys, costs = self._begin()
        self.network = lay_network(self.shipping, int(np.abs(costs).max(initial=1)))
        self.prices = self.network.prices
        pinned = self._list_pinned(keys, costs)
        keys, costs = np.concatenate([keys, pinned[0]]), np.concatenate([costs, pinned[1]])
        potential = np.zeros(self.network.n_nodes, dtype=np.int64)
        for number in range(1, _ROUNDS + 1):
            flow = self.network.solve(keys, costs)
            if flow is None:
                return None
            potential = flow.settle(potential)
            coming, prices = self._price(potential, np.sort(keys))
            if not len(coming):
                return self._close(keys, costs, flow, potential, number)
            keys, costs = np.concatenate([keys, coming]), np.concatenate([costs, prices])
        return None

    def _price_slots(self) -> Iterator[tuple[int, IntArray]]:
        return self.model.price_slots(self.shipping.weights, self.prices, 1, self.shipping.tick)

    def _begin(self) -> tuple[IntArray, IntArray]:
        """Each slot's cheapest columns and what they cost; of a start, only those."""
        n = self.model.data.n
        keys, costs = [], []
        bounds = np.searchsorted(self.known, n * np.arange(len(self.model.data.slots) + 1))
        for slot, cost in self._price_slots():
            people = np.flatnonzero(self.allowed[slot])
            begun = self.known[bounds[slot] : bounds[slot + 1]] - slot * n
            if len(begun):
                people = begun[self.allowed[slot, begun]]
            elif len(people) > _FIRST:
                spread = cost[people] + scatter(slot * n + people) / (1 << 33)
                people = people[np.argpartition(spread, _FIRST)[:_FIRST]]
            keys.append(slot * n + people)
            costs.append(cost[people])
        return np.concatenate(keys), np.concatenate(costs)

    def _list_pinned(self, known: IntArray, costs: IntArray) -> tuple[IntArray, IntArray]:
        """Columns that a must pin wants; the cost of those that are there already is corrected."""
        data = self.model.data
        wanted: dict[int, list[int]] = {}
        for at, pin in enumerate(data.instance.pins):
            if pin.kind != "must-not":
                person = data.person_at[pin.person]
                for slot in pin_slots(data, at):
                    if self.allowed[slot, person]:
                        wanted.setdefault(slot, []).append(person)
        if not wanted:
            return known[:0], costs[:0]
        n = data.n
        order = np.argsort(known)
        keys, found = [], []
        for slot, cost in self._price_slots():
            people = np.unique(np.array(wanted.get(slot, []), dtype=np.int64))
            for key, price in zip((slot * n + people).tolist(), cost[people].tolist(), strict=True):
                at = np.searchsorted(known, key, sorter=order)
                if at < len(known) and known[order[at]] == key:
                    costs[order[at]] = price
                else:
                    keys.append(key)
                    found.append(price)
        return np.array(keys, dtype=np.int64), np.array(found, dtype=np.int64)

    def _price(self, potential: IntArray, known: IntArray) -> tuple[IntArray, IntArray]:
        """Columns that are cheap at some potentials, a few a slot, and what they cost."""
        n = self.model.data.n
        of_slot, of_person = self.network.split(potential)
        keys, costs = [known[:0]], [known[:0]]
        for slot, cost in self._price_slots():
            gain = cost - of_person
            people = np.flatnonzero((gain < -of_slot[slot]) & self.allowed[slot])
            if not len(people):
                continue
            own = slot * n + people
            at = np.searchsorted(known, own).clip(max=len(known) - 1)
            people = people[known[at] != own]
            if len(people) > _COMING:
                spread = gain[people] + scatter(slot * n + people) / (1 << 33)
                people = people[np.argpartition(spread, _COMING)[:_COMING]]
            keys.append(slot * n + people)
            costs.append(cost[people])
        return np.concatenate(keys), np.concatenate(costs)

    def _close(
        self, keys: IntArray, costs: IntArray, flow: Flow, potential: IntArray, number: int
    ) -> Shipment:
        """What the last flow says."""
        model, n, slots = self.model, self.model.data.n, len(self.model.data.slots)
        of_slot, of_person = self.network.split(potential)
        near = flow.taken | (costs + of_slot[keys // n] == of_person[keys % n])
        order = np.argsort(keys[near])
        duals = self.prices.copy()
        duals[model.first_seat_row : model.first_seat_row + slots] = potential[0] - of_slot
        capped = potential[1 + slots + n :] - potential[0]
        duals[self.shipping.transport.cap_rows] = np.minimum(0, capped)
        return Shipment(keys[near][order], flow.taken[near][order], flow.empty, duals, number, np.sort(keys))
