"""Days and months as the rules count them: inclusive, with month ends cut to the month's last day."""

from datetime import date
from functools import lru_cache

from bianzu.models import month_end, month_start

__all__ = ["add_months", "age_at", "full_months", "month_number", "shares_day", "years_before"]


def years_before(day: date, years: int) -> date:
    """Same day and month, ``years`` years earlier; 29 February becomes 28 where there is none."""
    year = day.year - years
    if day.month == 2 and day.day == 29:
        return date(year, 3, 1).fromordinal(date(year, 3, 1).toordinal() - 1)
    return day.replace(year=year)


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """Same day ``months`` months later, cut to the month's last day."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(f"{year:04d}-{index + 1:02d}")
    return date(year, index + 1, min(day.day, last.day))


@lru_cache(maxsize=4096)
def age_at(birth: str, day: date) -> int:
    """Full years from the first day of the birth month to ``day``."""
    born = month_start(birth)
    return day.year - born.year - (day.month < born.month)


def month_number(month: str) -> int:
    """Months since year 0, so that months can be compared and counted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def full_months(start: str, end: str | None, before: date) -> range:
    """Months (as `month_number`) from ``start`` to ``end`` that ended before the day ``before``."""
    last = before.year * 12 + before.month - 2
    return range(month_number(start), min(last, month_number(end) if end is not None else last) + 1)


def shares_day(start: str | None, end: str | None, first: date, last: date) -> bool:
    """Whether the months ``start..end`` (null: open) share a day with ``first..last``."""
    begun = start is None or month_start(start) <= last
    return begun and (end is None or month_end(end) >= first)
