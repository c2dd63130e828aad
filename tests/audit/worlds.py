"""Small worlds with one rule on: a valid seating, and seatings that break the rule."""

from dataclasses import dataclass
from typing import Any

from bianzu.models import Assignment, Instance
from tests.builders import assign, make_instance, past, person, pin, planned, record, seat, team, unit

__all__ = ["WORLDS", "World", "seat_people"]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
LEADER = seat("s", "leader")


@dataclass(frozen=True)
class World:
    """Seatings are written ``s=p t=q:x+y``: seat, person and the skills that he or she counts for."""

    rule: str
    code: str
    instance: Instance
    valid: str
    broken: tuple[str, ...]


def seat_people(instance: Instance, seating: str) -> tuple[Assignment, ...]:
    pairs = dict(pair.split("=") for pair in seating.split())
    seats = {place: words.partition(":")[0] for place, words in pairs.items()}
    skills = {place: words.partition(":")[2].split("+") for place, words in pairs.items() if ":" in words}
    return assign(instance, seats, **skills)


def _places(seating: str) -> list[str]:
    return [pair.partition("=")[0] for pair in seating.split()]


def world(rule: str, valid: str, *broken: str, code: str, setting: Any = None, **parts: Any) -> World:
    parts.setdefault("teams", [team("T1", *_places(valid))])
    rules = {} if rule == "pins" else {rule: setting or {}, **parts.pop("rules", {})}
    return World(rule, code, make_instance(rules=rules, **parts), valid, broken)


def exclusion(rule: str, *bad: dict[str, Any], place: Any = "s", **parts: Any) -> World:
    """One seat that ``good`` may take and none of the bad."""
    people = [person("good", work_unit="b2"), *bad, *parts.pop("others", ())]
    broken = [f"s={item['id']}" for item in bad]
    parts.setdefault("code", "excluded")
    return world(rule, "s=good", *broken, people=people, teams=[team("T1", place)], **parts)


def tied(*kinds: str, leader: bool = True) -> list[dict[str, Any]]:
    return [
        {"person": who, "kind": kind, "other_unit": "a1", "other_is_leader": leader}
        for who, kind in zip("xyz", kinds, strict=True)
    ]


XYZ = tuple(person(name) for name in "xyz")
SYSTEM = (unit("a1", "A", head_rank="section-head", system="x"), unit("b1", "B", system="x"))

EXCLUSIONS = (
    exclusion(
        "role-pools",
        person("x", pools=["leader"]),
        person("y", pools=["specialist"]),
        person("z", pools=[]),
        place=seat("s", "liaison"),
    ),
    exclusion(
        "rank",
        person("x", rank="clerk"),
        person("y", rank=None),
        person("z", rank="fourth-grade"),
        place=LEADER,
        units=SYSTEM,
    ),
    exclusion(
        "gates",
        person("x", trained=False),
        person("y", leave=[{"start": "2026-04-15", "end": "2026-04-15"}]),
        person("z", appraisal="basic"),
    ),
    exclusion(
        "rating",
        person("x", last_rating="basic"),
        person("y", last_rating="incompetent"),
        person("z", last_rating="competent"),
        rounds=ROUNDS,
        history=[record("z", "R0", rating="basic")],
    ),
    exclusion("source-sets", *XYZ, place=seat("s", source_set="named"), source_sets={"named": ["good"]}),
    exclusion(
        "origin",
        person("x", work_county="A"),
        person("y", work_county=None),
        person("z", work_county="city"),
        place=seat("s", origin="external"),
        rules={"city-class": {"treat_as": "neither"}},
    ),
    exclusion(
        "place",
        person("x", native="A"),
        person("y", grown="A"),
        person("z", spouse_work="A"),
        person("w", residence="A"),
    ),
    exclusion(
        "service",
        person("x", work_unit="a1"),
        person("y", career=[{"start": "2020-01", "end": "2024-01", "unit": "a1"}]),
        person("z", career=[{"start": "2020-01", "county": "A", "county_managed": True}]),
    ),
    exclusion("kin", *XYZ, relations=tied("spouse", "collateral", "near-in-law")),
    exclusion(
        "interest",
        *XYZ,
        place=LEADER,
        relations=tied("declared-interest", "classmate", "superior-subordinate"),
    ),
    exclusion(
        "interest",
        *XYZ,
        recusal_requests=[
            {"id": who, "person": who, "decision": "upheld", **scope}
            for who, scope in zip("xyz", ({"county": "A"}, {"unit": "a1"}, {"county": "A"}), strict=True)
        ],
    ),
    exclusion("system", *XYZ, place=LEADER, units=SYSTEM),
    exclusion(
        "repeat-unit",
        *XYZ,
        rounds=ROUNDS,
        history=[
            record("x", "P0", units=["a1"]),
            record("y", "R0", units=["a1"]),
            record("z", "R0", units=["c1", "a1"]),
        ],
    ),
    exclusion(
        "repeat-county",
        *XYZ,
        code="wrong-rule-result",
        place=LEADER,
        rounds=ROUNDS,
        history=[
            record(who, item, counties=["A"]) for who, item in zip("xyz", ("P0", "R0", "P0"), strict=True)
        ],
    ),
    exclusion(
        "unfit",
        *XYZ,
        unfit=[{"person": "x"}, {"person": "y", "county": "A"}, {"person": "z", "unit": "a1"}],
    ),
    exclusion(
        "service-cap",
        *XYZ,
        code="over-maximum",
        setting={"cap": 1},
        rounds=ROUNDS,
        history=[record("x", "P0"), record("y", "R0"), record("z", "P0"), record("z", "R0")],
    ),
    exclusion(
        "rest",
        *XYZ,
        code="over-maximum",
        setting={"c": 1},
        rounds=ROUNDS,
        history=[record("x", "R0"), record("y", "R0"), record("z", "P0"), record("z", "R0")],
    ),
)

