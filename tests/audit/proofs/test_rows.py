"""Bounds of small certificates computed by hand: rows of people and of the plan, waivers and pins."""

from typing import Any

import pytest

from tests.audit.proofs.proving import bound_of, make_full, price_seats
from tests.builders import make_instance, past, person, pin, planned, record, seat, team, waiver

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
NAMED = {"only-x": ["x"], "only-y": ["y"]}


def test_borrow_cap_counts_serving():
    instance = make_full("xy", "s", "t", rules={"borrow-cap": {}}, donors=[{"unit": "b1", "limit": 1}])
    prices = {("borrow-cap", None, ("R1", "b1")): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "other-seats", prices) == 1


def test_new_cadre_at_the_last_chance():
    people = [person("x", promoted_on="2025-05-01"), person("y", promoted_on="2025-05-01")]
    instance = make_full(people, "s", rules={"new-cadre": {}})
    prices = {
        ("new-cadre", "last", ("R1", "x")): 1,
        ("new-cadre", "last", ("R1", "y")): 1,
        **price_seats(1, "s"),
    }
    assert bound_of(instance, "minima", prices) == 1


def test_new_cadre_before_the_last_chance_and_fair_load_are_costs_of_serving():
    people = [person("x", promoted_on="2025-12-01", earlier_rounds=2), "y"]
    instance = make_full(people, "s", rules={"new-cadre": {"weight": 2}, "fair-load": {}})
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
    instance = make_full(
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
    instance = make_full(people, "s", rules={"cross-form": {}}, of_team={"cross_form": "whole"})
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1


def test_together_on_a_team_of_one_seat():
    instance = make_full("xy", "s", rules={"together": {"pairs": [{"a": "x", "b": "y", "weight": 10}]}})
    key = ("T1", "x", "y")
    prices = {("together", "first", key): 5, ("together", "second", key): 5, **price_seats(5, "s")}
    assert bound_of(instance, "soft", prices) == 5
    assert bound_of(instance, "soft", {}) == 0


def test_a_must_pin():
    instance = make_full(
        [person("x", birth_place="A"), "y"], "s", rules={"place": {}}, pins=[pin("must", "x")]
    )
    assert bound_of(instance, "soft", {("pins", None, ("0",)): 10}) == 10
    assert bound_of(instance, "soft", {("pins", None, ("0",)): 12}) == 10


def test_a_waiver_reaches_no_further_than_its_amount():
    people = [person("x", native="A"), person("y", native="A")]
    instance = make_full(people, "s", "t", rules={"place": {}}, waivers=[waiver("w", "place", amount=1)])
    prices = {("waiver", None, ("w",)): 1, **price_seats(-1, "s", "t")}
    assert bound_of(instance, "other-seats", prices) == 1
    assert bound_of(instance, "waivers", price_seats(-1, "s", "t"), {"other-seats": 1}) == 2
    without = make_full(people, "s", "t", rules={"place": {}})
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
    instance = make_full([person("x", earlier_rounds=3)], "s", rules=rules, counties=counties)
    assert bound_of(instance, "load-travel", price_seats(-31, "s"), {"other-seats": 31}) == 31


def test_soft_rules_are_pinned_by_their_value():
    instance = make_full([person("x", birth_place="A"), "y"], "s", rules={"place": {}, "priority": {}})
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
