"""The end of an appointment: the next request is refused, what follows stays closed to him."""

from __future__ import annotations

import pytest

from complaints.casework.accounts import close_account
from complaints.casework.case_page import read_case
from complaints.casework.roster import show_roster
from complaints.casework.signing_in import resume
from complaints.casework.steps import write_note
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, NotFound
from complaints.jobs.appointments import tell_ended
from complaints.records.cases import KeyWrap
from complaints.tracking.following import send_message
from complaints.vault.casekeys import CaseRef, open_as_officer
from complaints.vault.roster import Change
from complaints.work.opened import open_case
from tests.casework.test_signing_in import enter
from tests.factories.founding import AGENCY_ID
from tests.factories.office import AnOffice
from tests.factories.people import owned_by

DESK = Channel.CORRUPTION


def end(office: AnOffice, key: str) -> None:
    """Let an appointment run out, and the daily jobs run on the day after."""
    office.execute("UPDATE officers SET ends_on = '2026-11-16' WHERE name = :name", name=key)
    office.clock.pass_days(1)
    tell_ended(office.office)


def test_the_next_request_is_refused_and_the_wraps_are_gone(office: AnOffice) -> None:
    receipt = office.file_corruption()
    cookie = enter(office, "chai")
    assert resume(office.office, cookie) is not None

    end(office, "chai")

    assert resume(office.office, cookie) is None
    chai = office.id_of("chai")
    assert chai not in {row["recipient_id"] for row in office.rows("key_wraps")}
    actor = office.actor("chai")
    with office.writing(DESK) as work, pytest.raises(NotFound):
        read_case(work, actor, number=receipt.number)
    with office.reading(DESK) as work:
        (waiting,) = show_roster(work, office_actor := office.actor("anan")).waiting
    assert office_actor.person.is_rostered
    assert (waiting.full_name, waiting.change) == ("นายชัย มั่นคง", Change.REMOVE)
    tell_ended(office.office)
    with office.reading(DESK) as work:
        assert len(show_roster(work, office_actor).waiting) == 1


def test_what_is_written_later_stays_closed_to_a_copy_of_his_keys(office: AnOffice) -> None:
    receipt = office.file_corruption()
    case = office.case(receipt)
    chai = office.id_of("chai")
    with office.reading(DESK) as work:
        copied = work.session.get_one(KeyWrap, (chai, case.id, 1)).key_sealed
    ref = CaseRef(AGENCY_ID, DESK.value, case.id)
    kept = open_as_officer(ref, 1, copied, chai, owned_by("chai").opening)

    end(office, "chai")
    anan = office.actor("anan")
    with office.writing(DESK) as work:
        write_note(work, number=receipt.number, actor=anan, text="หลังพ้นตำแหน่ง")
    send_message(office.office, office.visitor(receipt), text="เพิ่มเติม")

    later = [row for row in office.rows("case_entries") if row["position"] > 1]
    assert [row["key_number"] for row in later] == [2, 2]
    for row in later:
        place = {"table": "case_entries", "column": "content_sealed"}
        for half in (kept.shared, kept.desk):
            with pytest.raises(Broken):
                half.open(
                    bytes(row["content_sealed"]), **place, row=f"{row['id']}/{row['position']}"
                )
    with office.reading(DESK) as work:
        opened = open_case(work, receipt.number, anan, Permission.CASE_READ, for_change=False)
    assert set(opened.keys) == {1, 2}


def test_one_key_is_made_and_not_one_for_each_visit(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = office.file_corruption()
    end(office, "chai")
    anan, busaba = office.actor("anan"), office.actor("busaba")

    for actor in (anan, busaba, anan):
        with office.writing(DESK) as work:
            read_case(work, actor, number=receipt.number)

    assert {row["number"] for row in office.rows("case_keys")} == {1, 2}
    holders = {row["recipient_id"] for row in office.rows("key_wraps") if row["key_number"] == 2}
    assert holders == {anan.id, busaba.id, "recovery", "reporter"}


def test_a_case_that_nobody_else_holds_is_not_lost_with_him(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    ticked = tuple(office.id_of(key) for key in ("anan", "busaba"))
    office.file_corruption(exclude=ticked)

    said = tell_ended(office.office)
    assert len(said) == 1
    end(office, "chai")
    said = tell_ended(office.office)

    assert office.id_of("chai") in {row["recipient_id"] for row in office.rows("key_wraps")}
    assert "nobody else can open" in said[-1]


def test_closing_an_account_ends_the_appointment_at_once(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption()
    chai, itthi = office.id_of("chai"), office.actor("itthi")

    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, itthi, officer_id=chai)

    assert chai not in {row["recipient_id"] for row in office.rows("key_wraps")}
    assert [row["is_key_due"] for row in office.rows("cases")] == [1]
    assert "appointment_ended" in {row["event"] for row in office.rows("journal")}
