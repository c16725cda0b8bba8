"""The public pages of statistics: stable addresses, frozen bytes, nothing of one reader kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from complaints.domain.channel import Channel
from complaints.records.database import db
from tests.statistics.site import REASON, a_site, file_cases, publish

HALF, YEAR = date(2026, 4, 2), date(2026, 10, 5)
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of secrets and fonts for all sites; each has a database of its own."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def empty_site(instance: Path, database_url: str) -> Iterator[Flask]:
    app = a_site(instance, database_url)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(empty_site: Flask) -> Flask:
    """A site with a provisional and a final release of one year."""
    file_cases(empty_site, date(2025, 10, 3), date(2025, 12, 9), date(2026, 6, 1))
    publish(empty_site, HALF, YEAR)
    return empty_site


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def soup_of(reader: FlaskClient, address: str) -> BeautifulSoup:
    answer = reader.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_an_index_without_releases_says_so(empty_site: Flask) -> None:
    page = soup_of(empty_site.test_client(), "/statistics/?lang=en").get_text()

    assert page.count("Nothing has been published yet") == 2


def test_the_index_links_every_release_in_every_form(reader: FlaskClient) -> None:
    links = {link["href"] for link in soup_of(reader, "/statistics/").select("main a")}

    for number in (1, 2):
        assert f"/statistics/grievance/2569/r{number}/" in links
        for form, media_type in MEDIA.items():
            address = f"/statistics/grievance/2569/r{number}.{form}"
            assert address in links
            assert reader.get(address).mimetype == media_type


@pytest.mark.parametrize("channel", Channel)
def test_an_address_cut_short_leads_to_the_releases_of_its_channel(
    reader: FlaskClient, channel: Channel
) -> None:
    answer = reader.get(f"/statistics/{channel}/")

    assert (answer.status_code, answer.location) == (303, f"/statistics/#{channel}")
    assert soup_of(reader, "/statistics/").find(id=str(channel))


def test_the_index_leads_to_a_year_once_from_its_newest_release(reader: FlaskClient) -> None:
    rows = soup_of(reader, "/statistics/").select("#releases-grievance tbody tr")

    assert [len(row.select("a[href='/statistics/grievance/2569/']")) for row in rows] == [1, 0]
    assert [bool(row.select("a[href$='/r2/']")) for row in rows] == [True, False]


def test_the_index_opens_each_channel_with_the_newest_figures(reader: FlaskClient) -> None:
    page = soup_of(reader, "/statistics/")
    newest = max(reader.get("/statistics/grievance/2569.json").json["rows"], key=_days)  # type: ignore[index]

    grievances, corruption = (
        page.select_one(f"section[aria-labelledby={channel}]")
        for channel in (Channel.GRIEVANCE, Channel.CORRUPTION)
    )

    assert grievances is not None
    assert corruption is not None
    assert [value.get_text() for value in grievances.select(".stat__value")] == [
        str(newest[name]) for name in ("total", "completed", "in_progress")
    ]
    assert corruption.select(".stat__value") == []


def _days(row: dict[str, str]) -> int:
    return (date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])).days


def test_a_share_that_is_not_told_says_why_beside_the_table(reader: FlaskClient) -> None:
    page = soup_of(reader, "/statistics/grievance/2569/?lang=en")

    assert "fewer than 20 grievances were due" in page.select_one("#no-share").get_text()  # type: ignore[union-attr]
    assert {row.select("td")[3].get_text() for row in page.select("#by-year tbody tr")} == {"—"}


def test_a_running_year_does_not_claim_that_nothing_came_again(reader: FlaskClient) -> None:
    said = {
        number: soup_of(reader, f"/statistics/grievance/2569/r{number}/?lang=en")
        .select_one("[aria-labelledby=recurrence]")
        .get_text()  # type: ignore[union-attr]
        for number in (1, 2)
    }

    assert "nothing to compare yet" in said[1]
    assert "None, as far as it can be shown" in said[2]


def test_the_latest_release_is_the_newest_and_the_first_stays(reader: FlaskClient) -> None:
    for form in MEDIA:
        latest = reader.get(f"/statistics/grievance/2569.{form}").data

        assert latest == reader.get(f"/statistics/grievance/2569/r2.{form}").data
        assert latest != reader.get(f"/statistics/grievance/2569/r1.{form}").data


def test_a_release_shown_at_once_after_publishing(site: Flask, reader: FlaskClient) -> None:
    assert reader.get("/statistics/grievance/2570/").status_code == 404

    publish(site, date(2026, 11, 2), year=2570)

    assert reader.get("/statistics/grievance/2570/").status_code == 200


def test_a_frozen_file_may_be_kept_for_ever_and_the_latest_not(reader: FlaskClient) -> None:
    frozen = reader.get("/statistics/grievance/2569/r1.csv")
    latest = reader.get("/statistics/grievance/2569.csv")

    assert frozen.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert latest.headers["Cache-Control"] == "public, max-age=60"
    assert frozen.headers["Content-Disposition"] == "attachment; filename=grievance-2569-r1.csv"


@pytest.mark.parametrize(
    "address",
    ["/statistics/", "/statistics/grievance/2569/", "/statistics/grievance/2569/r1.pdf"],
)
def test_who_has_it_is_told_that_nothing_changed(reader: FlaskClient, address: str) -> None:
    first = reader.get(address)
    tag = first.headers["ETag"]

    again = reader.get(address, headers={"If-None-Match": tag})

    assert not tag.startswith("W/")
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag


def test_pressed_and_plain_are_the_same_page_under_different_tags(reader: FlaskClient) -> None:
    plain = reader.get("/statistics/grievance/2569/")
    pressed = reader.get("/statistics/grievance/2569/", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(pressed.data) == plain.data
    assert pressed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in pressed.headers["Vary"]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/statistics/grievance/2568/", id="a year without a release"),
        pytest.param("/statistics/corruption/2569/", id="a channel without a release"),
        pytest.param("/statistics/grievance/2569/r3/", id="a release to come"),
        pytest.param("/statistics/grievance/2569/r0.csv", id="no release zero"),
        pytest.param("/statistics/grievance/2569.doc", id="an unknown form"),
        pytest.param("/statistics/grievance/2569.html_th", id="an inner form"),
        pytest.param("/statistics/grievance/02569/", id="a year of five digits"),
        pytest.param("/statistics/grievance/abcd/", id="no year"),
        pytest.param("/statistics/opinions/2569/", id="an unknown channel"),
    ],
)
def test_what_is_not_published_is_not_there(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_both_languages_show_their_own_frozen_words(reader: FlaskClient) -> None:
    thai = soup_of(reader, "/statistics/grievance/2569/?lang=th")
    english = soup_of(reader, "/statistics/grievance/2569/?lang=en")

    assert "ประจำปีงบประมาณ พ.ศ. 2569" in thai.select_one("h1").get_text()  # type: ignore[union-attr]
    assert "fiscal year B.E. 2569" in english.select_one("h1").get_text()  # type: ignore[union-attr]


def test_a_page_says_that_it_is_provisional_replaced_and_why(reader: FlaskClient) -> None:
    first = soup_of(reader, "/statistics/grievance/2569/r1/?lang=en").get_text()
    second = soup_of(reader, "/statistics/grievance/2569/r2/?lang=en").get_text()

    assert "Provisional figures" in first
    assert "There is a newer release" in first
    assert "Provisional figures" not in second
    assert "There is a newer release" not in second
    assert REASON.en in second


def test_nothing_of_one_reader_is_kept_for_the_next(reader: FlaskClient) -> None:
    with reader.session_transaction() as session:
        session["_flashes"] = [("success", "a word for one reader")]

    first = reader.get("/statistics/grievance/2569/?show=canary&page=canary")
    second = reader.get("/statistics/grievance/2569/")

    assert b"a word for one reader" not in first.data
    assert b"canary" not in first.data
    assert b"canary" not in second.data


def test_an_answer_that_sets_the_language_is_for_one_reader(reader: FlaskClient) -> None:
    chosen = reader.get("/statistics/?lang=en")

    assert chosen.headers["Cache-Control"] == "private, no-cache"
    assert reader.get("/statistics/").headers["Cache-Control"] == "public, max-age=60"


def test_every_chart_has_its_figures_in_a_table_and_words(reader: FlaskClient) -> None:
    page = soup_of(reader, "/statistics/grievance/2569/")
    drawing = page.select_one("svg.bar-chart__drawing")

    assert drawing is not None
    assert drawing.title is not None
    assert drawing.desc is not None
    assert len(page.select("#by-month tbody tr")) == 12
    totals = [text.get_text(strip=True) for text in page.select(".bar-chart__total")]
    months = [row.select("td")[0].get_text() for row in page.select("#by-month tbody tr")]
    assert totals == months
