"""Rules that came after the format: written only where they are on; lists of teams that follow the teams."""

import json

import pytest

from bianzu.instances import format_model, parse_instance
from bianzu.instances.changing import apply_changes
from bianzu.models import DropTeam, InputError, Instance
from bianzu.solver import SolveOptions, freeze_rounds, solve
from tests.builders import make_instance, past, planned, record, team

LATER = ("reserved-seats", "couples", "post-strength", "succession")
GROUPS = [
    {"id": "one", "source_set": "few", "teams": ["T1", "T2"]},
    {"id": "two", "source_set": "few", "n": 2, "teams": ["T3"]},
    {"id": "three", "source_set": "few", "teams": ["T2"]},
]


def make_world() -> Instance:
    return make_instance(
        "xy",
        [team("T1", "s"), team("T2", "t"), team("T3", "u", round="R2")],
        {"one-seat": {}, "seats": {}, "reserved-seats": {"groups": GROUPS}},
        rounds=[past("R0", "2025-01-01"), planned("R1"), planned("R2", "2026-06-01", "2026-07-01")],
        history=[record("x", "R0")],
        source_sets={"few": ["x"]},
    )


def list_groups(instance: Instance) -> list[tuple[str, int, tuple[str, ...]]]:
    setting = instance.rules.reserved_seats
    assert setting is not None
    return [(item.id, item.n, item.teams) for item in setting.groups]


def test_later_rules_are_written_only_where_they_are_on() -> None:
    off = make_instance("x", [team("T1", "s")], {"seats": {}})
    assert not set(LATER) & off.rules.model_dump(by_alias=True).keys()
    assert off.rules.model_dump(by_alias=True)["unfit"] is None
    on = make_world()
    assert set(LATER) & on.rules.model_dump(by_alias=True).keys() == {"reserved-seats"}
    assert parse_instance(format_model(on)) == on


def test_reservations_name_what_there_is_and_one_round() -> None:
    tree = json.loads(format_model(make_world()))
    tree["rules"]["reserved-seats"]["groups"] = [
        {"id": "one", "source_set": "gone", "teams": ["T1", "T1"]},
        {"id": "one", "source_set": "few", "teams": ["T9", "T2", "T3"]},
    ]
    with pytest.raises(InputError) as caught:
        parse_instance(json.dumps(tree))
    where = "$.rules.reserved-seats.groups"
    assert {(item.code, item.where) for item in caught.value.problems} == {
        ("duplicate-id", f"{where}[1].id"),
        ("dangling-reference", f"{where}[0].source_set"),
        ("duplicate-id", f"{where}[0].teams"),
        ("dangling-reference", f"{where}[1].teams"),
        ("several-rounds", f"{where}[1].teams"),
    }


def test_a_dropped_team_leaves_its_reservations() -> None:
    changed = apply_changes(make_world(), [DropTeam(team="T2")])
    assert list_groups(changed) == [("one", 1, ("T1",)), ("two", 2, ("T3",))]


def test_a_frozen_round_takes_its_reservations_along() -> None:
    instance = make_world()
    plan = solve(instance, options=SolveOptions(time_limit=30))
    assert list_groups(freeze_rounds(instance, plan, "R2")) == [("two", 2, ("T3",))]
