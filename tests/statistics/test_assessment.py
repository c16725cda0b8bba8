"""The evidence page says what is there and what an assessor would miss, and guesses nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from complaints.domain.channel import Channel
from complaints.domain.plan import PROSECUTED
from complaints.records.database import db
from complaints.statistics.assessment import (
    SHIPPED,
    AssessmentUnusable,
    Element,
    Evidence,
    Kind,
    Seen,
    Verdict,
    look_at,
    read_assessment,
    years_known,
)
from complaints.statistics.words import Words
from complaints.web.here import office
from complaints.web.statistics_press import Press
from tests.statistics.by_hand import DOCUMENT, enter
from tests.statistics.histories import keep_lists
from tests.statistics.offices import a_publisher, release_all_the_way
from tests.statistics.site import a_site

GOOD = (SHIPPED / "2569.toml").read_text()
CONTENT: dict[str, Any] = {
    "as_of": "2025-10-05",
    "none": [],
    "rows": [
        {"period_start": "2024-10-01", "period_end": "2025-09-30", "total": 3,
         "completed": 2, "in_progress": 1},
    ],
}  # fmt: skip
EVERYTHING = Evidence(
    frozenset({"how", "steps", "responsible", "time"}), True, "https://example.go.th",
    {2568: CONTENT},
)  # fmt: skip
NOTHING = Evidence(frozenset(), False, "", {})


def missing(evidence: Evidence, year: int = 2569) -> set[Element]:
    """Return every element of a year that is not there."""
    assessment = read_assessment(year)
    assert assessment is not None
    return {
        finding.element
        for item in assessment.items
        for finding in look_at(item, evidence, year)
        if finding.verdict is Verdict.MISSING
    }


@pytest.mark.parametrize("year", years_known())
def test_every_file_that_comes_with_the_service_can_be_read_and_is_unchecked(year: int) -> None:
    assessment = read_assessment(year)

    assert assessment is not None
    assert {item.kind for item in assessment.items} == set(Kind)
    assert not assessment.is_checked
    assert assessment.source
    assert assessment.source_en


def test_nothing_is_missed_where_everything_is_there() -> None:
    assert missing(EVERYTHING) == set()


def test_everything_that_can_be_missed_is_missed_where_nothing_is_there() -> None:
    assert missing(NOTHING) == set(Element) - {Element.SEPARATE, Element.NO_ACCOUNT}


def test_whether_the_main_site_links_here_is_left_to_people() -> None:
    assessment = read_assessment(2569)
    assert assessment is not None
    found = {one.element: one.verdict for item in assessment.items
             for one in look_at(item, EVERYTHING, 2569)}  # fmt: skip

    assert found[Element.MAIN_SITE] is Verdict.BY_HAND


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        pytest.param(date(2025, 10, 1), Verdict.SHOWN, id="in the year of assessment"),
        pytest.param(date(2025, 9, 30), Verdict.BY_HAND, id="before it, so not any more"),
    ],
)
def test_what_somebody_saw_on_the_main_site_counts_for_its_year(on: date, verdict: Verdict) -> None:
    seen = Seen("https://example.go.th/o17", on, "นางสาวตัวอย่าง")
    assessment = read_assessment(2569)
    assert assessment is not None

    found = {one.element: one.verdict for item in assessment.items
             for one in look_at(item, replace(EVERYTHING, seen=seen), 2569)}  # fmt: skip

    assert found[Element.MAIN_SITE] is verdict


def test_a_zero_without_its_sentence_is_missed() -> None:
    row = {**CONTENT["rows"][0], "total": 0, "completed": 0, "in_progress": 0}
    silent = {**CONTENT, "rows": [row]}
    spoken = {**silent, "none": [{"th": "ไม่มีเรื่องร้องเรียน"}]}
    as_evidence = [
        Evidence(EVERYTHING.manual_parts, True, EVERYTHING.website, {2568: content})
        for content in (silent, spoken)
    ]

    assert [missing(one) for one in as_evidence] == [{Element.NONE}, set()]


def test_a_release_of_another_year_or_of_half_the_days_is_no_evidence() -> None:
    half = {**CONTENT, "rows": [{**CONTENT["rows"][0], "period_end": "2025-03-31"}]}
    figures = {Element.TOTAL, Element.COMPLETED, Element.IN_PROGRESS, Element.NONE,
               Element.AS_OF, Element.SHEETS, Element.WORKBOOK}  # fmt: skip

    for releases in ({2569: CONTENT}, {2568: half}):
        evidence = Evidence(EVERYTHING.manual_parts, True, EVERYTHING.website, releases)
        assert missing(evidence) == figures


def test_the_first_half_of_the_year_can_be_asked_for(tmp_path: Path) -> None:
    text = GOOD.replace('["previous_year"]', '["first_half"]')
    (tmp_path / "2569.toml").write_text(text)
    row = {**CONTENT["rows"][0], "period_start": "2025-10-01", "period_end": "2026-03-31"}
    evidence = Evidence(EVERYTHING.manual_parts, True, EVERYTHING.website,
                        {2569: {**CONTENT, "rows": [row]}})  # fmt: skip
    assessment = read_assessment(2569, tmp_path)
    assert assessment is not None

    verdicts = {one.verdict for item in assessment.items for one in look_at(item, evidence, 2569)}

    assert Verdict.MISSING not in verdicts


def test_the_agencys_own_file_takes_the_place_of_ours_and_says_who_checked(tmp_path: Path) -> None:
    own = GOOD.replace('checked_by = ""', 'checked_by = "นางสาวตัวอย่าง"').replace(
        'checked_on = ""', 'checked_on = "2026-01-15"'
    )
    (tmp_path / "2569.toml").write_text(own)

    assessment = read_assessment(2569, tmp_path)

    assert assessment is not None
    assert assessment.is_checked
    assert read_assessment(2571, tmp_path) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("assessment_year_be = 2569", "assessment_year_be = 2568", id="another year"),
        pytest.param('kind = "guideline"', 'kind = "poster"', id="an unknown kind"),
        pytest.param('"workbook"', '"painting"', id="an unknown element"),
        pytest.param('"workbook"', '"how"', id="an element of another kind"),
        pytest.param('periods = ["previous_year"]', "", id="figures of no days"),
        pytest.param('"O17"', '"O16"', id="a code twice"),
        pytest.param('checked_on = ""', 'checked_on = "yesterday"', id="no day"),
        pytest.param("source =", "sauce =", id="no source"),
        pytest.param("[[items]]", "[[items", id="no TOML"),
    ],
)
def test_a_file_that_does_not_say_what_it_must_is_not_used(
    tmp_path: Path, old: str, new: str
) -> None:
    (tmp_path / "2569.toml").write_text(GOOD.replace(old, new))

    with pytest.raises(AssessmentUnusable):
        read_assessment(2569, tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that has published a year of corruption complaints, of which there were none."""
    instance = tmp_path_factory.mktemp("instance")
    app = a_site(instance, f"sqlite:///{instance / 'cases.sqlite'}")
    with app.app_context():
        publisher = a_publisher(db.session(), Channel.CORRUPTION)
        keep_lists(db.session())
        for year, count in ((2565, 10), (2568, 8)):
            enter(db.session(), Channel.CORRUPTION, PROSECUTED, year, count)
        db.session.commit()
        release_all_the_way(
            office(), Channel.CORRUPTION, publisher=publisher, signer=publisher.signer,
            press=Press(app), fiscal_year_be=2568, as_of=date(2025, 10, 5), reason=Words("", ""),
        )  # fmt: skip
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def page_of(reader: FlaskClient, year: int) -> BeautifulSoup:
    answer = reader.get(f"/ita/{year}/?lang=en")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_source_of_the_items_is_told_in_the_language_of_the_reader(
    site: Flask, language: str
) -> None:
    said = read_assessment(2569)
    assert said is not None
    own, other = said.source, said.source_en
    if language == "en":
        own, other = other, own

    page = site.test_client().get(f"/ita/2569/?lang={language}").text

    assert own in page
    assert other not in page


