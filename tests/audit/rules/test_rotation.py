"""service-cap and rest, over one planned round and over several."""

import pytest

from tests.builders import (
    announced,
    breaches,
    make_instance,
    past,
    person,
    planned,
    record,
    result,
    team,
    waiver,
)

R1, R2, R3 = (
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2027-01-05", "2027-02-01"),
)
PAST = (past("P0", "2025-03-01"), past("Q0", "2025-06-01"), past("R0", "2025-09-01"))
TEAMS = (team("T1", "s1"), team("T2", "s2", round="R2"), team("T3", "s3", round="R3"))


def world(rules, served=(), rounds=(*PAST, R1, R2, R3), who=None, **parts):
    """One person with records in past rounds; teams of one seat in the planned rounds R1, R2 and R3."""
    history = [record("p", item) for item in served]
    ids = {item["id"] for item in rounds if item["status"] == "planned"}
    teams = [item for item in TEAMS if item["round"] in ids]
    return make_instance([who or "p"], teams, rules, rounds=rounds, history=history, **parts)


def seated(*numbers):
    return {f"s{number}": "p" for number in numbers}


class TestServiceCap:
    @pytest.mark.parametrize(
        ("served", "seats", "found"),
        [
            (["P0"], seated(1), []),
            (["P0", "Q0"], seated(1), ["3 rounds with R1"]),
            (["P0"], seated(1, 2), ["3 rounds with R2"]),
            (["P0", "Q0", "R0"], seated(1, 2), ["4 rounds with R1", "5 rounds with R2"]),
            (["P0", "Q0", "R0"], {}, []),
        ],
    )
    def test_rounds_of_the_term_beyond_the_cap(self, served, seats, found):
        instance = world({"service-cap": {"cap": 2, "y": 20}}, served)
        assert breaches(instance, seats) == [("over-maximum", "service-cap", words) for words in found]

    @pytest.mark.parametrize(
        ("seats", "found"), [(seated(1), []), (seated(1, 3), []), (seated(1, 2), ["2 rounds with R2"])]
    )
    def test_rounds_of_the_calendar_year_of_their_start(self, seats, found):
        instance = world({"service-cap": {"cap": 99, "y": 1}}, ["P0", "Q0"])
        assert breaches(instance, seats) == [("over-maximum", "service-cap", words) for words in found]

    def test_rounds_of_another_term_and_stated_rounds_do_not_count(self):
        rounds = (past("P0", "2025-03-01", term="S"), R1)
        who = person("p", earlier_rounds=9)
        assert breaches(world({"service-cap": {"cap": 1}}, ["P0"], rounds, who), seated(1)) == []

    def test_full_time_people_are_exempt(self):
        who = person("p", pools=["full-time"])
        assert breaches(world({"service-cap": {"cap": 0, "y": 0}}, who=who), seated(1, 2, 3)) == []

    def test_a_waiver_of_the_person_covers_units_in_its_rounds(self):
        rules = {"service-cap": {"cap": 1, "y": 20, "hardness": "waivable"}}
        granted = [waiver("w", "service-cap", person="p", amount=1, expires="2026-06-01")]
        instance = world(rules, waivers=granted)
        assert breaches(instance, seated(1, 2)) == []
        assert result(instance, "service-cap", seated(1, 2)) == (0, 0, 0, 1)
        assert breaches(instance, seated(1, 3)) == [("over-maximum", "service-cap", "2 rounds with R3")]

    def test_a_waiver_of_a_team_does_not_cover_a_person(self):
        rules = {"service-cap": {"cap": 0, "hardness": "waivable"}}
        instance = world(rules, waivers=[waiver("w", "service-cap", team="T1")])
        assert [found[0] for found in breaches(instance, seated(1))] == ["over-maximum"]


class TestRest:
    @pytest.mark.parametrize(
        ("served", "seats", "found"),
        [
            (["Q0", "R0"], seated(1), ["R1"]),
            (["P0", "R0"], seated(1), []),
            (["P0", "Q0"], seated(1, 2), []),
            (["R0"], seated(1, 2), ["R2"]),
            (["Q0", "R0"], seated(1, 2, 3), ["R1", "R2", "R3"]),
            ([], seated(1, 2), []),
        ],
    )
    def test_a_round_after_c_served_ones(self, served, seats, found):
        assert breaches(world({"rest": {"c": 2}}, served), seats) == [
            ("over-maximum", "rest", f"{item} after 2 served rounds") for item in found
        ]

    def test_before_the_first_round_nothing_was_served(self):
        assert breaches(world({"rest": {"c": 1}}, rounds=(R1,)), seated(1)) == []

    def test_full_time_people_are_exempt(self):
        who = person("p", pools=["full-time", "staff"])
        assert breaches(world({"rest": {"c": 1}}, ["R0"], who=who), seated(1, 2)) == []

    def test_announced_rounds_do_not_stand_between(self):
        rounds = (*PAST, R1, R2, announced("X1", "2026-09-01"))
        found = breaches(world({"rest": {"c": 1}}, rounds=rounds), seated(1, 2))
        assert found == [("over-maximum", "rest", "R2 after 1 served rounds")]


class TestServiceFloor:
    @pytest.mark.parametrize(
        ("floor", "served", "seats", "units"),
        [
            (1, [], {}, 1),
            (1, [], seated(2), 0),
            (3, [], seated(1, 3), 1),
            (3, ["P0"], seated(1, 3), 0),
            (3, ["P0", "Q0", "R0"], {}, 0),
            (0, [], {}, 0),
            (4, ["P0"], {}, 3),
        ],
    )
    def test_rounds_of_the_term_past_and_planned(self, floor, served, seats, units):
        instance = world({"service-floor": {"floor": floor, "weight": 3}}, served)
        assert result(instance, "service-floor", seats) == (3 * units, units, 0, 0)

    def test_each_term_of_a_planned_round_asks_for_its_own(self):
        rounds = (*PAST[:2], past("R0", "2025-09-01", term="S"), R1, {**R2, "term": "U"})
        instance = world({"service-floor": {"floor": 2}}, ["P0", "R0"], rounds)
        assert result(instance, "service-floor", {})[1] == 1 + 2
        assert result(instance, "service-floor", seated(1))[1] == 0 + 2
        assert result(instance, "service-floor", seated(2))[1] == 1 + 1

    def test_people_of_no_pool_and_stated_rounds_do_not_count(self):
        rules = {"service-floor": {}}
        assert result(world(rules, who=person("p", pools=[])), "service-floor", {})[1] == 0
        assert result(world(rules, who=person("p", earlier_rounds=9)), "service-floor", {})[1] == 1
