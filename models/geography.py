"""Counties, work units and what an inspected unit asks of a team."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Id, Text

__all__ = ["County", "LeadingMember", "RankLadder", "SkillNeed", "UnitLevel", "WorkUnit"]

UnitLevel = Literal["province", "city", "county", "township", "village"]


class County(Frozen):
    """A county or district of the city.

    ``distances`` are kilometres to other counties, ``city_distance`` kilometres to the city seat.
    """

    id: Id
    name: Text
    city_distance: Count = 0
    distances: dict[Id, Count] = Field(default_factory=dict)


class SkillNeed(Frozen):
    """At least ``need`` people who hold ``skill`` at ``level`` or above."""

    skill: Id
    need: Annotated[int, Field(ge=1, le=20)] = 1
    level: Annotated[int, Field(ge=1, le=9)] = 1


class LeadingMember(Frozen):
    """A member of a unit's leading group; ``person`` when he or she is among the people."""

    name: Text
    person: Id | None = None


class WorkUnit(Frozen):
    """An organisation: a place of work, a sending unit, an inspected unit, or all of them."""

    id: Id
    name: Text
    county: Id | None = None
    level: UnitLevel = "county"
    system: Id | None = None
    staff_count: Count = 0
    superior: Id | None = None
    sector: Id | None = None
    head_rank: Id | None = None
    leading_group: tuple[LeadingMember, ...] = ()
    tags: tuple[Id, ...] = ()
    needs: tuple[SkillNeed, ...] = ()


class RankLadder(Frozen):
    """Ranks from the lowest to the highest; ``equivalents`` maps other names to a step."""

    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    equivalents: dict[Id, Id] = Field(default_factory=dict)

    def step(self, rank: str) -> int:
        """Position of a rank or of its equivalent on the ladder, 0 the lowest."""
        return self.steps.index(self.equivalents.get(rank, rank))
