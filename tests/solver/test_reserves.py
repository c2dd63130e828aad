"""Reserves: the solver's lists pass the audit, whatever the plan is."""

import pytest

from bianzu.audit import verify
from bianzu.models import Instance
from bianzu.models.rotation_settings import Reserves
from bianzu.solver.assembly import build_model
from bianzu.solver.reserves import list_reserves
from tests.builders import assign, make_instance, make_plan, person, pin, planned, seat, team, waiver
from tests.solver.agreeing import SEED, evaluate_seating, list_seatings
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.rotation_worlds import ROTATION_WORLDS
from tests.solver.round_worlds import ROUND_WORLDS
from tests.solver.running import solve_here
from tests.solver.waiver_worlds import WAIVER_WORLDS

WORLDS = {**ROUND_WORLDS, **ROTATION_WORLDS, **WAIVER_WORLDS, **MIXED_WORLDS}
NOBODY = {"cadres in their last chance", "pins"}
"""Worlds in which the empty assignment is no plan, or everybody sits in each of those tried."""
POOLS = {"leads": ["leader"], "works": ["staff"]}


def _with_reserves(instance: Instance, r: int) -> Instance:
    rules = instance.rules.model_copy(update={"reserves": Reserves(r=r)})
    return instance.model_copy(update={"rules": rules})


@pytest.mark.parametrize("r", [1, 2])
@pytest.mark.parametrize("name", WORLDS)
def test_the_audit_finds_nothing_against_the_reserves_of_any_assignment(name: str, r: int) -> None:
    instance = _with_reserves(WORLDS[name], r)
    model = build_model(instance, SEED)
    seatings = list(list_seatings(instance))
    listed = 0
    for seating in seatings[:: max(1, len(seatings) // 25)]:
        found = evaluate_seating(model, seating)
        if found is None or not found.feasible:
            continue
        plan = make_plan(instance, assign(instance, seating), seed=SEED)
        plan = plan.model_copy(update={"reserves": list_reserves(model, found, SEED)})
        findings = verify(instance, plan).findings
        assert [str(item) for item in findings if item.rule == "reserves"] == [], seating
        listed += len(plan.reserves)
    assert listed > 0 or name in NOBODY


def test_the_reserves_of_a_plan_are_ranked_and_one_can_lead() -> None:
    instance = make_instance(
        [
            person("m", pools=POOLS["leads"]),
            person("a", pools=POOLS["works"]),
            person("b", pools=POOLS["works"], earlier_rounds=1),
            person("c", pools=POOLS["works"], earlier_rounds=2),
            person("d", pools=POOLS["leads"], earlier_rounds=5),
        ],
        [team("T1", seat("s", "leader"), "t")],
        {"one-seat": {}, "seats": {}, "role-pools": {}, "priority": {}, "reserves": {"r": 2}},
    )
    plan = solve_here(instance)
    assert [(item.rank, item.person, item.seat) for item in plan.reserves] == [(1, "b", "t"), (2, "d", "s")]


def test_two_teams_share_the_few_who_are_left() -> None:
    instance = make_instance(
        ["x", "y", "z"],
        [team("T1", "s"), team("T2", "t")],
        {"one-seat": {}, "seats": {}, "reserves": {"r": 2}},
    )
    assert [item.team for item in solve_here(instance).reserves] == ["T1"]


def test_who_was_at_a_unit_in_an_earlier_planned_round_is_no_reserve_for_it() -> None:
    rounds = [planned("R1"), planned("R2", "2026-06-01", "2026-07-15")]
    teams = [team("T1", "s", round="R1"), team("T2", "t", round="R2")]
    people = ["x", person("y", earlier_rounds=1), person("z", earlier_rounds=2)]
    rules = {"one-seat": {}, "seats": {}, "repeat-unit": {}, "priority": {}, "reserves": {}}
    plan = solve_here(make_instance(people, teams, rules, rounds=rounds))
    seats = {item.team: item.person for item in plan.assignments}
    assert sorted(seats.values()) == ["x", "y"]
    reserves = [(item.team, item.rank, item.person) for item in plan.reserves]
    assert reserves == [("T1", 1, seats["T2"]), ("T1", 2, "z"), ("T2", 1, "z")]


def test_a_reserve_breaks_no_cap_of_planned_rounds_and_no_rest_before_or_after() -> None:
    rounds = [planned("R1"), planned("R2", "2026-06-01", "2026-07-15")]
    teams = [team("T1", "s", round="R1"), team("T2", "t", round="R2")]
    people = ["x", person("y", earlier_rounds=1), person("z", earlier_rounds=2)]
    on = {"one-seat": {}, "seats": {}, "priority": {}, "reserves": {}}
    for rules in ({"service-cap": {"cap": 1}}, {"service-cap": {"y": 1}}, {"rest": {"c": 1}}):
        plan = solve_here(make_instance(people, teams, {**on, **rules}, rounds=rounds))
        assert sorted(item.person for item in plan.assignments) == ["x", "y"]
        assert [(item.team, item.person) for item in plan.reserves] == [("T1", "z"), ("T2", "z")]


def test_a_waiver_of_the_later_round_lets_a_reserve_serve_before_it() -> None:
    rounds = [planned("R1"), planned("R2", "2026-06-01", "2026-07-15")]
    teams = [team("T1", "s", round="R1"), team("T2", "t", round="R2")]
    rules = {"one-seat": {}, "seats": {}, "service-cap": {"cap": 1}, "reserves": {}}
    locks = [pin("lock", "x", seat="s"), pin("lock", "y", seat="t")]
    late = waiver("W", "service-cap", person="y", granted="2026-05-01")
    early = waiver("W", "service-cap", person="y", expires="2026-05-01")
    for given, listed in ((late, [("T1", "y")]), (early, [])):
        world = make_instance(["x", "y"], teams, rules, rounds=rounds, pins=locks, waivers=[given])
        assert [(item.team, item.person) for item in solve_here(world).reserves] == listed
