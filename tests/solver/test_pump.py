"""The pump: a plan on the relaxation's optimal face."""

from typing import NamedTuple

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.evaluation import evaluate
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof
from bianzu.solver.pump import Face, Pump, least_room
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.search import Search


class Bounded(NamedTuple):
    model: Model
    relaxed: Relaxed
    joint: Proof
    ledger: Ledger


@pytest.fixture(scope="module", params=[1, 2, 3])
def bounded(request: pytest.FixtureRequest) -> Bounded:
    model = build_model(generate("county", seed=request.param))
    ledger = Ledger(model)
    bounding = Bounding(model, ledger, lambda: None)
    relaxed, weights, pins = bounding.relax()
    assert relaxed is not None
    return Bounded(model, relaxed, bounding.prove(relaxed, weights, pins), ledger)


def test_a_plan_that_meets_the_bounds_is_found(bounded: Bounded) -> None:
    model, relaxed, joint, ledger = bounded
    room = least_room(model, joint, ledger.proofs)
    pump = Pump(Face(model, joint, room), relaxed, seed=0, engine="cp-sat", tick=lambda: None)
    assert pump.run()
    plan = evaluate(model, pump.face.columns.keys[pump.chosen])
    assert plan.feasible
    assert not any(plan.levels[:SOFT])
    bounds = ledger.stand(plan.levels).bounds
    assert plan.levels[SOFT : LOAD_TRAVEL + 1] == bounds[SOFT : LOAD_TRAVEL + 1]


def test_the_face_holds_the_best_plan(bounded: Bounded) -> None:
    model, _, joint, ledger = bounded
    search = Search(model, 5, 10)
    search.run()
    assert search.best is not None
    assert search.proven
    face = Face(model, joint, least_room(model, joint, ledger.proofs))
    chosen = np.isin(face.columns.keys, search.best.columns)
    assert face.columns.keys[chosen].tolist() == search.best.columns.tolist()
    activity = face.measure(chosen.astype(float), search.best.aux_x[face.aux].astype(float))
    assert (activity >= face.lower - 0.5).all()


def test_a_face_too_small_is_given_up(bounded: Bounded) -> None:
    model, relaxed, joint, _ = bounded
    face = Face(model, joint, 0)
    face.lower = np.where(np.isfinite(model.row_upper), model.row_upper, face.lower)  # no room in any row
    pump = Pump(face, relaxed, seed=0, engine="cp-sat", tick=lambda: None)
    assert not pump.run()
