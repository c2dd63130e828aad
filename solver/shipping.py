"""Transport problems solved by minimum cost flows over generated columns.

The point is whole, the prices of the nodes are multipliers of the rows, and all of it is in integers: what is
cheap at these prices comes in, until nothing is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from bianzu.solver.columns import Weights, scatter
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import solve_flow
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.model import Model
from bianzu.solver.transport import Transport

__all__ = ["Shipment", "ship"]

_FIRST, _COMING = 20, 20
"""Columns of a slot to begin with, and those that come in at once."""
_ROUNDS = 30
_PIN_TIMES = 4
"""A must pin pays so many times the dearest cost: whoever is wanted somewhere is there, if that can be."""


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
    """

    keys: IntArray
    taken: BoolArray
    empty: IntArray
    duals: IntArray
    programmes: int


def ship(
    model: Model,
    transport: Transport,
    weights: Weights,
    allowed: BoolArray,
    aux_open: BoolArray,
    tick: Callable[[], None],
    start: IntArray | None = None,
) -> Shipment | None:
    """Solve a transport problem, beginning with some columns; ``None`` where there is no flow, or numbers
    grow too large."""
    known = np.zeros(0, dtype=np.int64) if start is None else np.sort(start)
    return _Shipping(model, transport, weights, allowed, aux_open, tick, known).run()


@dataclass
class _Shipping:
    model: Model
    transport: Transport
    weights: Weights
    allowed: BoolArray
    aux_open: BoolArray
    tick: Callable[[], None]
    known: IntArray
    prices: IntArray = field(init=False)
    tails: IntArray = field(init=False)
    heads: IntArray = field(init=False)
    costs: IntArray = field(init=False)
    room: IntArray = field(init=False)

    def run(self) -> Shipment | None:
        n = self.model.data.n
        self.prices = self.transport.prices.copy()
        keys, costs = self._begin()
        self._lay_frame(int(np.abs(costs).max(initial=1)))
        pinned = self._list_pinned(keys, costs)
        keys, costs = np.concatenate([keys, pinned[0]]), np.concatenate([costs, pinned[1]])
        potential = np.zeros(self.n_nodes, dtype=np.int64)
        for number in range(1, _ROUNDS + 1):
            tails = np.concatenate([1 + keys // n, self.tails])
            heads = np.concatenate([1 + self.n_slots + keys % n, self.heads])
            price = np.concatenate([costs, self.costs])
            room = np.concatenate([np.ones_like(keys), self.room])
            flow = solve_flow(tails, heads, room, price, self._supplies())
            if flow is None:
                return None
            potential = _settle_potentials(tails, heads, price, flow < room, flow > 0, potential)
            coming, prices = self._price(potential, np.sort(keys))
            if not len(coming):
                return self._close(keys, costs, flow, potential, number)
            keys, costs = np.concatenate([keys, coming]), np.concatenate([costs, prices])
        return None

    @property
    def n_slots(self) -> int:
        return len(self.model.data.slots)

    @property
    def n_nodes(self) -> int:
        """The sink, slots, people, caps."""
        return 1 + self.n_slots + self.model.data.n + len(self.transport.cap_rows)

    def _supplies(self) -> IntArray:
        supplies = np.zeros(self.n_nodes, dtype=np.int64)
        supplies[1 : 1 + self.n_slots] = self._capacity
        supplies[0] = -self._capacity.sum()
        return supplies

    @property
    def _capacity(self) -> IntArray:
        return np.array([slot.capacity for slot in self.model.data.slots], dtype=np.int64)

    def _begin(self) -> tuple[IntArray, IntArray]:
        """Each slot's cheapest columns and what they cost; of a start, only those."""
        n = self.model.data.n
        keys, costs = [], []
        bounds = np.searchsorted(self.known, n * np.arange(self.n_slots + 1))
        for slot, cost in self.model.price_slots(self.weights, self.prices, 1, self.tick):
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

    def _lay_frame(self, dearest: int) -> None:
        """Arcs that are always there: empty seats, people and caps to the sink; and the price of pins."""
        model, n, first = self.model, self.model.data.n, 1 + self.n_slots
        cap_of, caps = self.transport.cap_of, len(self.transport.cap_rows)
        people = np.arange(n)
        paid = model.price_aux(self.weights, self.prices)[model.seat_aux]
        open_seats = np.flatnonzero(self.aux_open[model.seat_aux])
        self.tails = np.concatenate([1 + open_seats, first + people, first + n + np.arange(caps)])
        self.heads = np.zeros_like(self.tails)
        self.heads[len(open_seats) : len(open_seats) + n] = np.where(cap_of < 0, 0, first + n + cap_of)
        self.costs = np.zeros_like(self.tails)
        self.costs[: len(open_seats)] = paid[open_seats]
        limits = model.row_upper[self.transport.cap_rows].astype(np.int64)
        self.room = np.concatenate([self._capacity[open_seats], np.ones(n, dtype=np.int64), limits])
        dearest = max(dearest, int(self.costs.max(initial=0)))
        self.prices[self.transport.pin_rows] = -_PIN_TIMES * dearest

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
        for slot, cost in self.model.price_slots(self.weights, self.prices, 1, self.tick):
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
        of_person = potential[1 + self.n_slots : 1 + self.n_slots + n]
        keys, costs = [known[:0]], [known[:0]]
        for slot, cost in self.model.price_slots(self.weights, self.prices, 1, self.tick):
            gain = cost - of_person
            people = np.flatnonzero((gain < -potential[1 + slot]) & self.allowed[slot])
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
        self, keys: IntArray, costs: IntArray, flow: IntArray, potential: IntArray, number: int
    ) -> Shipment | None:
        """What the last flow says."""
        model, n, slots = self.model, self.model.data.n, self.n_slots
        taken = flow[: len(keys)] > 0
        near = taken | (costs + potential[1 + keys // n] == potential[1 + slots + keys % n])
        order = np.argsort(keys[near])
        empty = np.zeros(slots, dtype=np.int64)
        open_seats = np.flatnonzero(self.aux_open[model.seat_aux])
        empty[open_seats] = flow[len(keys) : len(keys) + len(open_seats)]
        duals = self.prices.copy()
        duals[model.first_seat_row : model.first_seat_row + slots] = potential[0] - potential[1 : 1 + slots]
        capped = potential[1 + slots + n :] - potential[0]
        duals[self.transport.cap_rows] = np.minimum(0, capped)
        return Shipment(keys[near][order], taken[near][order], empty, duals, number)


def _settle_potentials(
    tails: IntArray, heads: IntArray, costs: IntArray, more: BoolArray, less: BoolArray, start: IntArray
) -> IntArray:
    """Potentials at which no arc with room for more gains, nor any with room for less: shortest distances,
    all nodes beginning where they were."""
    source = np.concatenate([tails[more], heads[less]])
    target = np.concatenate([heads[more], tails[less]])
    length = np.concatenate([costs[more], -costs[less]])
    order = np.argsort(target, kind="stable")
    source, target, length = source[order], target[order], length[order]
    first = np.flatnonzero(np.concatenate([[True], target[1:] != target[:-1]]))
    nodes = target[first]
    potential = start.copy()
    while True:
        best = np.minimum.reduceat(potential[source] + length, first)
        better = best < potential[nodes]
        if not better.any():
            return potential
        potential[nodes[better]] = best[better]
