"""The strict levels worked through one after the other, the same for every peer that is an engine.

First the face of complete plans: shortages and waivers are fixed at nought, which is their least value, and
the soft level is minimised. Only when the engine proves that face empty are the first four levels minimised
in order. Every level that is proven is pinned before the next one is minimised.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bianzu.solver.costs import CHANGES, SOFT, TIE_BREAK, WAIVERS

__all__ = [
    "LEVELS",
    "SHORT_LEVELS",
    "STEPS",
    "Engine",
    "Pins",
    "State",
    "Step",
    "UnsupportedInstanceError",
    "climb",
]

STEPS = tuple(level for level in range(TIE_BREAK) if level != CHANGES)
"""Levels that are worked through, as the solver numbers them; the tie-break is not, and no peer knows a
published list."""
LEVELS = len(STEPS)
SHORT_LEVELS = STEPS.index(SOFT)
"""So many of them come before the soft level."""

Pins = tuple[tuple[int, int], ...]
"""(level, value) pairs that hold."""


class UnsupportedInstanceError(Exception):
    """The peer's model is written for less, such as one planned round in which nobody holds two seats."""


@dataclass(frozen=True)
class Step:
    """What an engine says of one level, constants included.

    Attributes
    ----------
    status
        ``optimal``, ``feasible``, ``infeasible``, ``limit`` (nothing found in time) or ``failed``.
    value, bound
        Objective of the level and the engine's bound of it.
    keys
        The columns chosen, ``slot · people + person``.
    """

    status: str
    value: int | None = None
    bound: int | None = None
    keys: tuple[int, ...] | None = None
    note: str = ""


@dataclass(frozen=True)
class State:
    """Where a peer stands; it is told after every level, so that a peer that is killed leaves its best.

    Attributes
    ----------
    keys
        The columns of the best plan.
    values, bounds
        What the peer claims of each level: the plan's objective where it was minimised, and the proven bound.
    proven
        Whether all levels are.
    plan
        JSON of a whole plan, instead of columns.
    """

    keys: tuple[int, ...] | None = None
    values: tuple[int | None, ...] = (None,) * LEVELS
    bounds: tuple[int | None, ...] = (0,) * SHORT_LEVELS + (None,) * (LEVELS - SHORT_LEVELS)
    proven: bool = False
    note: str = ""
    plan: str | None = None


class Engine(Protocol):
    """One way to minimise a level."""

    def minimise(self, level: int, pins: Pins, *, complete: bool, seconds: float) -> Step:
        """Minimise a level under pins; ``complete``: over plans without shortages and waivers only.

        What it found at earlier levels it may use as a hint.
        """
        ...


def climb(
    build: Callable[[], Engine],
    tell: Callable[[State], None],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> State:
    """Work through the levels within a time; building the model counts."""
    deadline = clock() + seconds
    engine = build()
    best = State()
    values: list[int | None] = [None] * LEVELS
    bounds: list[int | None] = [0] * SHORT_LEVELS + [None] * (LEVELS - SHORT_LEVELS)
    keys: tuple[int, ...] | None = None
    pins: Pins = tuple((level, 0) for level in STEPS[:SHORT_LEVELS])
    complete, at = True, SHORT_LEVELS
    while at < LEVELS:
        level = STEPS[at]
        step = engine.minimise(level, pins, complete=complete, seconds=deadline - clock())
        if complete and level == SOFT and step.status == "infeasible":
            complete, at, pins = False, 0, ()
            continue
        if step.keys is not None:
            keys = step.keys
            values[at] = step.value
            if level >= SOFT:
                values[:SHORT_LEVELS] = [value for _, value in pins[:SHORT_LEVELS]]
        if step.bound is not None:
            bounds[at] = step.bound if level > WAIVERS else max(0, step.bound)
        done = step.status == "optimal" and step.value is not None
        best = State(keys, tuple(values), tuple(bounds), done and at == LEVELS - 1, step.note)
        tell(best)
        if not done or step.value is None:
            break
        pins = (*pins, (level, step.value))
        at += 1
    return best
