"""Bounds of the levels: relaxations in the right order, and what their duals prove.

Soft and load levels are relaxed together with a weight; each bound is proven apart from the same duals, so
the weight is a means and no part of any claim. Shortages and waivers come first, and only when the
relaxation says that they cannot all be avoided.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from bianzu.solver.columns import Weights
from bianzu.solver.costs import CHANGES, LOAD_TRAVEL, SOFT, WAIVERS
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.holding import NOTHING, hold, list_flat_prices, list_steep_prices, relax_priced
from bianzu.solver.keeping import must_change
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.programmes import Pins
from bianzu.solver.proof import DUAL_SCALE, Proof, round_duals
from bianzu.solver.proof import prove as prove_bound
from bianzu.solver.relaxation import relax as solve_relaxation
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.shipped_relaxation import relax_exactly
from bianzu.solver.weighing import is_large, soft_weight

__all__ = ["Bounding"]

_SHORT_WEIGHT = 32
"""Weight of a shortage level against the next one in their common relaxation."""
_LOOSE = 0.01
"""The load level gets a relaxation of its own when the common duals prove so much less of it, as a share."""
_STEEPER = 4
"""A first-order engine is sooner done when what is missing is so many times as dear."""


def _list_prices(weights: Weights, times: int) -> Weights:
    """Prices of what is missing or changed, waivers left out."""
    prices = list_flat_prices(weights, times)
    return tuple((level, price) for level, price in prices.items() if level != WAIVERS)


class Bounding:
    """Relaxes a model level by level and keeps what that proves in a ledger."""

    def __init__(self, model: Model, ledger: Ledger, tick: Callable[[], None]) -> None:
        self.model = model
        self.ledger = ledger
        self.tick = tick

    def relax(
        self, *, coarse: bool = False, rough: bool = False, start: Relaxed | None = None
    ) -> tuple[Relaxed | None, Weights, Pins]:
        """The relaxation of soft and load, with shortages and waivers at the least they can be.

        A coarse one leaves the last few columns out; a rough one, coarse too, leaves out load and travel.
        """
        model = self.model
        weights: Weights = ((SOFT, soft_weight(model)[0]), (LOAD_TRAVEL, 1))
        relaxed = (
            None
            if must_change(model.data, model.eligibility.allowed)
            else self._relax_complete(weights, coarse=coarse, rough=rough, start=start)
        )
        if relaxed is not None and relaxed.status == "optimal" and not self._short(relaxed):
            return (
                relaxed,
                weights,
                tuple((level, int(model.constant[level])) for level in model.short_levels),
            )
        found = self._least_shortages(relaxed)
        if found is None:
            return None, weights, ()
        pins, least = found
        prices = list_flat_prices(weights, _STEEPER if rough else 1)
        held = None if relaxed is None else hold(model, relaxed, pins, prices)
        if held is None:
            steep = list_steep_prices(weights)
            held = hold(model, relax_priced(model, weights, steep, least, self.tick), pins, steep)
        if held is not None:
            return held, weights, pins
        relaxed = solve_relaxation(
            model,
            weights,
            allowed=model.eligibility.allowed,
            aux_open=np.ones(model.n_aux, dtype=bool),
            pins=pins,
            start=least,
            tick=self.tick,
        )
        return (relaxed if relaxed.status == "optimal" else None), weights, pins

    def _relax_complete(
        self, weights: Weights, *, coarse: bool, rough: bool, start: Relaxed | None
    ) -> Relaxed:
        """The relaxation without waivers, shortages and changes at a price.

        The soft level alone has units of like size, and takes a first-order engine half the time.
        """
        model, allowed = self.model, self._uncharged()
        aux_open = model.aux_cost[WAIVERS] == 0
        times = _STEEPER if rough else 1
        if rough:
            whole = (*weights, *_list_prices(weights, times))
            exact = relax_exactly(model, whole, allowed=allowed, aux_open=aux_open, tick=self.tick)
            if exact is not None:
                return exact
        asked: Weights = ((SOFT, 1),) if rough else weights
        relaxed = solve_relaxation(
            model,
            asked,
            allowed=allowed,
            aux_open=aux_open,
            aux_cost=_list_prices(asked, times),
            start=start,
            rows=self._list_priced(),
            coarse=coarse,
            tick=self.tick,
        )
        return relaxed.scale(weights[0][1]) if rough else relaxed

    def _list_priced(self) -> IntArray:
        """Rows that what is proven of the soft level goes by: a relaxation of more than that level may end
        before it meets them."""
        known = self.ledger.proofs.get(SOFT)
        return np.zeros(0, dtype=np.int64) if known is None else np.flatnonzero(known.duals)

    def _uncharged(self) -> BoolArray:
        """(s, n) pairs that need no waiver."""
        allowed = self.model.eligibility.allowed
        charges = self.model.costs.charges
        if not charges:
            return allowed
        allowed = allowed.copy()
        for slot, people in charges.items():
            allowed[slot, [person for person, _ in people]] = False
        return allowed

    def _short(self, relaxed: Relaxed) -> bool:
        cost = self.model.aux_cost[:WAIVERS].sum(axis=0)
        return float(cost @ relaxed.aux_x) > NOTHING

    def _least_shortages(self, start: Relaxed | None) -> tuple[Pins, Relaxed] | None:
        """Bounds of the levels above the soft one, and the relaxation with steep weights that gives the last.

        The changes of a published list come after the shortages, in a relaxation of their own: the row of a
        whole list would leave little of a proof that is not about it.
        """
        model = self.model
        levels = model.short_levels
        if CHANGES not in levels:
            return self._least(levels, (), start)
        first, second = levels[: levels.index(CHANGES)], levels[levels.index(CHANGES) :]
        short = model.aux_cost[list(first)].sum(axis=0)
        if start is not None and start.status == "optimal" and float(short @ start.aux_x) <= NOTHING:
            return self._least(second, tuple((level, int(model.constant[level])) for level in first), start)
        found = self._least(first, (), start)
        return None if found is None else self._least(second, *found)

    def _least(
        self, levels: tuple[int, ...], pins: Pins, start: Relaxed | None
    ) -> tuple[Pins, Relaxed] | None:
        """Pins of some levels by their bounds, added to those of earlier ones."""
        model = self.model
        steps = enumerate(reversed(levels))
        weights: Weights = tuple(reversed([(level, _SHORT_WEIGHT**step) for step, level in steps]))
        complete = all(value == model.constant[level] for level, value in pins)
        closed = (model.aux_cost[[level for level, _ in pins]] > 0).any(axis=0) if complete else False
        relaxed = solve_relaxation(
            model,
            weights,
            allowed=model.eligibility.allowed,
            aux_open=np.ones(model.n_aux, dtype=bool) & ~np.asarray(closed, dtype=bool),
            pins=() if complete else pins,
            start=start if start is not None and start.status == "optimal" else None,
            tick=self.tick,
        )
        if relaxed.status != "optimal":
            return None
        prices = relaxed.pin_duals if len(relaxed.pin_duals) else np.zeros(len(pins))
        found = list(pins)
        for level, weight in weights:
            held = [
                (
                    earlier,
                    value,
                    None if value == model.constant[earlier] else max(0, round(-price * DUAL_SCALE / weight)),
                )
                for (earlier, value), price in zip(pins, prices, strict=True)
            ]
            held += [
                (earlier, value, DUAL_SCALE * dict(weights)[earlier] // weight)
                for earlier, value in found[len(pins) :]
            ]
            duals = round_duals(model, relaxed.duals / weight)
            proof = prove_bound(model, ((level, 1),), duals, held, self.tick)
            self.ledger.keep(level, proof)
            reached = float(model.aux_cost[level] @ relaxed.aux_x + relaxed.columns.cost[level] @ relaxed.x)
            least = int(np.ceil(reached - 1e-3)) + int(model.constant[level])
            found.append((level, max(0, proof.bound(model), least)))
        return tuple(found), relaxed

    def prove(
        self,
        relaxed: Relaxed,
        weights: Weights,
        pins: Pins,
        *,
        alone: Collection[int] = (SOFT, LOAD_TRAVEL),
    ) -> Proof:
        """Bounds of the soft and the load level from the same duals; returns the proof of both together.

        A level of ``alone`` gets a relaxation of its own where the common duals prove too little of it.
        """
        model, top = self.model, weights[0][1]
        duals = round_duals(model, relaxed.duals)
        multipliers = [
            None if value == model.constant[level] else max(0, round(-dual * DUAL_SCALE))
            for (level, value), dual in zip(
                pins, relaxed.pin_duals if len(relaxed.pin_duals) else [0.0] * len(pins), strict=True
            )
        ]
        joint = prove_bound(
            model,
            weights,
            duals,
            [(level, value, mult) for (level, value), mult in zip(pins, multipliers, strict=True)],
            self.tick,
        )
        soft_pins = [
            (level, value, None if mult is None else mult // top)
            for (level, value), mult in zip(pins, multipliers, strict=True)
        ]
        soft = prove_bound(model, ((SOFT, 1),), round_duals(model, relaxed.duals / top), soft_pins, self.tick)
        reached = float(model.aux_cost[SOFT] @ relaxed.aux_x + relaxed.columns.cost[SOFT] @ relaxed.x)
        goal = int(np.ceil(reached - 1e-3)) + int(model.constant[SOFT])
        if soft.bound(model) < goal and SOFT in alone:
            soft = self._prove_alone(SOFT, replace(relaxed, duals=relaxed.duals / top), pins, soft)
        self.ledger.keep(SOFT, soft)
        held = soft.bound(model)
        load = prove_bound(
            model,
            ((LOAD_TRAVEL, 1),),
            duals,
            [
                *((level, value, mult) for (level, value), mult in zip(pins, multipliers, strict=True)),
                (SOFT, held, top * DUAL_SCALE),
            ],
            self.tick,
        )
        reached = float(model.aux_cost[LOAD_TRAVEL] @ relaxed.aux_x)
        reached += float(relaxed.columns.cost[LOAD_TRAVEL] @ relaxed.x) + int(model.constant[LOAD_TRAVEL])
        if LOAD_TRAVEL in alone and load.bound(model) < reached - _LOOSE * abs(reached):
            load = self._prove_alone(LOAD_TRAVEL, relaxed, (*pins, (SOFT, held)), load)
        self.ledger.keep(LOAD_TRAVEL, load)
        return joint

    def _prove_alone(self, level: int, relaxed: Relaxed, pins: Pins, other: Proof) -> Proof:
        """A level's own relaxation, when the common duals do not prove all of it."""
        model = self.model
        early = [(at, value) for at, value in pins if at < SOFT]
        complete = all(value == model.constant[at] for at, value in early)
        held = tuple(pin for pin in pins if not complete or pin not in early)
        alone = solve_relaxation(
            model,
            ((level, 1),),
            allowed=self._uncharged() if complete else model.eligibility.allowed,
            aux_open=(model.aux_cost[:SOFT] == 0).all(axis=0)
            if complete
            else np.ones(model.n_aux, dtype=bool),
            pins=held,
            start=relaxed,
            coarse=is_large(model),
            tick=self.tick,
        )
        if alone.status != "optimal":
            return other
        duals = dict(zip((at for at, _ in held), alone.pin_duals, strict=True))
        proof = prove_bound(
            model,
            ((level, 1),),
            round_duals(model, alone.duals),
            [
                (
                    at,
                    value,
                    None
                    if at < SOFT and value == model.constant[at]
                    else max(0, round(-duals.get(at, 0.0) * DUAL_SCALE)),
                )
                for at, value in pins
            ],
            self.tick,
        )
        return max(proof, other, key=lambda item: item.total)
