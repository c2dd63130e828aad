"""What is done for large models alone, tried on small ones: plans may be worse, but no claim is false."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.solver import relaxation, settling, weighing
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.construction import construct
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine, Outcome, Programme, solve_programme
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.pricing import Pricing
from bianzu.solver.programmes import restrict
from bianzu.solver.proof import DUAL_SCALE, Proof, prove
from bianzu.solver.relaxation import relax
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.search import DEFAULT_BUDGET, Search
from bianzu.solver.settling import may_settle, search_near, settle
from bianzu.solver.weighing import soft_weight
from tests.solver.running import objectives, solve_here, vector


@pytest.fixture(scope="module")
def model() -> Model:
    return build_model(generate("tiny", seed=2), 0)


@pytest.fixture(scope="module")
def proof(model: Model) -> Proof:
    search = Bounding(model, Ledger(model), lambda: None)
    relaxed, weights, pins = search.relax()
    assert relaxed is not None
    return search.prove(relaxed, weights, pins)


def _relax(model: Model, start: Relaxed | None = None) -> Relaxed:
    return relax(
        model,
        ((SOFT, 1), (LOAD_TRAVEL, 1)),
        allowed=model.eligibility.allowed,
        aux_open=(model.aux_cost[:SOFT] == 0).all(axis=0),
        start=start,
    )


def _relax_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """From few columns on, not with all of them at once."""
    monkeypatch.setattr(relaxation, "_WHOLE", 0)
    monkeypatch.setattr(relaxation, "_PER_SLOT", 5)


def _near(model: Model, proof: Proof) -> IntArray:
    """Columns within some units of a bound."""
    return proof.columns_within(model, proof.bound(model) + 64)


@pytest.mark.parametrize("seats", [0, 4])
def test_a_small_instance_treated_as_a_large_one_has_true_bounds(
    seats: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a soft unit weighs no more than one of load, and the best sum is not the best plan."""
    instance = generate("tiny", seed=1)
    best = objectives(instance)
    monkeypatch.setattr(weighing, "_VERY_MANY_COLUMNS", 0)
    monkeypatch.setattr(weighing, "_SEATS_OF_WEIGHT", seats)
    assert not soft_weight(build_model(instance, 0))[1]
    plan = solve_here(instance)
    assert vector(plan.levels) >= best
    for at, level in enumerate(plan.levels[:-1]):
        if vector(plan.levels)[:at] == best[:at]:
            assert level.bound is not None
            assert level.bound <= best[at]
    assert plan.levels[SOFT].bound == best[SOFT]


def test_a_sum_that_does_not_keep_levels_apart_settles_no_soft_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing proven, the programme of the sum is not even asked when the model is not a small one."""
    monkeypatch.setattr(weighing, "_VERY_MANY_COLUMNS", 0)
    monkeypatch.setattr(settling, "FEW_COLUMNS", 0)
    model = build_model(generate("tiny", seed=1), 0)
    search = Search(model, 0, DEFAULT_BUDGET)
    search.offer(construct(model), SOFT)
    joint = prove(model, ((SOFT, 1), (LOAD_TRAVEL, 1)), np.zeros(model.n_rows, dtype=np.int64))
    assert not settle(search, joint)
    assert search.standing.bounds[SOFT] is None


def test_the_engine_that_settles_is_told_the_incumbent(
    model: Model, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(model, 0, DEFAULT_BUDGET)
    search.offer(construct(model), SOFT)
    assert search.best is not None
    before = search.best
    told = []

    def note(programme: Programme, engine: Engine, **settings: Any) -> Outcome:
        told.append((programme, settings["hint"]))
        return solve_programme(programme, engine, **settings)

    monkeypatch.setattr(settling, "solve_programme", note)
    assert search_near(search, np.union1d(before.columns, _near(model, proof)), proof)
    programme, hint = told[0]
    constant = sum(weight * int(model.constant[level]) for level, weight in proof.weights)
    assert programme.cost @ hint + constant == sum(weight * before.levels[at] for at, weight in proof.weights)
    activity = np.zeros(len(programme.row_upper))
    np.add.at(activity, programme.rows, programme.values * np.repeat(hint, np.diff(programme.indptr)))
    assert (activity <= programme.row_upper + 1e-9).all()
    assert not search_near(search, _near(model, proof)[:1], proof)
    assert told[1][1] is None  # the incumbent is not among these columns


def test_the_nearest_columns_are_those_of_the_first_room_that_holds_enough(
    model: Model, proof: Proof
) -> None:
    rooms = (0, 8, 64, 1 << 10, 1 << 20, 1 << 30)
    within = [proof.columns_within(model, proof.bound(model) + room) for room in rooms]
    counts = [len(keys) for keys in within]
    assert counts[0] < counts[3] < counts[-1] == np.count_nonzero(model.eligibility.allowed)
    for count in counts:
        assert proof.nearest(model, rooms, count).tolist() == within[counts.index(count)].tolist()
    crowded = [at for at in range(1, len(rooms)) if 2 * (counts[at - 1] + 1) < counts[at]]
    assert crowded
    for at in crowded:  # the room before it holds too few, but this one far too many
        assert proof.nearest(model, rooms, counts[at - 1] + 1).tolist() == within[at - 1].tolist()
    assert proof.nearest(model, rooms, 10 * counts[-1]).tolist() == within[-1].tolist()


@pytest.mark.parametrize("held", [True, False])
def test_what_few_columns_lack_comes_back_when_it_is_needed(
    held: bool, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many columns, it begins with those of the point and a few cheap ones, if these can do at all."""
    whole = _relax(model)
    sizes: list[int] = []

    def count(programme: Programme, engine: Engine, **settings: Any) -> Outcome:
        sizes.append(len(programme.cost))
        return solve_programme(programme, engine, **settings)

    monkeypatch.setattr(relaxation, "solve_programme", count)
    monkeypatch.setattr(relaxation, "_MANY", 0)
    monkeypatch.setattr(relaxation, "_PER_SLOT", 1)
    start = whole if held else dataclasses.replace(whole, x=np.zeros(len(whole.columns)))
    few = _relax(model, start)
    assert few.value == pytest.approx(whole.value, abs=0.6)
    assert few.rows < whole.rows
    cheapest = len(model.data.slots) + int((start.x > 0.02).sum())
    assert sizes[0] <= cheapest + model.n_aux
    assert (len(sizes) > 1) >= (not held)


