"""The stand-alone verifier accepts what was published and nothing that was made of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.leaves import LeafState, leaf_of
from complaints.records.cases import Case
from complaints.records.database import Model, engine_options
from complaints.vault.pairs import SigningPair, new_seed
from tests.statistics import by_the_method
from tests.statistics.histories import CountingOffice, a_history, an_agency, complete_all, keep
from tests.statistics.offices import PublishingOfficer, a_publisher
from tests.statistics.test_releases import NO_REASON, REASON, drafted, publish
from tests.statistics.verifying import (
    PROGRAM,
    VERIFIER,
    Downloads,
    Record,
    downloaded,
    pack_again,
    resigned,
)

HALF, YEAR, NEXT = date(2026, 4, 2), date(2026, 10, 5), date(2026, 11, 21)
FIRST, SECOND = "grievance/2569/r1", "grievance/2569/r2"
Attack = Callable[[Downloads, SigningPair], None]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Downloads, PublishingOfficer]:
    """Three releases of grievances and one of corruption, as they were downloaded."""
    folder = tmp_path_factory.mktemp("published")
    url = f"sqlite:///{folder / 'cases.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    Model.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        keep(
            session,
            [
                a_history(date(2025, 9, 20)),
                a_history(date(2025, 10, 3), date(2025, 10, 9)),
                a_history(date(2025, 12, 9), date(2026, 5, 1)),
                a_history(date(2026, 2, 2)),
                a_history(date(2026, 6, 1), date(2026, 6, 2)),
            ],
        )
        officer = a_publisher(session)
        office = CountingOffice(session, an_agency(), HALF)
        publish(office, officer, as_of=HALF)
        office.on = YEAR
        publish(office, officer, as_of=YEAR, reason=REASON)
        office.on = NEXT
        publish(office, officer, as_of=NEXT, fiscal_year_be=2570, reason=NO_REASON)
        publish(office, a_publisher(session, Channel.CORRUPTION), as_of=NEXT)
        downloads = downloaded(session, folder / "statistics")
    engine.dispose()
    return downloads, officer


@pytest.fixture
def downloads(published: tuple[Downloads, PublishingOfficer], tmp_path: Path) -> Downloads:
    """A copy that a test may spoil."""
    shutil.copytree(published[0].folder, tmp_path / "statistics")
    return Downloads(tmp_path / "statistics")


@pytest.fixture
def signer(published: tuple[Downloads, PublishingOfficer]) -> SigningPair:
    """The publisher's own key, in the hands of an office that cheats."""
    return published[1].signer


def test_what_was_published_holds(downloads: Downloads, capsys: Any) -> None:
    status, said = downloads.says(capsys)

    assert (status, "BAD" in said) == (0, False), said
    assert "read grievance/2569/r2: 5 cases up to 2026-09-30" in said
    assert "read corruption/2569/r1: 0 cases up to 2026-09-30" in said


def test_a_single_release_can_be_checked_by_itself(downloads: Downloads, capsys: Any) -> None:
    status, said = downloads.says(capsys, place=SECOND)

    assert status == 0, said
    assert "the release before it was not looked at" in said


def test_what_the_page_tells_is_enough_to_write_another_program(
    downloads: Downloads, signer: SigningPair
) -> None:
    before = by_the_method.FIRST
    for name in (FIRST, SECOND, "grievance/2570/r1"):
        before, _ = by_the_method.check_release(downloads.release(name), before)
    by_the_method.check_release(downloads.release("corruption/2569/r1"), by_the_method.FIRST)

    # The same figures in another place of the chain are another release.
    with pytest.raises(AssertionError):
        by_the_method.check_release(downloads.release(SECOND), by_the_method.FIRST)
    _change_figure(downloads, signer)
    with pytest.raises(AssertionError):
        by_the_method.check_release(downloads.release(SECOND), before)


