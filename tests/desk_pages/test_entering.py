"""Entering what came by phone, in person or by letter."""

from __future__ import annotations

import io
from typing import Any

import pytest

from complaints.domain.channel import Channel
from complaints.tracking.following import look
from complaints.tracking.visits import enter, resume
from complaints.web.squares import square_of
from tests.desk_pages.conftest import Answer, Desks

G, C = Channel.GRIEVANCE, Channel.CORRUPTION
OFFICERS = {G: "ekachai", C: "anan"}
TOLD: dict[Channel, dict[str, str]] = {
    G: {"details": "ท่อแตกหน้าตลาด", "received_on": "2026-11-10", "received_by": "phone"},
    C: {
        "details": "เรียกเงินค่าใบอนุญาต",
        "received_on": "2026-11-10",
        "received_by": "in_person",
    },
}


def entered(desks: Desks, channel: Channel, **changes: Any) -> Answer:
    address = f"/desk/{channel.value}/new"
    return desks.at(OFFICERS[channel]).send(address, **{**TOLD[channel], **changes})


@pytest.mark.parametrize("channel", Channel)
def test_the_answer_shows_code_number_and_due_day_counted_from_the_receipt(
    desks: Desks, channel: Channel
) -> None:
    page = entered(desks, channel)

    code = page.one("#lookup-code").get_text().replace(" ", "")
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.one("#due-date")["datetime"] == "2026-11-25"
    visitor = resume(desks.office.office, enter(desks.office.office, code).value)
    assert visitor is not None
    with desks.office.reading(channel) as work:
        told = look(work, visitor)
    assert told.number == page.one("#case-number").get_text()
    assert told.account.content["details"] == TOLD[channel]["details"]
    assert told.account.content["received_by"] == TOLD[channel]["received_by"]
    assert told.is_code_handed_out


WAYS = (
    "phone",
    "in_person",
    "letter",
    "box",
    "line",
    "facebook",
    "community_meeting",
    "other_agency",
)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_the_office_is_taken_down_and_counts_from_its_day(
    desks: Desks, way: str
) -> None:
    page = entered(desks, G, received_by=way, received_on="2026-11-01")

    (case,) = desks.office.rows("cases")
    assert page.status == 200
    assert (case["received_by"], str(case["received_on"])) == (way, "2026-11-01")
    assert page.one("#due-date")["datetime"] == "2026-11-16"


@pytest.mark.parametrize("channel", Channel)
def test_the_slip_says_in_both_languages_all_that_the_reporter_needs(
    desks: Desks, channel: Channel
) -> None:
    page = entered(desks, channel)

    slip, shown = page.one(".desk-slip"), page.one("#lookup-code").get_text()
    groups = [group.get_text() for group in slip.select(".desk-slip__code span")]
    said = slip.get_text(" ", strip=True)
    address = page.one(".desk-slip__address").get_text()
    assert groups == shown.split()
    assert [len(group) for group in groups] == [4] * 6
    assert page.one("#case-number").get_text() in said
    assert {part["lang"] for part in slip.select("p[lang]")} == {"th", "en"}
    assert "25 พฤศจิกายน 2569" in said
    assert "25 November 2026" in said
    assert "โปรดเปลี่ยนรหัส" in said
    assert "Change the code" in said
    assert TOLD[channel]["details"] not in said
    assert address.endswith("/track")


def test_the_square_of_a_slip_holds_the_address_of_the_tracking_page_alone(desks: Desks) -> None:
    first, second = (entered(desks, G, details=told) for told in ("ท่อแตก", "ไฟดับ"))

    square = first.one(".desk-slip__square path:last-child")["d"]
    assert square == second.one(".desk-slip__square path:last-child")["d"]
    assert square == square_of(first.one(".desk-slip__address").get_text())["dark"]
    assert first.one("#lookup-code").get_text() != second.one("#lookup-code").get_text()


