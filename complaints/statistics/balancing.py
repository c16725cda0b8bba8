"""Books must agree before anything is published: the journal, the cases' own rows, the counters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel, Origin
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import CAME, WENT, Event
from complaints.domain.states import Outcome
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


@dataclass(frozen=True)
class OddCounter:
    """Counters of a half-year that do not add up to the cases that they count.

    :ivar name: by what they count.
    """

    name: str
    half_starts_on: date


class LedgerDoesNotBalance(NotAllowed):
    """The journal, the cases and the counters tell different figures.

    :ivar events: events that do not fit, the first few of them.
    :ivar case_numbers: cases of which the journal knows nothing, the first few of them.
    :ivar counters: counters that do not add up, the first few of them.
    """

    def __init__(
        self,
        events: Iterable[OddEvent] = (),
        case_numbers: Iterable[str] = (),
        counters: Iterable[OddCounter] = (),
    ) -> None:
        super().__init__(Code.LEDGER_DOES_NOT_BALANCE)
        self.events = tuple(events)
        self.case_numbers = tuple(case_numbers)
        self.counters = tuple(counters)


def refuse_unless_balanced(session: Session, channel: Channel, facts: Facts) -> None:
    """Refuse figures that do not agree with the cases they were counted from.

    Case by case, what came less what went by the journal is whether the case is
    open by its own row; on no day did more go than there were; no case is
    without events; and the counters of the protected channel add up to its cases.

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
    counters = _odd_counters(session, facts) if channel is Channel.CORRUPTION else []
    if counters:
        raise LedgerDoesNotBalance(counters=counters[:NAMED_AT_MOST])


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


def _odd_counters(session: Session, facts: Facts) -> list[OddCounter]:
    """Return the counters that do not add up to the rows of the cases, by half-year of receipt.

    Of what a corruption complaint is about nothing stands in its row, so that a case
    counted under another name is not found here; one too many or too few is.
    """
    came, ended = _came_and_ended(session)
    found: list[OddCounter] = []
    for half in sorted({*came, *facts.tallies}):
        sums: Counter[str] = Counter()
        for measure, count in facts.tallies.get(half, {}).items():
            sums[measure.partition(":")[0]] += count
        of = Counter(facts.tallies.get(half, {}))
        fits = {
            **{name: sums[name] == came[half] for name in ("origin", "received_by", "subject")},
            "kind": sums["kind"] == of[f"origin:{Origin.REPORTED}"],
            "outcome": sums["outcome"] == ended[half],
            "discipline": sums["discipline"] <= of[f"outcome:{Outcome.SUBSTANTIATED}"],
        }
        below_zero = {measure.partition(":")[0] for measure, count in of.items() if count < 0}
        found += [
            OddCounter(name, half)
            for name, holds in fits.items()
            if not holds or name in below_zero
        ]
    return found


def _came_and_ended(session: Session) -> tuple[Counter[date], Counter[date]]:
    """Return how many corruption cases came in each half-year, and how many of them are ended.

    One that was moved to the other channel is counted where it came, and ended there.
    """
    moved_out = _movements(Channel.CORRUPTION, JournalRow.case_id).where(
        JournalRow.event == Event.CASE_MOVED_OUT.value
    )
    is_ended = sa.and_(Case.state.not_in(OPEN_STATES), Case.id.not_in(moved_out))
    query = (
        sa.select(Case.received_on, sa.func.count(), sa.func.sum(sa.case((is_ended, 1), else_=0)))
        .where(Case.channel == Channel.CORRUPTION.value)
        .group_by(Case.received_on)
    )
    came: Counter[date] = Counter()
    ended: Counter[date] = Counter()
    for received_on, count, ended_count in session.execute(query):
        half = half_of(received_on).start
        came[half] += count
        ended[half] += ended_count
    return came, ended
