"""What those see who watch over a desk without reading it."""

from __future__ import annotations

import pytest

from tests.desk_pages.conftest import Answer, Desks

SECRET = "ข้อความที่ผู้ร้องพิมพ์"


@pytest.mark.parametrize("key", ["jinda", "kasem"])
def test_the_board_counts_and_tells_no_content(desks: Desks, key: str) -> None:
    receipt = desks.office.file_grievance(details=SECRET, name="สมชาย")
    desks.office.clock.pass_days(16)

    page = desks.at(key).look("/desk/oversight/grievance")

    assert page.status == 200
    text = page.response.get_data(as_text=True)
    assert SECRET not in text
    assert "สมชาย" not in text
    assert receipt.number not in text
    assert page.one(".stat--danger .stat__value").get_text(strip=True).startswith("1")


def test_the_corruption_board_shows_the_end_of_last_month_and_no_units(desks: Desks) -> None:
    desks.office.file_corruption()
    today = desks.at("jinda").look("/desk/oversight/corruption")
    desks.office.clock.pass_days(20)
    next_month = desks.at("jinda").look("/desk/oversight/corruption")

    assert today.one(".stat__value").get_text(strip=True).startswith("0")
    assert next_month.one(".stat__value").get_text(strip=True).startswith("1")
    assert not next_month.soup.select("main table")


def test_a_head_of_unit_sees_the_own_unit_alone(desks: Desks) -> None:
    receipt = desks.office.file_grievance()
    browser = desks.at("ekachai")
    address = f"/desk/grievance/cases/{receipt.number}/accept"
    page = browser.look(address)
    browser.send(
        address, unit=page.option("unit", "กองคลัง"), officer=page.option("officer", "นายเอกชัย")
    )

    board = desks.at("hathai").look("/desk/oversight/grievance")

    assert "กองคลัง" not in board.one("main").get_text()
    assert "กองคลัง" in desks.at("jinda").look("/desk/oversight/grievance").words


def forwarded(desks: Desks) -> str:
    """Forward a grievance on to the first body of the list; return its number."""
    receipt, browser = desks.office.file_grievance(details=SECRET), desks.at("ekachai")
    address = f"/desk/grievance/cases/{receipt.number}/forward"
    page = browser.look(address)
    body = page.one("main select[name=body] option:last-child")["value"]
    browser.send(address, body=body, result="ส่งต่อแล้ว")
    return receipt.number


def test_the_board_counts_follow_ups_and_which_are_overdue(desks: Desks) -> None:
    number = forwarded(desks)

    waiting = desks.at("jinda").look("/desk/oversight/grievance")
    desks.office.clock.pass_days(91)
    late = desks.at("jinda").look("/desk/oversight/grievance")
    sheet = desks.at("jinda").look("/desk/oversight/grievance/print")

    assert follow_up_counts(waiting) == ["1", "0"]
    assert follow_up_counts(late) == follow_up_counts(sheet) == ["1", "1"]
    assert number not in late.words
    assert follow_up_counts(desks.at("hathai").look("/desk/oversight/grievance")) == ["0", "0"]
    assert "ติดตามผล" not in desks.at("jinda").look("/desk/oversight/corruption").one("main").text


def follow_up_counts(page: Answer) -> list[str]:
    """Return how many wait and how many are overdue."""
    values = page.soup.select(".stat-row")[-2].select(".stat__value")
    return [value.get_text(" ", strip=True).split()[0] for value in values]


def test_the_board_counts_objections_and_lists_show_which_are_overdue(desks: Desks) -> None:
    receipt = desks.office.file_grievance()
    address, officer = f"/desk/grievance/cases/{receipt.number}", desks.at("ekachai")
    officer.send(f"{address}/complete", outcome="not_accepted", result="ไม่รับ")
    reporter = desks.nobody()
    reporter.send("/track", code=receipt.code)
    reporter.send("/track/objection", reason="ยังไม่ได้ซ่อม")

    waiting = objection_counts(desks)
    in_time = officer.look("/desk/grievance/cases?show=objections").words
    desks.office.clock.pass_days(16)
    officer = desks.at("ekachai")
    late = officer.look("/desk/grievance/cases?show=objections").words

    assert (waiting, objection_counts(desks)) == (["1", "0"], ["1", "1"])
    assert "เลยกำหนดตอบข้อคัดค้าน" in late
    assert "เลยกำหนดตอบข้อคัดค้าน" not in in_time
    assert "เลยกำหนดตอบวันที่" in officer.look(address).words


def objection_counts(desks: Desks) -> list[str]:
    """Return how many objections the board says wait, and how many are overdue."""
    board = desks.at("jinda").look("/desk/oversight/grievance")
    values = board.soup.select(".stat-row")[-1].select(".stat__value")
    return [value.get_text(" ", strip=True).split()[0] for value in values]


@pytest.mark.parametrize("key", ["ekachai", "anan", "itthi", "ladda"])
def test_nobody_else_sees_a_board(desks: Desks, key: str) -> None:
    assert desks.at(key).look("/desk/oversight/grievance").status == 404


def test_a_head_of_unit_sees_no_corruption_board(desks: Desks) -> None:
    assert desks.at("hathai").look("/desk/oversight/corruption").status == 404


@pytest.mark.parametrize("channel", ["grievance", "corruption"])
def test_the_sheet_for_the_meeting_says_what_the_board_says(desks: Desks, channel: str) -> None:
    receipt = desks.office.file_grievance(details=SECRET, name="สมชาย")
    desks.office.file_corruption(details=SECRET)
    desks.office.clock.pass_days(20)
    browser = desks.at("jinda")

    page = browser.look(f"/desk/oversight/{channel}")
    sheet = browser.look(page.one(f"a[href$='{channel}/print']")["href"])  # type: ignore[arg-type]

    assert [one.get_text() for one in sheet.soup.select("td, th, dd, dt")] == [
        one.get_text() for one in page.soup.select("main td, main th, main dd, main dt")
    ]
    assert not {SECRET, "สมชาย", receipt.number} & set(sheet.words.split())
    assert sheet.response.headers["Cache-Control"] == "no-store"


def test_the_sheet_is_for_those_alone_who_see_the_board(desks: Desks) -> None:
    for key in ("ekachai", "anan", "itthi", "ladda"):
        assert desks.at(key).look("/desk/oversight/grievance/print").status == 404
    assert desks.at("hathai").look("/desk/oversight/corruption/print").status == 404
    assert desks.at("hathai").look("/desk/oversight/grievance/print").status == 200


@pytest.mark.parametrize("channel", ["grievance", "corruption"])
def test_the_board_leads_to_satisfaction_with_its_formula(desks: Desks, channel: str) -> None:
    browser = desks.at("kasem")
    link = browser.look(f"/desk/oversight/{channel}").one("main a[href$=satisfaction]")

    page = browser.look(str(link["href"]))

    assert page.status == 200
    assert "80.0" in page.words
    assert "ไม่มีข้อมูล" in page.words
