"""A year against the plan's targets: from published figures, and honest where there are none."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel, Kind
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.plan import PROSECUTED, RECEIVED, SATISFACTION, SUBJECT, Result
from complaints.records.journal import JournalRow
from complaints.records.plan_figures import every_plan_figure
from complaints.statistics.differences import differences
from complaints.statistics.drafting import acknowledge_draft, check_draft, save_draft
from complaints.statistics.plan_numbers import enter_number, entered_numbers
from complaints.statistics.preparing import prepare
from complaints.statistics.releases import publish_release
from complaints.statistics.target_words import TargetNote
from tests.statistics.by_hand import enter
from tests.statistics.histories import (
    Counted,
    CountingOffice,
    History,
    a_history,
    an_agency,
    histories,
    keep,
    keep_lists,
)
from tests.statistics.offices import (
    PlainPress,
    a_checker,
    a_publisher,
    an_executive,
    said,
)
from tests.statistics.test_releases import REASON, TODAY, an_office, publish

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
AFTER_2568 = date(2025, 10, 5)
DOCUMENT = "รายงานประจำปีตัวอย่าง"
BRIBERY, SERVICE = f"{SUBJECT}bribery", f"{SUBJECT}service"
Line = dict[str, Any]


def lines_of(session: Session, channel: Channel = CORRUPTION, year: int = 2569) -> dict[str, Line]:
    """Return what a release of today would say, by indicator."""
    draft = prepare(Counted(session, channel, an_agency(), TODAY), year, TODAY)
    return {str(row["indicator"]): row for row in draft.targets_table.rows}


def many(channel: Channel, count: int, day: date, topic: str | None = None) -> list[History]:
    plain = a_history(day, channel=channel)
    return [History(**{**vars(plain), "topic": topic}) for _ in range(count)]


def test_prosecuted_cases_are_held_against_the_base_year(session: Session) -> None:
    enter(session, CORRUPTION, PROSECUTED, 2565, 10)
    enter(session, CORRUPTION, PROSECUTED, 2568, 7)
    enter(session, CORRUPTION, PROSECUTED, 2569, 6)

    line = lines_of(session)[PROSECUTED]

    assert (line["base"], line["before"], line["count"]) == (10, 7, 6)
    assert (line["since_base"], line["since_base_share"]) == (-4, -40.0)
    assert (line["since_before"], line["aim_per_cent"]) == (-1, 40)
    assert line["result"] == Result.MET
    assert line["by_hand"] == "base+before+count"


def test_a_correction_holds_and_the_first_word_does_not(session: Session) -> None:
    enter(session, CORRUPTION, PROSECUTED, 2565, 10)
    enter(session, CORRUPTION, PROSECUTED, 2569, 6)
    enter(session, CORRUPTION, PROSECUTED, 2569, 7, number=2)

    line = lines_of(session)[PROSECUTED]

    assert (line["count"], line["result"]) == (7, Result.NOT_MET)


@pytest.mark.parametrize(
    ("entered", "note"),
    [
        pytest.param({}, TargetNote.NOT_ENTERED, id="nothing entered"),
        pytest.param({2569: 3}, TargetNote.NO_BASE, id="no base year"),
        pytest.param({2565: 0, 2569: 0}, TargetNote.ZERO_AFTER_ZERO, id="none of none"),
    ],
)
def test_without_a_base_no_result_is_claimed(
    session: Session, entered: dict[int, int], note: TargetNote
) -> None:
    for year, count in entered.items():
        enter(session, CORRUPTION, PROSECUTED, year, count)

    line = lines_of(session)[PROSECUTED]

    assert (line["result"], line["note"]) == (None, note)
    assert line["since_base_share"] is None


@pytest.mark.parametrize(
    ("count", "shown", "result"),
    [(0, 0, Result.MET), (1, None, Result.NOT_MET), (7, 7, Result.NOT_MET)],
)
def test_bribery_is_met_by_none_and_by_nothing_else(
    session: Session, count: int, shown: int | None, result: Result
) -> None:
    day = date(2026, 3, 1)
    keep(session, [*many(CORRUPTION, count, day, "bribery"), *many(CORRUPTION, 8, day, "budget")])

    line = lines_of(session)[BRIBERY]

    assert (line["count"], line["result"]) == (shown, result)


def test_complaints_of_a_subject_fall_from_one_published_year_to_the_next(
    session: Session,
) -> None:
    keep(session, many(CORRUPTION, 21, date(2025, 3, 1), "procurement"))
    publisher = a_publisher(session, CORRUPTION)
    office = an_office(session, AFTER_2568)
    publish(office, publisher, as_of=AFTER_2568, fiscal_year_be=2568)
    keep(session, many(CORRUPTION, 9, date(2026, 3, 1), "procurement"))

    line = lines_of(session)[f"{SUBJECT}procurement"]

    assert (line["before"], line["count"], line["since_before"]) == (21, 9, -12)
    assert (line["since_before_share"], line["result"]) == (-57.1, Result.MET)


def test_a_year_that_was_counted_in_part_is_compared_with_nothing(session: Session) -> None:
    keep(session, many(GRIEVANCE, 9, date(2026, 3, 1), "service"))
    agency = an_agency(founded_on=date(2026, 2, 1))

    draft = prepare(Counted(session, GRIEVANCE, agency, TODAY), 2569, TODAY)

    (line,) = [one for one in draft.targets.lines if one.indicator == SERVICE]
    assert (line.count, line.result, line.note) == (None, None, TargetNote.INCOMPLETE)


def test_while_a_year_runs_nothing_is_judged(session: Session) -> None:
    draft = prepare(
        Counted(session, CORRUPTION, an_agency(), date(2026, 4, 2)), 2569, date(2026, 4, 2)
    )

    assert draft.is_provisional
    assert draft.targets_table.rows == ()


@pytest.mark.parametrize(
    ("good", "bad", "share", "result"),
    [
        (16, 4, 80.0, Result.MET),
        (239, 60, 79.9, Result.NOT_MET),
        (15, 4, None, None),
        (0, 0, None, None),
    ],
)
def test_satisfaction_meets_its_target_at_eighty_and_needs_twenty_answers(
    session: Session, good: int, bad: int, share: float | None, result: Result | None
) -> None:
    plain = a_history(date(2026, 3, 1), date(2026, 3, 2))
    rated = [History(**{**vars(plain), "score": 5})] * good
    keep(session, [*rated, *[History(**{**vars(plain), "score": 1})] * bad])

    line = lines_of(session, GRIEVANCE)[SATISFACTION]

    assert (line["count"], line["result"]) == (share, result)


def test_a_joined_number_is_that_of_none_of_its_subjects(session: Session) -> None:
    day = date(2026, 3, 1)
    keep(session, [*many(GRIEVANCE, 3, day, "service"), *many(GRIEVANCE, 7, day, "environment")])

    lines = lines_of(session, GRIEVANCE)

    for code in ("service", "environment"):
        line = lines[f"{SUBJECT}{code}"]
        assert (line["count"], line["note"]) == (None, TargetNote.TOO_FEW)
    assert lines[f"{SUBJECT}order"]["count"] == 0


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(past=st.lists(histories(), min_size=12, max_size=24), seed=st.integers(4, 12))
@pytest.mark.parametrize("channel", Channel)
def test_every_number_is_published_by_itself_already_and_is_right(
    session: Session, channel: Channel, past: list[History], seed: int
) -> None:
    past = [one for one in past if one.channel is channel] * seed
    keep(session, past)
    try:
        office = CountingOffice(session, an_agency(), TODAY)
        before = publish(office, a_publisher(session, channel), fiscal_year_be=2568)
        now = publish(office, a_publisher(session, channel), fiscal_year_be=2569)
    finally:
        session.rollback()
    told = {2568: json.loads(before.content), 2569: json.loads(now.content)}

    lines = told[2569]["targets"]

    assert len(lines) > 10
    for line in lines:
        for cell, year in (("before", 2568), ("count", 2569)):
            if line["indicator"] == PROSECUTED:
                assert line[cell] is None
            else:
                assert line[cell] == published(told[year], line["indicator"])
                counted = brute_force(past, channel, year, line["indicator"])
                assert line[cell] in {None, counted}
        assert line["base"] is None


def published(content: dict[str, Any], indicator: str) -> float | None:
    """Return what a release alone says of an indicator, read anew from its rows."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in content["breakdowns"]:
        if row["count"] is not None:
            cells[row["dimension"], row["category"]].append(row["count"])
    needed = 1 if content["channel"] == "corruption" else 2

    def whole(dimension: str, category: str) -> int | None:
        found = cells[dimension, category]
        return sum(found) if len(found) == needed else None

    if indicator == RECEIVED:
        (year,) = [row for row in content["rows"] if row["period_type"] == "year"]
        return int(year["total"] - year["opening"])
    if indicator == SATISFACTION:
        answers, good = whole("satisfaction", "answers"), whole("satisfaction", "satisfied")
        enough = answers is not None and answers >= 20 and good is not None
        return good * 1000 // answers / 10 if enough else None  # type: ignore[operator]
    dimension, _, code = indicator.partition(":")
    counted = whole(dimension, code)
    if counted is None and indicator == BRIBERY and cells["bribery", "bribery"] == [0, 0, 0]:
        return 0
    return counted


