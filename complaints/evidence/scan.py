"""Ask a virus scanner about a file, where the agency runs one.

The scanner is clamd, reached over its socket with its ``INSTREAM`` command. It writes what it
is sent into a folder of its own before it looks, so that folder must lie in memory; where it
does not, nothing is sent. "Not scanned" is an answer of its own and never reads as "clean".
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_ANSWER_BYTES = 4096
_PIECE_BYTES = 1 << 20


class Verdict(StrEnum):
    """What a scanner says about a file."""

    NOTHING_FOUND = "nothing_found"
    FOUND = "found"
    NOT_SCANNED = "not_scanned"


class ScansFiles(Protocol):
    """Says whether a file is known to be harmful."""

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Return the verdict on a file; never raises for the scanner's own troubles."""


class NoScanner:
    """The scanner of an agency that has none."""

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Answer that nobody looked."""
        return Verdict.NOT_SCANNED


class Clamd:
    """A clamd on this machine.

    :param path: its socket.
    :param seconds: how long it may be silent.
    """

    def __init__(self, path: Path, *, seconds: float = 60) -> None:
        self._path = path
        self._seconds = seconds

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Return the verdict; a scanner that is away, full or silent has not scanned."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self._seconds)
                line.connect(str(self._path))
                line.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    for at in range(0, len(piece), _PIECE_BYTES):
                        part = piece[at : at + _PIECE_BYTES]
                        line.sendall(len(part).to_bytes(4, "big") + part)
                line.sendall(bytes(4))
                answer = _answer(line)
        except OSError:
            return Verdict.NOT_SCANNED
        if answer.endswith(b" FOUND"):
            return Verdict.FOUND
        return Verdict.NOTHING_FOUND if answer == b"stream: OK" else Verdict.NOT_SCANNED


def scanner_for(path: Path | None, spool: Path | None) -> ScansFiles:
    """Return the scanner of an agency.

    :param path: the socket of its clamd, if it runs one.
    :param spool: clamd's ``TemporaryDirectory``; without one that lies in memory none is asked.
    """
    if path is None or spool is None or not lies_in_memory(spool):
        return NoScanner()
    return Clamd(path)


def lies_in_memory(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Say whether a folder lies in a file system that has no disk behind it."""
    try:
        place = folder.resolve(strict=True)
        lines = mounts.read_text().splitlines()
    except OSError:
        return False
    kinds = {Path(line.split()[1]): line.split()[2] for line in lines}
    holders = [at for at in (place, *place.parents) if at in kinds]
    return bool(holders) and kinds[holders[0]] in _IN_MEMORY


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while b"\0" not in answer and len(answer) < _ANSWER_BYTES:
        more = line.recv(_ANSWER_BYTES)
        if not more:
            break
        answer += more
    return answer.partition(b"\0")[0]