def test_a_source_told_in_thai_alone_is_read_by_everybody(tmp_path: Path) -> None:
    alone = "\n".join(line for line in GOOD.splitlines() if not line.startswith("source_en"))
    (tmp_path / "2569.toml").write_text(alone)

    assessment = read_assessment(2569, tmp_path)

    assert assessment is not None
    assert (bool(assessment.source), assessment.source_en) == (True, "")


def test_a_page_warns_that_nobody_checked_and_says_what_is_missing(reader: FlaskClient) -> None:
    page = page_of(reader, 2569)
    words = " ".join(page.get_text(" ").split())
    links = {str(link["href"]) for link in page.select("main a")}

    assert "Nobody has compared these items with the official handbook" in words
    assert "An assessor would miss something here" in words  # no officer, so no channel
    assert {"/manuals/corruption", "/corruption/report", "/statistics/corruption/2568/r1/"} <= links
    figures = page.select("#elements-3 tbody tr")
    assert ["is there" in row.get_text() for row in figures] == [True] * 7


def test_a_year_without_a_file_says_so_rather_than_guess(reader: FlaskClient) -> None:
    year = date.today().year + 543 + (date.today().month >= 10)  # noqa: DTZ011  # as the page does
    page = page_of(reader, year if year not in years_known() else year + 1)

    assert "No items are known for this year" in page.get_text()
    assert page.select("table") == []
    assert reader.get("/ita/2500/").status_code == 404