def test_it_runs_alone_on_a_computer_that_knows_nothing_of_the_service(
    downloads: Downloads,
) -> None:
    ran = subprocess.run(
        [sys.executable, "-I", PROGRAM, downloads.folder],
        cwd=downloads.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "holds / ถูกต้องครบถ้วน" in ran.stdout


def _row(record: Record, start: str, type_: str) -> Record:
    return next(
        row
        for row in record["rows"]
        if row["period_start"] == start and row["period_type"] == type_
    )


def _change_figure(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "json")
    path.write_text(path.read_text().replace('"total": 5', '"total": 4'))


def _change_csv(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "csv")
    path.write_bytes(path.read_bytes().replace(b",5,", b",4,"))


def _change_single_figure(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "csv_measures")
    path.write_bytes(path.read_bytes().replace(b",5,", b",4,", 1))


def _change_single_figure_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    """An office that shows programs another figure than it signed."""
    path = downloads.file(SECOND, "csv_measures")
    before = path.read_bytes()
    resigned(downloads, SECOND, signer, single=before.replace(b",5,", b",4,", 1).decode())


def _change_workbook(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "xlsx")
    path.write_bytes(path.read_bytes()[:-1])


def _change_workbook_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    """An office that shows who opens the workbook another figure than it signed."""
    record = json.loads(downloads.file(SECOND, "json").read_text())
    _row(record, "2025-10-01", "year")["completed"] -= 1
    resigned(downloads, SECOND, signer, book=record)


def _leave_line_out_of_workbook_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    record = json.loads(downloads.file(SECOND, "json").read_text())
    record["breakdowns"].pop()
    resigned(downloads, SECOND, signer, book=record)


def _put_formula_in_workbook_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    """A formula shows whatever the program that opens it makes of it."""
    record = json.loads(downloads.file(SECOND, "json").read_text())
    _row(record, "2025-10-01", "year")["completed"] = "=1+1"
    resigned(downloads, SECOND, signer, book=record)


def _show_another_sheet_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    """What was signed is still in the workbook, but another sheet bears its name."""
    path = downloads.file(SECOND, "xlsx")
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    where = "xl/_rels/workbook.xml.rels"
    swapped = {b"sheet1.xml": b"sheet2.xml", b"sheet2.xml": b"sheet1.xml"}
    parts[where] = re.sub(rb"sheet[12]\.xml", lambda found: swapped[found[0]], parts[where])
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    digest = json.loads(downloads.file(SECOND, "json").read_text())["proof"]["digest"]
    pack_again(downloads, SECOND, signer, bytes.fromhex(digest))


def _change_sheets(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "pdf")
    sheets = path.read_bytes()
    path.write_bytes(sheets[:-1] + bytes([sheets[-1] ^ 1]))  # as long as before


def _change_figure_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    def change(record: Record) -> None:
        for row in record["rows"]:
            if row["period_type"] == "year":
                row["completed"], row["in_progress"] = 5, 0

    resigned(downloads, SECOND, signer, change=change)


def _say_another_day_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    """Figures of one day, in a table that says another."""

    def change(record: Record) -> None:
        for row in record["breakdowns"]:
            row["as_of"] = "2026-11-01"

    resigned(downloads, SECOND, signer, change=change)


def _drop_month_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    def change(record: Record) -> None:
        record["rows"].remove(_row(record, "2025-11-01", "month"))

    resigned(downloads, SECOND, signer, change=change)


def _drop_half_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    def change(record: Record) -> None:
        record["rows"].remove(_row(record, "2025-10-01", "half"))

    resigned(downloads, SECOND, signer, change=change)


def _drop_leaf(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.file(SECOND, "leaves")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))


def _drop_leaf_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    leaves = downloads.file(SECOND, "leaves").read_text().splitlines()

    def change(record: Record) -> None:
        record["leaves"] |= {"completed": record["leaves"]["completed"] - 1}
        record["leaves"] |= {"count": record["leaves"]["count"] - 1}

    resigned(downloads, SECOND, signer, change=change, leaves=leaves[1:])


