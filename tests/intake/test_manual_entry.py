"""What came by phone, in person or by letter, entered by an officer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.intake.manual_entry import enter_corruption, enter_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.tracking.following import change_code, look
from tests.factories.office import AnOffice, a_form_token

TODAY = date(2026, 11, 16)


def enter(office: AnOffice, channel: Channel, who: str, **changes: Any) -> Receipt:
    """Enter a matter as an officer."""
    given: dict[str, Any] = {"received_on": TODAY, "received_by": ReceivedBy.PHONE, **changes}
    actor = office.actor(who)
    if channel is Channel.CORRUPTION:
        report = CorruptionReport(Kind.COMPLAINT, "โทรมาแจ้ง")
        return enter_corruption(
            office.office, actor, form_token=a_form_token(), report=report, **given
        )
    grievance = GrievanceReport(Kind.GRIEVANCE, "โทรมาแจ้ง")
    return enter_grievance(
        office.office, actor, form_token=a_form_token(), report=grievance, **given
    )


@pytest.mark.parametrize(
    ("channel", "who"), [(Channel.CORRUPTION, "anan"), (Channel.GRIEVANCE, "ekachai")]
)
def test_the_clock_runs_from_the_real_day_and_the_code_is_marked(
    office: AnOffice, channel: Channel, who: str
) -> None:
    receipt = enter(office, channel, who, received_on=TODAY - timedelta(days=4))

    assert receipt.due is not None
    assert receipt.due.due_on == TODAY + timedelta(days=11)
    visitor = office.visitor(receipt)
    with office.reading(channel) as work:
        assert look(work, visitor).is_code_handed_out
    code, _ = change_code(office.office, visitor)
    assert code != receipt.code
    assert not office.case(receipt).is_code_handed_out


def test_the_way_of_receipt_stands_where_its_channel_allows(office: AnOffice) -> None:
    grievance = enter(office, Channel.GRIEVANCE, "ekachai", received_by=ReceivedBy.LINE)
    corruption = enter(office, Channel.CORRUPTION, "anan", received_by=ReceivedBy.LETTER)

    assert office.case(grievance).received_by == "line"
    assert office.case(corruption).received_by is None
    assert "received_by:letter" in {row["measure"] for row in office.rows("tallies")}


def test_what_the_office_found_by_itself_has_no_reporter_and_no_code(office: AnOffice) -> None:
    receipt = enter(office, Channel.CORRUPTION, "anan", origin=Origin.FOUND_BY_INSPECTION)

    assert receipt.code is None
    assert "reporter" not in {row["recipient_id"] for row in office.rows("key_wraps")}
    measures = {row["measure"] for row in office.rows("tallies")}
    assert "origin:found_by_inspection" in measures
    assert not any(measure.startswith("kind:") for measure in measures)


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        pytest.param(TODAY + timedelta(days=1), Code.DATE_IS_IN_FUTURE, id="tomorrow"),
        pytest.param(TODAY - timedelta(days=366), Code.DATE_IS_TOO_OLD, id="more than a year ago"),
    ],
)
def test_a_day_that_cannot_be_is_refused(office: AnOffice, received_on: date, code: Code) -> None:
    with pytest.raises(BadInput) as refused:
        enter(office, Channel.GRIEVANCE, "ekachai", received_on=received_on)

    assert (refused.value.code, refused.value.field) == (code, "received_on")
    assert office.rows("cases") == []


@pytest.mark.parametrize(
    ("channel", "who"),
    [
        pytest.param(Channel.CORRUPTION, "ekachai", id="an officer of the other desk"),
        pytest.param(Channel.GRIEVANCE, "anan", id="an officer of the other desk, the other way"),
        pytest.param(Channel.GRIEVANCE, "hathai", id="a head of a unit"),
        pytest.param(Channel.CORRUPTION, "dara", id="the alternate"),
        pytest.param(Channel.GRIEVANCE, "itthi", id="the administrator"),
        pytest.param(Channel.CORRUPTION, "jinda", id="oversight"),
        pytest.param(Channel.CORRUPTION, "ladda", id="the auditor"),
    ],
)
def test_nobody_else_enters_cases(office: AnOffice, channel: Channel, who: str) -> None:
    with pytest.raises(NotFound):
        enter(office, channel, who)
    assert office.rows("cases") == []


def test_the_officer_who_entered_a_case_stands_in_the_journal(office: AnOffice) -> None:
    enter(office, Channel.GRIEVANCE, "ekachai")

    received = [row for row in office.rows("journal") if row["event"] == "case_received"]
    assert [row["actor_id"] for row in received] == [office.id_of("ekachai")]