def brute_force(past: list[History], channel: Channel, year: int, indicator: str) -> float | None:
    """Count an indicator over the histories, one by one."""
    if indicator == RECEIVED:
        came = {Event.CASE_RECEIVED, Event.CASE_REOPENED, Event.CASE_MOVED_IN}
        return sum(
            event in came and fiscal_year_be(day) == year
            for one in past
            for event, day in one.events
        )
    is_corruption = channel is CORRUPTION
    of_year = [
        one
        for one in past
        if fiscal_year_be(one.received_on) == year
        and (is_corruption or one.events[0][0] is Event.CASE_RECEIVED)
    ]
    if indicator == SATISFACTION:
        scores = [
            one.score for one in of_year if one.score is not None and not one.is_code_handed_out
        ]
        return sum(score >= 4 for score in scores) * 1000 // max(len(scores), 1) / 10
    dimension, _, code = indicator.partition(":")
    if dimension == "kind":
        reported = [one for one in of_year if one.origin.value == "reported"]
        return sum(one.kind is Kind(code) for one in reported)
    return sum(one.topic == code for one in of_year)


def entering(session: Session, **more: Any) -> Any:
    """Enter a number as an officer of the corruption desk."""
    keep_lists(session)
    channel = more.pop("channel", CORRUPTION)
    founded_on = more.pop("founded_on", date(2024, 10, 1))
    wanted: dict[str, Any] = {
        "indicator": PROSECUTED, "fiscal_year_be": 2565, "count": 10, "source": DOCUMENT,
        "stated_on": date(2026, 1, 5), "actor": a_publisher(session, channel), **more,
    }  # fmt: skip
    return enter_number(Counted(session, channel, an_agency(founded_on), TODAY), **wanted)


