"""Micro instances with several rules on, waivers in odd scopes and teams that overlap only in part.

Together with the worlds of the audit's tests, which turn one rule on at a time, they touch every rule.
"""

from typing import Any

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
    waiver,
)

__all__ = ["MIXED_WORLDS", "WAIVER_WORLDS"]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
LEADER = seat("s", "leader")
SYSTEM_UNITS = (unit("a1", "A", head_rank="section-head", system="x"), unit("b1", "B", system="x"))
TWO_UNITS = team("T1", LEADER, "t", units=["a1", "m1"])


def _tie(who: str, kind: str, other: str, *, leader: bool = True) -> dict[str, Any]:
    return {"person": who, "kind": kind, "other_unit": other, "other_is_leader": leader}


def _waived(rule: str, setting: dict[str, Any], *waivers: dict[str, Any], **parts: Any) -> Instance:
    parts.setdefault("teams", [team("T1", "s", "t")])
    rules = {rule: setting, "seats": {}, **parts.pop("rules", {})}
    return make_instance(rules=rules, waivers=waivers, **parts)


NATIVES = [person("x", native="A"), person("y", native="A", residence="A"), person("z", trained=False)]
VETERANS = [record(who, item) for who in "xy" for item in ("P0", "R0")]

WAIVER_WORLDS: dict[str, Instance] = {
    "rank": _waived(
        "rank",
        {"deputy": True},
        waiver("w", "rank", person="x"),
        teams=[team("T1", LEADER, seat("t", "deputy"))],
        people=[person("x", rank="clerk"), person("y", rank=None), person("z", rank="section-deputy")],
        units=SYSTEM_UNITS,
    ),
    "desks": _waived(
        "desks",
        {"desks": 1},
        waiver("w", "desks"),
        teams=[team("T1", LEADER, "t"), team("T2", seat("u", "leader"))],
        people="xyz",
    ),
    "sender-spread": _waived(
        "sender-spread",
        {"q": 1},
        waiver("w", "sender-spread", team="T1"),
        people=["x", "y", "z", person("c", work_county="C")],
        teams=[team("T1", "s", "t", seat("l", origin="local"))],
    ),
    "place": _waived("place", {}, waiver("w", "place", amount=2), people=NATIVES),
    "place of one, gate of another": _waived(
        "place",
        {},
        waiver("w", "place"),
        people=[person("x", native="A", trained=False), "y", person("z", native="A")],
        rules={"gates": {}},
    ),
    "two units of one waiver": _waived(
        "place", {}, waiver("w", "place", amount=1), people=[NATIVES[1], NATIVES[0], "z"]
    ),
    "waiver of one rule, bar of another": _waived(
        "place",
        {},
        waiver("w", "place", person="x"),
        people=[person("x", native="A", rank="clerk"), "y"],
        rules={"rank": {}},
        teams=[team("T1", LEADER, "t")],
        units=SYSTEM_UNITS,
    ),
    "interest": _waived(
        "interest",
        {},
        waiver("w", "interest", unit="a1"),
        people="xyz",
        teams=[TWO_UNITS],
        relations=[_tie("x", "classmate", "a1"), _tie("y", "classmate", "a1"), _tie("y", "classmate", "m1")],
    ),
    "system": _waived(
        "system",
        {},
        waiver("w", "system", seat="s"),
        people=["x", "y", person("z", work_unit="b2")],
        teams=[team("T1", LEADER, seat("t", "deputy"), seat("u"))],
        units=SYSTEM_UNITS,
    ),
    "in-team": _waived(
        "in-team",
        {},
        waiver("w", "in-team", person="y"),
        waiver("v", "in-team", unit="b1"),
        people=[
            person("x", work_unit="b2"),
            person("y", superior="x"),
            "z",
            person("w", pools=["full-time"], superior="z"),
        ],
        teams=[team("T1", "s", "t", "u")],
    ),
    "repeat-unit": _waived(
        "repeat-unit",
        {},
        waiver("w", "repeat-unit", unit="a1", team="T1", amount=2),
        waiver("v", "repeat-unit", expires="2026-02-01"),
        people="xyz",
        rounds=ROUNDS,
        teams=[TWO_UNITS],
        history=[record("x", "P0", units=["a1"]), record("y", "R0", units=["a1", "m1"])],
    ),
    "service-cap": _waived(
        "service-cap",
        {"cap": 2, "y": 1},
        waiver("w", "service-cap", person="x"),
        waiver("v", "service-cap", team="T1"),
        people=["x", person("y", pools=["full-time"]), "z"],
        rounds=ROUNDS,
        history=[*VETERANS, record("z", "P0"), record("z", "R0")],
    ),
    "rest": _waived(
        "rest",
        {"c": 2},
        waiver("w", "rest"),
        people=["x", "y", person("z", pools=["full-time"])],
        rounds=ROUNDS,
        history=[*VETERANS, record("z", "P0"), record("z", "R0")],
    ),
    "borrow-cap": _waived(
        "borrow-cap",
        {},
        waiver("w", "borrow-cap", unit="b1"),
        waiver("v", "borrow-cap", unit="b2", granted="2026-03-02"),
        people=["x", "y", "z", person("p", work_unit="b2"), person("q", work_unit="b2")],
        donors=[{"unit": "b2", "limit": 1}],
        teams=[team("T1", "s", "t"), team("T2", "u")],
    ),
    "skill-mix": _waived(
        "skill-mix",
        {"needs": [{"skill": "h", "need": 2}, {"skill": "i"}], "hard_skills": ["h", "i"], "c": 1},
        waiver("w", "skill-mix", team="T1", amount=2),
        people=[
            person("x", skills=[{"skill": "h"}, {"skill": "i"}]),
            person("y", skills=[{"skill": "h"}]),
            "z",
        ],
        teams=[team("T1", "s", "t", "r"), team("T2", "u")],
    ),
    "the first waiver only": _waived(
        "rest",
        {"c": 1},
        waiver("w", "rest"),
        waiver("v", "rest", amount=5),
        people="xyz",
        rounds=ROUNDS,
        history=VETERANS,
    ),
    "county pairs cover nothing": _waived(
        "rest",
        {"c": 1},
        waiver("w", "rest", counties=["B", "A"]),
        people="xy",
        rounds=ROUNDS,
        history=[record("x", "R0")],
    ),
    "new cadre whose bar a waiver covers": _waived(
        "new-cadre",
        {},
        waiver("w", "place"),
        people=[
            person("x", native="A", promoted_on="2025-06-01"),
            person("y", native="A", residence="A", promoted_on="2025-06-01"),
            person("z", native="A", trained=False, promoted_on="2025-06-01"),
        ],
        rules={"place": {}, "gates": {}},
    ),
}
"""Waivers that cover, cover in part, or do not cover at all."""

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
"""Rules that meet."""
