"""The two archives of a backup as files: tar, and what their manifests say."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from complaints.domain.errors import Broken, Code

MANIFEST = "manifest.json"
CONTENT, KEYS = "complaints backup content 1", "complaints backup keys 1"


class NewArchive:
    """A tar that is being written; nothing in it tells a time of day."""

    def __init__(self, tar: tarfile.TarFile, made_on: date) -> None:
        self._tar = tar
        midnight = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        self._time = int(midnight.timestamp())

    def add(self, name: str, body: bytes) -> None:
        """Add a file that is in memory."""
        self.add_from(name, io.BytesIO(body), len(body))

    def add_from(self, name: str, source: BinaryIO, size: int) -> None:
        """Add a file of a known size."""
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, self._time
        self._tar.addfile(member, source)


@dataclass(frozen=True)
class Archive:
    """An archive that is there."""

    path: Path
    manifest: dict[str, Any]

    def files(self, prefix: str) -> Iterator[tuple[str, BinaryIO]]:
        """Yield the files whose name begins in some way, in their order."""
        with tarfile.open(self.path) as tar:
            for member in tar:
                body = tar.extractfile(member) if member.name.startswith(prefix) else None
                if body is not None:
                    yield member.name, cast("BinaryIO", body)


@contextmanager
def writing_archive(path: Path, made_on: date) -> Iterator[NewArchive]:
    """Write an archive durably, readable by its owner alone; half of one has another name."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield NewArchive(tar, made_on)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)


def open_archive(path: Path, kind: str) -> Archive:
    """Return an archive with its manifest.

    :raises Broken: it is none of this kind.
    """
    try:
        with tarfile.open(path) as tar:
            body = tar.extractfile(MANIFEST)
            manifest = json.loads(body.read()) if body else {}
    except (OSError, KeyError, ValueError, tarfile.TarError):
        raise Broken(Code.SEAL_IS_BROKEN) from None
    if manifest.get("kind") != kind:
        raise Broken(Code.SEAL_IS_BROKEN)
    return Archive(path, manifest)
