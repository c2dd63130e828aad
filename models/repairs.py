"""Answers about changes: what differs between two plans, and a published list that is repaired."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Id, Role
from bianzu.models.changes import Change
from bianzu.models.instance import Instance
from bianzu.models.plan import Level, Plan, RuleResult, Shortage
from bianzu.models.questions import Alternatives

__all__ = [
    "DIFF_FORMAT",
    "REPAIR_FORMAT",
    "LevelChange",
    "Move",
    "PlanDiff",
    "Repaired",
    "RuleChange",
    "SeatChange",
    "TradeOff",
    "WaiverChange",
]

DIFF_FORMAT: Literal["bianzu-diff/1"] = "bianzu-diff/1"
REPAIR_FORMAT: Literal["bianzu-repair/1"] = "bianzu-repair/1"


class SeatChange(Frozen):
    """A seat with another occupant; null: nobody. ``only_in``: the seat is on a team of one instance only."""

    round: Id
    team: Id
    seat: Id
    role: Role
    before: Id | None = None
    after: Id | None = None
    only_in: Literal["before", "after"] | None = None


class Move(Frozen):
    """Somebody whose seats differ: comes in, goes out, or moves. ``left`` and ``taken`` are the seats."""

    person: Id
    kind: Literal["in", "out", "moved"]
    left: tuple[Id, ...] = ()
    taken: tuple[Id, ...] = ()


class LevelChange(Frozen):
    """One level in both plans; null where a plan does not have it."""

    name: Id
    before: int | None = None
    after: int | None = None
    bound_before: int | None = None
    bound_after: int | None = None


class RuleChange(Frozen):
    """A rule with another result."""

    before: RuleResult
    after: RuleResult


class WaiverChange(Frozen):
    """A waiver that is used more, or less."""

    waiver: Id
    before: Count
    after: Count


class PlanDiff(Frozen):
    """What differs between two plans, seat by seat, rule by rule and level by level.

    ``same_instance``: both answer one instance; if not, their numbers need not be comparable.
    """

    format: Literal["bianzu-diff/1"] = DIFF_FORMAT
    same_instance: bool
    seats: tuple[SeatChange, ...] = ()
    people: tuple[Move, ...] = ()
    levels: tuple[LevelChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    shortages_gone: tuple[Shortage, ...] = ()
    shortages_new: tuple[Shortage, ...] = ()
    waivers: tuple[WaiverChange, ...] = ()


class TradeOff(Frozen):
    """The best plan with at most ``allowed`` changed seats; ``changed`` are changed in it.

    ``plan`` answers the repaired instance with ``allowed`` as the allowance of its published list;
    ``better``: it is better by level than every plan with fewer changes that stands before it.
    """

    allowed: Count
    changed: Count
    better: bool
    levels: tuple[Level, ...]
    plan: Plan


class Repaired(Frozen):
    """A published list after changes: the plan with the fewest shortages, then the fewest changed seats.

    Attributes
    ----------
    instance
        The changed instance with the published list; ``plan`` answers it.
    changed
        Seats of the list that the plan changes; ``least`` is what every plan with as few shortages changes
        at least, as proven.
    diff
        From the published plan to this one.
    table
        What 0, 1, 2 … more changed seats buy.
    replacements
        For seats of people who went out: who else could step in, the best first, all else as in the plan.
    """

    format: Literal["bianzu-repair/1"] = REPAIR_FORMAT
    changes: tuple[Change, ...]
    instance: Instance
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    plan: Plan
    changed: Count
    least: Count | None
    diff: PlanDiff
    table: tuple[TradeOff, ...] = ()
    replacements: tuple[Alternatives, ...] = ()
