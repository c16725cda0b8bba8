"""An office that holds server, database and key signs what is not so, and is found out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaints.domain.channel import Channel
from complaints.statistics.figures import COUNTS
from complaints.statistics.forms import _FORMULA_STARTS
from complaints.vault.pairs import SigningPair
from tests.statistics.test_every_table import (
    NEWEST,
    Published,
    published,  # noqa: F401 - a fixture
)
from tests.statistics.verifying import (
    PROGRAM,
    VERIFIER,
    Downloads,
    Record,
    pack_again,
    resigned,
)

GRIEVANCES, CORRUPTION = NEWEST[Channel.GRIEVANCE], NEWEST[Channel.CORRUPTION]
FALSE, BROKEN = 1, 2
Lie = Callable[[Record], None]


@pytest.fixture
def site(published: Published, tmp_path: Path) -> Published:  # noqa: F811 - that fixture
    """A copy that an office may spoil, with its keys."""
    shutil.copytree(published.downloads.folder, tmp_path / "statistics")
    return Published(Downloads(tmp_path / "statistics"), published.signers)


def signer_of(site: Published, name: str) -> SigningPair:
    return site.signers[Channel(name.partition("/")[0])]


def drop_periods(*types: str) -> Lie:
    """Leave out every period of a length, and what is said of those without cases."""

    def lie(record: Record) -> None:
        record["rows"] = [row for row in record["rows"] if row["period_type"] not in types]
        empty = sum(row["total"] == 0 for row in record["rows"])
        record["none"] = record["none"][:empty]

    return lie


def call_halves_quarters(record: Record) -> None:
    """Leave out every breakdown, as no period says that it is a half-year."""
    for row in record["rows"]:
        row["period_type"] = row["period_type"].replace("half", "quarter")
    record["breakdowns"] = record["recurrence"] = record["by_hand"] = []
    record["targets"] = [
        row
        | dict.fromkeys(("base", "before", "count", "result", "by_hand"))
        | {name: None for name in row if name.startswith("since")}
        for row in record["targets"]
        if row["indicator"] == "satisfaction"
    ]


def end_early(record: Record) -> None:
    """Tell the first half-year alone of a year that is over."""
    rows = [row for row in record["rows"] if row["period_end"] <= "2026-03-31"]
    record["rows"] = rows
    last = max(rows, key=lambda row: row["period_end"])
    completed = sum(row["completed"] for row in rows if row["period_type"] == "month")
    left = {"period_end": last["period_end"], "in_progress": last["in_progress"]}
    count = completed + last["in_progress"]
    record["leaves"] |= {**left, "completed": completed, "count": count}


def say_of_leaves(**said: str) -> Lie:
    return lambda record: record["leaves"].update(said)


def say(**said: Any) -> Lie:
    return lambda record: record.update(said)


def run_on(record: Record) -> None:
    """Call the year that is over a running one, so that nothing is held against the plan."""
    record |= {"is_provisional": True, "targets": [], "by_hand": []}
    for row in (*record["rows"], *record["breakdowns"]):
        row["is_provisional"] = True


def move_between(more: str, fewer: str, by: int) -> Lie:
    """Say more of one measure and fewer of another, so that every sum stays."""

    def lie(record: Record) -> None:
        for row in record["rows"]:
            months = VERIFIER.MONTHS[row["period_type"]]
            row[more], row[fewer] = row[more] + by * months, row[fewer] - by * months

    return lie


def add_half_a_day(record: Record) -> None:
    for row in record["rows"]:
        row["days_median"] = row["days_median"] + 0.5 if row["days_median"] else None


def enter_by_hand(record: Record) -> None:
    """Say a number of a document where the year was counted."""
    for row in record["targets"]:
        if row["indicator"] == "received":
            row |= {"count": 1, "by_hand": "count", "base": None, "before": None, "result": None}
            row |= {name: None for name in row if name.startswith("since")}
    of = {"indicator": "received", "fiscal_year_be": 2569, "count": 1}
    record["by_hand"] = [{**of, "source": "memo", "stated_on": "2026-10-01", "number": 1}]


def go_back(record: Record) -> None:
    """Say the figures to be of a day before that of the release that is corrected."""
    was, record["as_of"] = record["as_of"], "2026-10-02"
    for row in (*record["rows"], *record["breakdowns"], *record["targets"]):
        row["as_of"] = "2026-10-02"
        if row.get("figures_of") == was:
            row["figures_of"] = "2026-10-02"


def count_with_a_word(record: Record) -> None:
    """Say true for one, which is as many to a program but not to a reader."""
    for row in record["breakdowns"]:
        row["count"] = bool(row["count"]) if row["count"] == 0 else row["count"]


@pytest.mark.parametrize(
    ("name", "lie", "problem"),
    [
        pytest.param(GRIEVANCES, drop_periods("month"), "is missing", id="every month dropped"),
        pytest.param(
            GRIEVANCES, drop_periods("nine_months"), "is missing", id="nine months dropped"
        ),
        pytest.param(GRIEVANCES, call_halves_quarters, "is missing", id="lengths misnamed"),
        pytest.param(GRIEVANCES, end_early, "2026-09-30 is missing", id="last months dropped"),
        pytest.param(
            GRIEVANCES, run_on, "whether the year is over", id="a year that never ends"
        ),
        pytest.param(
            GRIEVANCES,
            say_of_leaves(counted_on="2020-01-01"),
            "its days do not follow",
            id="counted before any receipt was known",
        ),
        pytest.param(
            GRIEVANCES,
            say_of_leaves(period_start="2026-09-30"),
            "the leaves leave out days",
            id="leaves of the last day alone",
        ),
        pytest.param(
            GRIEVANCES, say(published_on="2020-01-01"), "its days do not follow", id="backdated"
        ),
        pytest.param(
            GRIEVANCES,
            say(counted_from="2026-09-01"),
            "there were cases before the day",
            id="counting from a late day on",
        ),
        pytest.param(
            GRIEVANCES, say(reason={"th": "ไม่มี"}), "does not say why", id="no reason"
        ),
        pytest.param(GRIEVANCES, go_back, "is of an earlier day", id="older figures as newer"),
        pytest.param(
            GRIEVANCES, move_between("moved_in", "reopened", -9), "no number", id="below zero"
        ),
        pytest.param(GRIEVANCES, add_half_a_day, "no number", id="half a day"),
        pytest.param(GRIEVANCES, count_with_a_word, "no number", id="a word for a number"),
        pytest.param(CORRUPTION, enter_by_hand, "though it was counted", id="by hand"),
    ],
)  # fmt: skip
def test_a_lie_that_is_signed_is_found(
    site: Published, name: str, lie: Lie, problem: str, capsys: Any
) -> None:
    resigned(site.downloads, name, signer_of(site, name), change=lie)

    status, said = site.downloads.says(capsys)

    assert (status, problem in said) == (FALSE, True), said


@pytest.mark.parametrize("name", [GRIEVANCES, CORRUPTION])
def test_what_is_signed_anew_without_a_lie_holds(site: Published, name: str, capsys: Any) -> None:
    """The lies are found for what they say; a reason in Thai alone is a reason."""
    change = say(reason={"th": "เพิ่มเดือนที่สิ้นสุดแล้ว", "en": ""})
    resigned(site.downloads, name, signer_of(site, name), change=change)

    status, said = site.downloads.says(capsys)

    assert status == 0, said


def test_a_measure_cannot_be_left_out_of_all_periods(site: Published) -> None:
    record = site.record(GRIEVANCES)
    for measure in COUNTS[Channel.GRIEVANCE]:
        found = VERIFIER.Findings()
        rows = [
            {key: cell for key, cell in row.items() if key != measure} for row in record["rows"]
        ]
        VERIFIER.check_columns(GRIEVANCES, record | {"rows": rows}, found)
        assert found.bad, measure


def test_the_program_knows_the_measures_and_the_formulas_of_the_service() -> None:
    for channel in Channel:
        assert set(VERIFIER.COLUMNS[channel].split()) == set(COUNTS[channel])
    assert VERIFIER.FORMULAS == _FORMULA_STARTS


def another_column(downloads: Downloads, name: str) -> None:
    """A column that stands there twice: one program takes the first, another the last."""
    path = downloads.file(name, "csv")
    head, *lines = path.read_bytes().decode().splitlines()
    changed = [f"completed,{head}", *(f"999,{line}" for line in lines)]
    path.write_bytes("".join(f"{line}\r\n" for line in changed).encode())


def another_beginning(downloads: Downloads, name: str) -> None:
    path = downloads.file(name, "csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def another_name(downloads: Downloads, name: str) -> None:
    """A name that stands there twice in what is signed."""
    path = downloads.file(name, "json")
    path.write_text(path.read_text().replace("{", '{"rows": [{"completed": 999}], ', 1))


def another_file(downloads: Downloads, name: str) -> None:
    """Two files of one name in the list, of which one is false."""
    (downloads.release(name) / "false.csv").write_text("total\n1\n")
    _list(downloads, name, lambda listed: [{"name": "figures", "path": "false.csv"}, *listed])


def a_file_fewer(downloads: Downloads, name: str) -> None:
    _list(downloads, name, lambda listed: [one for one in listed if one["name"] != "measures"])


def a_file_elsewhere(downloads: Downloads, name: str) -> None:
    _list(downloads, name, lambda listed: [one | {"path": f"./{one['path']}"} for one in listed])


def _list(downloads: Downloads, name: str, change: Callable[[list[Record]], list[Record]]) -> None:
    path = downloads.release(name) / "datapackage.json"
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {"resources": change(record["resources"])}))


def no_number(downloads: Downloads, name: str) -> None:
    path = downloads.file(name, "json")
    path.write_text(path.read_text().replace("null", "NaN", 1))


def too_large(downloads: Downloads, name: str) -> None:
    path = downloads.file(name, "json")
    path.write_text(path.read_text().replace("null", "1e999", 1))


def too_deep(downloads: Downloads, name: str) -> None:
    downloads.file(name, "json").write_text("[" * 200_000 + "]" * 200_000)


def too_long(downloads: Downloads, name: str) -> None:
    downloads.file(name, "csv").write_bytes(b"a\r\n" + b"x" * 200_000 + b"\r\n")


def too_late(downloads: Downloads, name: str) -> None:
    path = downloads.file(name, "json")
    path.write_text(
        path.read_text().replace('"fiscal_year_be": 2569', f'"fiscal_year_be": {10**9}')
    )


@pytest.mark.parametrize(
    "spoil",
    [
        another_column, another_beginning, another_name, another_file, a_file_fewer,
        a_file_elsewhere, no_number, too_large, too_deep, too_long, too_late,
    ],
)  # fmt: skip
def test_what_two_programs_could_read_otherwise_is_not_said_to_hold(
    site: Published, spoil: Callable[[Downloads, str], None], capsys: Any
) -> None:
    resigned(site.downloads, GRIEVANCES, signer_of(site, GRIEVANCES))
    digest = bytes.fromhex(site.record(GRIEVANCES)["proof"]["digest"])

    spoil(site.downloads, GRIEVANCES)
    pack_again(site.downloads, GRIEVANCES, signer_of(site, GRIEVANCES), digest)

    status, said = site.downloads.says(capsys)
    assert status in {FALSE, BROKEN}, said
    assert "ถูกต้องครบถ้วน" not in said


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "was", "now"),
    [
        pytest.param("xl/styles.xml", b"<cellXfs", b"<cellXfs", id="nothing"),
        pytest.param(SHEET, b'<row r="5"', b'<row hidden="1" r="5"', id="hidden line"),
        pytest.param(SHEET, b'<row r="5"', b'<row r="500"', id="line elsewhere"),
        pytest.param(SHEET, b'r="F5"', b'r="AZ5"', id="cell elsewhere"),
        pytest.param(SHEET, b'r="F5"', b'r="G5"', id="cell over another"),
        pytest.param(
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="F2:F9"/></mergeCells>',
            id="cell over others",
        ),
        pytest.param("xl/workbook.xml", b"<sheet ", b'<sheet state="hidden" ', id="hidden sheet"),
        pytest.param(
            "xl/styles.xml", b"yyyy-mm-dd", b"&quot;2020-01-01&quot;", id="another day is shown"
        ),
        pytest.param("xl/styles.xml", b"<styleSheet", b"<styleSheet x=", id="broken"),
    ],
)
def test_a_workbook_shows_what_stands_in_it(
    site: Published, part: str, was: bytes, now: bytes
) -> None:
    record = site.record(GRIEVANCES)
    content, found = site.downloads.file(GRIEVANCES, "xlsx").read_bytes(), VERIFIER.Findings()
    changed = site.downloads.folder / "changed.xlsx"
    changed.write_bytes(content)
    _exchange(changed, part, lambda xml: xml.replace(was, now, 1))

    VERIFIER.check_workbook(GRIEVANCES, record, changed.read_bytes(), found)

    assert bool(found.bad) == (was != now)


def test_a_workbook_has_no_part_twice(site: Published) -> None:
    path, found = site.downloads.file(GRIEVANCES, "xlsx"), VERIFIER.Findings()
    with zipfile.ZipFile(path) as book:
        sheet = book.read(SHEET)
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr(SHEET, sheet)

    VERIFIER.check_workbook(GRIEVANCES, site.record(GRIEVANCES), path.read_bytes(), found)

    assert "cannot be read" in "".join(found.bad)


def test_a_workbook_that_grows_without_end_is_not_opened(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, found = site.downloads.file(GRIEVANCES, "xlsx"), VERIFIER.Findings()
    monkeypatch.setattr(VERIFIER, "MOST_OPENED", 100_000)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/x.xml", b" " * 200_000)

    VERIFIER.check_workbook(GRIEVANCES, site.record(GRIEVANCES), path.read_bytes(), found)

    assert "cannot be read" in "".join(found.bad)


def _exchange(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    changed = change(parts[part])
    assert changed != parts[part] or b"cellXfs" in changed, "an attack on nothing proves nothing"
    with zipfile.ZipFile(path, "w") as book:
        for name, content in {**parts, part: changed}.items():
            book.writestr(name, content)


def test_a_list_without_releases_proves_nothing(site: Published, capsys: Any) -> None:
    (site.downloads.folder / "releases.json").write_text('{"releases": []}')

    status, said = site.downloads.says(capsys)

    assert (status, "there is no release" in said) == (BROKEN, True)


def test_a_name_cannot_write_the_verdict(site: Published, capsys: Any) -> None:
    verdict = "\x1b[2Jx\nholds / ถูกต้องครบถ้วน\u202e"

    def lie(record: Record) -> None:
        record["published_by"]["name"] = verdict
        record["leaves"]["count"] += 1

    resigned(site.downloads, GRIEVANCES, signer_of(site, GRIEVANCES), change=lie)

    status, said = site.downloads.says(capsys)

    assert status == FALSE
    assert "holds / ถูกต้องครบถ้วน" not in said.splitlines()
    assert not {"\x1b", "\u202e"} & set(said)


def test_the_verdict_is_told_by_a_terminal_that_knows_no_thai(site: Published) -> None:
    ran = subprocess.run(
        [sys.executable, "-I", PROGRAM, site.downloads.release(GRIEVANCES)],
        capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    ran_so = subprocess.run(
        [sys.executable, PROGRAM, site.downloads.release(GRIEVANCES)],
        capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip

    assert (ran.returncode, ran_so.returncode) == (0, 0), ran.stderr + ran_so.stderr
    assert "holds / " in ran_so.stdout


def test_a_number_of_a_year_is_not_left_out(site: Published, capsys: Any) -> None:
    name = f"{GRIEVANCES.rpartition('/')[0]}/r1"
    checked = [VERIFIER.Checked(one, site.record(one), []) for one in (name, GRIEVANCES)]
    found = VERIFIER.Findings()
    VERIFIER.check_order(checked[1], checked, found)
    assert found.bad == []

    VERIFIER.check_order(checked[1], checked[1:], found)

    assert "a number is left out" in "".join(found.bad)
