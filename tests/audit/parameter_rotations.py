"""Parameters of sections E to G, counted by hand."""

from typing import Any

from tests.audit.parameter_cases import (
    LEADER,
    NOTHING,
    ONE,
    PAIR,
    ROUNDS,
    TRIO,
    Case,
    Said,
    case,
    case_of_hardness,
    case_of_limit,
    case_of_weight,
    grant,
    missing,
    soft,
    someone,
    waived,
)
from tests.builders import past, person, planned, record, seat, team, unit

__all__ = ["ROTATION_CASES"]

LONG = past("R0", "2025-09-01", "2025-11-15")
NEED = {"skill": "h"}
ALONE = {"needs": [NEED], "tag_needs": {}}
SKILLED = [{"skill": "h"}, {"skill": "i"}]
JOINT = (
    team(
        "T1",
        seat("s", "liaison"),
        seat("t", "liaison", side="audit"),
        seat("u"),
        form="joint-audit",
    ),
)
AGED = [person("x", birth="1991-02"), person("y", birth="1980-01"), person("z", birth="1985-01")]
SPREAD = (team("T1", "s"), team("T2", "t"))


SERVED: dict[str, Any] = {"rounds": ROUNDS, "history": [record("x", "P0"), record("x", "R0")]}
STAYED: dict[str, Any] = {
    "rounds": (ROUNDS[0], LONG, ROUNDS[2]),
    "history": [record("x", "R0", units=["a1"])],
}
HELD: dict[str, Any] = {
    "teams": PAIR,
    "rounds": (past("Y", "2025-01-01", "2026-04-15"), planned("R1", "2026-04-15", "2026-05-20")),
    "history": [record(who, "Y", units=["m1"]) for who in "xyz"],
}
RETURNED: dict[str, Any] = {
    "rounds": ROUNDS,
    "history": [record("x", "P0", units=["a1"]), record("y", "R0", units=["a1"])],
}
OWING: dict[str, Any] = {"people": ["x", person("y", promoted_on="2025-06-01")]}
"""``y`` does not serve; the window ends on 1 June 2026, and a next round is assumed on 1 July."""
TOGETHER: dict[str, Any] = {"rounds": ROUNDS, "history": [record("x", "P0"), record("y", "P0")]}
LISTED = {"a": "x", "b": "y"}

