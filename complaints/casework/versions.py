"""Which version of each sealed row stood last, kept where the database is not.

Sealed bytes open in their own place alone, but an earlier version of a row
opens there as well as the newest. So once a day the jobs write into a register
beside the signed heads which version stands where, and the heads sign how far
the register had come. ``verify`` compares: a row that is again what it was
before its newest version, or that is there again after it was gone, was set
back by somebody. What changed and was set back within one day is not seen.

A line is what the row is, whose it is, and a digest of its sealed bytes; ``-``
for a row that is gone, and ``!`` before a digest for one that was set back.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from complaints.records.cases import Case, IdentityNest
from complaints.records.notices import MailAddress
from complaints.records.officers import Officer
from complaints.records.rating_slips import RatingSlip
from complaints.records.recovery import RecoveryEnvelopes
from complaints.records.signals import CaseSignal
from complaints.work import Work

REGISTER = "versions.txt"
GONE, SET_BACK, ANEW = "-", "!", "= restored\n"
_Row = tuple[str, str]

_NOTED: dict[str, tuple[Any, ...]] = {
    "heading": (Case.id, Case.heading_sealed),
    "reporter-key": (Case.id, Case.reporter_key_sealed),
    "rows-and-keys": (Case.id, Case.entry_count, Case.key_number),
    "signal": (CaseSignal.case_id, CaseSignal.signal_sealed),
    "seeds": (Officer.id, Officer.secrets_sealed, Officer.salt),
    "custodians": (RecoveryEnvelopes.channel, RecoveryEnvelopes.envelopes_sealed),
    "mail-address": (MailAddress.case_id, MailAddress.address_sealed),
    "slip": (RatingSlip.case_id, RatingSlip.seed_sealed, RatingSlip.answer_sealed),
    "nest": (
        IdentityNest.identity_id
        + sa.literal(":")
        + IdentityNest.first_id
        + sa.literal(":")
        + IdentityNest.second_id,
        IdentityNest.key_sealed,
    ),
}
"""What may change or go in its own place: whose it is, and what fixes its version.

Rows that are written once and never go but with their case have no earlier version.
"""


@dataclass
class Register:
    """The register as it was read.

    :ivar newest: the version that stood last, by row.
    :ivar earlier: versions before that one.
    :ivar set_back: rows that the jobs found set back, in order.
    """

    newest: dict[_Row, str] = field(default_factory=dict)
    earlier: dict[_Row, set[str]] = field(default_factory=dict)
    set_back: list[_Row] = field(default_factory=list)

    def take(self, row: _Row, version: str) -> None:
        """Take in the next version of a row."""
        if row in self.newest:
            self.earlier.setdefault(row, set()).add(self.newest[row])
        self.newest[row] = version

    def is_set_back(self, row: _Row, version: str) -> bool:
        """Say whether a row is again what it was before its newest version."""
        return version != self.newest.get(row) and version in self.earlier.get(row, ())


def read_register(folder: Path) -> Register:
    """Return the register of a folder; an empty one where there is none yet."""
    register, path = Register(), folder / REGISTER
    if not path.exists():
        return register
    with path.open() as lines:
        for line in lines:
            if line == ANEW:
                register = Register(set_back=register.set_back)
                continue
            what, whose, version = line.split()
            row = (what, whose)
            if version.startswith(SET_BACK):
                register.set_back.append(row)
            register.take(row, version.removeprefix(SET_BACK))
    return register


def note_versions(work: Work, folder: Path) -> list[_Row]:
    """Write down every version that is new, and return the rows that were set back.

    Safe to repeat; a run that is killed leaves at worst half a line less.
    """
    register, found = read_register(folder), dict(versions_now(work))
    lines, back = [], []
    for row, version in found.items():
        if version == register.newest.get(row):
            continue
        was_set_back = register.is_set_back(row, version)
        back += [row] if was_set_back else []
        lines.append(f"{row[0]} {row[1]} {SET_BACK if was_set_back else ''}{version}\n")
    for row, version in register.newest.items():
        if row not in found and version != GONE:
            lines.append(f"{row[0]} {row[1]} {GONE}\n")
    _append(folder, "".join(lines))
    return back


def rows_set_back(work: Work, folder: Path) -> list[_Row]:
    """Return the rows that were set back: found by the jobs before, or standing so now."""
    register = read_register(folder)
    now = [row for row, version in versions_now(work) if register.is_set_back(row, version)]
    return [*register.set_back, *now]


def begin_anew(folder: Path) -> None:
    """Note that a backup was restored: rows of an earlier day stand rightly from now on."""
    if (folder / REGISTER).exists():
        _append(folder, ANEW)


def extent(folder: Path) -> dict[str, Any]:
    """Return how far the register has come, for the heads to sign."""
    path = folder / REGISTER
    content = path.read_bytes() if path.exists() else b""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def holds_extent(folder: Path, signed: dict[str, Any]) -> bool:
    """Say whether the register still begins as it was when it was signed."""
    path = folder / REGISTER
    content = path.read_bytes() if path.exists() else b""
    begun = content[: int(signed["bytes"])]
    return hashlib.sha256(begun).hexdigest() == str(signed["sha256"])


def versions_now(work: Work) -> Iterator[tuple[_Row, str]]:
    """Return the version of every row that may change in its place."""
    for what, columns in _NOTED.items():
        query = sa.select(*columns).execution_options(yield_per=500)
        for whose, *parts in work.session.execute(query):
            if any(part is not None for part in parts):
                yield (what, str(whose)), _version(parts)


def _version(parts: list[Any]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = bytes(part) if isinstance(part, bytes | memoryview) else str(part).encode()
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.hexdigest()[:32]


def _append(folder: Path, lines: str) -> None:
    if not lines:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    how = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    with os.fdopen(os.open(folder / REGISTER, how, 0o600), "w") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
