"""The summary of a release: what came again, and the guidelines that somebody released."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.records.database import new_id
from complaints.records.guidelines import Guideline, all_guidelines, remove_guideline
from complaints.statistics.drafting import acknowledge_draft, check_draft, save_draft
from complaints.statistics.preparing import prepare
from complaints.statistics.releases import publish_release
from complaints.statistics.words import Words
from tests.statistics.histories import Counted, History, a_history, an_agency, keep
from tests.statistics.offices import PlainPress, a_checker, a_publisher, an_executive, said
from tests.statistics.test_releases import TODAY, an_office, publish

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
FIRST_HALF, SECOND_HALF = date(2025, 12, 1), date(2026, 5, 1)
WORDS = "ตรวจรับงานถนนโดยกรรมการสองคน"


def of_topic(channel: Channel, count: int, day: date, topic: str) -> list[History]:
    plain = a_history(day, channel=channel)
    return [History(**{**vars(plain), "topic": topic}) for _ in range(count)]


def a_guideline(session: Session, channel: Channel, on: date, **more: Any) -> Guideline:
    is_protected = channel is CORRUPTION
    wanted: dict[str, Any] = {"subject": None, "text_th": WORDS, "text_en": "", **more}
    row = Guideline(
        id=new_id(),
        channel=channel.value,
        half_starts_on=half_of(on).start,
        released_on=None if is_protected else on,
        **wanted,
    )
    session.add(row)
    session.flush()
    return row


def summary(session: Session, channel: Channel, as_of: date = TODAY) -> tuple[Any, Any]:
    draft = prepare(Counted(session, channel, an_agency(), as_of), 2569, as_of)
    return (
        [(one.name.en, one.counts) for one in draft.recurrence],
        [(one.text.th, one.of.en if one.of else None) for one in draft.guidelines],
    )


def test_what_came_in_both_halves_came_again(session: Session) -> None:
    keep(
        session,
        [
            *of_topic(GRIEVANCE, 6, FIRST_HALF, "infrastructure"),
            *of_topic(GRIEVANCE, 9, SECOND_HALF, "infrastructure"),
            *of_topic(GRIEVANCE, 8, FIRST_HALF, "environment"),
        ],
    )

    again, _ = summary(session, GRIEVANCE)

    assert again == [("Roads, light, water and drains", (6, 9))]


def test_a_subject_of_few_cases_is_not_told_to_have_come_again(session: Session) -> None:
    for half in (FIRST_HALF, SECOND_HALF):
        keep(session, of_topic(GRIEVANCE, 3, half, "service"))
        keep(session, of_topic(GRIEVANCE, 12, half, "infrastructure"))
        keep(session, of_topic(GRIEVANCE, 15, half, "environment"))

    again, _ = summary(session, GRIEVANCE)

    assert again == [("Roads, light, water and drains", (12, 12))]


def test_of_corruption_what_came_in_the_year_before_too(session: Session) -> None:
    keep(session, of_topic(CORRUPTION, 12, date(2025, 3, 1), "procurement"))
    office = an_office(session, date(2025, 10, 5))
    publish(office, a_publisher(session, CORRUPTION), as_of=office.on, fiscal_year_be=2568)
    keep(session, of_topic(CORRUPTION, 7, FIRST_HALF, "procurement"))

    again, _ = summary(session, CORRUPTION)

    assert again == [("Procurement", (12, 7))]


def test_a_single_half_year_tells_of_nothing_that_came_again(session: Session) -> None:
    keep(session, of_topic(GRIEVANCE, 9, FIRST_HALF, "infrastructure"))

    assert summary(session, GRIEVANCE, date(2026, 4, 2))[0] == []


def test_guidelines_of_the_published_days_are_told_and_no_others(session: Session) -> None:
    keep(session, of_topic(GRIEVANCE, 1, FIRST_HALF, "infrastructure"))
    a_guideline(session, GRIEVANCE, FIRST_HALF, subject="infrastructure")
    a_guideline(session, GRIEVANCE, date(2026, 4, 1), text_th="ครึ่งปีหลัง")
    a_guideline(session, GRIEVANCE, date(2025, 9, 30), text_th="ปีก่อน")

    _, half = summary(session, GRIEVANCE, date(2026, 4, 2))
    _, year = summary(session, GRIEVANCE)

    assert half == [(WORDS, "Roads, light, water and drains")]
    assert year == [*half, ("ครึ่งปีหลัง", None)]


def test_of_the_protected_channel_the_words_alone_are_told(session: Session) -> None:
    keep(session, of_topic(CORRUPTION, 1, FIRST_HALF, "bribery"))
    a_guideline(session, CORRUPTION, FIRST_HALF, subject="bribery")
    a_guideline(session, CORRUPTION, SECOND_HALF, subject="bribery", text_th="ครึ่งปีหลัง")
    agency = an_agency()
    agency.publishes_corruption_quarters = True

    quarter = prepare(
        Counted(session, CORRUPTION, agency, date(2026, 1, 2)), 2569, date(2026, 1, 2)
    )
    release = publish(an_office(session), a_publisher(session, CORRUPTION))

    assert quarter.guidelines == ()
    told = json.loads(release.content)["guidelines"]
    assert told == [
        {"text": {"th": WORDS, "en": ""}, "of": None},
        {"text": {"th": "ครึ่งปีหลัง", "en": ""}, "of": None},
    ]


def test_a_guideline_taken_off_the_register_is_not_published_after(session: Session) -> None:
    publisher, office = a_publisher(session, GRIEVANCE), an_office(session)
    a_guideline(session, GRIEVANCE, FIRST_HALF)
    with office.writing(GRIEVANCE) as work:
        save_draft(work, publisher, fiscal_year_be=2569, as_of=TODAY, statement=said())
        check_draft(work, a_checker(session, GRIEVANCE, publisher), fiscal_year_be=2569)
        acknowledge_draft(work, an_executive(session), fiscal_year_be=2569)
    (row,) = all_guidelines(session, GRIEVANCE)
    remove_guideline(session, row)
    session.flush()

    with pytest.raises(NotAllowed) as refused:
        publish_release(
            office, GRIEVANCE, publisher=publisher, signer=publisher.signer, press=PlainPress(),
            fiscal_year_be=2569,
        )  # fmt: skip

    assert refused.value.code is Code.FIGURES_HAVE_CHANGED


def test_a_published_guideline_stays_when_the_register_changes(session: Session) -> None:
    publisher, office = a_publisher(session, GRIEVANCE), an_office(session)
    row = a_guideline(session, GRIEVANCE, FIRST_HALF)
    release = publish(office, publisher)
    content = release.content
    row.text_th = "ถ้อยคำใหม่"
    session.flush()
    session.expire_all()

    assert release.content == content
    assert json.loads(content)["guidelines"][0]["text"] == vars(Words(WORDS, ""))
