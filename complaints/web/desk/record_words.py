"""The record in words: books, events, actors and what an event carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from complaints.casework.heads import BOOKS
from complaints.casework.record import (
    ChainState,
    HeadLine,
    RecordFilter,
    RecordPage,
    RecordRow,
)
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.records import journal
from complaints.web.dates import format_day
from complaints.web.wording import words

EVENTS: Mapping[Event, LazyString] = {
    Event.CASE_RECEIVED: _("Case received"),
    Event.CASE_READ: _("Case opened and read"),
    Event.CASE_ACCEPTED: _("Case accepted"),
    Event.CASE_ASSIGNED: _("Case given to another unit or officer"),
    Event.CASE_MESSAGE_SENT: _("Message sent to the reporter"),
    Event.CASE_NOTED: _("Internal note written"),
    Event.CASE_ACTED_FOR: _("An acting officer was named"),
    Event.CASE_ASKED: _("The reporter was asked"),
    Event.CASE_RELATED: _("Linked to another case"),
    Event.CASE_PROPOSED: _("A result was written for the second key"),
    Event.CASE_SENT_BACK: _("The result was sent back"),
    Event.CASE_FOLLOWED_UP: _("Followed up"),
    Event.GUIDELINE_RELEASED: _("Guideline put on the register"),
    Event.GUIDELINE_TAKEN_OFF: _("Guideline taken off the register"),
    Event.CASE_PASSED_ON: _("Bundle made for the receiving body"),
    Event.OBJECTION_ANSWERED: _("Objection answered"),
    Event.CASES_SEARCHED: _("Searched in the cases"),
    Event.HEADINGS_READ: _("List with headings opened"),
    Event.REPORTER_OBJECTED: _("The reporter objects to the result"),
    Event.REPORTER_WITHDREW: _("The reporter asks to withdraw"),
    Event.CASE_EXPLAINED: _("Delay explained"),
    Event.CASE_COMPLETED: _("Case completed"),
    Event.CASE_REOPENED: _("Case taken up again"),
    Event.CASE_MOVED_IN: _("Case taken over from the other channel"),
    Event.CASE_MOVED_OUT: _("Case handed to the other channel"),
    Event.CASE_HANDED_OVER: _("Case opened to a later officer"),
    Event.CASE_KEY_RENEWED: _("New key for the case"),
    Event.CASE_ERASED: _("Case erased, keys destroyed"),
    Event.CONFIRMATION_ASKED: _("Second person asked"),
    Event.CONFIRMATION_GIVEN: _("Confirmed as second person"),
    Event.CONFIRMATION_WITHDRAWN: _("Request to a second person withdrawn"),
    Event.EVIDENCE_READ: _("Attachment opened"),
    Event.ORIGINAL_READ: _("Original of an attachment opened"),
    Event.OFFICER_EXCLUDED: _("Officer shut out of the case"),
    Event.OFFICER_RECUSED: _("Officer gave the case up"),
    Event.CODE_REISSUED: _("Lost code replaced"),
    Event.IDENTITY_OPENED: _("Identity of the reporter opened by two"),
    Event.CASE_PROTECTED: _("Protection of the reporter noted"),
    Event.REPORTER_WROTE: _("Reporter wrote"),
    Event.REPORTER_RATED: _("Reporter rated the service"),
    Event.RATING_SLIP_MADE: _("Slip for rating printed"),
    Event.REPORTER_CHANGED_CODE: _("Reporter changed the code"),
    Event.OFFICER_INVITED: _("Account made"),
    Event.OFFICER_ENROLLED: _("Officer enrolled"),
    Event.OFFICER_SIGNED_IN: _("Signed in"),
    Event.OFFICER_CLOSED: _("Account closed"),
    Event.APPOINTMENT_ASKED: _("Order on an appointment entered"),
    Event.APPOINTMENT_SIGNED: _("Order on an appointment signed"),
    Event.APPOINTMENT_WITHDRAWN: _("Order on an appointment taken back"),
    Event.APPOINTMENT_CHANGED: _("Appointment changed by order"),
    Event.APPOINTMENT_ENDED: _("Appointment over, cases taken back"),
    Event.KEY_LOST: _("Link for a new key made"),
    Event.KEY_REPLACED: _("New key made in place of a lost one"),
    Event.PASSPHRASE_CHANGED: _("Passphrase changed"),
    Event.PHONE_LOST: _("Vouched for a lost phone"),
    Event.PHONE_REPLACED: _("Another phone set up"),
    Event.CASES_HANDED_OVER: _("Cases handed over to a new key"),
    Event.ROSTER_SIGNED: _("Roster signed"),
    Event.ALARM_RAISED: _("Alarm: the desk was stopped"),
    Event.ALARM_LIFTED: _("Alarm lifted"),
    Event.CUSTODIANS_NAMED: _("Custodians of the recovery key named"),
    Event.RECOVERY_EXPORTED: _("Cases exported for recovery"),
    Event.CASES_RECOVERED: _("Cases brought back by the custodians"),
    Event.BODY_KEY_REGISTERED: _("Key of a receiving body registered"),
    Event.BODY_KEY_CONFIRMED: _("Key of a receiving body counts"),
    Event.BODY_KEY_REMOVED: _("Key of a receiving body taken away"),
    Event.SETTINGS_CHANGED: _("Settings changed"),
    Event.ATTEST_KEY_MADE: _("Key made that signs the record"),
    Event.PLAN_FIGURE_ENTERED: _("Number for the plan entered"),
    Event.RELEASE_DRAFTED: _("Statistics drafted"),
    Event.RELEASE_CHECKED: _("Draft of statistics checked"),
    Event.RELEASE_ACKNOWLEDGED: _("Statistics acknowledged by the executive"),
    Event.BACKUP_MADE: _("Backup made"),
    Event.DATA_REQUEST_RECEIVED: _("Personal data request received"),
    Event.DATA_REQUEST_ANSWERED: _("Personal data request answered"),
    Event.RESTORED: _("Restored from a backup"),
    Event.RELEASE_PUBLISHED: _("Statistics published"),
}

_ACTORS: Mapping[str, LazyString] = {
    journal.REPORTER: _("the reporter"),
    journal.SYSTEM: _("the service itself, or its operator"),
}

_FAILURES: tuple[tuple[str, LazyString], ...] = (
    ("it is not signed", _("It is not signed with a key of this agency.")),
    ("it belongs", _("It belongs to another agency.")),
    ("the journal", _("Rows of the record are missing or were rewritten since.")),
    ("the roster", _("The roster was set back.")),
    ("it cannot be read", _("The file cannot be read.")),
)


def book_words(book: str) -> str:
    """Return the words of a book of the record."""
    return gettext("The office itself") if book == journal.OFFICE else words(Channel(book))


def event_words(event: str) -> str:
    """Return the words of an event; one that this version does not know keeps its code."""
    try:
        return str(EVENTS[Event(event)])
    except (ValueError, KeyError):
        return event


def event_choices() -> list[tuple[str, str]]:
    """Return every event with its words, in the order of the words."""
    return sorted(((event.value, str(said)) for event, said in EVENTS.items()), key=lambda e: e[1])


def actor_choices(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return everybody who can stand in the record, the reporter and the system first."""
    return [*((code, str(said)) for code, said in _ACTORS.items()), *people]


