"""The level of changes: counted alike by solver and audit, the fewest found and proven, in no other plan."""

from collections import defaultdict

import pytest

from bianzu.audit import measure, verify
from bianzu.models import ALL_LEVEL_NAMES, LEVEL_NAMES, Instance, Pin
from bianzu.solver.assembly import build_model
from bianzu.solver.costs import CHANGES
from tests.builders import assign, make_instance, person, team
from tests.solver.agreeing import evaluate_seating, list_seatings
from tests.solver.listed_worlds import LISTED_WORLDS, publish
from tests.solver.oracle import best_vector
from tests.solver.running import assert_optimal, solve_here, vector

WORLDS = [pytest.param(item, id=name) for name, item in LISTED_WORLDS.items()]


def _changes(instance: Instance, seating: dict[str, str]) -> int:
    levels = {level.name: level.objective for level in measure(instance, assign(instance, seating)).levels}
    return levels["changes"] or 0


@pytest.mark.parametrize("instance", WORLDS)
def test_the_solver_counts_the_changes_of_the_best_way_to_seat_a_slot(instance: Instance) -> None:
    model = build_model(instance)
    counted: dict[bytes, int] = {}
    least: defaultdict[bytes, list[int]] = defaultdict(list)
    for seating in list_seatings(instance):
        found = evaluate_seating(model, seating)
        if found is not None and found.feasible:
            counted[found.columns.tobytes()] = found.levels[CHANGES]
            least[found.columns.tobytes()].append(_changes(instance, seating))
    assert counted == {columns: min(found) for columns, found in least.items()}


@pytest.mark.parametrize("instance", WORLDS)
def test_the_fewest_changes_are_found_and_proven(instance: Instance) -> None:
    best = best_vector(instance)
    plan = solve_here(instance)
    if best is None:
        assert plan.status == "infeasible"
        return
    assert vector(plan.levels) == best
    assert tuple(level.name for level in plan.levels) == ALL_LEVEL_NAMES
    assert plan.status == "optimal"
    assert verify(instance, plan).passed


def test_most_listed_worlds_are_certified() -> None:
    certified = [
        verify(instance, plan).certified == "optimal"
        for instance in LISTED_WORLDS.values()
        for plan in [solve_here(instance)]
        if plan.assignments
    ]
    assert sum(certified) >= 0.8 * len(certified)


PAIR = make_instance(
    [person("x", work_county="C"), person("y"), person("z", work_county="D")],
    [team("T1", "s", "t")],
    {"seats": {}, "one-seat": {}, "priority": {"load": 0, "travel": 1}},
)


def test_people_keep_their_seats_among_seats_alike() -> None:
    for s, t in (("x", "z"), ("z", "x")):
        plan = assert_optimal(publish(PAIR, s=s, t=t))
        assert {item.seat: item.person for item in plan.assignments} == {"s": s, "t": t}


def test_somebody_who_cannot_serve_is_one_change() -> None:
    pins = (Pin(kind="must-not", person="x", asked_by="office", reason="ill"),)
    instance = publish(PAIR.model_copy(update={"pins": pins}), s="x", t="z")
    plan = assert_optimal(instance)
    assert {item.seat: item.person for item in plan.assignments} == {"s": "y", "t": "z"}
    assert [level.objective for level in plan.levels[:4]] == [0, 0, 0, 1]
    assert plan.levels[3].bound_by == "certificate"
    assert plan.complete


def test_a_shortage_weighs_more_than_any_number_of_changes() -> None:
    people = [person("x"), person("y"), person("z", pools=["leader"])]
    teams = [team("T1", {"id": "s", "role": "leader"}, "t"), team("T2", "u")]
    instance = make_instance(people, teams, {"seats": {}, "one-seat": {}, "role-pools": {}})
    plan = assert_optimal(publish(instance, s="x", t="y", u=None))
    assert vector(plan.levels)[:4] == (0, 0, 0, 2)


def test_a_plan_without_a_published_list_has_no_such_level() -> None:
    plan = assert_optimal(PAIR)
    assert tuple(level.name for level in plan.levels) == LEVEL_NAMES


def test_a_wrong_number_of_changes_fails_the_audit() -> None:
    instance = publish(PAIR, s="x", t="y")
    plan = assert_optimal(instance)
    levels = [
        level.model_copy(update={"objective": 1}) if level.name == "changes" else level
        for level in plan.levels
    ]
    audit = verify(instance, plan.model_copy(update={"levels": tuple(levels)}))
    assert "wrong-objective" in [item.code for item in audit.findings]
    short = plan.model_copy(update={"levels": tuple(level for level in levels if level.name != "changes")})
    assert "wrong-levels" in [item.code for item in verify(instance, short).findings]
