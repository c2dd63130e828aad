"""Months and years around their edges."""

from datetime import date

import pytest

from bianzu.audit.calendar import add_months
from bianzu.solver.data import months_after, years_before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 11, 15), 1, date(2025, 12, 15)),
        (date(2025, 12, 31), 0, date(2025, 12, 31)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 10, 31), 14, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 1), -12, date(2025, 1, 1)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert months_after(day, months) == expected


def test_solver_and_audit_add_months_alike() -> None:
    days = [date.fromordinal(date(2023, 12, 25).toordinal() + 3 * step) for step in range(150)]
    for day in days:
        for months in (0, 1, 4, 11, 12, 24):
            assert months_after(day, months) == add_months(day, months)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 3, 1), 3, date(2023, 3, 1)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2000, 2, 29), 100, date(1900, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_years_before_keep_day_and_month(day: date, years: int, expected: date) -> None:
    assert years_before(day, years) == expected
