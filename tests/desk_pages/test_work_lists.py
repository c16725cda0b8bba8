"""The sheet of what an officer must answer this month."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from tests.desk_pages.conftest import Desks

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
SECRET = "ข้อความที่ผู้ร้องพิมพ์"


@pytest.mark.parametrize("channel", list(Channel))
def test_the_sheet_names_the_cases_and_tells_no_content(desks: Desks, channel: Channel) -> None:
    receipt = desks.office.file(channel, details=SECRET)
    desks.office.execute(
        "UPDATE cases SET officer_id = :officer, due_on = '2026-11-20'",
        officer=desks.office.id_of(HANDLER[channel]),
    )
    browser = desks.at(HANDLER[channel])
    link = browser.look(f"/desk/{channel.value}/cases?show=mine").one("main a[href$=work-list]")

    sheet = browser.look(str(link["href"]))

    assert sheet.status == 200
    assert receipt.number in sheet.one("table").get_text()
    assert SECRET not in sheet.words
    assert sheet.response.headers["Cache-Control"] == "no-store"


def test_the_lists_of_unit_and_week_have_their_tabs(desks: Desks) -> None:
    desks.office.file_grievance()
    desks.office.clock.pass_days(9)

    page = desks.at("ekachai").look("/desk/grievance/cases?show=due_in_week")

    assert "7" in page.one(".tabs__link[aria-current]").get_text()
    assert len(page.soup.select("main .desk-case-list tbody tr")) == 1
