"""Small worlds of the rules on use over time, over two or three planned rounds."""

from tests.audit.small_worlds import World, exclusion, world
from tests.builders import past, person, planned, record, seat, team

__all__ = ["ROTATION_WORLDS"]

P0, R0 = past("P0", "2025-01-01"), past("R0", "2025-09-01")
R1, R2, R3 = (
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2026-10-01", "2026-11-15"),
)
PEOPLE = [person(name) for name in "abcd"]
PAIRS = [
    team("T1", seat("s", "leader"), "t", "u"),
    team("T2", seat("v", "leader"), "w", "x", round="R2"),
]
POSTS = [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")]

ROTATION_WORLDS: tuple[World, ...] = (
    exclusion(
        "rating",
        person("x", last_rating="competent"),
        person("y", last_rating="basic"),
        person("z", last_rating="excellent"),
        code="wrong-rule-result",
        setting={"gate": False, "preference": 3},
        rounds=(R0, R1),
        history=[record("z", "R0", rating="competent")],
    ),
    world(
        "service-floor",
        "s=a t=b",
        "s=a t=a",
        "s=a",
        "t=b",
        "s=c t=b",
        code="wrong-rule-result",
        people=[*PEOPLE[:2], person("c", pools=[])],
        rounds=(R1, R2),
        teams=POSTS[:2],
    ),
    world(
        "keep-backbone",
        "s=a t=b u=c v=a w=d",
        "s=a t=b u=c w=d",
        "s=a t=b u=c v=a w=b",
        "s=a t=b u=c v=a w=b x=c",
        code="wrong-rule-result",
        people=PEOPLE,
        rounds=(R1, R2),
        teams=PAIRS,
    ),
    world(
        "fresh-pairs",
        "s=a t=b u=c v=b w=d",
        "s=a t=b u=c v=b w=c",
        "s=a t=b u=c v=b w=a",
        "s=a t=b u=c v=a w=d x=b",
        code="wrong-rule-result",
        people=PEOPLE,
        rounds=(R1, R2),
        teams=PAIRS,
    ),
    world(
        "tenure",
        "s=a t=a u=b",
        "s=a t=a u=a",
        "s=d t=d u=b",
        "s=c t=c u=b",
        code="excluded",
        people=PEOPLE,
        setting={"t": 4},
        rounds=(P0, R0, R1, R2, R3),
        teams=POSTS,
        history=[
            record("d", "R0", units=["a1"]),
            *(record("c", item, units=["a1"]) for item in ("P0", "R0")),
        ],
    ),
    world(
        "succession",
        "s=a t=e u=a",
        "s=c t=c u=c",
        "s=a t=d u=e",
        "t=c u=c",
        "s=a u=a",
        code="wrong-rule-result",
        people=[
            person("a"),
            person("c", work_unit="c1"),
            person("d", work_unit="b2"),
            person("e"),
        ],
        rounds=(P0, R0, R1, R2, R3),
        teams=POSTS,
        history=[record("c", "P0", units=["a1"]), record("a", "R0", units=["a1"]), record("c", "R0")],
    ),
    world(
        "no-return",
        "s=a t=a u=b",
        "s=a t=b u=a",
        "s=c t=a u=a",
        "s=b t=d u=b",
        code="wrong-rule-result",
        people=PEOPLE,
        rounds=(P0, R0, R1, R2, R3),
        teams=POSTS,
        history=[record("c", "P0", units=["a1"]), record("d", "R0", units=["a1"])],
    ),
)
