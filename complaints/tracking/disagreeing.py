"""What a reporter can do against the office, or without it: object, withdraw."""

from __future__ import annotations

from datetime import timedelta

from complaints.domain.channel import Channel
from complaints.domain.deadlines import answer_due
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import Outcome, State
from complaints.domain.text import clean_text, required_text
from complaints.records import journal
from complaints.tracking.visits import Visitor, open_visited
from complaints.work import Work
from complaints.work.opened import OpenedCase, stop_waiting
from complaints.work.telling import Told, tell

LONGEST = 5000


def object_to_result(work: Work, visitor: Visitor, *, reason: str) -> None:
    """Object to the result; another officer answers, within the days of a new matter.

    :raises BadInput: no words, or words that cannot be taken.
    :raises NotAllowed: there is no result, it was objected to before, or it is too old.
    """
    reason = required_text(reason, "reason", longest=LONGEST)
    opened = open_visited(work, visitor, for_change=True)
    told = tell(opened, opened.entries())
    why_not = _why_not(work, told)
    if why_not is not None:
        raise NotAllowed(why_not)
    days = work.agency.days(work.channel)
    opened.case.objection_due_on = answer_due(work.today(), days)
    opened.add_shared(EntryKind.OBJECTION, Side.REPORTER, text=reason)
    _record(opened, Event.REPORTER_OBJECTED)


def may_object(work: Work, told: Told) -> bool:
    """Say whether the reporter can object to the result now."""
    return _why_not(work, told) is None


def _why_not(work: Work, told: Told) -> Code | None:
    result_on = told.trace.result_on
    if result_on is None:
        return Code.CASE_IS_NOT_COMPLETED
    if told.has_objected:
        return Code.ALREADY_OBJECTED
    if work.today() > result_on + timedelta(days=work.agency.objection_days):
        return Code.TOO_LATE_TO_OBJECT
    return None


def withdraw(work: Work, visitor: Visitor, *, reason: str = "") -> bool:
    """Withdraw a matter.

    A grievance ends with that. A corruption complaint does not: the office has
    to look into it for everybody's sake, and somebody may have been pressed to
    withdraw; an officer decides.

    :return: whether the case has ended.
    :raises BadInput: words that cannot be taken.
    :raises NotAllowed: the case is completed, or was withdrawn before.
    """
    reason = clean_text(reason, "reason", longest=LONGEST)
    opened = open_visited(work, visitor, for_change=True)
    told = tell(opened, opened.entries())
    if not told.state.is_open:
        raise NotAllowed(Code.CASE_IS_COMPLETED)
    if told.wants_to_withdraw:
        raise NotAllowed(Code.ALREADY_WITHDRAWN)
    opened.add_shared(EntryKind.WITHDRAWAL, Side.REPORTER, text=reason)
    _record(opened, Event.REPORTER_WITHDREW)
    if work.channel is Channel.CORRUPTION:
        return False
    _end(opened)
    return True


def _end(opened: OpenedCase) -> None:
    case, today = opened.case, opened.work.today()
    stop_waiting(opened)
    case.state, case.completed_on = State.COMPLETED.value, today
    case.first_completed_on = case.first_completed_on or today
    case.proposed_on = None
    case.outcome = Outcome.WITHDRAWN.value
    opened.add_shared(EntryKind.RESULT, Side.REPORTER, text="", outcome=Outcome.WITHDRAWN.value)
    _record(opened, Event.CASE_COMPLETED, outcome=Outcome.WITHDRAWN.value)


def _record(opened: OpenedCase, event: Event, **fields: str) -> None:
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=journal.REPORTER,
        case_id=opened.case.id,
        fields=fields,
    )
