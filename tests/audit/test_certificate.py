"""Bounds of small certificates computed by hand, one for each kind of row, and certificates tampered with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import LEVEL_NAMES, Certificate, Instance, LevelProof, Plan
from tests.audit.proving import bound_of, price_seats
from tests.audit.row_lists import Row, make_proof
from tests.builders import (
    assign,
    make_instance,
    make_plan,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    waiver,
)

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
NAMED = {"only-x": ["x"], "only-y": ["y"]}


def _full(people: Any, *seats: Any, rules: dict[str, Any], **parts: Any) -> Instance:
    """One team whose seats ought to be filled, each person on one of them."""
    rules = {"one-seat": {}, "seats": {}, **rules}
    return make_instance(people, [team("T1", *seats, **parts.pop("of_team", {}))], rules, **parts)


def test_seats_two_for_one_person():
    instance = _full("x", "s", "t", rules={})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t")) == 1


def test_seats_each_has_a_multiplier_of_its_own():
    instance = _full(
        "xy", "s", "t", rules={}, pins=[pin("must-not", "x", seat="s"), pin("must-not", "y", seat="s")]
    )
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 0


def test_the_scale_divides_and_rounds_up():
    instance = _full("x", "s", "t", rules={})
    assert bound_of(instance, "other-seats", price_seats(-2, "s", "t"), scale=3) == 1
    assert bound_of(instance, "other-seats", price_seats(-4, "s", "t"), scale=3) == 1
    assert bound_of(instance, "other-seats", price_seats(-1000, "s", "t"), scale=3) == 0


def test_leader_seats_are_a_level_of_their_own():
    instance = _full([], seat("s", "leader"), "t", rules={})
    assert bound_of(instance, "leader-seats", price_seats(-1, "s")) == 1
    assert bound_of(instance, "leader-seats", price_seats(-1, "t")) == 0
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 1


def test_branch_counts_members_who_are_not_in_the_party():
    people = ["x", "y", person("z", party="none")]
    instance = _full(people, "s", "t", "u", rules={"branch": {}})
    prices = {("branch", None, ("T1",)): 1, **price_seats(-1, "s", "t", "u")}
    assert bound_of(instance, "minima", prices, {"other-seats": 1}) == 1
    # a plan that leaves a seat empty may have the branch it needs
    assert bound_of(instance, "minima", prices, {"other-seats": 1}, other_seats=1) == 0


def test_desks_count_the_leader_and_may_be_waived():
    instance = _full(
        "xy",
        seat("s", "leader"),
        "t",
        rules={"desks": {"desks": 1}},
        waivers=[waiver("w", "desks", amount=1)],
    )
    prices = {("desks", None, ("T1",)): 1, **price_seats(-1, "s")}
    assert bound_of(instance, "waivers", prices, {"leader-seats": 1, "minima": 1}) == 1
    # missing it costs nothing when the minima are not pinned
    assert bound_of(instance, "waivers", prices, {"leader-seats": 1}) == 0


def test_gender_is_soft():
    instance = _full("xy", "s", "t", rules={"gender": {"weight": 6}})
    prices = {("gender", "female", ("T1",)): 6, **price_seats(-6, "s", "t")}
    assert bound_of(instance, "soft", prices, {"other-seats": 6}) == 6
    # a price above the weight buys nothing: the missing unit takes it back
    dear = {("gender", "female", ("T1",)): 8, **price_seats(-8, "s", "t")}
    assert bound_of(instance, "soft", dear, {"other-seats": 8}) == 8 - 2


def test_audit_seats_count_by_seat():
    instance = _full("xy", "s", "t", rules={"audit-seats": {"a": 1}}, of_team={"form": "joint-audit"})
    prices = {("audit-seats", "auditors", ("T1",)): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "minima", prices, {"other-seats": 1}) == 1


def test_sensitive_duties_count_externals_and_cost_their_seat():
    people = [person("x", work_county="A"), person("y", work_county="A")]
    rules = {"sensitive-duties": {"k": 1, "weight": 4}}
    instance = _full(people, seat("s", duty="clue-ledger"), "t", rules=rules)
    pins = {"other-seats": 20}
    assert (
        bound_of(
            instance,
            "soft",
            {("sensitive-duties", "external", ("T1",)): 4, **price_seats(-4, "s", "t")},
            pins,
        )
        == 4
    )
    assert bound_of(instance, "soft", price_seats(-4, "s"), pins) == 4
    both = {("sensitive-duties", "external", ("T1",)): 4, **price_seats(-4, "t"), **price_seats(-8, "s")}
    assert bound_of(instance, "soft", both, pins) == 8


def test_skills_of_one_person_count_once():
    people = [person("x", skills=[{"skill": "h"}, {"skill": "i"}]), "y"]
    needs = [{"skill": "h"}, {"skill": "i"}]
    rules = {"skill-mix": {"needs": needs, "hard_skills": ["h", "i"], "c": 1, "hard_hardness": "hard"}}
    instance = _full(people, "s", "t", rules=rules)
    seats = price_seats(-2, "s", "t")
    pins = {"other-seats": 2}
    assert bound_of(instance, "minima", {("skill-mix", None, ("T1", "i", "h")): 1, **seats}, pins) == 1
    # one skill at a time, x can have it
    assert (
        bound_of(instance, "minima", {("skill-mix", None, ("T1", "h")): 1, **price_seats(-1, "s", "t")}, pins)
        == 0
    )


def test_the_missing_units_of_a_skill_are_the_same_in_all_its_rows():
    rules = {"skill-mix": {"needs": [{"skill": "h"}, {"skill": "i"}], "hard_skills": ["h", "i"]}}
    instance = _full("x", "s", rules=rules)
    pins = {"other-seats": 2}
    rows = [("T1", "h"), ("T1", "i"), ("T1", "h", "i")]
    one = {("skill-mix", None, rows[2]): 1, **price_seats(-2, "s")}
    assert bound_of(instance, "minima", one, pins) == 2
    two = {("skill-mix", None, row): 1 for row in rows} | price_seats(-4, "s")
    # each skill is priced at 2 and missed once at a cost of 1: (4 - 2 x 2 + 4) + 2 x (1 - 2)
    assert bound_of(instance, "minima", two, {"other-seats": 4}) == 2


def test_mentoring_first_timers():
    instance = _full("xy", "s", "t", rules={"mentoring": {"weight": 10}})
    prices = {("mentoring", "first-timers", ("T1",)): 10, **price_seats(-10, "s", "t")}
    assert bound_of(instance, "soft", prices, {"other-seats": 10}) == 10


def test_mentoring_new_cadres():
    people = [person("x", promoted_on="2025-06-01")]
    instance = _full(people, "s", rules={"mentoring": {"weight": 10}, "new-cadre": {}})
    prices = {("mentoring", "new-cadres", ("T1",)): 10, **price_seats(-10, "s")}
    assert bound_of(instance, "soft", prices, {"other-seats": 10}) == 10


def test_sender_spread():
    rules = {"sender-spread": {"q": 1}}
    prices = {("sender-spread", None, ("T1", "B")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(_full("xy", "s", "t", rules=rules), "other-seats", prices) == 1
    waived = _full("xy", "s", "t", rules=rules, waivers=[waiver("w", "sender-spread")])
    assert bound_of(waived, "other-seats", prices) == 0
    assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
    assert bound_of(waived, "other-seats", {**prices, ("waiver", None, ("w",)): 1}) == 0


@pytest.mark.parametrize("key", [("T1", "x", "y"), ("T1", "y", "x")])
def test_in_team_kin_in_either_order(key: tuple[str, ...]):
    kin = {"person": "x", "kind": "spouse", "other_person": "y"}
    instance = _full("xy", "s", "t", rules={"in-team": {}}, relations=[kin])
    assert bound_of(instance, "other-seats", {("in-team", "kin", key): 1, **price_seats(-1, "s", "t")}) == 1


def test_in_team_superior():
    people = [person("x", superior="y"), "y"]
    instance = _full(people, "s", "t", rules={"in-team": {}}, waivers=[waiver("w", "in-team", person="y")])
    prices = {("in-team", "superior", ("T1", "x", "y")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "waivers", prices, {"other-seats": 1}) == 1


def test_in_team_same_unit():
    people = ["x", "y", person("z", pools=["full-time"])]
    instance = _full(people, "s", "t", "u", rules={"in-team": {"same_unit": "hard"}})
    prices = {("in-team", "same-unit", ("T1", "b1")): 1, **price_seats(-1, "s", "t", "u")}
    assert bound_of(instance, "other-seats", prices) == 1


def test_apart():
    pair = {"a": "x", "b": "y"}
    hard = _full("xy", "s", "t", rules={"apart": {"pairs": [pair]}})
    key = ("apart", None, ("T1", "x", "y"))
    assert bound_of(hard, "other-seats", {key: 1, **price_seats(-1, "s", "t")}) == 1
    soft = _full("xy", "s", "t", rules={"apart": {"pairs": [{**pair, "hardness": "soft", "weight": 7}]}})
    assert bound_of(soft, "soft", {key: 7, **price_seats(-7, "s", "t")}, {"other-seats": 7}) == 7


def test_borrow_cap_counts_serving():
    instance = _full("xy", "s", "t", rules={"borrow-cap": {}}, donors=[{"unit": "b1", "limit": 1}])
    prices = {("borrow-cap", None, ("R1", "b1")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "other-seats", prices) == 1


def test_new_cadre_at_the_last_chance():
    people = [person("x", promoted_on="2025-05-01"), person("y", promoted_on="2025-05-01")]
    instance = _full(people, "s", rules={"new-cadre": {}})
    prices = {
        ("new-cadre", "last", ("R1", "x")): 1,
        ("new-cadre", "last", ("R1", "y")): 1,
        **price_seats(1, "s"),
    }
    assert bound_of(instance, "minima", prices) == 1


def test_new_cadre_before_the_last_chance_and_fair_load_are_costs_of_serving():
    people = [person("x", promoted_on="2025-12-01", earlier_rounds=2), "y"]
    instance = _full(people, "s", rules={"new-cadre": {"weight": 2}, "fair-load": {}})
    # 6 units (2 chances) at weight 2 unless x serves; fair-load 3 x 4, and 3 x 5 or 3 x 1 for serving
    assert bound_of(instance, "soft", {}) == 12 + 12
    # with the seat filled: 24 + 15 - 12 with x, 24 + 3 with y
    assert bound_of(instance, "soft", price_seats(-3, "s"), {"other-seats": 3}) == 27


def test_balance():
    teams = [team("T1", seat("s", source_set="only-x")), team("T2", seat("u", source_set="only-y"))]
    instance = make_instance(
        [person("x", earlier_rounds=3), "y"],
        teams,
        {"one-seat": {}, "seats": {}, "source-sets": {}, "balance": {"weight": 10}},
        source_sets=NAMED,
    )
    prices = {
        ("balance", "high", ("T1", "experience")): 10,
        ("balance", "low", ("T2", "experience")): 10,
        **price_seats(-30, "s"),
    }
    assert bound_of(instance, "soft", prices, {"other-seats": 30}) == 30
    # without the row of the lowest sum that is as high as a sum can be: 3 a seat
    assert bound_of(instance, "soft", {("balance", "high", ("T1", "experience")): 10}) == -30
    assert bound_of(instance, "soft", {}) == -30


def test_cross_form_takes_one_county():
    people = ["x", person("y", work_county="C")]
    seats = [seat("s", source_set="only-x"), seat("t", source_set="only-y")]
    instance = _full(
        people,
        *seats,
        rules={"cross-form": {}, "source-sets": {}},
        of_team={"cross_form": "whole"},
        source_sets=NAMED,
    )
    prices = {
        ("cross-form", None, ("s", "B")): 1,
        ("cross-form", None, ("t", "C")): 1,
        **price_seats(-1, "s", "t"),
    }
    assert bound_of(instance, "other-seats", prices) == 1


def test_cross_form_takes_nobody_without_a_county():
    people = [person("x", work_county="city", work_unit="m1"), person("y", work_county=None)]
    instance = _full(people, "s", rules={"cross-form": {}}, of_team={"cross_form": "whole"})
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1


def test_together_on_a_team_of_one_seat():
    instance = _full("xy", "s", rules={"together": {"pairs": [{"a": "x", "b": "y", "weight": 10}]}})
    key = ("T1", "x", "y")
    prices = {("together", "first", key): 5, ("together", "second", key): 5, **price_seats(5, "s")}
    assert bound_of(instance, "soft", prices) == 5
    assert bound_of(instance, "soft", {}) == 0


def test_a_must_pin():
    instance = _full([person("x", birth_place="A"), "y"], "s", rules={"place": {}}, pins=[pin("must", "x")])
    assert bound_of(instance, "soft", {("pins", None, ("0",)): 10}) == 10
    assert bound_of(instance, "soft", {("pins", None, ("0",)): 12}) == 10


def test_a_waiver_reaches_no_further_than_its_amount():
    people = [person("x", native="A"), person("y", native="A")]
    instance = _full(people, "s", "t", rules={"place": {}}, waivers=[waiver("w", "place", amount=1)])
    prices = {("waiver", None, ("w",)): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "other-seats", prices) == 1
    assert bound_of(instance, "waivers", price_seats(-1, "s", "t"), {"other-seats": 1}) == 2
    without = _full(people, "s", "t", rules={"place": {}})
    assert bound_of(without, "other-seats", price_seats(-1, "s", "t")) == 2


def test_waived_rest_costs_once_a_person():
    early, late = {"end": "2026-03-10"}, {"start": "2026-03-11"}
    instance = make_instance(
        "x",
        [team("T1", "s", **early), team("T2", "u", **late)],
        {"one-seat": {}, "seats": {}, "rest": {"c": 1}},
        rounds=ROUNDS,
        history=[record("x", "R0")],
        waivers=[waiver("w", "rest", amount=3)],
    )
    prices = {("waiver", None, ("w",)): 1, **price_seats(-1, "s", "u")}
    # 2 seats - 2 x 1 for both + 1 unit, less the 3 units that the waiver grants
    assert bound_of(instance, "other-seats", prices) == 0
    assert bound_of(instance, "waivers", price_seats(-1, "s", "u"), {"other-seats": 1}) == 1


def test_load_and_travel():
    rules = {"priority": {"load": 7, "travel": 2}}
    counties = [{"id": name, "name": name, "city_distance": 0, "distances": {}} for name in "ACD"]
    counties.append({"id": "B", "name": "B", "distances": {"A": 5}})
    instance = _full([person("x", earlier_rounds=3)], "s", rules=rules, counties=counties)
    assert bound_of(instance, "load-travel", price_seats(-31, "s"), {"other-seats": 31}) == 31


def test_soft_rules_are_pinned_by_their_value():
    instance = _full([person("x", birth_place="A"), "y"], "s", rules={"place": {}, "priority": {}})
    prices = price_seats(-10, "s")
    pins = {"other-seats": 10, "soft": 1}
    assert bound_of(instance, "load-travel", prices, pins) == 0
    assert bound_of(instance, "load-travel", prices, pins, soft=4) == -4


@pytest.mark.parametrize(("rules", "bound"), [({"one-seat": {}}, 1), ({}, 0)])
def test_a_person_serves_on_teams_that_do_not_overlap(rules: dict[str, Any], bound: int):
    teams = [
        team("T1", "s", start="2026-03-01", end="2026-03-15"),
        team("T2", "t", start="2026-03-10", end="2026-03-20"),
        team("T3", "u", start="2026-03-16", end="2026-04-15"),
    ]
    instance = make_instance("x", teams, {"seats": {}, **rules})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t", "u")) == bound


def test_a_person_sits_on_a_team_once_whatever_the_rules():
    instance = make_instance("x", [team("T1", "s", "t")], {"seats": {}})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t")) == 1


# -- certificates tampered with


def _certified(rules: Mapping[str, Any] = MappingProxyType({}), **parts: Any) -> tuple[Instance, Plan]:
    """Three seats, two people, one of them dear: proven at every level."""
    people = [person("x", birth_place="A", earlier_rounds=2), "y", *parts.pop("more", ())]
    instance = _full(people, "s", "t", "u", rules={"place": {}, "priority": {}, **rules}, **parts)
    plan = make_plan(instance, assign(instance, {"s": "x", "t": "y"}))
    certificate = Certificate(
        scale=2,
        proofs=(
            make_proof("other-seats", price_seats(-2, "s", "t", "u")),
            make_proof("soft", price_seats(-20, "s", "t", "u"), {"other-seats": 20}),
            make_proof("load-travel", price_seats(-40, "s", "t", "u"), {"other-seats": 40}),
        ),
    )
    levels = tuple(
        level
        if level.name == "tie-break"
        else level.model_copy(update={"certified_bound": level.objective, "bound_by": "certificate"})
        for level in plan.levels
    )
    return instance, plan.model_copy(update={"certificate": certificate, "levels": levels})


def _codes(instance: Instance, plan: Plan) -> list[tuple[str, str]]:
    audit = verify(instance, plan)
    assert audit.certified == ("none" if audit.findings else audit.certified)
    return [(finding.code, finding.where) for finding in audit.findings]


def _with_level(plan: Plan, name: str, **changes: Any) -> Plan:
    levels = [level.model_copy(update=changes) if level.name == name else level for level in plan.levels]
    return plan.model_copy(update={"levels": tuple(levels)})


def _with_proof(
    plan: Plan, level: str, prices: Mapping[Row, int], pins: Mapping[str, int] | None = None
) -> Plan:
    assert plan.certificate is not None
    proofs = [
        make_proof(level, dict(prices), dict(pins or {})) if proof.level == level else proof
        for proof in plan.certificate.proofs
    ]
    changed = plan.certificate.model_copy(update={"proofs": tuple(proofs)})
    return plan.model_copy(update={"certificate": changed})


def test_a_proven_plan_is_certified_optimal():
    instance, plan = _certified()
    audit = verify(instance, plan)
    assert [str(finding) for finding in audit.findings] == []
    assert [level.objective for level in audit.levels[:6]] == [0, 1, 0, 0, 10, 20]
    assert (audit.certified, audit.certified_gap) == ("optimal", 0.0)


def test_a_weaker_claim_is_supported_and_certified_within_a_gap():
    instance, plan = _certified()
    prices = price_seats(-16, "s", "t", "u")
    weak = _with_level(
        _with_proof(plan, "soft", prices, {"other-seats": 16}), "soft", certified_bound=6, bound_by=None
    )
    audit = verify(instance, weak)
    assert [str(finding) for finding in audit.findings] == []
    assert audit.certified == "within"
    assert audit.certified_gap == pytest.approx(0.2)


def test_a_plan_without_a_certificate_is_not_certified():
    instance, plan = _certified()
    bare = make_plan(instance, plan.assignments)
    audit = verify(instance, bare)
    assert audit.passed
    assert (audit.certified, audit.certified_gap) == ("none", None)


def test_a_raised_bound_is_found():
    instance, plan = _certified()
    raised = _with_level(plan, "soft", certified_bound=11, bound=11)
    assert ("certificate-unsupported", "$.levels[4].certified_bound") in _codes(instance, raised)


@pytest.mark.parametrize("level", ["other-seats", "soft", "load-travel"])
def test_a_dropped_proof_is_found(level: str):
    instance, plan = _certified()
    assert plan.certificate is not None
    kept = tuple(proof for proof in plan.certificate.proofs if proof.level != level)
    certificate = plan.certificate.model_copy(update={"proofs": kept})
    at = LEVEL_NAMES.index(level)  # type: ignore[arg-type]
    dropped = plan.model_copy(update={"certificate": certificate})
    assert _codes(instance, dropped) == [("certificate-unsupported", f"$.levels[{at}].certified_bound")]


def test_no_certificate_at_all_is_found():
    instance, plan = _certified()
    bare = plan.model_copy(update={"certificate": None})
    assert _codes(instance, bare) == [
        ("certificate-unsupported", f"$.levels[{at}].certified_bound") for at in (1, 4, 5)
    ]


@pytest.mark.parametrize("price", [-19, -22, -10, 0, 20])
def test_a_changed_multiplier_is_found(price: int):
    instance, plan = _certified()
    changed = _with_proof(
        plan, "soft", {**price_seats(-20, "t", "u"), **price_seats(price, "s")}, {"other-seats": 20}
    )
    bound = {-19: 10, -22: 8, -10: 5, 0: 0, 20: -10}[price]
    found = [(item.code, item.where, item.found) for item in verify(instance, changed).findings]
    unsupported = ("certificate-unsupported", "$.levels[4].certified_bound", str(bound))
    assert found == ([] if bound >= 10 else [unsupported])


PINS = [
    pin("must-not", "x", seat="t"),
    pin("must-not", "x", seat="u"),
    pin("must", "x", seat="s"),
]
IDLE: dict[str, Any] = {
    "sender-spread": {"q": 3},
    "skill-mix": {"needs": [{"skill": "h"}], "weight": 0, "hard_skills": [], "tag_needs": {}},
    "borrow-cap": {"hardness": "hard", "bands": []},
    "new-cadre": {},
    "in-team": {"same_unit": "hard", "n": 5},
    "together": {"pairs": [{"a": "x", "b": "y", "weight": 0}]},
    "apart": {},
    "balance": {"weight": 0},
}
"""Rules that cost nothing here, but have rows."""
ROW = "$.certificate.proofs[1].rows[3].prices[0]"


@pytest.mark.parametrize(
    ("row", "price", "code"),
    [
        (("seats", None, ("v",)), 1, "certificate-unknown-row"),
        (("seats", None, ()), 1, "certificate-unknown-row"),
        (("seats", "clause", ("s",)), 1, "certificate-unknown-row"),
        (("branch", None, ("T1",)), 1, "certificate-unknown-row"),
        (("place", "birth", ("x",)), 1, "certificate-unknown-row"),
        (("nothing", None, ("x",)), 1, "certificate-unknown-row"),
        (("waiver", None, ("w",)), 1, "certificate-unknown-row"),
        (("pins", None, ("0",)), 1, "certificate-unknown-row"),
        (("pins", None, ("1",)), 1, "certificate-unknown-row"),
        (("pins", None, ("2",)), -1, "certificate-wrong-sign"),
        (("sender-spread", None, ("T1", "X")), 1, "certificate-unknown-row"),
        (("sender-spread", None, ("T1", "B")), -1, "certificate-wrong-sign"),
        (("sender-spread", None, ("T2", "B")), 1, "certificate-unknown-row"),
        (("sender-spread", None, ("T1", "B")), (1 << 44) + 1, "certificate-too-large"),
        (("sender-spread", None, ("T1",)), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("R1", "z9")), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("R2", "b1")), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("b1",)), 1, "certificate-unknown-row"),
        (("new-cadre", None, ("x",)), 1, "certificate-unknown-row"),
        (("new-cadre", "last", ("R1", "x")), 1, "certificate-unknown-row"),
        (("new-cadre", "last", ("x",)), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1",)), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "h", "h")), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "k")), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "h")), -1, "certificate-wrong-sign"),
        (("in-team", "kin", ("T1", "x", "y")), 1, "certificate-unknown-row"),
        (("in-team", "superior", ("T1", "x", "y")), 1, "certificate-unknown-row"),
        (("in-team", "same-unit", ("T1", "q")), 1, "certificate-unknown-row"),
        (("apart", None, ("T1", "x")), 1, "certificate-unknown-row"),
        (("together", "first", ("T1", "y", "x")), 1, "certificate-unknown-row"),
        (("balance", "high", ("T1", "age")), 1, "certificate-unknown-row"),
        (("cross-form", None, ("s", "B")), 1, "certificate-unknown-row"),
    ],
)
def test_a_row_that_is_none_or_a_bad_multiplier_is_found(row: Row, price: int, code: str):
    instance, plan = _certified(IDLE, pins=PINS)
    assert _codes(instance, plan) == []
    tampered = _with_proof(plan, "soft", {**price_seats(-20, "s", "t", "u"), row: price}, {"other-seats": 20})
    assert (code, ROW) in _codes(instance, tampered)


def test_the_same_row_twice_is_found():
    kin = [{"person": "x", "kind": "spouse", "other_person": "z"}]
    instance, plan = _certified({"in-team": {"same_unit": "off"}}, relations=kin, more=["z"])
    rows: list[Row] = [("in-team", "kin", ("T1", "x", "z")), ("in-team", "kin", ("T1", "z", "x"))]
    twice = _with_proof(
        plan, "soft", {**price_seats(-20, "s", "t", "u"), **dict.fromkeys(rows, 0)}, {"other-seats": 20}
    )
    again = "$.certificate.proofs[1].rows[4].prices[0]"
    assert ("certificate-unknown-row", again) in _codes(instance, twice)


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ([("soft", 1)], "certificate-unknown-row"),
        ([("load-travel", 1)], "certificate-unknown-row"),
        ([("other-seats", 20), ("other-seats", 20)], "certificate-unknown-row"),
        ([("other-seats", -1)], "certificate-wrong-sign"),
        ([("other-seats", 1 << 45)], "certificate-too-large"),
    ],
)
def test_a_bad_pin_is_found(pins: list[tuple[str, int]], code: str):
    instance, plan = _certified()
    proof = LevelProof.model_validate({"level": "soft", "pins": tuple(pins)})
    assert plan.certificate is not None
    proofs = (plan.certificate.proofs[0], proof, plan.certificate.proofs[2])
    tampered = plan.model_copy(update={"certificate": plan.certificate.model_copy(update={"proofs": proofs})})
    at = len(pins) - 1
    assert (code, f"$.certificate.proofs[1].pins[{at}]") in _codes(instance, tampered)


def test_a_proof_twice_and_a_proof_of_the_tie_break_are_found():
    instance, plan = _certified()
    assert plan.certificate is not None
    proofs = (*plan.certificate.proofs, plan.certificate.proofs[0], make_proof("tie-break", {}))
    tampered = plan.model_copy(update={"certificate": plan.certificate.model_copy(update={"proofs": proofs})})
    assert _codes(instance, tampered) == [
        ("certificate-unknown-row", "$.certificate.proofs[3]"),
        ("certificate-unknown-row", "$.certificate.proofs[4]"),
    ]


def test_sums_beyond_62_bits_are_found_and_prove_nothing():
    instance, plan = _certified()
    large = {("seats", None, (name,)): -(1 << 44) for name in "stu"}
    heavy = _with_proof(plan, "load-travel", large, {"other-seats": 1 << 44, "soft": 1 << 44})
    assert _codes(instance, heavy) == [("certificate-unsupported", "$.levels[5].certified_bound")]
    rules = {"balance": {"fields": ["points"]}}
    instance, plan = _certified(rules, more=[person("z", numbers={"points": 1_000_000})])
    row: Row = ("balance", "high", ("T1", "points"))
    heavy = _with_proof(plan, "load-travel", {row: 1 << 43}, {"soft": 1})
    assert ("certificate-too-large", "$.certificate.proofs[2]") in _codes(instance, heavy)


@pytest.mark.parametrize(
    ("level", "changes", "right"),
    [
        ("leader-seats", {"bound_by": "sign"}, True),
        ("waivers", {"bound_by": "engine", "certified_bound": None}, True),
        ("waivers", {"bound_by": None, "certified_bound": None}, True),
        ("soft", {"bound_by": "engine"}, True),
        ("other-seats", {"bound_by": "sign"}, False),
        ("soft", {"bound_by": "sign", "bound": 0, "certified_bound": 0}, False),
        ("soft", {"certified_bound": 9}, False),
        ("soft", {"certified_bound": None}, False),
        ("soft", {"bound": None, "certified_bound": None, "bound_by": "engine"}, False),
        ("soft", {"bound": None, "certified_bound": None}, False),
    ],
)
def test_what_a_bound_rests_on(level: str, changes: dict[str, Any], right: bool):
    instance, plan = _certified()
    at = LEVEL_NAMES.index(level)  # type: ignore[arg-type]
    found = ("wrong-bound-by", f"$.levels[{at}].bound_by") in _codes(
        instance, _with_level(plan, level, **changes)
    )
    assert found is not right


def test_the_tie_break_is_never_certified():
    instance, plan = _certified()
    claimed = _with_level(plan, "tie-break", bound=0, certified_bound=0)
    assert ("certificate-unsupported", "$.levels[6].certified_bound") in _codes(instance, claimed)
