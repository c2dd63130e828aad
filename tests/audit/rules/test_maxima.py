"""Maxima: counts of a team, a round or a person that are never exceeded."""

import pytest

from tests.builders import breaches, make_instance, person, planned, result, seat, team, unit


def over(rules, people, teams, seats, **parts):
    """(rule, found) of everything above a maximum."""
    instance = make_instance(people, teams, rules, **parts)
    found = breaches(instance, seats)
    assert {code for code, _, _ in found} <= {"over-maximum"}
    return [(rule, words) for _, rule, words in found]


class TestOneSeat:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            ({}, [("one-seat", "p on s and t")]),
            ({"start": "2026-04-01"}, []),
            ({"start": "2026-03-31"}, [("one-seat", "p on s and t")]),
        ],
    )
    def test_two_teams_may_not_share_a_day(self, days, expected):
        teams = [team("T1", "s", end="2026-03-31"), team("T2", "t", **days)]
        assert over({"one-seat": {}}, ["p"], teams, {"s": "p", "t": "p"}) == expected

    def test_without_the_rule_only_one_team_is_out_of_bounds(self):
        teams = [team("T1", "s", "u"), team("T2", "t")]
        instance = make_instance(["p"], teams)
        assert breaches(instance, {"s": "p", "t": "p"}) == []
        assert breaches(instance, {"s": "p", "u": "p"}) == [("duplicate-person", "one-seat", "s")]


SPREAD = {"sender-spread": {"q": 1}}
PAIR = {"s": "p", "t": "q"}


class TestSenderSpread:
    @pytest.mark.parametrize(
        ("counties", "expected"),
        [
            (["B", "C"], []),
            (["B", "B"], [("sender-spread", "2 from B")]),
            (["B", "B", "B"], [("sender-spread", "3 from B")]),
            (["city", "city", "outside", "outside", None, None], []),
        ],
    )
    def test_people_of_one_county_are_limited(self, counties, expected):
        people = [person(f"p{at}", work_county=county) for at, county in enumerate(counties)]
        seats = {f"s{at}": f"p{at}" for at in range(len(counties))}
        assert over(SPREAD, people, [team("T1", *seats)], seats) == expected

    def test_local_seats_and_whole_teams_are_not_counted(self):
        people = [person(f"p{at}", work_county="A") for at in range(2)]
        local = team("T1", seat("s0", origin="local"), seat("s1"))
        whole = team("T1", "s0", "s1", cross_form="whole")
        seats = {"s0": "p0", "s1": "p1"}
        assert over({**SPREAD, "origin": {}}, people, [local], seats) == []
        assert over(SPREAD, people, [local], seats) == [("sender-spread", "2 from A")]
        assert over(SPREAD, people, [whole], seats) == []


class TestInTeam:
    @pytest.mark.parametrize(
        ("kind", "rules", "expected"),
        [
            ("spouse", {}, [("in-team", "p and q")]),
            ("classmate", {}, []),
            ("classmate", {"kin": {"classes": ["classmate"]}}, [("in-team", "p and q")]),
            ("spouse", {"kin": {"classes": ["classmate"]}}, []),
        ],
    )
    @pytest.mark.parametrize("ends", [("p", "q"), ("q", "p")])
    def test_kin_never_sit_together(self, kind, rules, expected, ends):
        people = [person("p"), person("q", work_unit="b2")]
        relations = [{"person": ends[0], "kind": kind, "other_person": ends[1]}]
        found = over({"in-team": {}, **rules}, people, [team("T1", "s", "t")], PAIR, relations=relations)
        assert found == expected

    def test_kin_may_sit_on_different_teams(self):
        relations = [{"person": "p", "kind": "spouse", "other_person": "q"}]
        teams = [team("T1", "s"), team("T2", "t")]
        assert over({"in-team": {}}, ["p", "q"], teams, PAIR, relations=relations) == []

    @pytest.mark.parametrize(
        ("superior", "setting", "expected"),
        [
            ("q", {}, [("in-team", "p and q")]),
            ("r", {}, []),
            ("q", {"superior": "off"}, []),
        ],
    )
    def test_superior_and_subordinate_do_not_sit_together(self, superior, setting, expected):
        people = [person("p", superior=superior), person("q", work_unit="b2"), "r"]
        assert over({"in-team": setting}, people, [team("T1", "s", "t")], PAIR) == expected

    @pytest.mark.parametrize(
        ("n", "pools", "expected"),
        [
            (1, ["staff"], [("in-team", "3 of b1")]),
            (2, ["staff"], [("in-team", "3 of b1")]),
            (3, ["staff"], []),
            (1, ["staff", "full-time"], []),
        ],
    )
    def test_people_of_one_work_unit_are_limited(self, n, pools, expected):
        people = [person(name, pools=pools) for name in "pqr"]
        seats = {"s": "p", "t": "q", "u": "r"}
        assert over({"in-team": {"n": n}}, people, [team("T1", *seats)], seats) == expected


