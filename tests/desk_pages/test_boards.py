"""What those see who watch over a desk without reading it."""

from __future__ import annotations

import pytest

from tests.desk_pages.conftest import Desks

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


@pytest.mark.parametrize("key", ["ekachai", "anan", "itthi", "ladda"])
def test_nobody_else_sees_a_board(desks: Desks, key: str) -> None:
    assert desks.at(key).look("/desk/oversight/grievance").status == 404


def test_a_head_of_unit_sees_no_corruption_board(desks: Desks) -> None:
    assert desks.at("hathai").look("/desk/oversight/corruption").status == 404
