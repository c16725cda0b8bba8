"""Counting a channel in one statement, so from one state of the database.

What comes back is one row per day and category, or per pair of days: tens of
thousands of rows at the most, however many cases there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.calendar import first_day
from complaints.domain.channel import Channel
from complaints.domain.events import CAME, WENT, Event
from complaints.records.cases import OPEN_STATES, Case, Tally
from complaints.records.journal import JournalRow
from complaints.statistics.measures import Facts, OnTime, Span

SUBJECT, UNIT, SCORE, OFFICE_SCORE = "subject", "unit", "score", "office_score"
NONE: Final = "none"
"""The category of cases of which a particular was not given."""

_SPANS: Final = frozenset(span.value for span in Span)
_OPEN, _PROMISE, _TALLY, _TOLD = "open", "promise", "tally", "told"
_NO_DAY: Final = sa.cast(sa.null(), sa.Date)
_NO_WORD: Final = sa.cast(sa.null(), sa.Text)
_NOTHING: Final = sa.literal(0)
_ONE: Final = sa.literal(1)
_LEFT_TAKEN: Final = sa.func.coalesce(Case.begun_on, Case.first_completed_on)
"""The day on which a case ceased to be accepted and no more; some are completed at once."""

Row = tuple[str, date, date, str, int, int, int]
Part = sa.Select[*Row]


def count_facts(
    session: Session, channel: Channel, as_of: date, fiscal_year_be: int | None = None
) -> Facts:
    """Count a channel.

    :param as_of: the day on whose morning the promises are judged.
    :param fiscal_year_be: the year whose lengths of time are wanted; every year when left out.
    """
    sorter = _Sorter(channel)
    for row in session.execute(_counts(channel, as_of, fiscal_year_be)):
        sorter.take(*row)
    return sorter.facts()


@dataclass
class _Sorter:
    """Takes the rows of the count apart."""

    channel: Channel
    open_count: int = 0
    promises: dict[date, OnTime] = field(default_factory=dict)
    told: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    details: dict[Event, dict[date, dict[str, int]]] = field(
        default_factory=lambda: {event: {} for event in (*CAME, *WENT)}
    )
    spans: dict[Span, Any] = field(
        default_factory=lambda: {span: defaultdict(lambda: defaultdict(int)) for span in Span}
    )
    cohorts: dict[str, dict[date, dict[str, int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    tallies: dict[date, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def take(
        self, source: str, day: date, until: date, word: str, one: int, two: int, three: int
    ) -> None:
        """Put a row where it belongs."""
        if source == _OPEN:
            self.open_count = one
        elif source == _PROMISE:
            self.promises[day] = OnTime(of=one, count=two, explained=three)
        elif source == _TOLD:
            self.told[day] += until <= date.fromisoformat(json.loads(word)["new_due_on"])
        elif source == _TALLY:
            self.tallies[day][word] = one
        elif source in _SPANS:
            length = two if source == Span.WAITING else (until - day).days
            self.spans[Span(source)][until][length] += one
        elif source in {SUBJECT, UNIT, SCORE, OFFICE_SCORE}:
            self.cohorts[source][day][word] = one
        else:
            self.details[Event(source)].setdefault(day, {})[word] = one

    def facts(self) -> Facts:
        """Return everything that was taken."""
        movements = {
            event: {day: sum(words.values()) for day, words in days.items()}
            for event, days in self.details.items()
        }
        return Facts(
            movements=movements,
            promises={
                day: replace(promise, explained=promise.explained + self.told.get(day, 0))
                for day, promise in self.promises.items()
            },
            open_count=self.open_count,
            details=self.details,
            spans=self.spans,
            cohorts=self.cohorts,
            tallies=self.tallies,
        )


def _counts(channel: Channel, as_of: date, fiscal_year_be: int | None) -> Any:
    # What a database has to sort for one event it can let go before the next.
    parts: list[Any] = [_movements(channel, event) for event in (*CAME, *WENT)]
    parts.append(_open_cases(channel))
    if channel is Channel.CORRUPTION:
        parts.append(_tallies())
    else:
        parts += [
            _promises(as_of),
            _told_before(as_of),
            _span(Span.ANSWER, Case.received_on, Case.first_completed_on, as_of, fiscal_year_be),
            _span(Span.ACCEPTANCE, Case.received_on, Case.accepted_on, as_of, fiscal_year_be),
            _span(Span.WORK, Case.accepted_on, Case.first_completed_on, as_of, fiscal_year_be),
            _span(Span.TAKEN, Case.accepted_on, _LEFT_TAKEN, as_of, fiscal_year_be),
            _span(Span.PROGRESS, Case.begun_on, Case.first_completed_on, as_of, fiscal_year_be),
            _waiting(as_of, fiscal_year_be),
            _cohort(SUBJECT, sa.func.coalesce(Case.topic, NONE)),
            _cohort(UNIT, sa.func.coalesce(Case.unit_id, NONE)),
            _scores(SCORE, passed_the_office=False),
            _scores(OFFICE_SCORE, passed_the_office=True),
        ]
    return sa.union_all(*parts)


def _movements(channel: Channel, event: Event) -> Any:
    return (
        sa.select(
            sa.literal(event.value).label("source"),
            JournalRow.on,
            _NO_DAY,
            JournalRow.fields,
            sa.func.count(),
            _NOTHING,
            _NOTHING,
        )
        .where(JournalRow.book == channel.value, JournalRow.event == event.value)
        .group_by(JournalRow.on, JournalRow.fields)
    )


def _open_cases(channel: Channel) -> Any:
    return sa.select(
        sa.literal(_OPEN), _NO_DAY, _NO_DAY, _NO_WORD, sa.func.count(), _NOTHING, _NOTHING
    ).where(
        Case.channel == channel.value,
        Case.state.in_(OPEN_STATES),
        Case.id.not_in(_moved(channel, Event.CASE_MOVED_OUT)),
    )


def _promises(as_of: date) -> Any:
    judged, kept, ended_on = _judged(as_of)
    explained = sa.and_(judged, Case.explained_on <= ended_on, ended_on <= Case.new_due_on)
    return _of_grievances(
        _PROMISE,
        Case.received_on,
        _NO_DAY,
        _NO_WORD,
        _count_if((judged, 1)),
        _count_if((kept, 1)),
        _count_if((kept, 0), (explained, 1)),
    ).group_by(Case.received_on)


def _told_before(as_of: date) -> Any:
    """Select what late cases were told in time, of those that were explained again afterwards.

    The case knows its newest explanation alone, and none that came after the end explains it.
    Each tells a later day than the one before, so the greatest in the record is the newest.
    """
    judged, kept, ended_on = _judged(as_of)
    newest = sa.func.max(JournalRow.fields)
    told = _of_grievances(_TOLD, Case.received_on, ended_on, newest, _ONE, _NOTHING, _NOTHING)
    return (
        told.join(JournalRow, JournalRow.case_id == Case.id)
        .where(
            judged,
            sa.not_(kept),
            Case.explained_on > ended_on,
            JournalRow.book == Channel.GRIEVANCE.value,
            JournalRow.event == Event.CASE_EXPLAINED.value,
            JournalRow.on <= ended_on,
        )
        .group_by(Case.id)
    )


def _judged(as_of: date) -> tuple[Any, Any, Any]:
    """Return what says that a promise is judged, that it was kept, and the day that decides."""
    # An opinion has no due day, so it is left out by that alone.
    answered = sa.and_(Case.first_completed_on.is_not(None), Case.first_completed_on <= as_of)
    judged = sa.or_(answered, Case.due_on < as_of)
    kept = sa.and_(answered, Case.first_completed_on <= Case.due_on)
    ended_on = sa.case((answered, Case.first_completed_on), else_=sa.literal(as_of, sa.Date))
    return judged, kept, ended_on


def _span(span: Span, start: Any, end: Any, as_of: date, fiscal_year_be: int | None) -> Any:
    query = _of_grievances(
        span.value, start, end, _NO_WORD, sa.func.count(), _NOTHING, _NOTHING
    ).where(start.is_not(None), *_ended(end, as_of, fiscal_year_be))
    return query.group_by(start, end)


def _waiting(as_of: date, fiscal_year_be: int | None) -> Any:
    """Select how long the office waited for reporters, of cases in which it did."""
    end, waited = Case.first_completed_on, Case.waited_days
    query = _of_grievances(
        Span.WAITING.value, _NO_DAY, end, _NO_WORD, sa.func.count(), waited, _NOTHING
    ).where(waited > 0, *_ended(end, as_of, fiscal_year_be))
    return query.group_by(end, waited)


def _ended(end: Any, as_of: date, fiscal_year_be: int | None) -> list[sa.ColumnElement[bool]]:
    """Return what holds of a length of time that is over and of the year."""
    conditions = [end.is_not(None), end <= as_of]
    if fiscal_year_be is not None:
        conditions.append(end.between(first_day(fiscal_year_be), first_day(fiscal_year_be + 1)))
    return conditions


def _cohort(name: str, category: Any) -> Any:
    return (
        sa.select(
            sa.literal(name),
            Case.received_on,
            _NO_DAY,
            category,
            sa.func.count(),
            _NOTHING,
            _NOTHING,
        )
        .where(
            Case.channel == Channel.GRIEVANCE.value,
            Case.id.not_in(_moved(Channel.GRIEVANCE, Event.CASE_MOVED_IN)),
        )
        .group_by(Case.received_on, category)
    )


def _scores(name: str, *, passed_the_office: bool) -> Any:
    """Select of scores; apart are those whose code or slip an officer had in hand."""
    passed = sa.or_(Case.is_code_handed_out, Case.is_score_by_slip)
    return _cohort(name, sa.cast(Case.score, sa.Text)).where(
        Case.score.is_not(None), passed if passed_the_office else sa.not_(passed)
    )


def _tallies() -> Any:
    return sa.select(
        sa.literal(_TALLY),
        Tally.half_starts_on,
        _NO_DAY,
        Tally.measure,
        Tally.count,
        _NOTHING,
        _NOTHING,
    ).where(Tally.channel == Channel.CORRUPTION.value)


def _of_grievances(name: str, *columns: Any) -> Any:
    """Select of grievances that stayed on their channel and have a due day."""
    return sa.select(sa.literal(name), *columns).where(
        Case.channel == Channel.GRIEVANCE.value,
        Case.due_on.is_not(None),
        Case.id.not_in(_moved(Channel.GRIEVANCE, Event.CASE_MOVED_IN, Event.CASE_MOVED_OUT)),
    )


def _moved(channel: Channel, *events: Event) -> sa.Select[str | None]:
    return sa.select(JournalRow.case_id).where(
        JournalRow.book == channel.value,
        JournalRow.event.in_([event.value for event in events]),
        JournalRow.case_id.is_not(None),
    )


def _count_if(*cases: tuple[sa.ColumnElement[bool], int]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case(*cases, else_=0))
