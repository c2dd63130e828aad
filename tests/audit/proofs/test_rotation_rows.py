"""Bounds over several planned rounds computed by hand: rows of people who serve in some of them."""

from typing import Any

import pytest

from bianzu.models import Instance
from tests.audit.proofs.proving import bound_of, price_seats
from tests.audit.proofs.rotating import FILLED, NOT_IN_R1, NOT_IN_R2, R0, R1, R2, R3, make_rotation
from tests.audit.proofs.row_lists import Row
from tests.builders import announced, past, person, pin, record, seat, team, waiver


def test_a_person_serves_in_every_round():
    instance = make_rotation("x", {})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t")) == 0
    barred = make_rotation("x", {}, pins=[NOT_IN_R2])
    assert bound_of(barred, "other-seats", price_seats(-1, "s", "t")) == 1


def test_rules_look_at_the_round_of_the_team():
    leave = [{"start": "2026-06-30", "end": "2026-06-30"}]
    instance = make_rotation([person("x", leave=leave)], {"gates": {}})
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 0
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 1
    granted = [waiver("w", "place", granted="2026-05-01", amount=2)]
    waived = make_rotation([person("x", native="A")], {"place": {}}, waivers=granted)
    assert bound_of(waived, "other-seats", price_seats(-1, "s", "t")) == 1
    assert bound_of(waived, "waivers", price_seats(-1, "s", "t"), {"other-seats": 1}, other_seats=1) == 1


def test_together_counts_every_round():
    rules = {"together": {"pairs": [{"a": "x", "b": "y", "weight": 10}]}}
    instance = make_rotation("xy", rules)
    rows: dict[Row, int] = {
        ("together", clause, (name, "x", "y")): 5 for clause in ("first", "second") for name in ("T1", "T2")
    }
    assert bound_of(instance, "soft", {**rows, **price_seats(5, "s", "t")}) == 10
    assert bound_of(instance, "soft", {}) == 0


def test_balance_has_a_highest_and_a_lowest_sum_of_each_round():
    teams = [team("T1", "s"), team("T2", seat("t"), round="R2"), team("T3", "u", round="R2")]
    instance = make_rotation(
        [person("x", earlier_rounds=3)],
        {"balance": {"weight": 10}},
        *teams,
        pins=[pin("must", "x", seat="t")],
    )
    prices: dict[Row, int] = {
        ("balance", "high", ("T2", "experience")): 10,
        ("balance", "low", ("T3", "experience")): 10,
        ("balance", "high", ("T1", "experience")): 10,
        ("balance", "low", ("T1", "experience")): 10,
        ("pins", None, ("0",)): 60,
    }
    assert bound_of(instance, "soft", prices) == 30


def test_borrow_cap_counts_a_round():
    instance = make_rotation("x", {"borrow-cap": {}}, donors=[{"unit": "b1", "limit": 0}])
    row: Row = ("borrow-cap", None, ("R2", "b1"))
    assert bound_of(instance, "other-seats", {row: 1, **price_seats(-1, "s", "t")}) == 1


