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

__all__ = ["Flow", "Network", "Shipment", "lay_network", "ship"]

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
    pool
        All columns that there were, sorted.
    """

    keys: IntArray
    taken: BoolArray
    empty: IntArray
    duals: IntArray
    programmes: int
    pool: IntArray


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


@dataclass(frozen=True)
class Flow:
    """A flow of least cost: (k,) columns taken, (s,) empty seats, and its arcs.

    ``arcs`` are tails, heads and costs of the columns and then of the network's own, ``more`` and ``less``
    say which of them have room for more flow or for less.
    """

    taken: BoolArray
    empty: IntArray
    arcs: tuple[IntArray, IntArray, IntArray]
    more: BoolArray
    less: BoolArray

    def settle(self, start: IntArray) -> IntArray:
        """Potentials at which no arc with room for more gains, nor any with room for less: shortest
        distances, all nodes beginning where they were."""
        tails, heads, costs = self.arcs
        source = np.concatenate([tails[self.more], heads[self.less]])
        target = np.concatenate([heads[self.more], tails[self.less]])
        length = np.concatenate([costs[self.more], -costs[self.less]])
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


@dataclass(frozen=True)
class Network:
    """What there is besides columns: the sink, slots, people and caps are its nodes in this order.

    Attributes
    ----------
    prices
        (r,) prices of rows, those of must pins among them.
    tails, heads, costs, room
        Arcs that are always there: empty seats, then people and caps to the sink.
    capacity
        (s,) seats of a slot.
    open_seats
        Slots that may have empty seats.
    n, n_nodes
        People, and all nodes.
    """

    prices: IntArray
    tails: IntArray
    heads: IntArray
    costs: IntArray
    room: IntArray
    capacity: IntArray
    open_seats: IntArray
    n: int
    n_nodes: int

    def solve(self, keys: IntArray, costs: IntArray, open_columns: BoolArray | None = None) -> Flow | None:
        """The best with some columns at some costs; ``None`` where there is no flow, or numbers grow too
        large."""
        k, slots = len(keys), len(self.capacity)
        tails = np.concatenate([1 + keys // self.n, self.tails])
        heads = np.concatenate([1 + slots + keys % self.n, self.heads])
        price = np.concatenate([costs, self.costs])
        columns = np.ones_like(keys) if open_columns is None else open_columns.astype(np.int64)
        room = np.concatenate([columns, self.room])
        supplies = np.zeros(self.n_nodes, dtype=np.int64)
        supplies[1 : 1 + slots] = self.capacity
        supplies[0] = -self.capacity.sum()
        flow = solve_flow(tails, heads, room, price, supplies)
        if flow is None:
            return None
        empty = np.zeros(slots, dtype=np.int64)
        empty[self.open_seats] = flow[k : k + len(self.open_seats)]
        return Flow(flow[:k] > 0, empty, (tails, heads, price), flow < room, flow > 0)

    def split(self, potential: IntArray) -> tuple[IntArray, IntArray]:
        """(s,) and (n,) potentials of slots and of people."""
        slots = len(self.capacity)
        return potential[1 : 1 + slots], potential[1 + slots : 1 + slots + self.n]


def lay_network(
    model: Model, transport: Transport, weights: Weights, aux_open: BoolArray, dearest: int
) -> Network:
    """The network of a transport problem; ``dearest`` is the largest cost of a column."""
    n, slots = model.data.n, len(model.data.slots)
    cap_of, caps = transport.cap_of, len(transport.cap_rows)
    first, people = 1 + slots, np.arange(n)
    paid = model.price_aux(weights, transport.prices)[model.seat_aux]
    capacity = np.array([slot.capacity for slot in model.data.slots], dtype=np.int64)
    seats = np.flatnonzero(aux_open[model.seat_aux])
    heads = np.zeros(len(seats) + n + caps, dtype=np.int64)
    heads[len(seats) : len(seats) + n] = np.where(cap_of < 0, 0, first + n + cap_of)
    costs = np.zeros_like(heads)
    costs[: len(seats)] = paid[seats]
    limits = model.row_upper[transport.cap_rows].astype(np.int64)
    prices = transport.prices.copy()
    prices[transport.pin_rows] = -_PIN_TIMES * max(dearest, int(costs.max(initial=0)))
    return Network(
        prices=prices,
        tails=np.concatenate([1 + seats, first + people, first + n + np.arange(caps)]),
        heads=heads,
        costs=costs,
        room=np.concatenate([capacity[seats], np.ones(n, dtype=np.int64), limits]),
        capacity=capacity,
        open_seats=seats,
        n=n,
        n_nodes=first + n + caps,
    )


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
    network: Network = field(init=False)

    def run(self) -> Shipment | None:
        self.prices = self.transport.prices
        keys, costs = self._begin()
        dearest = int(np.abs(costs).max(initial=1))
        self.network = lay_network(self.model, self.transport, self.weights, self.aux_open, dearest)
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

    def _begin(self) -> tuple[IntArray, IntArray]:
        """Each slot's cheapest columns and what they cost; of a start, only those."""
        n = self.model.data.n
        keys, costs = [], []
        bounds = np.searchsorted(self.known, n * np.arange(len(self.model.data.slots) + 1))
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
        of_slot, of_person = self.network.split(potential)
        keys, costs = [known[:0]], [known[:0]]
        for slot, cost in self.model.price_slots(self.weights, self.prices, 1, self.tick):
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
        duals[self.transport.cap_rows] = np.minimum(0, capped)
        return Shipment(keys[near][order], flow.taken[near][order], flow.empty, duals, number, np.sort(keys))
