"""What those see who watch over a desk without reading it: figures alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import dropwhile

import sqlalchemy as sa

from complaints.casework.board_figures import (
    NO_PROMISE,
    Promise,
    Stay,
    open_cases,
    promises_by_unit,
    stays_of,
)
from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Role
from complaints.domain.deadlines import WEEK_DAYS, Urgency, urgency
from complaints.domain.errors import NotFound
from complaints.domain.events import CAME, WENT, Event
from complaints.records.agency import Unit
from complaints.records.cases import HAS_CLOCK, IS_OPEN, Case
from complaints.records.journal import REPORTER, JournalRow
from complaints.records.officers import Officer
from complaints.work import Actor, Work, refuse_unless_allowed

_IN_BOOK = JournalRow.book == Channel.CORRUPTION.value
_IS_RECEIPT = JournalRow.event == Event.CASE_RECEIVED.value


@dataclass(frozen=True)
class Line:
    """Open grievances of one unit or one officer.

    :ivar id: of the unit or the officer; None means that nobody has taken them.
    :ivar in_a_week: those whose day, the first or the explained one, comes within seven days.
    :ivar promise: how the promise was kept this fiscal year; of units alone.
    :ivar has_left: the officer is not appointed any more, so somebody else is to be named.
    """

    id: str | None
    name_th: str
    name_en: str
    counts: dict[Urgency, int]
    in_a_week: int
    promise: Promise = NO_PROMISE
    has_left: bool = False

    @property
    def total(self) -> int:
        """Return all of them that are open."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Board:
    """Open cases of a channel; by unit, officer and state for grievances alone.

    :ivar as_of: for corruption the end of last month, otherwise today.
    :ivar promise: how the promise was kept for what came this fiscal year.
    :ivar explained_again: open cases whose delay was explained more than once.
    """

    channel: Channel
    as_of: date
    open_count: int
    counts: dict[Urgency, int] = field(default_factory=dict)
    in_a_week: int = 0
    promise: Promise = NO_PROMISE
    explained_again: int = 0
    units: list[Line] = field(default_factory=list)
    officers: list[Line] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


@dataclass
class _Count:
    """What is being counted of one unit or officer."""

    counts: dict[Urgency, int] = field(default_factory=dict)
    in_a_week: int = 0

    def add(self, stands: Urgency, count: int, *, is_in_a_week: bool) -> None:
        """Count some cases that stand alike."""
        self.counts[stands] = self.counts.get(stands, 0) + count
        self.in_a_week += count if is_in_a_week else 0


def oversight_board(work: Work, actor: Actor) -> Board:
    """Return the figures of a channel.

    :raises NotFound: the actor does not watch over it.
    """
    refuse_unless_allowed(actor, Permission.OVERSIGHT_READ, channel=work.channel)
    if work.channel is Channel.CORRUPTION:
        if actor.person.role is Role.UNIT_HEAD:
            raise NotFound
        return _corruption_board(work)
    return _grievance_board(work, actor)


def _grievance_board(work: Work, actor: Actor) -> Board:
    """Return the board of grievances; a head of unit sees those of the own unit."""
    today, of = work.today(), _watched(actor)
    by_unit: dict[str | None, _Count] = {}
    by_officer: dict[str | None, _Count] = {}
    whole, still_open = _Count(), open_cases(work, of)
    for cases in still_open:
        stands = urgency(
            due_on=cases.due_on, new_due_on=cases.new_due_on, is_open=True, today=today
        )
        day = cases.new_due_on or cases.due_on
        is_in_a_week = day is not None and today <= day <= today + timedelta(days=WEEK_DAYS)
        counted = (
            by_unit.setdefault(cases.unit_id, _Count()),
            by_officer.setdefault(cases.officer_id, _Count()),
        )
        for one in (*counted, whole):
            one.add(stands, cases.count, is_in_a_week=is_in_a_week)
    promises = promises_by_unit(work, of, still_open)
    return Board(
        channel=work.channel,
        as_of=today,
        open_count=sum(whole.counts.values()),
        counts=whole.counts,
        in_a_week=whole.in_a_week,
        promise=sum(promises.values(), NO_PROMISE),
        explained_again=_explained_again(work, of),
        units=_unit_lines(work, by_unit, promises),
        officers=_officer_lines(work, by_officer),
        stays=stays_of(work, of, still_open),
    )


