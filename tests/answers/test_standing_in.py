"""reserves: everybody listed can step in, alone and with all others of the same rank."""

import pytest

import bianzu
from bianzu.audit import measure
from bianzu.models import Instance, Plan
from tests.builders import assign, make_instance, make_plan, person, seat, team


@pytest.fixture(scope="module")
def tiny() -> tuple[Instance, Plan]:
    instance = bianzu.read_library("tiny")
    return instance, bianzu.solve(instance)


def _breaches(instance: Instance, plan: Plan, change: dict[str, str]) -> set[str | None]:
    """Rules broken when people step in; skills may then be counted otherwise."""
    rows = [row.model_copy(update={"person": change.get(row.seat, row.person)}) for row in plan.assignments]
    found = {item.rule for item in measure(instance, rows, seed=plan.provenance.seed).breaches}
    return found - {"skill-mix"}


def test_reserves_step_in_alone_and_together(tiny: tuple[Instance, Plan]) -> None:
    instance, plan = tiny
    found = bianzu.reserves(instance, plan, 2)
    assert len({item.person for item in found.reserves}) == len(found.reserves)
    assert {item.person for item in found.reserves}.isdisjoint(row.person for row in plan.assignments)
    for rank in (1, 2):
        change = {item.seat: item.person for item in found.reserves if item.rank == rank}
        assert _breaches(instance, plan, change) == set()
    for item in found.reserves:
        assert item.seat in item.seats
        for place in item.seats:
            assert _breaches(instance, plan, {place: item.person}) == set()
    listed = sum(found.short.values()) + len(found.reserves)
    assert listed == 2 * len(instance.teams)


def test_a_unit_that_can_spare_one_person_gives_one_first_reserve() -> None:
    people = [
        "x",
        person("y", work_county="D"),
        *(person(f"r{n}", work_unit="c1", work_county="C") for n in "12"),
    ]
    rules = {"seats": {}, "one-seat": {}, "borrow-cap": {"bands": [{"up_to": None, "b": 1}]}}
    people[1] = person("y", work_unit="b2")
    instance = make_instance(people, [team("T1", "s"), team("T2", "t")], rules)
    plan = make_plan(instance, assign(instance, {"s": "x", "t": "y"}))
    found = bianzu.reserves(instance, plan, 1)
    assert [(item.team, item.rank) for item in found.reserves] == [("T1", 1)]
    assert found.short == {"T2": 1}


def test_the_first_reserve_can_lead_where_anybody_can() -> None:
    people = [
        person("lead", earlier_rounds=1),
        person("in"),
        person("plain", pools=["staff"]),
        person("able", earlier_rounds=9),
    ]
    rules = {"seats": {}, "one-seat": {}, "role-pools": {}, "priority": {"load": 10}}
    instance = make_instance(people, [team("T1", seat("l", "leader"), "s")], rules)
    plan = make_plan(instance, assign(instance, {"l": "lead", "s": "in"}))
    found = bianzu.reserves(instance, plan, 2)
    assert [(item.person, item.seat) for item in found.reserves] == [("able", "l"), ("plain", "s")]
    assert found.leaderless == ()
    with pytest.raises(ValueError, match="1 to 20"):
        bianzu.reserves(instance, plan, 0)
