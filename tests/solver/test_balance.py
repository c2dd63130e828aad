"""balance: teams as alike as they can be, against every assignment of small worlds and a known optimum."""

import numpy as np
import pytest

from bianzu.instances.minizinc import library_team_assignment
from bianzu.models import Instance
from tests.audit.legal import count_seatings
from tests.builders import make_instance, person, pin, team
from tests.solver.agreeing import compare_all
from tests.solver.oracle import best_vector
from tests.solver.running import assert_optimal, objectives

EARLY = {"start": "2026-03-01", "end": "2026-03-10"}
LATE = {"start": "2026-03-11", "end": "2026-04-15"}
FIELDS = ("experience", "age", "skill-points", "points")


def _drawn(seed: int) -> Instance:
    """Four people with drawn values, two or three teams, and whatever else pulls them together or apart."""
    dice = np.random.default_rng(seed)
    people = [
        person(
            name,
            earlier_rounds=int(dice.integers(0, 5)),
            birth=f"{int(dice.integers(1965, 2000))}-05",
            skills=[{"skill": "h", "level": int(dice.integers(1, 4))}] if dice.random() < 0.6 else [],
            numbers={"points": int(dice.integers(0, 30))},
        )
        for name in "wxyz"
    ]
    seats = ("st", "uv") if seed % 3 else ("st", "u", "v")
    days = ({}, {}, {}) if seed % 4 else (EARLY, LATE, {})
    teams = [
        team(f"T{at}", *places, **when)
        for at, (places, when) in enumerate(zip(seats, days, strict=False), start=1)
    ]
    fields = [name for name in FIELDS if name == "points" or dice.random() < 0.5]
    rules = {"balance": {"fields": fields, "weight": int(dice.integers(1, 9))}, "seats": {}}
    if seed % 5:
        rules["one-seat"] = {}
    if seed % 2:
        rules["together"] = {"pairs": [{"a": "w", "b": "x", "weight": int(dice.integers(1, 60))}]}
    pins = [pin("must", "y", team="T1")] if dice.random() < 0.3 else []
    return make_instance(people, teams, rules, pins=pins)


DRAWN = [_drawn(seed) for seed in range(16)]


@pytest.mark.parametrize("instance", DRAWN, ids=range(len(DRAWN)))
def test_no_assignment_is_better_balanced_than_the_plan(instance: Instance) -> None:
    assert objectives(instance) == best_vector(instance)


@pytest.mark.parametrize("instance", DRAWN[::5], ids=range(0, len(DRAWN), 5))
def test_solver_and_audit_agree_on_team_sums(instance: Instance) -> None:
    tally = compare_all(instance)
    assert tally.legal + tally.illegal == count_seatings(instance)
    assert tally.legal > 0


def test_an_empty_team_has_the_sum_nothing() -> None:
    instance = make_instance(
        [person("x", earlier_rounds=3)],
        [team("T1", "s"), team("T2", "t")],
        {"balance": {"fields": ["experience"], "weight": 10}, "seats": {}, "one-seat": {}},
    )
    plan = assert_optimal(instance)
    assert len(plan.shortages) == 1
    assert plan.levels[4].objective == 30


def test_seats_are_filled_before_teams_are_made_alike() -> None:
    people = [person(name, earlier_rounds=rounds) for name, rounds in (("x", 9), ("y", 1), ("z", 1))]
    rules = {"balance": {"weight": 1}, "seats": {}, "one-seat": {}}
    plan = assert_optimal(make_instance(people, [team("T1", "s", "t"), team("T2", "u")], rules))
    assert plan.complete
    assert plan.levels[4].objective == 7


def test_the_team_assignment_of_the_minizinc_challenge_is_solved_to_its_optimum() -> None:
    problem = library_team_assignment("data2_5_6")
    plan = assert_optimal(problem.instance)
    assert plan.levels[4].objective is not None
    assert problem.mzn_objective(plan.levels[4].objective) == 974
