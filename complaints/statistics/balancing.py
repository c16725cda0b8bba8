"""Two books must agree before anything is published: the journal, and the cases' own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import CAME, WENT, Event
from complaints.records.cases import OPEN_STATES, Case
from complaints.records.journal import JournalRow
from complaints.statistics.measures import Facts

NAMED_AT_MOST = 20


@dataclass(frozen=True)
class OddEvent:
    """An event of the journal that does not fit the case it is of.

    :ivar number: number of the row in the book of the channel.
    """

    number: int
    event: Event
    on: date


class LedgerDoesNotBalance(NotAllowed):
    """The journal and the cases tell different figures.

    :ivar events: events that do not fit, the first few of them.
    :ivar case_numbers: cases of which the journal knows nothing, the first few of them.
    """

    def __init__(self, events: Iterable[OddEvent] = (), case_numbers: Iterable[str] = ()) -> None:
        super().__init__(Code.LEDGER_DOES_NOT_BALANCE)
        self.events = tuple(events)
        self.case_numbers = tuple(case_numbers)


def refuse_unless_balanced(session: Session, channel: Channel, facts: Facts) -> None:
    """Refuse figures that do not agree with the cases they were counted from.

    Case by case, what came less what went by the journal is whether the case is
    open by its own row; on no day did more go than there were; and no case is
    without events.

    :raises LedgerDoesNotBalance: something does not fit; it names what.
    """
    odd = _odd_events(session, channel)
    if odd:
        raise LedgerDoesNotBalance(odd)
    day, in_progress = _run_through(facts)
    if day is not None:
        raise LedgerDoesNotBalance(_went_on(session, channel, day))
    if in_progress != facts.open_count:
        raise LedgerDoesNotBalance(case_numbers=_without_events(session, channel))


def _run_through(facts: Facts) -> tuple[date | None, int]:
    """Return the first day on which more went than there were, and what is left at the end."""
    changes: dict[date, int] = defaultdict(int)
    for events, sign in ((CAME, 1), (WENT, -1)):
        for event in events:
            for day, count in facts.movements[event].items():
                changes[day] += sign * count
    in_progress = 0
    for day in sorted(changes):
        in_progress += changes[day]
        if in_progress < 0:
            return day, in_progress
    return None, in_progress


def _odd_events(session: Session, channel: Channel) -> list[OddEvent]:
    """Return the last event of each case that is open by one book and not by the other."""
    came = JournalRow.event.in_([event.value for event in CAME])
    moved_out = JournalRow.event == Event.CASE_MOVED_OUT.value
    net = sa.func.sum(sa.case((came, 1), else_=-1))
    left = sa.func.max(sa.case((moved_out, 1), else_=0))
    told = (
        _movements(channel, JournalRow.case_id, net.label("net"), left.label("left"))
        .add_columns(sa.func.max(JournalRow.number).label("last"))
        .group_by(JournalRow.case_id)
        .subquery()
    )
    is_open = sa.and_(Case.id.is_not(None), Case.state.in_(OPEN_STATES))
    fits = sa.or_(
        sa.and_(told.c.net == 1, told.c.left == 0, is_open),
        sa.and_(told.c.net == 0, sa.or_(told.c.left == 1, sa.not_(is_open))),
    )
    last = (
        sa.select(told.c.last)
        .select_from(told.outerjoin(Case, Case.id == told.c.case_id))
        .where(sa.not_(fits))
        .limit(NAMED_AT_MOST)
    )
    numbers = list(session.scalars(last))
    return _events(session, channel, JournalRow.number.in_(numbers)) if numbers else []


def _went_on(session: Session, channel: Channel, day: date) -> list[OddEvent]:
    went = JournalRow.event.in_([event.value for event in WENT])
    return _events(session, channel, went, JournalRow.on == day)


def _events(
    session: Session, channel: Channel, *conditions: sa.ColumnElement[bool]
) -> list[OddEvent]:
    query = (
        sa.select(JournalRow.number, JournalRow.event, JournalRow.on)
        .where(JournalRow.book == channel.value, *conditions)
        .order_by(JournalRow.number)
        .limit(NAMED_AT_MOST)
    )
    return [OddEvent(number, Event(event), on) for number, event, on in session.execute(query)]


def _without_events(session: Session, channel: Channel) -> list[str]:
    query = (
        sa.select(Case.number)
        .where(
            Case.channel == channel.value,
            Case.id.not_in(_movements(channel, JournalRow.case_id)),
        )
        .order_by(Case.number)
        .limit(NAMED_AT_MOST)
    )
    return list(session.scalars(query))


def _movements(channel: Channel, *columns: Any) -> Any:
    events = [event.value for event in (*CAME, *WENT)]
    return sa.select(*columns).where(
        JournalRow.book == channel.value,
        JournalRow.event.in_(events),
        JournalRow.case_id.is_not(None),
    )
