"""What the certificate of a plan proves here: its multipliers, on the rows of this model, proven anew."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from bianzu.models import Plan
from bianzu.solver.columns import Weights
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.programmes import Pins
from bianzu.solver.proof import DUAL_SCALE, Proof, prove
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.starting import Prices, price_choices, price_pins, recall_prices
from bianzu.solver.weighing import soft_weight

__all__ = ["recall"]

_Held = list[tuple[int, int, int | None]]


def recall(
    model: Model, ledger: Ledger, plan: Plan, tick: Callable[[], None]
) -> tuple[Relaxed, Weights, Pins] | None:
    """What the certificate of a plan says: a relaxation that was not solved, with multipliers and no columns,
    and the levels above pinned at what they prove.

    ``None`` where it says nothing of the soft level.
    """
    top = soft_weight(model)[0]
    recalled = recall_prices(model, plan)
    soft, load = recalled.get(SOFT), recalled.get(LOAD_TRAVEL)
    if soft is None:
        return None
    empty = _find_empty(model, plan)
    pins: list[tuple[int, int]] = []
    for level in model.short_levels:
        value = int(model.constant[level])
        for prices in (*_list_prices(model, level, recalled), _price_lacking(model, level)):
            proof = _prove(model, level, prices, pins, empty, tick)
            if proof.bound(model) > value:
                ledger.keep(level, proof)
                value = proof.bound(model)
        pins.append((level, value))
    # The weight of the soft level was another one where costs were others.
    shift = 0 if load is None else top - load.pins.get(SOFT, 0) // DUAL_SCALE
    joint = soft.times(top) if load is None else load.plus(soft, shift)
    weights: Weights = ((SOFT, top), (LOAD_TRAVEL, 1))
    duals = price_pins(model, weights, price_choices(model, weights, joint.duals))
    held: _Held = [(level, value, joint.pins.get(level)) for level, value in pins]
    duals = _relieve(model, weights, duals, held, empty)
    if any(price is None and value > model.constant[level] for level, value, price in held):
        held = list(prove(model, weights, duals, held, tick).pins)
    duals = _raise_lacking(model, weights, duals, held)
    pin_duals = np.array([-(price or 0) / DUAL_SCALE for _, _, price in held])
    return Relaxed.unsolved(model, duals / DUAL_SCALE, pin_duals), weights, tuple(pins)


def _list_prices(model: Model, level: int, recalled: Mapping[int, Prices]) -> Iterator[Prices]:
    """Multipliers that may prove a level: its own, and those of each level before it. What was missing there
    is pinned now, perhaps at less; then it is met at a cost of this level (a waiver), if it can be."""
    if level in recalled:
        yield recalled[level]
    for earlier in model.short_levels[: model.short_levels.index(level)]:
        if earlier in recalled:
            prices = recalled[earlier]
            own = prices.pins.get(earlier, 0) + DUAL_SCALE
            yield Prices(prices.duals, {**prices.pins, earlier: own})


def _prove(
    model: Model,
    level: int,
    prices: Prices,
    pins: Sequence[tuple[int, int]],
    empty: BoolArray,
    tick: Callable[[], None],
) -> Proof:
    weights: Weights = ((level, 1),)
    duals = price_choices(model, weights, prices.duals)
    held: _Held = [(earlier, value, prices.pins.get(earlier, 0)) for earlier, value in pins]
    return prove(model, weights, _relieve(model, weights, duals, held, empty), held, tick)


def _relieve(model: Model, weights: Weights, duals: IntArray, held: _Held, empty: BoolArray) -> IntArray:
    """The multipliers with none of an empty seat's above what leaving it empty costs.

    While it had to stay empty its price had no measure; now that somebody may take it, each who could would
    be worth as much.
    """
    reduced = np.asarray(model.price_aux(weights, duals, DUAL_SCALE), dtype=np.int64)
    for level, _, price in held:
        reduced = reduced + (price or 0) * model.aux_cost[level]
    over = np.where(empty, np.minimum(0, reduced[model.seat_aux]), 0)
    relieved = duals.copy()
    relieved[model.first_seat_row :][: len(over)] += over
    return relieved


def _find_lacking(model: Model) -> IntArray:
    """Slots with more seats than there is anybody for."""
    people = np.count_nonzero(model.eligibility.allowed, axis=1)
    return np.flatnonzero(people < [slot.capacity for slot in model.data.slots])


def _price_lacking(model: Model, level: int) -> Prices:
    """Multipliers that prove seats empty that nobody can take: a unit of the level for each of them."""
    slots = _find_lacking(model)
    duals = np.zeros(model.n_rows, dtype=np.int64)
    duals[model.first_seat_row + slots] = DUAL_SCALE * model.aux_cost[level][model.seat_aux[slots]]
    return Prices(duals, {})


def _raise_lacking(model: Model, weights: Weights, duals: IntArray, held: _Held) -> IntArray:
    """The multipliers with those of seats that nobody can take at what the pins say an empty seat is worth:
    the seats that the pins let be empty are just these."""
    slots = _find_lacking(model)
    reduced = np.asarray(model.price_aux(weights, duals, DUAL_SCALE), dtype=np.int64)
    for level, _, price in held:
        reduced = reduced + (price or 0) * model.aux_cost[level]
    raised = duals.copy()
    raised[model.first_seat_row + slots] += reduced[model.seat_aux[slots]]
    return raised


def _find_empty(model: Model, plan: Plan) -> BoolArray:
    """(s,) slots with a seat that the plan leaves empty."""
    empty = {item.seat for item in plan.shortages if item.seat is not None}
    return np.array([any(seat in empty for seat in slot.seat_ids) for slot in model.data.slots], dtype=bool)
