"""The promise: answer in 15 days, or explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_TO_ANSWER = 15
SOON_DAYS = 3
"""From how many days before the due day a case counts as due soon."""
WEEK_DAYS = 7
"""How far those look ahead who plan the week."""


class Urgency(StrEnum):
    """How a case stands against its due day."""

    NO_CLOCK = "no_clock"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    LATE_EXPLAINED = "late_explained"
    LATE_UNEXPLAINED = "late_unexplained"
    DONE = "done"


@dataclass(frozen=True)
class DueArithmetic:
    """A due day with everything that went into it.

    :ivar received_on: day 0.
    :ivar days: calendar days promised.
    :ivar due_on: the last permitted day.
    :ivar closed_because: name of the holiday or ``weekend``; None on a working day.
    :ivar work_by: the last working day on or before the due day.
    """

    received_on: date
    days: int
    due_on: date
    closed_because: str | None
    work_by: date


def answer_due(received_on: date, days: int = DAYS_TO_ANSWER) -> date:
    """Return the last day on which the office may answer or explain.

    The day of receipt is day 0. The last day counts even when the office is
    closed, because the duty is the authority's.

    :param received_on: day of receipt in Asia/Bangkok.
    :param days: calendar days allowed on this channel, at least 1.
    :return: the due day.
    :raises ValueError: fewer than 1 day.
    :source: Administrative Procedure Act B.E. 2539, s.64 para 2.
    """
    if days < 1:
        raise ValueError("a promise needs at least one day")
    return received_on + timedelta(days=days)


def is_working_day(day: date, holidays: Mapping[date, str]) -> bool:
    """Say whether the office is open: Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def work_by(due_on: date, holidays: Mapping[date, str]) -> date:
    """Return the last working day on or before the due day."""
    day = due_on
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def explain_due(
    received_on: date, holidays: Mapping[date, str], days: int = DAYS_TO_ANSWER
) -> DueArithmetic:
    """Return the due day together with how it was computed.

    :param holidays: days on which the office is closed, with their names.
    """
    due_on = answer_due(received_on, days)
    weekend = "weekend" if due_on.weekday() >= 5 else None
    return DueArithmetic(
        received_on=received_on,
        days=days,
        due_on=due_on,
        closed_because=holidays.get(due_on, weekend),
        work_by=work_by(due_on, holidays),
    )


def urgency(
    *,
    due_on: date | None,
    new_due_on: date | None,
    is_open: bool,
    today: date,
) -> Urgency:
    """Return how a case stands today.

    A case is late once its first due day is over. It is explained as long as
    the newest date that was promised to the reporter is not over as well.

    :param due_on: the first promise; None for an opinion, which has no clock.
    :param new_due_on: the date of the newest explanation, if there is one.
    """
    if not is_open:
        return Urgency.DONE
    if due_on is None:
        return Urgency.NO_CLOCK
    if today > due_on:
        explained = new_due_on is not None and today <= new_due_on
        return Urgency.LATE_EXPLAINED if explained else Urgency.LATE_UNEXPLAINED
    return Urgency.DUE_SOON if (due_on - today).days <= SOON_DAYS else Urgency.IN_TIME
