"""Small worlds of the rules from county to county: whole teams, and leaders of mixed teams."""

from typing import Any

from tests.audit.small_worlds import World, world
from tests.builders import past, person, planned, record, seat, team

__all__ = ["FLOW_WORLDS"]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
PEOPLE = [person(name.lower(), work_county=name) for name in "ABCD"]
LED = [record(who, "R0", team="x", role="leader", counties=["A"]) for who in "bd"]


def _teams(**fields: Any) -> list[Any]:
    """A team of a leader in each of A, B and C."""
    return [
        team(f"T{host}", seat(name, "leader"), host_counties=[host], units=[], **fields)
        for name, host in zip("stu", "ABC", strict=True)
    ]


WHOLE = {"people": PEOPLE, "teams": _teams(cross_form="whole"), "rules": {"cross-form": {}}}
MIXED = {"people": PEOPLE, "teams": _teams()}

FLOW_WORLDS: tuple[World, ...] = (
    world(
        "no-swap",
        "s=b t=c u=a",
        "s=b t=a u=d",
        "s=c t=d u=a",
        "s=d t=c u=b",
        code="over-maximum",
        **WHOLE,
    ),
    world(  # A went to C and B to A in the last round; a team of half and half came from nowhere
        "no-swap",
        "s=b t=d u=b",
        "s=c",
        "s=d t=a",
        "s=c t=a u=b",
        code="over-maximum",
        setting={"look_back": 1},
        rounds=ROUNDS,
        history=[
            record("a", "R0", team="y", counties=["C"]),
            record("b", "R0", team="w", counties=["A"]),
            *(record(who, "R0", team="v", counties=["C"]) for who in "bd"),
            record("a", "P0", team="z", counties=["B"]),
        ],
        **WHOLE,
    ),
    world(
        "no-swap",
        "s=b t=c u=a",
        "s=b t=a u=a",
        "s=c t=c u=a",
        "s=d t=c u=b",
        code="wrong-rule-result",
        **MIXED,
    ),
    world(
        "fresh-pairing",
        "s=c t=d u=b",
        "s=b t=d",
        "s=d t=d u=b",
        "s=d",
        code="over-maximum",
        setting={"w": 1},
        rounds=ROUNDS,
        history=[
            record("c", "P0", team="z", counties=["A"]),
            record("d", "R0", team="y", counties=["A"]),
            record("b", "R0", team="w", counties=["A"]),
        ],
        **WHOLE,
    ),
    world(
        "fresh-pairing",
        "s=c t=d u=b",
        "s=b t=d u=b",
        "s=d t=d u=b",
        "s=b t=c u=d",
        code="wrong-rule-result",
        rounds=ROUNDS,
        history=[*LED, record("c", "P0", team="z", counties=["A"])],
        **MIXED,
    ),
    world(
        "flow-balance",
        "s=b t=c u=a",
        "s=b t=c",
        "s=b t=a u=d",
        "s=d t=d u=d",
        code="over-maximum",
        setting={"d": 0},
        **WHOLE,
    ),
)