def _add_leaf_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    leaves = downloads.file(SECOND, "leaves").read_text().splitlines()
    added = leaf_of(bytes(32), "X", SECOND, 1, LeafState.COMPLETED)

    def change(record: Record) -> None:
        record["leaves"] |= {"completed": record["leaves"]["completed"] + 1}
        record["leaves"] |= {"count": record["leaves"]["count"] + 1}

    resigned(downloads, SECOND, signer, change=change, leaves=sorted([*leaves, added]))


def _count_leaf_twice_and_sign(downloads: Downloads, signer: SigningPair) -> None:
    leaves = downloads.file(SECOND, "leaves").read_text().splitlines()
    resigned(downloads, SECOND, signer, leaves=[leaves[0], leaves[0], *leaves[2:]])


def _reorder_chain(downloads: Downloads, signer: SigningPair) -> None:
    for name, number in ((FIRST, 2), (SECOND, 1)):

        def change(record: Record, number: int = number) -> None:
            record["chain_number"] = number

        resigned(downloads, name, signer, change=change)


def _drop_release(downloads: Downloads, _: SigningPair) -> None:
    path = downloads.folder / "releases.json"
    listed = json.loads(path.read_text())["releases"]
    kept = [one for one in listed if SECOND not in one["datapackage"]]
    path.write_text(json.dumps({"releases": kept}))


def _replace_release_in_chain(downloads: Downloads, signer: SigningPair) -> None:
    resigned(downloads, FIRST, signer, change=lambda record: record.update(reason={"th": "x"}))


def _show_older_as_newest(downloads: Downloads, _: SigningPair) -> None:
    """Every file and signature is genuine, but of the release before."""
    shutil.rmtree(downloads.release(SECOND))
    shutil.copytree(downloads.release(FIRST), downloads.release(SECOND))


def _list_another_day(downloads: Downloads, _: SigningPair) -> None:
    """A list of all releases that makes programs believe in newer figures than there are."""
    path = downloads.folder / "releases.json"
    listed = json.loads(path.read_text())["releases"]
    path.write_text(json.dumps({"releases": [one | {"as_of": "2026-11-30"} for one in listed]}))


def _forge_signature(downloads: Downloads, signer: SigningPair) -> None:
    path = downloads.file(SECOND, "json")
    record = json.loads(path.read_text())
    record["proof"]["signature"] = SigningPair(new_seed()).sign(b"").hex()
    path.write_text(json.dumps(record))


@pytest.mark.parametrize(
    ("attack", "problem"),
    [
        pytest.param(_change_figure, "the content is not what was signed", id="changed figure"),
        pytest.param(_change_csv, "the CSV does not say what was signed", id="changed CSV"),
        pytest.param(
            _change_single_figure, "is not the file that was published", id="changed single figure"
        ),
        pytest.param(
            _change_single_figure_and_sign,
            "the CSV of single figures does not say what was signed",
            id="changed single figure, signed again",
        ),
        pytest.param(_change_workbook, "is not the file that was published", id="cut workbook"),
        pytest.param(
            _change_workbook_and_sign,
            "the workbook does not say what was signed",
            id="changed workbook, signed again",
        ),
        pytest.param(
            _leave_line_out_of_workbook_and_sign,
            "the workbook does not say what was signed",
            id="line left out of the workbook, signed again",
        ),
        pytest.param(
            _put_formula_in_workbook_and_sign,
            "the workbook does not say what was signed",
            id="formula in the workbook, signed again",
        ),
        pytest.param(
            _show_another_sheet_and_sign,
            "the workbook does not say what was signed",
            id="another sheet in the workbook, signed again",
        ),
        pytest.param(_change_sheets, "is not the file that was published", id="changed PDF"),
        pytest.param(
            _change_figure_and_sign,
            "the figures do not follow from the shorter periods",
            id="changed figure, signed again",
        ),
        pytest.param(
            _say_another_day_and_sign,
            "a line says that it is of another release",
            id="another day, signed again",
        ),
        pytest.param(_drop_month_and_sign, "is missing", id="dropped month, signed again"),
        pytest.param(_drop_half_and_sign, "is missing", id="dropped half-year, signed again"),
        pytest.param(_drop_leaf, "the leaves have another root", id="dropped case"),
        pytest.param(
            _drop_leaf_and_sign,
            "the leaves are not as many as the cases",
            id="dropped case, signed again",
        ),
        pytest.param(
            _add_leaf_and_sign,
            "the leaves are not as many as the cases",
            id="added case, signed again",
        ),
        pytest.param(
            _count_leaf_twice_and_sign, "or one stands there twice", id="one case for another"
        ),
        pytest.param(_reorder_chain, "is not the first release", id="reordered chain"),
        pytest.param(_drop_release, "of the chain is missing", id="dropped release"),
        pytest.param(
            _replace_release_in_chain, "does not follow", id="replaced release, signed again"
        ),
        pytest.param(_show_older_as_newest, "is not as it is listed", id="older shown as newest"),
        pytest.param(_list_another_day, "is not as it is listed", id="another day in the list"),
        pytest.param(_forge_signature, "signature does not fit", id="forged signature"),
    ],
)
def test_what_was_changed_does_not_hold(
    downloads: Downloads, signer: SigningPair, attack: Attack, problem: str, capsys: Any
) -> None:
    attack(downloads, signer)

    status, said = downloads.says(capsys)

    assert status == 1
    assert problem in said


