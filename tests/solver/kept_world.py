"""Two teams of one seat; both are to be held by the last two people, who served in the round before."""

from bianzu.models import Instance
from tests.builders import make_instance, past, planned, record, team

__all__ = ["make_kept"]


def make_kept() -> Instance:
    """Each team alone sees that one is missing in the other."""
    return make_instance(
        ["a", "b", "c", "d"],
        [team("T1", "s"), team("T2", "t")],
        {"seats": {}, "one-seat": {}, "keep-backbone": {"lo_percent": 100, "hi_percent": 100}},
        rounds=[past("R0", "2025-09-01"), planned("R1")],
        history=[record(name, "R0") for name in "cd"],
    )
