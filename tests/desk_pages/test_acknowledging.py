"""The executive takes note of what was shown, and of nothing that took its place meanwhile."""

from __future__ import annotations

from complaints.domain.channel import Channel
from complaints.domain.drafts import DraftState
from complaints.statistics.drafting import draft_on_its_way
from tests.desk_pages.conftest import Desks

YEAR = 2570  # the clock of the tests begins in its first quarter
PATH = f"/desk/grievance/releases/{YEAR}"


def test_a_draft_that_took_the_place_of_what_was_shown_is_not_acknowledged(desks: Desks) -> None:
    desks.office.clock.pass_days(366)
    _bring(desks, "ไม่มี")
    executive = desks.at("kasem")
    shown = executive.look(f"{PATH}/acknowledge").hidden(f"{PATH}/acknowledge")
    _bring(desks, "ผู้บริหารสั่งให้รอ")

    refused = executive.post(f"{PATH}/acknowledge", **shown)

    assert refused.status == 409
    assert _state(desks) is DraftState.CHECKED
    assert executive.send(f"{PATH}/acknowledge").status == 303
    assert _state(desks) is DraftState.ACKNOWLEDGED


def test_the_executive_is_told_on_the_board_that_a_draft_waits(desks: Desks) -> None:
    desks.office.clock.pass_days(366)
    board, waiting = "/desk/oversight/grievance?lang=th", "main a[href='/desk/acknowledge']"
    assert not desks.at("kasem").look(board).soup.select(waiting)
    _bring(desks, "ไม่มี")

    assert desks.at("kasem").look(board).one(waiting).get_text() == "มีข้อมูลสถิติ 1 ฉบับรอท่านรับทราบ"
    assert not desks.at("jinda").look(board).soup.select(waiting)
    desks.at("kasem").send(f"{PATH}/acknowledge")
    assert not desks.at("kasem").look(board).soup.select(waiting)


def test_who_drafted_the_figures_is_led_to_no_check_of_them(desks: Desks) -> None:
    desks.office.clock.pass_days(366)
    said = {"problems_th": "ฝนตกหนัก", "obstacles_th": "ไม่มี", "remedies_th": "ไม่มี"}
    assert desks.at("ekachai").send(PATH, **said).status == 303
    check = f"main form[action='{PATH}/check']"

    assert not desks.at("ekachai").look(PATH).soup.select(check)
    assert "รอเพื่อนร่วมงานตรวจสอบ" in desks.at("ekachai").look(PATH).words
    colleague = desks.at("fahsai").look(PATH)
    assert colleague.soup.select(check)
    assert "ฝนตกหนัก" in colleague.one(".summary-list").get_text()


def test_a_refused_step_shows_the_words_of_the_draft_as_they_are_kept(desks: Desks) -> None:
    desks.office.clock.pass_days(366)
    said = {"problems_th": "ฝนตกหนัก", "obstacles_th": "ไม่มี", "remedies_th": "ไม่มี"}
    assert desks.at("ekachai").send(PATH, **said).status == 303

    officer = desks.at("ekachai")
    refused = officer.post(f"{PATH}/check", **officer.look(PATH).hidden(PATH))

    assert refused.status == 409
    assert refused.value("problems_th") == "ฝนตกหนัก"
    assert not refused.soup.select("details[open]")


def _bring(desks: Desks, problems: str) -> None:
    """Draft a release, and have it checked."""
    said = {"problems_th": problems, "obstacles_th": "ไม่มี", "remedies_th": "ไม่มี"}
    assert desks.at("ekachai").send(PATH, **said).status == 303
    assert desks.at("fahsai").send(f"{PATH}/check", page=PATH).status == 303


def _state(desks: Desks) -> DraftState:
    with desks.office.reading(Channel.GRIEVANCE) as work:
        found = draft_on_its_way(work, YEAR)
    assert found is not None
    return found.state
