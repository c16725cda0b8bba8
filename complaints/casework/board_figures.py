"""Figures of a board over many grievances, added up by the database.

The database returns one row for each unit or each pair of days and not one for
each case, and reads indexes alone, so a board over many years costs little more
than one over a month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from complaints.domain.calendar import first_day, fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.records.agency import Unit
from complaints.records.cases import IS_OPEN, WAS_COMPLETED, WAS_KEPT, Case
from complaints.records.journal import JournalRow
from complaints.work import Work

Conditions = Sequence[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Promise:
    """How the promise of a due day was kept.

    :ivar of: cases that were completed for the first time, or whose due day is over.
    :ivar kept: those completed on the due day or before.
    """

    of: int
    kept: int

    def __add__(self, other: Promise) -> Promise:
        """Return both together."""
        return Promise(self.of + other.of, self.kept + other.kept)

    @property
    def share(self) -> float | None:
        """Return the share in per cent, one decimal, never rounded up; None of nothing."""
        return self.kept * 1000 // self.of / 10 if self.of else None


NO_PROMISE = Promise(0, 0)


class Stage(StrEnum):
    """The two stretches of a case's way whose days stand in clear."""

    UNTAKEN = "untaken"
    IN_WORK = "in_work"


@dataclass(frozen=True)
class Lengths:
    """How long some cases took or have taken, in calendar days.

    :ivar median: half of them took no longer; None of no case.
    """

    count: int
    median: int | None
    longest: int | None


@dataclass(frozen=True)
class Stay:
    """How long cases stay in one stage.

    :ivar now: those in it today, by the days so far.
    :ivar left: those that left it this fiscal year.
    """

    stage: Stage
    now: Lengths
    left: Lengths


@dataclass(frozen=True)
class OpenCases:
    """Open grievances that stand alike, and how many there are."""

    unit_id: str | None
    officer_id: str | None
    due_on: date | None
    new_due_on: date | None
    state: str
    accepted_on: date | None
    received_on: date
    first_completed_on: date | None
    count: int


def promises_by_unit(
    work: Work, of: Conditions, still_open: Sequence[OpenCases]
) -> dict[str | None, Promise]:
    """Return how the promise was kept for what was received this fiscal year.

    What came from the other channel or went there is not judged: its days are
    those of two offices.

    :param of: which grievances.
    :param still_open: those of them that are open.
    """
    today = work.today()
    since = first_day(fiscal_year_be(today))
    promises: dict[str | None, Promise] = {}
    for unit_id, promise in (
        *_completed_since(work, of, since),
        *_broken(still_open, since, today),
        *_moved_since(work, of, since),
    ):
        promises[unit_id] = promises.get(unit_id, NO_PROMISE) + promise
    return {unit_id: promise for unit_id, promise in promises.items() if promise.of}


def _completed_since(
    work: Work, of: Conditions, since: date
) -> Iterator[tuple[str | None, Promise]]:
    """Yield for each unit, and for none, what was completed of what came since a day.

    Two counts for each unit, because its stretch of an index is counted several
    times as fast as the rows of all units are told apart.
    """
    of_units = _counted(of, since, Case.unit_id == Unit.id)
    of_none = _counted(of, since, Case.unit_id.is_(None))
    query: Any = sa.union_all(sa.select(Unit.id, *of_units), sa.select(sa.null(), *of_none))
    for unit_id, count, kept_count in work.session.execute(query):
        yield unit_id, Promise(count, kept_count)


def _counted(
    of: Conditions, since: date, is_of_unit: sa.ColumnElement[bool]
) -> list[sa.ScalarSelect[int]]:
    asked = sa.select(sa.func.count()).where(*of, Case.received_on >= since, is_of_unit)
    return [
        asked.where(was).select_from(Case).correlate(Unit).scalar_subquery()
        for was in (WAS_COMPLETED, WAS_KEPT)
    ]


def _broken(
    still_open: Sequence[OpenCases], since: date, today: date
) -> Iterator[tuple[str | None, Promise]]:
    """Yield those that were never completed although their due day is over."""
    for cases in still_open:
        is_over = cases.due_on is not None and cases.due_on < today
        if is_over and cases.first_completed_on is None and cases.received_on >= since:
            yield cases.unit_id, Promise(cases.count, 0)


