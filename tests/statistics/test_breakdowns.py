"""Breakdowns: counted again by hand, and nothing small in what is published."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.case_work import Discipline
from complaints.domain.channel import Channel, Kind, Origin
from complaints.domain.disclosure import THRESHOLD, Fault, Group
from complaints.domain.events import Event
from complaints.domain.states import Outcome
from complaints.domain.subjects import SUBJECTS
from complaints.statistics import protecting
from complaints.statistics.breakdown_words import Dimension, Note
from complaints.statistics.breakdowns import Breakdown, Earlier, rows_of
from complaints.statistics.categories import Counted as CountedIn
from complaints.statistics.categories import counted_in
from complaints.statistics.counting import count_facts
from complaints.statistics.editions import Draft
from complaints.statistics.forms import csv_of_table
from complaints.statistics.preparing import prepare
from complaints.statistics.protecting import GivesAway, break_down
from tests.statistics.histories import (
    LAST,
    Counted,
    History,
    a_history,
    an_agency,
    histories,
    keep,
    keep_lists,
)

TODAY = date(2026, 11, 21)
FIRST_HALF, SECOND_HALF = periods_of(2569, PeriodType.HALF)
(WHOLE_YEAR,) = periods_of(2569, PeriodType.YEAR)
DAY = date(2025, 10, 5)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(past=st.lists(histories(), max_size=60))
def test_every_breakdown_equals_a_count_by_hand_and_shows_nothing_small(
    session: Session, past: list[History]
) -> None:
    keep_lists(session)
    keep(session, past)
    try:
        for channel in Channel:
            mine = [history for history in past if history.channel is channel]
            facts = count_facts(session, channel, TODAY)
            tables, names = break_down(session, channel, facts, 2569, TODAY, Earlier())
            for table in tables:
                if table.dimension is Dimension.BRIBERY:
                    continue
                counts = counted_in(facts, channel, table.period, names).by
                by_hand = BY_HAND[channel](mine, table.period)
                by_hand[Dimension.RISK_AREA] = _areas(by_hand[Dimension.SUBJECT])
                expected = by_hand[table.dimension]
                if table.dimension is not Dimension.RISK_AREA:
                    assert +Counter(counts[table.dimension]) == +expected
                if channel is Channel.CORRUPTION:
                    _make_up_the_sum(table, expected, mine)
                _shows_nothing_small(channel, table, expected)
    finally:
        session.rollback()


def _make_up_the_sum(table: Breakdown, expected: Counter[str], past: list[History]) -> None:
    """Count by hand what a table has beside the cases received: what came again, or the rest."""
    members = {code for group in table.groups or () for code in group.members}
    if "rest" in members:
        received = sum(table.period.holds(one.received_on) for one in past)
        expected["rest"] = received + came_again(past, table.period) - expected.total()
    if table.dimension is Dimension.KIND and "again" in members:
        expected["again"] = came_again(past, table.period)


def came_again(past: list[History], period: Period) -> int:
    """Count what was reopened or moved in, less what was received here and moved in elsewhen."""
    again = 0
    for one in past:
        again += sum(
            event is Event.CASE_REOPENED and period.holds(day) for event, day in one.events
        )
        first, day = one.events[0]
        if first is Event.CASE_MOVED_IN:
            again += period.holds(day) - period.holds(one.received_on)
    return again


def _shows_nothing_small(channel: Channel, table: Breakdown, expected: Counter[str]) -> None:
    groups = table.groups or ()
    for group in groups:
        assert group.count == sum(expected[code] for code in group.members)
    assert not groups or sum(group.count for group in groups) == expected.total()
    exact = {("forwarded",), ("not_accepted",), ("satisfied",), ("not_satisfied",)}
    for group in groups:
        is_exact = channel is Channel.GRIEVANCE and group.members in exact
        assert is_exact or group.count == 0 or group.count >= THRESHOLD


def grievances_by_hand(past: list[History], period: Period) -> dict[Dimension, Counter[str]]:
    """Count grievances of a half-year, each looked at alone."""
    came = [one for one in past if one.events[0][0] is Event.CASE_RECEIVED]
    received = [one for one in came if period.holds(one.received_on)]
    ends = [
        one.outcome.value
        for one in past
        for event, day in one.events
        if event is Event.CASE_COMPLETED and period.holds(day)
    ]
    scores = [one.score for one in received if one.score and not one.is_code_handed_out]
    return {
        Dimension.KIND: Counter(one.kind.value for one in received),
        Dimension.RECEIVED_BY: Counter(one.received_by.value for one in received),
        Dimension.SUBJECT: Counter(one.topic or "none" for one in received),
        Dimension.UNIT: Counter(one.unit or "none" for one in received),
        Dimension.OUTCOME: Counter(ends),
        Dimension.SATISFACTION: _satisfied(scores),
    }


def corruption_by_hand(past: list[History], period: Period) -> dict[Dimension, Counter[str]]:
    """Count corruption cases of a year by the day of receipt."""
    mine = [one for one in past if period.holds(one.received_on)]
    ended = [one for one in mine if one.events[-1][0] is Event.CASE_COMPLETED]
    scores = [one.score for one in mine if one.score and not one.is_code_handed_out]
    again = {"again": came_again(past, period)}
    return {
        Dimension.KIND: Counter(one.kind.value for one in mine if one.origin is Origin.REPORTED),
        Dimension.ORIGIN: Counter(one.origin.value for one in mine) + Counter(again),
        Dimension.RECEIVED_BY: Counter(one.received_by.value for one in mine) + Counter(again),
        Dimension.SUBJECT: Counter(one.topic or "none" for one in mine) + Counter(again),
        Dimension.OUTCOME: Counter(one.outcome.value for one in ended),
        Dimension.DISCIPLINE: Counter(
            one.discipline.value if one.discipline else "none"
            for one in ended
            if one.outcome is Outcome.SUBSTANTIATED
        ),
        Dimension.SATISFACTION: _satisfied(scores),
    }


BY_HAND: dict[Channel, Callable[[list[History], Period], dict[Dimension, Counter[str]]]] = {
    Channel.GRIEVANCE: grievances_by_hand,
    Channel.CORRUPTION: corruption_by_hand,
}


def _satisfied(scores: list[int]) -> Counter[str]:
    return Counter("satisfied" if score in {4, 5} else "not_satisfied" for score in scores)


def _areas(subjects: Counter[str]) -> Counter[str]:
    area_of = {seed.code: str(seed.risk_area) for seed in SUBJECTS[Channel.CORRUPTION]}
    areas: Counter[str] = Counter()
    for code, count in subjects.items():
        areas["again" if code == "again" else area_of.get(code, "none")] += count
    return areas


def drafted(session: Session, channel: Channel) -> Draft:
    return prepare(Counted(session, channel, an_agency(), TODAY), 2569, TODAY)


def table_of(draft: Draft, dimension: Dimension, period: Period) -> Breakdown:
    (found,) = [
        table
        for table in draft.breakdowns
        if (table.dimension, table.period) == (dimension, period)
    ]
    return found


def complaints_about(topic: str | None, count: int, **more: object) -> list[History]:
    one = a_history(DAY, channel=Channel.CORRUPTION, kind=Kind.COMPLAINT)
    return [replace(one, topic=topic, **more) for _ in range(count)]  # type: ignore[arg-type]


def test_no_bribery_is_published_as_none_and_some_as_not_none(session: Session) -> None:
    keep_lists(session)
    before = table_of(drafted(session, Channel.CORRUPTION), Dimension.BRIBERY, FIRST_HALF)
    keep(session, complaints_about("bribery", 1))
    draft = drafted(session, Channel.CORRUPTION)

    assert before.groups == (Group(("bribery",), 0),)
    for period in (FIRST_HALF, WHOLE_YEAR):
        after = table_of(draft, Dimension.BRIBERY, period)
        assert (after.groups, after.note) == (None, Note.NOT_ZERO)
    assert table_of(draft, Dimension.BRIBERY, SECOND_HALF).count == 0


def test_subjects_too_small_for_themselves_are_shown_by_risk_area(session: Session) -> None:
    keep(session, [*complaints_about("budget", 6), *complaints_about("conduct", 3)])
    keep(session, complaints_about("unit_performance", 2))
    draft = drafted(session, Channel.CORRUPTION)

    subjects = table_of(draft, Dimension.SUBJECT, WHOLE_YEAR)
    areas = table_of(draft, Dimension.RISK_AREA, WHOLE_YEAR)

    assert (subjects.groups, subjects.note) == (None, Note.COARSER)
    assert {group.members: group.count for group in areas.groups or ()} == {
        ("administration",): 5, ("personnel",): 0, ("money_and_assets",): 6,
        ("public_service",): 0, ("none",): 0, ("again",): 0,
    }  # fmt: skip


def test_what_the_office_found_by_itself_is_no_complaint_of_a_citizen(session: Session) -> None:
    keep(session, complaints_about(None, 5))
    keep(session, complaints_about(None, 7, origin=Origin.FOUND_BY_INSPECTION))
    draft = drafted(session, Channel.CORRUPTION)

    assert table_of(draft, Dimension.KIND, WHOLE_YEAR).count == 5
    assert table_of(draft, Dimension.ORIGIN, WHOLE_YEAR).count == 12


def test_kinds_take_no_joined_origin_apart(session: Session) -> None:
    keep(session, complaints_about(None, 20))
    keep(session, complaints_about(None, 2, origin=Origin.FOUND_BY_INSPECTION))
    draft = drafted(session, Channel.CORRUPTION)

    origins = table_of(draft, Dimension.ORIGIN, WHOLE_YEAR)
    kinds = table_of(draft, Dimension.KIND, WHOLE_YEAR)

    assert Group(("reported", "found_by_inspection"), 22) in (origins.groups or ())
    assert (kinds.groups, kinds.note) == (None, Note.TOO_FEW)


def test_a_table_left_out_keeps_its_heading_and_says_why(session: Session) -> None:
    keep(session, complaints_about("budget", 2))
    draft = drafted(session, Channel.CORRUPTION)

    lines = [line for line in draft.breakdown_lines if line["dimension"] is Dimension.OUTCOME]
    left_out = [line for line in draft.breakdown_lines if line["dimension"] is Dimension.KIND]

    assert [line["count"] for line in lines] == [0] * len(Outcome)
    assert [(line["count"], line["note"]) for line in left_out] == [(None, Note.TOO_FEW)]


def ended(outcome: Outcome, count: int, **more: object) -> list[History]:
    """Return corruption cases that are completed."""
    one = a_history(DAY, DAY, channel=Channel.CORRUPTION, kind=Kind.COMPLAINT)
    return [replace(one, outcome=outcome, **more) for _ in range(count)]  # type: ignore[arg-type]


def test_what_followed_is_counted_and_adds_up_to_the_substantiated(session: Session) -> None:
    keep(session, ended(Outcome.SUBSTANTIATED, 6, discipline=Discipline.STEP_TAKEN))
    keep(session, ended(Outcome.SUBSTANTIATED, 5, discipline=Discipline.TO_FOLLOW))
    keep(session, ended(Outcome.UNSUBSTANTIATED, 7))

    told = table_of(drafted(session, Channel.CORRUPTION), Dimension.DISCIPLINE, WHOLE_YEAR)

    assert {group.members: group.count for group in told.groups or ()} == {
        ("step_taken",): 6, ("no_step",): 0, ("to_follow",): 5, ("none",): 0,
    }  # fmt: skip


def test_what_followed_takes_no_joined_outcome_apart(session: Session) -> None:
    keep(session, ended(Outcome.SUBSTANTIATED, 6, discipline=Discipline.STEP_TAKEN))
    keep(session, ended(Outcome.UNSUBSTANTIATED, 3))
    draft = drafted(session, Channel.CORRUPTION)

    outcomes = table_of(draft, Dimension.OUTCOME, WHOLE_YEAR)
    told = table_of(draft, Dimension.DISCIPLINE, WHOLE_YEAR)

    assert ("substantiated",) not in {group.members for group in outcomes.groups or ()}
    assert (told.groups, told.note) == (None, Note.TOO_FEW)


def test_what_followed_one_more_case_waits_for_enough_of_them(session: Session) -> None:
    keep(session, ended(Outcome.SUBSTANTIATED, 6, discipline=Discipline.STEP_TAKEN))
    keep(session, ended(Outcome.UNSUBSTANTIATED, 7))
    first = drafted(session, Channel.CORRUPTION)
    keep(session, ended(Outcome.SUBSTANTIATED, 1, discipline=Discipline.STEP_TAKEN))
    known = Earlier({(one.dimension, one.period): one for one in first.breakdowns})

    facts = count_facts(session, Channel.CORRUPTION, TODAY)
    tables, _ = break_down(session, Channel.CORRUPTION, facts, 2569, TODAY, known)

    (told,) = [one for one in tables if one.dimension is Dimension.DISCIPLINE]
    assert told.groups == table_of(first, Dimension.DISCIPLINE, WHOLE_YEAR).groups
    assert told.count == 6


@pytest.mark.parametrize(
    ("scores", "share"),
    [
        pytest.param([5] * 16 + [1] * 4, 80.0, id="eighty meets the target"),
        pytest.param([4] * 799 + [3] * 201, 79.9, id="a little less does not"),
        pytest.param([5] * 19, None, id="too few for a share"),
        pytest.param([], None, id="no answers"),
    ],
)
def test_satisfaction_is_the_share_of_fours_and_fives(
    scores: list[int], share: float | None
) -> None:
    groups = (
        Group(("satisfied",), sum(score >= 4 for score in scores)),
        Group(("not_satisfied",), sum(score < 4 for score in scores)),
    )
    table = Breakdown(FIRST_HALF, Dimension.SATISFACTION, TODAY, groups)

    assert (table.count, table.share) == (len(scores), share)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(answers=st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=20, max_size=45))
def test_satisfaction_equals_a_count_by_hand(
    session: Session, answers: list[tuple[int, bool]]
) -> None:
    """Answers of 0 were never given; those under an office's code are counted apart."""
    rated = [
        replace(a_history(DAY, DAY), score=score or None, is_code_handed_out=is_of_the_office)
        for score, is_of_the_office in answers
    ]
    keep_lists(session)
    keep(session, rated)
    facts = count_facts(session, Channel.GRIEVANCE, TODAY)
    tables, names = break_down(session, Channel.GRIEVANCE, facts, 2569, TODAY, Earlier())
    session.rollback()

    (told,) = [
        one for one in tables if (one.dimension, one.period) == (Dimension.SATISFACTION, FIRST_HALF)
    ]
    own = [score for score, is_of_the_office in answers if score and not is_of_the_office]
    of_the_office = [score for score, is_of_the_office in answers if score and is_of_the_office]
    good = sum(score in {4, 5} for score in own)
    share = floor(Fraction(1000 * good, len(own))) / 10 if len(own) >= 20 else None
    assert (told.count, told.apart, told.share) == (len(own), len(of_the_office), share)
    lines = {line["category"]: line["count"] for line in rows_of(told, names)}
    assert lines == {
        "answers": len(own), "answers_apart": len(of_the_office),
        "satisfied": good, "not_satisfied": len(own) - good,
    }  # fmt: skip


