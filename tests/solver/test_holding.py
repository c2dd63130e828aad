"""Shortages at a price prove what pins at the least of them would, with multipliers of a known size."""

import pytest

from bianzu.instances.causes import Kind, plant_cause
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.holding import hold, list_flat_prices, list_steep_prices
from bianzu.solver.ledger import Ledger
from bianzu.solver.pump import least_room


@pytest.mark.parametrize(
    ("kind", "pins", "price"),
    [
        ("rank", ((0, 1), (1, 0), (2, 0), (4, 0)), 48),
        ("desks", ((0, 0), (1, 0), (2, 2), (4, 0)), 96),  # at one price a seat would stay empty instead
    ],
)
def test_the_price_of_what_is_missing_is_its_multiplier(
    kind: Kind, pins: tuple[tuple[int, int], ...], price: int
) -> None:
    model = build_model(plant_cause(kind, "county", 0).instance)
    ledger = Ledger(model)
    bounding = Bounding(model, ledger, lambda: None)
    relaxed, weights, found = bounding.relax()
    assert found == pins
    assert relaxed is not None
    short = next(at for at, (_, value) in enumerate(pins) if value)
    assert -relaxed.pin_duals[short] == price * weights[0][1]
    joint = bounding.prove(relaxed, weights, found)
    assert least_room(model, joint, ledger.proofs) == 0
    assert {SOFT, LOAD_TRAVEL} <= set(ledger.proofs)


def test_a_relaxation_that_misses_something_else_is_not_held() -> None:
    model = build_model(plant_cause("rank", "tiny", 0).instance)
    relaxed, weights, pins = Bounding(model, Ledger(model), lambda: None).relax()
    assert relaxed is not None
    flat = list_flat_prices(weights)
    assert hold(model, relaxed, pins, flat) is not None
    assert hold(model, relaxed, tuple((level, value + 1) for level, value in pins), flat) is None


def test_no_price_is_too_large_for_a_certificate() -> None:
    prices = list_steep_prices(((SOFT, 1 << 20), (LOAD_TRAVEL, 1)))
    assert max(prices.values()) << 14 <= 1 << 42
    assert list(prices.values()) == sorted(prices.values(), reverse=True)
