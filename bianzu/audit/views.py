"""Small frozen views of an instance: teams, seats, and ties between people and units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bianzu.models import Origin, RelationClass, Round, Seat, Team, WorkUnit

__all__ = ["Contact", "SeatView", "TeamView", "Tie"]


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with its round, days, host counties and inspected units.

    ``neighbours`` gives for each inspected unit the unit itself, its direct superior and its direct
    subordinates; ``head_step`` is the highest head's rank on the ladder, if any is known.
    """

    team: Team
    round: Round
    start: date
    end: date
    hosts: frozenset[str]
    units: tuple[WorkUnit, ...]
    neighbours: Mapping[str, frozenset[str]]
    head_step: int | None

    def overlaps(self, other: "TeamView") -> bool:
        """Two teams overlap when they share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat of a team; ``origin`` is ``any`` when the rule origin is off."""

    seat: Seat
    origin: Origin
    on: TeamView


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation seen from one of its ends."""

    kind: RelationClass
    other_person: str | None
    row: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a unit to whom a person is tied; ``leader``: of its leading group."""

    unit: str
    leader: bool
    kind: RelationClass
    start: str | None
    end: str | None
    row: str
