"""Parameters of sections C and D, counted by hand."""

from typing import Any

from tests.audit.parameter_cases import (
    BARRED,
    LEADER,
    NOTHING,
    PAIR,
    ROUNDS,
    TRIO,
    Case,
    Said,
    case,
    case_of_hardness,
    grant,
    soft,
    someone,
    tie,
    waived,
)
from tests.builders import Tree, person, record, team, unit

__all__ = ["RECUSAL_CASES"]

WHOLE = {"cross_form": "whole", "units": []}
SYSTEM = [unit("a1", "A", system="k"), unit("b1", "B", system="k")]
CLASSMATES = [{"person": "x", "kind": "classmate", "other_person": "y"}]
SPOUSES = [{"person": "x", "kind": "spouse", "other_person": "y"}]
APART = [team("T1", "s"), team("T2", "t")]
SENT: dict[str, Any] = {
    "teams": [team("T1", "s", **WHOLE)],
    "others": {"cross-form": {}},
    "rounds": ROUNDS,
}
"""A whole team of county B in county A."""
BOTH_WAYS: dict[str, Any] = {
    "people": ["x", person("y", work_county="A")],
    "teams": [team("T1", "s", **WHOLE), team("T2", "t", host_counties=["B"], **WHOLE)],
    "others": {"cross-form": {}},
}


def _place(name: str, *values: tuple[str, Said], **fields: Any) -> Case:
    """Every other clause off, and a waiver at hand."""
    off = dict.fromkeys(("work", "grown", "native", "residence", "birth", "spouse"), "off") | {name: ""}
    fixed = {other: value for other, value in off.items() if value}
    return case("place", name, *values, people=someone(**fields), fixed=fixed, waivers=grant("place"))


def _career(**fields: Any) -> list[Tree]:
    return someone(career=[{"start": "2020-07", "end": "2021-06", **fields}])


