"""Whether everything was done with a case that the procedure asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_TO_ASSIGN = 3
"""Days after which a case that nobody has taken counts as left lying."""


class Duty(StrEnum):
    """What the procedure asks for, in its order."""

    ACKNOWLEDGED = "acknowledged"
    TIME_TOLD = "time_told"
    ASSIGNED = "assigned"
    PROGRESS_TOLD = "progress_told"
    RESULT_TOLD = "result_told"
    EXPLAINED_IF_LATE = "explained_if_late"


_TELLS_ON_THE_WAY = frozenset({Duty.ACKNOWLEDGED, Duty.TIME_TOLD, Duty.PROGRESS_TOLD})


@dataclass(frozen=True)
class Trace:
    """The days on which something was done with a case; None for what was not.

    :ivar acknowledged_on: receipt was confirmed and the day named.
    :ivar due_on: the first promise; None where no clock runs.
    :ivar assigned_on: a unit and an officer were named.
    :ivar told_on: the office first wrote, explained or answered.
    :ivar explained_on: the first explanation of a delay.
    :ivar result_on: the result that stands.
    :ivar has_reporter: there is somebody to tell.
    """

    received_on: date
    acknowledged_on: date
    due_on: date | None
    assigned_on: date | None
    told_on: date | None
    explained_on: date | None
    result_on: date | None
    has_reporter: bool = True


@dataclass(frozen=True)
class Check:
    """One line of the checklist.

    :ivar on: the day on which it was done.
    :ivar is_missing: it should have been done by now, and was not.
    :ivar is_needless: nothing asks for it as things stand, so it counts as done.
    """

    duty: Duty
    is_done: bool
    is_missing: bool
    on: date | None = None
    is_needless: bool = False


def checklist(trace: Trace, today: date) -> list[Check]:
    """Return the checklist of a case as it stands today.

    The receipt acknowledges and names the day, so those two are done as soon as
    there is a case. A result in time is progress enough. Where the office found
    out by itself, nobody is to be told.
    """
    is_open = trace.result_on is None
    is_past = trace.due_on is not None and (trace.result_on or today) > trace.due_on
    was_left = today > trace.received_on + timedelta(days=DAYS_TO_ASSIGN)
    told = trace.told_on or (None if is_past else trace.result_on)
    assigned = trace.assigned_on or trace.result_on
    checks = [
        _done(Duty.ACKNOWLEDGED, trace.acknowledged_on),
        _done(Duty.TIME_TOLD, trace.acknowledged_on),
        Check(Duty.ASSIGNED, assigned is not None, assigned is None and was_left, assigned),
        Check(Duty.PROGRESS_TOLD, told is not None, told is None and is_past, told),
        Check(
            Duty.RESULT_TOLD,
            not is_open,
            is_open and is_past and trace.explained_on is None,
            trace.result_on,
        ),
        Check(
            Duty.EXPLAINED_IF_LATE,
            not is_past or trace.explained_on is not None,
            is_past and trace.explained_on is None,
            trace.explained_on,
            is_needless=not is_past and trace.explained_on is None,
        ),
    ]
    return checks if trace.has_reporter else [_without_reporter(check) for check in checks]


def _without_reporter(check: Check) -> Check:
    if check.duty not in _TELLS_ON_THE_WAY:
        return check
    return Check(check.duty, is_done=True, is_missing=False, is_needless=True)


def is_complete(checks: list[Check]) -> bool:
    """Say whether nothing is missing that should have been done by now."""
    return not any(check.is_missing for check in checks)


def _done(duty: Duty, on: date) -> Check:
    return Check(duty, is_done=True, is_missing=False, on=on)
