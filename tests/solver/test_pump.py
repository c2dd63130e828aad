"""The pump: a plan on the relaxation's optimal face."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.drafts import walk
from bianzu.solver.evaluation import evaluate
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.proof import Proof
from bianzu.solver.pump import Face, Pump, least_room
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.search import Search

RISE = 25
"""Units that a relaxation ended above its bound."""


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
    pump = Pump(Face(model, joint, room), relaxed, seed=0, engine="cp-sat")
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
    pump = Pump(face, relaxed, seed=0, engine="cp-sat")
    assert not pump.run()


def test_a_vertex_keeps_what_is_held_and_pays_nothing_for_it(bounded: Bounded) -> None:
    model, relaxed, joint, ledger = bounded
    face = Face(model, joint, least_room(model, joint, ledger.proofs))
    pump = Pump(face, relaxed, seed=0, engine="cp-sat")
    assert pump.run()
    plan = pump.chosen.copy()
    pump.held = plan & (face.team < 3)
    programme = face.relax(pump.inside, pump.held, ~pump.held)
    assert len(programme.cost) == (~pump.held).sum() + len(face.aux)
    x = pump._find_vertex(np.zeros(len(plan)))
    assert x is not None
    assert (x[pump.held] == 1).all()
    services = face.columns.service
    others = ~pump.held & np.isin(services, services[pump.held])
    assert others.any()
    assert not x[others].any()  # nobody sits twice
    assert np.bincount(face.columns.slot, weights=x).max() <= face.capacity.max()


def test_what_breaks_a_row_is_not_held(bounded: Bounded) -> None:
    model, relaxed, joint, ledger = bounded
    face = Face(model, joint, least_room(model, joint, ledger.proofs))
    pump = Pump(face, relaxed, seed=0, engine="cp-sat")
    assert pump.run()
    x = pump.chosen.astype(float)
    row = int(face.columns.rows[face.columns.indptr[int(np.flatnonzero(pump.chosen)[0])]])
    pump._violated = np.array([row])
    pump._hold(x)
    entry = np.repeat(np.arange(len(face.columns)), np.diff(face.columns.indptr))
    inside = np.isin(np.arange(len(x)), entry[face.columns.rows == row])
    assert (pump.chosen & inside).any()
    assert (pump.held == (pump.chosen & ~inside)).all()


def test_a_face_that_held_seats_leave_empty_is_set_free_again(
    bounded: Bounded, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, relaxed, joint, ledger = bounded
    face = Face(model, joint, least_room(model, joint, ledger.proofs))
    pump = Pump(face, relaxed, seed=0, engine="cp-sat")
    find, held = pump._find_vertex, []

    def find_none_once(cost: FloatArray) -> FloatArray | None:
        if len(held) == 1:
            pump.held[:] = pump.chosen
        held.append(int(pump.held.sum()))
        return None if len(held) == 2 else find(cost)

    monkeypatch.setattr(pump, "_find_vertex", find_none_once)
    assert pump.run()
    assert len(held) > 2
    assert held[1] > held[2]


def test_an_empty_face_is_looked_at_again_with_the_room_that_the_relaxation_needs(
    bounded: Bounded, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, relaxed, joint, ledger = bounded
    rooms = []

    def narrow(model: Model, joint: Proof, room: int) -> Face:
        face = Face(model, joint, room)
        if room < RISE:
            face.lower = np.where(np.isfinite(model.row_upper), model.row_upper, face.lower)
        rooms.append(room)
        return face

    monkeypatch.setattr("bianzu.solver.drafts.Face", narrow)
    constant = sum(weight * int(model.constant[level]) for level, weight in joint.weights)
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    draft = walk(search, replace(relaxed, value=float(joint.bound(model) - constant + RISE)), joint)
    assert rooms == [least_room(model, joint, ledger.proofs), RISE]
    assert draft is not None
    assert search.best is not None
    assert search.best.feasible
    assert not any(search.best.levels[:SOFT])


@pytest.mark.parametrize("large", [False, True])
def test_one_wider_face_is_looked_at_after_one_that_is_not_empty(
    bounded: Bounded, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes nearest to a plan is taken, whichever face it is of; of a large model, none comes after."""
    model, relaxed, joint, ledger = bounded
    rooms = []

    def give_up(pump: Pump, _tick: Callable[[], None] = lambda: None) -> bool:
        rooms.append(pump.face.room)
        some = np.zeros(len(pump.face.columns), dtype=bool)
        some[: 3 - len(rooms)] = True
        broken = np.arange(len(pump.broken)) < len(rooms)
        pump.draft = some, broken
        return False

    monkeypatch.setattr(Pump, "run", give_up)
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    monkeypatch.setattr("bianzu.solver.drafts.is_large", lambda _model: large)
    draft = walk(search, relaxed, joint)
    first = least_room(model, joint, ledger.proofs)
    if large:
        assert sorted(rooms) == [first + 8, first + 15]
        return
    assert len(rooms) == 2
    assert rooms[0] == first
    assert rooms[1] > 2 * first
    assert draft is not None
    assert draft.keys.tolist() == Face(model, joint, first).columns.keys[:2].tolist()
    assert draft.broken.tolist() == [0]