class TestNewCadres:
    LAST: Row = ("new-cadre", "last", ("R2", "x"))

    def cadre(
        self, rules: dict[str, Any], *pins: Any, promoted: str = "2025-07-01", **parts: Any
    ) -> Instance:
        people = [person("x", promoted_on=promoted)]
        return make_rotation(people, {"new-cadre": {"n": 2, **rules}}, pins=pins, **parts)

    def test_last_chance_counts_earlier_planned_rounds(self):
        assert bound_of(self.cadre({}), "minima", {self.LAST: 1}) == 0
        assert bound_of(self.cadre({}, NOT_IN_R1), "minima", {self.LAST: 1}) == 1
        assert bound_of(self.cadre({}, NOT_IN_R1, NOT_IN_R2), "minima", {self.LAST: 1}) == 2

    def test_last_chance_counts_only_rounds_of_the_window(self):
        instance = self.cadre({}, promoted="2026-03-02")
        rounds = (R1, R2, announced("A1", "2027-03-03"))
        assert bound_of(instance, "minima", {}) == 0
        late = self.cadre({}, promoted="2026-03-02", rounds=rounds)
        assert bound_of(late, "minima", {self.LAST: 1}) == 1

    def test_waiting_costs_what_is_still_owed(self):
        more = {"promoted": "2025-12-01", "rounds": (R1, R2, announced("A1", "2026-09-01"))}
        rows: dict[Row, int] = {
            ("new-cadre", "soft", ("R2", "x", "2")): 6,
            ("new-cadre", "soft", ("R2", "x", "1", "R1")): 6,
        }
        # R1: 12 x 2 / 3 = 8 units; R2: 12 x 2 / 2, or 6 when R1 was served
        nowhere = self.cadre({}, NOT_IN_R1, NOT_IN_R2, **more)
        assert bound_of(nowhere, "soft", {}) == 8
        assert bound_of(nowhere, "soft", rows) == 8 + 12
        assert bound_of(self.cadre({}, NOT_IN_R2, **more), "soft", rows) == 6
        assert bound_of(self.cadre({}, NOT_IN_R1, **more), "soft", rows) == 8
        # a price above the cost of the unit buys nothing
        assert bound_of(nowhere, "soft", dict.fromkeys(rows, 9)) == 8 + 12

    def test_who_is_overdue_pays_without_any_chance(self):
        instance = self.cadre({"w": 12}, NOT_IN_R2, promoted="2025-05-01")
        # R1 is the last chance: 2 are owed; R2: 24 x 2, or 24 x 1 when R1 was served
        rows: dict[Row, int] = {
            ("new-cadre", "soft", ("R2", "x", "2")): 24,
            ("new-cadre", "soft", ("R2", "x", "1", "R1")): 24,
        }
        assert bound_of(instance, "soft", rows) == 24
        never = self.cadre({"w": 12}, NOT_IN_R1, NOT_IN_R2, promoted="2025-05-01")
        assert bound_of(never, "soft", rows) == 48

    def test_a_cadre_on_a_team_may_have_served_before(self):
        rules = {"new-cadre": {"weight": 0}, "mentoring": {"weight": 10, "f_percent": 100}}
        people = [person("x", promoted_on="2025-12-01", earlier_rounds=1)]
        prices: dict[Row, int] = {
            ("mentoring", "new-cadres", ("T2",)): 10,
            ("mentoring", "fresh", ("T2", "x")): 10,
            **price_seats(-10, "t"),
        }
        pins = {"other-seats": 10}
        assert bound_of(make_rotation(people, rules), "soft", prices, pins) == 0
        barred = make_rotation(people, rules, pins=[NOT_IN_R1])
        assert bound_of(barred, "soft", prices, pins) == 10
        # without the row of the person nobody counts as a new cadre of R2
        alone = {row: price for row, price in prices.items() if row[1] != "fresh"}
        assert bound_of(barred, "soft", {**alone, **price_seats(0, "t")}, pins) == 0

    def test_two_are_owed_and_one_round_is_left_out(self):
        rules = {"new-cadre": {"n": 2, "weight": 0}, "mentoring": {"weight": 10, "f_percent": 100}}
        people = [person("x", promoted_on="2025-12-01", earlier_rounds=1)]
        teams = [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")]
        seats, pins = price_seats(-10, "u"), {"other-seats": 10}
        row: Row = ("mentoring", "fresh", ("T3", "x", "R1"))
        prices: dict[Row, int] = {row: 10, ("mentoring", "new-cadres", ("T3",)): 10, **seats}
        served = make_rotation(people, rules, *teams, rounds=(R1, R2, R3))
        assert bound_of(served, "soft", prices, pins) == 0
        once = make_rotation(people, rules, *teams, rounds=(R1, R2, R3), pins=[NOT_IN_R2])
        assert bound_of(once, "soft", prices, pins) == 10


class TestCaps:
    @pytest.mark.parametrize(
        ("setting", "clause", "key"),
        [({"cap": 2, "y": 9}, "term", "T"), ({"cap": 9, "y": 2}, "year", "2026")],
    )
    def test_service_cap(self, setting: dict[str, int], clause: str, key: str):
        before = past("R0", "2026-01-05")
        parts = {"rounds": (before, R1, R2), "history": [record("x", "R0")]}
        prices: dict[Row, int] = {("service-cap", clause, (key, "x")): 1, **price_seats(-1, "s", "t")}
        instance = make_rotation("x", {"service-cap": setting}, **parts)
        assert bound_of(instance, "other-seats", prices) == 1
        fresh = make_rotation("x", {"service-cap": setting}, rounds=(before, R1, R2))
        assert bound_of(fresh, "other-seats", prices) == 0
        waived = make_rotation("x", {"service-cap": setting}, **parts, waivers=[waiver("w", "service-cap")])
        assert bound_of(waived, "other-seats", prices) == 0
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        assert bound_of(waived, "other-seats", {**prices, ("waiver", None, ("w",)): 1}) == 0

    def test_a_unit_of_a_cap_may_be_any_waivers_that_comes_first_in_some_round(self):
        rules = {"service-cap": {"cap": 1, "y": 9}}
        teams = [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")]
        early = waiver("early", "service-cap", expires="2026-06-30")
        late = waiver("late", "service-cap")
        prices: dict[Row, int] = {("service-cap", "term", ("T", "x")): 1, **price_seats(-1, "s", "t", "u")}
        parts = {"rounds": (R1, R2, R3)}
        both = make_rotation("x", rules, *teams, **parts, waivers=[early, late])
        # the second service is a unit of the one, the third of the other
        assert bound_of(both, "other-seats", prices) == 0
        assert bound_of(both, "waivers", prices, {"other-seats": 1}) == 2
        assert bound_of(both, "other-seats", {**prices, ("waiver", None, ("late",)): 1}) == 0
        one = make_rotation("x", rules, *teams, **parts, waivers=[early])
        assert bound_of(one, "other-seats", prices) == 1
        many = make_rotation("x", rules, *teams, **parts, waivers=[waiver("w", "service-cap", amount=9)])
        assert bound_of(many, "soft", prices, {"other-seats": 1}) == 2 - 3

    def test_rest(self):
        row: Row = ("rest", None, ("R2", "x"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        assert bound_of(make_rotation("x", {"rest": {"c": 1}}), "other-seats", prices) == 1
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        assert bound_of(make_rotation("x", {"rest": {"c": 2}}, **parts), "other-seats", prices) == 1
        waived = make_rotation("x", {"rest": {"c": 1}}, waivers=[waiver("w", "rest", granted="2026-05-01")])
        assert bound_of(waived, "other-seats", prices) == 0
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        early = make_rotation("x", {"rest": {"c": 1}}, waivers=[waiver("w", "rest", expires="2026-05-01")])
        assert bound_of(early, "other-seats", prices) == 1

    def test_what_the_past_fills_bars_from_a_round(self):
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        instance = make_rotation("x", {"rest": {"c": 1}}, **parts)
        assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1
        assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 0

    def test_fair_load_grows_with_every_round(self):
        instance = make_rotation(
            [person("x", pools=["staff"], earlier_rounds=1)], {"fair-load": {"weight": 2}}
        )
        prices: dict[Row, int] = {("fair-load", None, ("x",)): 10, **price_seats(-10, "s", "t")}
        # 2 x 1 for the past; 2 x 3 and 2 x 5 more for two rounds
        assert bound_of(instance, "soft", prices, FILLED) == 2 + 6 + 10
        assert bound_of(instance, "soft", {}) == 2