def test_the_same_form_sent_twice_makes_one_case(desks: Desks) -> None:
    browser = desks.at("ekachai")
    hidden = browser.look("/desk/grievance/new").hidden("/desk/grievance/new")

    first = browser.post("/desk/grievance/new", **hidden, **TOLD[G])
    second = browser.post("/desk/grievance/new", **hidden, **TOLD[G])

    assert first.one("#lookup-code").get_text() == second.one("#lookup-code").get_text()
    assert len(desks.office.rows("cases")) == 1


def test_what_the_office_found_by_itself_has_no_code(desks: Desks) -> None:
    page = entered(desks, C, origin="found_by_inspection")

    assert page.status == 200
    assert page.soup.find(id="lookup-code") is None
    assert page.soup.select_one(".desk-slip") is None
    assert page.one("#case-number").get_text().startswith("C-")


def test_nobody_is_written_to_where_the_office_found_it_by_itself(desks: Desks) -> None:
    number = entered(desks, C, origin="found_by_inspection").one("#case-number").get_text()
    case, browser = f"/desk/corruption/cases/{number}", desks.at("anan")

    page = browser.look(case)
    offered = {str(link["href"]) for link in page.soup.select("main a, aside a")}
    refused = browser.look(f"{case}/message")

    assert not offered & {f"{case}/message", f"{case}/ask", f"{case}/withdraw", f"{case}/letters"}
    assert f"{case}/note" in offered
    assert refused.status == 409
    assert "ไม่มีผู้ร้อง" in refused.one("main").get_text()


def test_files_come_with_it(desks: Desks) -> None:
    page = entered(desks, G, attachments=(io.BytesIO("บันทึก".encode()), "บันทึก.txt"))

    number = page.one("#case-number").get_text()
    case = desks.at("ekachai").look(f"/desk/grievance/cases/{number}")
    assert "บันทึก.txt" in case.one(".evidence-list").get_text()


@pytest.mark.parametrize(
    ("channel", "changes", "field"),
    [
        pytest.param(G, {"details": ""}, "details", id="no details"),
        pytest.param(G, {"received_on": ""}, "received_on", id="no day"),
        pytest.param(G, {"received_on": "2026-13-01"}, "received_on", id="no such day"),
        pytest.param(G, {"received_on": "2026-11-17"}, "received_on", id="a day to come"),
        pytest.param(G, {"received_by": ""}, "received_by", id="no way"),
        pytest.param(G, {"received_by": "pigeon"}, "received_by", id="unknown way"),
        pytest.param(G, {"topic": "weather"}, "topic", id="unknown topic"),
        pytest.param(G, {"kind": "complaint"}, "kind", id="a kind of the other channel"),
        pytest.param(C, {"subject": "weather"}, "subject", id="unknown subject"),
        pytest.param(C, {"origin": "rumour"}, "origin", id="unknown origin"),
        pytest.param(C, {"exclude": "nobody"}, "exclude", id="shutting out nobody"),
        pytest.param(C, {"details": "ก\x00"}, "details", id="NUL"),
    ],
)
def test_bad_input_comes_back_and_nothing_is_stored(
    desks: Desks, channel: Channel, changes: dict[str, str], field: str
) -> None:
    page = entered(desks, channel, **{"place": "หน้าตลาด", **changes})

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{field}']"), page.words
    assert page.value("place") == "หน้าตลาด"
    assert desks.office.rows("cases") == []


def test_a_form_without_its_own_token_stores_nothing(desks: Desks) -> None:
    browser = desks.at("ekachai")

    page = browser.post(
        "/desk/grievance/new", csrf_token=browser.token(), form_token="made-up", **TOLD[G]
    )

    assert page.status == 400
    assert page.value("details") == TOLD[G]["details"]
    assert desks.office.rows("cases") == []


def test_an_expired_page_comes_back_with_what_was_typed(desks: Desks) -> None:
    page = desks.at("ekachai").post("/desk/grievance/new", **TOLD[G])

    assert page.status == 400
    assert page.value("details") == TOLD[G]["details"]
    assert desks.office.rows("cases") == []


@pytest.mark.parametrize("key", ["hathai", "dara", "itthi", "jinda"])
def test_only_officers_of_the_desk_enter_cases(desks: Desks, key: str) -> None:
    for channel in Channel:
        assert desks.at(key).look(f"/desk/{channel.value}/new").status == 404