def _explained_again(work: Work, of: Sequence[sa.ColumnElement[bool]]) -> int:
    asked = sa.select(sa.func.count()).where(*of, IS_OPEN, Case.explanation_count > 1)
    return work.session.scalar(asked) or 0


def _watched(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Return which grievances the actor watches over; opinions have no time limit."""
    of = [Case.channel == Channel.GRIEVANCE.value, HAS_CLOCK]
    if actor.person.role is Role.UNIT_HEAD:
        of.append(Case.unit_id == actor.unit_id)
    return of


def _unit_lines(
    work: Work, by_unit: dict[str | None, _Count], promises: dict[str | None, Promise]
) -> list[Line]:
    names = {
        unit.id: (unit.name_th, unit.name_en) for unit in work.session.scalars(sa.select(Unit))
    }
    lines = []
    for unit_id in {**by_unit, **promises}:
        one, (name_th, name_en) = by_unit.get(unit_id, _Count()), names.get(unit_id or "", ("", ""))
        kept = promises.get(unit_id, NO_PROMISE)
        lines.append(Line(unit_id, name_th, name_en, one.counts, one.in_a_week, kept))
    return _most_first(lines)


def _officer_lines(work: Work, by_officer: dict[str | None, _Count]) -> list[Line]:
    wanted = sa.select(Officer).where(
        Officer.id.in_([officer_id for officer_id in by_officer if officer_id])
    )
    accounts = {account.id: account for account in work.session.scalars(wanted)}
    lines = []
    for officer_id, one in by_officer.items():
        account = accounts.get(officer_id or "")
        name = account.full_name if account else ""
        has_left = account is not None and not account.is_appointed(work.today())
        line = Line(officer_id, name, name, one.counts, one.in_a_week, has_left=has_left)
        lines.append(line)
    return _most_first(lines)


def _most_first(lines: Iterable[Line]) -> list[Line]:
    """Return lines with the most open first, and what nobody has taken last."""
    return sorted(lines, key=lambda line: (line.id is None, -line.total, line.name_th))


def _corruption_board(work: Work) -> Board:
    """Return how many cases were open at the end of last month, and no more.

    A figure of today would tell of each new case on the day that it comes. So it is
    counted from the journal, which holds for ever what had come and gone by then: a
    case that is opened again or moved here this month changes nothing, and neither does
    one that is entered now and was received then.
    """
    month_start = work.today().replace(day=1)
    asked = sa.select(sa.func.count()).where(_IN_BOOK, JournalRow.on < month_start)
    came, went = (
        work.session.scalar(asked.where(JournalRow.event.in_([one.value for one in events]))) or 0
        for events in (CAME, WENT)
    )
    count = came - went - _entered_since(work, month_start)
    return Board(work.channel, month_start - timedelta(days=1), count)


def _entered_since(work: Work, day: date) -> int:
    """Return how many cases that were received before a day were entered from that day on.

    Whatever else stands in the journal bears the day on which it was written, so what was
    written from the day on is found from the end, without a walk over the whole book.
    """
    is_dated = sa.not_(sa.and_(_IS_RECEIPT, JournalRow.actor_id != REPORTER))
    before = (
        sa.select(JournalRow.number)
        .where(_IN_BOOK, JournalRow.on < day, is_dated)
        .order_by(JournalRow.number.desc())
        .limit(1)
    )
    behind = work.session.scalar(before) or 0
    newest = sa.select(JournalRow.on, JournalRow.event).where(_IN_BOOK, JournalRow.number > behind)
    written = work.session.execute(newest.order_by(JournalRow.number)).all()
    since = dropwhile(lambda row: row.on < day, written)
    return sum(row.event == Event.CASE_RECEIVED and row.on < day for row in since)
