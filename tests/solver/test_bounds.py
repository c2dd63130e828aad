"""`prove_bound`: no dual vector proves more than the truth, and good ones prove all of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.model import LOAD_TRAVEL, SOFT, Model
from bianzu.solver.relaxation import Face, prove_bound, relax
from tests.audit.worlds import WORLDS
from tests.solver.agreeing import evaluate_seating, list_seatings
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import list_micro
from tests.solver.waiver_worlds import WAIVER_WORLDS

HAND_MADE = [item.instance for item in WORLDS] + [*WAIVER_WORLDS.values(), *MIXED_WORLDS.values()]
MICRO = list_micro(range(500, 530), 300)
LEVELS = range(LOAD_TRAVEL + 1)


def _legal(instance: Instance, model: Model) -> list[Evaluation]:
    found = (evaluate_seating(model, seating) for seating in list_seatings(instance))
    return [item for item in found if item is not None and item.feasible]


def _open(model: Model, pins: Sequence[tuple[int, int]] = ()) -> Face:
    return Face(np.ones(model.n_vars, dtype=bool), tuple(pins))


def _on(face: Face, plans: list[Evaluation]) -> list[Evaluation]:
    return [plan for plan in plans if all(plan.levels[level] <= value for level, value in face.pins)]


def _assert_valid(model: Model, face: Face, level: int, plans: list[Evaluation], seed: int) -> int:
    """Random duals of either sign and any size: no plan on the face costs less than they prove."""
    dice = np.random.default_rng(seed)
    duals = dice.normal(0, 10 ** dice.uniform(-1, 2), model.n_rows) * (dice.random(model.n_rows) < 0.6)
    pin_duals = dice.normal(0, 5, len(face.pins))
    bound, floor = prove_bound(model, face, level, model.cost[level], duals, pin_duals)
    assert (floor >= bound).all()
    for plan in plans:
        assert bound <= plan.levels[level]
        assert floor[plan.x > 0].max(initial=bound) <= plan.levels[level]
    return bound


@pytest.mark.parametrize("instances", [HAND_MADE, MICRO], ids=["hand-made", "generated"])
def test_random_duals_never_prove_more_than_the_cost_of_any_plan(instances: list[Instance]) -> None:
    for number, instance in enumerate(instances):
        model = build_model(instance)
        plans = _legal(instance, model)[:60]
        for level in LEVELS:
            _assert_valid(model, _open(model), level, plans, number * 10 + level)


def test_random_duals_are_honest_when_earlier_levels_are_pinned() -> None:
    for number, instance in enumerate([*HAND_MADE, *MICRO]):
        model = build_model(instance)
        plans = sorted(_legal(instance, model), key=lambda plan: plan.levels)[:60]
        for level in LEVELS[1:]:
            face = _open(model, list(enumerate(plans[0].levels))[:level])
            kept = _on(face, plans)
            assert kept[0] is plans[0]
            _assert_valid(model, face, level, kept, 1000 + number * 10 + level)


def test_the_duals_of_a_relaxation_that_meets_the_optimum_prove_it() -> None:
    tight = 0
    for instance in [*HAND_MADE, *MICRO]:
        model = build_model(instance)
        best = min(plan.levels[SOFT] for plan in _legal(instance, model))
        relaxed = relax(model, _open(model), SOFT)
        assert relaxed.status == "optimal"
        assert relaxed.bound <= best
        if abs(relaxed.objective - best) < 1e-6:
            tight += 1
            assert relaxed.bound == best
    assert tight > 60


def test_no_duals_at_all_prove_the_constant_and_negative_costs() -> None:
    model = build_model(MIXED_WORLDS["two seats a person"])
    duals = np.zeros(model.n_rows)
    bound, _ = prove_bound(model, _open(model), SOFT, model.cost[SOFT], duals, np.zeros(0))
    cheapest = np.minimum(0, model.cost[SOFT]) * model.upper
    assert bound == model.constant[SOFT] + cheapest.sum()


def test_duals_of_the_wrong_sign_are_ignored() -> None:
    model = build_model(MIXED_WORLDS["skills"])
    face = _open(model)
    none, _ = prove_bound(model, face, SOFT, model.cost[SOFT], np.zeros(model.n_rows), np.zeros(0))
    wrong = np.where(np.isfinite(model.row_lower), 0.0, 50.0)
    assert prove_bound(model, face, SOFT, model.cost[SOFT], wrong, np.zeros(0))[0] == none


def test_a_pin_on_an_earlier_level_never_pays_for_going_beyond_it() -> None:
    model = build_model(MIXED_WORLDS["skills"])
    face, duals = _open(model, [(0, 0), (1, 2)]), np.zeros(model.n_rows)
    without = prove_bound(model, face, SOFT, model.cost[SOFT], duals, np.zeros(2))[0]
    assert prove_bound(model, face, SOFT, model.cost[SOFT], duals, np.array([0.0, 50.0]))[0] == without
