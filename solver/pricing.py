"""Columns by their price: those to begin with, those that a relaxation's multipliers ask for, and the bound
that comes with pricing every pair.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bianzu.solver.columns import Weights, scatter
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.keeping import list_keys
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.programmes import Pins

__all__ = ["Pricing", "pick_first"]


@dataclass(frozen=True)
class Pricing:
    """Prices the pairs and aux columns that a relaxation may use.

    Attributes
    ----------
    allowed, aux_open
        (s, n) pairs and (a,) aux columns that may be positive.
    """

    model: Model
    weights: Weights
    allowed: BoolArray
    aux_open: BoolArray
    pins: Pins
    tick: Callable[[], None]

    def list_all(self) -> IntArray:
        """Every pair."""
        return np.flatnonzero(self.allowed.ravel())

    def list_first(self, per_slot: int, per_person: int) -> IntArray:
        """Each slot's cheapest columns, each service's in the cheapest few teams, and those wanted anyway."""
        model, n = self.model, self.model.data.n
        found = []
        team_cost = np.full((len(model.data.teams), n), np.inf)
        team_slot = np.zeros((len(model.data.teams), n), dtype=np.int32)
        zero = np.zeros(model.n_rows, dtype=np.int64)
        for slot, cost in model.price_slots(self.weights, zero, 1, self.tick):
            people = np.flatnonzero(self.allowed[slot])
            spread = cost[people] + scatter(slot * n + people) / (1 << 33)
            if len(people) > per_slot:
                cheapest = people[np.argpartition(spread, per_slot)[:per_slot]]
            else:
                cheapest = people
            found.append(slot * n + cheapest)
            team = model.data.slots[slot].team
            better = spread < team_cost[team, people]
            team_cost[team, people[better]] = spread[better]
            team_slot[team, people[better]] = slot
        for item in range(len(model.data.rounds)):
            teams = np.flatnonzero(model.data.team_round == item)
            few = min(per_person, len(teams))
            if not few:
                continue
            chosen = teams[np.argpartition(team_cost[teams], few - 1, axis=0)[:few]]
            people = np.broadcast_to(np.arange(n), chosen.shape)
            real = np.isfinite(team_cost[chosen, people])
            found.append((team_slot[chosen, people].astype(np.int64) * n + people)[real])
        return np.unique(np.concatenate([*found, *self._list_wanted()]))

    def list_near(self, duals: FloatArray, per_slot: int) -> IntArray:
        """Each slot's columns of least reduced cost, and those wanted anyway."""
        model, n = self.model, self.model.data.n
        found = self._list_wanted()
        for slot, reduced in model.price_slots(self.weights, duals, 1, self.tick):
            people = np.flatnonzero(self.allowed[slot])
            if len(people) > per_slot:
                people = people[np.argpartition(reduced[people], per_slot)[:per_slot]]
            found.append(slot * n + people)
        return np.unique(np.concatenate(found))

    def _list_wanted(self) -> list[IntArray]:
        """Columns that satisfy a must or lock pin, whose row no slack would make feasible without them, and
        those of a published list."""
        data = self.model.data
        keys = []
        for at, pin in enumerate(data.instance.pins):
            if pin.kind != "must-not":
                person = data.person_at[pin.person]
                slots = np.array(pin_slots(data, at), dtype=np.int64)
                keys.append(slots[self.allowed[slots, person]] * data.n + person)
        listed = list_keys(data)
        return [*keys, listed[self.allowed.ravel()[listed]]]

    def cap(self, duals: FloatArray, pin_duals: FloatArray) -> FloatArray:
        """Multipliers of which none asks more for a reward than it is worth.

        The row that ties a reward to somebody's columns has multipliers without measure while none of these
        is in the programme. More than the reward never proves more: it only makes those columns look cheap.
        No other aux column has an entry in such a row.
        """
        model = self.model
        rewards = model.following["meeting"]
        if not len(rewards):
            return duals
        worth = self._charge_pins(model.weigh_aux(self.weights).astype(float), pin_duals)
        tied = np.isin(model.aux_entry, rewards) & (model.aux_values > 0)
        least = np.full(model.n_rows, np.inf)
        np.minimum.at(least, model.aux_rows[tied], (worth[model.aux_entry] / model.aux_values)[tied])
        least[np.isinf(least)] = -np.inf
        return np.asarray(np.maximum(duals, np.minimum(least, 0.0)), dtype=float)

    def _charge_pins(self, aux: FloatArray, pin_duals: FloatArray) -> FloatArray:
        for (level, _), dual in zip(self.pins, pin_duals, strict=True):
            aux = aux - dual * self.model.aux_cost[level]
        return aux

    def price(
        self, duals: FloatArray, pin_duals: FloatArray, known: IntArray, *, coming: int, attractive: float
    ) -> tuple[IntArray, float]:
        """Columns that price out, so many a slot at most, and the Lagrangian bound as a float.

        Parameters
        ----------
        known
            Sorted numbers of the columns that are there already.
        coming
            The most of a slot.
        attractive
            A column comes in when its reduced cost is below minus this.
        """
        model, n = self.model, self.model.data.n
        found = [np.zeros(0, dtype=np.int64)]
        best = np.zeros(model.data.n_services)
        outside = 0.0
        for slot, reduced in model.price_slots(self.weights, duals, 1, self.tick):
            for (level, _), dual in zip(self.pins, pin_duals, strict=True):
                if dual:
                    reduced -= dual * model.costs.of_slot(level, slot)
            open_reduced = np.where(self.allowed[slot], reduced, 0.0)
            if model.data.one_service:
                mine = best[model.data.services(slot)]
                np.minimum(mine, open_reduced, out=mine)
            else:
                outside += float(np.minimum(0, open_reduced).sum())
            people = np.flatnonzero(open_reduced < -attractive)
            keys = slot * n + people
            at = np.searchsorted(known, keys).clip(max=len(known) - 1)
            fresh = people[known[at] != keys] if len(known) else people
            if len(fresh) > coming:
                fresh = fresh[np.argpartition(reduced[fresh], coming)[:coming]]
            found.append(slot * n + np.sort(fresh))
        finite = duals != 0
        reduced_aux = self._charge_pins(model.price_aux(self.weights, duals), pin_duals)
        bound = float((duals[finite] * model.row_upper[finite]).sum()) + float(best.sum()) + outside
        bound += float((np.minimum(0, reduced_aux) * model.aux_upper)[self.aux_open].sum())
        bound += sum(
            float(dual) * (value - int(model.constant[level]))
            for (level, value), dual in zip(self.pins, pin_duals, strict=True)
        )
        return np.sort(np.concatenate(found)), bound


def pick_first(owner: IntArray, ranks: tuple[IntArray | FloatArray, ...], count: int | IntArray) -> IntArray:
    """Positions of each owner's first ``count`` items; ``ranks`` sort them, the last one first."""
    order = np.lexsort((*ranks, owner))
    owner = owner[order]
    first = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, dtype=bool)
    begin = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    limit = count if isinstance(count, int) else count[owner]
    return order[np.arange(len(owner)) - begin < limit]
