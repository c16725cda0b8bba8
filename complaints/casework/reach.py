"""How far a key reached that has got into wrong hands: the cases it could open since a day.

Answered from wraps and journal, in case numbers alone. A wrap that was taken
away leaves no trace of whose it was, on purpose; so the answer says what is
certain and what is only possible, and leaves nothing out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.events import Event
from complaints.records import officers
from complaints.records.cases import Case, KeyWrap
from complaints.records.journal import JournalRow
from complaints.records.officers import Officer
from complaints.work import Actor, Work, refuse_unless_allowed

MOST_LOOKED = 200


class Tells(Enum):
    """What an event tells of how far a key reached."""

    OPENED = auto()
    """Whoever did it had this case open, or what was asked of a second person about it."""
    TAKEN = auto()
    """Somebody holds fewer wraps of this case than before."""
    LEFT = auto()
    """The officer it names, or else its actor, lost everything on that day."""
    LOOKED = auto()
    """Whoever did it opened many cases, or their headings, at once."""


_OPENED, _TAKEN, _LEFT = {Tells.OPENED}, {Tells.TAKEN}, {Tells.LEFT}
_BOTH: set[Tells] = {Tells.OPENED, Tells.TAKEN}
_LOOKED: set[Tells] = {Tells.LOOKED}
_NOTHING: set[Tells] = set()

MEANING: dict[Event, set[Tells]] = {
    **dict.fromkeys(
        (
            Event.CASE_RECEIVED, Event.CASE_READ, Event.CASE_ACCEPTED, Event.CASE_ASSIGNED,
            Event.CASE_MESSAGE_SENT, Event.CASE_NOTED, Event.CASE_ACTED_FOR, Event.CASE_ASKED,
            Event.CASE_RELATED, Event.CASE_EXPLAINED, Event.CASE_PROPOSED, Event.CASE_SENT_BACK,
            Event.CASE_COMPLETED, Event.CASE_FOLLOWED_UP, Event.CASE_PASSED_ON,
            Event.OBJECTION_ANSWERED, Event.CASE_REOPENED, Event.CASE_MOVED_IN,
            Event.CASE_HANDED_OVER, Event.CONFIRMATION_ASKED, Event.CONFIRMATION_GIVEN,
            Event.CONFIRMATION_WITHDRAWN, Event.EVIDENCE_READ, Event.ORIGINAL_READ,
            Event.IDENTITY_OPENED, Event.CODE_REISSUED, Event.CASE_PROTECTED,
            Event.RATING_SLIP_MADE, Event.GUIDELINE_RELEASED,
        ),
        _OPENED,
    ),
    **dict.fromkeys(
        (
            Event.OFFICER_EXCLUDED, Event.OFFICER_RECUSED, Event.CASE_KEY_RENEWED,
            Event.CASE_MOVED_OUT, Event.CASE_ERASED,
        ),
        _BOTH,
    ),
    **dict.fromkeys((Event.APPOINTMENT_ENDED, Event.OFFICER_CLOSED, Event.KEY_REPLACED), _LEFT),
    **dict.fromkeys((Event.CASES_SEARCHED, Event.HEADINGS_READ), _LOOKED),
    **dict.fromkeys(
        (
            # What reporters do opens nothing to an officer:
            Event.REPORTER_WROTE, Event.REPORTER_RATED, Event.REPORTER_OBJECTED,
            Event.REPORTER_WITHDREW, Event.REPORTER_CHANGED_CODE,
            # Accounts and rosters; what a new key or a colleague got, its wraps tell:
            Event.OFFICER_INVITED, Event.OFFICER_ENROLLED, Event.OFFICER_SIGNED_IN,
            Event.APPOINTMENT_ASKED, Event.APPOINTMENT_SIGNED, Event.APPOINTMENT_WITHDRAWN,
            Event.APPOINTMENT_CHANGED, Event.KEY_LOST, Event.PASSPHRASE_CHANGED,
            Event.PHONE_LOST, Event.PHONE_REPLACED, Event.CASES_HANDED_OVER,
            Event.ROSTER_SIGNED, Event.CUSTODIANS_NAMED, Event.CASES_RECOVERED,
            # Sealed as they are, or about no case:
            Event.GUIDELINE_TAKEN_OFF, Event.PLAN_FIGURE_ENTERED, Event.BODY_KEY_REGISTERED,
            Event.BODY_KEY_CONFIRMED, Event.BODY_KEY_REMOVED,
            Event.RECOVERY_EXPORTED, Event.BACKUP_MADE, Event.RESTORED, Event.ALARM_RAISED,
            Event.ALARM_LIFTED, Event.SETTINGS_CHANGED, Event.RELEASE_DRAFTED,
            Event.RELEASE_CHECKED, Event.RELEASE_ACKNOWLEDGED, Event.RELEASE_PUBLISHED,
            Event.ATTEST_KEY_MADE, Event.DATA_REQUEST_RECEIVED, Event.DATA_REQUEST_ANSWERED,
        ),
        _NOTHING,
    ),
}  # fmt: skip
"""What each event means here; a test misses the one that is left out."""


@dataclass(frozen=True)
class Looked:
    """A list or a search by which the holder opened many cases at once.

    :ivar case_count: how many were opened.
    """

    on: date
    event: Event
    case_count: int


@dataclass(frozen=True)
class Reach:
    """Which cases a key could open, by number.

    :ivar holds: it can open them today.
    :ivar worked: its holder read or worked them since the day, and cannot open them any more.
    :ivar possible: it may have been able to, until a wrap was taken from somebody since the day.
    :ivar looked: lists and searches since the day, the newest first; without numbers of cases.
    """

    full_name: str
    since: date
    holds: list[str]
    worked: list[str]
    possible: list[str]
    looked: list[Looked]


def reach_of_key(work: Work, actor: Actor, *, officer_id: str, since: date) -> Reach:
    """Return which cases the key of an officer could open since a day.

    :raises NotFound: the actor is no auditor, or no such officer.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    account = officers.find_officer(work.session, officer_id)
    if account is None:
        raise NotFound
    return reach(work, account, since=since)


