"""Sealing what is uploaded while it arrives, against the bare cipher and a copy to the disk."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.results import Results
from bench.stage import Stage
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.spool import UploadSession
from complaints.evidence.store import FolderStore
from complaints.vault.files import CHUNK_BYTES
from complaints.work.attachments import CIPHER

FILES, FILE_BYTES = 4, 25_000_000
TIMES = 9


def measure(results: Results, stage: Stage) -> None:  # noqa: ARG001 - needs no service
    """Seal and keep four files of 25 MB, 100 MB together, as one report may bring them.

    Of runs in turn the least disturbed one counts on each side.
    """
    body = memoryview(secrets.token_bytes(FILE_BYTES))
    pieces = [bytes(body[at : at + CHUNK_BYTES]) for at in range(0, FILE_BYTES, CHUNK_BYTES)]
    sealed, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(TIMES):
            sealed.append(_seconds_of(lambda: _seal(pieces, Path(folder))))
            bare.append(_seconds_of(lambda: _copy(pieces, Path(folder))))
    rate, floor = (FILES * FILE_BYTES / min(taken) for taken in (sealed, bare))
    results.plain("sealing 100 MB, MB a second", round(rate / 1e6))
    results.ratio("rate of sealing 100 MB", rate, floor, 0.5, most=False)


def _seconds_of(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _seal(pieces: list[bytes], folder: Path) -> None:
    """Do what a report's files go through until they are durable, cleaning apart."""
    store = FolderStore(folder / "store")
    limits = EvidenceLimits(disk_floor_bytes=0)
    with UploadSession(store, CIPHER, limits, FILES * FILE_BYTES) as session:
        for _ in range(FILES):
            part = session.receive("film.mp4")
            for piece in pieces:
                part.write(piece)
            part.seek(0)
            store.keep(part.blob_id)
            store.remove(part.blob_id)


def _copy(pieces: list[bytes], folder: Path) -> None:
    """Encrypt every piece and write it to a file that is on the disk at the end."""
    for _ in range(FILES):
        cipher, path = AESGCM(os.urandom(32)), folder / "copy"
        with path.open("wb", buffering=0) as copy:
            for number, piece in enumerate(pieces):
                copy.write(cipher.encrypt(number.to_bytes(12, "big"), piece, None))
            os.fsync(copy.fileno())
        path.unlink()
