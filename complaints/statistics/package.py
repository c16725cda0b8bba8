"""The list of a release's files, as a signed Frictionless Data Package.

It is printed last, because it carries the hash of every other file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from complaints.domain.leaves import release_name
from complaints.statistics.editions import Draft, Edition, Signer, Table, canonical
from complaints.statistics.figures import COUNTS
from complaints.statistics.words import Words, definition_of, title

FORMAT: Final = "complaints-package-1"
FILE_NAME: Final = "datapackage.json"

_RESOURCES: Final = {
    "csv": ("figures", "text/csv", Words("ตารางตัวเลข", "Table of figures")),
    "csv_measures": (
        "measures",
        "text/csv",
        Words("ตารางตัวเลข แถวละหนึ่งรายการ", "Figures, one in a row"),
    ),
    "csv_breakdowns": (
        "breakdowns",
        "text/csv",
        Words("ตารางแยกรายละเอียด", "Breakdowns"),
    ),
    "csv_targets": (
        "targets",
        "text/csv",
        Words("ตารางเทียบกับเป้าหมายของแผน", "Against the plan's targets"),
    ),
    "json": (
        "release",
        "application/json",
        Words("ข้อมูลทั้งหมดที่ลงลายมือชื่อ", "Everything that is signed"),
    ),
    "xlsx": (
        "workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Words("สมุดงาน", "Workbook"),
    ),
    "pdf": ("sheets", "application/pdf", Words("ฉบับพิมพ์", "Sheets for print")),
    "leaves": ("leaves", "text/plain", Words("รายการพิสูจน์", "Leaves that prove the counts")),
}
_TYPES: Final = {
    "channel": "string",
    "period_type": "string",
    "period_start": "date",
    "period_end": "date",
    "as_of": "date",
    "is_provisional": "boolean",
    "on_time_share": "number",
    "measure": "string",
    "value": "number",
    "dimension": "string",
    "category": "string",
    "name_th": "string",
    "name_en": "string",
    "share": "number",
    "note": "string",
    "figures_of": "date",
    "indicator": "string",
    "aim": "string",
    "base": "number",
    "before": "number",
    "since_base_share": "number",
    "since_before_share": "number",
    "result": "string",
    "by_hand": "string",
}


_TABLES: Final[dict[str, Callable[[Draft], tuple[Table, list[str]]]]] = {
    "csv": lambda draft: (draft.table, ["period_start", "period_end"]),
    "csv_measures": lambda draft: (draft.measures_table, ["period_start", "period_end", "measure"]),
    "csv_breakdowns": lambda draft: (draft.breakdown_table, ["line"]),
    "csv_targets": lambda draft: (draft.targets_table, ["line"]),
}

_FIRST_SHEET: Final = "csv"
"""The form whose table stands on the first sheet of the workbook."""


def file_name(channel: str, fiscal_year_be: int, number: int, form: str) -> str:
    """Return under what name a file of a release is saved."""
    if form == "package":
        return FILE_NAME  # the name by which programs look for it beside the files
    ending = "-leaves.txt" if form == "leaves" else f".{form}"
    form, _, table = form.partition("_")
    if table:
        ending = f"-{table}.{form}"
    return f"{channel}-{fiscal_year_be}-r{number}{ending}"


def package_of(edition: Edition, files: Mapping[str, bytes], signer: Signer) -> bytes:
    """Return the signed list of the files of an edition.

    :param files: the printed files by the name of their form.
    :source: Data Package v1 (Frictionless): resources with hash, bytes and schema.
    """
    draft, imprint = edition.draft, edition.imprint
    names = title(draft.channel, draft.fiscal_year_be)
    record: dict[str, Any] = {
        "profile": "data-package",
        "name": f"{draft.channel.value}-{draft.fiscal_year_be}-r{draft.number}",
        "title": f"{names.th} / {names.en}",
        "description": "\n".join(f"{words.th} / {words.en}" for words in draft.method),
        "version": f"{draft.fiscal_year_be}.{draft.number}.0",
        "created": f"{imprint.published_on.isoformat()}T00:00:00+07:00",
        "contributors": [
            {"title": f"{imprint.agency.th} / {imprint.agency.en}", "role": "publisher"}
        ],
        "format": FORMAT,
        "release_name": release_name(draft.channel.value, draft.fiscal_year_be, draft.number),
        "digest": edition.digest.hex(),
        "resources": [_resource(edition, form, files[form]) for form in _RESOURCES],
    }
    hashed = sha256(canonical(record).encode()).digest()
    proof = {
        "signer_key": edition.signer_key.hex(),
        "signature": signer.sign(FORMAT.encode() + b"\x00" + hashed).hex(),
    }
    text = json.dumps({**record, "proof": proof}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _resource(edition: Edition, form: str, content: bytes) -> dict[str, Any]:
    draft = edition.draft
    name, media_type, words = _RESOURCES[form]
    described: dict[str, Any] = {
        "name": name,
        "path": file_name(draft.channel.value, draft.fiscal_year_be, draft.number, form),
        "title": f"{words.th} / {words.en}",
        "mediatype": media_type,
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
    if form in _TABLES:
        described |= {
            "profile": "tabular-data-resource",
            "format": "csv",
            "encoding": "utf-8",
            "schema": _schema(edition, form),
        }
    elif form == "xlsx":
        # A program that reads the list guesses at a workbook's columns unless it is told.
        described |= {"format": "xlsx", "schema": _schema(edition, _FIRST_SHEET)}
    return described


def _schema(edition: Edition, form: str) -> dict[str, Any]:
    table, key = _TABLES[form](edition.draft)
    fields = [_field(edition, form, name) for name in table.fields]
    return {"fields": fields, "primaryKey": key}


def _field(edition: Edition, form: str, name: str) -> dict[str, Any]:
    types = {**_TYPES, "count": "number"} if form == "csv_targets" else _TYPES
    described: dict[str, Any] = {"name": name, "type": types.get(name, "integer")}
    if name in COUNTS[edition.draft.channel]:
        words = definition_of(edition.draft.channel, name)
        described["title"] = f"{words.name.th} / {words.name.en}"
        described["description"] = f"{words.meaning.th} / {words.meaning.en}"
    return described