class TestApart:
    def test_a_hard_pair_is_a_breach_on_one_team_only(self):
        rules = {"apart": {"pairs": [{"a": "p", "b": "q"}]}}
        one, two = [team("T1", "s", "t")], [team("T1", "s"), team("T2", "t")]
        seats = {"s": "p", "t": "q"}
        assert over(rules, ["p", "q"], one, seats) == [("apart", "p and q")]
        assert over(rules, ["p", "q"], two, seats) == []

    def test_a_soft_pair_costs_its_own_weight(self):
        rules = {"apart": {"pairs": [{"a": "p", "b": "q", "hardness": "soft", "weight": 6}]}}
        instance = make_instance(["p", "q"], [team("T1", "s", "t")], rules)
        assert breaches(instance, {"s": "p", "t": "q"}) == []
        assert result(instance, "apart", {"s": "p", "t": "q"}) == (6, 1, 0, 0)


@pytest.mark.parametrize(
    ("counties", "form", "expected"),
    [
        (["B", "B"], "whole", []),
        (["B", "C"], "whole", [("cross-form", "B, C")]),
        (["city", "city"], "whole", [("cross-form", "city")]),
        (["B", None], "whole", [("cross-form", "B, unknown")]),
        (["outside"], "whole", [("cross-form", "outside")]),
        (["B", "C"], "mixed", []),
    ],
)
def test_a_whole_team_comes_from_one_county(counties, form, expected):
    people = [person(f"p{at}", work_county=county) for at, county in enumerate(counties)]
    seats = {f"s{at}": f"p{at}" for at in range(len(counties))}
    assert over({"cross-form": {}}, people, [team("T1", *seats, cross_form=form)], seats) == expected


class TestBorrowCap:
    @pytest.mark.parametrize(
        ("staff", "donors", "seated", "expected"),
        [
            (20, [], 1, []),
            (20, [], 2, [("borrow-cap", "2 of b1")]),
            (21, [], 2, []),
            (50, [], 3, [("borrow-cap", "3 of b1")]),
            (51, [], 3, []),
            (51, [], 4, [("borrow-cap", "4 of b1")]),
            (20, [{"unit": "b1", "limit": 2}], 2, []),
            (99, [{"unit": "b1", "limit": 0}], 1, [("borrow-cap", "1 of b1")]),
        ],
    )
    def test_a_work_unit_spares_so_many_a_round(self, staff, donors, seated, expected):
        people = [f"p{at}" for at in range(seated)]
        seats = {f"s{at}": f"p{at}" for at in range(seated)}
        teams = [team(f"T{at}", f"s{at}") for at in range(seated)]
        units = [unit("b1", "B", staff_count=staff)]
        assert over({"borrow-cap": {}}, people, teams, seats, units=units, donors=donors) == expected

    def test_full_time_people_are_not_borrowed_and_rounds_are_counted_apart(self):
        people = [person("p"), person("q", pools=["full-time"]), person("r")]
        rounds = [planned("R1"), planned("R2", "2026-06-01", "2026-07-01")]
        teams = [team("T1", "s", "t"), team("T2", "u", round="R2")]
        seats = {"s": "p", "t": "q", "u": "r"}
        assert over({"borrow-cap": {}}, people, teams, seats, rounds=rounds) == []

    def test_somebody_on_two_teams_is_one_person(self):
        teams = [team("T1", "s", end="2026-03-10"), team("T2", "t", start="2026-03-11")]
        assert over({"borrow-cap": {}}, ["p"], teams, {"s": "p", "t": "p"}) == []

    def test_without_a_band_that_fits_there_is_no_limit(self):
        rules = {"borrow-cap": {"bands": [{"up_to": 10, "b": 0}]}}
        units = [unit("b1", "B", staff_count=11)]
        assert over(rules, ["p"], [team("T1", "s")], {"s": "p"}, units=units) == []
