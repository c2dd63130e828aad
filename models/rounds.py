"""Rounds, teams, seats and the record of earlier rounds."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Day, Frozen, Id, OutcomeGrade, Pool, Role, Text
from bianzu.models.geography import SkillNeed

__all__ = ["Duty", "HistoryRecord", "Origin", "Round", "Seat", "Side", "Team", "TeamForm"]

Origin = Literal["local", "external", "city-level", "any"]
Duty = Literal["complaints-desk", "clue-ledger", "leader-interviews"]
Side = Literal["inspection", "audit"]
TeamForm = Literal[
    "pooled",
    "cross",
    "upgraded",
    "linked",
    "joint-audit",
    "return-visit",
    "special-squad",
    "posts",
    "prosecutors",
    "village",
    "supervisors",
]


class Round(Frozen):
    """One campaign. ``past`` rounds are history, ``planned`` ones are staffed now, ``announced``
    ones have dates and seats by role but are not planned yet. Days are inclusive."""

    id: Id
    start: Day
    end: Day
    status: Literal["past", "planned", "announced"]
    term: Id
    announced_seats: dict[Role, Count] = Field(default_factory=dict)


class Seat(Frozen):
    """One place on a team. Empty ``pools`` means every pool that the role allows."""

    id: Id
    role: Role
    origin: Origin = "any"
    pools: tuple[Pool, ...] = ()
    source_set: Id | None = None
    duty: Duty | None = None
    side: Side = "inspection"


class Team(Frozen):
    """A team of one planned round. ``start`` and ``end`` default to the round's days."""

    id: Id
    name: Text
    round: Id
    form: TeamForm = "pooled"
    cross_form: Literal["mixed", "whole"] = "mixed"
    host_counties: Annotated[tuple[Id, ...], Field(min_length=1)]
    units: tuple[Id, ...] = ()
    owner_level: Literal["province", "city", "county"] = "county"
    desks: Annotated[int, Field(ge=0, le=20)] | None = None
    womens_interviews: bool = False
    needs: tuple[SkillNeed, ...] = ()
    parent_team: Id | None = None
    start: Day | None = None
    end: Day | None = None
    seats: Annotated[tuple[Seat, ...], Field(min_length=1)]


class HistoryRecord(Frozen):
    """One person's service on one team of a past round."""

    round: Id
    team: Id
    person: Id
    role: Role
    counties: tuple[Id, ...]
    units: tuple[Id, ...] = ()
    rating: OutcomeGrade | None = None
