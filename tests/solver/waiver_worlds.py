"""Micro instances with one waivable rule on and waivers that cover, cover in part, or do not cover at all."""

from typing import Any

from bianzu.models import Instance
from tests.builders import (
    make_instance,
    past,
    person,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)

__all__ = ["WAIVER_WORLDS"]

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
    "place of the spouse": _waived(
        "place",
        {"spouse": "waivable"},
        waiver("w", "place", person="x"),
        people=[person("x", spouse_work="A"), person("y", spouse_work="A", native="A")],
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
    "couples": _waived(
        "couples",
        {"classes": ["spouse", "classmate"]},
        waiver("w", "couples", person="y", amount=2),
        teams=[team("T1", "s", "t"), team("T2", "u")],
        people="xyz",
        relations=[
            {"person": who, "kind": kind, "other_person": other}
            for who, kind, other in (("x", "spouse", "y"), ("z", "classmate", "x"), ("y", "classmate", "z"))
        ],
    ),
    "couples that no waiver helps": _waived(
        "couples",
        {"hardness": "hard"},
        waiver("w", "couples", amount=2),
        people="xyz",
        rules={"one-seat": {}},
        relations=[{"person": "x", "kind": "spouse", "other_person": "y"}],
    ),
    "post-strength": _waived(
        "post-strength",
        {"n": 1},
        waiver("w", "post-strength", unit="c1"),
        waiver("v", "post-strength", unit="m1", amount=2, granted="2026-05-01"),
        teams=[team("T1", "s", "t"), team("T2", "u")],
        people="xyz",
        rounds=(past("Y", "2025-01-01", "2026-04-15"), planned("R1", "2026-04-15", "2026-05-20")),
        history=[
            *(record(who, "Y", units=["c1", "b1"]) for who in "xy"),
            record("z", "Y", units=["m1"]),
        ],
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