@pytest.mark.parametrize("narrow", [True, False])
def test_in_a_large_model_two_wider_faces_are_looked_at_and_a_plan_of_the_narrower_one_is_enough(
    bounded: Bounded, narrow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one ends without a plan as soon as it need not go on."""
    model, relaxed, joint, ledger = bounded
    good = Pump(Face(model, joint, 20), relaxed, seed=0, engine="cp-sat")
    assert good.run()
    first = least_room(model, joint, ledger.proofs)
    ends: dict[int, bool] = {}

    def find(pump: Pump, tick: Callable[[], None] = lambda: None) -> bool:
        room = pump.face.room - first
        pump.chosen = np.isin(pump.face.columns.keys, good.keys)
        if room == 8:
            ends[room] = narrow
            return narrow
        for _ in range(500):
            time.sleep(0.01)
            try:
                tick()
            except Exception:
                ends[room] = False
                raise
            if not narrow:
                break
        ends[room] = True
        return True

    monkeypatch.setattr(Pump, "run", find)
    monkeypatch.setattr("bianzu.solver.drafts.is_large", lambda _model: True)
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    draft = walk(search, relaxed, joint)
    assert ends == {8: narrow, 15: not narrow}
    assert draft is not None
    assert draft.keys.tolist() == good.keys.tolist()
    assert search.best is not None
    assert search.best.columns.tolist() == good.keys.tolist()


def test_for_multipliers_from_elsewhere_a_large_model_has_no_wider_face(
    bounded: Bounded, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, relaxed, joint, ledger = bounded
    rooms = []

    def give_up(pump: Pump, _tick: Callable[[], None] = lambda: None) -> bool:
        rooms.append(pump.face.room)
        return False

    monkeypatch.setattr(Pump, "run", give_up)
    monkeypatch.setattr("bianzu.solver.drafts.is_large", lambda _model: True)
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    walk(search, replace(relaxed, value=float("nan")), joint)
    assert rooms == [least_room(model, joint, ledger.proofs)]


def test_a_plan_of_a_face_is_a_draft_without_broken_teams(bounded: Bounded) -> None:
    model, relaxed, joint, ledger = bounded
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    draft = walk(search, relaxed, joint)
    assert draft is not None
    assert len(draft.broken) == 0
    assert search.best is not None
    assert draft.keys.tolist() == search.best.columns.tolist()


@pytest.mark.parametrize("solved", [True, False])
def test_without_any_face_there_is_no_draft(
    bounded: Bounded, solved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wider one is not looked at for multipliers from elsewhere, of which no value is known."""
    model, relaxed, joint, ledger = bounded
    if not solved:
        relaxed = Relaxed.unsolved(model, relaxed.duals, relaxed.pin_duals)
    rooms = []

    def close(model: Model, joint: Proof, room: int) -> Face:
        face = Face(model, joint, room)
        face.lower = np.where(np.isfinite(model.row_upper), model.row_upper, face.lower)
        rooms.append(room)
        return face

    monkeypatch.setattr("bianzu.solver.drafts.Face", close)
    search = Search(model, 0, 10)
    search.ledger.proofs.update(ledger.proofs)
    assert walk(search, relaxed, joint) is None
    assert search.best is None
    assert max(rooms) <= 60
    assert (len(rooms) > 1) == solved
