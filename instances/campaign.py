"""Days and rounds of the generated instances: three past rounds, the planned ones, two announced."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bianzu.models import Role, Round

__all__ = ["AS_OF", "PAST", "TERM", "Campaign", "add_months", "build_campaign", "month_name", "months_of"]

AS_OF: Final = date(2026, 2, 13)
TERM: Final = "第五届"
PAST: Final = (
    Round(id="r7", start=date(2025, 3, 3), end=date(2025, 4, 30), status="past", term=TERM),
    Round(id="r8", start=date(2025, 6, 30), end=date(2025, 8, 22), status="past", term=TERM),
    Round(id="r9", start=date(2025, 10, 13), end=date(2025, 12, 5), status="past", term=TERM),
)
_ANNOUNCED: Final = 2
_Days = tuple[tuple[int, int], tuple[int, int]]
_THREE: Final[tuple[_Days, ...]] = (((3, 9), (4, 30)), ((7, 6), (8, 28)), ((10, 12), (12, 4)))
_FOUR: Final[tuple[_Days, ...]] = (
    ((2, 24), (4, 10)),
    ((5, 10), (6, 25)),
    ((7, 20), (9, 5)),
    ((10, 18), (12, 5)),
)
"""First and last day, as month and day, of the rounds of a year with three and of one with four."""


@dataclass(frozen=True)
class Campaign:
    """The rounds in order; the planned ones are staffed."""

    past: tuple[Round, ...]
    planned: tuple[Round, ...]
    announced: tuple[Round, ...]

    @property
    def rounds(self) -> tuple[Round, ...]:
        """All rounds in order."""
        return (*self.past, *self.planned, *self.announced)

    @property
    def first(self) -> Round:
        """The first planned round."""
        return self.planned[0]

    @property
    def second(self) -> Round:
        """The round after the first planned one, planned or announced."""
        return (*self.planned, *self.announced)[1]

    def announce(self, seats: dict[Role, int]) -> tuple[Round, ...]:
        """All rounds in order, the announced ones with their seats by role."""
        later = (item.model_copy(update={"announced_seats": dict(seats)}) for item in self.announced)
        return (*self.past, *self.planned, *later)


def build_campaign(rounds: int) -> Campaign:
    """Three past rounds, ``rounds`` planned ones, two announced: three and four a year by turns."""
    days: list[tuple[date, date]] = []
    year = PAST[-1].start.year + 1
    while len(days) < rounds + _ANNOUNCED:
        pattern = _FOUR if (year - PAST[-1].start.year) % 2 == 0 else _THREE
        days += ((date(year, *start), date(year, *end)) for start, end in pattern)
        year += 1
    number = int(PAST[-1].id[1:]) + 1
    later = [
        Round(
            id=f"r{number + at}",
            start=start,
            end=end,
            status="planned" if at < rounds else "announced",
            term=TERM,
        )
        for at, (start, end) in enumerate(days[: rounds + _ANNOUNCED])
    ]
    return Campaign(PAST, tuple(later[:rounds]), tuple(later[rounds:]))


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier); only for days that every month has."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, min(day.day, 28))


def months_of(day: date) -> int:
    """Months since year 0, so that months can be subtracted."""
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    """``YYYY-MM`` of a number of `months_of`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
