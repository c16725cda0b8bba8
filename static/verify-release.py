#!/usr/bin/env python3
"""Check published complaint statistics without trusting who published them.

    pip install cryptography
    python3 verify-release.py https://example.go.th/statistics/
    python3 verify-release.py FOLDER --key 64-HEX-DIGITS --receipt receipt.json
    python3 verify-release.py https://example.go.th/statistics/ --keep MY-COPY
    python3 verify-release.py MY-COPY https://example.go.th/statistics/

A place is an address or a folder with `releases.json` (all releases) or `datapackage.json` (one).
Of several places each must still have, unchanged, what the places named before it have.
What is checked, in the order of the functions below:

1. every file is the one that the publisher listed, by length and SHA-256;
2. list and release carry the publisher's Ed25519 signature;
3. no period that was over is missing, and every figure follows from those of the shorter periods;
4. CSV tables and workbook say the same, cell by cell, and nothing else to another reader; no
   table, no column and no line is missing; every table adds up to the figures, and what is held
   against the plan follows from them and its documents;
5. the leaves are as many as the cases, and make the signed Merkle root (RFC 9162);
6. nothing was taken back or replaced that a place named before has;
7. each release names the one before it, so none was dropped or put in another order, none is of
   an earlier day, and what it repeats or compares is what that one said;
8. with a receipt: every release that must count the matter does, and none that it shows is gone.

What this cannot show: that pages and PDF say what is signed (compare them by eye), and that names
and sentences say what they should; that the newest release, or all of a channel, was not taken
back, unless you name a copy first or hold a receipt that shows it; numbers that nothing
else depends on, if the publisher signed wrong ones (days taken, answers counted apart, outcomes of
corruption cases while they are not more than came); two numbers of one table that were changed
against each other; that the signing key is the office's own, unless you name the key that you were
given on paper (`--key`); and that nobody's matter was left out of figures and leaves alike: only
the receipt of that very reporter shows that. A receipt can be forged by whoever holds the server's
key, so it accuses the office only where the office cannot explain it.

The end status is 0 when everything holds, 1 when something does not, 2 when it cannot be read.
"""

from __future__ import annotations

import argparse
import bisect
import csv
import hashlib
import io
import json
import math
import re
import sys
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RELEASE, PACKAGE, RECEIPT = "complaints-release-1", "complaints-package-1", "complaints-receipt-1"
LEAF, STATES = "complaints-leaf-1", ("completed", "in_progress")
FIRST_PREVIOUS = "00" * 32
ADDED_UP = (
    "received", "reopened", "moved_in", "moved_out", "forwarded", "not_accepted",
    "on_time_count", "on_time_of", "late_explained", "late_unexplained",
)  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
LENGTHS = {"grievance": {*MONTHS}, "corruption": {"half", "year"}}
LENGTH = {"grievance": "half", "corruption": "year"}
LEDGER = "opening total completed forwarded not_accepted in_progress"
COLUMNS = {
    "corruption": LEDGER,
    "grievance": f"{LEDGER} received reopened moved_in moved_out on_time_count on_time_of"
    " on_time_share late_explained late_unexplained days_median days_p90 days_to_accept_median"
    " days_of_work_median days_taken_median days_in_progress_median days_waiting_median",
}
MAY_BE_EMPTY = {"corruption": "forwarded not_accepted"}
TABLES = {
    "grievance": ("kind", "received_by", "subject", "unit", "outcome", "satisfaction"),
    "corruption": (
        "bribery", "kind", "origin", "received_by", "subject", "risk_area", "outcome",
        "discipline", "satisfaction",
    ),
}  # fmt: skip
ALL_THAT_CAME = ("origin", "received_by", "subject", "risk_area")
CODES = {
    "grievance kind": "grievance opinion",
    "corruption kind": "complaint tip opinion",
    "origin": "reported came_to_know found_by_inspection",
    "received_by": "online phone in_person letter box line facebook community_meeting other_agency",
    "outcome": "resolved substantiated unsubstantiated forwarded other_law not_accepted withdrawn"
    " duplicate",
    "discipline": "step_taken no_step to_follow none",
    "risk_area": "administration personnel money_and_assets public_service none",
    "satisfaction": "answers satisfied not_satisfied",
    "bribery": "bribery",
    "subject": "none",
    "unit": "none",
}
FALLING = {
    "corruption": "procurement budget state_assets personnel promotion unfair_service conduct"
    " unit_performance malfeasance",
    "grievance": "service",
}
SHARE_OF = 20
MOST_PASSAGES = 50
SECONDS = 60

WHERE_FROM = ("channel", "fiscal_year_be", "as_of", "release", "is_provisional")
OF_PERIOD = ("period_type", "period_start", "period_end")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FILES = {
    "figures": ".csv", "measures": "-measures.csv", "breakdowns": "-breakdowns.csv",
    "targets": "-targets.csv", "release": ".json", "workbook": ".xlsx", "sheets": ".pdf",
    "leaves": "-leaves.txt",
}  # fmt: skip
NAME = re.compile(r"(corruption|grievance)/[0-9]{4}/r[1-9][0-9]*", re.ASCII)
MOST_BYTES, MOST_OPENED = 2**30, 2**26
NO_REASON = {"", "-", "ไม่มี", "none", "nothing"}
DAYS = ("period_start", "period_end", "as_of", "figures_of")
DAY_0 = date(1899, 12, 30)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Read = Callable[[str], bytes]
Record = dict[str, Any]


@dataclass
class Findings:
    """What was found: what does not hold, and what the reader should know."""

    bad: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def check(self, holds: bool, problem: str) -> bool:
        """Keep a problem unless something holds; say whether it does."""
        if not holds:
            self.bad.append(problem)
        return holds


@dataclass(frozen=True)
class Checked:
    """A release whose parts were read; listed is the hash of what is signed of its list."""

    name: str
    record: Record
    leaves: list[bytes]
    listed: bytes = b""


def plain(text: object) -> str:
    """Return a text that was published as one that moves no cursor and turns no letters."""
    signs = (sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(text)[:500])
    return "".join(signs)


