"""How long a case is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaints.domain.retention import completed_by, erase_on

DAYS = [date(2023, 12, 31) + timedelta(days=n) for n in range(800)]


@pytest.mark.parametrize(
    ("completed_on", "years", "day"),
    [
        pytest.param(date(2026, 11, 16), 5, date(2031, 11, 16), id="the same day years later"),
        pytest.param(
            date(2024, 2, 29), 1, date(2025, 3, 1), id="a day that comes every four years"
        ),
        pytest.param(date(2024, 2, 29), 4, date(2028, 2, 29), id="that day again"),
    ],
)
def test_a_case_is_kept_for_full_years(completed_on: date, years: int, day: date) -> None:
    assert erase_on(completed_on, years) == day


@pytest.mark.parametrize("years", [1, 3, 4])
def test_the_last_day_of_completion_is_the_inverse(years: int) -> None:
    for today in DAYS:
        last = completed_by(today, years)
        assert erase_on(last, years) <= today < erase_on(last + timedelta(days=1), years)


def test_nothing_is_kept_for_no_time() -> None:
    with pytest.raises(ValueError, match="at least a year"):
        erase_on(date(2026, 1, 1), 0)
