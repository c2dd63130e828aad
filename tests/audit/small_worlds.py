"""Small worlds with one rule on: a valid seating, and seatings that break the rule."""

from dataclasses import dataclass
from typing import Any

from bianzu.models import Assignment, Instance
from tests.builders import assign, make_instance, past, person, planned, seat, team, unit

__all__ = [
    "LEADER",
    "PEOPLE",
    "ROUNDS",
    "SYSTEM",
    "TWO_TEAMS",
    "World",
    "exclusion",
    "seat_people",
    "tied",
    "world",
]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
LEADER = seat("s", "leader")
SYSTEM = (unit("a1", "A", head_rank="section-head", system="x"), unit("b1", "B", system="x"))
PEOPLE = [
    person("a"),
    person("b", work_unit="b2"),
    person("c", work_unit="c1", work_county="C"),
    person("d", work_unit="m1", work_county="city"),
    person("e"),
]
TWO_TEAMS = [team("T1", "s", "t"), team("T2", "u", "v")]


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
