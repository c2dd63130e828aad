"""Days and months at their edges."""

from datetime import date

import pytest

from bianzu.audit.calendar import add_months, age_at, full_months, shares_day, years_before


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 3, 1), 3, date(2023, 3, 1)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_years_before_keeps_day_and_month_unless_the_year_has_no_29_february(day, years, expected):
    assert years_before(day, years) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 1), 12, date(2026, 3, 1)),
    ],
)
def test_months_later_are_cut_to_the_months_last_day(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        ("1981-03", date(2026, 3, 1), 45),
        ("1981-04", date(2026, 3, 31), 44),
        ("1980-12", date(2026, 1, 1), 45),
    ],
)
def test_age_counts_full_years_from_the_first_of_the_birth_month(birth, day, expected):
    assert age_at(birth, day) == expected


@pytest.mark.parametrize(
    ("start", "end", "before", "count"),
    [
        ("2026-01", None, date(2026, 3, 1), 2),
        ("2026-01", None, date(2026, 3, 31), 2),
        ("2025-12", "2026-01", date(2026, 3, 31), 2),
        ("2026-03", None, date(2026, 3, 31), 0),
        ("2026-01", "2027-12", date(2026, 3, 1), 2),
    ],
)
def test_only_months_that_ended_before_the_day_count(start, end, before, count):
    assert len(full_months(start, end, before)) == count


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-01", "2023-03", True),
        ("2020-01", "2023-02", False),
        ("2026-03", None, True),
        ("2026-04", None, False),
        (None, None, True),
        (None, "2023-02", False),
    ],
)
def test_months_share_a_day_with_a_span_whose_ends_belong_to_it(start, end, expected):
    assert shares_day(start, end, date(2023, 3, 31), date(2026, 3, 1)) is expected
