"""Every figure equals a count written a second time, over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.channel import Channel, Kind
from complaints.domain.errors import Code
from complaints.domain.events import Event
from complaints.domain.states import Outcome
from complaints.records.cases import Case
from complaints.records.journal import JournalRow
from complaints.statistics.balancing import LedgerDoesNotBalance, refuse_unless_balanced
from complaints.statistics.categories import ends_in
from complaints.statistics.counting import count_facts
from complaints.statistics.figures import COUNTS, Figures
from complaints.statistics.measures import OnTime, days_of, ledger_of, on_time_of
from tests.statistics.histories import FIRST, LAST, History, a_history, histories, keep

TODAY = LAST + timedelta(days=40)
OCTOBER = periods_of(2569, PeriodType.MONTH)[0]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(past=st.lists(histories(), max_size=25), as_of=st.dates(FIRST, LAST + timedelta(days=40)))
def test_every_figure_equals_a_count_by_hand(
    session: Session, past: list[History], as_of: date
) -> None:
    keep(session, past)
    try:
        for channel in Channel:
            facts = count_facts(session, channel, as_of)
            refuse_unless_balanced(session, channel, facts)
            mine = [history for history in past if history.channel is channel]

            for year in (2568, 2569):
                for period in periods_of(year, *PeriodType):
                    figures = Figures(
                        period,
                        ledger_of(facts, period),
                        on_time_of(facts, period),
                        days_of(facts, period),
                        ends_in(facts, period) if channel is Channel.GRIEVANCE else None,
                    )

                    assert figures.measures() == by_hand(mine, period, as_of, channel)
    finally:
        session.rollback()


def test_every_figure_of_many_cases_equals_a_count_by_hand(session: Session) -> None:
    """Enough cases for what is shown from 5 or 20 on alone: medians, percentile and share."""
    shown: set[str] = set()
    one_of_the_year = histories(channels=[Channel.GRIEVANCE], first=OCTOBER.start)

    @settings(
        max_examples=3,
        derandomize=True,  # each figure must be shown in one of them
        deadline=None,
        phases=[Phase.generate],  # to shrink so many cases takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(past=st.lists(one_of_the_year, min_size=90, max_size=99))
    def compare(past: list[History]) -> None:
        keep(session, past)
        facts = count_facts(session, Channel.GRIEVANCE, TODAY)
        session.rollback()
        for period in periods_of(2569, PeriodType.HALF, PeriodType.YEAR):
            found = Figures(
                period,
                ledger_of(facts, period),
                on_time_of(facts, period),
                days_of(facts, period),
                ends_in(facts, period),
            ).measures()

            assert found == by_hand(past, period, TODAY, Channel.GRIEVANCE)
            shown.update(name for name, figure in found.items() if figure is not None)

    compare()
    assert shown == set(COUNTS[Channel.GRIEVANCE])


def by_hand(
    past: list[History], period: Period, as_of: date, channel: Channel
) -> dict[str, object]:
    """Count a period by looking at every case on every occasion."""
    evening_before = period.start - timedelta(days=1)
    happened = [event for history in past for event, on in history.events if period.holds(on)]
    opening = sum(history.is_open_after(evening_before) for history in past)
    received = happened.count(Event.CASE_RECEIVED)
    reopened = happened.count(Event.CASE_REOPENED)
    moved_in = happened.count(Event.CASE_MOVED_IN)
    promised = [
        history
        for history in past
        if channel is Channel.GRIEVANCE
        and history.kind is Kind.GRIEVANCE
        and period.holds(history.received_on)
        and not {event for event, _ in history.events} & {Event.CASE_MOVED_IN, Event.CASE_MOVED_OUT}
    ]
    judged = in_time = explained = 0
    for history in promised:
        due_on, first = history.received_on + timedelta(days=15), history.first_completed_on
        until = min(first or as_of, as_of)
        told = max((new for on, new in history.explanations if on <= until), default=None)
        if first is not None and first <= as_of:
            judged += 1
            in_time += first <= due_on
            explained += first > due_on and told is not None and first <= told
        elif due_on < as_of:
            judged += 1
            explained += told is not None and as_of <= told
    lengths = days_by_hand(past, period, as_of, channel)
    ends = [
        history.outcome
        for history in past
        for event, on in history.events
        if event is Event.CASE_COMPLETED and period.holds(on) and channel is Channel.GRIEVANCE
    ]
    return {
        "opening": opening,
        "received": received,
        "reopened": reopened,
        "moved_in": moved_in,
        "total": opening + received + reopened + moved_in,
        "completed": happened.count(Event.CASE_COMPLETED) + happened.count(Event.CASE_MOVED_OUT),
        "moved_out": happened.count(Event.CASE_MOVED_OUT),
        "forwarded": ends.count(Outcome.FORWARDED) if channel is Channel.GRIEVANCE else None,
        "not_accepted": ends.count(Outcome.NOT_ACCEPTED) if channel is Channel.GRIEVANCE else None,
        "in_progress": sum(history.is_open_after(period.end) for history in past),
        "on_time_count": in_time,
        "on_time_of": judged,
        "on_time_share": (1000 * in_time // judged) / 10 if judged >= 20 else None,
        "late_explained": explained,
        "late_unexplained": judged - in_time - explained,
        "days_median": middle(lengths["answer"]),
        "days_p90": nine_of_ten(lengths["answer"]),
        "days_to_accept_median": middle(lengths["acceptance"]),
        "days_of_work_median": middle(lengths["work"]),
        "days_taken_median": middle(lengths["taken"]),
        "days_in_progress_median": middle(lengths["in progress"]),
        "days_waiting_median": middle(lengths["waiting"]),
    }


def days_by_hand(
    past: list[History], period: Period, as_of: date, channel: Channel
) -> dict[str, list[int]]:
    """Return every length of time that ended in a period, one number for each case."""
    names_of_lengths = ("answer", "acceptance", "work", "taken", "in progress", "waiting")
    lengths: dict[str, list[int]] = {name: [] for name in names_of_lengths}
    for history in past:
        names = {event for event, _ in history.events}
        if channel is Channel.CORRUPTION or history.kind is not Kind.GRIEVANCE:
            continue
        if names & {Event.CASE_MOVED_IN, Event.CASE_MOVED_OUT}:
            continue
        begun, accepted, ended = (
            history.received_on,
            history.accepted_on,
            history.first_completed_on,
        )
        for name, start, end in (
            ("answer", begun, ended),
            ("acceptance", begun, accepted),
            ("work", accepted, ended),
            ("taken", accepted, history.begun_on or ended),
            ("in progress", history.begun_on, ended),
        ):
            if start and end and end <= as_of and period.holds(end):
                lengths[name].append((end - start).days)
        if ended and ended <= as_of and period.holds(ended) and history.waited_days:
            lengths["waiting"].append(history.waited_days)
    return lengths


def middle(lengths: list[int]) -> int | None:
    """Return the shortest time that at least half of the cases did not exceed."""
    return _not_exceeded_by(lengths, 50) if len(lengths) >= 5 else None


def nine_of_ten(lengths: list[int]) -> int | None:
    """Return the shortest time that at least nine of ten cases did not exceed."""
    return _not_exceeded_by(lengths, 90) if len(lengths) >= 20 else None


def _not_exceeded_by(lengths: list[int], per_cent: int) -> int:
    return min(
        longest
        for longest in lengths
        if sum(length <= longest for length in lengths) * 100 >= per_cent * len(lengths)
    )


@pytest.mark.parametrize(
    ("count", "of", "share"),
    [
        pytest.param(0, 0, None, id="nothing to divide"),
        pytest.param(0, 20, 0.0, id="none in time"),
        pytest.param(19, 19, None, id="too few for a share"),
        pytest.param(20, 30, 66.6, id="never rounded up"),
        pytest.param(1999, 2000, 99.9, id="all but one is not all"),
        pytest.param(27, 27, 100.0, id="all"),
    ],
)
def test_a_share_is_never_rounded_up(count: int, of: int, share: float | None) -> None:
    assert OnTime(of=of, count=count).share == share


def test_the_due_day_itself_is_in_time_and_the_next_is_not(session: Session) -> None:
    day = date(2025, 10, 1)
    keep(session, [a_history(day, day + timedelta(days=days)) for days in (15, 16)])

    on_time = on_time_of(count_facts(session, Channel.GRIEVANCE, LAST), OCTOBER)

    assert on_time == OnTime(of=2, count=1)


def test_a_promise_is_judged_once_its_due_day_is_over(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1))])
    due_on = date(2025, 10, 16)

    on_the_day = on_time_of(count_facts(session, Channel.GRIEVANCE, due_on), OCTOBER)
    day_after = on_time_of(
        count_facts(session, Channel.GRIEVANCE, due_on + timedelta(days=1)), OCTOBER
    )

    assert on_the_day == OnTime(of=0, count=0)
    assert day_after == OnTime(of=1, count=0)


@pytest.mark.parametrize(
    ("told_on_days", "as_of_day", "explained"),
    [
        pytest.param([10], 100, 1, id="told in time"),
        pytest.param([], 100, 0, id="never told"),
        pytest.param([50], 100, 0, id="told only after it had ended and was reopened"),
        pytest.param([10, 50], 100, 1, id="told in time, and again after it was reopened"),
        pytest.param([10, 28], 20, 1, id="told again after the day of the figures"),
        pytest.param([28], 20, 0, id="told only after the day of the figures"),
    ],
)
def test_no_later_explanation_mends_a_delay_and_none_hides_an_earlier(
    session: Session, told_on_days: list[int], as_of_day: int, explained: int
) -> None:
    received_on = date(2025, 10, 1)

    def after(days: int) -> date:
        return received_on + timedelta(days=days)

    late = a_history(received_on, after(30))
    reopened = (*late.events, (Event.CASE_REOPENED, after(45)))
    told = tuple((after(on), after(on + 25)) for on in told_on_days)
    keep(session, [replace(late, events=reopened, explanations=told)])

    on_time = on_time_of(count_facts(session, Channel.GRIEVANCE, after(as_of_day)), OCTOBER)

    assert on_time == OnTime(of=1, count=0, explained=explained)


def test_an_opinion_is_counted_but_outside_the_promise(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1), kind=Kind.OPINION)])
    facts = count_facts(session, Channel.GRIEVANCE, LAST)

    assert ledger_of(facts, OCTOBER).received == 1
    assert on_time_of(facts, OCTOBER) == OnTime(of=0, count=0)


def test_the_channels_never_mix(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1)) for _ in range(3)])
    keep(session, [a_history(date(2025, 10, 1), channel=Channel.CORRUPTION)])

    counted = {
        channel: ledger_of(count_facts(session, channel, LAST), OCTOBER).total
        for channel in Channel
    }

    assert counted == {Channel.GRIEVANCE: 3, Channel.CORRUPTION: 1}


def test_a_case_that_lost_its_events_stops_the_figures_and_is_named(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1)), a_history(date(2025, 10, 3))])
    first = session.scalars(sa.select(Case).where(Case.received_on == date(2025, 10, 1))).one()
    first.state, first.completed_on = "completed", date(2025, 10, 2)
    session.flush()

    refused = refusal_of(session)

    assert refused.code is Code.LEDGER_DOES_NOT_BALANCE
    assert [(one.event, one.on) for one in refused.events] == [
        (Event.CASE_RECEIVED, date(2025, 10, 1))
    ]


def test_two_faults_that_make_up_for_each_other_are_both_named(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1)), a_history(date(2025, 10, 3), date(2025, 10, 9))])
    open_one, completed_one = session.scalars(sa.select(Case).order_by(Case.received_on))
    open_one.state, open_one.completed_on = "completed", date(2025, 10, 2)
    completed_one.state, completed_one.completed_on = "in_progress", None
    session.flush()

    assert len(refusal_of(session).events) == 2


def test_a_case_of_which_the_journal_knows_nothing_is_named(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1))])
    silent = session.scalars(sa.select(Case)).one()
    session.execute(sa.delete(JournalRow))

    assert refusal_of(session).case_numbers == (silent.number,)


def test_more_completed_than_there_were_stops_the_figures(session: Session) -> None:
    events = (
        (Event.CASE_RECEIVED, date(2025, 10, 5)),
        (Event.CASE_COMPLETED, date(2025, 10, 1)),
    )
    keep(session, [History(Channel.GRIEVANCE, date(2025, 10, 5), Kind.GRIEVANCE, events)])

    assert [one.on for one in refusal_of(session).events] == [date(2025, 10, 1)]


def refusal_of(session: Session) -> LedgerDoesNotBalance:
    """Return why the grievances of a session are not published."""
    with pytest.raises(LedgerDoesNotBalance) as refused:
        refuse_unless_balanced(
            session, Channel.GRIEVANCE, count_facts(session, Channel.GRIEVANCE, LAST)
        )
    return refused.value
