"""Instances of one seat a round, for proofs over several planned rounds."""

from typing import Any

from bianzu.models import Instance
from tests.builders import make_instance, past, pin, planned, team

__all__ = ["FILLED", "NOT_IN_R1", "NOT_IN_R2", "R0", "R1", "R2", "R3", "make_rotation"]

R0, R1, R2, R3 = (
    past("R0", "2025-09-01"),
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2026-10-01", "2026-11-15"),
)
NOT_IN_R1, NOT_IN_R2 = pin("must-not", "x", round="R1"), pin("must-not", "x", round="R2")
FILLED = {"leader-seats": 10**6, "other-seats": 10**6}


def make_rotation(
    people: Any, rules: dict[str, Any], *teams: Any, rounds: Any = (R1, R2), **parts: Any
) -> Instance:
    """One seat a round: s in R1, t in R2."""
    chosen = teams or (team("T1", "s"), team("T2", "t", round="R2"))
    return make_instance(people, chosen, {"one-seat": {}, "seats": {}, **rules}, rounds=rounds, **parts)
