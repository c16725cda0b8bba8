"""A real clamd with signatures of its own: one for each process of the test run.

It listens on a socket, spools into memory, and is gone afterwards. What it must find is put
together at run time, so that no file of this repository looks like a virus.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.memory import IN_MEMORY

HARMFUL = b"-".join([b"this", b"pattern", b"is", b"not", b"harmful", b"at", b"all"])
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class RunningClamd:
    """A scanner that answers.

    :ivar path: its socket.
    :ivar spool: where it keeps what it looks at.
    """

    path: Path
    spool: Path


@pytest.fixture(scope="session")
def clamd() -> Iterator[RunningClamd]:
    """A scanner that knows one signature."""
    folder = Path(tempfile.mkdtemp(prefix="clamd-", dir=IN_MEMORY))
    signatures, spool = folder / "signatures", folder / "spool"
    signatures.mkdir()
    spool.mkdir(mode=0o700)
    (signatures / "local.ndb").write_text(f"Local.Harmful:0:*:{HARMFUL.hex()}\n")
    settings = folder / "clamd.conf"
    settings.write_text(
        f"LocalSocket {folder}/socket\nDatabaseDirectory {signatures}\nForeground yes\n"
        f"TemporaryDirectory {spool}\nStreamMaxLength {MOST_BYTES}\n"
        f"LogFile {folder}/log\nFixStaleSocket yes\n"
    )
    program = processes.start(["clamd", f"--config-file={settings}"], log=folder / "output")
    try:
        processes.wait_until((folder / "socket").is_socket, program, log=folder / "output")
        yield RunningClamd(folder / "socket", spool)
    finally:
        processes.end(program)
        shutil.rmtree(folder)