def test_a_forged_workbook_is_told_from_another_program_that_wrote_it(
    downloads: Downloads, signer: SigningPair, capsys: Any
) -> None:
    """The attacks above are found for what they say, not for who wrote the workbook."""
    last = "grievance/2570/r1"
    resigned(downloads, last, signer)

    assert downloads.says(capsys, place=last)[0] == 0


def _take_newest_back(site: Downloads, _: SigningPair) -> None:
    path = site.folder / "releases.json"
    listed = json.loads(path.read_text())["releases"]
    kept = [one for one in listed if "grievance/2570" not in one["datapackage"]]
    path.write_text(json.dumps({"releases": kept}))


def _publish_newest_otherwise(site: Downloads, signer: SigningPair) -> None:
    resigned(site, "grievance/2570/r1", signer, change=lambda one: one.update(reason={"th": "x"}))


def _exchange_sheets(site: Downloads, signer: SigningPair) -> None:
    """Sign another PDF of the same figures."""
    site.file("grievance/2570/r1", "pdf").write_bytes(b"%PDF-1.7 other")
    digest = json.loads(site.file("grievance/2570/r1", "json").read_text())["proof"]["digest"]
    pack_again(site, "grievance/2570/r1", signer, bytes.fromhex(digest))


@pytest.mark.parametrize("attack", [_take_newest_back, _publish_newest_otherwise, _exchange_sheets])
def test_whoever_kept_a_copy_catches_what_the_signatures_cannot_show(
    downloads: Downloads, signer: SigningPair, tmp_path: Path, attack: Attack, capsys: Any
) -> None:
    site = Downloads(tmp_path / "site")
    shutil.copytree(downloads.folder, site.folder)
    copy = str(downloads.folder)
    assert downloads.says(capsys, str(site.folder))[0] == 0

    attack(site, signer)

    assert site.says(capsys)[0] == 0  # alone it holds: nothing comes after it
    status = VERIFIER.main([copy, str(site.folder)])
    assert status == 1
    assert (
        "grievance/2570/r1: was published so, and is not there any more" in capsys.readouterr().out
    )


