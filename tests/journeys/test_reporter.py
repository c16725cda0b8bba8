"""A reporter on an old phone, scripts off: from the front page to the last word."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.walking import Journey, in_days
from tests.support.browser import NO_SCRIPT, PHONE, ContextFactory

pytestmark = pytest.mark.browser

ELSEWHERE = "https://www.tmd.go.th/"
BRIBE = "เจ้าหน้าที่ขอเงินห้าพันบาท ก่อนออกใบอนุญาตก่อสร้าง เมื่อวันจันทร์ที่ผ่านมา"
ROAD = "ถนนหน้าตลาดเป็นหลุมลึก รถจักรยานยนต์ล้มไปแล้วสองคัน"
SHUT_OUT, READS = "integrity-2", "integrity-1"
SHUT_OUT_NAME = "นางสาวแบบอย่าง โปร่งใส"


def a_photograph() -> bytes:
    """Return a small picture as a telephone would send it."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 60, 30)).save(out, "JPEG")
    return out.getvalue()


def test_a_corruption_report_from_the_front_page_to_leaving(
    journey: Journey, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/").press("#door-corruption ~ .door__link")
    assert reporter.path == "/corruption/report"
    reporter.fill(details=BRIBE, place="เคาน์เตอร์กองช่าง", accused="ผู้รับคำขอ", kind="complaint")
    reporter.unfold("แสดงรายชื่อเจ้าหน้าที่")
    reporter.page.get_by_label(SHUT_OUT_NAME).check()
    reporter.attach("ภาพหน้าเคาน์เตอร์.jpg", "image/jpeg", a_photograph()).send()

    receipt = journey.keep_secret(reporter.receipt())
    assert reporter.status == 200
    assert len(receipt.code) == 24
    assert receipt.due_on == in_days(15)
    assert "นับเป็นวันที่ 0" in reporter.text("#due-arithmetic")
    assert not reporter.shows(".language-switch"), "another language would lose the code"

    reporter.enter(receipt.as_typed_in_thai)
    assert reporter.path == "/track"
    assert reporter.page.locator("#status").get_attribute("data-state") == "received"
    assert reporter.text("#case-number") == receipt.number
    assert "ภาพหน้าเคาน์เตอร์.jpg" in reporter.words
    assert BRIBE in reporter.words

    reporter.fill(message="มีพยานเห็นอีกหนึ่งคน").send("/track/message")
    assert reporter.shows(".flash-message--success")
    assert "มีพยานเห็นอีกหนึ่งคน" in reporter.text(".thread")

    reporter.send("/track/leave")
    assert reporter.shows("main [name=code]")
    reporter.page.go_back()
    assert not reporter.shows("#case-number"), "the case is still in the history"


def test_an_officer_whom_the_reporter_shut_out_cannot_tell_that_there_is_a_case(
    journey: Journey, no_script: ContextFactory, desktop: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/corruption/report").fill(details=BRIBE).unfold("แสดงรายชื่อเจ้าหน้าที่")
    reporter.page.get_by_label(SHUT_OUT_NAME).check()
    receipt = journey.keep_secret(reporter.send().receipt())
    address = f"/desk/corruption/cases/{receipt.number}"

    reader = journey.begin_as(READS, desktop).go(address)
    shut_out = journey.begin_as(SHUT_OUT, desktop).go(address)

    assert (reader.status, shut_out.status) == (200, 404)
    assert SHUT_OUT_NAME not in reader.text("aside")
    assert receipt.number not in shut_out.go("/desk/corruption/cases").words


def test_a_grievance_from_the_front_page_to_leaving(
    journey: Journey, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/").press("#door-grievance ~ .door__link")
    assert reporter.path == "/grievance/report"
    reporter.fill(details=ROAD, place="หน้าตลาด", name="สมชาย", phone="๐๘๐ ๐๐๐ ๐๐๐๐")
    reporter.attach("หลุม.jpg", "image/jpeg", a_photograph()).send()

    receipt = journey.keep_secret(reporter.receipt())
    assert receipt.number.startswith("G")
    assert receipt.due_on == in_days(15)

    reporter.enter(receipt.as_typed_in_thai)
    assert reporter.page.locator("#status").get_attribute("data-state") == "received"
    assert "หลุม.jpg" in reporter.words
    reporter.unfold("แนบไฟล์").attach("หลุมอีกมุม.jpg", "image/jpeg", a_photograph())
    reporter.fill(message="ฝนตกแล้วมองไม่เห็นหลุม").send("/track/message")
    assert "ฝนตกแล้วมองไม่เห็นหลุม" in reporter.text(".thread")
    assert "หลุมอีกมุม.jpg" in reporter.text(".thread")

    assert reporter.send("/track/leave").shows("main [name=code]")


def test_a_suggestion_has_no_due_day(journey: Journey, no_script: ContextFactory) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/grievance/report").fill(kind="opinion", details="อยากให้มีม้านั่งในสวน").send()

    receipt = journey.keep_secret(reporter.receipt())

    assert receipt.due_on is None
    assert not reporter.enter(receipt.code).shows("#due-date")


def test_a_refused_corruption_report_keeps_what_was_typed(
    journey: Journey, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/corruption/report").unfold("แสดงรายชื่อเจ้าหน้าที่")
    reporter.page.get_by_label(SHUT_OUT_NAME).check()
    reporter.fill(kind="tip", details="   ", accused="หัวหน้าคนหนึ่ง", subject="bribery")
    reporter.attach("คลิป.jpg", "image/jpeg", a_photograph()).send()

    assert reporter.status == 422
    assert reporter.page.title().startswith("ข้อผิดพลาด")
    assert reporter.page.locator("#error-summary:focus").count() == 1
    assert reporter.page.locator("#error-summary a[href='#details']").count() == 1
    assert reporter.value("accused") == "หัวหน้าคนหนึ่ง"
    assert reporter.value("subject") == "bribery"
    assert reporter.page.locator("[name=kind][value=tip]").is_checked()
    assert reporter.page.get_by_label(SHUT_OUT_NAME).is_checked()
    assert reporter.page.get_by_label(SHUT_OUT_NAME).is_visible()
    assert "คลิป.jpg" in reporter.text(".file-field__again")

    reporter.fill(details=BRIBE).send()
    assert journey.keep_secret(reporter.receipt()).number


def test_a_refused_grievance_keeps_what_was_typed(
    journey: Journey, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    reporter.go("/grievance/report")
    reporter.fill(details=" ", place="หน้าวัด", name="สมหญิง", phone="080").send()

    assert reporter.status == 422
    assert reporter.page.locator("#error-summary a[href='#details']").count() == 1
    assert [reporter.value(name) for name in ("place", "name", "phone")] == [
        "หน้าวัด", "สมหญิง", "080",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        pytest.param("1234", 422, id="too short"),
        pytest.param("1234 5678 9012 3456 7890 1234", 422, id="a wrong digit"),
        pytest.param("0000 0000 0000 0000 0000 0097", 422, id="wrong check digits"),
        pytest.param("000000000000000000000001", 404, id="well formed, and nobody's"),
    ],
)
def test_a_code_that_opens_nothing_is_told_so_and_is_not_on_the_page_again(
    typed: str, status: int, journey: Journey, no_script: ContextFactory
) -> None:
    reporter = journey.begin(no_script).enter(typed)

    assert reporter.status == status
    assert reporter.shows("#error-summary")
    assert reporter.value("code") == ""


@contextmanager
def a_window(browser: Browser, manner: dict[str, Any], journey: Journey) -> Iterator[Page]:
    """Hand out a window that may try to leave for another machine, which nobody reaches here."""
    context = browser.new_context(**{**manner, "base_url": journey.service.url})
    yield context.new_page()
    context.close()


def test_the_quick_exit_leads_away_without_scripts(chromium: Browser, journey: Journey) -> None:
    with a_window(chromium, NO_SCRIPT, journey) as page:
        page.goto("/corruption/report")

        with page.expect_request(ELSEWHERE) as away:
            page.locator("#quick-exit").click()

        assert "referer" not in away.value.all_headers()


def test_the_quick_exit_takes_the_report_out_of_the_history(
    chromium: Browser, journey: Journey
) -> None:
    with a_window(chromium, PHONE, journey) as page:
        page.goto("/help")
        page.goto("/corruption/report")
        page.locator("[name=details]").fill(BRIBE)

        with page.expect_request(ELSEWHERE):
            page.locator("#quick-exit").click()
        page.wait_for_url(lambda address: "/corruption" not in address)
        page.go_back()

        assert page.url.endswith("/help")