def parsed(content: bytes) -> Any:
    """Return JSON that every reader understands in the same way.

    Of a name that stands there twice one reader takes the first and another the last.
    """

    def once(pairs: list[tuple[str, Any]]) -> Record:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return dict(pairs)

    def finite(written: str) -> float:
        number = float(written)
        if not math.isfinite(number):
            raise ValueError("a number without an end")
        return number

    if len(content) > MOST_OPENED:
        raise ValueError("too long")
    return json.loads(
        content.decode("utf-8"), object_pairs_hook=once, parse_float=finite, parse_constant=finite
    )


def reader_of(place: str) -> Read:
    """Return what reads a file of a place, and of nowhere else."""
    if urlsplit(place).scheme in {"http", "https"}:
        base = place if place.endswith("/") else f"{place}/"

        def fetch(name: str) -> bytes:
            address = urljoin(base, name)
            if not address.startswith(base):
                raise ValueError("a file outside the place")
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310
                content = bytes(answer.read(MOST_BYTES + 1))
            if len(content) > MOST_BYTES:
                raise ValueError("too long")
            return content

        return fetch
    folder = Path(place).resolve()

    def load(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise ValueError("a file outside the place")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("too long")
        return path.read_bytes()

    return load


def keeping(read: Read, folder: Path | None) -> Read:
    """Return what also keeps each file that it reads, in a folder if one is named."""

    def keep(name: str) -> bytes:
        content = read(name)
        if folder is not None:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise ValueError("a file outside the place")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return content

    return keep


def canonical(record: Record) -> bytes:
    """Return a record as JSON in the one way in which it is hashed and signed."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def is_signed(what: str, digest: bytes, proof: Record) -> bool:
    """Say whether the key of a proof signed a hash, as what it is."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["signer_key"]))
        key.verify(bytes.fromhex(proof["signature"]), what.encode() + b"\x00" + digest)
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def without_proof(record: Record) -> Record:
    """Return what is signed of a record."""
    return {name: part for name, part in record.items() if name != "proof"}


def check_package(read: Read, found: Findings) -> Checked:
    """Check one release: its files, signatures, figures and leaves."""
    package = parsed(read("datapackage.json"))
    name, proof = str(package["release_name"]), package["proof"]
    if not NAME.fullmatch(name):
        raise ValueError("no name of a release")
    stem = name.replace("/", "-")
    wanted = {part: f"{stem}{ending}" for part, ending in FILES.items()}
    paths = [(listed["name"], listed["path"]) for listed in package["resources"]]
    if sorted(paths) != sorted(wanted.items()):
        raise ValueError("the list names other files than a release has")
    files: dict[str, bytes] = {}
    for listed in package["resources"]:
        content = read(listed["path"])
        files[listed["name"]] = content
        same = (
            len(content) == listed["bytes"]
            and f"sha256:{hashlib.sha256(content).hexdigest()}" == listed["hash"]
        )
        found.check(same, f"{name}: {listed['path']} is not the file that was published")
    hashed = hashlib.sha256(canonical(without_proof(package))).digest()
    found.check(is_signed(PACKAGE, hashed, proof), f"{name}: the list of files is not signed")
    record = parsed(files["release"])
    check_signature(name, record, proof["signer_key"], found)
    found.check(package["digest"] == record["proof"]["digest"], f"{name}: files of another release")
    check_figures(name, record, found)
    for part, file in (("rows", "figures"), ("breakdowns", "breakdowns"), ("targets", "targets")):
        check_csv(name, record[part], files[file], found)
    check_measures(name, record["rows"], files["measures"], found)
    check_workbook(name, record, files["workbook"], found)
    leaves = files["leaves"].splitlines()
    check_leaves(name, record, leaves, found)
    return Checked(name, record, leaves, hashed)


def check_signature(name: str, record: Record, signer_key: str, found: Findings) -> None:
    """Check that a release says what its publisher signed."""
    proof = record["proof"]
    here = f"{record['channel']}/{record['fiscal_year_be']}/r{record['release']}"
    content = canonical(without_proof(record)) + bytes.fromhex(proof["previous"])
    digest = hashlib.sha256(content).digest()
    found.check(here == name, f"{name}: the file is of release {here}")
    found.check(record["format"] == RELEASE, f"{name}: a form that this program does not know")
    found.check(digest.hex() == proof["digest"], f"{name}: the content is not what was signed")
    signed = is_signed(RELEASE, digest, proof) and proof["signer_key"] == signer_key
    found.check(signed, f"{name}: the publisher's signature does not fit")


def check_figures(name: str, record: Record, found: Findings) -> None:
    """Check that no figure of a release, of whatever table, disagrees with another."""
    for row in (*record["rows"], *record["breakdowns"], *record["targets"]):
        from_here = all(record[key] == row[key] for key in WHERE_FROM)
        found.check(from_here, f"{name}: a line says that it is of another release")
        check_cells(name, row, found)
    check_days(name, record, found)
    check_columns(name, record, found)
    check_periods(name, record, found)
    check_tables(name, record, found)
    check_targets(name, record, found)
    check_sources(name, record, found)
    again = sorted(record["recurrence"], key=canonical)
    follows = again == sorted(recurring(record), key=canonical)
    found.check(follows, f"{name}: what came again does not follow from the tables")
    empty = sum(row["total"] == 0 for row in record["rows"])
    said = len([one for one in record["none"] if "ไม่มี" in one["th"]]) == empty
    found.check(said, f"{name}: the sentences on periods without cases are not as many as those")


def day_of(row: Record, name: str) -> date:
    """Return a day of a row, which is written in one way alone, so that days compare as texts."""
    day = date.fromisoformat(row[name])
    if day.isoformat() != row[name]:
        raise ValueError("a day that is written otherwise")
    return day


def check_cells(name: str, row: Record, found: Findings) -> None:
    """Check that what counts is a whole number and not below zero, and a share a number."""
    for column, cell in row.items():
        is_share = "share" in column or row.get("indicator") == "satisfaction"
        fits = cell is None or isinstance(cell, str) or (column == "is_provisional")
        if not fits and isinstance(cell, int | float) and not isinstance(cell, bool):
            fits = (isinstance(cell, int) or is_share) and (cell >= 0 or column.startswith("since"))
        found.check(fits, f"{name}: {column} of a line is no number that counts")


def check_columns(name: str, record: Record, found: Findings) -> None:
    """Check that every period tells every measure of the channel, and no other."""
    channel = record["channel"]
    wanted = {*COLUMNS[channel].split(), *WHERE_FROM, *OF_PERIOD}
    may_be_empty = MAY_BE_EMPTY.get(channel, "").split()
    for row in record["rows"]:
        empty = {key for key in wanted if row.get(key) is None and not key.startswith("days_")}
        empty -= {*may_be_empty, "on_time_share"}
        whole = row.keys() == wanted and not empty
        found.check(whole, f"{name}: a measure is missing, or one is there that is none")


def check_days(name: str, record: Record, found: Findings) -> None:
    """Check that the days of a release follow on each other, and that it says why it corrects."""
    said, year = record["leaves"], record["fiscal_year_be"]
    as_of, counted_on = day_of(record, "as_of"), day_of(said, "counted_on")
    follow = day_of(said, "period_end") < as_of <= counted_on <= day_of(record, "published_on")
    found.check(follow, f"{name}: its days do not follow on each other")
    first, after = date(year - 544, 10, 1), date(year - 543, 10, 1)
    found.check(day_of(said, "period_start") == first, f"{name}: the leaves leave out days")
    is_final = record["is_provisional"] is (as_of < after)
    found.check(is_final, f"{name}: whether the year is over does not fit its day")
    if record["counted_from"] is not None:
        begun = day_of(record, "counted_from")
        early = [row for row in record["rows"] if day_of(row, "period_end") < begun]
        early_too = [row["opening"] for row in record["rows"] if span_of(row)[0] == first]
        nothing = first < begun and not any([*early_too, *(row["total"] for row in early)])
        found.check(nothing, f"{name}: there were cases before the day from which it counts")
    why = record["reason"]["th"].strip(" .").casefold()
    explained = record["release"] == 1 or why not in NO_REASON
    found.check(explained, f"{name}: a correction does not say why")


def check_periods(name: str, record: Record, found: Findings) -> None:
    """Check that no period is missing and that all figures agree with each other."""
    rows: list[Record] = record["rows"]
    first, as_of = date(record["fiscal_year_be"] - 544, 10, 1), day_of(record, "as_of")
    last = day_of(record["leaves"], "period_end")
    told = {(*span_of(row), row["period_type"]) for row in rows}
    found.check(len(told) == len(rows), f"{name}: a period stands there twice")
    types = LENGTHS[record["channel"]] | ({row["period_type"] for row in rows} & {"quarter"})
    wanted = {
        (*span, type_) for type_ in types for span in spans_of(first, MONTHS[type_])
        if span[1] < as_of
    }  # fmt: skip
    for start, end, _ in sorted(wanted - told):
        found.check(False, f"{name}: the period {start} to {end} is missing")
    found.check(told <= wanted, f"{name}: there is a period too many")
    shortest = min(types, key=lambda type_: MONTHS[type_])
    steps = sorted((row for row in rows if row["period_type"] == shortest), key=span_of)
    joined = [day_of(row, "period_start") for row in steps]
    ends = [day_of(row, "period_end") + timedelta(days=1) for row in steps]
    whole = joined == [first, *ends[:-1]] and ends[-1:] == [last + timedelta(days=1)]
    if found.check(whole, f"{name}: the shortest periods do not join without a gap"):
        for row in rows:
            check_row(name, row, steps, found)
        check_total(name, record, steps, found)


def span_of(row: Record) -> tuple[date, date]:
    """Return first and last day of a row."""
    return day_of(row, "period_start"), day_of(row, "period_end")


def spans_of(first: date, length: int) -> Iterator[tuple[date, date]]:
    """Yield the periods of a fiscal year that have a length in months."""
    for at in range(0, 13 - length, length):
        start, after = later(first, at), later(first, at + length)
        yield start, after - timedelta(days=1)


def later(day: date, months: int) -> date:
    """Return the first of a month some months later."""
    at = day.month - 1 + months
    return date(day.year + at // 12, at % 12 + 1, 1)


def check_row(name: str, row: Record, steps: list[Record], found: Findings) -> None:
    """Check the figures of a period against those of the shorter ones inside it."""
    start, end = span_of(row)
    where = f"{name}: {start} to {end}"
    found.check(
        row["total"] == row["completed"] + row["in_progress"],
        f"{where}: total is not completed + in progress",
    )
    inside = [one for one in steps if span_of(one)[0] >= start and span_of(one)[1] <= end]
    came = sum(one["total"] - one["opening"] for one in inside)
    agrees = (
        bool(inside)
        and row["opening"] == inside[0]["opening"]
        and row["total"] == row["opening"] + came
        and row["completed"] == sum(one["completed"] for one in inside)
        and row["in_progress"] == inside[-1]["in_progress"]
        and all(before["in_progress"] == after["opening"] for before, after in pairwise(inside))
    )
    if "received" in row:
        for measure in ADDED_UP:
            agrees = agrees and row[measure] == sum(one[measure] for one in inside)
        check_parts(where, row, found)
    found.check(agrees, f"{where}: the figures do not follow from the shorter periods")


def check_parts(where: str, row: Record, found: Findings) -> None:
    """Check that the parts of a period's figures make up the whole of them."""
    came = row["received"] + row["reopened"] + row["moved_in"]
    ended = row["moved_out"] + row["forwarded"] + row["not_accepted"]
    agrees = row["total"] == row["opening"] + came and row["completed"] >= ended
    found.check(agrees, f"{where}: total or completed is not what it is made of")
    late = row["late_explained"] + row["late_unexplained"]
    judged = row["on_time_of"] == row["on_time_count"] + late
    judged = judged and row["on_time_share"] == share_of(row["on_time_count"], row["on_time_of"])
    found.check(judged, f"{where}: on time and late are not all that was due")


def share_of(count: int, of: int) -> float | None:
    """Return a share in per cent, cut off after one decimal; None of too few."""
    return count * 1000 // of / 10 if of >= SHARE_OF else None


def check_total(name: str, record: Record, steps: list[Record], found: Findings) -> None:
    """Check that there are as many leaves as cases, state by state."""
    said = record["leaves"]
    agrees = said["completed"] == sum(one["completed"] for one in steps)
    agrees = agrees and said["in_progress"] == steps[-1]["in_progress"]
    agrees = agrees and said["count"] == said["completed"] + said["in_progress"]
    found.check(agrees, f"{name}: the leaves are not as many as the cases")


def lines_of_csv(content: bytes) -> list[Record]:
    """Return the lines of a CSV that is written in the one way in which all read the same."""
    text = content.decode("utf-8")
    head, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows([head, *lines])
    if again.getvalue() != text or len({*head}) != len(head):
        raise ValueError("a CSV that not every program reads in the same way")
    return [dict(zip(head, line, strict=True)) for line in lines]


def check_csv(name: str, rows: list[Record], content: bytes, found: Findings) -> None:
    """Check that the CSV says what is signed."""
    written = lines_of_csv(content)
    signed = [{key: as_text(cell) for key, cell in row.items()} for row in rows]
    found.check(written == signed, f"{name}: the CSV does not say what was signed")


def check_measures(name: str, rows: list[Record], content: bytes, found: Findings) -> None:
    """Check that the CSV with one figure in a row says what is signed, all of it and once."""
    keys = {"channel", "fiscal_year_be", "period_type", "period_start", "period_end"}
    keys |= {"as_of", "release", "is_provisional"}
    signed = {
        (*(as_text(row[key]) for key in sorted(keys)), measure, as_text(row[measure]))
        for row in rows
        for measure in row.keys() - keys
    }
    written = [
        (*(one[key] for key in sorted(keys)), one["measure"], one["value"])
        for one in lines_of_csv(content)
    ]
    same = len(written) == len(signed) and set(written) == signed
    found.check(same, f"{name}: the CSV of single figures does not say what was signed")


def check_workbook(name: str, record: Record, content: bytes, found: Findings) -> None:
    """Check that the sheets of the workbook say what is signed."""
    try:
        sheets = sheets_of(content)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, RuntimeError):
        found.check(False, f"{name}: the workbook cannot be read, or hides what it holds")
        return
    for sheet, part in (("figures", "rows"), ("breakdowns", "breakdowns"), ("targets", "targets")):
        signed = [
            {key: in_workbook(key, cell) for key, cell in row.items() if cell not in (None, "")}
            for row in record[part]
        ]
        found.check(sheets[sheet] == signed, f"{name}: the workbook does not say what was signed")


def sheets_of(content: bytes) -> dict[str, list[Record]]:
    """Return the lines of each sheet of a workbook by the names in its first line."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.namelist()
        if len({*names}) != len(names) or sum(one.file_size for one in book.filelist) > MOST_OPENED:
            raise zipfile.BadZipFile("a part twice, or too much of them")

        def part(path: str) -> ET.Element:
            element = ET.fromstring(  # noqa: S314 - expat bounds what entities grow to
                book.read(f"xl/{path.removeprefix('/xl/')}")
            )
            if any(shows_otherwise(one) for one in element.iter()):
                raise zipfile.BadZipFile("what stands there is not what is seen")
            return element

        part("styles.xml")
        shared = "xl/sharedStrings.xml" in book.namelist()
        texts = [text_of(one) for one in part("sharedStrings.xml")] if shared else []
        targets = {one.get("Id"): str(one.get("Target")) for one in part("_rels/workbook.xml.rels")}
        return {
            str(one.get("name")): lines_of_sheet(part(targets[one.get(f"{{{OFFICE}}}id")]), texts)
            for one in part("workbook.xml").iter(f"{SHEET}sheet")
        }


def shows_otherwise(element: ET.Element) -> bool:
    """Say whether a part of a workbook hides a cell, lies over it, or shows another value."""
    kind = element.tag.rpartition("}")[2]
    is_day = element.get("formatCode", "").replace("\\", "") == "yyyy-mm-dd"
    return (
        (kind == "numFmt" and not is_day)
        or kind in {"conditionalFormatting", "mergeCell", "drawing", "legacyDrawing", "picture"}
        or element.get("hidden", "0") not in {"0", "false"}
        or element.get("zeroHeight", "0") not in {"0", "false"}
        or element.get("state", "visible") in {"hidden", "veryHidden"}
    )


def lines_of_sheet(sheet: ET.Element, texts: list[str]) -> list[Record]:
    """Return the lines below the first of a sheet; an empty cell is not there."""
    rows = []
    for at, row in enumerate(sheet.iter(f"{SHEET}row"), start=1):
        cells = {str(cell.get("r")): value_of(cell, texts) for cell in row.iter(f"{SHEET}c")}
        places = {place.removesuffix(str(at)): value for place, value in cells.items()}
        whole = row.get("r") == str(at) and len(cells) == len(list(row.iter(f"{SHEET}c")))
        if not whole or not all(re.fullmatch("[A-Z]{1,2}", place) for place in places):
            raise zipfile.BadZipFile("a cell is not where it says")
        rows.append(places)
    names = [str(name) for name in rows[0].values()]
    if len({*names}) != len(names):
        raise zipfile.BadZipFile("two columns of one name")
    return [
        {str(rows[0].get(column)): value for column, value in row.items() if value != ""}
        for row in rows[1:]
    ]


def text_of(element: ET.Element) -> str:
    """Return the text of a cell, whatever part of it is bold."""
    return "".join(text.text or "" for text in element.iter(f"{SHEET}t"))


def value_of(cell: ET.Element, texts: list[str]) -> str | float:
    """Return what stands in a cell; a formula is none of the things that can be signed."""
    value, kind = cell.findtext(f"{SHEET}v", ""), cell.get("t", "n")
    if cell.find(f"{SHEET}f") is not None:
        return "a formula"
    if kind == "b":
        return {"1": "true", "0": "false"}[value]
    if kind == "inlineStr":
        return text_of(cell)
    return texts[int(value)] if kind == "s" else float(value) if value else ""


def in_workbook(key: str, cell: Any) -> str | float:
    """Return a signed cell as a workbook has it: a day as its number, a formula as text."""
    if key in DAYS:
        return float((date.fromisoformat(cell) - DAY_0).days)
    if isinstance(cell, bool):
        return as_text(cell)
    return cell if isinstance(cell, str) else float(cell)


def tables_of(record: Record) -> dict[tuple[str, str, str], list[Record]]:
    """Return the lines of each breakdown by first day, last day and what it is by."""
    found: dict[tuple[str, str, str], list[Record]] = {}
    for row in record["breakdowns"]:
        place = (row["period_start"], row["period_end"], row["dimension"])
        found.setdefault(place, []).append(row)
    return found


def counts_of(lines: Iterable[Record]) -> dict[str, int]:
    """Return the numbers of a breakdown by category; none where it is left out."""
    return {one["category"]: one["count"] for one in lines if one["count"] is not None}


def members_of(categories: Iterable[str]) -> list[str]:
    """Return the categories of a breakdown one by one, those that are joined as well."""
    return [code for category in categories for code in category.split("+")]


def check_tables(name: str, record: Record, found: Findings) -> None:
    """Check that no breakdown and no line of one is missing, and that each adds up."""
    numbers = [row["line"] for row in record["breakdowns"]]
    whole = numbers == list(range(1, len(numbers) + 1))
    found.check(whole, f"{name}: a line of the breakdowns is missing or stands there twice")
    tables, channel = tables_of(record), record["channel"]
    for row in record["rows"]:
        wanted = TABLES[channel] if row["period_type"] == LENGTH[channel] else ()
        if channel == "corruption" and row["period_type"] == "half":
            wanted = ("bribery",)
        span = (row["period_start"], row["period_end"])
        here = {dimension: tables.pop((*span, dimension), []) for dimension in wanted}
        for dimension, lines in here.items():
            where = f"{name}: {dimension} of {span[0]}"
            if check_lines(where, channel, dimension, lines, found):
                check_sum(where, record, row, dimension, here, found)
    found.check(not tables, f"{name}: there is a breakdown too many")
    told = [row["count"] for row in record["breakdowns"] if row["dimension"] == "bribery"]
    agrees = set(told) <= {0, None} and (len(told) < 3 or (told[2] == 0) == (told[:2] == [0, 0]))
    found.check(agrees, f"{name}: what is told of bribery does not agree")


def check_lines(
    where: str, channel: str, dimension: str, lines: list[Record], found: Findings
) -> bool:
    """Check that a breakdown has every category once; say whether it shows numbers."""
    if not found.check(bool(lines), f"{where}: the table is missing"):
        return False
    if lines[0]["category"] == "":
        left_out = len(lines) == 1 and lines[0]["count"] is None and bool(lines[0]["note"])
        found.check(left_out, f"{where}: neither numbers nor why there are none")
        return False
    members = members_of(one["category"] for one in lines)
    known = CODES.get(f"{channel} {dimension}") or CODES[dimension]
    whole = len(set(members)) == len(members) and set(known.split()) <= set(members)
    found.check(whole, f"{where}: a category is missing or stands there twice")
    counted = all(isinstance(one["count"], int) and one["count"] >= 0 for one in lines)
    same_day = len({one["figures_of"] for one in lines}) == 1
    return found.check(counted and same_day, f"{where}: a number is missing")


def check_sum(
    where: str,
    record: Record,
    row: Record,
    dimension: str,
    tables: dict[str, list[Record]],
    found: Findings,
) -> None:
    """Check a breakdown against the figures of its period, and against the one it is a part of."""
    lines, counts = tables[dimension], counts_of(tables[dimension])
    of, is_new = lines[0]["figures_of"], lines[0]["figures_of"] == record["as_of"]
    answers, apart = counts.pop("answers", None), counts.pop("answers_apart", None)
    for one in lines:
        is_share = one["category"] == "satisfied" and answers is not None
        wanted = share_of(one["count"], answers) if is_share and answers is not None else None
        found.check(one["share"] == wanted, f"{where}: a share does not follow")
    found.check(apart is None or dimension == "satisfaction", f"{where}: answers to something else")
    came = row["total"] - row["opening"]
    expected: int | None = None
    if dimension == "satisfaction":
        expected = answers
    elif record["channel"] == "grievance":
        ended = row["completed"] - row["moved_out"]
        expected = ended if dimension == "outcome" else row["received"]
        expected = expected if is_new else None
    elif dimension in ALL_THAT_CAME or "rest" in members_of(counts):
        expected = came if is_new else None
    elif dimension in {"kind", "discipline"}:
        expected = whole_of(dimension, counts, tables, of)
    adds_up = expected is None or sum(counts.values()) == expected
    fits = record["channel"] == "grievance" or not is_new or sum(counts.values()) <= came
    found.check(adds_up and fits, f"{where}: does not add up to its whole")
    if dimension == "outcome":
        check_ends(where, record["channel"], row, counts, is_new=is_new, found=found)


def whole_of(
    dimension: str, counts: dict[str, int], tables: dict[str, list[Record]], of: str
) -> int | None:
    """Return the number of another table, of the same day, that a table takes apart."""
    parts = {"kind": ("origin", "reported"), "discipline": ("outcome", "substantiated")}
    table, category = parts[dimension]
    if "again" in members_of(counts):
        category += "+again"
    same_day = tables[table][:1] and tables[table][0]["figures_of"] == of
    return counts_of(tables[table]).get(category, -1) if same_day else None


def check_ends(
    where: str, channel: str, row: Record, counts: dict[str, int], *, is_new: bool, found: Findings
) -> None:
    """Check that figures and table say the same of what was forwarded and not accepted."""
    for name in ("forwarded", "not_accepted"):
        agrees = row[name] == counts.get(name) or (channel == "grievance" and not is_new)
        found.check(agrees, f"{where}: {name} is not what the figures say")


def recurring(record: Record) -> list[Record]:
    """Return what came in each of the periods that are compared, as the tables show it."""
    if record["channel"] == "corruption":
        return [
            _again("subject", row, [row["before"], row["count"]])
            for row in record["targets"]
            if row["indicator"].startswith("subject:") and row["before"] and row["count"]
        ]
    found: dict[tuple[str, str], list[Record]] = {}
    for row in record["breakdowns"]:
        if row["dimension"] in {"subject", "unit"}:
            found.setdefault((row["dimension"], row["category"]), []).append(row)
    return [
        _again(dimension, lines[0], [one["count"] for one in lines])
        for (dimension, category), lines in found.items()
        if category not in {"", "none"}
        and "+" not in category
        and len(lines) == 2
        and all(one["count"] for one in lines)
    ]


def _again(dimension: str, row: Record, counts: list[int]) -> Record:
    names = {"name_th": row["name_th"], "name_en": row["name_en"]}
    return {"dimension": dimension, **names, "counts": counts}


def figure_of(record: Record | None, indicator: str) -> int | float | None:
    """Return what a release tells of an indicator; None unless its whole year was counted."""
    if record is None or record["is_provisional"] or record["counted_from"]:
        return None
    if indicator == "received":
        years = (row for row in record["rows"] if row["period_type"] == "year")
        return next((int(year["total"] - year["opening"]) for year in years), None)
    if indicator == "satisfaction":
        answers, good = (shown(record, indicator, code) for code in ("answers", "satisfied"))
        return None if answers is None or good is None else share_of(good, answers)
    dimension, _, code = indicator.partition(":")
    counted = shown(record, dimension, code)
    if indicator == "subject:bribery" and counted is None:
        return shown(record, "bribery", code)
    return counted


def shown(record: Record, dimension: str, category: str) -> int | None:
    """Return a category of the whole year, if every period shows it by itself."""
    length = LENGTH[record["channel"]]
    counts = [
        row["count"]
        for row in record["breakdowns"]
        if (row["dimension"], row["period_type"], row["category"]) == (dimension, length, category)
    ]
    whole = len(counts) == (2 if length == "half" else 1) and None not in counts
    return sum(counts) if whole else None


def check_targets(name: str, record: Record, found: Findings) -> None:
    """Check that the year against the plan follows from its own figures and those beside it."""
    rows, channel = record["targets"], record["channel"]
    numbers = [row["line"] for row in rows]
    whole = numbers == list(range(1, len(rows) + 1)) and bool(rows) != record["is_provisional"]
    wanted = {"received", "satisfaction"}
    wanted |= {"prosecuted", "kind:complaint", "kind:tip"} if channel == "corruption" else set()
    subjects = members_of(
        row["category"] for row in record["breakdowns"] if row["dimension"] == "subject"
    )
    wanted |= {f"subject:{code}" for code in subjects if code not in {"", "none", "again"}}
    there = {row["indicator"] for row in rows}
    whole = whole and (not rows or (wanted <= there and len(there) == len(rows)))
    found.check(whole, f"{name}: a line of the plan's targets is missing or stands there twice")
    is_whole = not record["counted_from"]
    for row in rows:
        where = f"{name}: {row['indicator']}"
        check_changes(where, row, found)
        by_hand = "count" in (row["by_hand"] or "")
        counted = row["indicator"] != "prosecuted" and is_whole
        found.check(not (by_hand and counted), f"{where}: is by hand, though it was counted")
        if not by_hand:
            follows = row["count"] == figure_of(record, row["indicator"])
            found.check(follows, f"{where}: is not what the tables say")
        aimed = (row["aim"], row["aim_per_cent"]) == aim_of(row, channel)
        found.check(aimed, f"{where}: the plan wants something else")
        reached = is_reached(row)
        if reached is None and row["aim"] == "none_at_all" and is_whole:
            reached = "not_met"
        found.check(reached == row["result"], f"{where}: the result is not so")


def check_changes(where: str, row: Record, found: Findings) -> None:
    """Check that the changes of a line follow from its figures, in number and per cent."""
    for other, since in (("base", "since_base"), ("before", "since_before")):
        count, base = row["count"], row[other]
        by = share = None
        if isinstance(count, int) and isinstance(base, int):
            by = count - base
            if base and (base >= SHARE_OF or row["indicator"] == "prosecuted"):
                tenths = abs(by) * 1000 // base
                share = (tenths if by >= 0 else -tenths) / 10
        follows = (row[since], row[f"{since}_share"]) == (by, share)
        found.check(follows, f"{where}: the change does not follow from the figures")


def aim_of(row: Record, channel: str) -> tuple[str | None, int | None]:
    """Return what the plan wants of an indicator, and how many per cent."""
    indicator, years = row["indicator"], row["fiscal_year_be"] - row["base_year_be"]
    if indicator == "prosecuted":
        return ("fall_from_base", 10 * years) if 1 <= years <= 5 else (None, None)
    if indicator == "satisfaction":
        return "at_least", 80
    if channel == "corruption" and indicator == "subject:bribery":
        return "none_at_all", None
    falls = indicator.removeprefix("subject:") in FALLING[channel].split()
    if falls or (channel == "corruption" and indicator == "received"):
        return "fall", None
    return None, None


def check_sources(name: str, record: Record, found: Findings) -> None:
    """Check that every number entered by hand is that of its document, and no document idle."""
    said = {(one["fiscal_year_be"], one["indicator"]): one["count"] for one in record["by_hand"]}
    used = set()
    for row in record["targets"]:
        year = row["fiscal_year_be"]
        years = {"base": row["base_year_be"], "before": year - 1, "count": year}
        for cell in (row["by_hand"] or "").split("+") if row["by_hand"] else ():
            place = (years[cell], row["indicator"])
            used.add(place)
            follows = place in said and said[place] == row[cell]
            found.check(follows, f"{name}: {row['indicator']}: no document says this number")
    agrees = used == set(said) and len(said) == len(record["by_hand"])
    found.check(agrees, f"{name}: the documents are not those of the numbers entered by hand")


def is_reached(row: Record) -> str | None:
    """Return what the result of a line must be, where its own figures say so."""
    count, base, before, per_cent = row["count"], row["base"], row["before"], row["aim_per_cent"]
    holds = {
        "none_at_all": lambda: count == 0,
        "at_least": lambda: count >= per_cent,
        "fall": lambda: count < before,
        "fall_from_base": lambda: base > 0 and count * 100 <= base * (100 - per_cent),
    }
    other = {"fall": before, "fall_from_base": base}.get(row["aim"], 1)
    if row["aim"] is None or count is None or other is None or (count == other == 0):
        return None
    return "met" if holds[row["aim"]]() else "not_met"


def as_text(cell: Any) -> str:
    """Return a cell as the CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULAS):
        return f"'{cell}"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def check_leaves(name: str, record: Record, leaves: list[bytes], found: Findings) -> None:
    """Check that the published leaves are those of the signed root, each once."""
    said = record["leaves"]
    states = [line.partition(b" ")[0].decode() for line in leaves]
    counts = {state: states.count(state) for state in STATES}
    counted = counts == {state: said[state] for state in STATES} and len(leaves) == said["count"]
    found.check(counted, f"{name}: the leaves are not as many as signed")
    once = all(before < after for before, after in pairwise(leaves))
    found.check(once, f"{name}: the leaves are out of order, or one stands there twice")
    found.check(root_of(leaves).hex() == said["root"], f"{name}: the leaves have another root")