def test_people_s_rows_stay_where_rows_that_do_not_bind_are_left_out(model: Model) -> None:
    search = relaxation._Relaxation(
        model,
        ((SOFT, 1),),
        model.eligibility.allowed,
        np.ones(model.n_aux, dtype=bool),
        (),
        lambda: None,
        coarse=False,
    )
    search.inside[:] = True
    search._leave_out_rows()  # at no point nothing binds
    people = slice(model.first_person_row, model.first_person_row + model.data.n_services)
    assert search.inside[people].all()
    assert np.count_nonzero(~search.inside) > 100


def test_a_relaxation_ends_near_its_bound_once_next_to_no_rows_are_violated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though its value still moves: it proves all of its value, but that may be less than there is."""
    model = build_model(generate("tiny", seed=5), 0)
    _relax_by_and_by(monkeypatch)
    monkeypatch.setattr(relaxation, "_SMALL", 0)
    monkeypatch.setattr(relaxation, "_MANY", 0)
    found = []
    for few in (0.0, 1.0):
        monkeypatch.setattr(relaxation, "_FEW_VIOLATED", few)
        found.append(_relax(model))
    strict, early = found
    assert early.iterations < strict.iterations
    weights = ((SOFT, 1), (LOAD_TRAVEL, 1))
    open_aux = (model.aux_cost[:SOFT] == 0).all(axis=0)
    pricing = Pricing(model, weights, model.eligibility.allowed, open_aux, (), lambda: None)
    _, bound = pricing.price(early.duals, np.zeros(0), early.columns.keys, coming=0, attractive=0.01)
    assert early.value - 0.5 <= bound <= early.value + 1e-3
    assert bound <= strict.value + 1e-3


def test_first_order_steps_go_on_from_where_others_ended(model: Model) -> None:
    columns = _relax(model).columns
    rows = np.flatnonzero(model.eager)
    aux = np.flatnonzero((model.aux_cost[:SOFT] == 0).all(axis=0))
    programme = restrict(model, columns, aux, rows, weights=((SOFT, 1),), integer=False)
    fine = solve_programme(programme, "pdlp", precision=1e-8)
    assert fine.x is not None
    assert fine.duals is not None
    rough = solve_programme(programme, "pdlp", precision=0.3)
    again = solve_programme(programme, "pdlp", precision=0.3, start=(fine.x, fine.duals))
    assert rough.x is not None
    assert again.x is not None
    assert np.abs(rough.x - fine.x).max() > 0.05
    assert np.abs(again.x - fine.x).max() < 1e-3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_generated_columns_and_rows_reach_what_all_of_them_do(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small model is relaxed in one programme; by and by it takes several and comes to the same."""
    small = build_model(generate("tiny", seed=seed), 0)
    at_once = _relax(small)
    _relax_by_and_by(monkeypatch)
    step_by_step = _relax(small)
    assert (at_once.status, step_by_step.status) == ("optimal", "optimal")
    assert at_once.iterations == 1
    assert step_by_step.iterations > 1
    assert len(step_by_step.columns) < len(at_once.columns)
    assert step_by_step.value == pytest.approx(at_once.value, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_left_out_come_back_when_a_point_violates_them(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many rows are left out as can be, those that bind among them."""
    small = build_model(generate("tiny", seed=seed), 0)
    at_once = _relax(small)
    out: list[int] = []
    leave_out = relaxation._Relaxation._leave_out_rows

    def note(search: relaxation._Relaxation, *point: Any) -> None:
        before = np.count_nonzero(search.inside)
        leave_out(search, *point)
        out.append(int(before - np.count_nonzero(search.inside)))

    monkeypatch.setattr(relaxation._Relaxation, "_leave_out_rows", note)
    _relax_by_and_by(monkeypatch)
    monkeypatch.setattr(relaxation, "_SMALL", 0)
    monkeypatch.setattr(relaxation, "_FEW_COMING", 1e9)
    monkeypatch.setattr(relaxation, "_PRICED", 1e9)
    monkeypatch.setattr(relaxation, "_NEARLY_FULL", -1e9)
    thinned = _relax(small)
    assert len(out) == 1
    assert out[0] > 20
    assert thinned.value == pytest.approx(at_once.value, abs=0.6)
    over = small.activity(thinned.columns, thinned.x, thinned.aux_x) - small.row_upper
    assert over.max() < 0.3  # it ends half a unit from its bound, whatever little is violated


def test_rows_nearly_violated_come_in_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build_model(generate("county", seed=1))
    _relax_by_and_by(monkeypatch)
    monkeypatch.setattr(relaxation, "_SMALL", 0)
    sizes = []
    for nearly in (-1.0, 0.5):
        monkeypatch.setattr(relaxation, "_NEARLY_VIOLATED", nearly)
        found = _relax(model)
        assert found.status == "optimal"
        sizes.append((found.iterations, found.rows, found.value))
    assert sizes[1][1] > sizes[0][1]
    assert sizes[1][2] == pytest.approx(sizes[0][2], abs=0.6)


def test_generated_columns_make_no_claim_that_all_of_them_refute(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = generate("tiny", seed=3)
    best = objectives(instance)
    _relax_by_and_by(monkeypatch)
    plan = solve_here(instance)
    assert vector(plan.levels) == best
    assert plan.status == "optimal"


def test_a_programme_that_nothing_new_comes_into_is_solved_more_precisely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or else the same one would be solved to the last."""
    model = build_model(generate("county", seed=1))
    asked: list[float] = []

    def solve_roughly(programme: Programme, engine: Engine, **settings: Any) -> Outcome:
        found = solve_programme(programme, engine, **settings)
        asked.append(settings["precision"])
        assert found.duals is not None
        return dataclasses.replace(found, duals=0.9 * found.duals) if settings["precision"] > 1e-5 else found

    monkeypatch.setattr("bianzu.solver.relaxation.solve_programme", solve_roughly)
    allowed = model.eligibility.allowed
    relaxed = relax(
        model, ((SOFT, 1),), allowed=allowed, aux_open=np.ones(model.n_aux, dtype=bool), coarse=True
    )
    assert relaxed.status == "optimal"
    assert asked[0] > 1e-4
    assert asked[-1] == 1e-5
    assert len(asked) < 12


def test_rows_that_are_known_to_bind_are_in_the_first_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build_model(generate("county", seed=1))
    sizes: list[int] = []

    def count(programme: Programme, engine: Engine, **settings: Any) -> Outcome:
        sizes.append(len(programme.row_upper))
        return solve_programme(programme, engine, **settings)

    monkeypatch.setattr("bianzu.solver.relaxation.solve_programme", count)
    monkeypatch.setattr("bianzu.solver.relaxation._WHOLE", 0)
    late = np.flatnonzero(~model.eager)[:3]
    duals = np.zeros(model.n_rows, dtype=np.int64)
    duals[late] = -DUAL_SCALE
    first = []
    for known in (False, True):
        sizes.clear()
        ledger = Ledger(model)
        if known:
            ledger.keep(SOFT, prove(model, ((SOFT, 1),), duals))
        relaxed, _, _ = Bounding(model, ledger, lambda: None).relax()
        assert relaxed is not None
        first.append(sizes[0])
    assert first[1] == first[0] + len(late)


def test_without_a_plan_there_is_nothing_to_settle_and_with_one_the_columns_count(
    model: Model, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(model, 0, DEFAULT_BUDGET)
    monkeypatch.setattr(settling, "_MANY_COLUMNS", 10)
    assert may_settle(search, proof)
    search.offer(construct(model), SOFT)
    assert search.best is not None
    assert not may_settle(search, proof)
    monkeypatch.setattr(settling, "_MANY_COLUMNS", model.n_columns)
    assert may_settle(search, proof)
