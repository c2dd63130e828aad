"""Parameters over several planned rounds, counted by hand: what was on record elsewhere is planned here.

Rounds: R1 in March 2026, R2 in June, R3 in September; ``x`` sits in all of them unless a case says otherwise.
"""

from typing import Any

from tests.audit.parameter_cases import (
    BARRED,
    NOTHING,
    Case,
    Said,
    case,
    case_of_hardness,
    case_of_limit,
    case_of_weight,
    grant,
    missing,
    soft,
    tie,
    waived,
)
from tests.builders import Tree, past, person, planned, record, seat, team

__all__ = ["ROUND_CASES"]

ROUNDS = (
    planned("R1", "2026-03-01", "2026-04-15"),
    planned("R2", "2026-06-01", "2026-07-15"),
    planned("R3", "2026-09-01", "2026-10-15"),
)
ON = {"one-seat": {}}
WHOLE = {"cross_form": "whole", "units": []}


def _teams(*hosts: str, role: str = "member", seats: int = 1, **fields: Any) -> list[Tree]:
    """One team a round, in its county and at that county's first unit; seats ``s1``, ``s2`` … ``s1b`` …"""
    return [
        team(
            f"T{at}",
            *(seat(f"s{at}{letter}", role) for letter in ("", "b", "c")[:seats]),
            **{"round": f"R{at}", "host_counties": [host], "units": [f"{host.lower()}1"], **fields},
        )
        for at, host in enumerate(hosts, start=1)
    ]


def _sit(*people: str) -> dict[str, str]:
    """Who holds ``s1``, ``s2`` and ``s3``; nobody for a blank."""
    return {f"s{at}": who for at, who in enumerate(people, start=1) if who}


def _over(**parts: Any) -> dict[str, Any]:
    """The parts of a case over three rounds."""
    there = {"teams": _teams("A", "A", "A"), "seats": _sit("x", "x", "x")}
    return {**there, "rounds": ROUNDS, "others": {**ON, **parts.pop("others", {})}, **parts}


RETURNED = _over(seats=_sit("x", "y", "x"))
PAIRED = _over(
    teams=_teams("A", "A", "A", seats=2), seats={"s1": "x", "s1b": "y", "s2": "z", "s3": "x", "s3b": "y"}
)
OWING = _over(people=["x", person("y", promoted_on="2025-10-01")])
"""``y`` never serves; the window of 12 months holds R1, R2 and R3, that of 16 one assumed round more."""
SENT = _over(teams=_teams("A", "A", "A", **WHOLE), others={"cross-form": {}})
SWAPPED = _over(
    people=["x", person("y", work_county="A"), "z"],
    teams=_teams("A", "C", "B", **WHOLE),
    seats=_sit("x", "", "y"),
    others={"cross-form": {}},
)

SENT_TWICE = _over(teams=_teams("A", "A", **WHOLE), seats=_sit("x", "x"), others={"cross-form": {}})
MANAGED = {"start": "2023-01", "end": "2023-05", "county": "A", "county_managed": True}
FORMER = tie("superior-subordinate", end="2023-05")