def test_a_number_is_kept_with_its_document_and_journalled(session: Session) -> None:
    entering(session)
    entering(session, count=9, reason="นับซ้ำ")

    newest, first = every_plan_figure(session, CORRUPTION)
    assert (newest.count, newest.number, newest.reason) == (9, 2, "นับซ้ำ")
    assert (first.count, first.number, first.source) == (10, 1, DOCUMENT)
    told = entered_numbers(Counted(session, CORRUPTION, an_agency(), TODAY))
    assert [one.is_held for one in told] == [True, False]
    rows = session.query(JournalRow).filter_by(event=Event.PLAN_FIGURE_ENTERED.value).all()
    assert [json.loads(row.fields or "{}") for row in rows] == [
        {"count": "10", "fiscal_year_be": "2565", "indicator": PROSECUTED, "number": "1"},
        {"count": "9", "fiscal_year_be": "2565", "indicator": PROSECUTED, "number": "2"},
    ]


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"indicator": "subject:unheard"}, Code.CHOICE_IS_UNKNOWN, "indicator"),
        ({"fiscal_year_be": None}, Code.NUMBER_IS_NONE, "fiscal_year_be"),
        ({"fiscal_year_be": 2571}, Code.NUMBER_IS_NONE, "fiscal_year_be"),
        ({"fiscal_year_be": 2539}, Code.NUMBER_IS_NONE, "fiscal_year_be"),
        ({"count": -1}, Code.NUMBER_IS_NONE, "count"),
        ({"count": None}, Code.NUMBER_IS_NONE, "count"),
        ({"source": " \u200b"}, Code.FIELD_IS_EMPTY, "source"),
        ({"source": "ก\x00"}, Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "source"),
        ({"source": "ก" * 301}, Code.FIELD_IS_TOO_LONG, "source"),
        ({"stated_on": None}, Code.FIELD_IS_EMPTY, "stated_on"),
        ({"stated_on": date(2026, 11, 22)}, Code.DATE_IS_IN_FUTURE, "stated_on"),
        (
            {"indicator": RECEIVED, "fiscal_year_be": 2568},
            Code.YEAR_IS_COUNTED_HERE, "fiscal_year_be",
        ),
        ({"indicator": BRIBERY, "count": 3}, Code.FIGURES_GIVE_SOMEBODY_AWAY, "count"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_at_its_field(
    session: Session, typed: dict[str, Any], code: Code, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        entering(session, **typed)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert every_plan_figure(session, CORRUPTION) == []


def test_a_correction_needs_a_reason(session: Session) -> None:
    entering(session)

    with pytest.raises(BadInput) as refused:
        entering(session, count=9)

    assert (refused.value.code, refused.value.field) == (Code.FIELD_IS_EMPTY, "reason")


def test_numbers_of_a_year_never_leave_fewer_than_five_over(session: Session) -> None:
    entering(session, indicator=RECEIVED, count=10)
    with pytest.raises(BadInput) as left_over:
        entering(session, indicator=BRIBERY, count=7)
    entering(session, indicator=BRIBERY, count=5)
    with pytest.raises(BadInput) as corrected:
        entering(session, indicator=RECEIVED, count=8, reason="พิมพ์ผิด")
    with pytest.raises(BadInput) as too_many:
        entering(session, indicator=f"{SUBJECT}budget", count=6)

    assert left_over.value.code is Code.FIGURES_GIVE_SOMEBODY_AWAY
    assert corrected.value.code is Code.FIGURES_GIVE_SOMEBODY_AWAY
    assert too_many.value.code is Code.PARTS_ARE_MORE_THAN_ALL


def test_subjects_of_the_year_in_which_counting_began_are_not_entered(session: Session) -> None:
    begun = date(2022, 3, 1)  # within 2565
    entering(session, indicator=RECEIVED, founded_on=begun)

    with pytest.raises(BadInput) as refused:
        entering(session, indicator=BRIBERY, founded_on=begun)

    assert refused.value.code is Code.YEAR_IS_COUNTED_HERE


def test_an_officer_of_the_other_desk_enters_nothing(session: Session) -> None:
    with pytest.raises(NotFound):
        entering(session, actor=a_publisher(session, GRIEVANCE))


def test_grievances_know_no_prosecuted_cases(session: Session) -> None:
    with pytest.raises(BadInput) as refused:
        entering(session, channel=GRIEVANCE)

    assert refused.value.field == "indicator"
    assert PROSECUTED not in lines_of(session, GRIEVANCE)


def test_a_number_corrected_on_the_way_is_not_published_as_it_was(session: Session) -> None:
    publisher, office = a_publisher(session, CORRUPTION), an_office(session)
    enter(session, CORRUPTION, PROSECUTED, 2569, 6)
    with office.writing(CORRUPTION) as work:
        save_draft(work, publisher, fiscal_year_be=2569, as_of=TODAY, statement=said())
        check_draft(work, a_checker(session, CORRUPTION, publisher), fiscal_year_be=2569)
        acknowledge_draft(work, an_executive(session), fiscal_year_be=2569)
    enter(session, CORRUPTION, PROSECUTED, 2569, 60, number=2)

    with pytest.raises(NotAllowed) as refused:
        publish_release(
            office, CORRUPTION, publisher=publisher, signer=publisher.signer, press=PlainPress(),
            fiscal_year_be=2569,
        )  # fmt: skip

    assert refused.value.code is Code.FIGURES_HAVE_CHANGED


def test_a_published_number_stays_and_its_correction_is_a_difference(session: Session) -> None:
    publisher, office = a_publisher(session, CORRUPTION), an_office(session)
    enter(session, CORRUPTION, PROSECUTED, 2569, 6)
    first = publish(office, publisher)
    content = first.content
    enter(session, CORRUPTION, PROSECUTED, 2569, 8, number=2)
    second = publish(office, publisher, reason=REASON)

    (change,) = differences(first.content, second.content).changes
    assert first.content == content
    assert (change.before, change.after, change.by) == (6, 8, 2)
    assert change.name.th == "เทียบกับเป้าหมายของแผน – คดีทุจริตและประพฤติมิชอบ (ปี 2569)"
    (source,) = json.loads(second.content)["by_hand"]
    assert (source["count"], source["number"], source["stated_on"]) == (8, 2, "2026-10-20")
