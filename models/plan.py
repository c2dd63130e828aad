"""The plan: a proposal (建议名单) with its bound, its shortages and where it came from."""

from typing import Annotated, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from bianzu.models.base import Count, Frozen, Id, Role
from bianzu.models.canonical import digest
from bianzu.models.draws import PublicValue
from bianzu.models.rounds import Duty

__all__ = [
    "ALL_LEVEL_NAMES",
    "Assignment",
    "AtRisk",
    "BoundBy",
    "Certificate",
    "Conflict",
    "FloaterService",
    "Level",
    "LEVEL_NAMES",
    "LevelProof",
    "LookAhead",
    "LookAheadGap",
    "LookAheadPlace",
    "PLAN_FORMAT",
    "Plan",
    "PricedRows",
    "Provenance",
    "Reserve",
    "RuleResult",
    "Run",
    "Shortage",
    "SolveChoices",
    "Status",
    "WaiverUse",
    "start_digest",
]

PLAN_FORMAT: Literal["bianzu-plan/1"] = "bianzu-plan/1"

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
LevelName = Literal[
    "leader-seats", "other-seats", "minima", "changes", "waivers", "soft", "load-travel", "tie-break"
]
ALL_LEVEL_NAMES: tuple[LevelName, ...] = (
    "leader-seats",
    "other-seats",
    "minima",
    "changes",
    "waivers",
    "soft",
    "load-travel",
    "tie-break",
)
"""The levels of a plan for an instance with a published list (`Baseline`), in order."""
LEVEL_NAMES: tuple[LevelName, ...] = tuple(name for name in ALL_LEVEL_NAMES if name != "changes")
"""The levels of all other plans: level 1 is the first three, then levels 2, 3, 4 and 5."""


BoundBy = Literal["sign", "certificate", "engine"]
"""What proves a bound: units cannot be negative, the certificate, or an engine's search."""


class Level(Frozen):
    """One strict level: lower is better; ``bound`` is proven from below, null when unknown.

    ``certified_bound`` is what the audit can recompute from the certificate; ``bound`` may be better when
    an engine proved more by search, and ``bound_by`` says so.
    """

    name: LevelName
    objective: int | None = None
    bound: int | None = None
    certified_bound: int | None = None
    bound_by: BoundBy | None = None


class PricedRows(Frozen):
    """Multipliers of the rows of one clause of a rule: (what the row speaks of, multiplier) pairs."""

    rule: Id
    clause: Id | None = None
    prices: tuple[tuple[tuple[str, ...], int], ...]


class LevelProof(Frozen):
    """Multipliers that prove the certified bound of one level; ``pins`` are those of earlier levels."""

    level: LevelName
    pins: tuple[tuple[LevelName, int], ...] = ()
    rows: tuple[PricedRows, ...] = ()


class Certificate(Frozen):
    """Integer multipliers, in units of 1 / ``scale`` (docs/format.md, Certificate)."""

    scale: int = Field(ge=1, le=1 << 30)
    proofs: tuple[LevelProof, ...] = ()


class Assignment(Frozen):
    """One filled seat. ``counts_for`` lists the skills that the person covers for the team."""

    round: Id
    team: Id
    seat: Id
    role: Role
    person: Id
    counts_for: tuple[Id, ...] = ()
    duty: Duty | None = None


class Shortage(Frozen):
    """A hard minimum that is not met: ``missing`` units after waivers.

    ``clause`` names the part of a rule with several minima, ``unit`` an inspected unit that is concerned.
    ``removed_by`` counts, rule by rule, the candidates that the rule removed; a candidate that two rules
    remove counts under both.
    """

    rule: Id
    clause: Id | None = None
    round: Id
    team: Id | None = None
    seat: Id | None = None
    skill: Id | None = None
    person: Id | None = None
    unit: Id | None = None
    missing: Count
    candidates: Count = 0
    removed_by: dict[Id, Count] = Field(default_factory=dict)


class WaiverUse(Frozen):
    """Units of a waiver that the plan consumes."""

    waiver: Id
    units: Count


class RuleResult(Frozen):
    """What one rule says of the plan.

    ``objective`` is its weighted part of the soft level, ``violations`` the soft units behind it,
    ``missing`` its shortage units and ``waived`` its waiver units.
    """

    rule: Id
    objective: int = 0
    violations: Count = 0
    missing: Count = 0
    waived: Count = 0