def hash_leaf(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over leaves (RFC 9162, 2.1.1)."""
    waiting: list[tuple[int, bytes]] = []
    for leaf in leaves:
        width, node = 1, hash_leaf(leaf)
        while waiting and waiting[-1][0] == width:
            width, node = 2 * width, hash_node(waiting.pop()[1], node)
        waiting.append((width, node))
    if not waiting:
        return hashlib.sha256().digest()
    _, root = waiting.pop()
    while waiting:
        root = hash_node(waiting.pop()[1], root)
    return root


def leads_to_root(leaf: bytes, proof: Record, root: str) -> bool:
    """Say whether a leaf stands in the tree of a root (RFC 9162, 2.1.3.2)."""
    place, last, node = proof["index"], proof["count"] - 1, hash_leaf(leaf)
    if not 0 <= place <= last:
        return False
    for beside in map(bytes.fromhex, proof["path"]):
        if last == 0:
            return False
        if place % 2 or place == last:
            node = hash_node(beside, node)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            node = hash_node(node, beside)
        place, last = place // 2, last // 2
    return bool(last == 0 and node.hex() == root)


def check_copies(places: list[tuple[list[Checked], bool]], found: Findings) -> list[Checked]:
    """Return each release once; check that no place has lost one of those named before it."""
    once: dict[tuple[str, bytes], Checked] = {}
    for releases, is_whole in places:
        here = {(one.record["proof"]["digest"], one.listed): one for one in releases}
        for known, one in once.items():
            stands = known in here or not is_whole
            found.check(stands, f"{one.name}: was published so, and is not there any more")
        once = {**here, **once}
    return list(once.values())


def check_chain(releases: list[Checked], *, is_whole: bool, found: Findings) -> None:
    """Check that each release of a channel names the one before it."""
    for channel in sorted({one.record["channel"] for one in releases}):
        chain = [one for one in releases if one.record["channel"] == channel]
        numbers = [one.record["chain_number"] for one in chain]
        found.check(len(set(numbers)) == len(numbers), f"{channel}: two releases in one place")
        known = {one.record["chain_number"]: one for one in chain}
        for one in chain:
            at = one.record["chain_number"]
            last = known.get(at - 1)
            previous = one.record["proof"]["previous"]
            if at == 1:
                found.check(previous == FIRST_PREVIOUS, f"{one.name}: is not the first release")
            elif last is not None:
                fits = previous == last.record["proof"]["digest"]
                found.check(fits, f"{one.name}: does not follow {last.name}")
            elif is_whole:
                found.check(False, f"{channel}: release {at - 1} of the chain is missing")
            else:
                found.notes.append(f"{one.name}: the release before it was not looked at")
            if is_whole:
                check_order(one, releases, found)


def check_order(one: Checked, releases: list[Checked], found: Findings) -> None:
    """Check that a release has the next number of its year, and goes back behind none before."""
    year = one.record["fiscal_year_be"]
    earlier = before(one, releases, year)
    numbers = [other.record["release"] for other in (*earlier, one)]
    found.check(numbers == list(range(1, len(numbers) + 1)), f"{one.name}: a number is left out")
    forward = all(
        day_of(one.record, day) >= day_of(other.record, day)
        for other in earlier
        for day in ("as_of", "published_on")
    )
    found.check(forward, f"{one.name}: is of an earlier day than a release before it")
    years = {other.record["fiscal_year_be"] for other in releases if follows(one, other)}
    known = one.record["counted_from"] is None or all(other >= year for other in years)
    found.check(known, f"{one.name}: counts from a day on, though the year before was published")


def follows(one: Checked, other: Checked) -> bool:
    """Say whether a release comes after another of its channel."""
    mine, its = one.record, other.record
    return bool(mine["channel"] == its["channel"] and mine["chain_number"] > its["chain_number"])


def check_repeated(releases: list[Checked], *, is_whole: bool, found: Findings) -> None:
    """Check that a breakdown of an earlier day is the one that was published of that day."""
    for one in releases:
        for place, lines in tables_of(one.record).items():
            day = lines[0]["figures_of"]
            if day == one.record["as_of"]:
                continue
            sources = [
                tables_of(other.record).get(place, [])
                for other in before(one, releases, one.record["fiscal_year_be"])
                if other.record["as_of"] == day
            ]
            same = any(said(lines) == said(source) for source in sources)
            known = bool(sources) or is_whole
            found.check(same or not known, f"{one.name}: {place[2]} is not the table of {day}")


def said(lines: Iterable[Record]) -> list[tuple[Any, ...]]:
    """Return what a breakdown says, wherever it stands."""
    names = ("category", "count", "share", "note", "figures_of")
    return [tuple(one[name] for name in names) for one in lines]


def before(one: Checked, releases: list[Checked], fiscal_year_be: int) -> list[Checked]:
    """Return the releases of a year that came before another of its channel, oldest first."""
    found = [
        other
        for other in releases
        if follows(one, other) and other.record["fiscal_year_be"] == fiscal_year_be
    ]
    return sorted(found, key=lambda other: int(other.record["chain_number"]))


def check_compared(releases: list[Checked], *, is_whole: bool, found: Findings) -> None:
    """Check that what a year is compared with is what was published of that other year."""
    for one in releases:
        for row in one.record["targets"]:
            year = row["fiscal_year_be"]
            for cell, other in (("base", row["base_year_be"]), ("before", year - 1)):
                told = before(one, releases, other)
                newest = told[-1].record if told and other < year else None
                where = f"{one.name}: {row['indicator']}"
                if cell in (row["by_hand"] or ""):
                    whole = newest and not newest["is_provisional"] and not newest["counted_from"]
                    needed = row["indicator"] == "prosecuted" or not whole
                    found.check(needed, f"{where}: {other} is by hand, though it was counted")
                elif told or is_whole:
                    agrees = row[cell] == figure_of(newest, row["indicator"])
                    found.check(agrees, f"{where}: {other} was published otherwise")


def check_keys(releases: list[Checked], keys: set[str], found: Findings) -> None:
    """Check who signed, as far as the caller knows whose keys are right."""
    for one in releases:
        key = one.record["proof"]["signer_key"]
        who = one.record["published_by"]
        if keys:
            found.check(key in keys, f"{one.name}: signed with another key, {key}")
        else:
            signed_by = f"{who['name']}, {who['position']}"
            found.notes.append(f"{one.name}: compare the key of {signed_by} on paper: {key}")


def check_receipt(
    receipt: Record, releases: list[Checked], *, is_whole: bool, found: Findings
) -> None:
    """Check that every release that must count the matter of a receipt does."""
    inner, proof = receipt["receipt"], receipt["proof"]
    hashed = hashlib.sha256(canonical(inner)).digest()
    of_channel = [one for one in releases if one.record["channel"] == inner["channel"]]
    keys = {one.record.get("receipt_key") for one in of_channel}
    genuine = is_signed(RECEIPT, hashed, proof) and proof["signer_key"] in keys
    found.check(genuine, "the receipt is not signed by the office of these releases")
    shown = {one["release"]: one for one in receipt.get("inclusion", [])}
    for gone in sorted(shown.keys() - {one.name for one in of_channel} if is_whole else ()):
        found.check(False, f"{gone}: is shown by the receipt, and is not there any more")
    if genuine:
        days = day_of(inner, "in_hand_since"), day_of(inner, "known_on")
        found.notes.append("the receipt binds figures of {}, counted after {}".format(*days))
    for one in of_channel:
        held = [line for line in lines_of(inner, one.name) if holds(one.leaves, line[1])]
        states = [state for state, _ in held]
        if states:
            found.notes.append(f"{one.name}: counts the matter of the receipt as {states[-1]}")
        elif must_count(one.record, inner):
            found.check(False, f"{one.name}: DOES NOT COUNT the matter of the receipt")
        else:
            found.notes.append(f"{one.name}: does not count it, and need not by the receipt alone")
        if one.name in shown:
            leaf = shown[one.name]["leaf"].encode()
            mine = leaf in {line for _, line in lines_of(inner, one.name)}
            leads = mine and leads_to_root(leaf, shown[one.name], one.record["leaves"]["root"])
            found.check(leads, f"{one.name}: the proof in the receipt does not lead to its root")


def lines_of(inner: Record, release: str) -> Iterator[tuple[str, bytes]]:
    """Yield every line by which a release could count the matter of a receipt."""
    for passage in range(1, MOST_PASSAGES + 1):
        for state in STATES:
            parts = (LEAF, inner["token"], inner["number"], release, str(passage), state)
            hashed = hashlib.sha256("\n".join(parts).encode()).hexdigest()
            yield state, f"{state} {hashed}".encode()


def holds(leaves: list[bytes], leaf: bytes) -> bool:
    """Say whether a leaf is among the sorted leaves of a release."""
    at = bisect.bisect_left(leaves, leaf)
    return at < len(leaves) and leaves[at] == leaf


def must_count(record: Record, inner: Record) -> bool:
    """Say whether a release covers the day on which a matter came, and knew of it."""
    said = record["leaves"]
    came_within = said["period_start"] <= inner["in_hand_since"] <= said["period_end"]
    return bool(came_within and inner["known_on"] < said["counted_on"])


def read_releases(
    place: str, found: Findings, copy: Path | None = None
) -> tuple[list[Checked], bool]:
    """Check every release of a place; say also whether those are all of the office."""
    read = keeping(reader_of(place), copy)
    try:
        listed = parsed(read("releases.json"))["releases"]
    except OSError:
        return [check_package(read, found)], False
    root, releases = place.rstrip("/"), []
    for one in listed:
        folder = str(one["datapackage"]).rpartition("/")[0]
        read = keeping(reader_of(f"{root}/{folder}"), copy / folder if copy else None)
        release = check_package(read, found)
        same = all(one[key] == release.record[key] for key in one.keys() & release.record.keys())
        found.check(same and folder == release.name, f"{folder}: is not as it is listed")
        releases.append(release)
    return releases, True


def main(arguments: list[str]) -> int:
    """Check what the caller names, and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("places", nargs="+", metavar="PLACE", help="folder or address")
    parser.add_argument("--key", action="append", default=[], help="a publisher's key, from paper")
    parser.add_argument("--receipt", type=Path, help="receipt of filing")
    parser.add_argument("--keep", type=Path, help="new folder for a copy of the last place")
    wanted = parser.parse_args(arguments)
    if wanted.keep and wanted.keep.exists():
        parser.error("--keep: the folder is there already; a copy is never written over")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that knows no Thai
    found, releases = Findings(), []
    try:
        places = [read_releases(place, found) for place in wanted.places[:-1]]
        places.append(read_releases(wanted.places[-1], found, wanted.keep))
        whole = any(is_whole for _, is_whole in places)
        releases = check_copies(places, found)
        check_chain(releases, is_whole=whole, found=found)
        check_repeated(releases, is_whole=whole, found=found)
        check_compared(releases, is_whole=whole, found=found)
        check_keys(releases, {key.lower() for key in wanted.key}, found)
        if wanted.receipt:
            receipt = parsed(wanted.receipt.read_bytes())
            check_receipt(receipt, releases, is_whole=whole, found=found)
        if not (releases or found.bad):
            raise ValueError("there is no release")  # noqa: TRY301 - nothing is no proof
    except Exception as problem:  # noqa: BLE001 - whatever it is, what was read is no proof
        print(f"cannot be read / อ่านไม่ได้: {type(problem).__name__} {plain(problem)}")
        return 2
    for one in releases:
        said = one.record["leaves"]
        print(plain(f"read {one.name}: {said['count']} cases up to {said['period_end']}"))
    for note in found.notes:
        print(f"note: {plain(note)}")
    for problem_found in found.bad:
        print(f"BAD:  {plain(problem_found)}")
    print("DOES NOT HOLD / ไม่ถูกต้อง" if found.bad else "holds / ถูกต้องครบถ้วน")
    return 1 if found.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