ROUND_CASES: list[Case] = [
    # x is 46 in R1 and R2, 47 in R3
    case(
        "gates",
        "age_limit",
        (47, NOTHING),
        (46, BARRED),
        (45, Said(3)),
        **_over(people=[person("x", birth="1979-08")]),
    ),
    case(
        "gates",
        "leave",
        (True, BARRED),
        (False, NOTHING),
        **_over(people=[person("x", leave=[{"start": "2026-07-15", "end": "2026-08-31"}])]),
    ),
    # the career ended on 31 May 2023: three years before R1 and before R2's first day, not before R3's
    case(
        "service",
        "y",
        (3, Said(1)),
        (4, Said(3)),
        **_over(people=[person("x", career=[{"start": "2023-01", "end": "2023-05", "unit": "a1"}])]),
    ),
    case_of_hardness("repeat-unit", 2, 2, **_over()),
    case(
        "repeat-county",
        "g",
        (0, NOTHING),
        (1, soft(2, 20)),
        (2, soft(2, 20)),
        **_over(teams=_teams("A", "A", "A", role="leader")),
    ),
    case(
        "repeat-county",
        "g",
        (1, NOTHING),
        (2, soft(1, 10)),
        **_over(teams=_teams("A", "C", "A", role="leader")),
    ),
    case("repeat-county", "g_others", (1, NOTHING), (2, soft(1, 10)), **_over(teams=_teams("A", "C", "A"))),
    case_of_weight("repeat-county", 2, 10, **_over()),
    case(
        "couples",
        "classes",
        (["spouse"], Said(waived=1)),
        (["classmate"], NOTHING),
        **_over(
            teams=_teams("A", "A", seats=2),
            seats={"s1": "x", "s1b": "y", "s2": "x"},
            relations=[{"person": "x", "kind": "spouse", "other_person": "y"}],
            waivers=grant("couples"),
        ),
    ),
    # from county to county
    case("no-swap", "look_back", (1, NOTHING), (2, BARRED), **SWAPPED),
    case(
        "no-swap",
        "mode",
        ("forbid", BARRED),
        ("avoid", soft(1, 10)),
        ("allow", NOTHING),
        **(SWAPPED | {"fixed": {"look_back": 2}}),
    ),
    case(
        "fresh-pairing",
        "w",
        (0, NOTHING),
        (1, waived(2)),
        (2, waived(2)),
        **SENT,
        waivers=grant("fresh-pairing"),
    ),
    case_of_weight("fresh-pairing", 2, 10, **_over(teams=_teams("A", "A", "A", role="leader"))),
    case("flow-balance", "d", (0, waived(6)), (1, NOTHING), **SENT, waivers=grant("flow-balance", 9)),
    # make-up, round by round
    case(
        "together",
        "pairs",
        ([], NOTHING),
        ([{"a": "x", "b": "y"}], soft(2, 20)),
        **_over(teams=_teams("A", "A", "A", seats=2), seats={"s1": "x", "s1b": "y", "s2": "x", "s3": "y"}),
    ),
    case(
        "balance",
        "fields",
        (["experience"], soft(6, 60)),
        (["age"], soft(92, 920)),
        **_over(
            people=[person("x", earlier_rounds=3, birth="1979-08")],
            teams=[*_teams("A", "A"), team("T9", "t9", round="R1"), team("T8", "t8", round="R2")],
            seats=_sit("x", "x"),
        ),
    ),
    # use over time
    case(
        "new-cadre",
        "n",
        (1, Said(units=10, cost=10, missing=1)),
        (2, Said(units=20, cost=20, missing=2)),
        **OWING,
    ),
    case("new-cadre", "w", (12, Said(units=10, cost=10, missing=1)), (16, soft(13, 13)), **OWING),
    case("new-cadre", "weight", (1, soft(13, 13)), (3, soft(13, 39)), **OWING, fixed={"w": 16}),
    case("service-floor", "floor", (3, soft(3, 30)), (1, soft(1, 10)), **_over(people=["x", "y"])),
    case_of_limit("service-cap", "cap", (3, 0), (2, 1), (0, 3), fixed={"y": 9}, **_over()),
    case_of_limit("service-cap", "y", (3, 0), (2, 1), (0, 3), fixed={"cap": 9}, **_over()),
    case_of_limit("rest", "c", (3, 0), (2, 1), (1, 2), **_over()),
    case_of_limit(
        "borrow-cap",
        "bands",
        ([{"up_to": None, "b": 1}], 1),
        ([{"up_to": None, "b": 0}], 3),
        **_over(teams=_teams("A", "A", seats=2), seats={"s1": "x", "s1b": "y", "s2": "z"}),
    ),
    # kept: 1 of 2 seats in R2, 2 of 2 in R3
    case(
        "keep-backbone",
        "lo_percent",
        (50, NOTHING),
        (51, soft(1, 10)),
        fixed={"hi_percent": 100},
        **_over(
            teams=_teams("A", "A", "A", seats=2),
            seats={"s1": "x", "s1b": "y", "s2": "x", "s2b": "z", "s3": "z", "s3b": "x"},
        ),
    ),
    case(
        "keep-backbone",
        "hi_percent",
        (100, NOTHING),
        (50, soft(1, 10)),
        (49, soft(3, 30)),
        fixed={"lo_percent": 0},
        **_over(
            teams=_teams("A", "A", "A", seats=2),
            seats={"s1": "x", "s1b": "y", "s2": "x", "s2b": "z", "s3": "z", "s3b": "x"},
        ),
    ),
    case("fresh-pairs", "g", (1, NOTHING), (2, soft(1, 10)), **PAIRED),
    case_of_weight("fresh-pairs", 1, 10, fixed={"g": 2}, **PAIRED),
    # 3 rounds of x: 3 pools x 9; y none
    case_of_weight("fair-load", 27, 1, **_over()),
    # two months each: 2, 4, 6 in a row
    case_of_limit("tenure", "t", (6, 0), (5, 1), (3, 2), (1, 3), **_over()),
    case_of_hardness("tenure", 1, **_over(), fixed={"t": 5}),
    # from the end of R1 on 15 April to the start of R3 on 1 September
    case("no-return", "m", (4, NOTHING), (5, soft(1, 10)), **RETURNED),
    case_of_weight("no-return", 1, 10, **RETURNED),
    case_of_weight(
        "succession", 2, 10, **_over(people=["x", person("y", work_unit="b2")], seats=_sit("x", "y", "x"))
    ),
    # R1 ended on 15 April, R2 on 15 July
    case("spacing", "w", (1, NOTHING), (2, soft(2, 20)), (12, soft(2, 20)), **_over()),
    # 46 + 45 + 45 days, at the latest in the same year
    case("presence", "d", (136, NOTHING), (137, missing(1)), **_over()),
    # the same limits, hard or waivable, and the same years back from every round's own start
    case("gates", "trained", (True, Said(3)), (False, NOTHING), **_over(people=[person("x", trained=False)])),
    case(
        "service",
        "yc",
        (3, Said(1)),
        (4, Said(3)),
        **_over(people=[person("x", career=[MANAGED])]),
    ),
    case("interest", "years", (3, soft(1, 10)), (4, soft(3, 30)), **_over(relations=[FORMER])),
    case(
        "mentoring",
        "f_percent",
        (0, Said(units=3, cost=30, missing=3)),
        (100, missing(3)),
        **_over(),
    ),
    case(
        "post-strength",
        "n",
        (1, NOTHING),
        (2, waived(2)),
        waivers=grant("post-strength"),
        history=[record("x", "Y", units=["m1"]), record("y", "Y", units=["m1"])],
        **_over() | {"rounds": (past("Y", "2025-01-01", "2026-06-10"), *ROUNDS)},
    ),
    case_of_hardness("service-cap", 1, fixed={"cap": 2, "y": 9}, **_over()),
    case_of_hardness("rest", 1, **_over()),
    case_of_hardness("borrow-cap", 3, 3, fixed={"bands": [{"up_to": None, "b": 0}]}, **_over()),
    case_of_hardness("flow-balance", 4, 4, fixed={"d": 0}, **SENT_TWICE),
    case_of_weight("service-floor", 1, 10, **_over(people=["x", "y"])),
]
