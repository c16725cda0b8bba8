"""HTML, CSV, JSON, XLSX and PDF agree cell by cell, each read back with another library."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import cycle, dropwhile
from typing import Any

import openpyxl
import pypdf
import pypdfium2
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.domain.calendar import PeriodType, periods_of
from complaints.domain.channel import Channel
from complaints.domain.subjects import SUBJECTS
from complaints.records.agency import Subject, Unit
from complaints.statistics.breakdown_words import NOTES, Note
from complaints.statistics.editions import Draft, Edition, Table, signed
from complaints.statistics.figures import COUNTS, MOVEMENTS, STAYS
from complaints.statistics.forms import csv_of_table
from complaints.statistics.method_words import NO_DAYS
from complaints.statistics.preparing import prepare
from complaints.statistics.releases import print_forms
from complaints.statistics.statements import Imprint
from complaints.statistics.target_words import RESULTS, TITLE
from complaints.statistics.targets import COMPARED
from complaints.statistics.words import DEFINITIONS, Language, Words, period_words
from complaints.vault.pairs import SigningPair
from complaints.web.dates import english_date, thai_date
from complaints.web.statistics_press import MAIN_COUNTS, Press
from tests.statistics.by_hand import enter_some
from tests.statistics.histories import Counted, History, an_agency, histories, keep, keep_lists

TODAY = date(2026, 11, 21)
NO_REASON = Words("", "")
PERIODS = periods_of(2569, *PeriodType)
DAYS = {
    words(day, "short"): day.isoformat()
    for period in PERIODS
    for day in (period.start, period.end)
    for words in (thai_date, english_date)
}
FIGURE = re.compile(r"[\d,]+(\.\d)?|—")
SIGNED = r"(?:[+−]?[\d,]+(?:\.\d)?|—)"
Rows = list[dict[str, str]]


def an_edition(session: Session, channel: Channel, reason: Words = NO_REASON) -> Edition:
    draft: Draft = prepare(Counted(session, channel, an_agency(), TODAY), 2569, TODAY)
    imprint = Imprint(
        agency=Words("เทศบาลตำบลตัวอย่าง", "Example Municipality"),
        publisher_id="0" * 32,
        publisher="นางสาวตัวอย่าง ใจซื่อ",
        position="นิติกรชำนาญการ",
        published_on=TODAY,
        reason=reason,
    )
    return signed(draft, imprint, SigningPair(bytes(32)))


_printed: dict[str, dict[str, bytes]] = {}


def printed(edition: Edition, press: Press) -> dict[str, bytes]:
    """Return an edition in every form; the same one is printed once, whichever database counted.

    To print takes seconds, and that it gives the same bytes has a test of its own.
    """
    if repr(edition) not in _printed:
        _printed[repr(edition)] = print_forms(edition, press)
    return dict(_printed[repr(edition)])


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds to print
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(past=st.lists(histories(), min_size=20, max_size=40))
@pytest.mark.postgres
@pytest.mark.parametrize("channel", Channel)
def test_all_five_forms_agree_cell_by_cell(
    sessions: tuple[Session, Session], press: Press, channel: Channel, past: list[History]
) -> None:
    """Both databases count the same, to the last type; so what the one counted is printed."""
    edition, another = (counted(session, channel, past) for session in sessions)
    proved = replace(another.draft, leaves=edition.draft.leaves)  # each case has an id of its own
    assert repr(proved) == repr(edition.draft)
    files = print_forms(edition, press)

    _agree_on_every_cell(files)
    _agree_on_names(files)
    _agree_on_single_figures(files, COUNTS[channel])
    _agree_on_figures(files, COUNTS[channel], 20 if channel is Channel.GRIEVANCE else 3)
    _agree_on_breakdowns(files)
    _agree_on_targets(files, 19 if channel is Channel.CORRUPTION else 12)


def counted(session: Session, channel: Channel, past: list[History]) -> Edition:
    """Return the edition of a past that a database holds for a moment."""
    keep(session, past)
    enter_some(session, channel)
    try:
        return an_edition(session, channel)
    finally:
        session.rollback()


def _agree_on_every_cell(files: dict[str, bytes]) -> None:
    """Compare the forms for programs whole: figures, days, words and notes, in every column."""
    book, record = openpyxl.load_workbook(io.BytesIO(files["xlsx"])), json.loads(files["json"])
    for form, sheet, part in (
        ("csv", "figures", "rows"),
        ("csv_breakdowns", "breakdowns", "breakdowns"),
        ("csv_targets", "targets", "targets"),
    ):
        header, *rows = csv.reader(io.StringIO(files[form].decode("utf-8"), newline=""))
        from_csv = [[_plain(cell) for cell in row] for row in rows]

        assert all(name.isascii() for name in header)
        origin = [record[name] for name in ("as_of", "release", "is_provisional")]
        assert {tuple(row[-3:]) for row in from_csv} == {tuple(map(_plain, origin))}
        assert [[_plain(row[name]) for name in header] for row in record[part]] == from_csv
        assert all(set(row) == set(header) for row in record[part])
        top, *lines = book[sheet].iter_rows(values_only=True)
        assert list(top) == header
        assert [[_plain(cell) for cell in line] for line in lines] == from_csv


def _agree_on_names(files: dict[str, bytes]) -> None:
    """Compare what each line is called on the pages and on the sheets."""
    rows = list(csv.DictReader(io.StringIO(files["csv_breakdowns"].decode(), newline="")))
    for language in Language:
        called = [_called(row, language) for row in rows]
        page = BeautifulSoup(files[f"html_breakdowns_{language}"], "html.parser")
        shown = page.select("table[data-breakdown] tbody tr th")
        assert [cell.get_text() for cell in shown] == called
    with pypdfium2.PdfDocument(files["pdf"]) as document:  # it reads what each line says as a whole
        sheets = "".join(page.get_textpage().get_text_range() for page in document)
    sheets = "".join(unicodedata.normalize("NFKC", sheets).split())
    for row in rows:
        words = f"{row['line']}.{_called(row, Language.TH)}"
        assert "".join(unicodedata.normalize("NFKC", words).split()) in sheets


def _called(row: dict[str, str], language: Language) -> str:
    note = NOTES[Note(row["note"])].in_(language) if row["note"] else ""
    return " – ".join(part for part in (row[f"name_{language}"], note) if part)


def _agree_on_single_figures(files: dict[str, bytes], names: tuple[str, ...]) -> None:
    """Compare the CSV with one figure in a row with that of one period in a row."""
    wide = csv.DictReader(io.StringIO(files["csv"].decode(), newline=""))
    singled = csv.DictReader(io.StringIO(files["csv_measures"].decode(), newline=""))

    assert [
        (row["period_type"], row["period_start"], row["period_end"], row["measure"], row["value"])
        for row in singled
    ] == [
        (row["period_type"], row["period_start"], row["period_end"], name, row[name])
        for row in wide
        for name in names
    ]


def _agree_on_figures(files: dict[str, bytes], names: tuple[str, ...], count: int) -> None:
    from_csv = read_csv(files["csv"], names)

    assert len(from_csv) == count
    assert read_json(files["json"], names) == from_csv
    assert read_xlsx(files["xlsx"], names) == from_csv
    assert read_html(files["html_figures_th"], names) == from_csv
    assert read_html(files["html_figures_en"], names) == from_csv
    for language in Language:
        assert read_main_tables(files[f"html_{language}"]) == _main_counts(from_csv, names)
    for part in (MOVEMENTS, set(names) - MOVEMENTS - STAYS, STAYS):
        columns = tuple(name for name in names if name in part)
        assert not columns or read_pdf(files["pdf"], columns) == [
            _figures(row, columns) for row in from_csv
        ]


def _agree_on_breakdowns(files: dict[str, bytes]) -> None:
    reader = csv.DictReader(io.StringIO(files["csv_breakdowns"].decode(), newline=""))
    from_csv = [_line(row) for row in reader]

    assert from_csv
    assert [_line(row) for row in json.loads(files["json"])["breakdowns"]] == from_csv
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["breakdowns"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert [_line(dict(zip(header, row, strict=True))) for row in rows] == from_csv
    for language in Language:
        assert breakdowns_of_page(files[f"html_breakdowns_{language}"]) == from_csv
    assert breakdowns_of_sheets(files["pdf"]) == from_csv


def _agree_on_targets(files: dict[str, bytes], count: int) -> None:
    reader = csv.DictReader(io.StringIO(files["csv_targets"].decode(), newline=""))
    from_csv = [_target(row) for row in reader]

    assert len(from_csv) == count
    assert [_target(row) for row in json.loads(files["json"])["targets"]] == from_csv
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["targets"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert [_target(dict(zip(header, row, strict=True))) for row in rows] == from_csv
    for language in Language:
        table = BeautifulSoup(files[f"html_figures_{language}"], "html.parser").select(
            "[data-targets] tr"
        )
        shown = [[cell.get_text() for cell in line.select("td")] for line in table[1:]]
        assert [_as_target(line, language) for line in shown] == from_csv
    assert targets_of_sheets(files["pdf"]) == from_csv


def _target(row: dict[Any, Any]) -> list[str]:
    return [*(_plain(row[name]) for name in COMPARED), str(row["result"] or "none")]


def _as_target(cells: list[str], language: Language) -> list[str]:
    codes = {words.in_(language): str(result) for result, words in RESULTS.items()}
    *figures, result = [cell.replace("−", "-").replace("+", "") for cell in cells]
    return [*(_plain(cell) for cell in figures), codes.get(result, "none")]


def targets_of_sheets(content: bytes) -> list[list[str]]:
    """Return the figures and the result of every line on the sheets."""
    codes = {unicodedata.normalize("NFKC", words.th): str(code) for code, words in RESULTS.items()}
    results = "|".join([*codes, "—"])
    ending = re.compile(rf"(({SIGNED} ){{{len(COMPARED)}}})({results})$")
    heading = unicodedata.normalize("NFKC", TITLE.th)
    found = []
    for text in dropwhile(lambda text: not text.startswith(heading), _normal_lines(content)):
        line = ending.search(text.strip())
        if line:
            numbers = line[1].replace("−", "-").replace("+", "").split()
            found.append([*map(_plain, numbers), codes.get(line[line.lastindex or 0], "none")])
    return found


def _line(row: dict[Any, Any]) -> tuple[str, str, str]:
    return _plain(row["line"]), _plain(row["count"]), _plain(row["share"])


def breakdowns_of_page(content: bytes) -> list[tuple[str, str, str]]:
    """Return number, count and share of every line on a page."""
    found = []
    for line in BeautifulSoup(content, "html.parser").select("table[data-breakdown] tbody tr"):
        number, count, *share = [_plain(cell.get_text()) for cell in line.select("td")]
        found.append((number, count, share[0] if share else "none"))
    return found


def breakdowns_of_sheets(content: bytes) -> list[tuple[str, str, str]]:
    """Return the same of the sheets; a long name goes on over several lines of text."""
    found: list[tuple[str, str, str]] = []
    waiting = False
    for text in _lines_of(content):
        waiting = waiting or text.startswith(f"{len(found) + 1}. ")
        figures = _figures_at_the_end(text.partition(". ")[2] or text)
        if waiting and figures:
            count, share, *_ = *figures[-2:], "none"
            found.append((_plain(str(len(found) + 1)), count, share))
            waiting = False
    return found


@lru_cache(maxsize=1)  # the same sheets are read for figures, breakdowns and targets
def _lines_of(sheets: bytes) -> tuple[str, ...]:
    reader = pypdf.PdfReader(io.BytesIO(sheets))
    return tuple(line for page in reader.pages for line in page.extract_text().splitlines())


def _normal_lines(sheets: bytes) -> Iterator[str]:
    return (unicodedata.normalize("NFKC", line) for line in _lines_of(sheets))


def _figures_at_the_end(text: str) -> list[str]:
    words = text.split()
    found: list[str] = []
    while words and FIGURE.fullmatch(words[-1]):
        found.insert(0, _plain(words.pop()))
    return found


def read_csv(content: bytes, names: tuple[str, ...]) -> Rows:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    return [_row(row, names) for row in reader]


def read_json(content: bytes, names: tuple[str, ...]) -> Rows:
    return [_row(row, names) for row in json.loads(content)["rows"]]


def read_xlsx(content: bytes, names: tuple[str, ...]) -> Rows:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["figures"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [_row(dict(zip(header, row, strict=True)), names) for row in rows]


def read_html(content: bytes, names: tuple[str, ...]) -> Rows:
    table = BeautifulSoup(content, "html.parser").find(id="all-figures")
    assert table is not None
    found = []
    for line in table.select("tbody tr"):
        *figures, start, end = [cell.get_text() for cell in line.select("td")]
        row = {"period_start": DAYS[start], "period_end": DAYS[end]}
        row |= dict(zip(names, figures, strict=True))
        found.append(_row(row, names))
    return found


def read_main_tables(content: bytes) -> list[list[str]]:
    """Return the figures of the tables on the first page, by length of period and then in order."""
    lines = BeautifulSoup(content, "html.parser").select("table[id^=by-] tbody tr")
    return [
        [_plain(cell.get_text()) for cell in line.select("td") if FIGURE.fullmatch(cell.get_text())]
        for line in lines
    ]


def _main_counts(rows: Rows, names: tuple[str, ...]) -> list[list[str]]:
    return [[row[name] for name in MAIN_COUNTS if name in names] for row in rows]


def read_pdf(content: bytes, names: tuple[str, ...]) -> list[list[str]]:
    """Return the figures of every line of so many that begins with a period, in order.

    Names of periods end with a number as well, those of halves and nine months apart.
    """
    periods = tuple(unicodedata.normalize("NFKC", period_words(one).th) for one in PERIODS)
    found = []
    for text in _normal_lines(content):
        figures = _figures_at_the_end(text)
        own = figures if text.startswith(("6 ", "9 ")) else figures[1:]
        if text.startswith(periods) and len(own) == len(names):
            found.append(own)
    return found


def _row(row: dict[Any, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: _plain(row[name]) for name in ("period_start", "period_end", *names)}


def _figures(row: dict[str, str], names: tuple[str, ...]) -> list[str]:
    return [row[name] for name in names]


def _plain(cell: Any) -> str:
    """Return a cell of any form in one way of writing."""
    if cell in (None, "", "—"):
        return "none"
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    try:
        return f"{float(str(cell).replace(',', '')):.1f}"
    except ValueError:
        return str(cell)


def test_zero_is_written_and_what_cannot_be_computed_is_not_zero(
    session: Session, press: Press
) -> None:
    files = printed(an_edition(session, Channel.GRIEVANCE), press)

    first = csv.DictReader(io.StringIO(files["csv"].decode())).__next__()
    (row, *_) = json.loads(files["json"])["rows"]
    page = BeautifulSoup(files["html_th"], "html.parser")

    assert (first["total"], first["on_time_of"], first["on_time_share"]) == ("0", "0", "")
    assert (row["total"], row["on_time_share"]) == (0, None)
    assert "ไม่มีเรื่องร้องทุกข์/ร้องเรียนในช่วงวันที่ 1 ตุลาคม 2568" in page.get_text()
    assert [cell.get_text() for cell in page.select(".stat__value")] == ["0", "0", "0", "—"]


def test_the_same_edition_gives_the_same_bytes(session: Session, press: Press) -> None:
    edition = an_edition(session, Channel.GRIEVANCE)

    assert print_forms(edition, press) == print_forms(edition, press)


def test_every_form_says_of_which_day_and_whose_it_is(session: Session, press: Press) -> None:
    files = printed(an_edition(session, Channel.CORRUPTION), press)
    page = BeautifulSoup(files["html_en"], "html.parser").get_text()
    sheets = _words(files["pdf"])

    assert "21 November 2026" in page
    assert "Example Municipality" in page
    assert "21 พฤศจิกายน 2569" in sheets
    assert unicodedata.normalize("NFKC", "เทศบาลตำบลตัวอย่าง") in sheets
    assert json.loads(files["json"])["as_of"] == "2026-11-21"
    assert json.loads(files["json"])["agency"]["th"] == "เทศบาลตำบลตัวอย่าง"


def test_the_sheets_can_be_searched_and_spoken_in_thai(session: Session, press: Press) -> None:
    sheets = printed(an_edition(session, Channel.CORRUPTION), press)["pdf"]
    reader = pypdf.PdfReader(io.BytesIO(sheets))

    for words in ("จำนวนเรื่อง", "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ผู้แจ้ง"):
        assert unicodedata.normalize("NFKC", words) in _words(sheets)
    catalogue = str(reader.root_object)
    assert "'/Marked': True" in catalogue or "/Marked true" in catalogue
    assert "'/Lang': 'th'" in catalogue
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)


def test_a_page_leads_with_the_triple_then_table_chart_files_and_method(
    session: Session, press: Press
) -> None:
    page = printed(an_edition(session, Channel.GRIEVANCE), press)["html_th"].decode()
    soup = BeautifulSoup(page, "html.parser")

    assert [label.get_text() for label in soup.select(".stat__label")[:3]] == [
        DEFINITIONS[name].name.in_(Language.TH) for name in ("total", "completed", "in_progress")
    ]
    places = [page.index(f'id="{name}"') for name in ("headline", "table", "chart", "downloads")]
    assert places == sorted(places)
    assert [link["href"] for link in soup.select("#downloads ~ ul a")] == [
        f"/statistics/grievance/2569/r1{end}" for end in (".pdf", ".xlsx", ".csv", ".json")
    ]


def test_the_protected_channel_says_why_it_tells_no_days(session: Session, press: Press) -> None:
    forms = printed(an_edition(session, Channel.CORRUPTION), press)
    reason = NO_DAYS.in_(Language.TH)

    method = BeautifulSoup(forms["html_th"], "html.parser").select("#method ~ ul li")

    assert reason in [item.get_text() for item in method]
    assert reason in str(json.loads(forms["json"])["method"])


def test_text_that_begins_like_a_formula_stays_text(session: Session, press: Press) -> None:
    hostile = '=HYPERLINK("http://example.org","ดู")'
    edition = an_edition(session, Channel.GRIEVANCE, Words(hostile, hostile))
    book = openpyxl.load_workbook(io.BytesIO(printed(edition, press)["xlsx"]))
    cells = [cell for line in book["notes"].iter_rows() for cell in line if cell.value == hostile]

    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert all(cell.data_type != "f" for line in book["figures"].iter_rows() for cell in line)
    for start in "=+-@\t\r＝＋－＠":
        table = Table(fields=("text",), rows=({"text": f"{start}1+1"},))
        _, written = list(csv.reader(io.StringIO(csv_of_table(table).decode(), newline="")))
        assert written == [f"'{start}1+1"]


@pytest.mark.parametrize("channel", Channel)
def test_no_text_of_any_table_becomes_a_formula(
    session: Session, press: Press, channel: Channel
) -> None:
    keep_lists(session)
    named = [*session.scalars(sa.select(Subject)), *session.scalars(sa.select(Unit))]
    for start, one in zip(cycle("=+-@\t\r"), named, strict=False):
        one.name_th = one.name_en = f"{start}SUM(1+1)*cmd|' /C calc'!A0"
    session.flush()
    hostile = '@SUM(1+1)*HYPERLINK("http://example.org")'

    files = printed(an_edition(session, channel, Words(hostile, hostile)), press)

    written = [
        cell
        for form, content in files.items()
        if form.startswith("csv")
        for row in csv.reader(io.StringIO(content.decode(), newline=""))
        for cell in row
    ]
    assert sum("SUM(1+1)" in cell for cell in written) >= 2 * len(SUBJECTS[channel])
    assert [cell for cell in written if cell.startswith(tuple("=+-@\t\r\n"))] == []
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert sum("SUM(1+1)" in str(cell.value) for cell in cells) >= 2 * len(SUBJECTS[channel])


def _words(sheets: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(sheets)).pages
    text = " ".join(page.extract_text() for page in pages)
    return unicodedata.normalize("NFKC", re.sub(r"\s+", " ", text))
