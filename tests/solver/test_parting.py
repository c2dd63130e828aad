"""fresh-pairs between planned rounds: exact counts, bounds that hold, a search that keeps people apart."""

import pytest

from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.costs import SOFT
from bianzu.solver.evaluation import evaluate
from bianzu.solver.parting import find_met
from tests.builders import make_instance, person, planned, seat, team
from tests.solver.agreeing import evaluate_seating
from tests.solver.oracle import best_vector
from tests.solver.running import solve_here, vector

R1 = planned("R1")
R2 = planned("R2", "2026-06-01", "2026-07-15")
ON = {"one-seat": {}, "seats": {}, "priority": {"load": 1}}


def _world(people: list[str], leaders: bool = False) -> Instance:
    """Two rounds of one team of two; the first people named are the cheapest."""
    role = "leader" if leaders else "member"
    return make_instance(
        [person(name, earlier_rounds=at) for at, name in enumerate(people)],
        [
            team("T1", seat("s", role), "t", round="R1"),
            team("T2", seat("u", role), "v", round="R2"),
        ],
        {**ON, "fresh-pairs": {"g": 1, "weight": 7}},
        rounds=[R1, R2],
    )


@pytest.mark.parametrize("people", [["x", "y"], ["x", "y", "z"], ["w", "x", "y", "z"]])
@pytest.mark.parametrize("leaders", [False, True])
def test_no_assignment_beats_the_plan(people: list[str], leaders: bool) -> None:
    instance = _world(people, leaders)
    plan = solve_here(instance)
    assert vector(plan.levels) == best_vector(instance)
    for level in plan.levels[:6]:
        assert level.bound is not None
        assert level.objective is not None
        assert level.bound <= level.objective


def test_the_pairs_that_met_are_named_with_their_leader() -> None:
    instance = _world(["x", "y", "z"], leaders=True)
    model = build_model(instance)
    n, x, y = model.data.n, 0, 1
    found = evaluate_seating(model, {"s": "x", "t": "y", "u": "x", "v": "y"})
    assert found is not None
    assert find_met(model, found) == [(1, "pair", x * n + y), (1, "leader", x * n + y)]
    assert found.levels[SOFT] == 14
    other = evaluate_seating(model, {"s": "x", "t": "y", "u": "y", "v": "x"})
    assert other is not None
    assert find_met(model, other) == [(1, "pair", x * n + y)]
    assert other.levels[SOFT] == 7


def test_rows_of_watched_pairs_measure_what_is_counted_without_them() -> None:
    instance = _world(["x", "y", "z"], leaders=True)
    model = build_model(instance)
    seating = {"s": "x", "t": "y", "u": "x", "v": "y"}
    found = evaluate_seating(model, seating)
    assert found is not None
    watched = find_met(model, found)
    wide = build_model(instance, 0, watched)
    assert wide.n_rows > model.n_rows
    again = [at for at, aux in enumerate(wide.aux) if aux.clause == "again"]
    assert evaluate(wide, found.columns).aux_x[again].tolist() == [1, 1]
    apart = evaluate_seating(wide, {**seating, "v": "z"})
    assert apart is not None
    assert apart.aux_x[again].tolist() == [0, 0]