PEOPLE = [
    person("a"),
    person("b", work_unit="b2"),
    person("c", work_unit="c1", work_county="C"),
    person("d", work_unit="m1", work_county="city"),
    person("e"),
]
TWO_TEAMS = [team("T1", "s", "t"), team("T2", "u", "v")]

MAXIMA = (
    world(
        "one-seat",
        "s=a u=b",
        "s=a u=a",
        "s=a v=a",
        "t=b v=b",
        code="over-maximum",
        people=PEOPLE,
        teams=TWO_TEAMS,
    ),
    world(
        "sender-spread",
        "s=a t=c u=d",
        "s=a t=b u=c",
        "s=a t=e u=d",
        "s=b t=e u=a",
        code="over-maximum",
        people=PEOPLE,
        setting={"q": 1},
    ),
    world(
        "in-team",
        "s=a t=b u=c",
        "s=a t=e u=b",
        "s=b t=d u=c",
        "s=c t=a u=f",
        code="over-maximum",
        people=[*PEOPLE, person("f", work_unit="a1", superior="c")],
        relations=[{"person": "d", "kind": "spouse", "other_person": "b"}],
    ),
    world(
        "apart",
        "s=a t=b u=c",
        "s=a t=d u=c",
        "s=b t=c u=e",
        "s=e t=d u=c",
        code="over-maximum",
        people=PEOPLE,
        setting={"pairs": [{"a": "a", "b": "d"}, {"a": "e", "b": "b"}, {"a": "c", "b": "e"}]},
    ),
    world(
        "apart",
        "s=a t=b",
        "s=a t=c",
        "s=b t=c",
        "s=d t=c",
        code="wrong-rule-result",
        people=PEOPLE,
        setting={"pairs": [{"a": "c", "b": other, "hardness": "soft"} for other in "abd"]},
    ),
    world(
        "cross-form",
        "s=a t=b",
        "s=a t=c",
        "s=d t=b",
        "s=d t=c",
        code="over-maximum",
        people=PEOPLE,
        teams=[team("T1", "s", "t", cross_form="whole")],
    ),
    world(
        "borrow-cap",
        "s=a t=b u=c v=d",
        "s=a t=e",
        "s=a u=e",
        "u=e v=a",
        code="over-maximum",
        people=PEOPLE,
        teams=TWO_TEAMS,
    ),
)

MIXED = [
    person("a", party="none", gender="female", birth="1995-01", rank="clerk", earlier_rounds=3),
    person("b", gender="female", birth="1985-01", rank="section-deputy"),
    person("c", birth="1970-01", rank="division-head", work_county="A"),
    person("d", birth="1975-01", rank="section-head", earlier_rounds=2, work_county="A"),
    person("e", birth="1994-01", rank="clerk", party="probationary", earlier_rounds=1),
]
DUTY = [team("T1", "s", seat("t", duty="clue-ledger"))]
JOINT = [
    team(
        "T1",
        seat("s", "liaison"),
        seat("t"),
        seat("u", "auditor", side="audit"),
        seat("v", "liaison", side="audit"),
        form="joint-audit",
    )
]

JOINT = team("T1", seat("s", "liaison"), seat("t"), seat("u", "auditor", side="audit"), form="joint-audit")
HOLDER = person("p", skills=[{"skill": "h"}, {"skill": "x"}])

