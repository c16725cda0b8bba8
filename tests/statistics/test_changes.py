"""The page of differences says every cell that two releases do not share, and no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from complaints.records.database import db
from complaints.statistics.differences import differences
from complaints.statistics.targets import COMPARED
from tests.statistics.site import REASON, a_site, file_cases, publish

YEAR = "/statistics/grievance/2569"
NOT_FIGURES = {"as_of", "release", "is_provisional", "line", "note", "figures_of"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with a half-year, a year, and a year corrected by a case that was missing."""
    instance = tmp_path_factory.mktemp("instance")
    app = a_site(instance, f"sqlite:///{instance / 'cases.sqlite'}")
    file_cases(app, date(2025, 10, 3), date(2025, 12, 9), date(2026, 6, 1))
    publish(app, date(2026, 4, 2), date(2026, 10, 5))
    file_cases(app, *[date(2025, 11, 4)] * 7)
    publish(app, date(2026, 10, 9))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def told_of(reader: FlaskClient, number: int) -> BeautifulSoup:
    answer = reader.get(f"{YEAR}/r{number}/changes/?lang=en")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def cells_of(reader: FlaskClient, number: int) -> dict[tuple[str, ...], str]:
    """Return every figure of the three CSV files of a release by where it stands."""
    found: dict[tuple[str, ...], str] = {}
    for end in (".csv", "-breakdowns.csv"):
        text = reader.get(f"{YEAR}/r{number}{end}").data.decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            period = (row["period_type"], row["period_start"])
            line = (row.get("dimension", ""), row.get("category", ""))
            figures = {"count", "share"} if line[0] else set(row) - NOT_FIGURES
            for name in figures:
                found[(*period, *line, name)] = row[name]
    text = reader.get(f"{YEAR}/r{number}-targets.csv").data.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        for name in COMPARED:
            found["targets", row["indicator"], name] = row[name]
    return found


def test_a_correction_names_every_cell_that_moved_and_no_other(reader: FlaskClient) -> None:
    before, after = cells_of(reader, 2), cells_of(reader, 3)
    moved = [key for key in before | after if before.get(key, "") != after.get(key, "")]

    page = told_of(reader, 3)
    shown = [
        tuple(cell.get_text(strip=True) for cell in row.select("th, td"))
        for row in page.select("table[id^=changed-] tbody tr")
    ]

    assert moved
    assert len(shown) == len(moved)
    assert sorted(one[1] for one in shown) == sorted(before.get(key, "") or "—" for key in moved)
    assert sorted(one[2] for one in shown) == sorted(after.get(key, "") or "—" for key in moved)
    assert ("Cases", "2", "9", "+7") in shown
    assert not page.select("#added, #dropped")


def test_a_later_release_of_a_running_year_names_the_periods_it_adds(reader: FlaskClient) -> None:
    page = told_of(reader, 2)

    added = [one.get_text() for one in page.select("[aria-labelledby=added] li")]

    assert len(added) == 6 + 2 + 1 + 1 + 1
    assert any("Second half" in one for one in added)
    assert not page.select("table")
    assert "stands in this one as it was" in page.get_text()


def test_the_page_says_why_and_leads_to_both_releases(reader: FlaskClient) -> None:
    english, thai = told_of(reader, 3), reader.get(f"{YEAR}/r3/changes/?lang=th").text

    assert REASON.en in english.select_one("#reason").get_text()  # type: ignore[union-attr]
    assert REASON.th in thai
    links = {link["href"] for link in english.select("main a")}
    assert {f"{YEAR}/r2/", f"{YEAR}/r3/"} <= links


def test_only_a_release_that_follows_another_has_such_a_page(reader: FlaskClient) -> None:
    first, third = reader.get(f"{YEAR}/r1/").text, reader.get(f"{YEAR}/r3/").text

    assert f"{YEAR}/r3/changes/" in third
    assert "/changes/" not in first
    for number in (0, 1, 4):
        assert reader.get(f"{YEAR}/r{number}/changes/").status_code == 404


def test_a_zero_is_not_a_figure_left_out() -> None:
    def release(*lines: dict[str, Any]) -> str:
        period = {
            "period_type": "year",
            "period_start": "2025-10-01",
            "period_end": "2026-09-30",
        }
        named = {"dimension": "bribery", "name_th": "สินบน", "name_en": "Bribery", "share": None}
        return json.dumps(
            {
                "channel": "corruption",
                "rows": [{**period, "total": 1}],
                "breakdowns": [{**period, **named, **line} for line in lines],
            }
        )

    zero = release({"category": "bribery", "count": 0})
    left_out = release({"category": "", "count": None})

    (change,) = differences(zero, left_out).changes
    assert (change.before, change.after, change.by) == (0, None, None)
    (back,) = differences(left_out, zero).changes
    assert (back.before, back.after) == (None, 0)
    assert differences(zero, zero).changes == ()
