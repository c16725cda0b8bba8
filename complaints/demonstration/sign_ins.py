"""The sign-ins of a demonstration: the one place where passphrases are written down."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from complaints.vault.totp import STEP_SECONDS, totp_at

SIGN_INS_FILE = "demo-sign-ins.json"


@dataclass(frozen=True)
class SignIn:
    """How to sign in as somebody of the demonstration.

    :ivar totp_secret: base32, as a telephone takes it.
    """

    name: str
    role: str
    desk: str | None
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)

    def totp(self, now: datetime) -> str:
        """Return the six digits of an instant."""
        return totp_at(base64.b32decode(self.totp_secret), now.timestamp())


def write_sign_ins(instance: Path, sign_ins: Iterable[SignIn]) -> None:
    """Write the sign-ins, readable by the owner alone, wholly or not at all."""
    path = instance / SIGN_INS_FILE
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in sign_ins], file, ensure_ascii=False, indent=2)
    partial.rename(path)


def read_sign_ins(instance: Path) -> list[SignIn]:
    """Return the sign-ins of a demonstration, or none where there is no file."""
    path = instance / SIGN_INS_FILE
    if not path.exists():
        return []
    return [SignIn(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def show_sign_ins(instance: Path, now: datetime) -> str:
    """Return the sign-ins as a table with the codes of this moment."""
    found = read_sign_ins(instance)
    if not found:
        return "The sign-ins of this demonstration are not here."
    left = STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS
    rows = [("NAME", "ROLE", "DESK", "PASSPHRASE", "CODE", "SECRET FOR A TELEPHONE")]
    rows += [
        (one.name, one.role, one.desk or "-", one.passphrase, one.totp(now), one.totp_secret)
        for one in found
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join(
        [
            "This is a demonstration: the agency, its people and its cases are made up.",
            f"Sign in at /desk/sign-in. The codes below change in {left} seconds:",
            "",
            *lines,
            "",
        ]
    )
