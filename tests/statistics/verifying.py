"""Published releases as a folder of downloads, and what an office could do to them."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.leaves import root_of
from complaints.records.releases import Release, ReleaseFile, parts_of
from complaints.statistics import package
from complaints.statistics.editions import FORMAT, canonical
from complaints.vault.pairs import SigningPair
from tests.support.processes import ROOT

PROGRAM = ROOT / "static" / "verify-release.py"
Record = dict[str, Any]
CSV_TABLES = {"csv": "rows", "csv_breakdowns": "breakdowns", "csv_targets": "targets"}
SHEETS = {"rows": "figures", "breakdowns": "breakdowns", "targets": "targets"}
DAYS = {"period_start", "period_end", "as_of", "figures_of"}
WHOSE = {
    "channel", "fiscal_year_be", "period_type", "period_start", "period_end",
    "as_of", "release", "is_provisional",
}  # fmt: skip


def the_verifier() -> ModuleType:
    """Return the program as a module, read from its file as anybody has it."""
    spec = importlib.util.spec_from_file_location("verify_release", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_release"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


VERIFIER = the_verifier()


@dataclass(frozen=True)
class Downloads:
    """A folder as the addresses of the service would fill it."""

    folder: Path

    def release(self, name: str) -> Path:
        """Return the folder of a release."""
        return self.folder / name

    def file(self, name: str, form: str) -> Path:
        """Return a file of a release."""
        channel, year, number = name.split("/")
        saved = package.file_name(channel, int(year), int(number[1:]), form)
        return self.release(name) / saved

    def says(self, capsys: Any, *more: str, place: str = "") -> tuple[int, str]:
        """Return the end status of the program and everything that it said."""
        capsys.readouterr()
        status = VERIFIER.main([str(self.folder / place), *more])
        return status, capsys.readouterr().out


def downloaded(session: Session, folder: Path) -> Downloads:
    """Write every release of a database into a folder."""
    listed = []
    downloads = Downloads(folder)
    for release in session.scalars(sa.select(Release).order_by(Release.chain_number)):
        name = f"{release.channel}/{release.fiscal_year_be}/r{release.number}"
        downloads.release(name).mkdir(parents=True)
        query = sa.select(ReleaseFile).where(ReleaseFile.release_id == release.id)
        for file in session.scalars(query):
            content = b"".join(parts_of(session, file))
            if file.form == "package":
                (downloads.release(name) / package.FILE_NAME).write_bytes(content)
            elif not file.form.startswith("html"):
                downloads.file(name, file.form).write_bytes(content)
        listed.append({"datapackage": f"{name}/{package.FILE_NAME}"})
    (folder / "releases.json").write_text(json.dumps({"releases": listed}))
    return downloads


def resigned(
    downloads: Downloads,
    name: str,
    signer: SigningPair,
    *,
    change: Callable[[Record], None] = lambda _: None,
    leaves: list[str] | None = None,
    single: str | None = None,
    book: Record | None = None,
) -> None:
    """Change a release and sign it anew, as somebody can who holds a publisher's key.

    :param single: another CSV of single figures than the release says.
    :param book: what the workbook says instead.
    """
    path = downloads.file(name, "json")
    record = json.loads(path.read_text())
    proof = record.pop("proof")
    if leaves is not None:
        downloads.file(name, "leaves").write_text("".join(f"{leaf}\n" for leaf in leaves))
        record["leaves"]["root"] = root_of(leaf.encode() for leaf in leaves).hex()
    change(record)
    digest = sha256(canonical(record).encode() + bytes.fromhex(proof["previous"])).digest()
    proof |= {
        "digest": digest.hex(),
        "signer_key": signer.public.hex(),
        "signature": signer.sign(FORMAT.encode() + b"\x00" + digest).hex(),
    }
    path.write_text(json.dumps({**record, "proof": proof}, ensure_ascii=False))
    singled = [
        {key: cell for key, cell in row.items() if key in WHOSE}
        | {"measure": measure, "value": row[measure]}
        for row in record["rows"]
        for measure in row.keys() - WHOSE
    ]
    downloads.file(name, "csv_measures").write_text(single or _as_csv(singled), newline="")
    for form, table in CSV_TABLES.items():
        if record[table]:
            downloads.file(name, form).write_text(_as_csv(record[table]), newline="")
    _write_workbook(downloads.file(name, "xlsx"), book or record)
    pack_again(downloads, name, signer, digest)


def pack_again(downloads: Downloads, name: str, signer: SigningPair, digest: bytes) -> None:
    """List and sign the files of a release anew."""
    path = downloads.release(name) / package.FILE_NAME
    record = json.loads(path.read_text())
    del record["proof"]
    record["digest"] = digest.hex()
    for listed in record["resources"]:
        content = (path.parent / listed["path"]).read_bytes()
        listed |= {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    hashed = sha256(canonical(record).encode()).digest()
    signature = signer.sign(package.FORMAT.encode() + b"\x00" + hashed)
    record["proof"] = {"signer_key": signer.public.hex(), "signature": signature.hex()}
    path.write_text(json.dumps(record))


def _write_workbook(path: Path, record: Record) -> None:
    """Write the tables of a record into a workbook, with another program than made it."""
    book = openpyxl.load_workbook(path)
    for table, name in SHEETS.items():
        sheet = book[name]
        header = [cell.value for cell in sheet[1]]
        sheet.delete_rows(2, sheet.max_row)
        for row in record[table]:
            sheet.append([_as_day(name, row[name]) for name in header])
    book.save(path)


def _as_day(name: str, cell: Any) -> Any:
    return date.fromisoformat(cell) if name in DAYS else cell


def _as_csv(rows: list[Record]) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return written.getvalue()


def _cell(value: Any) -> Any:
    """Return what stands in a cell; a formula stays text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        return f"'{value}"
    return str(value).lower() if isinstance(value, bool) else value
