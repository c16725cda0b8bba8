"""The list of a desk, the page of a case and its files."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.domain.channel import Channel, Kind
from tests.desk_pages.conftest import Desks

G, C = Channel.GRIEVANCE, Channel.CORRUPTION
LIST = "/desk/grievance/cases"


def accept(desks: Desks, number: str, officer: str = "นายเอกชัย") -> None:
    browser, address = desks.at("ekachai"), f"{LIST}/{number}/accept"
    page = browser.look(address)
    browser.send(
        address, unit=page.option("unit", "สำนักปลัด"), officer=page.option("officer", officer)
    )


def numbers(desks: Desks, show: str, key: str = "ekachai") -> list[str]:
    page = desks.at(key).look(f"{LIST}?show={show}")
    assert page.status == 200
    return [one.get_text() for one in page.soup.select(".desk-case-list__facts .number")]


def test_the_list_shows_heading_number_state_and_due_day(desks: Desks) -> None:
    receipt = desks.office.file_grievance(details="ไฟถนนดับทั้งซอย")

    page = desks.at("ekachai").look(f"{LIST}?lang=en")

    row = page.one(".desk-case-list__row")
    assert "ไฟถนนดับทั้งซอย" in row.get_text()
    assert receipt.number in row.get_text()
    assert row.select_one("[data-state=received]")
    assert row.select_one("[data-urgency=in_time]")
    assert row.select_one("time[datetime='2026-12-01']")


def test_each_filter_shows_its_cases_and_no_others(desks: Desks) -> None:
    old = desks.office.file_grievance(details="เรื่องเก่า").number
    desks.office.clock.pass_days(13)
    soon = desks.office.file_grievance(details="เรื่องกลาง").number
    desks.office.clock.pass_days(13)
    new = desks.office.file_grievance(details="เรื่องใหม่").number
    accept(desks, new)

    assert numbers(desks, "open") == [old, soon, new]
    assert numbers(desks, "late") == [old]
    assert numbers(desks, "late_unexplained") == [old]
    assert numbers(desks, "due_soon") == [soon]
    assert numbers(desks, "triage") == [old, soon]
    assert numbers(desks, "mine") == [new]
    assert numbers(desks, "completed") == []


def test_an_explained_case_is_late_and_not_unexplained(desks: Desks) -> None:
    number = desks.office.file_grievance().number
    desks.office.clock.pass_days(16)
    new_date = desks.office.clock.instant.date() + timedelta(days=10)
    desks.at("ekachai").send(
        f"{LIST}/{number}/explain", reason="รอผลตรวจ", new_date=new_date.isoformat()
    )

    page = desks.at("ekachai").look(f"{LIST}?show=late")

    assert page.one("[data-urgency]")["data-urgency"] == "late_explained"
    assert numbers(desks, "late_unexplained") == []


def test_the_tabs_count(desks: Desks) -> None:
    for _ in range(3):
        desks.office.file_grievance()

    page = desks.at("ekachai").look(LIST)

    assert page.one(".tabs__link[aria-current] .tabs__count").get_text() == "3"


@pytest.mark.parametrize("show", ["mine", "late", "late_unexplained", "completed", "due_soon"])
def test_an_empty_list_says_so(desks: Desks, show: str) -> None:
    page = desks.at("ekachai").look(f"{LIST}?show={show}")

    assert page.one(".empty-state").get_text(strip=True)


def test_the_list_has_pages(desks: Desks) -> None:
    for _ in range(26):
        desks.office.file_grievance()
    browser = desks.at("ekachai")

    first = browser.look(LIST)
    second = browser.look(str(first.one("a[rel=next]")["href"]))

    assert len(first.soup.select(".desk-case-list__row")) == 25
    assert len(second.soup.select(".desk-case-list__row")) == 1
    assert second.soup.select_one("a[rel=prev]")


@pytest.mark.parametrize(
    "query", ["show=everything", "page=0", "page=-3", "page=x", "page=²", "page=" + "9" * 40]
)
def test_a_query_that_nobody_offers_is_no_failure(desks: Desks, query: str) -> None:
    assert desks.at("ekachai").look(f"{LIST}?{query}").status == 200


def test_an_opinion_has_no_clock(desks: Desks) -> None:
    receipt = desks.office.file_grievance(kind=Kind.OPINION)

    page = desks.at("ekachai").look(f"{LIST}/{receipt.number}")

    assert page.one("[data-urgency]")["data-urgency"] == "no_clock"
    assert page.soup.find(id="due-date") is None


def test_the_case_page_shows_everything_the_reporter_wrote(desks: Desks) -> None:
    told = {
        "details": "เรียกเงินก่อนออกใบอนุญาต",
        "place": "ห้อง 204",
        "happened": "ต้นเดือน",
        "accused": "นายช่างคนหนึ่ง",
        "evidence": "ใบเสร็จ",
        "witnesses": "เพื่อนบ้าน",
    }
    receipt = desks.office.file_corruption(**told)

    page = desks.at("anan").look(f"/desk/corruption/cases/{receipt.number}")

    assert page.status == 200
    for text in told.values():
        assert text in page.words
    assert page.one("#status")["data-state"] == "received"
    assert page.one("#due-date")["datetime"] == "2026-12-01"
    assert "นายอนันต์ ใจดี" in page.one("aside").get_text()


def test_what_is_typed_cannot_become_markup(desks: Desks) -> None:
    receipt = desks.office.file_grievance(details="<script>alert(1)</script><b>x</b>")

    page = desks.at("ekachai").look(f"{LIST}/{receipt.number}")

    assert not page.soup.select("main script")
    assert "<script>alert(1)</script>" in page.words


def test_a_file_is_handed_out_as_something_to_keep(desks: Desks) -> None:
    part = desks.office.part(C, b"evidence" * 1000, "ใบเสร็จ.txt")
    receipt = desks.office.file_corruption(parts=[part])
    browser = desks.at("anan")
    page = browser.look(f"/desk/corruption/cases/{receipt.number}")

    answer = browser.client.get(str(page.one(".evidence-list__download")["href"]))

    assert answer.data == b"evidence" * 1000
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_case_is_not_there(desks: Desks) -> None:
    part = desks.office.part(C, b"evidence", "ใบเสร็จ.txt")
    with_file = desks.office.file_corruption(parts=[part])
    without = desks.office.file_corruption()
    browser = desks.at("anan")
    page = browser.look(f"/desk/corruption/cases/{with_file.number}")
    address = str(page.one(".evidence-list a")["href"])

    answer = browser.look(address.replace(with_file.number, without.number))

    assert answer.status == 404


def test_pages_of_the_desk_are_kept_in_no_cache(desks: Desks) -> None:
    assert desks.at("anan").look("/desk/corruption/cases").response.headers["Cache-Control"] == (
        "no-store"
    )
