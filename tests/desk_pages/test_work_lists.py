"""The sheet of what an officer must answer this month."""

from __future__ import annotations

import pytest

from complaints.casework.endings import Particulars, complete
from complaints.casework.steps import accept, exclude
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from tests.desk_pages.conftest import Desks

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
SECRET = "ข้อความที่ผู้ร้องพิมพ์"


@pytest.mark.parametrize("channel", list(Channel))
def test_the_sheet_names_the_cases_and_tells_no_content(desks: Desks, channel: Channel) -> None:
    receipt = desks.office.file(channel, details=SECRET)
    desks.office.execute(
        "UPDATE cases SET officer_id = :officer, due_on = '2026-11-20', ranks_on = '2026-11-20'",
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


def test_those_who_can_open_a_protected_case_see_that_its_follow_up_is_overdue(
    desks: Desks,
) -> None:
    office, channel = desks.office, Channel.CORRUPTION
    receipt, actor = office.file_corruption(), office.actor("anan")
    with office.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        complete(
            work,
            number=receipt.number,
            actor=actor,
            outcome=Outcome.SUBSTANTIATED,
            result="มีมูล",
        )
        exclude(work, number=receipt.number, actor=actor, officer_id=office.id_of("busaba"))
    days = office.office.agency().follow_up_days
    office.clock.pass_days(days)
    page = "/desk/corruption/follow-ups?lang=en"
    assert desks.at("chai").look(page).one("#follow-up-counts").get_text() == "1 waits"

    office.clock.pass_days(1)

    assert desks.at("chai").look(page).one("#follow-up-counts").get_text() == (
        "1 waits · 1 is overdue"
    )
    assert receipt.number not in desks.at("busaba").look(page).words
    for key in ("jinda", "kasem", "ekachai"):
        assert desks.at(key).look(page).status == 404


@pytest.mark.parametrize("channel", list(Channel))
def test_an_overdue_follow_up_shows_where_the_officer_looks_first(
    desks: Desks, channel: Channel
) -> None:
    office, key = desks.office, HANDLER[channel]
    waiting = forwarded(desks, channel)
    office.clock.pass_days(office.office.agency().follow_up_days)
    later = forwarded(desks, channel)
    listed = f"/desk/{channel.value}/cases"
    on_the_day = desks.at(key).look(listed)
    office.clock.pass_days(1)
    browser = desks.at(key)

    page = browser.look(f"{listed}?lang=en")

    assert on_the_day.soup.find(id="follow-ups-overdue") is None
    panel = page.one("section[aria-labelledby=follow-ups-overdue]").get_text(" ")
    assert waiting in panel
    assert "overdue" in panel
    assert later not in panel
    notes = {
        row.select(".number")[0].get_text(): [
            note.get_text() for note in row.select(".desk-case-list__note")
        ]
        for row in browser.look(f"{listed}?show=completed&lang=en").soup.select("tbody tr")
    }
    assert notes == {waiting: ["Follow-up overdue"], later: []}
    case = browser.look(f"{listed}/{waiting}")
    assert case.one(".desk-next a")["href"] == f"{listed}/{waiting}/follow_up"


def test_whoever_lost_the_key_is_not_told_of_an_overdue_follow_up(desks: Desks) -> None:
    office, channel = desks.office, Channel.CORRUPTION
    number = forwarded(desks, channel)
    with office.writing(channel) as work:
        exclude(work, number=number, actor=office.actor("anan"), officer_id=office.id_of("busaba"))
    office.clock.pass_days(office.office.agency().follow_up_days + 1)

    seen = {
        key: "follow-ups-overdue" in desks.at(key).look("/desk/corruption/cases").soup.decode()
        for key in ("anan", "busaba")
    }

    assert seen == {"anan": True, "busaba": False}


def forwarded(desks: Desks, channel: Channel) -> str:
    """Return the number of a case that was forwarded today, to be followed up."""
    office = desks.office
    number, actor = office.file(channel).number, office.actor(HANDLER[channel])
    more = Particulars(body_name="สำนักงานชลประทาน")
    with office.writing(channel) as work:
        complete(work, number=number, actor=actor, outcome=Outcome.FORWARDED,
                 result="ส่งต่อแล้ว", more=more)  # fmt: skip
    return number
