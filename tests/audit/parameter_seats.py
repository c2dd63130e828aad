"""Parameters of sections A and B, counted by hand."""

from typing import Any

from tests.audit.parameter_cases import (
    BARRED,
    LEADER,
    NOTHING,
    ONE,
    PAIR,
    TRIO,
    Case,
    Said,
    case,
    case_of_hardness,
    grant,
    missing,
    soft,
    someone,
    waived,
)
from tests.builders import person, seat, team, unit

__all__ = ["SEAT_CASES"]

H = [{"skill": "h"}]
HIGH = [unit("a1", "A", head_rank="division-head")]
FLOATING: dict[str, Any] = {
    "people": [person("x", skills=H)],
    "teams": [team(f"T{at}", f"s{at}", needs=H) for at in (1, 2, 3)],
    "seats": {},
    "services": tuple((f"T{at}", "x", ("h",)) for at in (1, 2, 3)),
    "others": {"skill-mix": {"needs": []}},
    "source_sets": {"squad": ["x"], "nobody": []},
}


def _gate(name: str, teams: Any = ONE, **fields: Any) -> Case:
    return case("gates", name, (True, BARRED), (False, NOTHING), people=someone(**fields), teams=teams)


SEAT_CASES: list[Case] = [
    # A
    case(
        "role-pools",
        "matrix",
        ({"staff": ["member"]}, NOTHING),
        ({"staff": ["leader"], "leader": ["member"]}, BARRED),
        people=someone(pools=["staff"]),
    ),
    case("rank", "leader", (True, BARRED), (False, NOTHING), teams=LEADER, units=HIGH),
    case(
        "rank",
        "deputy",
        (True, BARRED),
        (False, NOTHING),
        teams=[team("T1", seat("s", "deputy"))],
        units=HIGH,
    ),
    case_of_hardness("rank", 1, teams=LEADER, units=HIGH),
    _gate("appraisal", appraisal="basic"),
    _gate("trained", trained=False),
    _gate("clue", open_clue=True),
    _gate("in_pool", in_pool=False),
    _gate("leave", leave=[{"start": "2026-03-10", "end": "2026-03-10"}]),
    _gate("party", LEADER, party="none"),
    case("gates", "age_limit", (None, NOTHING), (46, NOTHING), (45, BARRED)),
    case(
        "branch",
        "n",
        (1, NOTHING),
        (2, missing(1)),
        (3, missing(2)),
        teams=PAIR,
        people=["x", person("y", party="none")],
    ),
    case(
        "reserved-seats",
        "groups",
        ([], NOTHING),
        ([{"id": "G", "source_set": "set", "teams": ["T1"]}], BARRED),
        ([{"id": "G", "source_set": "set", "n": 2, "teams": ["T1", "T2"]}], NOTHING),
        ([{"id": "G", "source_set": "set", "n": 3, "teams": ["T1", "T2"]}], BARRED),
        teams=[*PAIR, team("T2", "u", "v")],
        seats={"s": "x", "t": "y", "u": "z"},
        source_sets={"set": ["z"]},
    ),
    case("desks", "desks", (1, NOTHING), (2, missing(2)), teams=[team("T1", seat("s", "leader"), "t", "u")]),
    case(
        "desks",
        "hardness",
        ("waivable", Said(missing=1, waived=1)),
        ("hard", missing(2)),
        teams=PAIR,
        waivers=grant("desks", 1),
    ),
    case("floaters", "m", (2, BARRED), (3, NOTHING), **FLOATING),
    case("floaters", "d", (5, BARRED), (6, NOTHING), fixed={"days_per_team": 2}, **FLOATING),
    case("floaters", "days_per_team", (1, NOTHING), (2, BARRED), **FLOATING),
    case("floaters", "source_set", (None, NOTHING), ("squad", NOTHING), ("nobody", Said(3)), **FLOATING),
    # B
    case(
        "city-class",
        "treat_as",
        ("external", NOTHING),
        ("neither", BARRED),
        people=someone(work_county="city"),
        teams=[team("T1", seat("s", origin="external"))],
        others={"origin": {}},
        told="origin",
    ),
    case(
        "sensitive-duties",
        "k",
        (1, NOTHING),
        (2, soft(1, 10)),
        people=["x", person("y", work_county="A"), "z"],
        teams=[team("T1", seat("s", "leader"), "t", "u")],
    ),
    case(
        "sensitive-duties",
        "weight",
        (10, soft(1, 10)),
        (3, soft(1, 3)),
        teams=(*LEADER, team("T2", "t")),
        fixed={"k": 1},
    ),
    case(
        "sender-spread",
        "q",
        (1, waived(2)),
        (2, waived(1)),
        (3, NOTHING),
        teams=TRIO,
        waivers=grant("sender-spread"),
    ),
    case_of_hardness("sender-spread", 1, teams=TRIO),
]
