"""Figures of a board over many grievances, added up by the database.

The database returns one row for each pair of days and not one for each case,
so a board over many years costs little more than one over a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from complaints.domain.calendar import first_day, fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.records.cases import IS_OPEN, Case
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
    count: int


def promises_by_unit(work: Work, of: Conditions) -> dict[str | None, Promise]:
    """Return how the promise was kept for what was received this fiscal year.

    What came from the other channel or went there is not judged: its days are
    those of two offices.

    :param of: which grievances.
    """
    today = work.today()
    judged = sa.or_(Case.first_completed_on.is_not(None), Case.due_on < today)
    kept = sa.func.sum(sa.case((Case.first_completed_on <= Case.due_on, 1), else_=0))
    query = (
        sa.select(Case.unit_id, sa.func.count(), kept)
        .where(
            *of,
            Case.received_on >= first_day(fiscal_year_be(today)),
            Case.due_on.is_not(None),
            judged,
            Case.id.not_in(_moved()),
        )
        .group_by(Case.received_on, Case.unit_id)  # as the index has them, so nothing is sorted
    )
    promises: dict[str | None, Promise] = {}
    for unit_id, count, kept_count in work.session.execute(query):
        of_unit = promises.get(unit_id, NO_PROMISE)
        promises[unit_id] = Promise(of_unit.of + count, of_unit.kept + kept_count)
    return promises


def open_cases(work: Work, of: Conditions) -> list[OpenCases]:
    """Return the open grievances, those that stand alike together.

    One walk over an index that holds open cases alone serves every figure of them.

    :param of: which grievances.
    """
    alike = (
        *(Case.unit_id, Case.officer_id, Case.due_on, Case.new_due_on),
        *(Case.state, Case.accepted_on, Case.received_on),
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


def _moved() -> sa.Select[str | None]:
    moves = (Event.CASE_MOVED_IN.value, Event.CASE_MOVED_OUT.value)
    return sa.select(JournalRow.case_id).where(
        JournalRow.book == Channel.GRIEVANCE.value,
        JournalRow.event.in_(moves),
        JournalRow.case_id.is_not(None),
    )
