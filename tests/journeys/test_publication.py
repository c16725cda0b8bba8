"""What everybody can read: figures in five forms, and how to complain."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.journeys.walking import Journey, Walk
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

BEGINS = {"csv": b"channel,fiscal_year_be,", "json": b"{", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}


def taken_home(reader: Walk) -> dict[str, bytes]:
    """Return the files of the release that is shown, by the ending of their addresses."""
    links = reader.page.locator("section[aria-labelledby=downloads] a").all()
    addresses = [str(link.get_attribute("href")) for link in links]
    answers = {each.rpartition(".")[2]: reader.page.request.get(each) for each in addresses}
    return {form: answer.body() for form, answer in answers.items() if answer.ok}


@pytest.mark.parametrize("channel", ["corruption", "grievance"])
def test_a_reader_finds_the_figures_and_takes_them_home(
    channel: str, journey: Journey, phone: ContextFactory
) -> None:
    reader = journey.begin(phone)
    reader.go("/").press(".card a[href='/statistics/']")
    reader.press(f"main a[href='/statistics/{channel}/2569/']")
    assert "2569" in reader.heading
    total = int(reader.text("#by-year tbody td"))

    files = taken_home(reader)
    assert set(files) == set(BEGINS)
    for form, beginning in BEGINS.items():
        assert files[form].startswith(beginning), form
    told = {row["period_type"]: row for row in json.loads(files["json"])["rows"]}
    table = {
        row["period_type"]: row
        for row in csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")))
    }
    assert total == told["year"]["total"] == int(table["year"]["total"])
    assert total == told["year"]["completed"] + told["year"]["in_progress"]


def test_a_workbook_is_kept_under_a_name_that_says_what_it_is(
    journey: Journey, desktop: ContextFactory
) -> None:
    reader = journey.begin(desktop).go("/statistics/grievance/2569/")

    with reader.page.expect_download() as download:
        reader.page.locator("section[aria-labelledby=downloads] a[href$='.xlsx']").click()

    assert download.value.suggested_filename.startswith("grievance-2569-r")


def test_a_year_in_which_nothing_came_says_so(journey: Journey, phone: ContextFactory) -> None:
    reader = journey.begin(phone).go("/statistics/corruption/2568/")

    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ" in reader.text("#none")


def test_a_correction_is_a_new_release_and_the_old_one_stays(
    journey: Journey, desktop: ContextFactory
) -> None:
    reader = journey.begin(desktop).go("/statistics/grievance/2569/r1/")
    before = reader.text("#table")
    officer = journey.begin_as("centre-3", desktop).go("/desk/grievance/releases")
    officer.press("main a[href='/desk/grievance/releases/2569']")
    officer.send()
    assert officer.status == 422
    said = dict.fromkeys(("problems_th", "obstacles_th", "remedies_th"), "ไม่มี")
    officer.fill(reason_th="แก้ไขจำนวนเดือนกันยายน", **said).send()
    assert officer.path == "/desk/grievance/releases/2569"

    checker = journey.begin_as("centre-2", desktop).go("/desk/grievance/releases/2569")
    checker.send("/check")
    executive = journey.begin_as("executive", desktop).go("/desk/acknowledge")
    executive.press("main a[href='/desk/grievance/releases/2569/acknowledge']").send()
    assert executive.path == "/desk/acknowledge"
    officer.go("/desk/grievance/releases/2569").send("/publish")
    assert officer.path == "/desk/grievance/releases"

    assert "แก้ไขจำนวนเดือนกันยายน" in reader.go("/statistics/grievance/2569/").words
    assert reader.go("/statistics/grievance/2569/r1/").text("#table") == before


@pytest.mark.parametrize("channel", ["corruption", "grievance"])
def test_the_manual_has_its_four_parts_and_leads_to_the_form(
    channel: str, journey: Journey, no_script: ContextFactory
) -> None:
    reader = journey.begin(no_script).go("/").press(f".card a[href='/manuals/{channel}']")

    for part in ("how", "steps", "responsible", "time"):
        assert reader.shows(f"h2#{part}")
    assert "15 วัน" in reader.words
    assert reader.press("main a.button").path == f"/{channel}/report"
