"""The forms for machines: CSV, JSON and XLSX, all of one table.

The same release gives the same bytes, and text stays text: no cell begins as
a formula would.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from complaints.statistics.editions import Edition, Table
from complaints.statistics.figures import COUNTS, Cell
from complaints.statistics.words import INVENTED, Words, day_words, definition_of, title

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Also in full width, which some spreadsheets take for the same."""
_NARROW, _WIDE = 15, 70


def csv_of(edition: Edition) -> bytes:
    """Return the table as CSV: UTF-8, ASCII header, one row for each period.

    :source: RFC 4180; OWASP, CSV Injection.
    """
    return csv_of_table(edition.draft.table)


def csv_of_measures(edition: Edition) -> bytes:
    """Return the same figures as CSV, one row for each measure of each period."""
    return csv_of_table(edition.draft.measures_table)


def csv_of_breakdowns(edition: Edition) -> bytes:
    """Return the breakdowns as CSV, one row for each line."""
    return csv_of_table(edition.draft.breakdown_table)


def csv_of_targets(edition: Edition) -> bytes:
    """Return the year against the plan as CSV, one row for each indicator."""
    return csv_of_table(edition.draft.targets_table)


def csv_of_table(table: Table) -> bytes:
    """Return any table as CSV; an empty cell says that there is no such figure."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.fields)
    writer.writerows([_as_text(row[name]) for name in table.fields] for row in table.rows)
    return written.getvalue().encode()


def json_of(edition: Edition) -> bytes:
    """Return the whole release as JSON: rows, words and what proves them."""
    record = json.dumps(edition.as_record(), ensure_ascii=False, indent=2)
    return f"{record}\n".encode()


def xlsx_of(edition: Edition) -> bytes:
    """Return the table as a workbook, with a second sheet that explains it."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    published_on = datetime.combine(edition.imprint.published_on, time())
    names = title(edition.draft.channel, edition.draft.fiscal_year_be)
    book.set_properties(
        {
            "title": names.th,
            "author": edition.imprint.agency.th,
            "created": published_on,
        }
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    _write_table(book.add_worksheet("figures"), edition.draft.table, bold, day)
    _write_table(book.add_worksheet("breakdowns"), edition.draft.breakdown_table, bold, day)
    _write_table(book.add_worksheet("targets"), edition.draft.targets_table, bold, day)
    _write_notes(book.add_worksheet("notes"), edition, bold)
    book.close()
    return written.getvalue()


def xlsx_of_table(table: Table, created: date) -> bytes:
    """Return any table as a workbook of one sheet.

    :param created: the day that the workbook bears, so that the same table gives the same bytes.
    """
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": datetime.combine(created, time())})
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    _write_table(book.add_worksheet("figures"), table, bold, day)
    book.close()
    return written.getvalue()


def _write_table(sheet: Worksheet, table: Table, bold: Format, day: Format) -> None:
    for column, name in enumerate(table.fields):
        sheet.write_string(0, column, name, bold)
        for line, row in enumerate(table.rows, start=1):
            _write_cell(sheet, line, column, row[name], day)
    sheet.set_column(0, len(table.fields) - 1, _NARROW)
    sheet.freeze_panes(1, 5)


def _write_cell(sheet: Worksheet, line: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, datetime.combine(cell, time()), day)
    elif isinstance(cell, int | float):
        sheet.write_number(line, column, cell)
    elif cell is not None:
        sheet.write_string(line, column, cell)


def _write_notes(sheet: Worksheet, edition: Edition, bold: Format) -> None:
    draft, imprint = edition.draft, edition.imprint
    record = edition.as_record()
    facts: list[tuple[str, str, str]] = [
        ("title", record["title"]["th"], record["title"]["en"]),
        *([("demonstration", *_pair(INVENTED))] if imprint.is_demonstration else []),
        ("issuer", imprint.agency.th, imprint.agency.en),
        ("as_of", *_pair(day_words(draft.as_of))),
        ("published_on", *_pair(day_words(imprint.published_on))),
        ("published_by", imprint.publisher, imprint.position),
        ("reason", *_pair(imprint.reason)),
        *(("none", words["th"], words["en"]) for words in record["none"]),
        *(("method", *_pair(words)) for words in draft.method),
    ]
    for name in COUNTS[draft.channel]:
        one = definition_of(draft.channel, name)
        facts.append((name, f"{one.name.th}: {one.meaning.th}", f"{one.name.en}: {one.meaning.en}"))
    facts += [("targets", words["th"], words["en"]) for words in record["targets_method"]]
    facts += [
        (f"{one['indicator']} {one['fiscal_year_be']}", str(one["source"]), str(one["stated_on"]))
        for one in record["by_hand"]
    ]
    for one in record["recurrence"]:
        counts = ", ".join(map(str, one["counts"]))
        facts.append(("recurrence", f"{one['name_th']}: {counts}", f"{one['name_en']}: {counts}"))
    facts += [("guideline", one["text"]["th"], one["text"]["en"]) for one in record["guidelines"]]
    facts += [(name, text, "") for name, text in record["proof"].items()]
    for line, texts in enumerate((("name", "th", "en"), *facts)):
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text, bold if line == 0 else None)
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(1, 2, _WIDE)


def _pair(words: Words) -> tuple[str, str]:
    return words.th, words.en


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.1f}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    is_formula = isinstance(cell, str) and text.startswith(_FORMULA_STARTS)
    return f"'{text}" if is_formula else text
