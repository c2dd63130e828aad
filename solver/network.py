"""Networks of transport problems: seats, people and caps, and flows of least cost through them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import Weights
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import solve_flow
from bianzu.solver.model import Model
from bianzu.solver.transport import Transport

__all__ = ["Flow", "Network", "Shipping", "lay_network"]

_PIN_TIMES = 4
"""A must pin pays so many times the dearest cost: whoever is wanted somewhere is there, if that can be."""


@dataclass(frozen=True)
class Shipping:
    """A transport problem, what it is worth and what of it is open.

    Attributes
    ----------
    model, transport
        The model, and the transport problem that it is, with the prices of rows beside seats and people.
    weights
        (level, weight) of columns and aux columns alike.
    allowed, aux_open
        (s, n) pairs and (a,) aux columns that may be positive.
    tick
        Called now and then.
    """

    model: Model
    transport: Transport
    weights: Weights
    allowed: BoolArray
    aux_open: BoolArray
    tick: Callable[[], None]


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


def lay_network(shipping: Shipping, dearest: int) -> Network:
    """The network of a transport problem; ``dearest`` is the largest cost of a column."""
    model, transport, aux_open = shipping.model, shipping.transport, shipping.aux_open
    n, slots = model.data.n, len(model.data.slots)
    cap_of, caps = transport.cap_of, len(transport.cap_rows)
    first, people = 1 + slots, np.arange(n)
    paid = model.price_aux(shipping.weights, transport.prices)[model.seat_aux]
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