ROTATION_CASES: list[Case] = [
    # E
    case(
        "skill-mix",
        "needs",
        ([], NOTHING),
        ([NEED], soft(1, 20)),
        ([{**NEED, "need": 2}], soft(2, 40)),
        teams=PAIR,
        fixed={"tag_needs": {}},
    ),
    case(
        "skill-mix",
        "tag_needs",
        ({}, NOTHING),
        ({"big": [NEED], "small": [{"skill": "i"}]}, soft(1, 20)),
        fixed={"needs": []},
        units=[unit("a1", "A", tags=["big"])],
    ),
    case("skill-mix", "hard_skills", ([], soft(1, 20)), (["h"], missing(1)), fixed=ALONE),
    case(
        "skill-mix",
        "hard_hardness",
        ("waivable", waived(1)),
        ("hard", missing(1)),
        fixed={**ALONE, "hard_skills": ["h"]},
        waivers=grant("skill-mix"),
    ),
    case(
        "skill-mix",
        "c",
        (2, NOTHING),
        (1, soft(1, 20)),
        people=someone(skills=SKILLED),
        fixed={"needs": SKILLED, "tag_needs": {}},
        counts={"2": {"s": ("h", "i")}, "1": {"s": ("h",)}},
    ),
    case_of_weight("skill-mix", 1, 20, fixed=ALONE),
    case("audit-seats", "a", (1, NOTHING), (2, missing(1)), (3, missing(2)), fixed={"b": 2}, teams=JOINT),
    case("audit-seats", "b", (2, NOTHING), (3, missing(1)), (5, missing(3)), fixed={"a": 1}, teams=JOINT),
    case("age-bands", "young", (35, NOTHING), (34, soft(1, 10)), people=AGED, teams=TRIO),
    case("age-bands", "middle", (45, NOTHING), (46, soft(1, 10)), people=AGED, teams=TRIO),
    case_of_weight("age-bands", 2, 10),
    case(
        "mentoring",
        "f_percent",
        (50, Said(units=1, cost=10, missing=1)),
        (0, Said(units=2, cost=20, missing=1)),
        (100, missing(1)),
        teams=PAIR,
    ),
    case(
        "mentoring",
        "weight",
        (10, Said(units=1, cost=10, missing=1)),
        (3, Said(units=1, cost=3, missing=1)),
        teams=PAIR,
    ),
    case(
        "seniority",
        "senior",
        ("section-head", NOTHING),
        ("division-head", soft(1, 10)),
        teams=TRIO,
        fixed={"junior": "section-head"},
    ),
    case(
        "seniority",
        "junior",
        ("section-head", NOTHING),
        ("fourth-grade", soft(1, 10)),
        teams=TRIO,
        fixed={"senior": "clerk"},
    ),
    case_of_weight("seniority", 1, 10, teams=TRIO, fixed={"senior": "clerk", "junior": "clerk"}),
    case_of_weight("gender", 1, 10, teams=PAIR),
    case(
        "together",
        "pairs",
        ([], NOTHING),
        ([LISTED], soft(1, 10)),
        ([{**LISTED, "weight": 3}], soft(1, 3)),
        teams=SPREAD,
    ),
    case(
        "apart",
        "pairs",
        ([], NOTHING),
        ([LISTED], Said(breaches=1)),
        ([{**LISTED, "hardness": "soft"}], soft(1, 10)),
        ([{**LISTED, "hardness": "soft", "weight": 3}], soft(1, 3)),
        teams=PAIR,
    ),
    case(
        "balance",
        "fields",
        (["experience"], soft(2, 20)),
        (["n"], soft(5, 50)),
        (["n", "experience"], soft(7, 70)),
        people=[person("x", earlier_rounds=3, numbers={"n": 5}), person("y", earlier_rounds=1)],
        teams=SPREAD,
    ),
    case_of_weight("balance", 2, 10, people=[person("x", earlier_rounds=2), "y"], teams=SPREAD),
    # F
    case("new-cadre", "n", (1, missing(1)), (2, missing(2)), **OWING),
    case("new-cadre", "w", (12, missing(1)), (13, soft(6, 6)), (14, soft(6, 6)), **OWING),
    case_of_weight("new-cadre", 6, 1, fixed={"w": 14}, **OWING),
    case("service-floor", "floor", (0, NOTHING), (1, soft(1, 10)), (2, soft(3, 30)), people=["x", "y"]),
    case_of_weight("service-floor", 1, 10, people=["x", "y"]),
    case_of_limit("service-cap", "cap", (3, 0), (2, 1), fixed={"y": 9}, **SERVED),
    case_of_limit("service-cap", "y", (1, 0), (0, 1), fixed={"cap": 9}, **SERVED),
    case_of_hardness("service-cap", 1, fixed={"cap": 2}, **SERVED),
    case_of_limit("rest", "c", (3, 0), (2, 1), (1, 1), **SERVED),
    case_of_hardness("rest", 1, **SERVED),
    case_of_limit(
        "borrow-cap",
        "bands",
        ([], 0),
        ([{"up_to": 20, "b": 1}, {"up_to": None, "b": 3}], 2),
        ([{"up_to": 10, "b": 1}, {"up_to": 21, "b": 2}], 1),
        ([{"up_to": None, "b": 3}], 0),
        teams=TRIO,
        units=[unit("b1", "B", staff_count=20)],
    ),
    case_of_hardness("borrow-cap", 2, teams=TRIO),
    case(
        "keep-backbone",
        "lo_percent",
        (30, NOTHING),
        (51, soft(1, 10)),
        teams=PAIR,
        rounds=ROUNDS,
        history=[record("x", "R0")],
    ),
    case(
        "keep-backbone",
        "hi_percent",
        (50, NOTHING),
        (49, soft(1, 10)),
        teams=PAIR,
        rounds=ROUNDS,
        history=[record("x", "R0")],
    ),
    case_of_weight("keep-backbone", 1, 10, teams=PAIR, rounds=ROUNDS),
    case("fresh-pairs", "g", (0, NOTHING), (1, NOTHING), (2, soft(1, 10)), teams=PAIR, **TOGETHER),
    case_of_weight("fresh-pairs", 1, 10, teams=PAIR, fixed={"g": 2}, **TOGETHER),
    case_of_weight("fair-load", 27, 1, people=someone(earlier_rounds=2)),
    case_of_limit("tenure", "t", (5, 0), (4, 1), **STAYED),
    case_of_hardness("tenure", 1, fixed={"t": 4}, **STAYED),
    case("no-return", "m", (14, NOTHING), (15, soft(1, 10)), (24, soft(1, 10)), **RETURNED),
    case_of_weight("no-return", 1, 10, **RETURNED),
    case_of_limit("post-strength", "n", (1, 0), (2, 1), (3, 2), (4, 2), **HELD),
    case_of_hardness("post-strength", 2, **HELD),
    case_of_weight(
        "succession",
        1,
        10,
        people=["x", person("y", work_unit="b2")],
        rounds=ROUNDS,
        history=[record("y", "R0", units=["a1"])],
    ),
    case("rating", "gate", (True, Said(breaches=1)), (False, NOTHING), people=someone(last_rating="basic")),
    case(
        "rating",
        "preference",
        (0, NOTHING),
        (5, soft(1, 5)),
        people=someone(last_rating="competent"),
    ),
    # G
    case("spacing", "w", (6, NOTHING), (7, soft(1, 10)), rounds=ROUNDS, history=STAYED["history"]),
    case_of_weight("spacing", 1, 10, rounds=ROUNDS, history=STAYED["history"]),
    case("presence", "d", (46, NOTHING), (47, missing(1)), (50, missing(4)), teams=LEADER),
    case("capacity", "n", (2, NOTHING), (1, Said(breaches=1)), teams=[{**ONE[0], "units": ["a1", "m1"]}]),
]
