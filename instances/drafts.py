"""A person in the making: what is decided so far, and what must not come near a planted one."""

from dataclasses import dataclass, field
from datetime import date

from bianzu.models import (
    CareerEntry,
    Gender,
    HistoryRecord,
    LeavePeriod,
    OutcomeGrade,
    Party,
    Person,
    Pool,
    Role,
    Seat,
    Skill,
    Team,
)

__all__ = ["Draft"]


@dataclass(eq=False)
class Draft:
    """A person before the last word.

    Attributes
    ----------
    home
        A county's id or ``"city"``.
    posts
        The planted seats with their teams, at most one a round; none for everybody else.
    avoid_counties, avoid_units
        Host counties that an external planted person must have nothing to do with, and the inspected
        units of a planted person with their direct superiors and subordinates.
    able
        Must pass leave and gates, because the person is planted or counted on as a spare.
    spoilt
        Must fail leave or gates, so that the able stay as few as the tightness asks.
    """

    pool: Pool
    home: str
    unit: str
    posts: list[tuple[Team, Seat]] = field(default_factory=list)
    avoid_counties: frozenset[str] = frozenset()
    avoid_units: frozenset[str] = frozenset()
    able: bool = False
    spoilt: bool = False
    id: str = ""
    name: str = ""
    gender: Gender = "male"
    birth: str = "1980-01"
    party: Party = "full"
    rank: str | None = None
    promoted_on: date | None = None
    native: str | None = None
    grown: str | None = None
    residence: str | None = None
    birth_place: str | None = None
    spouse_work: str | None = None
    tie_counties: frozenset[str] = frozenset()
    superior: str | None = None
    skills: dict[str, int] = field(default_factory=dict)
    earlier_rounds: int = 0
    appraisal: OutcomeGrade | None = "competent"
    last_rating: OutcomeGrade | None = None
    trained: bool = True
    open_clue: bool = False
    in_pool: bool = True
    leave: tuple[LeavePeriod, ...] = ()
    on_leave: bool = False
    career: tuple[CareerEntry, ...] | None = None
    relations_declared: bool = True
    records: list[HistoryRecord] = field(default_factory=list)
    unknown_home: bool = False

    @property
    def full_time(self) -> bool:
        """Whether the person belongs to the full-time staff."""
        return self.pool == "full-time"

    @property
    def planted(self) -> bool:
        """Whether the person holds a planted seat."""
        return bool(self.posts)

    @property
    def rounds(self) -> frozenset[str]:
        """Planned rounds in which the person holds a planted seat."""
        return frozenset(team.round for team, _ in self.posts)

    def holds(self, role: Role) -> bool:
        """Whether one of the planted seats has this role."""
        return any(seat.role == role for _, seat in self.posts)

    def meets(self, other: "Draft") -> bool:
        """Whether the two are planted on one team."""
        return any(team is mine for team, _ in other.posts for mine, _ in self.posts)

    def build(self) -> Person:
        """The person as the instance holds it."""
        return Person(
            id=self.id,
            name=self.name,
            gender=self.gender,
            birth=self.birth,
            party=self.party,
            rank=self.rank,
            promoted_on=self.promoted_on,
            pools=(self.pool,),
            work_unit=self.unit,
            work_county=None if self.unknown_home else self.home,
            native=self.native,
            grown=self.grown,
            residence=self.residence,
            birth_place=self.birth_place,
            spouse_work=self.spouse_work,
            superior=self.superior,
            skills=tuple(Skill(skill=skill, level=level) for skill, level in self.skills.items()),
            earlier_rounds=self.earlier_rounds,
            appraisal=self.appraisal,
            last_rating=self.last_rating,
            trained=self.trained,
            open_clue=self.open_clue,
            in_pool=self.in_pool,
            leave=self.leave,
            career=self.career,
            relations_declared=self.relations_declared,
        )
