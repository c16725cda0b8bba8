"""The pages that protect people in a case."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
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
