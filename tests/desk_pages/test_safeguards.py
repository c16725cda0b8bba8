"""The pages that protect people in a case."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.tracking.following import send_message as reporter_writes
from tests.desk_pages.conftest import Desks

BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
REASON = "เป็นญาติกับผู้ถูกร้องเรียน"


@BOTH
def test_giving_a_case_up_leads_to_the_list_without_it(desks: Desks, channel: Channel) -> None:
    receipt, browser = desks.office.file(channel), desks.at(HANDLER[channel])
    case = f"/desk/{channel.value}/cases/{receipt.number}"
    assert browser.look(case).soup.select_one(f'a[href="{case}/recuse"]') is not None

    done = browser.send(f"{case}/recuse", reason=REASON)

    assert (done.status, done.leads_to) == (303, f"/desk/{channel.value}/cases")
    assert receipt.number not in browser.look(done.leads_to).words
    assert browser.look(case).status == 404
    other = desks.at("busaba" if channel is Channel.CORRUPTION else "fahsai").look(case)
    assert REASON in other.words


def test_giving_a_case_up_without_a_reason_keeps_it(desks: Desks) -> None:
    receipt, browser = desks.office.file_corruption(), desks.at("anan")
    case = f"/desk/corruption/cases/{receipt.number}"

    refused = browser.send(f"{case}/recuse", reason=" ")

    assert refused.status == 422
    assert refused.errors
    assert browser.look(case).status == 200


def test_a_lost_token_brings_the_reason_back(desks: Desks) -> None:
    receipt, browser = desks.office.file_corruption(), desks.at("anan")

    again = browser.post(f"/desk/corruption/cases/{receipt.number}/recuse", reason=REASON)

    assert (again.status, again.value("reason")) == (400, REASON)


def test_the_last_who_can_read_a_case_cannot_give_it_up(desks: Desks) -> None:
    office = desks.office
    receipt = office.file_corruption(
        accused="ปลัดอำเภอผู้รับแจ้งสำรอง", exclude=(office.id_of("busaba"), office.id_of("chai"))
    )

    refused = desks.at("anan").send(
        f"/desk/corruption/cases/{receipt.number}/recuse", reason=REASON
    )

    assert refused.status == 422
    assert refused.value("reason") == REASON


def test_an_identity_is_asked_for_confirmed_and_read_by_one(desks: Desks) -> None:
    receipt = desks.office.file_corruption(identity="สมหญิง รักความจริง")
    anan, busaba = desks.at("anan"), desks.at("busaba")
    page = f"/desk/corruption/cases/{receipt.number}/identity"

    asked = anan.send(page, reason="ต้องนัดสอบปากคำ")
    assert (asked.status, asked.leads_to) == (303, page)
    assert "สมหญิง" not in anan.look(page).words
    offered = busaba.look(page)
    assert "ต้องนัดสอบปากคำ" in offered.words
    request = offered.hidden(page)
    done = busaba.post(page, **request)

    assert done.status == 303
    assert anan.look(page).one("#identity").get_text() == "สมหญิง รักความจริง"
    assert "สมหญิง" not in busaba.look(page).words
    assert anan.look(page).response.headers["Cache-Control"] == "no-store"


def test_a_request_that_is_none_is_not_there(desks: Desks) -> None:
    receipt, anan = desks.office.file_corruption(identity="ชื่อ"), desks.at("anan")
    page = f"/desk/corruption/cases/{receipt.number}/identity"

    assert anan.send(page, request="0" * 32).status == 404
    refused = anan.send(page, reason="")
    assert (refused.status, bool(refused.errors)) == (422, True)


def test_a_new_code_is_shown_once_and_opens_the_case(desks: Desks) -> None:
    receipt, browser = desks.office.file_grievance(name="สมชาย"), desks.at("ekachai")
    page = f"/desk/grievance/cases/{receipt.number}/reissue"

    shown = browser.send(page, checked="โทรกลับแล้ว")

    code = shown.one("#lookup-code").get_text().replace(" ", "")
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert desks.office.visitor_of(code).case_id == desks.office.case(receipt).id
    assert code not in browser.look(f"/desk/grievance/cases/{receipt.number}").words


@BOTH
def test_where_nobody_can_be_recognised_the_page_says_why_no_code_is_given(
    desks: Desks, channel: Channel
) -> None:
    receipt, browser = desks.office.file(channel), desks.at(HANDLER[channel])
    page = f"/desk/{channel.value}/cases/{receipt.number}/reissue"

    refused = browser.look(page)

    assert refused.status == 409
    assert refused.one("#refused")
    assert not refused.soup.select("main form")


def test_a_detriment_is_marked_in_the_list_and_on_the_case_until_it_is_seen_to(
    desks: Desks,
) -> None:
    office, anan = desks.office, desks.at("anan")
    receipt = office.file_corruption()
    reporter_writes(office.office, office.visitor(receipt), text="ถูกย้าย", is_detriment=True)
    case = f"/desk/corruption/cases/{receipt.number}"
    assert anan.look("/desk/corruption/cases").one(".desk-case-list__raised")
    assert anan.look(case).one("#raised")

    refused = anan.send(f"{case}/protect", risk="high", measures="")
    done = anan.send(f"{case}/protect", risk="high", measures="จำกัดผู้รู้เรื่อง", told="โทรหาเรา")

    assert (refused.status, bool(refused.errors)) == (422, True)
    assert (done.status, done.leads_to) == (303, case)
    page = anan.look(case)
    assert not page.soup.select("#raised")
    assert "จำกัดผู้รู้เรื่อง" in page.words
    assert not anan.look("/desk/corruption/cases").soup.select(".desk-case-list__raised")


@BOTH
def test_a_case_is_handed_over_to_the_other_desk(desks: Desks, channel: Channel) -> None:
    office, browser = desks.office, desks.at(HANDLER[channel])
    receipt = office.file(channel)
    case = f"/desk/{channel.value}/cases/{receipt.number}"

    refused = browser.send(f"{case}/move", reason="")
    done = browser.send(f"{case}/move", reason="เป็นเรื่องของอีกช่องทาง")

    assert (refused.status, bool(refused.errors)) == (422, True)
    assert (done.status, done.leads_to) == (303, f"/desk/{channel.value}/cases")
    assert browser.look(case).status == 404
    assert office.visitor(receipt).channel is channel.other
    taken = desks.at(HANDLER[channel.other])
    link = taken.look(f"/desk/{channel.other.value}/cases").one(".desk-case-list__heading")
    assert "เป็นเรื่องของอีกช่องทาง" in taken.look(str(link["href"])).words


def test_a_new_code_is_offered_only_where_it_can_be_given(desks: Desks) -> None:
    named = desks.office.file_grievance(phone="0812345678")
    offered = {
        receipt.number: bool(
            desks.at(key)
            .look(f"/desk/{receipt.channel.value}/cases/{receipt.number}")
            .soup.select("aside a[href$='/reissue']")
        )
        for key, receipt in (
            ("ekachai", named),
            ("ekachai", desks.office.file_grievance()),
            ("anan", desks.office.file_corruption()),
        )
    }

    assert [number for number, is_offered in offered.items() if is_offered] == [named.number]
