"""What if: named changes to an instance, and what each comes to."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bianzu.models.base import Count, Frozen, Id
from bianzu.models.changes import Change
from bianzu.models.plan import Level, Status

__all__ = [
    "SCENARIOS_FORMAT",
    "SWEEP_FORMAT",
    "Differences",
    "Indicators",
    "LevelDifference",
    "Scenario",
    "ScenarioResult",
    "ScenarioRun",
    "Sweep",
]

SCENARIOS_FORMAT: Literal["bianzu-scenarios/1"] = "bianzu-scenarios/1"
SWEEP_FORMAT: Literal["bianzu-sweep/1"] = "bianzu-sweep/1"

ScenarioName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]


class Scenario(Frozen):
    """Changes under a name. Options that are null are those of the whole sweep."""

    name: ScenarioName
    changes: tuple[Change, ...] = ()
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    budget: Annotated[int, Field(ge=1)] | None = None
    gap: Annotated[float, Field(ge=0)] | None = None


class Indicators(Frozen):
    """What a plan comes to.

    ``missing`` are shortage units, ``missing_by_rule`` the same by rule. Rounds served include earlier ones
    and the plan's own: ``load_spread`` is most − fewest and ``load_squares`` the sum of squares over
    everybody who serves in the plan. ``kilometres`` go from the work county (the city seat, where there is
    none) to the nearest host county, over seats and services of floaters. ``new_cadres`` are those who serve
    while they owe a round, ``borrowed`` the people who serve and are not full-time.

    ``soft_of_people`` is what new people add to the soft level by being there without serving (fair-load,
    service-floor, new-cadre), minus the same of people who are gone: differences leave it out.
    """

    status: Status
    complete: bool
    gap: float | None
    levels: tuple[Level, ...]
    missing: Count
    missing_by_rule: dict[Id, Count]
    waiver_units: Count
    seats_filled: Count
    load_spread: Count
    load_squares: int
    kilometres: int
    new_cadres: Count
    borrowed: Count
    soft_of_people: int = 0


class LevelDifference(Frozen):
    """One level against the base plan's; null where either has none. ``proven``: both are at their bounds."""

    name: Id
    objective: int | None
    proven: bool


class Differences(Frozen):
    """Indicators minus those of the base plan."""

    levels: tuple[LevelDifference, ...]
    missing: int
    waiver_units: int
    seats_filled: int
    load_spread: int
    load_squares: int
    kilometres: int
    new_cadres: int
    borrowed: int


class ScenarioRun(Frozen):
    """What differs from run to run."""

    seconds: float = 0.0
    attempts: Count = 1


class ScenarioResult(Frozen):
    """One scenario answered; ``failed`` with a ``reason`` when it cannot be, or its job was lost twice.

    ``key`` tells the instance, the scenario, the options, the base plan and the version apart.
    """

    name: ScenarioName
    key: str
    state: Literal["answered", "failed"]
    indicators: Indicators | None = None
    against_base: Differences | None = None
    reason: str | None = None
    run: ScenarioRun = ScenarioRun()


class Sweep(Frozen):
    """All scenarios in the order given; ``left_out`` names those that a cancelled sweep did not come to."""

    format: Literal["bianzu-sweep/1"] = SWEEP_FORMAT
    input_digest: str
    version: str
    base: Indicators
    results: tuple[ScenarioResult, ...]
    left_out: tuple[ScenarioName, ...] = ()
