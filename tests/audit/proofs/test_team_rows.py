"""Bounds of small certificates computed by hand: seats, and the rows of one team."""

import pytest

from tests.audit.proofs.proving import bound_of, make_full, price_seats
from tests.builders import person, pin, seat, waiver


def test_seats_two_for_one_person():
    instance = make_full("x", "s", "t", rules={})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t")) == 1


def test_seats_each_has_a_multiplier_of_its_own():
    instance = make_full(
        "xy", "s", "t", rules={}, pins=[pin("must-not", "x", seat="s"), pin("must-not", "y", seat="s")]
    )
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 0


def test_the_scale_divides_and_rounds_up():
    instance = make_full("x", "s", "t", rules={})
    assert bound_of(instance, "other-seats", price_seats(-2, "s", "t"), scale=3) == 1
    assert bound_of(instance, "other-seats", price_seats(-4, "s", "t"), scale=3) == 1
    assert bound_of(instance, "other-seats", price_seats(-1000, "s", "t"), scale=3) == 0


def test_leader_seats_are_a_level_of_their_own():
    instance = make_full([], seat("s", "leader"), "t", rules={})
    assert bound_of(instance, "leader-seats", price_seats(-1, "s")) == 1
    assert bound_of(instance, "leader-seats", price_seats(-1, "t")) == 0
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 1


def test_branch_counts_members_who_are_not_in_the_party():
    people = ["x", "y", person("z", party="none")]
    instance = make_full(people, "s", "t", "u", rules={"branch": {}})
    prices = {("branch", None, ("T1",)): 1, **price_seats(-1, "s", "t", "u")}
    assert bound_of(instance, "minima", prices, {"other-seats": 1}) == 1
    # a plan that leaves a seat empty may have the branch it needs
    assert bound_of(instance, "minima", prices, {"other-seats": 1}, other_seats=1) == 0


def test_desks_count_the_leader_and_may_be_waived():
    instance = make_full(
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
    instance = make_full("xy", "s", "t", rules={"gender": {"weight": 6}})
    prices = {("gender", "female", ("T1",)): 6, **price_seats(-6, "s", "t")}
    assert bound_of(instance, "soft", prices, {"other-seats": 6}) == 6
    # a price above the weight buys nothing: the missing unit takes it back
    dear = {("gender", "female", ("T1",)): 8, **price_seats(-8, "s", "t")}
    assert bound_of(instance, "soft", dear, {"other-seats": 8}) == 8 - 2


def test_audit_seats_count_by_seat():
    instance = make_full("xy", "s", "t", rules={"audit-seats": {"a": 1}}, of_team={"form": "joint-audit"})
    prices = {("audit-seats", "auditors", ("T1",)): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "minima", prices, {"other-seats": 1}) == 1


def test_sensitive_duties_count_externals_and_cost_their_seat():
    people = [person("x", work_county="A"), person("y", work_county="A")]
    rules = {"sensitive-duties": {"k": 1, "weight": 4}}
    instance = make_full(people, seat("s", duty="clue-ledger"), "t", rules=rules)
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
    instance = make_full(people, "s", "t", rules=rules)
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
    instance = make_full("x", "s", rules=rules)
    pins = {"other-seats": 2}
    rows = [("T1", "h"), ("T1", "i"), ("T1", "h", "i")]
    one = {("skill-mix", None, rows[2]): 1, **price_seats(-2, "s")}
    assert bound_of(instance, "minima", one, pins) == 2
    two = {("skill-mix", None, row): 1 for row in rows} | price_seats(-4, "s")
    # each skill is priced at 2 and missed once at a cost of 1: (4 - 2 x 2 + 4) + 2 x (1 - 2)
    assert bound_of(instance, "minima", two, {"other-seats": 4}) == 2


def test_mentoring_first_timers():
    instance = make_full("xy", "s", "t", rules={"mentoring": {"weight": 10}})
    prices = {("mentoring", "first-timers", ("T1",)): 10, **price_seats(-10, "s", "t")}
    assert bound_of(instance, "soft", prices, {"other-seats": 10}) == 10


def test_mentoring_new_cadres():
    people = [person("x", promoted_on="2025-06-01")]
    instance = make_full(people, "s", rules={"mentoring": {"weight": 10}, "new-cadre": {}})
    prices = {("mentoring", "new-cadres", ("T1",)): 10, **price_seats(-10, "s")}
    assert bound_of(instance, "soft", prices, {"other-seats": 10}) == 10


def test_sender_spread():
    rules = {"sender-spread": {"q": 1}}
    prices = {("sender-spread", None, ("T1", "B")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(make_full("xy", "s", "t", rules=rules), "other-seats", prices) == 1
    waived = make_full("xy", "s", "t", rules=rules, waivers=[waiver("w", "sender-spread")])
    assert bound_of(waived, "other-seats", prices) == 0
    assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
    assert bound_of(waived, "other-seats", {**prices, ("waiver", None, ("w",)): 1}) == 0


@pytest.mark.parametrize("key", [("T1", "x", "y"), ("T1", "y", "x")])
def test_in_team_kin_in_either_order(key: tuple[str, ...]):
    kin = {"person": "x", "kind": "spouse", "other_person": "y"}
    instance = make_full("xy", "s", "t", rules={"in-team": {}}, relations=[kin])
    assert bound_of(instance, "other-seats", {("in-team", "kin", key): 1, **price_seats(-1, "s", "t")}) == 1


def test_in_team_superior():
    people = [person("x", superior="y"), "y"]
    instance = make_full(
        people, "s", "t", rules={"in-team": {}}, waivers=[waiver("w", "in-team", person="y")]
    )
    prices = {("in-team", "superior", ("T1", "x", "y")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "waivers", prices, {"other-seats": 1}) == 1


def test_in_team_same_unit():
    people = ["x", "y", person("z", pools=["full-time"])]
    instance = make_full(people, "s", "t", "u", rules={"in-team": {"same_unit": "hard"}})
    prices = {("in-team", "same-unit", ("T1", "b1")): 1, **price_seats(-1, "s", "t", "u")}
    assert bound_of(instance, "other-seats", prices) == 1


def test_apart():
    pair = {"a": "x", "b": "y"}
    hard = make_full("xy", "s", "t", rules={"apart": {"pairs": [pair]}})
    key = ("apart", None, ("T1", "x", "y"))
    assert bound_of(hard, "other-seats", {key: 1, **price_seats(-1, "s", "t")}) == 1
    soft = make_full("xy", "s", "t", rules={"apart": {"pairs": [{**pair, "hardness": "soft", "weight": 7}]}})
    assert bound_of(soft, "soft", {key: 7, **price_seats(-7, "s", "t")}, {"other-seats": 7}) == 7