def reach(work: Work, account: Officer, *, since: date) -> Reach:
    """Return the same to the operator of the server."""
    session = work.session
    holds = set(
        session.scalars(
            sa.select(KeyWrap.case_id).where(KeyWrap.recipient_id == account.id).distinct()
        )
    )
    recent = sa.and_(JournalRow.on >= since, JournalRow.case_id.is_not(None))
    worked = set(
        session.scalars(
            sa.select(JournalRow.case_id).where(
                recent, JournalRow.actor_id == account.id, _tells(Tells.OPENED)
            )
        )
    )
    taken = set(
        session.scalars(
            sa.select(JournalRow.case_id).where(
                recent,
                JournalRow.book == account.channel,
                _tells(Tells.TAKEN),
            )
        )
    )
    if account.channel is None:
        taken = set()
    else:
        left_on = _left_on(work, account, since)
        if left_on is not None:
            taken |= _received_by(work, Channel(account.channel), left_on)
    return Reach(
        full_name=account.full_name,
        since=since,
        holds=_numbers(work, holds),
        worked=_numbers(work, worked - holds),
        possible=_numbers(work, taken - worked - holds),
        looked=_looked(work, account, since),
    )


def _tells(what: Tells) -> sa.ColumnElement[bool]:
    return JournalRow.event.in_([event.value for event, tells in MEANING.items() if what in tells])


def _left_on(work: Work, account: Officer, since: date) -> date | None:
    """Return the last day since which an officer lost everything that he held; None for none."""
    query = sa.select(JournalRow.on, JournalRow.actor_id, JournalRow.fields).where(
        JournalRow.book == account.channel, JournalRow.on >= since, _tells(Tells.LEFT)
    )
    days = [
        on
        for on, actor_id, fields in work.session.execute(query)
        if (json.loads(fields).get("officer_id") if fields else actor_id) == account.id
    ]
    if account.closed_on is not None and account.closed_on >= since:
        days.append(account.closed_on)
    return max(days, default=None)


def _looked(work: Work, account: Officer, since: date) -> list[Looked]:
    query = (
        sa.select(JournalRow.on, JournalRow.event, JournalRow.fields)
        .where(JournalRow.on >= since, JournalRow.actor_id == account.id, _tells(Tells.LOOKED))
        .order_by(JournalRow.on.desc(), JournalRow.number.desc())
        .limit(MOST_LOOKED)
    )
    return [
        Looked(on, Event(event), int(json.loads(fields)["case_count"]))
        for on, event, fields in work.session.execute(query)
    ]


def _received_by(work: Work, channel: Channel, day: date) -> set[str | None]:
    query = sa.select(Case.id).where(Case.channel == channel.value, Case.received_on <= day)
    return set(work.session.scalars(query))


def _numbers(work: Work, case_ids: set[str | None] | set[str]) -> list[str]:
    query = sa.select(Case.number).where(Case.id.in_(case_ids)).order_by(Case.number)
    return list(work.session.scalars(query))