def test_a_copy_is_kept_that_can_be_checked_and_is_never_written_over(
    downloads: Downloads, tmp_path: Path, capsys: Any
) -> None:
    copy = Downloads(tmp_path / "kept" / "copy")

    assert downloads.says(capsys, "--keep", str(copy.folder))[0] == 0
    downloads.file("grievance/2570/r1", "leaves").write_text("")

    assert copy.says(capsys)[0] == 0
    assert {path.name for path in copy.folder.rglob("*") if path.is_file()} == {
        path.name for path in downloads.folder.rglob("*") if path.is_file()
    }
    with pytest.raises(SystemExit) as refused:
        VERIFIER.main([str(downloads.folder), "--keep", str(copy.folder)])
    assert refused.value.code == 2
    assert copy.says(capsys)[0] == 0


@pytest.mark.parametrize("name", ["../x.csv", "r1/../../x.csv", "{elsewhere}/x.csv"])
def test_a_copy_is_written_nowhere_else(tmp_path: Path, name: str) -> None:
    """A list may name a file by a path that an address takes and a folder must not."""
    read = VERIFIER.keeping(lambda _: b"x", tmp_path / "copy")

    with pytest.raises(ValueError, match="outside"):
        read(name.format(elsewhere=tmp_path))

    assert not list(tmp_path.rglob("x.csv"))


def test_a_copy_may_be_older_than_the_site(
    downloads: Downloads, tmp_path: Path, capsys: Any
) -> None:
    copy = Downloads(tmp_path / "copy")
    shutil.copytree(downloads.folder, copy.folder)
    _take_newest_back(copy, SigningPair(new_seed()))

    status = VERIFIER.main([str(copy.folder), str(downloads.folder)])

    assert (status, "holds" in capsys.readouterr().out) == (0, True)


def test_another_key_is_not_the_publishers(
    downloads: Downloads, signer: SigningPair, capsys: Any
) -> None:
    last = "grievance/2570/r1"
    known = ("--key", signer.public.hex())
    assert downloads.says(capsys, *known, place=last)[0] == 0

    resigned(downloads, last, SigningPair(new_seed()))

    status, said = downloads.says(capsys, *known, place=last)
    assert (status, "signed with another key" in said) == (1, True)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda d: d.file(SECOND, "csv").unlink(), id="a file is not there"),
        pytest.param(lambda d: d.file(SECOND, "json").write_text("["), id="no JSON"),
        pytest.param(
            lambda d: (d.folder / "releases.json").write_text(
                '{"releases": [{"datapackage": "../../etc/datapackage.json"}]}'
            ),
            id="a release elsewhere",
        ),
    ],
)
def test_what_cannot_be_read_is_not_said_to_hold(
    downloads: Downloads, spoil: Callable[[Downloads], None], capsys: Any
) -> None:
    spoil(downloads)

    status, said = downloads.says(capsys)

    assert status == 2
    assert "ถูกต้องครบถ้วน" not in said


def test_two_cases_never_share_a_leaf(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 3)), a_history(date(2025, 10, 3))])
    for case in session.scalars(sa.select(Case)):
        case.leaf_token = bytes(32)  # as a server would that hoped to satisfy two with one line
    session.flush()

    lines = drafted(session, Channel.GRIEVANCE, NEXT).leaves.text.splitlines()

    assert len(set(lines)) == 2


def test_figures_that_no_case_stands_behind_are_refused(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 3), date(2025, 10, 9)), a_history(date(2025, 12, 1))])
    assert drafted(session, Channel.GRIEVANCE, NEXT).leaves.completed == 1

    session.execute(sa.delete(Case).where(Case.completed_on.is_not(None)))

    with pytest.raises(NotAllowed) as refused:
        drafted(session, Channel.GRIEVANCE, NEXT)
    assert refused.value.code is Code.LEDGER_DOES_NOT_BALANCE


def test_a_release_keeps_its_leaves_when_cases_change(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 3))])
    before = drafted(session, Channel.GRIEVANCE, HALF).leaves

    complete_all(session, date(2026, 8, 1))
    after = drafted(session, Channel.GRIEVANCE, HALF).leaves

    assert (before.text, before.root) == (after.text, after.root)
    assert drafted(session, Channel.GRIEVANCE, YEAR).leaves.completed == 1
