"""Milestones of a promise: what the office owes a reporter, by when, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class MilestoneKind(StrEnum):
    """What the office owes, in the order in which it does."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    PROGRESS = "progress"
    RESULT = "result"


class MilestoneState(StrEnum):
    """How a milestone stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    AHEAD = "ahead"
    MISSED = "missed"


@dataclass(frozen=True)
class Milestone:
    """One thing that is owed.

    :ivar due_on: by when; None where no day was promised.
    :ivar done_on: when it was done; None while it was not.
    """

    kind: MilestoneKind
    due_on: date | None
    done_on: date | None
    state: MilestoneState


@dataclass(frozen=True)
class Kept:
    """What happened so far, by day.

    :ivar received_on: the receipt was confirmed.
    :ivar due_on: the first promise; None where no clock runs.
    :ivar new_due_on: the day of the newest explanation.
    :ivar answered_on: first explanation or result.
    :ivar told_on: the last day on which the office wrote.
    :ivar completed_on: the result that still counts.
    """

    received_on: date
    due_on: date | None
    new_due_on: date | None
    accepted_on: date | None
    answered_on: date | None
    told_on: date | None
    completed_on: date | None


def milestones(kept: Kept, *, progress_days: int, today: date) -> list[Milestone]:
    """Return what is owed, in order.

    Progress is owed from the first explanation on, until the result. What ended
    without being accepted is not accepted any more.

    :param progress_days: days after which a reporter should hear something again.
    """
    found = [_milestone(MilestoneKind.RECEIPT, None, kept.received_on, today)]
    if kept.accepted_on is not None or kept.completed_on is None:
        found.append(_milestone(MilestoneKind.ACCEPTANCE, None, kept.accepted_on, today))
    if kept.due_on is not None:
        found.append(_milestone(MilestoneKind.ANSWER, kept.due_on, kept.answered_on, today))
    if kept.answered_on is not None and kept.completed_on is None and kept.told_on is not None:
        again = kept.told_on + timedelta(days=progress_days)
        found.append(_milestone(MilestoneKind.PROGRESS, again, None, today))
    promised = kept.new_due_on or kept.due_on
    found.append(_milestone(MilestoneKind.RESULT, promised, kept.completed_on, today))
    return found


def _milestone(
    kind: MilestoneKind, due_on: date | None, done_on: date | None, today: date
) -> Milestone:
    if done_on is not None:
        late = due_on is not None and done_on > due_on
        state = MilestoneState.DONE_LATE if late else MilestoneState.DONE
    else:
        missed = due_on is not None and today > due_on
        state = MilestoneState.MISSED if missed else MilestoneState.AHEAD
    return Milestone(kind, due_on, done_on, state)
