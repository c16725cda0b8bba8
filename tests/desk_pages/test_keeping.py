"""Keeping and erasing on the pages of the desk, and counts alone for the administrator."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from tests.casework.test_erasing import a_completed_case
from tests.desk_pages.conftest import Desks

GRIEVANCE, CORRUPTION = Channel.GRIEVANCE, Channel.CORRUPTION
REASON = "ศาลมีคำสั่งให้ลบ"


def a_request(desks: Desks, channel: Channel, key: str) -> tuple[str, str]:
    """Let somebody ask to erase a completed case; return its number and the id of the request."""
    number = a_completed_case(desks.office, channel).number
    answer = desks.at(key).send(f"/desk/{channel}/keeping", case=number, reason=REASON)
    assert answer.status == 303
    (row,) = desks.office.rows("two_person_requests")
    return number, row["id"]


def test_the_desk_sees_what_is_erased_within_a_year(desks: Desks) -> None:
    receipt = a_completed_case(desks.office, GRIEVANCE)
    desks.office.clock.instant = desks.office.clock.instant.replace(year=2031, month=3)

    page = desks.at("ekachai").look("/desk/grievance/keeping")

    assert receipt.number in page.one("#coming").get_text()
    assert "16 พ.ย. 2574" in page.one("#coming").get_text()


@pytest.mark.parametrize(
    ("channel", "first", "second"),
    [(GRIEVANCE, "ekachai", "fahsai"), (CORRUPTION, "anan", "busaba")],
)
def test_one_asks_and_another_erases(
    desks: Desks, channel: Channel, first: str, second: str
) -> None:
    number, request_id = a_request(desks, channel, first)
    page, confirm = f"/desk/{channel}/keeping", f"/desk/{channel}/keeping/{request_id}/confirm"

    own = desks.at(first)
    assert not own.look(page).soup.select(f"form[action='{confirm}']")
    assert own.post(confirm, csrf_token=own.token()).status == 303
    assert [row["erased_on"] for row in desks.office.rows("cases")] == [None]
    assert REASON in desks.at(second).look(page).words
    assert desks.at(second).send(confirm, page).status == 303

    assert [row["erased_on"] for row in desks.office.rows("cases")] == ["2026-11-16"]
    gone = desks.at(first).look(f"/desk/{channel}/cases/{number}")
    never = desks.at(first).look(f"/desk/{channel}/cases/{number[:-1]}9")
    assert gone.status == never.status == 404


def test_a_request_can_be_withdrawn_by_who_made_it_alone(desks: Desks) -> None:
    _, request_id = a_request(desks, GRIEVANCE, "ekachai")
    address = f"/desk/grievance/keeping/{request_id}/withdraw"
    other, own = desks.at("fahsai"), desks.at("ekachai")

    assert other.post(address, csrf_token=other.token()).status == 404
    assert own.send(address, "/desk/grievance/keeping").status == 303
    assert desks.office.rows("two_person_requests") == []


def test_an_officer_without_a_wrap_neither_sees_nor_confirms(desks: Desks) -> None:
    _, request_id = a_request(desks, GRIEVANCE, "ekachai")
    gamon, anan = desks.at("gamon"), desks.at("anan")

    assert REASON not in gamon.look("/desk/grievance/keeping").words
    for browser in (gamon, anan):
        address = f"/desk/grievance/keeping/{request_id}/confirm"
        assert browser.post(address, csrf_token=browser.token()).status == 404
    assert [row["erased_on"] for row in desks.office.rows("cases")] == [None]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        pytest.param({"case": "", "reason": REASON}, "case", id="no case"),
        pytest.param({"case": "G-1", "reason": REASON}, "case", id="no such case"),
        pytest.param({"reason": ""}, "reason", id="no reason"),
    ],
)
def test_what_cannot_be_asked_stores_nothing(
    desks: Desks, fields: dict[str, str], wrong: str
) -> None:
    number = a_completed_case(desks.office, GRIEVANCE).number

    page = desks.at("ekachai").send("/desk/grievance/keeping", **{"case": number, **fields})

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{wrong}']"), page.words
    assert desks.office.rows("two_person_requests") == []


def test_an_open_case_and_one_of_others_are_refused_in_the_form(desks: Desks) -> None:
    receipt = desks.office.file_grievance()

    own = desks.at("ekachai").send("/desk/grievance/keeping", case=receipt.number, reason=REASON)
    strange = desks.at("gamon").send("/desk/grievance/keeping", case=receipt.number, reason=REASON)
    missing = desks.at("gamon").send("/desk/grievance/keeping", case="G-9", reason=REASON)

    assert (own.status, strange.status) == (422, 422)
    assert own.errors != strange.errors == missing.errors


def test_the_administrator_sees_counts_and_no_case(desks: Desks) -> None:
    receipt = a_completed_case(desks.office, GRIEVANCE)
    desks.office.clock.instant = desks.office.clock.instant.replace(year=2031, month=3)

    page = desks.at("itthi").look("/admin/keeping")

    assert page.status == 200
    assert receipt.number not in page.words
    cells = [cell.get_text(strip=True) for cell in page.soup.select("#schedules tbody td")]
    assert cells == ["10", "0", "0", "0", "5", "0", "1", "0"]
    assert desks.at("ladda").look("/admin/keeping").status == 404