def test_no_answers_are_said_and_those_under_an_office_code_stand_apart(session: Session) -> None:
    keep(session, [replace(a_history(DAY), score=5, is_code_handed_out=True)])
    table = table_of(drafted(session, Channel.GRIEVANCE), Dimension.SATISFACTION, FIRST_HALF)

    assert (table.count, table.note, table.apart) == (0, Note.NO_ANSWERS, 1)


def test_a_table_is_repeated_with_its_day_until_enough_has_changed(session: Session) -> None:
    keep_lists(session)
    keep(session, [replace(a_history(DAY), topic="service") for _ in range(6)])
    facts = count_facts(session, Channel.GRIEVANCE, TODAY)
    first, _ = break_down(session, Channel.GRIEVANCE, facts, 2569, TODAY, Earlier())
    earlier = Earlier({(table.dimension, table.period): table for table in first})
    later = TODAY + timedelta(days=9)

    keep(session, [replace(a_history(DAY), topic="environment")])
    one_more = _broken_down(session, later, earlier)
    keep(session, [replace(a_history(DAY), topic="environment") for _ in range(5)])
    many_more = _broken_down(session, later, earlier)

    assert (one_more.as_of, one_more.count) == (TODAY, 6)
    assert (many_more.as_of, many_more.count) == (later, 12)