MINIMA = (
    world("seats", "s=a t=b", "s=a", "t=b", "", code="shortage-unnamed", people=MIXED),
    world(
        "branch",
        "s=b t=c u=d",
        "s=a t=c u=d",
        "s=b t=e u=d",
        "s=a t=e u=c",
        code="shortage-unnamed",
        people=MIXED,
    ),
    world(
        "desks",
        "t=b",
        "s=a t=b",
        "s=b t=a",
        "s=d",
        code="shortage-unnamed",
        people=MIXED,
        setting={"desks": 1},
        teams=[team("T1", LEADER, "t")],
    ),
    world(
        "audit-seats",
        "s=a t=b",
        "s=a t=b u=c",
        "s=b t=a u=d",
        "s=c t=d u=a",
        code="shortage-unnamed",
        people=MIXED,
        setting={"a": 1, "b": 2},
        teams=[JOINT],
    ),
    world(
        "mentoring",
        "s=a t=e",
        "s=b t=e",
        "s=e t=c",
        "s=c t=b",
        code="shortage-unnamed",
        people=MIXED,
    ),
    world(
        "mentoring",
        "s=a t=d u=b",
        "s=a t=c u=b",
        "s=d t=c u=b",
        "s=d t=b u=c",
        code="wrong-rule-result",
        people=MIXED,
    ),
    world(
        "seniority",
        "s=a t=c",
        "s=a t=e",
        "s=c t=d",
        "s=b t=e",
        code="shortage-unnamed",
        people=MIXED,
        setting={"senior": "section-head", "junior": "clerk"},
    ),
    world(
        "skill-mix",
        "s=p:h t=b",
        "s=a t=b",
        "s=p t=b",
        "s=p:x t=b",
        code="shortage-unnamed",
        people=[*MIXED, HOLDER],
        setting={"needs": [{"skill": "h"}], "hard_skills": ["h"]},
    ),
    world(
        "new-cadre",
        "s=p",
        "",
        "s=a",
        "s=b",
        code="shortage-unnamed",
        people=[*MIXED, person("p", promoted_on="2025-06-01")],
    ),
)

SOFT = (
    world(
        "skill-mix",
        "s=p:x t=b",
        "s=a t=b",
        "s=p t=b",
        "s=c t=d",
        code="wrong-rule-result",
        people=[*MIXED, HOLDER],
        setting={"needs": [{"skill": "x"}]},
    ),
    world(
        "age-bands",
        "s=a t=b u=c",
        "s=a t=e u=c",
        "s=b t=e u=a",
        "s=c t=d u=a",
        code="wrong-rule-result",
        people=MIXED,
    ),
    world("gender", "s=a t=c", "s=a t=b", "s=c t=d", "s=d t=e", code="wrong-rule-result", people=MIXED),
    world(
        "sensitive-duties",
        "s=c t=a",
        "s=a t=c",
        "s=c t=d",
        "s=b t=d",
        code="wrong-rule-result",
        people=MIXED,
        setting={"k": 1},
        teams=DUTY,
    ),
    world(
        "together",
        "s=a t=b",
        "s=a u=b",
        "s=a",
        "u=a t=b",
        code="wrong-rule-result",
        people=PEOPLE,
        setting={"pairs": [{"a": "a", "b": "b"}]},
        teams=TWO_TEAMS,
    ),
    world(
        "balance",
        "s=a t=d u=f v=e",
        "s=a t=b u=f v=e",
        "s=a t=d u=f v=c",
        "s=a t=d v=e",
        code="wrong-rule-result",
        people=[*MIXED, person("f", earlier_rounds=4)],
        teams=TWO_TEAMS,
    ),
    world("fair-load", "s=b", "s=a", "s=d", "s=e", code="wrong-rule-result", people=MIXED),
    world(
        "new-cadre",
        "s=p",
        "",
        "s=a",
        "s=b",
        code="wrong-rule-result",
        people=[*MIXED, person("p", promoted_on="2025-12-01")],
    ),
    world(
        "system",
        "s=a",
        "s=b",
        "s=c",
        "s=e",
        code="wrong-rule-result",
        people=[person("a", work_unit="b2"), *(person(name) for name in "bce")],
        units=SYSTEM,
    ),
    world(
        "place",
        "s=a",
        "s=b",
        "s=c",
        "s=e",
        code="wrong-rule-result",
        people=["a", *(person(name, birth_place="A") for name in "bce")],
    ),
)

PINS = (
    world(
        "pins",
        "s=a u=b",
        "s=b u=a",
        "u=b",
        "s=c u=b",
        code="pin-not-honoured",
        people=PEOPLE,
        teams=TWO_TEAMS,
        pins=[pin("must", "a", team="T1"), pin("lock", "b", seat="u")],
    ),
    world(
        "pins",
        "s=a u=b",
        "s=c u=b",
        "s=d u=b",
        "s=a u=e",
        code="excluded",
        people=PEOPLE,
        teams=TWO_TEAMS,
        pins=[
            pin("must-not", "c", seat="s"),
            pin("must-not", "d", team="T1"),
            pin("must-not", "e", round="R1"),
        ],
    ),
)

WORLDS = (*EXCLUSIONS, *MAXIMA, *MINIMA, *SOFT, *PINS)
