"""The locked requirements, read strictly: anything but a pinned, hashed package is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")

_PACKAGE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)(?:\[[a-z,-]+\])?==(?P<version>[0-9][^\s;]*)"
    r"(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


class LockRefusedError(Exception):
    """A lock file holds something other than a pinned package with hashes."""


@dataclass(frozen=True)
class Locked:
    """One package at the one version that may be installed.

    :ivar name: normalised, lower case with dashes.
    :ivar hashes: SHA-256 in hexadecimal of every file that may be installed, at least one.
    """

    name: str
    version: str
    hashes: frozenset[str]


def read_lock(path: Path) -> list[Locked]:
    """Return the packages of a lock file in its order.

    :raises LockRefusedError: a line is an option, an address, a package without version or hash.
    """
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [_read_line(path, line) for line in lines if line and not line.startswith("#")]


def _read_line(path: Path, line: str) -> Locked:
    found = _PACKAGE.fullmatch(line)
    if found is None:
        message = f"{path.name}: {line[:60]}"
        raise LockRefusedError(message)
    hashes = re.findall(r"sha256:([0-9a-f]{64})", found["hashes"])
    return Locked(found["name"], found["version"], frozenset(hashes))
