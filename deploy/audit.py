"""`make audit` looks for known holes in the locked packages.

Asks the advisory service of the Python Package Index through pip-audit. An
audit that could not ask for every single package has failed: silence is not
an answer. Advisories may be passed over for a while (`advisories.toml`).
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from deploy.locks import LOCKS, read_lock

ADVISORIES = Path(__file__).with_name("advisories.toml")
LONGEST = timedelta(days=90)


class AdvisoryRefusedError(Exception):
    """An advisory may not be passed over: a field is missing, or its time is up or too long."""


@dataclass(frozen=True)
class PassedOver:
    """An advisory that the audit does not report.

    :ivar until: the last day on which this holds.
    """

    id: str
    package: str
    reason: str
    until: date


def read_advisories(text: str, *, today: date, locked: set[str]) -> list[PassedOver]:
    """Return what may be passed over today.

    :param text: in the form that `advisories.toml` explains.
    :param locked: names of all locked packages.
    :raises AdvisoryRefusedError: an entry is incomplete, expired, too far ahead or about nothing.
    """
    return [
        _accept(entry, today=today, locked=locked)
        for entry in tomllib.loads(text).get("pass_over", [])
    ]


def _accept(entry: dict[str, Any], *, today: date, locked: set[str]) -> PassedOver:
    wanted = {field.name for field in fields(PassedOver)}
    if set(entry) != wanted or not all(entry.values()):
        raise AdvisoryRefusedError("an entry needs id, package, reason and until, and no more")
    advisory = PassedOver(**entry)
    problems = {
        "its time is up": advisory.until < today,
        "its last day is more than 90 days ahead": advisory.until - today > LONGEST,
        "its package is not locked": advisory.package not in locked,
    }
    for problem, holds in problems.items():
        if holds:
            message = f"{advisory.id}: {problem}"
            raise AdvisoryRefusedError(message)
    return advisory


def locked_names() -> set[str]:
    """Return the names of all packages that may be installed."""
    return {package.name for path in LOCKS for package in read_lock(path)}


def command(passed_over: list[PassedOver]) -> list[str]:
    """Return the call of pip-audit; strict, so that a package it could not ask about fails it."""
    files = [word for path in LOCKS for word in ("--requirement", str(path))]
    ignored = [word for advisory in passed_over for word in ("--ignore-vuln", advisory.id)]
    options = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    return [sys.executable, "-m", "pip_audit", *options, *files, *ignored]


def main() -> int:
    """Audit, and return 0 only if every package was looked up and none has a known hole."""
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    try:
        text = ADVISORIES.read_text(encoding="utf-8")
        passed_over = read_advisories(text, today=today, locked=locked_names())
    except AdvisoryRefusedError as refusal:
        print(f"{ADVISORIES.name}: {refusal}", file=sys.stderr)
        return 1
    status = subprocess.run(command(passed_over), check=False).returncode  # noqa: S603 - ours
    if status:
        print("Failed: a known hole, or not every package could be looked up.", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