def _moved_since(work: Work, of: Conditions, since: date) -> Iterator[tuple[str | None, Promise]]:
    """Yield, as less than nothing, what is counted of cases of two channels.

    They are few and read by their ids; what came since a day also moved since then.
    """
    moves = (Event.CASE_MOVED_IN.value, Event.CASE_MOVED_OUT.value)
    asked = sa.select(JournalRow.case_id).where(
        JournalRow.book == Channel.GRIEVANCE.value,
        JournalRow.event.in_(moves),
        JournalRow.on >= since,
        JournalRow.case_id.is_not(None),
    )
    moved = set(work.session.scalars(asked))
    if not moved:
        return
    broken = sa.and_(IS_OPEN, Case.due_on < work.today())
    judged = sa.or_(Case.first_completed_on.is_not(None), broken)
    query = sa.select(Case.unit_id, Case.first_completed_on <= Case.due_on).where(
        *of, Case.id.in_(moved), Case.received_on >= since, Case.due_on.is_not(None), judged
    )
    for unit_id, is_kept in work.session.execute(query):
        yield unit_id, Promise(-1, -1 if is_kept else 0)


def open_cases(work: Work, of: Conditions) -> list[OpenCases]:
    """Return the open grievances, those that stand alike together.

    One walk over an index that holds open cases alone serves every figure of them.

    :param of: which grievances.
    """
    alike = (
        *(Case.unit_id, Case.officer_id, Case.due_on, Case.new_due_on),
        *(Case.state, Case.accepted_on, Case.received_on, Case.first_completed_on),
    )
    query = sa.select(*alike, sa.func.count()).where(*of, IS_OPEN).group_by(*alike)
    return [OpenCases(*row) for row in work.session.execute(query)]


def stays_of(work: Work, of: Conditions, still_open: Sequence[OpenCases]) -> list[Stay]:
    """Return how long grievances wait to be taken, and how long they are worked on.

    :param of: which grievances.
    :param still_open: those of them that are open.
    """
    since, now = first_day(fiscal_year_be(work.today())), _stages_now(work, still_open)
    taken_since = [*of, Case.accepted_on >= since]
    done_since = [*of, Case.accepted_on.is_not(None), Case.first_completed_on >= since]
    return [
        Stay(
            Stage.UNTAKEN,
            now[Stage.UNTAKEN],
            _between(work, Case.received_on, Case.accepted_on, taken_since),
        ),
        Stay(
            Stage.IN_WORK,
            now[Stage.IN_WORK],
            _between(work, Case.accepted_on, Case.first_completed_on, done_since),
        ),
    ]


def _stages_now(work: Work, still_open: Sequence[OpenCases]) -> dict[Stage, Lengths]:
    """Return for each stage how long the open cases have been in it.

    A case that was reopened may lack the day on which it was taken.
    """
    found: dict[Stage, dict[int, int]] = {stage: {} for stage in Stage}
    for cases in still_open:
        is_untaken = cases.state == State.RECEIVED.value
        start = cases.received_on if is_untaken else cases.accepted_on or cases.received_on
        lengths = found[Stage.UNTAKEN if is_untaken else Stage.IN_WORK]
        length = (work.today() - start).days
        lengths[length] = lengths.get(length, 0) + cases.count
    return {stage: _lengths(lengths) for stage, lengths in found.items()}


def _between(work: Work, start: Any, end: Any, of: Conditions) -> Lengths:
    query = sa.select(start, end, sa.func.count()).where(*of).group_by(end, start)
    found: dict[int, int] = {}
    for first, last, count in work.session.execute(query):
        days = (last - first).days
        found[days] = found.get(days, 0) + count
    return _lengths(found)


def _lengths(found: dict[int, int]) -> Lengths:
    """Return what counted lengths say; the median is a length that occurred."""
    count = sum(found.values())
    passed, median = 0, None
    for days in sorted(found):
        passed += found[days]
        if passed * 2 >= count:
            median = days
            break
    return Lengths(count, median, max(found, default=None))
