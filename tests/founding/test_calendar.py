"""The first calendar of holidays."""

from __future__ import annotations

from datetime import date

from complaints.casework.calendar_seed import closed_days

DAYS = {day.day: day for day in closed_days([2026, 2027])}


def test_days_on_which_state_offices_work_are_left_out() -> None:
    labour_days = [date(2026, 5, 1), date(2027, 5, 1)]
    childrens_days = [date(2026, 1, 10), date(2027, 1, 9)]

    assert not [day for day in (*labour_days, *childrens_days) if day in DAYS]


def test_a_day_that_only_state_offices_have_off_is_in() -> None:
    assert DAYS[date(2026, 5, 13)].name_th == "วันพืชมงคล"


def test_every_day_has_both_names_and_says_where_it_stands() -> None:
    assert all(
        day.name_th and day.name_en and "python-holidays" in day.source for day in DAYS.values()
    )
    assert not any("แรงงาน" in day.name_th for day in DAYS.values())


def test_names_and_sources_fit_their_columns_for_decades() -> None:
    longest = max(
        max(len(day.name_th), len(day.name_en), len(day.source) - 100)
        for day in closed_days(range(2020, 2041))
    )

    assert longest <= 200
