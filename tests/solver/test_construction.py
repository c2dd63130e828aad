"""The first plan: legal by every hard row, complete where that is easy, pins first."""

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.models import Instance, Pin
from bianzu.solver.assembly import build_model
from bianzu.solver.construction import construct
from bianzu.solver.evaluation import evaluate
from tests.solver.drawn_worlds import draw_world

TINY = generate("tiny", seed=2)


def _levels(instance: Instance) -> tuple[int, ...]:
    model = build_model(instance)
    found = evaluate(model, construct(model))
    assert found.feasible
    return found.levels


@pytest.mark.parametrize("instance", [TINY, generate("county", seed=3)], ids=["tiny", "county"])
def test_the_first_plan_fills_every_seat_of_an_ordinary_instance(instance: Instance) -> None:
    assert _levels(instance)[:3] == (0, 0, 0)


def test_no_hard_maximum_is_broken() -> None:
    legal = 0
    for seed in range(60):
        model = build_model(draw_world(seed))
        keys = construct(model)
        assert np.all(model.eligibility.allowed.ravel()[keys]), seed
        legal += evaluate(model, keys).feasible
    assert legal >= 53  # the others leave a pin, a new cadre's round or a flow between counties unmet


def test_a_must_pin_comes_before_cheaper_people() -> None:
    model = build_model(TINY)
    taken = {int(key) % model.data.n for key in construct(model)}
    outside = next(
        at for at in range(model.data.n) if at not in taken and model.eligibility.allowed[:, at].any()
    )
    name = TINY.people[outside].id
    planned = model.data.rounds[0].id
    pin = Pin(kind="must", person=name, round=planned, asked_by="recipient", reason="order")
    pinned = TINY.model_copy(update={"pins": (*TINY.pins, pin)})
    again = build_model(pinned)
    assert outside in {int(key) % again.data.n for key in construct(again)}
