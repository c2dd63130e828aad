"""What people decided before the solver runs: pins, waivers and the donor table."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Day, Frozen, Id, Text

__all__ = ["DonorLimit", "Pin", "Waiver"]


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
