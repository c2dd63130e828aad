"""Bounds of small certificates over several planned rounds, computed by hand, one for each kind of row."""

from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import Certificate, Instance, Plan
from tests.audit.proving import bound_of, codes_of, price_seats
from tests.audit.rotation_rows import Row
from tests.audit.row_lists import make_proof
from tests.builders import (
    announced,
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

R0, R1, R2, R3 = (
    past("R0", "2025-09-01"),
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2026-10-01", "2026-11-15"),
)
NOT_IN_R1, NOT_IN_R2 = pin("must-not", "x", round="R1"), pin("must-not", "x", round="R2")
FILLED = {"leader-seats": 10**6, "other-seats": 10**6}


def _rotation(
    people: Any, rules: dict[str, Any], *teams: Any, rounds: Any = (R1, R2), **parts: Any
) -> Instance:
    """One seat a round: s in R1, t in R2."""
    chosen = teams or (team("T1", "s"), team("T2", "t", round="R2"))
    return make_instance(people, chosen, {"one-seat": {}, "seats": {}, **rules}, rounds=rounds, **parts)


def test_a_person_serves_in_every_round():
    instance = _rotation("x", {})
    assert bound_of(instance, "other-seats", price_seats(-1, "s", "t")) == 0
    barred = _rotation("x", {}, pins=[NOT_IN_R2])
    assert bound_of(barred, "other-seats", price_seats(-1, "s", "t")) == 1


def test_rules_look_at_the_round_of_the_team():
    leave = [{"start": "2026-06-30", "end": "2026-06-30"}]
    instance = _rotation([person("x", leave=leave)], {"gates": {}})
    assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 0
    assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 1
    granted = [waiver("w", "place", granted="2026-05-01", amount=2)]
    waived = _rotation([person("x", native="A")], {"place": {}}, waivers=granted)
    assert bound_of(waived, "other-seats", price_seats(-1, "s", "t")) == 1
    assert bound_of(waived, "waivers", price_seats(-1, "s", "t"), {"other-seats": 1}, other_seats=1) == 1


def test_together_counts_every_round():
    rules = {"together": {"pairs": [{"a": "x", "b": "y", "weight": 10}]}}
    instance = _rotation("xy", rules)
    rows: dict[Row, int] = {
        ("together", clause, (name, "x", "y")): 5 for clause in ("first", "second") for name in ("T1", "T2")
    }
    assert bound_of(instance, "soft", {**rows, **price_seats(5, "s", "t")}) == 10
    assert bound_of(instance, "soft", {}) == 0


def test_balance_has_a_highest_and_a_lowest_sum_of_each_round():
    teams = [team("T1", "s"), team("T2", seat("t"), round="R2"), team("T3", "u", round="R2")]
    instance = _rotation(
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
    instance = _rotation("x", {"borrow-cap": {}}, donors=[{"unit": "b1", "limit": 0}])
    row: Row = ("borrow-cap", None, ("R2", "b1"))
    assert bound_of(instance, "other-seats", {row: 1, **price_seats(-1, "s", "t")}) == 1


class TestNewCadres:
    LAST: Row = ("new-cadre", "last", ("R2", "x"))

    def cadre(
        self, rules: dict[str, Any], *pins: Any, promoted: str = "2025-07-01", **parts: Any
    ) -> Instance:
        people = [person("x", promoted_on=promoted)]
        return _rotation(people, {"new-cadre": {"n": 2, **rules}}, pins=pins, **parts)

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
        assert bound_of(_rotation(people, rules), "soft", prices, pins) == 0
        barred = _rotation(people, rules, pins=[NOT_IN_R1])
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
        served = _rotation(people, rules, *teams, rounds=(R1, R2, R3))
        assert bound_of(served, "soft", prices, pins) == 0
        once = _rotation(people, rules, *teams, rounds=(R1, R2, R3), pins=[NOT_IN_R2])
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
        instance = _rotation("x", {"service-cap": setting}, **parts)
        assert bound_of(instance, "other-seats", prices) == 1
        fresh = _rotation("x", {"service-cap": setting}, rounds=(before, R1, R2))
        assert bound_of(fresh, "other-seats", prices) == 0
        waived = _rotation("x", {"service-cap": setting}, **parts, waivers=[waiver("w", "service-cap")])
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
        both = _rotation("x", rules, *teams, **parts, waivers=[early, late])
        # the second service is a unit of the one, the third of the other
        assert bound_of(both, "other-seats", prices) == 0
        assert bound_of(both, "waivers", prices, {"other-seats": 1}) == 2
        assert bound_of(both, "other-seats", {**prices, ("waiver", None, ("late",)): 1}) == 0
        one = _rotation("x", rules, *teams, **parts, waivers=[early])
        assert bound_of(one, "other-seats", prices) == 1
        many = _rotation("x", rules, *teams, **parts, waivers=[waiver("w", "service-cap", amount=9)])
        assert bound_of(many, "soft", prices, {"other-seats": 1}) == 2 - 3

    def test_rest(self):
        row: Row = ("rest", None, ("R2", "x"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        assert bound_of(_rotation("x", {"rest": {"c": 1}}), "other-seats", prices) == 1
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        assert bound_of(_rotation("x", {"rest": {"c": 2}}, **parts), "other-seats", prices) == 1
        waived = _rotation("x", {"rest": {"c": 1}}, waivers=[waiver("w", "rest", granted="2026-05-01")])
        assert bound_of(waived, "other-seats", prices) == 0
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        early = _rotation("x", {"rest": {"c": 1}}, waivers=[waiver("w", "rest", expires="2026-05-01")])
        assert bound_of(early, "other-seats", prices) == 1

    def test_what_the_past_fills_bars_from_a_round(self):
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        instance = _rotation("x", {"rest": {"c": 1}}, **parts)
        assert bound_of(instance, "other-seats", price_seats(-1, "s")) == 1
        assert bound_of(instance, "other-seats", price_seats(-1, "t")) == 0

    def test_fair_load_grows_with_every_round(self):
        instance = _rotation([person("x", pools=["staff"], earlier_rounds=1)], {"fair-load": {"weight": 2}})
        prices: dict[Row, int] = {("fair-load", None, ("x",)): 10, **price_seats(-10, "s", "t")}
        # 2 x 1 for the past; 2 x 3 and 2 x 5 more for two rounds
        assert bound_of(instance, "soft", prices, FILLED) == 2 + 6 + 10
        assert bound_of(instance, "soft", {}) == 2


class TestRepeats:
    def test_repeat_unit(self):
        row: Row = ("repeat-unit", None, ("T2", "x", "a1", "R1"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        assert bound_of(_rotation("x", {"repeat-unit": {}}), "other-seats", prices) == 1
        waived = _rotation("x", {"repeat-unit": {}}, waivers=[waiver("w", "repeat-unit", seat="t")])
        assert bound_of(waived, "other-seats", prices) == 0
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        other = _rotation("x", {"repeat-unit": {}}, waivers=[waiver("w", "repeat-unit", seat="s")])
        assert bound_of(other, "other-seats", prices) == 1

    def test_repeat_county(self):
        row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        prices = {row: 6, **price_seats(-6, "s", "t")}
        instance = _rotation("x", {"repeat-county": {"g_others": 1, "weight": 6}})
        assert bound_of(instance, "soft", prices, {"other-seats": 6}) == 6
        dear = {row: 9, **price_seats(-9, "s", "t")}
        assert bound_of(instance, "soft", dear, {"other-seats": 9}) == 6

    def test_repeat_county_charges_the_past_once(self):
        teams = [team("T1", "s"), team("T2", seat("t", "leader"), "v", round="R2")]
        rules = {"repeat-county": {"g": 2, "g_others": 1, "weight": 6}}
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0", counties=["A"])]}
        row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        # s costs 6 by R0, and the leader's seat, too, so that it is not in the row
        only = _rotation("x", rules, *teams, **parts)
        assert bound_of(only, "soft", price_seats(-9, "s", "t"), FILLED) == 12
        assert bound_of(only, "soft", {row: 6, **price_seats(-12, "s"), **price_seats(-9, "t")}, FILLED) == 12

    def test_rows_of_several_teams_need_people_on_one_of_them(self):
        teams = [team("T1", "s"), team("T2", "t"), team("T3", "u", round="R2")]
        unit_row: Row = ("repeat-unit", None, ("T3", "x", "a1", "R1"))
        county_row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        rules = {"repeat-unit": {}, "repeat-county": {}}
        rows = {unit_row: 1, county_row: 1}
        assert codes_of(_rotation("x", rules, *teams), rows) == []
        free = make_instance("x", teams, {"seats": {}, **rules}, rounds=(R1, R2))
        assert codes_of(free, rows) == ["certificate-unknown-row"] * 2
        short = [
            team("T1", "s", end="2026-03-05"),
            team("T2", "t", start="2026-03-06"),
            team("T3", "u", round="R2"),
        ]
        assert codes_of(_rotation("x", rules, *short), rows) == ["certificate-unknown-row"] * 2


class TestFloorsAndCompany:
    def test_service_floor(self):
        row: Row = ("service-floor", None, ("T", "x"))
        rules = {"service-floor": {"floor": 3, "weight": 4}}
        past_too = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        assert bound_of(_rotation("x", rules, **past_too), "soft", {row: 4}) == 0
        barred = _rotation("x", rules, pins=[NOT_IN_R2], **past_too)
        assert bound_of(barred, "soft", {row: 4}) == 4
        assert bound_of(barred, "soft", {row: 7}) == 4 - 3
        assert bound_of(_rotation("x", rules, pins=[NOT_IN_R2]), "soft", {row: 4}) == 8

    def test_backbone_of_the_past(self):
        rules = {"keep-backbone": {"lo_percent": 50, "hi_percent": 50, "weight": 10}}
        parts = {"rounds": (R0, R1), "history": [record("x", "R0"), record("y", "R0")]}
        teams = [team("T1", "s", "t", "v")]
        low: Row = ("keep-backbone", "low", ("R1",))
        high: Row = ("keep-backbone", "high", ("R1",))
        gone = [pin("must-not", who) for who in "xy"]
        seats = price_seats(-10, "s", "t", "v")
        # of three seats at least two and at most one
        assert bound_of(_rotation("xyz", rules, *teams, **parts, pins=gone), "soft", {low: 10}) == 20
        assert bound_of(_rotation("xyz", rules, *teams, **parts, pins=gone[:1]), "soft", {low: 10}) == 10
        assert bound_of(_rotation("xyz", rules, *teams, **parts), "soft", {low: 10}) == 0
        only = _rotation("xy", rules, *teams, **parts)
        assert bound_of(only, "soft", {high: 10, **seats}, {"other-seats": 10}, other_seats=1) == 10
        assert bound_of(_rotation("xyz", rules, *teams, **parts), "soft", {high: 10, **seats}, FILLED) == 10

    def test_backbone_of_a_planned_round(self):
        rules = {"keep-backbone": {"lo_percent": 100, "hi_percent": 100, "weight": 10}}
        teams = [team("T1", "s"), team("T2", "t", "v", round="R2")]
        low: Row = ("keep-backbone", "low", ("R2",))
        kept: dict[Row, int] = {
            ("keep-backbone", clause, ("R2", who)): 10 for clause in ("held", "before") for who in "xy"
        }
        ends = {clause: {row: 10 for row in kept if row[1] == clause} for clause in ("held", "before")}
        free = _rotation("xy", rules, *teams)
        assert bound_of(free, "soft", {low: 10}) == 0
        away = _rotation("xy", rules, *teams, pins=[NOT_IN_R2, pin("must-not", "y", round="R2")])
        assert bound_of(away, "soft", {low: 10, **ends["held"]}) == 20
        assert bound_of(away, "soft", {low: 10, **ends["before"]}) == 0
        new = _rotation("xy", rules, *teams, pins=[NOT_IN_R1])
        # y alone can be in both rounds: one of two is missing
        before = {row: 10 for row in ends["before"] if row[2][1] == "x"}
        held = {row: 10 for row in ends["held"] if row[2][1] == "y"}
        assert bound_of(new, "soft", {low: 10, **before, **held}) == 10

    def test_too_many_stay(self):
        rules = {"keep-backbone": {"lo_percent": 0, "hi_percent": 0, "weight": 10}}
        prices: dict[Row, int] = {
            ("keep-backbone", "high", ("R2",)): 10,
            ("keep-backbone", "both", ("R2", "x")): 10,
            **price_seats(-10, "s", "t"),
        }
        assert bound_of(_rotation("x", rules), "soft", prices, {"other-seats": 10}) == 10
        two: dict[Row, int] = {**prices, ("keep-backbone", "both", ("R2", "y")): 10}
        assert bound_of(_rotation("xy", rules), "soft", two, {"other-seats": 10}) == 0

    @pytest.mark.parametrize(("led", "units"), [("member", 1), ("leader", 2)])
    def test_fresh_pairs(self, led: str, units: int):
        rules = {"fresh-pairs": {"g": 1, "weight": 5}}
        teams = [team("T1", seat("s", "leader", source_set="x"), seat("t", source_set="y"))]
        parts = {
            "rounds": (R0, R1),
            "history": [record("x", "R0", role=led), record("y", "R0")],
            "source_sets": {"x": ["x"], "y": ["y"]},
        }
        instance = _rotation("xy", {**rules, "source-sets": {}}, *teams, **parts)
        pair: Row = ("fresh-pairs", "pair", ("T1", "y", "x"))
        leader: Row = ("fresh-pairs", "leader", ("T1", "x", "y"))
        rows = {pair: 5} if led == "member" else {pair: 5, leader: 5}
        pins = {"leader-seats": 5 * units, "other-seats": 5 * units}
        assert bound_of(instance, "soft", {**rows, **price_seats(-5 * units, "s", "t")}, pins) == 5 * units
        codes = codes_of(instance, {leader: 1, ("fresh-pairs", "leader", ("T1", "y", "x")): 1})
        assert codes == ["certificate-unknown-row"] * (3 - units)

    def test_rating_preference(self):
        rules = {"rating": {"gate": False, "preference": 4}}
        instance = _rotation([person("x", last_rating="competent")], rules)
        assert bound_of(instance, "soft", price_seats(-4, "s"), {"other-seats": 4}) == 4
        unknown = _rotation("x", rules)
        assert bound_of(unknown, "soft", price_seats(-4, "s"), {"other-seats": 4}) == 0


class TestPosts:
    def test_tenure(self):
        row: Row = ("tenure", None, ("T2", "x", "a1"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        # March, April; June, July
        assert bound_of(_rotation("x", {"tenure": {"t": 3}}), "other-seats", prices) == 1
        assert codes_of(_rotation("x", {"tenure": {"t": 4}}), {row: 1}) == ["certificate-unknown-row"]
        assert codes_of(_rotation("x", {"tenure": {"t": 1}}), {row: 1}) == ["certificate-unknown-row"]
        # two months of one round are too long for anybody
        short = _rotation("x", {"tenure": {"t": 1}})
        assert bound_of(short, "other-seats", price_seats(-1, "s", "t")) == 2
        waived = _rotation("x", {"tenure": {"t": 3}}, waivers=[waiver("w", "tenure", granted="2026-05-01")])
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        assert bound_of(waived, "other-seats", prices) == 0

    def test_tenure_with_a_past(self):
        row: Row = ("tenure", None, ("T2", "x", "a1"))
        served = {"rounds": (R0, R1, R2), "history": [record("x", "R0", units=["a1"])]}
        instance = _rotation("xy", {"tenure": {"t": 4}}, **served, pins=[pin("must-not", "y")])
        assert bound_of(instance, "other-seats", {row: 1, **price_seats(-1, "s", "t")}) == 1
        assert codes_of(instance, {("tenure", None, ("T2", "y", "a1")): 1}) == ["certificate-unknown-row"]
        alone = _rotation("x", {"tenure": {"t": 2}}, **served)
        assert bound_of(alone, "other-seats", price_seats(-1, "s")) == 1
        assert codes_of(alone, {("tenure", None, ("T1", "x", "a1")): 1}) == ["certificate-unknown-row"]

    def test_no_return_between_planned_rounds(self):
        teams = [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")]
        rules = {"no-return": {"m": 24, "weight": 5}}
        prices: dict[Row, int] = {
            ("no-return", None, ("R3", "x", "a1", "R1")): 5,
            **price_seats(-5, "s", "u"),
        }
        rounds = (R1, R2, R3)
        free = _rotation("x", rules, *teams, rounds=rounds)
        assert bound_of(free, "soft", prices, {"other-seats": 5}) == 0
        away = _rotation("x", rules, *teams, rounds=rounds, pins=[NOT_IN_R2])
        assert bound_of(away, "soft", prices, {"other-seats": 5}) == 5
        short = _rotation("x", {"no-return": {"m": 5}}, *teams, rounds=rounds)
        assert codes_of(short, {("no-return", None, ("R3", "x", "a1", "R1")): 1}) == [
            "certificate-unknown-row"
        ]

    def test_no_return_to_a_post_of_the_past(self):
        earlier = past("Q0", "2025-05-01")
        history = [record("x", "Q0", units=["a1"]), record("y", "R0", units=["a1"])]
        rules = {"no-return": {"m": 24, "weight": 5}}
        parts = {"rounds": (earlier, R0, R1, R2), "history": history}
        row: Row = ("no-return", None, ("R2", "x", "a1", "Q0"))
        only_x = [pin("must-not", "y")]
        instance = _rotation("xy", rules, **parts, pins=only_x)
        # R1 is a return by the past alone; R2 is one unless R1 was served
        assert bound_of(instance, "soft", price_seats(-5, "s"), {"other-seats": 5}) == 5
        assert bound_of(instance, "soft", price_seats(-5, "t"), {"other-seats": 5}) == 0
        away = _rotation("xy", rules, **parts, pins=[*only_x, NOT_IN_R1])
        assert bound_of(away, "soft", {row: 5, **price_seats(-5, "t")}, {"other-seats": 5}) == 5
        for key in (("R2", "y", "a1", "Q0"), ("R2", "x", "a1", "R0"), ("R1", "x", "a1", "Q0")):
            assert codes_of(instance, {("no-return", None, key): 1}) == ["certificate-unknown-row"]

    @pytest.mark.parametrize("crowded_round", ["R1", "R2", "R3"])
    def test_rows_of_several_teams_need_people_on_one_of_them(self, crowded_round: str):
        teams = [team(f"T{at}", f"s{at}", round=f"R{at}") for at in (1, 2, 3)]
        more = [*teams, team("T9", "s9", round=crowded_round)]
        stay: Row = ("tenure", None, ("T3", "x", "a1"))
        back: Row = ("no-return", None, ("R3", "x", "a1", "R1"))
        rules: dict[str, Any] = {"tenure": {"t": 5}, "no-return": {}}
        assert codes_of(_rotation("x", rules, *more, rounds=(R1, R2, R3)), {stay: 1, back: 1}) == []
        free = make_instance("x", more, rules, rounds=(R1, R2, R3))
        # who is on both teams between was there, and of the round itself tenure looks at one team
        unknown = ["certificate-unknown-row"]
        assert codes_of(free, {stay: 1}) == ([] if crowded_round == "R3" else unknown)
        assert codes_of(free, {back: 1}) == ([] if crowded_round == "R2" else unknown)

    def test_days_that_presence_misses_are_a_constant(self):
        instance = _rotation("x", {"presence": {"d": 100}})
        # 46 days and 31 days
        assert bound_of(instance, "minima", {}) == 23
        assert bound_of(instance, "soft", {}, {"minima": 7}, minima=23) == 0
        assert bound_of(instance, "soft", {}, {"minima": 7}, minima=22) == 7


class TestVerified:
    """A plan over two rounds whose certificate proves that one seat must stay empty."""

    @pytest.fixture
    def proven(self) -> tuple[Instance, Plan]:
        instance = _rotation("x", {"rest": {"c": 1}, "fair-load": {}})
        return instance, self.certify(instance, {("rest", None, ("R2", "x")): 2})

    def certify(self, instance: Instance, rows: dict[Row, int], bound: int = 1) -> Plan:
        plan = make_plan(instance, assign(instance, {"s": "x"}))
        proofs = (make_proof("other-seats", {**rows, **price_seats(-2, "s", "t")}),)
        levels = [
            level.model_copy(update={"certified_bound": bound, "bound_by": "certificate", "bound": bound})
            if level.name == "other-seats"
            else level
            for level in plan.levels
        ]
        certificate = Certificate(scale=2, proofs=proofs)
        return plan.model_copy(update={"certificate": certificate, "levels": tuple(levels)})

    def test_the_bound_is_recomputed(self, proven: tuple[Instance, Plan]):
        assert [str(finding) for finding in verify(*proven).findings] == []

    @pytest.mark.parametrize("price", [0, 1, 4])
    def test_a_tampered_multiplier_is_found(self, proven: tuple[Instance, Plan], price: int):
        tampered = self.certify(proven[0], {("rest", None, ("R2", "x")): price})
        # 4 - 2 x min(price, 2) of the seats, less the row's own price
        found = {0: "0", 1: "1", 4: "0"}[price]
        codes = [(finding.code, finding.found) for finding in verify(proven[0], tampered).findings]
        assert codes == ([] if found == "1" else [("certificate-unsupported", found)])

    def test_a_raised_bound_is_found(self, proven: tuple[Instance, Plan]):
        raised = self.certify(proven[0], {("rest", None, ("R2", "x")): 2}, bound=2)
        assert "certificate-unsupported" in [finding.code for finding in verify(proven[0], raised).findings]

    def test_the_row_of_another_round_is_none(self, proven: tuple[Instance, Plan]):
        moved = self.certify(proven[0], {("rest", None, ("R1", "x")): 2})
        codes = [finding.code for finding in verify(proven[0], moved).findings]
        assert codes == ["certificate-unknown-row", "certificate-unsupported"]


EVERYTHING: dict[str, Any] = {
    "new-cadre": {"n": 2},
    "mentoring": {},
    "service-cap": {"cap": 3},
    "rest": {"c": 1},
    "repeat-unit": {},
    "repeat-county": {"g": 1, "g_others": 1},
    "fair-load": {},
    "service-floor": {"floor": 2},
    "keep-backbone": {},
    "fresh-pairs": {},
    "tenure": {"t": 3},
    "no-return": {},
}


@pytest.fixture(scope="module")
def crowded() -> Instance:
    """x owes two rounds by R2's start; y has the past against him, z is full-time."""
    return make_instance(
        [
            person("x", promoted_on="2025-12-01"),
            person("y"),
            person("z", pools=["full-time"], promoted_on="2025-05-01"),
            person("w"),
        ],
        [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")],
        {"one-seat": {}, "seats": {}, **EVERYTHING},
        rounds=[R0, R1, R2, R3],
        history=[
            record("y", "R0", units=["a1"], counties=["A"], role="leader"),
            record("w", "R0", units=["b1"], counties=["C"]),
        ],
    )


@pytest.mark.parametrize(
    ("rule", "clause", "key"),
    [
        ("new-cadre", "last", "R3 x"),
        ("new-cadre", "soft", "R2 x 2"),
        ("new-cadre", "soft", "R2 x 1 R1"),
        ("new-cadre", "soft", "R3 z 1 R1"),
        ("mentoring", "fresh", "T3 x R1"),
        ("mentoring", "fresh", "T3 x R2"),
        ("service-cap", "term", "T x"),
        ("service-cap", "year", "2026 x"),
        ("rest", None, "R2 y"),
        ("repeat-unit", None, "T3 x a1 R1"),
        ("repeat-county", None, "R2 x A R1"),
        ("fair-load", None, "x"),
        ("service-floor", None, "T y"),
        ("keep-backbone", "low", "R1"),
        ("keep-backbone", "high", "R2"),
        ("keep-backbone", "held", "R2 x"),
        ("keep-backbone", "before", "R2 x"),
        ("keep-backbone", "both", "R2 x"),
        ("fresh-pairs", "pair", "T1 y w"),
        ("fresh-pairs", "leader", "T1 y w"),
        ("tenure", None, "T2 x a1"),
        ("no-return", None, "R3 x a1 R1"),
        ("no-return", None, "R2 y a1 R0"),
    ],
)
def test_a_row_is_known(crowded: Instance, rule: str, clause: str | None, key: str):
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1}) == []
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): -1}) == ["certificate-wrong-sign"]
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1 + (1 << 44)}) == ["certificate-too-large"]


@pytest.mark.parametrize(
    ("rule", "clause", "key"),
    [
        ("new-cadre", "last", "R2 x"),
        ("new-cadre", "last", "R3 y"),
        ("new-cadre", "last", "R3 x R1"),
        ("new-cadre", "last", "R3"),
        ("new-cadre", "soft", "R1 x 1"),
        ("new-cadre", "soft", "R1 x 2"),
        ("new-cadre", "soft", "R3 x 2"),
        ("new-cadre", "soft", "R2 x 1"),
        ("new-cadre", "soft", "R2 x 0 R1"),
        ("new-cadre", "soft", "R2 x 3"),
        ("new-cadre", "soft", "R2 x 02"),
        ("new-cadre", "soft", "R2 x 2 R1"),
        ("new-cadre", "soft", "R2 x 1 R3"),
        ("new-cadre", "soft", "R2 x"),
        ("new-cadre", "soft", "R3 z 1 R2"),
        ("new-cadre", "soft", "R3 z 1 R1 R1"),
        ("mentoring", "fresh", "T1 x"),
        ("mentoring", "fresh", "T3 x"),
        ("mentoring", "fresh", "T3 x R1 R2"),
        ("mentoring", "fresh", "T3 x R3"),
        ("mentoring", "fresh", "T3 z R1"),
        ("mentoring", "fresh", "T3"),
        ("service-cap", "term", "U x"),
        ("service-cap", "term", "2026 x"),
        ("service-cap", "year", "2025 x"),
        ("service-cap", "year", "T x"),
        ("service-cap", None, "T x"),
        ("service-cap", "term", "T z"),
        ("service-cap", "term", "T nobody"),
        ("rest", None, "R1 x"),
        ("rest", None, "R1 y"),
        ("rest", None, "R2 z"),
        ("rest", None, "R0 y"),
        ("rest", None, "R2"),
        ("repeat-unit", None, "T3 y a1 R1"),
        ("repeat-unit", None, "T3 x b1 R1"),
        ("repeat-unit", None, "T1 x a1 R2"),
        ("repeat-unit", None, "T3 x a1 R0"),
        ("repeat-unit", None, "T3 x a1 R3"),
        ("repeat-unit", None, "T3 x a1"),
        ("repeat-county", None, "R3 x A R1"),
        ("repeat-county", None, "R2 x B R1"),
        ("repeat-county", None, "R2 x A R0"),
        ("repeat-county", None, "R1 y A R1"),
        ("repeat-county", None, "R1 x A R2"),
        ("repeat-county", None, "R2 nobody A R1"),
        ("fair-load", None, "nobody"),
        ("fair-load", None, "x R1"),
        ("service-floor", None, "U x"),
        ("service-floor", None, "T nobody"),
        ("service-floor", None, "T"),
        ("keep-backbone", "low", "R0"),
        ("keep-backbone", "low", "R2 x"),
        ("keep-backbone", "held", "R1 x"),
        ("keep-backbone", "before", "R2"),
        ("keep-backbone", "both", "R2 nobody"),
        ("fresh-pairs", "pair", "T1 x y"),
        ("fresh-pairs", "pair", "T2 y w"),
        ("fresh-pairs", "pair", "T1 y y"),
        ("fresh-pairs", "pair", "T1 y nobody"),
        ("fresh-pairs", "leader", "T1 w y"),
        ("tenure", None, "T1 x a1"),
        ("tenure", None, "T2 x b1"),
        ("tenure", None, "T2 nobody a1"),
        ("no-return", None, "R3 x a1 R2"),
        ("no-return", None, "R2 x a1 R0"),
        ("no-return", None, "R2 z a1 R0"),
        ("no-return", None, "R3 x b1 R1"),
        ("no-return", None, "R3 nobody a1 R1"),
        ("no-return", None, "R3 x a1"),
    ],
)
def test_a_row_that_is_none_is_found(crowded: Instance, rule: str, clause: str | None, key: str):
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1}) == ["certificate-unknown-row"]


def test_left_out_rounds_in_another_order_are_the_same_row():
    instance = make_instance(
        [person("x", promoted_on="2025-12-01")],
        [team(f"T{at}", f"s{at}", round=f"R{at}") for at in (1, 2, 3, 4)],
        {"one-seat": {}, "seats": {}, "new-cadre": {"n": 2, "w": 24}, "mentoring": {}},
        rounds=[R1, R2, R3, planned("R4", "2027-01-01", "2027-01-31"), announced("A1", "2027-06-01")],
    )
    one: Row = ("new-cadre", "soft", ("R4", "x", "1", "R1"))
    other: Row = ("new-cadre", "soft", ("R4", "x", "1", "R2"))
    assert codes_of(instance, {one: 1, other: 1}) == []


def test_a_planned_round_alone_has_no_row_of_fair_load():
    instance = make_instance("x", [team("T1", "s")], {"fair-load": {}})
    assert codes_of(instance, {("fair-load", None, ("x",)): 1}) == ["certificate-unknown-row"]
