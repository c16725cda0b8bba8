from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.deadlines import (
    Urgency,
    answer_due,
    explain_due,
    is_working_day,
    urgency,
    work_by,
)

DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))
SONGKRAN = {
    date(2027, 4, 13): "สงกรานต์",
    date(2027, 4, 14): "สงกรานต์",
    date(2027, 4, 15): "สงกรานต์",
}


def test_the_day_of_receipt_is_day_0() -> None:
    assert answer_due(date(2026, 11, 16)) == date(2026, 12, 1)


def test_a_promise_runs_over_the_end_of_a_leap_february() -> None:
    assert answer_due(date(2028, 2, 20)) == date(2028, 3, 6)


@pytest.mark.parametrize("days", [0, -1])
def test_a_promise_needs_at_least_one_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        answer_due(date(2026, 11, 16), days)


def test_a_closed_last_day_still_counts_but_the_work_ends_earlier() -> None:
    due = explain_due(date(2026, 11, 14), {})  # day 15 is Sunday 29 November

    assert due.due_on == date(2026, 11, 29)
    assert due.closed_because == "weekend"
    assert due.work_by == date(2026, 11, 27)


def test_a_holiday_is_named_and_the_weekend_before_it_skipped() -> None:
    holidays = {**SONGKRAN, date(2027, 4, 12): "วันหยุดพิเศษ"}
    due = explain_due(date(2027, 3, 29), holidays)  # day 15 is Tuesday 13 April

    assert due.due_on == date(2027, 4, 13)
    assert due.closed_because == "สงกรานต์"
    assert due.work_by == date(2027, 4, 9)


def test_a_holiday_on_a_weekend_is_called_by_its_name() -> None:
    sunday = date(2026, 11, 29)

    assert explain_due(date(2026, 11, 14), {sunday: "วันพิเศษ"}).closed_because == "วันพิเศษ"


def test_a_working_last_day_is_its_own_day_to_work_by() -> None:
    due = explain_due(date(2026, 11, 16), {})

    assert (due.closed_because, due.work_by, due.days) == (None, due.due_on, 15)


@given(DAYS, st.sets(DAYS, max_size=30), st.integers(1, 60))
def test_the_work_by_day_is_the_last_open_one(
    received_on: date, closed: set[date], days: int
) -> None:
    holidays = dict.fromkeys(closed, "ปิด")
    due = explain_due(received_on, holidays, days)

    assert due.due_on - received_on == timedelta(days=days)
    assert is_working_day(due.work_by, holidays)
    later = [due.work_by + timedelta(days=n) for n in range(1, (due.due_on - due.work_by).days + 1)]
    assert not any(is_working_day(day, holidays) for day in later)
    assert due.work_by == work_by(due.due_on, holidays)


DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("today", "new_due_on", "is_open", "expected"),
    [
        pytest.param(DUE - timedelta(days=4), None, True, Urgency.IN_TIME, id="four days before"),
        pytest.param(DUE - timedelta(days=3), None, True, Urgency.DUE_SOON, id="three days before"),
        pytest.param(DUE, None, True, Urgency.DUE_SOON, id="on the last day"),
        pytest.param(DUE + timedelta(days=1), None, True, Urgency.LATE_UNEXPLAINED, id="late"),
        pytest.param(
            DUE + timedelta(days=1), DUE + timedelta(days=1), True, Urgency.LATE_EXPLAINED,
            id="late, on the last day that was promised anew",
        ),
        pytest.param(
            DUE + timedelta(days=2), DUE + timedelta(days=1), True, Urgency.LATE_UNEXPLAINED,
            id="late, and the new day is over too",
        ),
        pytest.param(
            DUE - timedelta(days=9), DUE + timedelta(days=9), True, Urgency.IN_TIME,
            id="explained before it was late",
        ),
        pytest.param(DUE + timedelta(days=99), None, False, Urgency.DONE, id="completed long ago"),
    ],
)  # fmt: skip
def test_urgency_follows_the_newest_promise(
    today: date, new_due_on: date | None, is_open: bool, expected: Urgency
) -> None:
    stands = urgency(due_on=DUE, new_due_on=new_due_on, is_open=is_open, today=today)

    assert stands is expected


def test_an_opinion_has_no_clock() -> None:
    stands = urgency(due_on=None, new_due_on=None, is_open=True, today=DUE)

    assert stands is Urgency.NO_CLOCK
