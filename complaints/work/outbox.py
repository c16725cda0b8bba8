"""The outbox: written in the transaction of what caused a notice, sent after it."""

from __future__ import annotations

from datetime import date, datetime, time

from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel
from complaints.domain.notices import REPORTER, MailState, NoticeKind
from complaints.domain.reminders import Stage
from complaints.records import notices
from complaints.records.cases import Case
from complaints.records.notices import MailAddress, Notice
from complaints.work import Work
from complaints.work.cookies import naive_utc


def tell_reporter(work: Work, case: Case) -> bool:
    """Let a reporter who asked for it know that something happened.

    Call it after the row that he can now read was counted in the case; each
    such row gives one notice. Grievances alone have addresses.
    """
    if work.channel is not Channel.GRIEVANCE or work.session.get(MailAddress, case.id) is None:
        return False
    return notices.put(
        work.session,
        Notice(
            once=f"{NoticeKind.CASE_CHANGED}:{case.id}:{case.entry_count}",
            kind=NoticeKind.CASE_CHANGED.value,
            channel=work.channel.value,
            case_id=case.id,
            recipient_id=REPORTER,
            made_on=work.today(),
            mail=MailState.WAITING.value,
            not_before=naive_utc(work.now()),
        ),
    )


def remind_officer(
    work: Work, *, officer_id: str, case_id: str, stage: Stage, due_on: date
) -> bool:
    """Put a reminder on an officer's desk."""
    return notices.put(
        work.session,
        Notice(
            once=f"{case_id}:{stage}:{due_on.isoformat()}:{officer_id}",
            kind=NoticeKind.REMINDER.value,
            channel=work.channel.value,
            case_id=case_id,
            recipient_id=officer_id,
            stage=stage.value,
            due_on=due_on,
            made_on=work.today(),
        ),
    )


def mail_of_the_day(work: Work, kind: NoticeKind, *, officer_id: str, hour: int) -> bool:
    """Queue an officer's one mail of a kind and day, for a fixed hour in Bangkok."""
    today = work.today()
    at = max(work.now(), datetime.combine(today, time(hour), tzinfo=BANGKOK))
    return notices.put(
        work.session,
        Notice(
            once=f"{kind}:{today.isoformat()}:{officer_id}",
            kind=kind.value,
            channel=work.channel.value,
            recipient_id=officer_id,
            made_on=today,
            mail=MailState.WAITING.value,
            not_before=naive_utc(at),
        ),
    )
