"""What proves the figures is served beside them: leaves, signed lists, program, feed, catalogue."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from complaints.domain.leaves import LEAF
from complaints.records.database import db
from complaints.statistics.editions import FORMAT
from complaints.statistics.package import FORMAT as PACKAGE
from complaints.vault.attest import RECEIPT
from complaints.web import statistics_shelf
from tests.statistics.site import a_site, file_cases, publish
from tests.statistics.verifying import PROGRAM, Downloads

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "/statistics/grievance/2569/r2"
FORMS = ("csv", "json", "xlsx", "pdf")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with two releases of one year."""
    instance = tmp_path_factory.mktemp("instance")
    app = a_site(instance, f"sqlite:///{instance / 'cases.sqlite'}")
    file_cases(app, date(2025, 10, 3), date(2025, 12, 9), date(2026, 6, 1))
    publish(app, date(2026, 4, 2), date(2026, 10, 5))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def test_what_the_addresses_give_holds(reader: FlaskClient, tmp_path: Path, capsys: Any) -> None:
    downloads = Downloads(tmp_path)
    (tmp_path / "releases.json").write_bytes(reader.get("/statistics/releases.json").data)
    for listed in json.loads((tmp_path / "releases.json").read_text())["releases"]:
        folder = listed["datapackage"].rpartition("/")[0]
        (tmp_path / folder).mkdir(parents=True)
        package = reader.get(f"/statistics/{listed['datapackage']}")
        (tmp_path / listed["datapackage"]).write_bytes(package.data)
        for resource in package.get_json()["resources"]:
            answer = reader.get(f"/statistics/{folder}/{resource['path']}")
            assert answer.content_type.startswith(resource["mediatype"])
            (tmp_path / folder / resource["path"]).write_bytes(answer.data)

    status, said = downloads.says(capsys)

    assert status == 0, said
    assert "read grievance/2569/r2: 3 cases" in said


def test_what_a_reader_saves_by_hand_holds_under_the_names_that_are_offered(
    reader: FlaskClient, tmp_path: Path, capsys: Any
) -> None:
    """Save each file as a browser would, in one folder, and check that folder."""
    for page in ("", "figures/", "breakdowns/", "proof/"):
        links = BeautifulSoup(reader.get(f"{BASE}/{page}").text, "html.parser").select("main a")
        for address in {str(link["href"]) for link in links}:
            answer = reader.get(address)
            name = answer.headers.get("Content-Disposition", "").partition("filename=")[2]
            if name and address.startswith(BASE):
                (tmp_path / name).write_bytes(answer.data)

    status, said = Downloads(tmp_path).says(capsys)

    assert (status, "read grievance/2569/r2: 3 cases" in said) == (0, True), said


