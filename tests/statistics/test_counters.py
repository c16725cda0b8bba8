"""The counters of the protected channel must add up to its cases, or nothing is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.calendar import half_of
from complaints.domain.case_work import Discipline
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.domain.states import Outcome
from complaints.records.cases import Tally, add_to_tally
from complaints.statistics.balancing import LedgerDoesNotBalance, refuse_unless_balanced
from complaints.statistics.counting import count_facts
from tests.statistics.histories import LAST, History, a_history, keep

DAY, LATER = date(2025, 10, 5), date(2026, 5, 5)
HALF = half_of(DAY).start


def some_cases() -> list[History]:
    """Return cases that came in two half-years; some have ended, one was moved out."""
    came = a_history(DAY, channel=Channel.CORRUPTION)
    ended = replace(
        a_history(DAY, LATER, channel=Channel.CORRUPTION),
        outcome=Outcome.SUBSTANTIATED,
        discipline=Discipline.STEP_TAKEN,
    )
    gone = replace(came, events=(*came.events, (Event.CASE_MOVED_OUT, LATER)))
    return [came, ended, ended, gone, a_history(LATER, channel=Channel.CORRUPTION)]


def odd_counters(session: Session) -> list[tuple[str, date]]:
    """Return the counters and events that a refusal names; none when the figures balance."""
    try:
        refuse_unless_balanced(
            session, Channel.CORRUPTION, count_facts(session, Channel.CORRUPTION, LAST)
        )
    except LedgerDoesNotBalance as refused:
        return [
            *((one.name, one.half_starts_on) for one in refused.counters),
            *((one.event.value, one.on) for one in refused.events),
        ]
    return []


@pytest.mark.parametrize(
    ("measures", "named"),
    [
        pytest.param({}, [], id="nobody touched them"),
        pytest.param({"subject:bribery": 1}, ["subject"], id="a subject too often"),
        pytest.param({"subject:none": -1}, ["subject"], id="a subject too seldom"),
        pytest.param({"origin:found_by_inspection": 1}, ["origin"], id="a case that nobody has"),
        pytest.param({"received_by:box": 1}, ["received_by"], id="a way of receipt too often"),
        pytest.param({"kind:tip": 1}, ["kind"], id="more kinds than reports"),
        pytest.param(
            {"outcome:unsubstantiated": 1}, ["outcome"], id="more outcomes than cases that ended"
        ),
        pytest.param(
            {"outcome:substantiated": -1, "outcome:resolved": 1},
            ["discipline"],
            id="more discipline than was substantiated",
        ),
        pytest.param(
            {"subject:bribery": -1, "subject:budget": 1}, ["subject"], id="one below zero"
        ),
    ],
)
def test_counters_that_were_changed_stop_the_figures_and_are_named(
    session: Session, measures: dict[str, int], named: list[str]
) -> None:
    keep(session, some_cases())
    for measure, by in measures.items():
        add_to_tally(session, Channel.CORRUPTION, HALF, measure, by)
    session.expire_all()

    assert odd_counters(session) == [(name, HALF) for name in named]


def test_counters_of_a_half_year_that_were_lost_are_named(session: Session) -> None:
    keep(session, some_cases())
    session.execute(sa.delete(Tally).where(Tally.half_starts_on != HALF))

    assert odd_counters(session) == [
        (name, half_of(LATER).start) for name in ("origin", "received_by", "subject")
    ]


def test_grievances_have_no_such_counters(session: Session) -> None:
    keep(session, [a_history(DAY)])

    refuse_unless_balanced(
        session, Channel.GRIEVANCE, count_facts(session, Channel.GRIEVANCE, LAST)
    )
