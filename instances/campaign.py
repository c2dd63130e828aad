"""Days and rounds of the generated instances: three past rounds, one planned, two announced."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bianzu.models import Role, Round

__all__ = ["AS_OF", "CAMPAIGN", "TERM", "Campaign", "add_months", "month_name", "months_of"]

AS_OF: Final = date(2026, 2, 13)
TERM: Final = "第五届"


@dataclass(frozen=True)
class Campaign:
    """The rounds; the planned one is staffed."""

    past: tuple[Round, ...]
    planned: Round
    announced: tuple[Round, ...]

    def announce(self, seats: dict[Role, int]) -> tuple[Round, ...]:
        """All rounds in order, the announced ones with their seats by role."""
        later = (item.model_copy(update={"announced_seats": dict(seats)}) for item in self.announced)
        return (*self.past, self.planned, *later)


CAMPAIGN: Final = Campaign(
    past=(
        Round(id="r7", start=date(2025, 3, 3), end=date(2025, 4, 30), status="past", term=TERM),
        Round(id="r8", start=date(2025, 6, 30), end=date(2025, 8, 22), status="past", term=TERM),
        Round(id="r9", start=date(2025, 10, 13), end=date(2025, 12, 5), status="past", term=TERM),
    ),
    planned=Round(id="r10", start=date(2026, 3, 9), end=date(2026, 4, 30), status="planned", term=TERM),
    announced=(
        Round(id="r11", start=date(2026, 7, 6), end=date(2026, 8, 28), status="announced", term=TERM),
        Round(id="r12", start=date(2026, 10, 12), end=date(2026, 12, 4), status="announced", term=TERM),
    ),
)


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
