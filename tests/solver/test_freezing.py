"""Earlier rounds of a plan become history; what is left is an ordinary instance that can be planned."""

from typing import Any

import pytest

from bianzu.audit import measure
from bianzu.models import InputError, Instance, Plan, digest
from bianzu.solver import freeze_rounds
from tests.builders import assign, make_instance, make_plan, past, person, pin, planned, record, team, waiver

ROUNDS = (
    past("R0", "2025-09-01", "2025-10-15"),
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-15"),
    planned("R3", "2026-09-01", "2026-10-15"),
)
TEAMS = (
    team("T1", "s1", "s2", host_counties=["A", "C"], units=["a1", "c1"]),
    team("T2", "s3", "s4", round="R2", host_counties=["C"], units=["c1"], parent_team="T1"),
    team("T3", "s5", round="R3"),
)
SEATED = {"s1": "p", "s2": "q", "s3": "r", "s5": "p"}


def _instance(**parts: Any) -> Instance:
    given: dict[str, Any] = {
        "rules": {"seats": {}, "one-seat": {}},
        "rounds": ROUNDS,
        "history": [record("r", "R0")],
        **parts,
    }
    return make_instance(["p", "q", "r"], TEAMS, **given)


def _plan(instance: Instance) -> Plan:
    return make_plan(instance, assign(instance, SEATED))


def test_earlier_rounds_become_past_with_a_record_per_seat() -> None:
    instance = _instance(completable=True)
    frozen = freeze_rounds(instance, _plan(instance), "R3")
    assert [(item.id, item.status) for item in frozen.rounds] == [
        ("R0", "past"),
        ("R1", "past"),
        ("R2", "past"),
        ("R3", "planned"),
    ]
    assert [item.id for item in frozen.teams] == ["T3"]
    assert [(item.round, item.team, item.person, item.role) for item in frozen.history] == [
        ("R0", "old", "r", "member"),
        ("R1", "T1", "p", "member"),
        ("R1", "T1", "q", "member"),
        ("R2", "T2", "r", "member"),
    ]
    first = frozen.history[1]
    assert (first.counties, first.units, first.rating) == (("A", "C"), ("a1", "c1"), None)
    assert frozen.completable is None
    assert frozen.people == instance.people
    assert digest(frozen) != digest(instance)


def test_a_team_whose_parent_is_frozen_forgets_it() -> None:
    instance = _instance()
    frozen = freeze_rounds(instance, _plan(instance), "R2")
    assert [(item.id, item.parent_team) for item in frozen.teams] == [("T2", None), ("T3", None)]


def test_the_first_planned_round_freezes_nothing() -> None:
    instance = _instance()
    assert freeze_rounds(instance, _plan(instance), "R1") is instance


def test_rules_over_time_see_the_frozen_rounds() -> None:
    """p served in R1 of 2026: the cap of the year is full for R3, as the joint plan would have it."""
    instance = _instance(rules={"seats": {}, "one-seat": {}, "service-cap": {"y": 2}})
    frozen = freeze_rounds(instance, _plan(instance), "R2")
    assert measure(frozen, assign(frozen, {"s3": "p"})).breaches == ()
    over = measure(frozen, assign(frozen, {"s3": "p", "s5": "p"})).breaches
    assert [(item.rule, item.code) for item in over] == [("service-cap", "over-maximum")]


@pytest.mark.parametrize(("d", "missing"), [(68, []), (69, [("R3", "a1", 1)])])
def test_days_that_frozen_teams_were_on_site_are_not_lost(
    d: int, missing: list[tuple[str, str, int]]
) -> None:
    frozen = freeze_rounds(instance := _instance(rules={"presence": {"d": d}}), _plan(instance), "R3")
    # 46 days of R1 shared with c1, and 45 of R3
    assert [(item.round, item.unit, item.missing) for item in measure(frozen, ()).shortages] == missing