def _broken_down(session: Session, as_of: date, earlier: Earlier) -> Breakdown:
    facts = count_facts(session, Channel.GRIEVANCE, as_of)
    tables, _ = break_down(session, Channel.GRIEVANCE, facts, 2569, as_of, earlier)
    (found,) = [
        table
        for table in tables
        if (table.dimension, table.period) == (Dimension.SUBJECT, FIRST_HALF)
    ]
    return found


def test_a_table_that_breaks_the_rules_is_refused_with_the_reason(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(session, complaints_about("budget", 2))
    monkeypatch.setattr(
        protecting,
        "protect_nested",
        lambda counts, _: tuple(Group((code,), count) for code, count in counts.items()),
    )

    with pytest.raises(GivesAway) as refused:
        drafted(session, Channel.CORRUPTION)

    assert (refused.value.dimension, refused.value.fault) == (
        Dimension.ORIGIN,
        Fault.CELL_TOO_SMALL,
    )


def test_a_sum_that_would_tell_how_many_came_again_is_refused(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(session, complaints_about("budget", 20))
    keep(session, [taken_up_again()])

    def without_what_came_again(*asked: Any) -> CountedIn:
        found = counted_in(*asked)
        for counts in found.by.values():
            if "again" in counts:
                counts["again"] = 0
        return found

    monkeypatch.setattr(protecting, "counted_in", without_what_came_again)

    with pytest.raises(GivesAway) as refused:
        drafted(session, Channel.CORRUPTION)

    assert refused.value.fault is Fault.SUM_TELLS_MORE


def taken_up_again() -> History:
    """Return a case of the year that was completed and reopened in it."""
    one = a_history(DAY, DAY, channel=Channel.CORRUPTION, kind=Kind.COMPLAINT)
    return replace(one, topic="budget", events=(*one.events, (Event.CASE_REOPENED, DAY)))


def test_few_that_came_again_are_joined_in_every_table_and_the_sums_tell_nothing(
    session: Session,
) -> None:
    keep(session, [*complaints_about("budget", 20), *complaints_about("conduct", 9)])
    keep(session, [replace(one, kind=Kind.TIP) for one in complaints_about("budget", 7)])
    keep(session, [taken_up_again(), taken_up_again()])
    draft = drafted(session, Channel.CORRUPTION)

    year = draft.headline.ledger
    for dimension in protecting.ALL_THAT_CAME:
        table = table_of(draft, dimension, WHOLE_YEAR)
        assert table.count == year.total - year.opening == 40
        assert any("again" in group.members[1:] for group in table.groups or ())
    kinds = table_of(draft, Dimension.KIND, WHOLE_YEAR).groups or ()
    assert {group.members: group.count for group in kinds}[("tip", "again")] == 9


def test_many_that_came_again_stand_by_themselves_in_every_table(session: Session) -> None:
    keep(session, complaints_about("budget", 20))
    keep(session, [taken_up_again() for _ in range(6)])
    draft = drafted(session, Channel.CORRUPTION)

    for dimension in protecting.ALL_THAT_CAME:
        assert Group(("again",), 6) in (table_of(draft, dimension, WHOLE_YEAR).groups or ())
    assert table_of(draft, Dimension.KIND, WHOLE_YEAR).count == 26


def test_what_was_moved_in_after_the_year_leaves_its_tables_out(session: Session) -> None:
    late = replace(
        a_history(DAY, channel=Channel.CORRUPTION, kind=Kind.COMPLAINT),
        events=((Event.CASE_MOVED_IN, WHOLE_YEAR.end + timedelta(days=9)),),
    )
    keep(session, [*complaints_about("budget", 20), late])
    draft = drafted(session, Channel.CORRUPTION)

    for dimension in (*protecting.ALL_THAT_CAME, Dimension.KIND, Dimension.OUTCOME):
        assert table_of(draft, dimension, WHOLE_YEAR).note is Note.TOO_FEW


def test_how_often_a_grievance_is_sent_away_is_exact_and_hides_nothing(session: Session) -> None:
    ends = {
        Outcome.RESOLVED: 9,
        Outcome.FORWARDED: 1,
        Outcome.NOT_ACCEPTED: 2,
        Outcome.WITHDRAWN: 3,
    }
    for outcome, count in ends.items():
        keep(session, [replace(a_history(DAY, DAY), outcome=outcome) for _ in range(count)])
    draft = drafted(session, Channel.GRIEVANCE)

    groups = table_of(draft, Dimension.OUTCOME, FIRST_HALF).groups or ()
    told = {group.members: group.count for group in groups}
    assert (told["forwarded",], told["not_accepted",]) == (1, 2)
    assert told["resolved", "withdrawn"] == 12
    october = draft.table.rows[0]
    assert (october["completed"], october["forwarded"], october["not_accepted"]) == (15, 1, 2)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        pytest.param({Outcome.NOT_ACCEPTED: 6, Outcome.RESOLVED: 9}, (0, 6), id="large enough"),
        pytest.param({Outcome.NOT_ACCEPTED: 2, Outcome.RESOLVED: 9}, (0, None), id="joined"),
        pytest.param({Outcome.FORWARDED: 2}, (None, None), id="left out"),
    ],
)
def test_of_the_protected_channel_it_is_told_where_the_outcomes_tell_it(
    session: Session, counts: dict[Outcome, int], told: tuple[int | None, int | None]
) -> None:
    for outcome, count in counts.items():
        keep(session, ended(outcome, count))

    *halves, year = drafted(session, Channel.CORRUPTION).table.rows

    assert (year["forwarded"], year["not_accepted"]) == told
    assert {half["not_accepted"] for half in halves} == {None}


def test_a_subject_named_like_a_formula_stays_text(session: Session) -> None:
    keep_lists(session)
    hostile = '=HYPERLINK("http://example.org")'
    keep(session, [replace(a_history(DAY), topic=hostile) for _ in range(6)])
    table = drafted(session, Channel.GRIEVANCE).breakdown_table
    written = list(csv.DictReader(io.StringIO(csv_of_table(table).decode(), newline="")))

    assert [row["name_en"] for row in written if "HYPERLINK" in row["name_en"]] == [f"'{hostile}"]
    assert LAST < TODAY
