"""Answers about one seat of a plan: who instead, and what the plan would be.

A *step* is what a change does to one level; differences are new minus old.
"""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Id, Role
from bianzu.models.plan import Assignment, LevelName

__all__ = [
    "Alternatives",
    "Candidate",
    "Objection",
    "Outcome",
    "RuleStep",
    "Step",
]

Several = Annotated[int, Field(ge=1, le=1_000_000)]


class Objection(Frozen):
    """What a rule says against a person on a seat, and where the instance says so.

    ``barred``: the person may not sit there; ``waived``: a waiver covers it; ``penalised``: it costs
    ``weight`` points. ``waivable`` says whether a waiver could cover it, and ``waiver`` names one that covers
    it, or would if it were not used up. ``county`` or ``unit`` is what the reason is about, ``people`` are
    those concerned. ``rows`` are JSON paths in the instance, and seats of the plan as ``seat T1-2``. Beyond a
    maximum ``limit`` is how many it allows and ``found`` how many there would be.
    """

    rule: Id
    clause: Id | None = None
    verdict: Literal["barred", "waived", "penalised"] = "barred"
    waivable: bool = False
    waiver: Id | None = None
    weight: Count = 0
    county: Id | None = None
    unit: Id | None = None
    people: tuple[Id, ...] = ()
    rows: tuple[str, ...] = ()
    limit: str | None = None
    found: str | None = None


class Step(Frozen):
    """One level of a changed plan: its value and the difference to the plan."""

    level: LevelName
    value: int
    change: int


class RuleStep(Frozen):
    """The difference that a change makes to one rule: points at the soft level, violations, missing units,
    waiver units."""

    rule: Id
    objective: int = 0
    violations: int = 0
    missing: int = 0
    waived: int = 0


class Outcome(Frozen):
    """A plan with a few seats given to others, all else equal, as the audit measures it.

    ``steps`` has all levels in order, ``rules`` those that change. ``seats`` are the assignments that replace
    the plan's on these seats; ``emptied`` are seats that nobody holds any more.
    """

    steps: tuple[Step, ...]
    rules: tuple[RuleStep, ...] = ()
    seats: tuple[Assignment, ...] = ()
    emptied: tuple[Id, ...] = ()


class Candidate(Frozen):
    """Somebody for a seat.

    ``free``: steps in and breaks nothing. ``seated``: sits on ``seat`` of an overlapping team, which falls
    empty (``outcome``) or goes to the one who is replaced (``exchange``; null where that breaks a rule or
    nobody is replaced). ``barred``: an objection stands; ``outcome`` is null.
    """

    rank: Several
    person: Id
    standing: Literal["free", "seated", "barred"]
    seat: Id | None = None
    outcome: Outcome | None = None
    exchange: Outcome | None = None
    objections: tuple[Objection, ...] = ()


class Alternatives(Frozen):
    """Everybody who is a candidate for a seat: whom pools, source set and origin of the seat allow.

    ``person`` holds the seat now. ``others`` counts, by rule, the people who are no candidates; somebody whom
    two rules keep off counts under both.
    """

    input_digest: str
    team: Id
    seat: Id
    role: Role
    person: Id | None = None
    candidates: tuple[Candidate, ...] = ()
    others: dict[Id, Count] = Field(default_factory=dict)