class AtRisk(Frozen):
    """A new cadre who cannot serve in the last round that would have met the obligation."""

    person: Id
    round: Id
    owed: Count
    removed_by: tuple[Id, ...] = ()


class LookAheadPlace(Frozen):
    """One announced round that somebody who still owes rounds could serve in, and in which role."""

    person: Id
    round: Id
    role: Role


class LookAheadGap(Frozen):
    """Somebody who owes ``owed`` rounds more than the announced ones have room for, the last of them
    inside the window being ``last_round``."""

    person: Id
    owed: Annotated[int, Field(ge=1)]
    last_round: Id


class LookAhead(Frozen):
    """A largest matching of new cadres to the seats of announced rounds: a necessary condition only,
    for the other duties of those rounds are not planned."""

    placed: tuple[LookAheadPlace, ...] = ()
    unplaced: tuple[LookAheadGap, ...] = ()


class Reserve(Frozen):
    """Somebody who could take ``seat`` of a team if it fell empty; rank 1 is asked first."""

    team: Id
    rank: Annotated[int, Field(ge=1)]
    person: Id
    seat: Id


class FloaterService(Frozen):
    """Somebody who serves a team beside its seats, and the skills that this counts for by half."""

    round: Id
    team: Id
    person: Id
    counts_for: tuple[Id, ...]


class Conflict(Frozen):
    """Pins that no plan can honour together: positions in ``Instance.pins`` and the rules at odds."""

    pins: tuple[Count, ...]
    rules: tuple[Id, ...] = ()


class SolveChoices(Frozen):
    """The options that shape the plan; the same choices give the same plan.

    ``gap`` is the gap at which the search could stop, ``until`` the last level that it had to prove,
    ``start`` the digest (`start_digest`) of the plan that it began with. They are left out of a file where
    they are None.
    """

    budget: int | None = None
    gap: Annotated[float, Field(ge=0)] | None = None
    until: LevelName | None = None
    start: str | None = None

    @model_serializer(mode="wrap")
    def _leave_out(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        fields: dict[str, object] = handler(self)
        return {name: value for name, value in fields.items() if name == "budget" or value is not None}


class Run(Frozen):
    """What differs from run to run; everything else in a plan is reproducible.

    ``retried``: the solving process died, for ``retry_reason``, and was started again on safer settings. With
    that, or with a ``stop_reason`` other than finished, budget, gap and until, the whole plan may differ.
    """

    started: str = ""
    seconds: float = 0.0
    platform: str = ""
    python: str = ""
    engine: str = ""
    time_limit: float | None = None
    memory_limit_mib: int | None = None
    stop_reason: Literal[
        "finished", "budget", "gap", "until", "time-limit", "cancelled", "memory", "crash"
    ] = "finished"
    retried: bool = False
    retry_reason: Literal["memory", "crash"] | None = None


class Provenance(Frozen):
    """Where the plan came from. ``draw`` is the public value that the seed was derived from, if one was
    (`draw_seed`)."""

    input_digest: str
    version: str
    seed: int
    draw: PublicValue | None = None
    options: SolveChoices = SolveChoices()
    run: Run = Run()


class Plan(Frozen):
    """A proposal for the rounds of one instance. Authorisation stays with the committee."""

    format: Literal["bianzu-plan/1"] = PLAN_FORMAT
    status: Status
    complete: bool
    gap: float | None
    levels: tuple[Level, ...]
    assignments: tuple[Assignment, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    waivers_used: tuple[WaiverUse, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    look_ahead: LookAhead | None = None
    conflicts: tuple[Conflict, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    floaters: tuple[FloaterService, ...] = ()
    certificate: Certificate | None = None
    provenance: Provenance


def start_digest(plan: Plan) -> str:
    """Digest of a plan as the start of another: that of its canonical JSON with ``gap`` null and with
    ``options`` and ``run`` of the provenance at their defaults, so that every number is an integer."""
    provenance = plan.provenance.model_copy(update={"options": SolveChoices(), "run": Run()})
    return digest(plan.model_copy(update={"gap": None, "provenance": provenance}))
