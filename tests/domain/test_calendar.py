import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.calendar import (
    BANGKOK,
    PeriodType,
    day_in_bangkok,
    first_day,
    fiscal_year_be,
    half_of,
    periods_of,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "year_be"),
    [
        pytest.param(date(2026, 9, 30), 2569, id="the last day of a fiscal year"),
        pytest.param(date(2026, 10, 1), 2570, id="the first day of the next"),
        pytest.param(date(2026, 12, 31), 2570, id="the end of the calendar year changes nothing"),
        pytest.param(date(2027, 1, 1), 2570, id="nor does its beginning"),
    ],
)
def test_a_fiscal_year_runs_from_october_to_september(day: date, year_be: int) -> None:
    assert fiscal_year_be(day) == year_be
    assert first_day(year_be) <= day < first_day(year_be + 1)


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        pytest.param(
            date(2026, 10, 1), date(2026, 10, 1), date(2027, 3, 31), id="first half begins"
        ),
        pytest.param(date(2027, 3, 31), date(2026, 10, 1), date(2027, 3, 31), id="first half ends"),
        pytest.param(
            date(2027, 4, 1), date(2027, 4, 1), date(2027, 9, 30), id="second half begins"
        ),
    ],
)
def test_a_day_lies_in_its_half(day: date, start: date, end: date) -> None:
    half = half_of(day)

    assert (half.start, half.end, half.type) == (start, end, PeriodType.HALF)


@given(DAYS, st.sampled_from([one for one in PeriodType if one is not PeriodType.NINE_MONTHS]))
def test_the_periods_of_a_year_cover_each_day_once(day: date, type_: PeriodType) -> None:
    periods = periods_of(fiscal_year_be(day), type_)

    assert sum(period.holds(day) for period in periods) == 1
    assert len(periods) * type_.month_count == 12
    for before, after in itertools.pairwise(periods):
        assert after.start - before.end == timedelta(days=1)


def test_nine_months_are_the_first_nine_and_no_others() -> None:
    (nine,) = periods_of(2569, PeriodType.NINE_MONTHS)

    assert (nine.start, nine.end) == (date(2025, 10, 1), date(2026, 6, 30))


def test_february_of_a_leap_year_has_29_days() -> None:
    february = periods_of(2571, PeriodType.MONTH)[4]

    assert (february.start, february.end) == (date(2028, 2, 1), date(2028, 2, 29))


def test_a_day_begins_at_midnight_in_bangkok_and_not_in_greenwich() -> None:
    assert day_in_bangkok(datetime(2026, 11, 16, 16, 59, tzinfo=UTC)) == date(2026, 11, 16)
    assert day_in_bangkok(datetime(2026, 11, 16, 17, 0, tzinfo=UTC)) == date(2026, 11, 17)
    assert day_in_bangkok(datetime(2026, 11, 17, 0, 0, tzinfo=BANGKOK)) == date(2026, 11, 17)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        day_in_bangkok(datetime(2026, 11, 16, 10, 0))  # noqa: DTZ001 - the mistake under test
