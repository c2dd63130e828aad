"""What a minimum asks of a team, whoever is on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bianzu.models import Person, Seat

__all__ = ["Asked", "Counted", "Force"]

Force = Literal["hard", "waivable", "soft"]
"""How a rule binds."""

Counted = Callable[[Person, Seat], bool]
"""Whether a person on a seat of the team would count."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A need before it is held against the members."""

    rule: str
    clause: str | None
    force: Force
    need: int
    counted: Counted
    weight: int = 0
    skill: str | None = None