def record_rows(found: RecordPage) -> list[dict[str, Any]]:
    """Return the lines of a page as the table shows them."""
    return [_row(row) for row in found.rows]


def asked_words(which: RecordFilter, people: list[tuple[str, str]]) -> list[str]:
    """Return in words what of the record was asked for."""
    return [
        *([book_words(which.book)] if which.book else []),
        *([event_words(which.event.value)] if which.event else []),
        *([dict(actor_choices(people)).get(which.actor_id, "")] if which.actor_id else []),
        *([format_day(which.day)] if which.day else []),
    ]


def chain_row(state: ChainState) -> dict[str, Any]:
    """Return how a book stands, as the table shows it."""
    said = gettext("whole")
    if state.broken_at is not None:
        said = gettext("breaks at line %(line)s", line=state.broken_at)
    return {
        "book": book_words(state.book),
        "rows": state.rows,
        "state": said,
        "head": state.head[:24],
    }


def head_columns() -> list[dict[str, Any]]:
    """Return the columns of the table of signed accounts."""
    return [
        {"key": "day", "label": gettext("Day"), "header": True},
        *({"key": book, "label": book_words(book), "numeric": True} for book in BOOKS),
        {"key": "state", "label": gettext("Held by the record")},
        {"key": "file", "label": gettext("File")},
    ]


def head_row(line: HeadLine) -> dict[str, Any]:
    """Return a signed account, as the table shows it."""
    return {
        "day": format_day(line.made_on) if line.made_on else line.name,
        **line.numbers,
        "state": what_fails_words(line.failure) if line.failure else gettext("yes"),
        "name": line.name,
    }


def what_fails_words(failure: str) -> str:
    """Return in the reader's language why the record does not hold a signed account."""
    for beginning, said in _FAILURES:
        if failure.startswith(beginning):
            return str(said)
    return gettext("A case that was erased can be opened again.")


def address_of(which: RecordFilter, page: int = 1, endpoint: str = "desk.show_record") -> str:
    """Return the address of a page under the same filter."""
    return url_for(
        endpoint,
        book=which.book,
        event=which.event.value if which.event else None,
        day=which.day.isoformat() if which.day else None,
        who=which.actor_id,
        page=page if page > 1 else None,
    )


def _row(row: RecordRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "book": book_words(row.book),
        "on": format_day(row.on, "short"),
        "event": event_words(row.event),
        "who": row.actor_name or str(_ACTORS.get(row.actor_id, row.actor_id)),
        "case": row.case_number,
        "digest": row.digest[:12],
    }