def test_an_unusable_file_shows_nothing_rather_than_something_wrong(
    site: Flask, reader: FlaskClient
) -> None:
    folder = Path(site.instance_path) / "assessments"
    folder.mkdir()
    (folder / "2568.toml").write_text("items = 1")

    page = page_of(reader, 2568)

    assert "The file of this year cannot be used" in page.get_text()
    assert page.select("table") == []


def test_the_plans_table_says_what_the_releases_say_and_where(reader: FlaskClient) -> None:
    answer = reader.get("/ita/2568/e-plannacc.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/ita/2568/e-plannacc.xlsx").data))
    header, *cells = book["figures"].iter_rows(values_only=True)
    release = reader.get("/statistics/corruption/2568.json").get_json()

    figures = [row for row in rows if not row["base_year_be"]]
    assert len(figures) == 9  # two halves and the year, three figures each
    assert [dict(zip(header, line, strict=True))["value"] for line in cells] == [
        int(row["value"]) if row["value"] else None for row in rows
    ]
    for row in figures:
        (period,) = [one for one in release["rows"]
                     if (one["period_start"], one["period_end"])
                     == (row["period_start"], row["period_end"])]  # fmt: skip
        assert row["value"] == str(period[row["indicator"]])
        assert reader.get(row["address"].removeprefix("http://localhost")).status_code == 200


def test_the_plans_table_holds_the_year_against_every_target(
    site: Flask, reader: FlaskClient
) -> None:
    answer = reader.get("/ita/2568/e-plannacc.csv")
    rows = csv.DictReader(io.StringIO(answer.text, newline=""))
    told = {row["indicator"]: row for row in rows if row["base_year_be"]}
    targets = reader.get("/statistics/corruption/2568.json").get_json()["targets"]

    assert list(told) == [line["indicator"] for line in targets]
    for line in targets:
        row = told[line["indicator"]]
        for column, name in (("value", "count"), ("base", "base"), ("since_base", "since_base")):
            assert row[column] == ("" if line[name] is None else str(line[name]))
        assert bool(row["result_th"]) == bool(line["result"])
        assert row["value"] or row["note_th"]
    assert told["subject:bribery"]["aim_th"] == "ไม่มี"
    assert told["satisfaction"]["aim_en"] == "at least 80 %"
    assert told["prosecuted"]["value"] == "8"
    assert told["prosecuted"]["result_en"] == "not met"
    documents = [f"{year}: {DOCUMENT} (2026-10-20)" for year in (2565, 2568)]
    assert told["prosecuted"]["source"] == "; ".join(documents)


def test_a_year_without_releases_has_an_empty_table_for_the_plan(reader: FlaskClient) -> None:
    answer = reader.get("/ita/2560/e-plannacc.csv")

    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("year", ["0000", "0543", "2400", "9999"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_year_out_of_reach_has_no_table_and_takes_no_room(
    reader: FlaskClient, year: str, form: str
) -> None:
    assert reader.get(f"/ita/{year}/e-plannacc.{form}").status_code == 404
