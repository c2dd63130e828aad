"""The bound that duals prove, in exact integers.

For multipliers y of the rows (rounded to multiples of 1/D, of the sign each row allows) and π of the pins,
Σ y · limit + Σ over aux columns of min(0, reduced cost) · upper + Σ over services of min(0, least reduced
cost) is at most the cost of every plan: a person holds one seat a round, so of a service (a person in a
planned round) only the cheapest column counts.
Costs are integers, so the bound is rounded up. Nothing here trusts an engine.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import Columns, Weights, scatter
from bianzu.solver.costs import WAIVERS
from bianzu.solver.data import IntArray
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.rows import TURNS

__all__ = [
    "DUAL_SCALE",
    "LARGEST",
    "Proof",
    "price_pairs",
    "prove",
    "round_duals",
]

Tick = Callable[[], None]

DUAL_SCALE = 1 << 14
"""Duals are rounded to multiples of 1 / DUAL_SCALE before they prove a bound."""
LARGEST = 1 << 42
"""Multipliers are cut to this size: where a seat must stay empty, engines give any number."""


@dataclass(frozen=True)
class Proof:
    """Multipliers of a weighted objective and the bound they prove.

    Attributes
    ----------
    duals
        (r,) integers in units of 1 / DUAL_SCALE, not above 0 for "at most" rows.
    pins
        (level, value, multiplier): the plans meant keep the level at or below the value.
    total
        The bound in units of 1 / DUAL_SCALE, without constants.
    best
        (r·n,) least reduced cost of each service, at most 0.
    """

    weights: Weights
    duals: IntArray
    pins: tuple[tuple[int, int, int], ...]
    total: int
    best: IntArray

    def bound(self, model: Model, levels: tuple[int, ...] | None = None) -> int:
        """Proven bound of the weighted objective, constants included, given what earlier levels are."""
        constant = sum(weight * int(model.constant[level]) for level, weight in self.weights)
        total = self.total
        if levels is not None:
            total -= sum(multiplier * (levels[level] - value) for level, value, multiplier in self.pins)
        return -(-total // DUAL_SCALE) + constant

    def columns_within(self, model: Model, limit: int, tick: Tick = lambda: None) -> IntArray:
        """Numbers of the columns that a plan of at most ``limit`` (constants included) can use."""
        constant = sum(weight * int(model.constant[level]) for level, weight in self.weights)
        room = (limit - constant) * DUAL_SCALE - self.total
        allowed = model.eligibility.allowed
        found = [np.zeros(0, dtype=np.int64)]
        for slot, reduced in price_pairs(model, self.weights, self.duals, self.pins, tick):
            best = self.best[model.data.services(slot)]
            people = np.flatnonzero(allowed[slot] & (reduced - best <= room))
            found.append(slot * model.data.n + people)
        return np.sort(np.concatenate(found))

    def nearest(self, model: Model, rooms: Sequence[int], wanted: int, tick: Tick = lambda: None) -> IntArray:
        """Sorted numbers of the columns within the first of some ascending rooms above the bound that holds
        as many as wanted, or within the one before it where that one holds more than twice as many."""
        constant = sum(weight * int(model.constant[level]) for level, weight in self.weights)
        bound = self.bound(model)
        limits = np.array([bound + room - constant for room in rooms], dtype=np.int64)
        limits = limits * DUAL_SCALE - self.total
        counts, last = np.zeros(len(limits), dtype=np.int64), len(limits) - 1
        keys, losses = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        allowed = model.eligibility.allowed
        for slot, reduced in price_pairs(model, self.weights, self.duals, self.pins, tick):
            lost = reduced - self.best[model.data.services(slot)]
            people = np.flatnonzero(allowed[slot] & (lost <= limits[last]))
            counts[: last + 1] += np.searchsorted(np.sort(lost[people]), limits[: last + 1], side="right")
            while last and counts[last] > 2 * wanted:
                last -= 1
            keys.append(slot * model.data.n + people)
            losses.append(lost[people])
        enough = np.flatnonzero(counts[: last + 1] >= wanted)
        limit = limits[int(enough[0])] if len(enough) else limits[last]
        return np.sort(np.concatenate(keys)[np.concatenate(losses) <= limit])

    def reduced(self, model: Model, columns: Columns) -> IntArray:
        """(k,) reduced costs of some columns, in units of 1 / DUAL_SCALE, pins left out."""
        reduced = columns.weigh(self.weights) * DUAL_SCALE
        np.subtract.at(reduced, columns.entry, columns.values * self.duals[columns.rows])
        return reduced - self.best[columns.service]

    def cheapest_holders(
        self, model: Model, count: int, tick: Tick = lambda: None, teams: Collection[int] | None = None
    ) -> IntArray:
        """Per slot (of some teams) and minimum of its team, ``count`` columns of least reduced cost that meet
        it, and one more, so that not all teams look at the same few people."""
        netted = model.mark(lambda group: group.netting is not None)
        allowed, n = model.eligibility.allowed, model.data.n
        found = [np.zeros(0, dtype=np.int64)]
        for slot, reduced in price_pairs(model, self.weights, self.duals, self.pins, tick):
            if teams is not None and model.data.slots[slot].team not in teams:
                continue
            slot_dice = int(scatter(np.array([slot]))[0])
            for pattern, row in model.places(slot):
                if not netted[row]:
                    continue
                for at in range(pattern.n_rows):
                    people = pattern.people[pattern.row_start[at] : pattern.row_start[at + 1]]
                    people = people[allowed[slot, people]]
                    if len(people) > 2 * count:
                        cheap = people[np.argpartition(reduced[people], count)[:count]]
                        people = np.append(cheap, people[slot_dice % len(people)])
                    found.append(slot * n + people.astype(np.int64))
        return np.unique(np.concatenate(found))


def round_duals(model: Model, duals: FloatArray) -> IntArray:
    """Integer multipliers with the signs that the rows allow, 0 for rows that no certificate holds."""
    scaled = np.rint(np.clip(duals * DUAL_SCALE, -LARGEST, LARGEST)).astype(np.int64)
    scaled[(scaled > 0) & ~np.isfinite(model.row_lower)] = 0
    for group in model.groups:
        if group.clause == TURNS:
            scaled[group.span] = 0
        elif group.idle is not None:
            scaled[group.span][group.idle] = 0
    return scaled


def price_pairs(
    model: Model, weights: Weights, duals: IntArray, pins: tuple[tuple[int, int, int], ...], tick: Tick
) -> Iterator[tuple[int, IntArray]]:
    """(slot, (n,) reduced costs in units of 1 / DUAL_SCALE) of every slot."""
    for slot, reduced in model.price_slots(weights, duals, DUAL_SCALE, tick):
        for level, _, multiplier in pins:
            if multiplier and (level != WAIVERS or slot in model.costs.charges):
                reduced += multiplier * model.costs.of_slot(level, slot)
        yield slot, reduced.astype(np.int64, copy=False)


def prove(
    model: Model,
    weights: Weights,
    duals: IntArray,
    pins: Sequence[tuple[int, int, int | None]] = (),
    tick: Tick = lambda: None,
) -> Proof:
    """Lagrangian bound of a weighted objective over all plans that keep the pins.

    Parameters
    ----------
    duals
        From `round_duals`.
    pins
        (level, value, multiplier); ``None`` takes the least multiplier that makes exceeding the pin
        unattractive, which costs nothing where the level is pinned to 0.
    """
    reduced_aux = np.asarray(model.price_aux(weights, duals, DUAL_SCALE), dtype=np.int64)
    total = sum(
        dual * int(limit)
        for dual, limit in zip(duals[duals != 0].tolist(), model.row_upper[duals != 0].tolist(), strict=True)
    )
    priced: list[tuple[int, int, int]] = []
    for level, value, wanted in pins:
        multiplier = (
            min(wanted, LARGEST) if wanted is not None else _cover(model, level, weights, duals, reduced_aux)
        )
        reduced_aux = reduced_aux + multiplier * model.aux_cost[level]
        total -= multiplier * (value - int(model.constant[level]))
        priced.append((level, value, multiplier))
    total += int((np.minimum(0, reduced_aux) * model.aux_upper).sum())
    best = np.zeros(model.data.n_services, dtype=np.int64)
    allowed = model.eligibility.allowed
    for slot, reduced in price_pairs(model, weights, duals, tuple(priced), tick):
        gained = np.where(allowed[slot], np.minimum(0, reduced), 0)
        if model.data.one_service:
            mine = best[model.data.services(slot)]
            np.minimum(mine, gained, out=mine)
        else:
            total += int(gained.sum())
    total += sum(best.tolist())
    return Proof(weights, duals, tuple(priced), total, best)


def _cover(model: Model, level: int, weights: Weights, duals: IntArray, reduced_aux: IntArray) -> int:
    """Least multiplier of a level's pin with which nothing charged at the level gains by it."""
    cost = model.aux_cost[level]
    charged = cost > 0
    need = int((-reduced_aux[charged] // cost[charged]).max(initial=0)) + 1 if charged.any() else 0
    if level == WAIVERS and model.costs.charges:
        for slot, reduced in model.price_slots(weights, duals, DUAL_SCALE):
            for person, _ in model.costs.charges.get(slot, ()):
                need = max(need, -int(reduced[person]))
    return max(0, need)
