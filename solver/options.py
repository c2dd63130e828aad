"""What a caller may set and what a caller hears while a solve runs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bianzu.models.plan import LevelName

__all__ = ["CancelToken", "Phase", "Progress", "ProgressCallback", "SolveOptions"]

Phase = Literal[
    "start", "eligibility", "model", "relaxation", "search", "polish", "assembly", "audit", "done"
]


@dataclass(frozen=True)
class SolveOptions:
    """Options of one solve.

    Attributes
    ----------
    seed
        Seed of the tie-break and of every engine.
    draw
        A public value: the seed is derived from it and the instance (`bianzu.draw_seed`), and the plan names
        it. ``seed`` stays 0 then.
    budget
        Deterministic limit in work units (roughly CP-SAT deterministic seconds); ``None`` for the
        default. Unlike ``time_limit`` it never makes the plan depend on the machine.
    gap
        Stop when the proven gap (`Plan.gap`) is at or below; ``None`` to go on until nothing is left to find.
        Deterministic like the budget.
    until
        Stop when this level and all before it are proven; later ones are left as they are found.
        Deterministic like the budget.
    time_limit
        Wall-clock limit in seconds: an emergency stop that is recorded in ``provenance.run``.
    memory_limit_mib
        Memory cap of the solving process (where the platform has one); ``None`` for none.

    A solving process that dies is started once more, with the same limits; ``time_limit`` counts over both.
    """

    seed: int = 0
    budget: int | None = None
    time_limit: float | None = None
    memory_limit_mib: int | None = 4096
    draw: str | None = None
    gap: float | None = None
    until: LevelName | None = None

    def __post_init__(self) -> None:
        if self.gap is not None and not (math.isfinite(self.gap) and self.gap >= 0):
            raise ValueError("a gap is finite and not negative")
        if self.draw is not None and self.seed != 0:
            raise ValueError("a draw derives the seed: give one of the two")


@dataclass(frozen=True)
class Progress:
    """One heartbeat. ``level`` is a level name of the plan; values are of that level."""

    phase: Phase
    seconds: float
    level: str | None = None
    incumbent: int | None = None
    bound: int | None = None

    @property
    def gap(self) -> float | None:
        """|incumbent − bound| / max(1, |incumbent|), ``None`` when either is unknown."""
        if self.incumbent is None or self.bound is None:
            return None
        return abs(self.incumbent - self.bound) / max(1, abs(self.incumbent))


ProgressCallback = Callable[[Progress], None]


class CancelToken(Protocol):
    """Anything like `threading.Event`: the solve stops soon after ``is_set`` turns true."""

    def is_set(self) -> bool: ...
