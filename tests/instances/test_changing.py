"""`apply_changes` on counties, teams, rounds, rules and decisions, one test or more for every kind."""

import pytest

from bianzu.instances import apply_changes, read_library
from bianzu.models import (
    AddPeople,
    AddPin,
    AddRecusal,
    AddTeams,
    AddWaiver,
    CloseCounty,
    DonorLimit,
    DropTeam,
    InputError,
    LimitSenders,
    LockTeam,
    MergeTeams,
    MoveRound,
    Pin,
    RemovePeople,
    SetRule,
    Traits,
    Waiver,
)
from bianzu.solver import solve
from tests.builders import (
    announced,
    make_instance,
    past,
    planned,
    team,
)
from tests.instances.changed_worlds import make_world, problems


def test_a_closed_county_sends_nobody_and_is_still_inspected() -> None:
    changed = apply_changes(make_world(), [CloseCounty(county="C")])
    assert [item.id for item in changed.people] == ["p1", "p2"]
    assert "C" in changed.county_by_id


def test_a_dropped_team_takes_along_its_pins_and_waivers() -> None:
    changed = apply_changes(make_world(), [DropTeam(team="T2")])
    assert [item.id for item in changed.teams] == ["T1"]
    assert [item.person for item in changed.pins] == ["p2"]
    assert [item.id for item in changed.waivers] == ["w1"]
    other = apply_changes(make_world(), [DropTeam(team="T1")])
    assert other.teams[0].parent_team is None
    assert [item.person for item in other.pins] == ["p3"]


def test_a_merged_team_has_hosts_units_and_needs_of_both() -> None:
    changed = apply_changes(make_world(), [MergeTeams(team="T1", other="T2")])
    (merged,) = changed.teams
    assert merged.id == "T1"
    assert merged.host_counties == ("A", "D")
    assert merged.units == ("a1", "a2")
    assert [item.id for item in merged.seats] == ["T1-s1", "T1-s2"]
    assert apply_changes(make_world(), [MergeTeams(team="T2", other="T1")]).teams[0].parent_team is None
    assert problems(make_world(), MergeTeams(team="T1", other="T1")) == [("$[0].other", "self-reference")]


def test_added_teams_have_ids_of_their_own_and_stand_behind_their_model() -> None:
    changed = apply_changes(
        make_world(), [AddTeams(team="T1"), AddTeams(team="T1", count=2), AddTeams(team="T2")]
    )
    assert [item.id for item in changed.teams] == ["T1", "T1+2", "T1+3", "T1+1", "T2", "T2+1"]
    by_id = changed.team_by_id
    assert [item.id for item in by_id["T1+1"].seats] == ["T1+1-s1", "T1+1-s2"]
    assert [item.id for item in by_id["T2+1"].seats] == ["T2+1-s1", "odd+1"]
    assert by_id["T2+1"].units == ("a2",)
    assert by_id["T2+1"].parent_team == "T1"


def test_a_round_moves_with_its_teams_and_not_past_another() -> None:
    world = make_instance(
        ["p1"],
        [team("T1", "s1", start="2026-03-10"), team("T2", "s2")],
        rounds=[past("R0", "2025-10-01"), planned("R1"), announced("R2", "2026-09-01")],
    )
    changed = apply_changes(world, [MoveRound(round="R1", days=-5)])
    assert str(changed.round_by_id["R1"].start) == "2026-02-24"
    assert str(changed.round_by_id["R1"].end) == "2026-04-10"
    assert str(changed.teams[0].start) == "2026-03-05"
    assert changed.teams[1].start is None
    assert problems(world, MoveRound(round="R2", days=1), MoveRound(round="R9", days=1)) == [
        ("$[0].round", "round-not-planned"),
        ("$[1].round", "dangling-reference"),
    ]
    # the cross-checks speak of the two rounds that are now out of order
    found = problems(world, MoveRound(round="R1", days=-200))
    assert [code for _, code in found] == ["round-order"]


def test_a_rule_is_changed_switched_on_and_off() -> None:
    world = make_world()
    changed = apply_changes(world, [SetRule(rule="branch", settings={"n": 2})])
    assert changed.rules.branch is not None
    assert changed.rules.branch.n == 2
    other = apply_changes(changed, [SetRule(rule="balance", settings={"weight": 7})])
    assert other.rules.balance is not None
    assert other.rules.balance.weight == 7
    assert other.rules.balance.fields == ("experience",)
    assert apply_changes(changed, [SetRule(rule="branch", settings=None)]).rules.branch is None


def test_bad_settings_are_reported_where_they_stand() -> None:
    assert problems(
        make_world(),
        SetRule(rule="brunch", settings={}),
        SetRule(rule="branch", settings={"n": "two", "m": 1}),
        SetRule(rule="branch", settings={"n": {1, 2}}),
    ) == [
        ("$[0].rule", "dangling-reference"),
        ("$[1].settings.n", "wrong-type"),
        ("$[1].settings.m", "unknown-key"),
        ("$[2].settings", "wrong-type"),
    ]
    assert problems(make_world(), SetRule(rule="balance", settings={"fields": ["nothing"]})) == [
        ("$[0].settings.fields[0]", "dangling-reference")
    ]


