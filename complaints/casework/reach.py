"""How far a key reached that has got into wrong hands: the cases it could open since a day.

Answered from wraps and journal, in case numbers alone. A wrap that was taken
away leaves no trace of whose it was, on purpose; so the answer says what is
certain and what is only possible, and leaves nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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

TAKEN_AWAY = (
    Event.OFFICER_EXCLUDED,
    Event.OFFICER_RECUSED,
    Event.CASE_KEY_RENEWED,
    Event.CASE_ERASED,
)
"""Events after which somebody holds fewer wraps of a case than before."""


@dataclass(frozen=True)
class Reach:
    """Which cases a key could open, by number.

    :ivar holds: it can open them today.
    :ivar worked: its holder read or worked them since the day, and cannot open them any more.
    :ivar possible: it may have been able to, until a wrap was taken from somebody since the day.
    """

    full_name: str
    since: date
    holds: list[str]
    worked: list[str]
    possible: list[str]


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
            sa.select(JournalRow.case_id).where(recent, JournalRow.actor_id == account.id)
        )
    )
    taken = set(
        session.scalars(
            sa.select(JournalRow.case_id).where(
                recent,
                JournalRow.book == account.channel,
                JournalRow.event.in_([event.value for event in TAKEN_AWAY]),
            )
        )
    )
    if account.channel is None:
        taken = set()
    elif account.closed_on is not None and account.closed_on >= since:
        taken |= _received_by(work, Channel(account.channel), account.closed_on)
    return Reach(
        full_name=account.full_name,
        since=since,
        holds=_numbers(work, holds),
        worked=_numbers(work, worked - holds),
        possible=_numbers(work, taken - worked - holds),
    )


def _received_by(work: Work, channel: Channel, day: date) -> set[str | None]:
    query = sa.select(Case.id).where(Case.channel == channel.value, Case.received_on <= day)
    return set(work.session.scalars(query))


def _numbers(work: Work, case_ids: set[str | None] | set[str]) -> list[str]:
    query = sa.select(Case.number).where(Case.id.in_(case_ids)).order_by(Case.number)
    return list(work.session.scalars(query))
