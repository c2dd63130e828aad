"""Cities that cannot be completed: the shortages are as few as can be, and a certificate says so."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.instances import generate
from bianzu.models import Instance
from tests.builders import Tree, make_instance, person, seat, team, waiver
from tests.solver.oracle import best_vector
from tests.solver.running import assert_optimal, solve_here, vector

LEADERS, OTHERS, MINIMA, WAIVERS = range(4)
SHORT = 3


def _city(seed: int, edit: Callable[[list[Tree]], None]) -> Instance:
    """A generated tiny city whose people are changed."""
    tree: dict[str, Any] = generate("tiny", seed=seed).model_dump(mode="json", by_alias=True)
    tree["completable"] = None
    edit(tree["people"])
    return Instance.model_validate_json(json.dumps(tree))


def _send_away(people: list[Tree]) -> None:
    """Three fifths may serve no more."""
    for at, item in enumerate(people):
        item["trained"] = at % 10 < 4


def _two_leaders_left(people: list[Tree]) -> None:
    for item in [item for item in people if "leader" in item["pools"]][2:]:
        item["trained"] = False


def _two_auditors_left(people: list[Tree]) -> None:
    holders = [item for item in people if any(held["skill"] == "finance-audit" for held in item["skills"])]
    for item in holders[2:]:
        item["skills"] = [held for held in item["skills"] if held["skill"] != "finance-audit"]


CITIES = [
    pytest.param(0, _send_away, {LEADERS: 3, OTHERS: 7}, id="too few people"),
    pytest.param(2, _send_away, {LEADERS: 5, OTHERS: 9}, id="far too few people"),
    pytest.param(1, _two_leaders_left, {LEADERS: 5, OTHERS: 1}, id="too few leaders"),
    pytest.param(0, _two_auditors_left, {MINIMA: 5}, id="too few holders of a skill"),
]


@pytest.mark.parametrize(("seed", "edit", "short"), CITIES)
def test_what_a_city_lacks_is_certified(
    seed: int, edit: Callable[[list[Tree]], None], short: dict[int, int]
) -> None:
    instance = _city(seed, edit)
    plan = solve_here(instance)
    assert not plan.complete
    assert {at: units for at, units in enumerate(vector(plan.levels)[:SHORT]) if units} == short
    for level in plan.levels[:SHORT]:
        assert level.certified_bound == level.bound == level.objective
        assert level.bound_by == ("certificate" if level.objective else "sign")
    soft = next(level for level in plan.levels if level.name == "soft")
    assert soft.objective is not None
    assert soft.certified_bound is not None
    assert 0.98 * soft.objective <= soft.certified_bound <= soft.objective


def test_a_city_that_lacks_people_is_certified_to_the_last_level() -> None:
    instance = _city(0, _send_away)
    audit = verify(instance, assert_optimal(instance))
    assert audit.certified == "optimal"


def test_one_leader_for_two_teams_and_one_seat_too_many() -> None:
    people = [person("x", pools=["leader"]), person("y", pools=["staff"])]
    teams = [team("T1", seat("s", "leader"), "t"), team("T2", seat("u", "leader"))]
    instance = make_instance(people, teams, {"seats": {}, "one-seat": {}, "role-pools": {}})
    plan = assert_optimal(instance)
    assert vector(plan.levels) == best_vector(instance) == (1, 0, 0, 0, 0, 0)
    assert [level.certified_bound for level in plan.levels[:SHORT]] == [1, 0, 0]
    assert verify(instance, plan).certified == "optimal"


def test_a_waiver_that_is_needed_is_certified() -> None:
    instance = make_instance(
        [person("x", native="A"), person("y", native="A")],
        [team("T1", "s", "t")],
        {"seats": {}, "one-seat": {}, "place": {}},
        waivers=[waiver("w", "place", amount=1)],
    )
    plan = assert_optimal(instance)
    assert vector(plan.levels) == best_vector(instance) == (0, 1, 0, 1, 0, 0)
    assert [level.certified_bound for level in plan.levels[:4]] == [0, 1, 0, 1]
    assert verify(instance, plan).certified == "optimal"
