"""Levels 4 and 5: load, kilometres and the tie-break."""

import pytest

from bianzu.audit import measure, tie_break_value
from tests.builders import assign, county, make_instance, past, person, planned, record, team

COUNTIES = (
    county("A", city_distance=30, distances={"B": 11, "C": 5}),
    county("B", city_distance=40, distances={"A": 10}),
    county("C", city_distance=70, distances={}),
    county("D", city_distance=20, distances={}),
)


def load_travel(who, hosts, priority, **parts):
    one_team = team("T1", "s", host_counties=hosts, units=[])
    instance = make_instance([who], [one_team], {"priority": priority}, counties=COUNTIES, **parts)
    return measure(instance, assign(instance, {"s": who["id"]})).levels[5].objective


@pytest.mark.parametrize(
    ("home", "hosts", "expected"),
    [
        ("A", ["A"], 0),
        ("B", ["A"], 10),
        ("C", ["A"], 5),
        ("A", ["B"], 11),
        ("D", ["A"], 0),
        ("B", ["A", "B"], 0),
        ("city", ["A"], 30),
        ("outside", ["A", "D"], 20),
        (None, ["C"], 70),
    ],
)
def test_kilometres_to_the_nearest_host_county(home, hosts, expected):
    assert load_travel(person("p", work_county=home), hosts, {"load": 0, "travel": 1}) == expected
    assert load_travel(person("p", work_county=home), hosts, {"load": 0, "travel": 3}) == 3 * expected


def test_load_counts_stated_and_recorded_rounds():
    rounds = (past("R0", "2025-09-01"), planned("R1"))
    who = person("p", earlier_rounds=2, work_county="A")
    history = [record("p", "R0", team="x"), record("p", "R0", team="y")]
    found = load_travel(who, ["A"], {"load": 7, "travel": 1}, rounds=rounds, history=history)
    assert found == 21


def test_without_priority_the_level_is_zero():
    assert load_travel(person("p", earlier_rounds=9), ["A"], None) == 0


@pytest.mark.parametrize(
    ("seed", "who", "place", "expected"),
    [
        (0, "p", "s", 0x22791A),
        (7, "张三", "t001-s1", 0x66239D),
    ],
)
def test_tie_break_is_the_head_of_a_known_hash(seed, who, place, expected):
    assert tie_break_value(seed, who, place) == expected


def test_the_tie_break_adds_up_over_assignments():
    instance = make_instance(["p", "q"], [team("T1", "s", "t")])
    measured = measure(instance, assign(instance, {"s": "p", "t": "q"}), seed=5)
    assert measured.levels[6].objective == tie_break_value(5, "p", "s") + tie_break_value(5, "q", "t")
