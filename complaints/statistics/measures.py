"""What is counted: days and numbers out of the journal, ledgers out of those.

The counts come from one statement, so from one state of the database on any
isolation level, and come back as one row per event and day: a few thousand
rows however many cases there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.calendar import Period
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import CAME, WENT, Event
from complaints.records.cases import OPEN_STATES, Case
from complaints.records.journal import JournalRow

_BEFORE_EVERYTHING = date.min


@dataclass(frozen=True)
class Ledger:
    """How the cases of a period came and went.

    :ivar opening: in progress on the evening before the first day.
    :ivar received: newly registered, opinions among them.
    :ivar reopened: taken up again after completion.
    :ivar moved_in: handed over by the other channel.
    :ivar completed: completed, whatever the outcome.
    :ivar moved_out: handed over to the other channel.
    """

    opening: int
    received: int
    reopened: int
    moved_in: int
    completed: int
    moved_out: int

    @property
    def total(self) -> int:
        """Return how many cases the office had in hand during the period."""
        return self.opening + self.received + self.reopened + self.moved_in

    @property
    def finished(self) -> int:
        """Return how many of them it had no more to do with at the end."""
        return self.completed + self.moved_out

    @property
    def closing(self) -> int:
        """Return how many were in progress on the evening of the last day."""
        return self.total - self.finished


@dataclass(frozen=True)
class OnTime:
    """How the promise of a due day was kept, for grievances received in a period.

    :ivar of: those first completed by the day of counting, and those whose due day was over.
    :ivar count: those first completed on the due day or before.
    """

    of: int
    count: int

    @property
    def share(self) -> float | None:
        """Return the share in per cent, one decimal, never rounded up; None of nothing."""
        return self.count * 1000 // self.of / 10 if self.of else None


@dataclass(frozen=True)
class Facts:
    """Everything that is counted on a channel, by day.

    :ivar movements: how many cases came or went, by event and day.
    :ivar promises: kept promises by day of receipt; empty where none is published.
    :ivar open_count: cases that are in progress now, as their own rows say.
    """

    movements: Mapping[Event, Mapping[date, int]]
    promises: Mapping[date, OnTime]
    open_count: int

    @property
    def begun_on(self) -> date | None:
        """Return the first day on which anything happened, if anything did."""
        return min((day for days in self.movements.values() for day in days), default=None)


def count_facts(session: Session, channel: Channel, as_of: date) -> Facts:
    """Count a channel.

    :param as_of: the day on whose morning the promises are judged.
    """
    movements: dict[Event, dict[date, int]] = {event: {} for event in (*CAME, *WENT)}
    promises: dict[date, OnTime] = {}
    open_count = 0
    for source, day, first, second in session.execute(_counts(channel, as_of)):
        if source == "open":
            open_count = first
        elif source == "promise":
            promises[day] = OnTime(of=first, count=second)
        else:
            movements[Event(source)][day] = first
    return Facts(movements=movements, promises=promises, open_count=open_count)


def balance(facts: Facts) -> None:
    """Refuse figures that do not agree with the cases they were counted from.

    Two books must agree: what came less what went, by the journal, is what is
    in progress by the cases' own rows; and on no day did more go than there were.

    :raises NotAllowed: the ledger does not balance.
    """
    changes: dict[date, int] = defaultdict(int)
    for events, sign in ((CAME, 1), (WENT, -1)):
        for event in events:
            for day, count in facts.movements[event].items():
                changes[day] += sign * count
    in_progress = 0
    for day in sorted(changes):
        in_progress += changes[day]
        if in_progress < 0:
            raise NotAllowed(Code.LEDGER_DOES_NOT_BALANCE)
    if in_progress != facts.open_count:
        raise NotAllowed(Code.LEDGER_DOES_NOT_BALANCE)


def ledger_of(facts: Facts, period: Period) -> Ledger:
    """Return the ledger of a period."""
    return ledger_between(facts, period.start, period.end)


def ledger_between(facts: Facts, first: date, last: date) -> Ledger:
    """Return the ledger of the days from one to another, both included."""
    before = first - timedelta(days=1)
    opening = sum(_between(facts, event, _BEFORE_EVERYTHING, before) for event in CAME)
    opening -= sum(_between(facts, event, _BEFORE_EVERYTHING, before) for event in WENT)
    within = {event: _between(facts, event, first, last) for event in (*CAME, *WENT)}
    return Ledger(
        opening=opening,
        received=within[Event.CASE_RECEIVED],
        reopened=within[Event.CASE_REOPENED],
        moved_in=within[Event.CASE_MOVED_IN],
        completed=within[Event.CASE_COMPLETED],
        moved_out=within[Event.CASE_MOVED_OUT],
    )


def on_time_of(facts: Facts, period: Period) -> OnTime:
    """Return how the promise was kept for grievances received in a period."""
    held = [promise for day, promise in facts.promises.items() if period.holds(day)]
    return OnTime(
        of=sum(promise.of for promise in held), count=sum(promise.count for promise in held)
    )


def _between(facts: Facts, event: Event, first: date, last: date) -> int:
    days: Iterable[tuple[date, int]] = facts.movements[event].items()
    return sum(count for day, count in days if first <= day <= last)


def _counts(channel: Channel, as_of: date) -> sa.CompoundSelect[str, date, int, int]:
    parts = [_movements(channel), _open_cases(channel)]
    if channel is Channel.GRIEVANCE:
        parts.append(_promises(channel, as_of))
    return sa.union_all(*parts)


def _movements(channel: Channel) -> sa.Select[str, date, int, int]:
    events = [event.value for event in (*CAME, *WENT)]
    return (
        sa.select(JournalRow.event.label("source"), JournalRow.on, sa.func.count(), sa.literal(0))
        .where(JournalRow.book == channel.value, JournalRow.event.in_(events))
        .group_by(JournalRow.event, JournalRow.on)
    )


def _open_cases(channel: Channel) -> sa.Select[str, date, int, int]:
    nowhere = sa.cast(sa.null(), sa.Date)
    return sa.select(sa.literal("open"), nowhere, sa.func.count(), sa.literal(0)).where(
        Case.channel == channel.value,
        Case.state.in_(OPEN_STATES),
        Case.id.not_in(_moved(channel, Event.CASE_MOVED_OUT)),
    )


def _promises(channel: Channel, as_of: date) -> sa.Select[str, date, int, int]:
    # An opinion has no due day, so it is left out by that alone.
    answered = sa.and_(Case.first_completed_on.is_not(None), Case.first_completed_on <= as_of)
    judged = sa.or_(answered, Case.due_on < as_of)
    kept = sa.and_(answered, Case.first_completed_on <= Case.due_on)
    return (
        sa.select(sa.literal("promise"), Case.received_on, _count_if(judged), _count_if(kept))
        .where(
            Case.channel == channel.value,
            Case.due_on.is_not(None),
            Case.id.not_in(_moved(channel, Event.CASE_MOVED_IN, Event.CASE_MOVED_OUT)),
        )
        .group_by(Case.received_on)
    )


def _moved(channel: Channel, *events: Event) -> sa.Select[str | None]:
    return sa.select(JournalRow.case_id).where(
        JournalRow.book == channel.value,
        JournalRow.event.in_([event.value for event in events]),
        JournalRow.case_id.is_not(None),
    )


def _count_if(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
