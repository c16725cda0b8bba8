"""The register of guidelines as reports read it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.domain.channel import Channel
from complaints.records.guidelines import (
    Guideline,
    GuidelineCase,
    add_case_to,
    all_guidelines,
    find_guideline,
    guidelines_between,
    numbers_of,
    remove_guideline,
)
from tests.factories.office import AnOffice

HALF, LATER_HALF = date(2025, 10, 1), date(2026, 4, 1)


def a_guideline(channel: Channel = Channel.GRIEVANCE, **changes: object) -> Guideline:
    """Return a guideline of the register."""
    told = {"released_on": date(2025, 11, 3)} if channel is Channel.GRIEVANCE else {}
    return Guideline(
        **{  # type: ignore[arg-type]  # the test names columns
            "channel": channel.value,
            "half_starts_on": HALF,
            "text_th": "ตรวจฝาท่อทุกสามเดือน",
            **told,
            **changes,
        }
    )


def test_a_report_reads_what_came_in_its_period_and_of_its_channel(office: AnOffice) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        work.session.add_all(
            [
                a_guideline(text_th="ข้อสอง", released_on=date(2025, 12, 31)),
                a_guideline(text_th="ข้อหนึ่ง", released_on=date(2025, 10, 1)),
                a_guideline(text_th="ข้อสาม", released_on=date(2026, 1, 1)),
                a_guideline(Channel.CORRUPTION, text_th="คุ้มครอง"),
                a_guideline(Channel.CORRUPTION, text_th="ครึ่งหลัง", half_starts_on=LATER_HALF),
            ]
        )

    with office.reading(Channel.GRIEVANCE) as work:
        session = work.session
        quarter = guidelines_between(session, Channel.GRIEVANCE, HALF, date(2025, 12, 31))
        half = guidelines_between(session, Channel.CORRUPTION, HALF, date(2026, 3, 31))
        second = guidelines_between(session, Channel.CORRUPTION, date(2026, 1, 1), date(2026, 3, 1))
        everything = all_guidelines(session, Channel.GRIEVANCE)

    assert [each.text_th for each in quarter] == ["ข้อหนึ่ง", "ข้อสอง"]
    assert [each.text_th for each in half] == ["คุ้มครอง"]
    assert second == []
    assert [each.text_th for each in everything] == ["ข้อสาม", "ข้อสอง", "ข้อหนึ่ง"]


def test_cases_are_counted_and_gone_with_the_guideline(office: AnOffice) -> None:
    case = office.case(office.file_grievance())
    guideline = a_guideline()
    with office.writing(Channel.GRIEVANCE) as work:
        work.session.add(guideline)
        work.session.flush()
        work.session.add(GuidelineCase(guideline_id=guideline.id, case_id=case.id))
        add_case_to(work.session, guideline.id)

    with office.writing(Channel.GRIEVANCE) as work:
        found = find_guideline(work.session, Channel.GRIEVANCE, guideline.id)
        assert found is not None
        assert found.case_count == 2
        assert find_guideline(work.session, Channel.CORRUPTION, guideline.id) is None
        assert numbers_of(work.session, [guideline.id], office.id_of("ekachai")) == {
            guideline.id: [case.number]
        }
        assert numbers_of(work.session, [guideline.id], office.id_of("anan")) == {}
        remove_guideline(work.session, found)

    assert (office.rows("guidelines"), office.rows("guideline_cases")) == ([], [])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"released_on": date(2025, 11, 3)}, id="the day of a protected one"),
        pytest.param({"unit_id": "u"}, id="the unit of a protected one"),
        pytest.param({"case_count": 0}, id="one that comes of nothing"),
    ],
)
def test_the_database_refuses(office: AnOffice, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), office.writing(Channel.CORRUPTION) as work:
        work.session.add(a_guideline(Channel.CORRUPTION, **changes))


def test_a_guideline_of_grievances_tells_its_day(office: AnOffice) -> None:
    with pytest.raises(IntegrityError), office.writing(Channel.GRIEVANCE) as work:
        work.session.execute(
            sa.insert(Guideline).values(
                id="g",
                channel="grievance",
                half_starts_on=HALF,
                text_th="ก",
                text_en="",
                case_count=1,
            )
        )