RECUSAL_CASES: list[Case] = [
    # C
    _place("work", ("hard", BARRED), ("off", NOTHING), work_county="A"),
    _place("grown", ("hard", BARRED), ("off", NOTHING), grown="A"),
    _place("native", ("waivable", waived(1)), ("hard", BARRED), ("off", NOTHING), native="A"),
    _place("residence", ("waivable", waived(1)), ("hard", BARRED), ("off", NOTHING), residence="A"),
    _place("spouse", ("waivable", waived(1)), ("hard", BARRED), ("off", NOTHING), spouse_work="A"),
    _place(
        "birth",
        ("soft", soft(1, 10)),
        ("waivable", waived(1)),
        ("hard", BARRED),
        ("off", NOTHING),
        birth_place="A",
    ),
    case("place", "weight", (10, soft(1, 10)), (4, soft(1, 4)), people=someone(birth_place="A", native="C")),
    case("service", "unit_clause", (True, BARRED), (False, NOTHING), people=someone(work_unit="a1")),
    case(
        "service",
        "county_clause",
        (True, BARRED),
        (False, NOTHING),
        people=_career(end="2025-01", county="A", county_managed=True),
    ),
    case("service", "y", (3, NOTHING), (4, NOTHING), (5, BARRED), people=_career(unit="a1")),
    case("service", "z", (2, NOTHING), (1, BARRED), people=_career(unit="a1"), fixed={"y": 0}),
    case("service", "yc", (3, NOTHING), (5, BARRED), people=_career(county="A", county_managed=True)),
    case(
        "kin",
        "classes",
        (["spouse", "collateral"], BARRED),
        (["spouse"], NOTHING),
        relations=[tie("collateral")],
    ),
    case(
        "kin",
        "staff_classes",
        (["spouse", "direct-blood"], BARRED),
        (["spouse"], NOTHING),
        relations=[tie("direct-blood", leader=False)],
    ),
    case(
        "interest",
        "ties",
        (["classmate"], soft(1, 10)),
        (["teacher-student"], NOTHING),
        relations=[tie("classmate")],
    ),
    case(
        "interest",
        "years",
        (3, NOTHING),
        (5, soft(1, 10)),
        relations=[tie("superior-subordinate", end="2021-06")],
    ),
    case(
        "interest",
        "strict_roles",
        (["leader", "deputy"], soft(1, 10)),
        (["member"], BARRED),
        relations=[tie("classmate")],
    ),
    case(
        "interest",
        "strict_hardness",
        ("waivable", waived(1)),
        ("hard", BARRED),
        teams=LEADER,
        relations=[tie("classmate")],
        waivers=grant("interest"),
    ),
    case("interest", "weight", (10, soft(1, 10)), (4, soft(1, 4)), relations=[tie("classmate")]),
    case("system", "strict_roles", (["leader"], soft(1, 10)), (["member"], BARRED), units=SYSTEM),
    case("system", "soft_roles", (["member"], soft(1, 10)), (["liaison"], NOTHING), units=SYSTEM),
    case(
        "system",
        "strict_hardness",
        ("waivable", waived(1)),
        ("hard", BARRED),
        teams=LEADER,
        units=SYSTEM,
        waivers=grant("system"),
    ),
    case("system", "weight", (10, soft(1, 10)), (4, soft(1, 4)), units=SYSTEM),
    case(
        "in-team",
        "kin",
        ("hard", BARRED),
        ("off", NOTHING),
        teams=PAIR,
        fixed={"same_unit": "off"},
        relations=SPOUSES,
    ),
    case(
        "in-team",
        "superior",
        ("waivable", waived(1)),
        ("hard", BARRED),
        ("off", NOTHING),
        people=["x", person("y", superior="x")],
        teams=PAIR,
        fixed={"same_unit": "off"},
        waivers=grant("in-team"),
    ),
    case(
        "in-team",
        "same_unit",
        ("waivable", waived(1)),
        ("hard", BARRED),
        ("off", NOTHING),
        teams=PAIR,
        waivers=grant("in-team"),
    ),
    case("in-team", "n", (1, waived(2)), (2, waived(1)), (3, NOTHING), teams=TRIO, waivers=grant("in-team")),
    case(
        "couples",
        "classes",
        (["spouse"], NOTHING),
        (["classmate"], BARRED),
        teams=APART,
        relations=CLASSMATES,
    ),
    case_of_hardness("couples", 1, teams=APART, relations=SPOUSES),
    case_of_hardness("repeat-unit", 1, rounds=ROUNDS, history=[record("x", "P0", units=["a1"])]),
    case(
        "repeat-county",
        "g",
        (1, NOTHING),
        (2, soft(1, 10)),
        teams=LEADER,
        rounds=ROUNDS,
        history=[record("x", "P0", counties=["A"])],
    ),
    case(
        "repeat-county",
        "g_others",
        (1, NOTHING),
        (2, soft(1, 10)),
        rounds=ROUNDS,
        history=[record("x", "P0", counties=["A"])],
    ),
    case(
        "repeat-county",
        "weight",
        (10, soft(1, 10)),
        (4, soft(1, 4)),
        rounds=ROUNDS,
        history=[record("x", "R0", counties=["A"])],
    ),
    # D
    case("no-swap", "mode", ("forbid", BARRED), ("avoid", soft(1, 10)), ("allow", NOTHING), **BOTH_WAYS),
    case("no-swap", "weight", (10, soft(1, 10)), (4, soft(1, 4)), fixed={"mode": "avoid"}, **BOTH_WAYS),
    case(
        "no-swap",
        "look_back",
        (1, NOTHING),
        (2, BARRED),
        people=["x", person("y", work_county="A")],
        history=[record("y", "P0", counties=["B"])],
        **SENT,
    ),
    case(
        "fresh-pairing",
        "w",
        (1, NOTHING),
        (2, waived(1)),
        (None, waived(1)),
        history=[record("x", "P0", counties=["A"])],
        waivers=grant("fresh-pairing"),
        **SENT,
    ),
    case(
        "fresh-pairing",
        "weight",
        (10, soft(1, 10)),
        (4, soft(1, 4)),
        teams=LEADER,
        rounds=ROUNDS,
        history=[record("x", "R0", counties=["A"], role="leader")],
    ),
    case("flow-balance", "d", (0, waived(2)), (1, NOTHING), waivers=grant("flow-balance"), **SENT),
    case_of_hardness("flow-balance", 2, 2, fixed={"d": 0}, **SENT),
]