def test_pins_of_frozen_rounds_go_and_the_others_stay() -> None:
    pins = [
        pin("must", "p", round="R1"),
        pin("lock", "q", seat="s2"),
        pin("must-not", "r", team="T1"),
        pin("must", "r", seat="s3"),
        pin("must-not", "q", round="R2"),
        pin("must", "q"),
        pin("must", "p", team="T3"),
    ]
    instance = _instance(pins=pins)
    frozen = freeze_rounds(instance, _plan(instance), "R2")
    left = [(item.kind, item.person, item.round, item.team, item.seat) for item in frozen.pins]
    assert left == [
        ("must", "r", None, None, "s3"),
        ("must-not", "q", "R2", None, None),
        ("must", "p", None, "T3", None),
    ]


def test_a_pin_for_any_service_stays_until_it_is_met() -> None:
    instance = _instance(pins=[pin("must", "r"), pin("must-not", "q", seat="s5")])
    plan = _plan(instance)
    assert len(freeze_rounds(instance, plan, "R2").pins) == 2
    assert [item.kind for item in freeze_rounds(instance, plan, "R3").pins] == ["must-not"]


def test_waivers_keep_what_the_frozen_rounds_leave() -> None:
    """s1 and s2 in T1 take people of b1 together: one unit of the first; T2 and T3 need none."""
    waivers = [
        waiver("w1", "in-team", amount=3, unit="b1"),
        waiver("w2", "rank", team="T1"),
        waiver("w3", "rank", team="T3"),
        waiver("w4", "rank", seat="s2"),
    ]
    rules = {"seats": {}, "one-seat": {}, "in-team": {"n": 1}}
    instance = _instance(waivers=waivers, rules=rules)
    frozen = freeze_rounds(instance, _plan(instance), "R2")
    assert [(item.id, item.amount) for item in frozen.waivers] == [("w1", 2), ("w3", 1)]
    used_up = _instance(waivers=[waiver("w1", "in-team", unit="b1")], rules=rules)
    assert freeze_rounds(used_up, _plan(used_up), "R2").waivers == ()
    (kept,) = freeze_rounds(used_up, _plan(used_up), "R2").waiver_history
    assert (kept.round, kept.units, kept.waiver) == ("R1", 1, used_up.waivers[0])
    assert [(item.round, item.units, item.waiver.id) for item in frozen.waiver_history] == [("R1", 1, "w1")]
    rest = make_plan(frozen, assign(frozen, {"s3": "r", "s5": "p"}))
    assert freeze_rounds(frozen, rest, "R3").waiver_history == frozen.waiver_history


def test_an_instance_without_waivers_keeps_no_register() -> None:
    instance = _instance()
    frozen = freeze_rounds(instance, _plan(instance), "R2")
    assert frozen.waiver_history == ()
    assert "waiver_history" not in frozen.model_dump()


def _codes(caught: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(item.code, item.where) for item in caught.value.problems]


@pytest.mark.parametrize(("asked", "code"), [("R9", "dangling-reference"), ("R0", "round-not-planned")])
def test_only_a_planned_round_can_be_the_first(asked: str, code: str) -> None:
    instance = _instance()
    with pytest.raises(InputError) as caught:
        freeze_rounds(instance, _plan(instance), asked)
    assert _codes(caught) == [(code, "from_round")]


def test_a_plan_of_another_instance_is_refused() -> None:
    other = _instance(title="another")
    with pytest.raises(InputError) as caught:
        freeze_rounds(_instance(), _plan(other), "R2")
    assert _codes(caught) == [("plan-of-another-instance", "$.provenance.input_digest")]


def test_a_plan_that_the_audit_rejects_is_refused_with_its_findings() -> None:

    instance = make_instance(
        [person("p", in_pool=False), "q", "r"],
        TEAMS,
        {"seats": {}, "one-seat": {}, "gates": {}},
        rounds=ROUNDS,
    )
    with pytest.raises(InputError) as caught:
        freeze_rounds(instance, _plan(instance), "R2")
    found = {(item.code, item.params["finding"], item.params["rules"]) for item in caught.value.problems}
    assert ("plan-not-accepted", "excluded", "gates") in found


def test_a_plan_without_people_is_refused() -> None:
    instance = _instance()
    nothing = _plan(instance).model_copy(update={"status": "unknown"})
    with pytest.raises(InputError) as caught:
        freeze_rounds(instance, nothing, "R2")
    assert _codes(caught) == [("plan-seats-nobody", "$.status")]
