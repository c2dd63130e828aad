"""The frozen base of every domain type and the small types they share."""

import contextlib
import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

__all__ = [
    "Appraisal",
    "BelowCompetent",
    "Count",
    "Day",
    "Frozen",
    "Gender",
    "Hardness",
    "Id",
    "Month",
    "OutcomeGrade",
    "Party",
    "Place",
    "Pool",
    "Role",
    "Text",
    "CITY",
    "OUTSIDE",
    "RESERVED_PLACES",
    "month_end",
    "month_start",
]

CITY = "city"
"""Work county of a city-level person (市直人员): there is none."""
OUTSIDE = "outside"
"""A place that lies outside the city."""
RESERVED_PLACES = (CITY, OUTSIDE)


class Frozen(BaseModel):
    """Base of all domain types: immutable, no unknown keys, no silent conversions of type."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False, strict=True
    )


Id = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$")]
"""A stable identifier; names may repeat, ids may not."""

Text = Annotated[str, StringConstraints(max_length=2000)]
"""Free text that a person wrote."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]

Place = Id
"""A county's id, or ``"outside"``; for a work county also ``"city"``."""

_MONTH = re.compile(r"^(19|20)\d\d-(0[1-9]|1[0-2])$")


def _check_month(value: str) -> str:
    if not _MONTH.match(value):
        raise ValueError("expected a month as YYYY-MM, 1900 to 2099")
    return value


Month = Annotated[str, AfterValidator(_check_month)]
"""A calendar month, ``"YYYY-MM"``."""

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)


def _read_day(value: object, info: ValidationInfo) -> object:
    """Read a day of a file here: pydantic would take a number in quotes for seconds since 1970."""
    if info.mode != "json" or not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value)
    raise PydanticCustomError("date_parsing", "Input should be a date as YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_read_day)]
"""A calendar day, ``"YYYY-MM-DD"`` in a file."""

Role = Literal["leader", "deputy", "liaison", "full-time", "specialist", "auditor", "member"]
Pool = Literal["leader", "staff", "specialist", "full-time"]
Gender = Literal["female", "male"]
Party = Literal["full", "probationary", "none"]
OutcomeGrade = Literal["excellent", "competent", "basic", "incompetent"]
Appraisal = OutcomeGrade
Hardness = Literal["hard", "waivable", "soft", "off"]

BelowCompetent: tuple[OutcomeGrade, ...] = ("basic", "incompetent")


def month_start(month: str) -> date:
    """First day of a month given as ``YYYY-MM``."""
    return date(int(month[:4]), int(month[5:7]), 1)


def month_end(month: str) -> date:
    """Last day of a month given as ``YYYY-MM``."""
    year, number = int(month[:4]), int(month[5:7])
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
