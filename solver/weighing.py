"""How levels are weighed against each other where one objective adds them up, and which models are large."""

from bianzu.solver.columns import Weights
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.model import Model

__all__ = ["is_large", "search_weights", "soft_weight"]

_VERY_MANY_COLUMNS = 400_000
"""With more pairs than this, a model is large."""
_SEATS_OF_WEIGHT = 4
"""In a large model, a soft unit weighs more than the load and travel of so many seats."""
_MOST_WEIGHT = 1 << 20
"""Above it, multipliers outgrow what certificates allow."""
_SHORT_SHIFT = (14, 12, 10, 9, 8)
"""Weights of shortages, changes and waivers against the soft level, in binary orders of magnitude: a guide
for the search; what counts is the strict comparison when a plan is offered."""


def soft_weight(model: Model) -> tuple[int, bool]:
    """Weight of the soft level against the load level, and whether it keeps them strictly apart.

    A power of two above all load and travel that a plan can have, or the largest weight allowed. For a large
    model, which is relaxed by a first-order engine that wants numbers of like size, it is one above a few
    seats' load and travel. A weight that does not keep the levels apart guides the search, but a sum of both
    levels then proves nothing about either.
    """
    if model.costs.travel is None:
        return 1, True
    allowed = model.eligibility.allowed
    total = dearest = 0
    for slot, place in enumerate(model.data.slots):
        cost = int(model.costs.of_slot(LOAD_TRAVEL, slot)[allowed[slot]].max(initial=0))
        total += place.capacity * cost
        dearest = max(dearest, cost)
    total += int(model.aux_cost[LOAD_TRAVEL].sum())
    most = _SEATS_OF_WEIGHT * dearest if is_large(model) else total
    weight = min(_MOST_WEIGHT, 1 << most.bit_length())
    return weight, weight > total


def is_large(model: Model) -> bool:
    """Whether a coarse relaxation by a first-order engine comes first."""
    return model.n_columns > _VERY_MANY_COLUMNS


def search_weights(weights: Weights) -> Weights:
    """Weights of all levels, from those of the soft and load levels."""
    top = dict(weights)[SOFT]
    return (*((level, top << shift) for level, shift in enumerate(_SHORT_SHIFT)), *weights)