@pytest.mark.parametrize("form", [*FORMS, "leaves"])
def test_a_long_file_is_sent_while_it_is_read_and_no_byte_differs(
    reader: FlaskClient, site: Flask, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    address = f"{BASE}-leaves.txt" if form == "leaves" else f"{BASE}.{form}"
    kept = reader.get(address)
    monkeypatch.setattr(statistics_shelf, "LONGEST_KEPT", 0)
    monkeypatch.setitem(site.extensions, "statistics_shelf", statistics_shelf.Shelf())

    sent = reader.get(address, headers={"Accept-Encoding": "gzip"})
    known = reader.get(address, headers={"If-None-Match": sent.headers["ETag"]})
    first, middle = len(kept.data) // 3, len(kept.data) - 5
    part = reader.get(address, headers={"Range": f"bytes={first}-{middle}"})

    assert sent.data == kept.data
    same = {**kept.headers, "Vary": "Cookie", "Date": sent.headers["Date"]}
    assert dict(sent.headers) == same
    assert (known.status_code, known.data) == (304, b"")
    assert part.status_code == 206
    assert part.data == kept.data[first : middle + 1]
    assert reader.head(address).headers["Content-Length"] == str(len(kept.data))
    assert site.extensions["statistics_shelf"].items == {}
    assert not has_app_context()


def test_the_list_beside_a_release_describes_every_column(reader: FlaskClient) -> None:
    package = reader.get(f"{BASE}/datapackage.json").get_json()
    (figures,) = [one for one in package["resources"] if one["name"] == "figures"]
    header = reader.get(f"{BASE}.csv").text.splitlines()[0].split(",")

    assert [field["name"] for field in figures["schema"]["fields"]] == header
    assert all(field.get("title") for field in figures["schema"]["fields"] if field["name"] in {
        "total", "completed", "in_progress"})  # fmt: skip
    assert package["profile"] == "data-package"


def test_every_table_can_be_read_by_the_schema_in_the_list(reader: FlaskClient) -> None:
    package = reader.get(f"{BASE}/datapackage.json").get_json()
    read = []
    for one in package["resources"]:
        content = reader.get(f"{BASE}/{one['path']}").data
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        assert (one["bytes"], one["hash"]) == (
            len(content),
            f"sha256:{sha256(content).hexdigest()}",
        )
        if "schema" in one:
            read.append(one["name"])
            fields = one["schema"]["fields"]
            header, *rows = ROWS[one["format"]](content)
            assert header == [field["name"] for field in fields]
            assert rows
            for row in rows:
                for field, cell in zip(fields, row, strict=True):
                    assert cell == "" or IS_OF_TYPE[field["type"]](cell), (field["name"], cell)
            keys = [header.index(name) for name in one["schema"]["primaryKey"]]
            named = {tuple(row[at] for at in keys) for row in rows}
            assert len(named) == len(rows)

    assert read == ["figures", "measures", "breakdowns", "targets", "workbook"]
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert datetime.fromisoformat(package["created"]).utcoffset() == timedelta(hours=7)
    assert {one["role"] for one in package["contributors"]} == {"publisher"}


def _rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _rows_of_workbook(content: bytes) -> list[list[str]]:
    """Return the first sheet as a reader who knows no schema of ours would write it."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[_as_csv(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _as_csv(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


ROWS = {"csv": _rows_of_csv, "xlsx": _rows_of_workbook}
IS_OF_TYPE: dict[str, Callable[[str], object]] = {
    "string": lambda _: True,
    "boolean": {"true", "false"}.__contains__,
    "integer": re.compile(r"-?\d+").fullmatch,
    "number": re.compile(r"-?\d+(\.\d+)?").fullmatch,
    "date": re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch,
}


def test_the_page_links_leaves_list_and_program(reader: FlaskClient) -> None:
    page = BeautifulSoup(reader.get(f"{BASE}/proof/").text, "html.parser")
    links = {link["href"] for link in page.select("main a[href]")}
    wanted = {f"{BASE}-leaves.txt", f"{BASE}/datapackage.json", "/statistics/verify-release.py"}

    assert wanted <= links
    for address in wanted:
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_tells_how_to_compute_the_proof(reader: FlaskClient, language: str) -> None:
    """What it tells is put to the test in by_the_method.py."""
    page = BeautifulSoup(reader.get(f"{BASE}/proof/?lang={language}").text, "html.parser")
    steps = [step.get_text() for step in page.select("ol#method-of-proof li")]

    assert len(steps) == 6
    for name in (FORMAT, PACKAGE, RECEIPT, LEAF, "RFC 9162", "Ed25519", "SHA-256", "previous"):
        assert any(name in step for step in steps), name


def test_the_program_is_the_one_that_the_tests_run(reader: FlaskClient) -> None:
    answer = reader.get("/statistics/verify-release.py")

    assert answer.data == PROGRAM.read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=verify-release.py"


@pytest.mark.parametrize(
    "address",
    [f"{BASE}-leaves.txt", f"{BASE}/datapackage.json", "/statistics/feed.atom",
     "/statistics/releases.json", "/statistics/verify-release.py"],
)  # fmt: skip
def test_who_has_it_is_told_that_nothing_changed(reader: FlaskClient, address: str) -> None:
    tag = reader.get(address).headers["ETag"]

    again = reader.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_the_feed_tells_of_every_release_newest_first(reader: FlaskClient) -> None:
    answer = reader.get("/statistics/feed.atom")
    feed = ET.fromstring(answer.data)  # noqa: S314  # our own answer
    entries = feed.findall(f"{ATOM}entry")

    assert answer.mimetype == "application/atom+xml"
    assert [str(one.findtext(f"{ATOM}id")).rpartition("grievance/")[2] for one in entries] == [
        "2569/r2/", "2569/r1/",
    ]  # fmt: skip
    summaries = [str(entry.findtext(f"{ATOM}summary")) for entry in entries]
    assert "ข้อมูล ณ วันที่ 5 ตุลาคม 2569" in summaries[0]
    assert summaries[0].startswith("ข้อมูลทั้งปี / Whole year · ")
    assert summaries[1].startswith("ข้อมูลเบื้องต้น / Provisional · ")
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated")
        for link in entry.findall(f"{ATOM}link"):
            address = link.attrib["href"].removeprefix("http://localhost")
            assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/statistics/grievance/2569/r3-leaves.txt", id="a release to come"),
        pytest.param("/statistics/grievance/2569/r3/datapackage.json", id="its list"),
        pytest.param(f"{BASE}/grievance-2569-r1.csv", id="a file of another release"),
        pytest.param(f"{BASE}/html_th", id="an inner form"),
        pytest.param("/statistics/corruption/2569/r1-leaves.txt", id="the other channel"),
    ],
)
def test_what_is_not_published_is_not_there(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_the_block_for_other_sites_says_what_the_newest_release_says(reader: FlaskClient) -> None:
    page = BeautifulSoup(reader.get("/embed/statistics/grievance?lang=th").text, "html.parser")
    newest = reader.get("/statistics/grievance/2569.json").get_json()
    (year,) = [row for row in newest["rows"] if row["period_type"] == "year"]

    said = [value.get_text(strip=True) for value in page.select(".stat__value")]

    assert said == [str(year[name]) for name in ("total", "completed", "in_progress")]
    assert "ณ วันที่ 5 ตุลาคม 2569" in page.get_text()


def test_a_channel_without_a_release_says_so_in_its_block(reader: FlaskClient) -> None:
    page = BeautifulSoup(reader.get("/embed/statistics/corruption?lang=en").text, "html.parser")

    assert "Nothing has been published yet" in page.get_text()


def test_a_part_of_a_file_can_be_fetched_so_that_a_broken_download_goes_on(
    reader: FlaskClient,
) -> None:
    address = "/statistics/grievance/2569/r1.pdf"
    whole = reader.get(address, headers={"Accept-Encoding": "gzip"})
    half = len(whole.data) // 2

    parts = [
        reader.get(address, headers={"Range": wanted, "If-Range": whole.headers["ETag"]})
        for wanted in (f"bytes=0-{half - 1}", f"bytes={half}-")
    ]

    assert whole.headers["Accept-Ranges"] == "bytes"
    assert [part.status_code for part in parts] == [206, 206]
    assert parts[0].headers["Content-Range"] == f"bytes 0-{half - 1}/{len(whole.data)}"
    assert parts[0].data + parts[1].data == whole.data
    beyond = reader.get(address, headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416


def test_a_part_of_what_changed_meanwhile_is_the_whole(reader: FlaskClient) -> None:
    asked = {"Range": "bytes=0-9", "If-Range": '"another"', "Accept-Encoding": "gzip"}

    answer = reader.get("/statistics/grievance/2569.csv", headers=asked)

    assert answer.status_code == 200
    assert answer.data == reader.get("/statistics/grievance/2569/r2.csv").data


def test_head_says_of_every_form_what_get_would_bring(reader: FlaskClient) -> None:
    for form in FORMS:
        address = f"/statistics/grievance/2569/r2.{form}"
        told, brought = reader.head(address), reader.get(address)

        assert (told.status_code, told.data) == (200, b"")
        for name in ("Content-Length", "Content-Type", "ETag", "Accept-Ranges"):
            assert told.headers[name] == brought.headers[name]


@pytest.mark.parametrize("address", ["/statistics/", "/embed/report", "/ita/", f"{BASE}/"])
def test_head_says_of_a_page_who_may_keep_and_find_it(reader: FlaskClient, address: str) -> None:
    told, brought = reader.head(address), reader.get(address)

    assert "X-Robots-Tag" not in brought.headers
    for name in ("X-Robots-Tag", "Cache-Control", "ETag"):
        assert told.headers.get(name) == brought.headers.get(name)


@pytest.mark.parametrize(
    "address",
    [
        *(f"/statistics/grievance/2569.{form}" for form in FORMS),
        "/statistics/grievance/2569/r1-breakdowns.csv",
        "/statistics/grievance/2569/r1-leaves.txt",
        "/statistics/grievance/2569/r1/datapackage.json",
        "/statistics/releases.json",
        "/statistics/feed.atom",
        "/statistics/verify-release.py",
    ],
)
def test_a_page_of_another_site_may_read_the_files_and_bring_no_cookie(
    reader: FlaskClient, address: str
) -> None:
    answer = reader.get(address, headers={"Origin": "https://news.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_pages_and_desks_are_not_opened_to_other_sites(reader: FlaskClient) -> None:
    for address in ("/", "/statistics/", "/statistics/grievance/2569/", "/desk/sign-in", "/track"):
        answer = reader.get(address, headers={"Origin": "https://news.example"})

        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
