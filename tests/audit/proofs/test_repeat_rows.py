"""Bounds over several planned rounds computed by hand: who is seen again, stays, or comes back."""

from typing import Any

import pytest

from tests.audit.proofs.proving import bound_of, codes_of, price_seats
from tests.audit.proofs.rotating import FILLED, NOT_IN_R1, NOT_IN_R2, R0, R1, R2, R3, make_rotation
from tests.audit.proofs.row_lists import Row
from tests.builders import make_instance, past, person, pin, record, seat, team, waiver


class TestRepeats:
    def test_repeat_unit(self):
        row: Row = ("repeat-unit", None, ("T2", "x", "a1", "R1"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        assert bound_of(make_rotation("x", {"repeat-unit": {}}), "other-seats", prices) == 1
        waived = make_rotation("x", {"repeat-unit": {}}, waivers=[waiver("w", "repeat-unit", seat="t")])
        assert bound_of(waived, "other-seats", prices) == 0
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        other = make_rotation("x", {"repeat-unit": {}}, waivers=[waiver("w", "repeat-unit", seat="s")])
        assert bound_of(other, "other-seats", prices) == 1

    def test_repeat_county(self):
        row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        prices = {row: 6, **price_seats(-6, "s", "t")}
        instance = make_rotation("x", {"repeat-county": {"g_others": 1, "weight": 6}})
        assert bound_of(instance, "soft", prices, {"other-seats": 6}) == 6
        dear = {row: 9, **price_seats(-9, "s", "t")}
        assert bound_of(instance, "soft", dear, {"other-seats": 9}) == 6

    def test_repeat_county_charges_the_past_once(self):
        teams = [team("T1", "s"), team("T2", seat("t", "leader"), "v", round="R2")]
        rules = {"repeat-county": {"g": 2, "g_others": 1, "weight": 6}}
        parts = {"rounds": (R0, R1, R2), "history": [record("x", "R0", counties=["A"])]}
        row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        # s costs 6 by R0, and the leader's seat, too, so that it is not in the row
        only = make_rotation("x", rules, *teams, **parts)
        assert bound_of(only, "soft", price_seats(-9, "s", "t"), FILLED) == 12
        assert bound_of(only, "soft", {row: 6, **price_seats(-12, "s"), **price_seats(-9, "t")}, FILLED) == 12

    def test_rows_of_several_teams_need_people_on_one_of_them(self):
        teams = [team("T1", "s"), team("T2", "t"), team("T3", "u", round="R2")]
        unit_row: Row = ("repeat-unit", None, ("T3", "x", "a1", "R1"))
        county_row: Row = ("repeat-county", None, ("R2", "x", "A", "R1"))
        rules = {"repeat-unit": {}, "repeat-county": {}}
        rows = {unit_row: 1, county_row: 1}
        assert codes_of(make_rotation("x", rules, *teams), rows) == []
        free = make_instance("x", teams, {"seats": {}, **rules}, rounds=(R1, R2))
        assert codes_of(free, rows) == ["certificate-unknown-row"] * 2
        short = [
            team("T1", "s", end="2026-03-05"),
            team("T2", "t", start="2026-03-06"),
            team("T3", "u", round="R2"),
        ]
        assert codes_of(make_rotation("x", rules, *short), rows) == ["certificate-unknown-row"] * 2


class TestFloorsAndCompany:
    def test_service_floor(self):
        row: Row = ("service-floor", None, ("T", "x"))
        rules = {"service-floor": {"floor": 3, "weight": 4}}
        past_too = {"rounds": (R0, R1, R2), "history": [record("x", "R0")]}
        assert bound_of(make_rotation("x", rules, **past_too), "soft", {row: 4}) == 0
        barred = make_rotation("x", rules, pins=[NOT_IN_R2], **past_too)
        assert bound_of(barred, "soft", {row: 4}) == 4
        assert bound_of(barred, "soft", {row: 7}) == 4 - 3
        assert bound_of(make_rotation("x", rules, pins=[NOT_IN_R2]), "soft", {row: 4}) == 8

    def test_backbone_of_the_past(self):
        rules = {"keep-backbone": {"lo_percent": 50, "hi_percent": 50, "weight": 10}}
        parts = {"rounds": (R0, R1), "history": [record("x", "R0"), record("y", "R0")]}
        teams = [team("T1", "s", "t", "v")]
        low: Row = ("keep-backbone", "low", ("R1",))
        high: Row = ("keep-backbone", "high", ("R1",))
        gone = [pin("must-not", who) for who in "xy"]
        seats = price_seats(-10, "s", "t", "v")
        # of three seats at least two and at most one
        assert bound_of(make_rotation("xyz", rules, *teams, **parts, pins=gone), "soft", {low: 10}) == 20
        assert bound_of(make_rotation("xyz", rules, *teams, **parts, pins=gone[:1]), "soft", {low: 10}) == 10
        assert bound_of(make_rotation("xyz", rules, *teams, **parts), "soft", {low: 10}) == 0
        only = make_rotation("xy", rules, *teams, **parts)
        assert bound_of(only, "soft", {high: 10, **seats}, {"other-seats": 10}, other_seats=1) == 10
        assert (
            bound_of(make_rotation("xyz", rules, *teams, **parts), "soft", {high: 10, **seats}, FILLED) == 10
        )

    def test_backbone_of_a_planned_round(self):
        rules = {"keep-backbone": {"lo_percent": 100, "hi_percent": 100, "weight": 10}}
        teams = [team("T1", "s"), team("T2", "t", "v", round="R2")]
        low: Row = ("keep-backbone", "low", ("R2",))
        kept: dict[Row, int] = {
            ("keep-backbone", clause, ("R2", who)): 10 for clause in ("held", "before") for who in "xy"
        }
        ends = {clause: {row: 10 for row in kept if row[1] == clause} for clause in ("held", "before")}
        free = make_rotation("xy", rules, *teams)
        assert bound_of(free, "soft", {low: 10}) == 0
        away = make_rotation("xy", rules, *teams, pins=[NOT_IN_R2, pin("must-not", "y", round="R2")])
        assert bound_of(away, "soft", {low: 10, **ends["held"]}) == 20
        assert bound_of(away, "soft", {low: 10, **ends["before"]}) == 0
        new = make_rotation("xy", rules, *teams, pins=[NOT_IN_R1])
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
        assert bound_of(make_rotation("x", rules), "soft", prices, {"other-seats": 10}) == 10
        two: dict[Row, int] = {**prices, ("keep-backbone", "both", ("R2", "y")): 10}
        assert bound_of(make_rotation("xy", rules), "soft", two, {"other-seats": 10}) == 0

    @pytest.mark.parametrize(("led", "units"), [("member", 1), ("leader", 2)])
    def test_fresh_pairs(self, led: str, units: int):
        rules = {"fresh-pairs": {"g": 1, "weight": 5}}
        teams = [team("T1", seat("s", "leader", source_set="x"), seat("t", source_set="y"))]
        parts = {
            "rounds": (R0, R1),
            "history": [record("x", "R0", role=led), record("y", "R0")],
            "source_sets": {"x": ["x"], "y": ["y"]},
        }
        instance = make_rotation("xy", {**rules, "source-sets": {}}, *teams, **parts)
        pair: Row = ("fresh-pairs", "pair", ("T1", "y", "x"))
        leader: Row = ("fresh-pairs", "leader", ("T1", "x", "y"))
        rows = {pair: 5} if led == "member" else {pair: 5, leader: 5}
        pins = {"leader-seats": 5 * units, "other-seats": 5 * units}
        assert bound_of(instance, "soft", {**rows, **price_seats(-5 * units, "s", "t")}, pins) == 5 * units
        codes = codes_of(instance, {leader: 1, ("fresh-pairs", "leader", ("T1", "y", "x")): 1})
        assert codes == ["certificate-unknown-row"] * (3 - units)

    def test_rating_preference(self):
        rules = {"rating": {"gate": False, "preference": 4}}
        instance = make_rotation([person("x", last_rating="competent")], rules)
        assert bound_of(instance, "soft", price_seats(-4, "s"), {"other-seats": 4}) == 4
        unknown = make_rotation("x", rules)
        assert bound_of(unknown, "soft", price_seats(-4, "s"), {"other-seats": 4}) == 0


class TestPosts:
    def test_tenure(self):
        row: Row = ("tenure", None, ("T2", "x", "a1"))
        prices = {row: 1, **price_seats(-1, "s", "t")}
        # March, April; June, July
        assert bound_of(make_rotation("x", {"tenure": {"t": 3}}), "other-seats", prices) == 1
        assert codes_of(make_rotation("x", {"tenure": {"t": 4}}), {row: 1}) == ["certificate-unknown-row"]
        assert codes_of(make_rotation("x", {"tenure": {"t": 1}}), {row: 1}) == ["certificate-unknown-row"]
        # two months of one round are too long for anybody
        short = make_rotation("x", {"tenure": {"t": 1}})
        assert bound_of(short, "other-seats", price_seats(-1, "s", "t")) == 2
        waived = make_rotation(
            "x", {"tenure": {"t": 3}}, waivers=[waiver("w", "tenure", granted="2026-05-01")]
        )
        assert bound_of(waived, "waivers", prices, {"other-seats": 1}) == 1
        assert bound_of(waived, "other-seats", prices) == 0

    def test_tenure_with_a_past(self):
        row: Row = ("tenure", None, ("T2", "x", "a1"))
        served = {"rounds": (R0, R1, R2), "history": [record("x", "R0", units=["a1"])]}
        instance = make_rotation("xy", {"tenure": {"t": 4}}, **served, pins=[pin("must-not", "y")])
        assert bound_of(instance, "other-seats", {row: 1, **price_seats(-1, "s", "t")}) == 1
        assert codes_of(instance, {("tenure", None, ("T2", "y", "a1")): 1}) == ["certificate-unknown-row"]
        alone = make_rotation("x", {"tenure": {"t": 2}}, **served)
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
        free = make_rotation("x", rules, *teams, rounds=rounds)
        assert bound_of(free, "soft", prices, {"other-seats": 5}) == 0
        away = make_rotation("x", rules, *teams, rounds=rounds, pins=[NOT_IN_R2])
        assert bound_of(away, "soft", prices, {"other-seats": 5}) == 5
        short = make_rotation("x", {"no-return": {"m": 5}}, *teams, rounds=rounds)
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
        instance = make_rotation("xy", rules, **parts, pins=only_x)
        # R1 is a return by the past alone; R2 is one unless R1 was served
        assert bound_of(instance, "soft", price_seats(-5, "s"), {"other-seats": 5}) == 5
        assert bound_of(instance, "soft", price_seats(-5, "t"), {"other-seats": 5}) == 0
        away = make_rotation("xy", rules, **parts, pins=[*only_x, NOT_IN_R1])
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
        assert codes_of(make_rotation("x", rules, *more, rounds=(R1, R2, R3)), {stay: 1, back: 1}) == []
        free = make_instance("x", more, rules, rounds=(R1, R2, R3))
        # who is on both teams between was there, and of the round itself tenure looks at one team
        unknown = ["certificate-unknown-row"]
        assert codes_of(free, {stay: 1}) == ([] if crowded_round == "R3" else unknown)
        assert codes_of(free, {back: 1}) == ([] if crowded_round == "R2" else unknown)

    def test_days_that_presence_misses_are_a_constant(self):
        instance = make_rotation("x", {"presence": {"d": 100}})
        # 46 days and 31 days
        assert bound_of(instance, "minima", {}) == 23
        assert bound_of(instance, "soft", {}, {"minima": 7}, minima=23) == 0
        assert bound_of(instance, "soft", {}, {"minima": 7}, minima=22) == 7
