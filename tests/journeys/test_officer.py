"""An officer works a case from the list to its end; the reporter reads what is meant for him."""

from __future__ import annotations

import pytest

from tests.journeys.looking import LOOKS, faults
from tests.journeys.walking import Journey, Receipt, Walk, in_days, sign_in
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

MESSAGE = "ขอทราบวันและเวลาที่เกิดเหตุเพิ่มเติม"
NOTE = "บันทึกนี้ผู้แจ้งต้องไม่เห็น: ตรวจกล้องวงจรปิดก่อน"
REASON = "ต้องรอเอกสารจากหน่วยงานภายนอก"
RESULT = "ตรวจสอบแล้วพบว่าเป็นจริง ได้แก้ไขและกำชับผู้เกี่ยวข้องแล้ว"


def filed(journey: Journey, reporter: Walk, channel: str, details: str) -> Receipt:
    """File a report and return its receipt."""
    return journey.keep_secret(
        reporter.go(f"/{channel}/report").fill(details=details).send().receipt()
    )


def work_to_its_end(officer: Walk, name: str) -> None:
    """Take every usual step with the case that is shown.

    :param name: the officer's own name, to take the case himself.
    """
    officer.press("aside a[href$='/accept']")
    officer.fill(unit="").send()
    assert officer.status == 422
    unit = officer.page.locator("main select[name=unit] option").nth(1).get_attribute("value")
    officer.fill(unit=unit or "").choose("officer", name).send()
    assert officer.page.locator("#status").get_attribute("data-state") == "accepted"

    officer.fill(message=MESSAGE).send("/message")
    assert MESSAGE in officer.text(".thread")
    assert officer.page.locator("#status").get_attribute("data-state") == "in_progress"
    officer.fill(note=NOTE).send("/note")
    assert NOTE in officer.text(".desk-notes")

    officer.press("aside a[href$='/explain']")
    officer.fill(reason=REASON, new_date=in_days(40)).press("[name=preview]")
    assert REASON in officer.text(".desk-letter")
    officer.send()
    assert officer.page.locator("#new-date").get_attribute("datetime") == in_days(40)

    officer.press("aside a[href$='/complete']")
    officer.fill(outcome="resolved", result=RESULT).send()
    assert officer.page.locator("#status").get_attribute("data-state") == "completed"


def read_and_rate(reporter: Walk, receipt: Receipt) -> None:
    """Come back, find the outcome and say how it was; never find the note."""
    reporter.enter(receipt.code)
    assert reporter.page.locator("#status").get_attribute("data-state") == "completed"
    for words in (MESSAGE, REASON, RESULT):
        assert words in reporter.words
    assert NOTE not in reporter.page.content()
    assert reporter.page.locator("#due-date").get_attribute("datetime") == receipt.due_on
    assert reporter.page.locator("#new-date").get_attribute("datetime") == in_days(40)

    reporter.fill(words="ตอบเร็วและสุภาพ").press("[name=score][value='4']")
    assert reporter.shows(".flash-message--success")
    assert "4" in reporter.text("main p:has-text('คะแนน')")
    assert not reporter.shows("[name=score]"), "one answer for each case"


def looked_at(journey: Journey, receipt: Receipt, manner: ContextFactory) -> list[str]:
    """Return what is wrong with the page of a finished case, seen in every way."""
    found = []
    for look in LOOKS:
        found += faults(look.begin(journey, manner).enter(receipt.code))
    return found


def test_a_corruption_complaint_on_a_desktop(
    journey: Journey, no_script: ContextFactory, desktop: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    receipt = filed(journey, reporter, "corruption", "เรียกเงินค่าอำนวยความสะดวกที่เคาน์เตอร์")
    officer = sign_in(journey.begin(desktop), journey.people["integrity-3"])
    assert officer.path == "/desk/corruption/cases"
    officer.follow("เรียกเงินค่าอำนวยความสะดวกที่เคาน์เตอร์")
    assert officer.heading == receipt.number

    work_to_its_end(officer, "นายอุทาหรณ์ ซื่อตรง")
    assert looked_at(journey, receipt, desktop) == []
    read_and_rate(reporter, receipt)

    officer.press("form[action$='/desk/sign-out'] button")
    officer.go(f"/desk/corruption/cases/{receipt.number}")
    assert officer.path == "/desk/sign-in"


def test_a_grievance_on_a_phone(
    journey: Journey, no_script: ContextFactory, phone: ContextFactory
) -> None:
    reporter = journey.begin(no_script)
    receipt = filed(journey, reporter, "grievance", "ท่อระบายน้ำหน้าโรงเรียนอุดตัน")
    officer = journey.begin_as("centre-1", phone).go("/desk/grievance/cases?show=triage")
    officer.follow("ท่อระบายน้ำหน้าโรงเรียนอุดตัน")
    assert officer.heading == receipt.number

    work_to_its_end(officer, "นางสาวสมมติ รับฟัง")
    read_and_rate(reporter, receipt)

    officer.go(f"/desk/grievance/cases/{receipt.number}/accept")
    assert officer.status == 409
    assert officer.shows("#refused")


def test_a_wrong_passphrase_and_a_used_code_get_the_same_answer(
    journey: Journey, desktop: ContextFactory
) -> None:
    officer = journey.people["oversight"]
    digits = officer.telephone.shows()
    first = journey.begin(desktop).go("/desk/sign-in")
    first.fill(name=officer.name, passphrase=officer.passphrase, totp=digits).send()
    assert first.path.startswith("/desk/oversight")

    answers = []
    for passphrase, totp in ((officer.passphrase, digits), ("wrong" * 5, "000000")):
        again = journey.begin(desktop).go("/desk/sign-in")
        again.fill(name=officer.name, passphrase=passphrase, totp=totp).send()
        answers.append((again.status, again.text("#error-summary"), again.value("passphrase")))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert answers[0][2] == ""