def test_pins_waivers_and_requests_are_added_and_cross_checked() -> None:
    granted = Waiver.model_validate_json(
        '{"id": "w3", "rule": "rank", "team": "T1", "reason": "", "approver": "a", "granted": "2026-01-01"}'
    )
    changed = apply_changes(
        make_world(),
        [
            AddPin(pin=Pin(kind="must", person="p4", team="T1", asked_by="office", reason="")),
            AddWaiver(waiver=granted),
            AddRecusal(person="p1", unit="a1", reason="asked"),
            AddRecusal(person="p1", county="D"),
        ],
    )
    assert changed.pins[-1].person == "p4"
    assert changed.waivers[-1] == granted
    assert [(item.id, item.unit, item.county, item.decision) for item in changed.recusal_requests[1:]] == [
        ("x-1", "a1", None, "upheld"),
        ("x-2", None, "D", "upheld"),
    ]
    assert problems(
        make_world(),
        AddPin(pin=Pin(kind="lock", person="p9", asked_by="", reason="")),
        AddWaiver(waiver=granted.model_copy(update={"rule": "kin", "id": "w1"})),
        AddRecusal(person="p1"),
    ) == [
        ("$[1].waiver.id", "duplicate-id"),
        ("$[2]", "one-of"),
        ("$[0].pin.person", "dangling-reference"),
        ("$[0].pin", "lock-needs-seat"),
        ("$[1].waiver.rule", "not-waivable"),
    ]


def test_a_locked_team_keeps_the_seats_of_the_base_plan() -> None:
    instance = read_library("tiny")
    plan = solve(instance)
    first = instance.teams[0].id
    changed = apply_changes(instance, [LockTeam(team=first, reason="announced")], plan=plan)
    seated = [(item.person, item.seat) for item in plan.assignments if item.team == first]
    assert [(item.kind, item.person, item.seat) for item in changed.pins[len(instance.pins) :]] == [
        ("lock", who, where) for who, where in seated
    ]
    assert len(seated) > 2
    again = apply_changes(changed, [LockTeam(team=first)], plan=plan)
    assert again.pins == changed.pins
    assert problems(instance, LockTeam(team=first)) == [("$[0]", "missing")]
    with pytest.raises(InputError) as caught:
        apply_changes(instance, [RemovePeople(people=(seated[0][0],)), LockTeam(team=first)], plan=plan)
    assert [item.where for item in caught.value.problems] == ["$[1].person"]


def test_limits_on_senders_replace_those_of_the_table() -> None:
    world = make_world(donors=[{"unit": "b1", "limit": 2}, {"unit": "m1", "limit": 5}])
    world = apply_changes(world, [SetRule(rule="borrow-cap", settings={})])
    listed = LimitSenders(limits=(DonorLimit(unit="b1", limit=0),))
    changed = apply_changes(world, [listed])
    assert {item.unit: item.limit for item in changed.donors} == {"b1": 0, "m1": 5}
    everywhere = LimitSenders(limits=(DonorLimit(unit="b1", limit=3),), others=1)
    changed = apply_changes(world, [everywhere])
    assert {item.unit: item.limit for item in changed.donors} == {"b1": 3, "c1": 1, "m1": 1}
    assert problems(world, LimitSenders(limits=(DonorLimit(unit="b9", limit=3),)), LimitSenders()) == [
        ("$[1]", "one-of")
    ]
    assert problems(world, LimitSenders(limits=(DonorLimit(unit="b9", limit=3),))) == [
        ("$[0].limits[0].unit", "dangling-reference")
    ]
    assert problems(make_world(), listed) == [("$[0]", "not-allowed")]


def test_all_problems_come_at_once_and_later_changes_see_earlier_ones() -> None:
    assert problems(
        make_world(),
        RemovePeople(people=("p1", "p9", "p8")),
        RemovePeople(),
        DropTeam(team="T2"),
        DropTeam(team="T2"),
        CloseCounty(county="Z"),
        AddPeople(count=1, traits=Traits(unit="u9", rank="king")),
        MergeTeams(team="T1", other="T2"),
        AddTeams(team="T7"),
    ) == [
        ("$[0].people[1]", "dangling-reference"),
        ("$[0].people[2]", "dangling-reference"),
        ("$[1]", "one-of"),
        ("$[3].team", "dangling-reference"),
        ("$[4].county", "dangling-reference"),
        ("$[5].traits.unit", "dangling-reference"),
        ("$[5].traits.rank", "dangling-reference"),
        ("$[6].other", "dangling-reference"),
        ("$[7].team", "dangling-reference"),
    ]
