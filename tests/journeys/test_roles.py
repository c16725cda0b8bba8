"""What each role does here on an ordinary day, and what it never comes to see."""

from __future__ import annotations

import re

import pytest

from tests.journeys.walking import Journey, Walk
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

NUMBER = re.compile(r"\b[CG][0-9A-Z]*-[0-9A-Z-]{4,}\b")
WORDS = "ให้คณะกรรมการอย่างน้อยสามคนจากสองส่วนงานตรวจรับงานทุกครั้ง"
CHANNELS = ("corruption", "grievance")


def first_case(officer: Walk, show: str) -> str:
    """Return the address of the first case of a list."""
    officer.go(show)
    link = officer.page.locator("main .desk-case-list a[href*='/cases/']").first
    return str(link.get_attribute("href"))


def test_a_head_of_unit_looks_at_the_board_and_hands_a_case_on(
    journey: Journey, desktop: ContextFactory
) -> None:
    head = journey.begin_as("head-works", desktop).go("/desk/oversight/grievance")
    assert not NUMBER.search(head.words)
    assert head.go("/desk/oversight/corruption").status == 404

    case = first_case(head, "/desk/grievance/cases?show=unit")
    head.go(case)
    assert head.status == 200
    head.fill(note="ให้ลงพื้นที่พร้อมผู้ร้อง").send("/note")
    assert "ให้ลงพื้นที่พร้อมผู้ร้อง" in head.text(".desk-notes")
    assert head.go("/desk/manuals/intake").status == 200


def test_the_working_group_sees_figures_and_prints_them(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory
) -> None:
    group = journey.begin_as("oversight", desktop)
    case = first_case(journey.begin_as("centre-1", phone), "/desk/grievance/cases")

    for channel in CHANNELS:
        group.go(f"/desk/oversight/{channel}")
        assert group.status == 200
        assert not NUMBER.search(group.words)
        group.press("main a[href$='/print']")
        assert not NUMBER.search(group.words)
        assert group.go(f"/desk/{channel}/guidelines").status == 200
        assert not NUMBER.search(group.words)
    assert group.go("/desk/grievance/recurrence").status == 200
    assert group.go(case).status == 404


def test_the_auditor_reads_the_record_and_changes_nothing(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory
) -> None:
    auditor = journey.begin_as("auditor", desktop).go("/desk/record")
    case = first_case(journey.begin_as("centre-2", phone), "/desk/grievance/cases")
    lines = auditor.page.locator("main tbody tr")
    assert lines.count() > 10

    auditor.page.locator("main select[name=event]").select_option("officer_signed_in")
    auditor.press("main .desk-filter button")
    assert lines.count() >= 1
    assert auditor.page.locator("main form[method=post]").count() == 0
    assert auditor.go("/desk/record/state").status == 200
    for closed in (case, "/admin/accounts", "/desk/oversight/grievance"):
        assert auditor.go(closed).status == 404


def test_the_administrator_changes_a_setting_and_reads_no_case(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory
) -> None:
    admin = journey.begin_as("admin", desktop).go("/admin/case-work")
    case = first_case(journey.begin_as("integrity-2", phone), "/desk/corruption/cases")
    days = admin.value("follow_up_days")

    admin.fill(follow_up_days="75").send()
    assert admin.value("follow_up_days") == "75"
    manual = admin.go("/desk/manuals/misconduct")
    assert "75 วัน" in manual.words
    admin.go("/admin/case-work").fill(follow_up_days=days).send()

    assert admin.go("/desk/corruption/templates").status == 200
    for closed in (case, "/desk/record", "/desk/oversight/corruption"):
        assert admin.go(closed).status == 404


def test_the_executive_reads_figures_and_no_case(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory
) -> None:
    executive = journey.begin_as("executive", desktop).go("/desk/acknowledge")
    assert executive.status == 200
    case = first_case(journey.begin_as("integrity-3", phone), "/desk/corruption/cases")

    executive.go("/desk/oversight/corruption")
    assert not NUMBER.search(executive.words)
    for closed in (case, "/desk/corruption/recurrence", "/admin/agency"):
        assert executive.go(closed).status == 404


def test_two_officers_let_a_guideline_out_of_the_seal(
    journey: Journey, desktop: ContextFactory, phone: ContextFactory
) -> None:
    author = journey.begin_as("integrity-1", desktop)
    case = first_case(author, "/desk/corruption/cases?show=completed")
    author.go(f"{case}/guideline").fill(text_th=WORDS)
    author.page.locator("main [name=checked]").check()
    author.send()
    assert author.path == case

    second = journey.begin_as("integrity-2", phone).go("/desk/corruption/guidelines")
    assert WORDS not in second.words
    second.press("#waiting a").fill(verdict="confirm").send()

    assert WORDS in second.go("/desk/corruption/guidelines").words
    assert not NUMBER.search(second.words)
