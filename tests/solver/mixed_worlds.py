"""Micro instances where rules meet: origins, staggered teams, skills, new cadres, whole teams, pins.

Together with the worlds of the audit's tests, which turn one rule on at a time, they touch every rule.
"""

from bianzu.models import Instance
from tests.builders import (
    announced,
    county,
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    unit,
)

__all__ = ["MIXED_WORLDS"]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
DAYS = {
    "early": {"start": "2026-03-01", "end": "2026-03-15"},
    "middle": {"start": "2026-03-10", "end": "2026-03-20"},
    "late": {"start": "2026-03-16", "end": "2026-04-15"},
}
STAGGERED = [
    team("T1", "s", **DAYS["early"]),
    team("T2", "t", **DAYS["middle"]),
    team("T3", "u", **DAYS["late"]),
]
SKILLED = [
    person("x", skills=[{"skill": "h", "level": 2}, {"skill": "i"}, {"skill": "j"}]),
    person("y", skills=[{"skill": "h"}, {"skill": "i"}]),
    person("z", skills=[{"skill": "j"}]),
    "w",
]
PLACES = [
    person("a", work_county="A"),
    person("b"),
    person("c", work_county="city", work_unit="m1"),
    person("d", work_county="outside"),
    person("e", work_county=None),
]
ORIGIN_SEATS = team(
    "T1", seat("s", origin="local", duty="clue-ledger"), seat("t", origin="external"), seat("u", "leader")
)
CADRES = [
    person("x", promoted_on="2025-03-15", earlier_rounds=2),
    person("y", promoted_on="2025-06-01"),
    person("z", promoted_on="2024-01-01", party="none"),
]

MIXED_WORLDS: dict[str, Instance] = {
    "city-class": make_instance(
        PLACES,
        [ORIGIN_SEATS],
        {"origin": {}, "city-class": {"treat_as": "neither"}, "sensitive-duties": {"k": 1}, "seats": {}},
    ),
    "origin with locals exempt": make_instance(
        PLACES,
        [team("T1", seat("s", origin="local"), seat("t", origin="city-level"), host_counties=["A", "B"])],
        {"origin": {}, "place": {}, "service": {}, "repeat-county": {}, "seats": {}, "gates": {}},
        rounds=ROUNDS,
        history=[record("a", "R0", counties=["A"]), record("b", "P0", counties=["A", "B"])],
    ),
    "priority": make_instance(
        [person("x", earlier_rounds=3), person("y", work_county="C"), *PLACES[2:]],
        [team("T1", "s", "t", host_counties=["A", "D"]), team("T2", "u")],
        {"priority": {"load": 7, "travel": 3}, "one-seat": {}},
        counties=[
            county("A", city_distance=4, distances={"B": 10, "C": 20}),
            county("B", distances={"A": 12, "D": 9}),
            county("C", distances={"D": 3}),
            county("D", city_distance=5),
        ],
    ),
    "teams that overlap in part": make_instance(
        ["x", person("y", promoted_on="2025-06-01", earlier_rounds=1), person("z", work_unit="b2")],
        STAGGERED,
        {
            "one-seat": {},
            "seats": {},
            "borrow-cap": {},
            "fair-load": {},
            "new-cadre": {},
            "together": {"pairs": [{"a": "x", "b": "y"}]},
        },
    ),
    "two seats a person": make_instance(
        ["x", "y", person("z", work_unit="b2")],
        [team("T1", "s", "t"), team("T2", "u")],
        {
            "seats": {},
            "borrow-cap": {},
            "fair-load": {},
            "together": {"pairs": [{"a": "x", "b": "z"}, {"a": "y", "b": "z", "weight": 3}]},
            "apart": {"pairs": [{"a": "x", "b": "y"}, {"a": "y", "b": "z", "hardness": "soft", "weight": 4}]},
        },
    ),
    "skills": make_instance(
        SKILLED,
        [team("T1", "s", "t", "u", needs=[{"skill": "h", "need": 2}])],
        {
            "seats": {},
            "skill-mix": {
                "needs": [{"skill": "h", "level": 2}, {"skill": "k"}],
                "tag_needs": {"tag": [{"skill": "i"}]},
                "hard_skills": ["h", "k"],
                "c": 2,
            },
        },
        units=[unit("a1", "A", tags=["tag"], needs=[{"skill": "j"}])],
    ),
    "skills, one each": make_instance(
        SKILLED,
        [team("T1", "s", "t"), team("T2", "u")],
        {
            "seats": {},
            "one-seat": {},
            "skill-mix": {
                "needs": [{"skill": "h"}, {"skill": "i"}, {"skill": "j"}],
                "hard_skills": ["i"],
                "hard_hardness": "hard",
                "c": 1,
            },
        },
    ),
    "new cadres": make_instance(
        CADRES,
        [team("T1", "s", "t"), team("T2", seat("u", "leader"))],
        {"new-cadre": {"n": 2, "w": 12}, "mentoring": {"f_percent": 20}, "gates": {}, "seats": {}},
        rounds=[*ROUNDS, announced("N1", "2026-05-20")],
        history=[record("y", "R0")],
    ),
    "cadres in their last chance": make_instance(
        [person("x", promoted_on="2025-05-01", trained=False), person("y", promoted_on="2025-05-01"), "z"],
        [team("T1", "s"), team("T2", "t")],
        {"new-cadre": {"n": 2}, "gates": {}, "service-cap": {"cap": 0}, "one-seat": {}},
    ),
    "whole teams": make_instance(
        [person("x"), person("y", work_county="C"), person("z", work_county="C"), PLACES[2]],
        [team("T1", "s", "t", cross_form="whole"), team("T2", "u")],
        {"cross-form": {}, "sender-spread": {"q": 1}, "one-seat": {}, "seats": {}},
    ),
    "teams of two and three": make_instance(
        [
            person("x", rank="clerk", gender="female"),
            person("y", rank=None),
            person("z", rank="division-head"),
        ],
        [team("T1", "s", "t", womens_interviews=True), team("T2", "u")],
        {
            "seniority": {"senior": "section-head", "junior": "fourth-grade"},
            "gender": {},
            "age-bands": {},
            "branch": {"n": 2},
            "seats": {},
        },
    ),
    "pins": make_instance(
        ["x", "y", "z"],
        [team("T1", "s", "t"), team("T2", "u", "v")],
        {"one-seat": {}, "seats": {}},
        pins=[
            pin("must", "x", round="R1"),
            pin("lock", "y", seat="u"),
            pin("must-not", "z", team="T2"),
            pin("must-not", "x", seat="s"),
        ],
    ),
    "kin and what is known of people": make_instance(
        ["x", "y", person("z", superior="x"), person("w", work_unit="a1")],
        [team("T1", "s", "t", units=["a1", "m1"])],
        {"kin": {}, "interest": {}, "in-team": {"superior": "hard"}, "unfit": {}, "seats": {}},
        units=[unit("m1", None, leading_group=[{"name": "W", "person": "w"}])],
        relations=[
            {"person": "w", "kind": "collateral", "other_person": "x"},
            {"person": "y", "kind": "spouse", "other_person": "w"},
            {"person": "x", "kind": "near-in-law", "other_person": "z"},
        ],
        unfit=[{"person": "z", "unit": "m1"}, {"person": "z", "county": "A"}],
    ),
}
