"""What came by telephone gets a number and a code that works, and that only the reporter keeps."""

from __future__ import annotations

import pytest

from tests.journeys.walking import Journey, in_days
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser


def test_an_entered_case_hands_out_a_code_that_the_reporter_changes(
    journey: Journey, desktop: ContextFactory, no_script: ContextFactory
) -> None:
    officer = journey.begin_as("centre-2", desktop).go("/desk/grievance/new")
    officer.fill(received_on=in_days(-2), received_by="phone", details="ไฟทางดับทั้งซอย", name="ป้าแดง")
    handed_out = journey.keep_secret(officer.send().receipt())
    assert handed_out.due_on == in_days(13)
    assert not officer.shows(".language-switch")

    reporter = journey.begin(no_script).enter(handed_out.as_typed_in_thai)
    assert reporter.text("#case-number") == handed_out.number
    reporter.press("main .notice a[href='/track/code']").send("/track/code")
    changed = reporter.text("#lookup-code").replace(" ", "")
    assert changed != handed_out.code

    stranger = journey.begin(no_script).enter(handed_out.code)
    assert stranger.status == 404
    assert stranger.enter(changed).text("#case-number") == handed_out.number
    assert not stranger.shows("main .notice a[href='/track/code']")


def test_a_refused_entry_keeps_what_was_typed(journey: Journey, desktop: ContextFactory) -> None:
    officer = journey.begin_as("integrity-1", desktop).go("/desk/corruption/new")
    officer.fill(received_on=in_days(-1), received_by="letter", details=" ", place="ตู้รับเรื่อง").send()

    assert officer.status == 422
    assert officer.page.locator("#error-summary a[href='#details']").count() == 1
    assert officer.value("received_on") == in_days(-1)
    assert officer.value("received_by") == "letter"
    assert officer.value("place") == "ตู้รับเรื่อง"


def test_what_the_office_found_by_itself_has_no_code(
    journey: Journey, desktop: ContextFactory
) -> None:
    officer = journey.begin_as("integrity-1", desktop).go("/desk/corruption/new")
    officer.fill(
        received_on=in_days(0),
        received_by="other_agency",
        origin="found_by_inspection",
        details="ตรวจพบพัสดุไม่ครบตามทะเบียน",
    ).send()

    assert officer.text("#case-number").startswith("C-")
    assert not officer.shows("#lookup-code")
