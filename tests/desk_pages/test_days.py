"""Days as they are typed into the forms of the office."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.web.desk.fields import parse_day

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-20",
        "2569-11-20",
        "๒๕๖๙-๑๑-๒๐",
        "20/11/2569",
        "๒๐/๑๑/๒๕๖๙",
        "20.11.2026",
        "20-11-2569",
    ],
)
def test_a_day_is_taken_as_people_write_it(typed: str) -> None:
    assert parse_day(typed) == DAY


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "31/2/2569",
        "2026-02-30",
        "20/11-2569",
        "20/11/69",
        "11/20/2026",
        "0/1/2569",
        "²/1/2569",
    ],
)
def test_what_is_no_day_or_says_too_little_is_none(typed: str) -> None:
    assert parse_day(typed) is None
