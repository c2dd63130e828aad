"""What people decided before the solver runs: pins, waivers and the donor table."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Day, Frozen, Id, Text

__all__ = ["Baseline", "DonorLimit", "ListedSeat", "Pin", "Waiver", "WaiverRecord"]


class Pin(Frozen):
    """An order about one person.

    ``must``: the person takes ``seat``, or a seat of ``team``, or any seat of ``round``.
    ``must-not``: takes no such seat. ``lock``: keeps ``seat``; as ``must`` with a seat, and a later
    repair never moves it. A locked team is one lock per seat.
    """

    kind: Literal["must", "must-not", "lock"]
    person: Id
    round: Id | None = None
    team: Id | None = None
    seat: Id | None = None
    asked_by: Text
    reason: Text


class Waiver(Frozen):
    """Leave to go ``amount`` units beyond a waivable rule within the scope that is given."""

    id: Id
    rule: Id
    amount: Annotated[int, Field(ge=1, le=10_000)] = 1
    person: Id | None = None
    seat: Id | None = None
    team: Id | None = None
    unit: Id | None = None
    counties: tuple[Id, Id] | None = None
    reason: Text
    approver: Text
    granted: Day
    expires: Day | None = None


class DonorLimit(Frozen):
    """How many people one work unit can spare in one round."""

    unit: Id
    limit: Count
    note: Text = ""


class ListedSeat(Frozen):
    """A seat of the published list and who holds it there; null: it was left empty."""

    seat: Id
    person: Id | None = None


class Baseline(Frozen):
    """The published list: a plan is asked to change as few of its seats as possible.

    ``allowance`` changed seats are free. Seats and people may be gone from the instance.
    """

    seats: tuple[ListedSeat, ...]
    allowance: Count = 0


class WaiverRecord(Frozen):
    """Units of a waiver that the plan of an earlier round used: the register of waivers. It binds nothing."""

    round: Id
    units: Annotated[int, Field(ge=1, le=1_000_000)]
    waiver: Waiver
