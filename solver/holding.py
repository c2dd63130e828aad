"""Shortages at a price, instead of a pin at the least that they can be.

The multiplier of a pin has no measure: whatever is larger than needed serves as well, an interior point
follows it without end, and what is too large for a certificate is cut and proves next to nothing. Where
shortages at a price are as few as the pins say, both relaxations have the same optimum, and the price is a
multiplier of every pin.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from bianzu.solver.columns import Weights
from bianzu.solver.costs import CHANGES, LEADER_SEATS, MINIMA, OTHER_SEATS, WAIVERS
from bianzu.solver.model import Model
from bianzu.solver.programmes import Pins
from bianzu.solver.proof import DUAL_SCALE, LARGEST
from bianzu.solver.relaxation import relax
from bianzu.solver.relaxed import Relaxed

__all__ = ["NOTHING", "hold", "list_flat_prices", "list_steep_prices", "relax_priced"]

_ELASTIC = 48
"""Price of a missing unit, in soft units, while a relaxation looks for a complete plan."""
NOTHING = 1e-3
"""Missing units of a relaxation that are none."""
_STEEP = {LEADER_SEATS: 16, OTHER_SEATS: 8, MINIMA: 2, CHANGES: 1, WAIVERS: 1}
"""Empty seats dearer than what they net: at one price for all, a team rather misses a seat than a minimum."""


def list_flat_prices(weights: Weights, times: int = 1) -> dict[int, int]:
    """One price for a unit of any level above the soft one, so many times the usual one."""
    return dict.fromkeys(_STEEP, times * weights[0][1] * _ELASTIC)


def list_steep_prices(weights: Weights) -> dict[int, int]:
    """Prices of the levels above the soft one, none of them too large for a certificate."""
    unit = weights[0][1] * _ELASTIC
    return {level: min(times * unit, LARGEST // DUAL_SCALE) for level, times in _STEEP.items()}


def relax_priced(
    model: Model, weights: Weights, prices: Mapping[int, int], start: Relaxed, tick: Callable[[], None]
) -> Relaxed:
    """The relaxation with what is missing, changed or waived at a price."""
    return relax(
        model,
        weights,
        allowed=model.eligibility.allowed,
        aux_open=np.ones(model.n_aux, dtype=bool),
        aux_cost=tuple(prices.items()),
        start=start,
        tick=tick,
    )


def hold(model: Model, relaxed: Relaxed, pins: Pins, prices: Mapping[int, int]) -> Relaxed | None:
    """The relaxation as one with pins, the prices as their multipliers; ``None`` where it has not just as
    much of each level as its pin says."""
    if relaxed.status != "optimal":
        return None
    for level, value in pins:
        reached = float(model.aux_cost[level] @ relaxed.aux_x + relaxed.columns.cost[level] @ relaxed.x)
        if abs(reached + int(model.constant[level]) - value) > NOTHING:
            return None
    return replace(relaxed, pin_duals=np.array([-float(prices[level]) for level, _ in pins]))
