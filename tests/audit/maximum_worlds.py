"""Small worlds in which a count must not be exceeded, and those of pins."""

from tests.audit.small_worlds import PEOPLE, TWO_TEAMS, world
from tests.builders import person, pin, team

__all__ = ["MAXIMA", "PINS"]

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
