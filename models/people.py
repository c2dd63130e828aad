"""People, what is known of them, and what bars them."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import (
    Appraisal,
    Count,
    Day,
    Frozen,
    Gender,
    Id,
    Month,
    OutcomeGrade,
    Party,
    Place,
    Pool,
    Text,
)

__all__ = [
    "BLOOD_AND_MARRIAGE",
    "CareerEntry",
    "LeavePeriod",
    "Person",
    "RecusalRequest",
    "Relation",
    "RelationClass",
    "Skill",
    "Unfit",
]

RelationClass = Literal[
    "spouse",
    "direct-blood",
    "collateral",
    "near-in-law",
    "teacher-student",
    "classmate",
    "superior-subordinate",
    "declared-interest",
]
"""配偶, 直系血亲, 三代以内旁系血亲, 近姻亲, 师生, 同学, 上下级, 申报的利害关系."""

BLOOD_AND_MARRIAGE: tuple[RelationClass, ...] = ("spouse", "direct-blood", "collateral", "near-in-law")


class Skill(Frozen):
    """A skill and its level, 1 the lowest."""

    skill: Id
    level: Annotated[int, Field(ge=1, le=9)] = 1


class LeavePeriod(Frozen):
    """Days, both inclusive, on which the person cannot serve."""

    start: Day
    end: Day
    reason: Text = ""


class CareerEntry(Frozen):
    """A post held from the first day of ``start`` to the last day of ``end`` (null: to now).

    ``unit`` is the id of a listed unit; a unit that is not listed is given by ``unit_name`` only.
    """

    start: Month
    end: Month | None = None
    unit: Id | None = None
    unit_name: Text | None = None
    county: Place | None = None
    county_managed: bool = False
    post: Text = ""


class Person(Frozen):
    """Somebody who may take a seat. A place is a county's id, ``"outside"``, or null: not known.

    ``numbers`` are further numeric fields by name, for the rule balance.
    """

    id: Id
    name: Text
    gender: Gender
    birth: Month
    party: Party
    rank: Id | None = None
    promoted_on: Day | None = None
    pools: tuple[Pool, ...]
    work_unit: Id
    work_county: Place | None
    native: Place | None = None
    grown: Place | None = None
    residence: Place | None = None
    birth_place: Place | None = None
    spouse_work: Place | None = None
    superior: Id | None = None
    skills: tuple[Skill, ...] = ()
    numbers: dict[Id, Count] = Field(default_factory=dict)
    earlier_rounds: Count = 0
    appraisal: Appraisal | None = None
    last_rating: OutcomeGrade | None = None
    trained: bool = True
    open_clue: bool = False
    in_pool: bool = True
    leave: tuple[LeavePeriod, ...] = ()
    career: tuple[CareerEntry, ...] | None = None
    relations_declared: bool = False


class Relation(Frozen):
    """A tie of ``person`` to another person of the instance or to somebody in a unit.

    Exactly one of ``other_person`` and ``other_unit`` is given; ``other_is_leader`` says that the
    somebody in ``other_unit`` belongs to its leading group.
    """

    person: Id
    kind: RelationClass
    other_person: Id | None = None
    other_unit: Id | None = None
    other_name: Text = ""
    other_is_leader: bool = False
    start: Month | None = None
    end: Month | None = None
    source: Literal["declared", "organisation", "inspected-unit"] = "declared"


class RecusalRequest(Frozen):
    """A request to recuse from a county or a unit; only an upheld one bars."""

    id: Id
    person: Id
    county: Id | None = None
    unit: Id | None = None
    reason: Text = ""
    decision: Literal["upheld", "declined", "pending"]


class Unfit(Frozen):
    """A block list entry: everywhere, or only in a county or a unit."""

    person: Id
    county: Id | None = None
    unit: Id | None = None
    reason: Text = ""
