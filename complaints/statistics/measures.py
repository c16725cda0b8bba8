"""What is measured: ledgers, promises and days, out of what was counted.

Movements belong to the day on which they happened. A promise belongs to the
day of receipt and a length of time to the day on which it ended; the two are
never mixed in one ratio.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from complaints.domain.calendar import Period
from complaints.domain.disclosure import THRESHOLD, may_show_share
from complaints.domain.events import CAME, WENT, Event

_BEFORE_EVERYTHING = date.min


class Span(StrEnum):
    """Lengths of time that are measured, in days."""

    ANSWER = "answer"
    ACCEPTANCE = "acceptance"
    WORK = "work"
    TAKEN = "taken"
    PROGRESS = "progress"
    WAITING = "waiting"


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
class Ends:
    """Cases that ended without the office deciding the matter itself.

    :ivar forwarded: sent on to another agency; None where the number is not told.
    :ivar not_accepted: not taken on, with a reason; None likewise.
    """

    forwarded: int | None = None
    not_accepted: int | None = None


@dataclass(frozen=True)
class OnTime:
    """How the promise of a due day was kept, for grievances received in a period.

    :ivar of: those first completed by the day of counting, and those whose due day was over.
    :ivar count: those first completed on the due day or before.
    :ivar explained: late ones whose reporter was told why, and a new day that was kept or runs.
    """

    of: int
    count: int
    explained: int = 0

    @property
    def unexplained(self) -> int:
        """Return the late ones without an explanation that still holds."""
        return self.of - self.count - self.explained

    @property
    def share(self) -> float | None:
        """Return the share in per cent, one decimal, never rounded up; None of too few."""
        return self.count * 1000 // self.of / 10 if may_show_share(self.of) else None


@dataclass(frozen=True)
class Days:
    """How long it took, in calendar days; None of too few cases.

    :ivar median: from receipt to first completion; half of the cases took no longer.
    :ivar p90: nine cases of ten took no longer.
    :ivar to_accept: from receipt to acceptance, the median.
    :ivar of_work: from acceptance to first completion, the median.
    :ivar taken: accepted and not begun, the median.
    :ivar in_progress: from the first step after acceptance to first completion, the median.
    :ivar waiting: for the reporter, of cases in which the office asked, the median.
    """

    median: int | None
    p90: int | None
    to_accept: int | None
    of_work: int | None
    taken: int | None = None
    in_progress: int | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class Facts:
    """Everything that is counted on a channel, by day.

    :ivar movements: how many cases came or went, by event and day.
    :ivar details: the same by what the journal says of them, for breakdowns.
    :ivar promises: kept promises by day of receipt; empty where none is published.
    :ivar spans: cases by days taken, by the day on which they ended.
    :ivar cohorts: cases by day of receipt and category, by what is categorised.
    :ivar tallies: counters by half-year of receipt and measure.
    :ivar open_count: cases that are in progress now, as their own rows say.
    """

    movements: Mapping[Event, Mapping[date, int]]
    promises: Mapping[date, OnTime]
    open_count: int
    details: Mapping[Event, Mapping[date, Mapping[str, int]]] = field(default_factory=dict)
    spans: Mapping[Span, Mapping[date, Mapping[int, int]]] = field(default_factory=dict)
    cohorts: Mapping[str, Mapping[date, Mapping[str, int]]] = field(default_factory=dict)
    tallies: Mapping[date, Mapping[str, int]] = field(default_factory=dict)

    @property
    def begun_on(self) -> date | None:
        """Return the first day on which anything happened, if anything did."""
        return min((day for days in self.movements.values() for day in days), default=None)


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
        of=sum(promise.of for promise in held),
        count=sum(promise.count for promise in held),
        explained=sum(promise.explained for promise in held),
    )


def days_of(facts: Facts, period: Period) -> Days:
    """Return how long grievances took whose time ended in a period."""
    answers = _lengths(facts, Span.ANSWER, period)

    def median(span: Span) -> int | None:
        return _percentile(_lengths(facts, span, period), 50, at_least=THRESHOLD)

    return Days(
        median=median(Span.ANSWER),
        p90=_percentile(answers, 90, at_least=4 * THRESHOLD),
        to_accept=median(Span.ACCEPTANCE),
        of_work=median(Span.WORK),
        taken=median(Span.TAKEN),
        in_progress=median(Span.PROGRESS),
        waiting=median(Span.WAITING),
    )


def _percentile(lengths: Mapping[int, int], per_cent: int, *, at_least: int) -> int | None:
    """Return the nearest-rank percentile of counted lengths: always a length that occurred."""
    count = sum(lengths.values())
    if count < at_least:
        return None
    rank, passed = -(-count * per_cent // 100), 0
    for length in sorted(lengths):
        passed += lengths[length]
        if passed >= rank:
            break
    return length


def _lengths(facts: Facts, span: Span, period: Period) -> dict[int, int]:
    found: dict[int, int] = {}
    for day, lengths in facts.spans.get(span, {}).items():
        if period.holds(day):
            for length, count in lengths.items():
                found[length] = found.get(length, 0) + count
    return found


def _between(facts: Facts, event: Event, first: date, last: date) -> int:
    days: Iterable[tuple[date, int]] = facts.movements[event].items()
    return sum(count for day, count in days if first <= day <= last)
