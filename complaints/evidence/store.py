"""Where sealed blobs lie: one folder per channel, or memory for tests.

A blob arrives under ``incoming/``, and becomes durable under ``blobs/`` in one rename.
Nothing that a person sent is part of any path: names are 128 random bits in hex.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, Protocol

from complaints.evidence.errors import BlobUnknown
from complaints.evidence.ports import At, nowhere

BANGKOK = timezone(timedelta(hours=7))
STEPS = ("blob_synced", "blob_renamed", "blob_kept")
"""The steps of keeping one blob, in order, as they are told to the hook."""

_BLOB_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def new_blob_id() -> str:
    """Return 128 random bits in hex."""
    return secrets.token_hex(16)


def today_in_bangkok() -> date:
    """Return the day it is at the office."""
    return datetime.now(BANGKOK).date()


class BlobStore(Protocol):
    """A place for the sealed blobs of one channel.

    Every method that takes a ``blob_id`` raises :class:`BlobUnknown` for what is no name of
    a blob, and those that read or keep also for a blob that is not there.
    """

    def begin(self, blob_id: str) -> BinaryIO:
        """Return a writer for a blob that is arriving."""

    def open_arriving(self, blob_id: str) -> BinaryIO:
        """Return a reader of a blob that has arrived and is not kept yet."""

    def keep(self, blob_id: str) -> None:
        """Make an arrived blob durable."""

    def open(self, blob_id: str) -> BinaryIO:
        """Return a reader of a kept blob."""

    def discard(self, blob_id: str) -> None:
        """Remove an arriving blob; none there is no error."""

    def remove(self, blob_id: str) -> None:
        """Remove a kept blob; none there is no error."""

    def sweep(self, older_than: date, known_ids: Collection[str]) -> int:
        """Remove what nobody knows, of the days before ``older_than``.

        :param older_than: at the latest yesterday, so that no report in the making is hit.
        :param known_ids: the blobs that the records know.
        :return: the number of blobs removed.
        :raises ValueError: a day later than yesterday.
        """

    def missing(self, known_ids: Collection[str]) -> set[str]:
        """Return those of the known blobs that are not kept here."""

    def free_bytes(self) -> int:
        """Return the room that is left."""


class FolderStore:
    """Blobs of one channel in a folder of the file system.

    The folder shows days and never times of day: the times of blobs and of the folders
    that hold them are set to midnight.

    :param folder: made where it is missing, readable by the service alone.
    :param arriving: another folder for what arrives, on the same file system; for requests
        whose channel is not known before they are read. By default a folder inside.
    :param today: the day at the office.
    :param at: told each of :data:`STEPS`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        arriving: Path | None = None,
        today: Callable[[], date] = today_in_bangkok,
        at: At = nowhere,
    ) -> None:
        self._arriving = arriving or folder / "incoming"
        self._blobs = folder / "blobs"
        self._today = today
        self._at = at
        for each in (folder, self._arriving, self._blobs):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)

    def begin(self, blob_id: str) -> BinaryIO:
        """Return a writer for a blob that is arriving; no other blob has its name."""
        return os.fdopen(os.open(self._arriving_path(blob_id), _NEW, 0o600), "wb", buffering=0)

    def open_arriving(self, blob_id: str) -> BinaryIO:
        """Return a reader of a blob that has arrived and is not kept yet."""
        return _reader(self._arriving_path(blob_id))

    def keep(self, blob_id: str) -> None:
        """Make an arrived blob durable: sync, rename, sync both folders.

        :raises BlobUnknown: it did not arrive.
        :raises OSError: the disk failed; the blob may lie in either folder, for the sweeper.
        """
        source, target = self._arriving_path(blob_id), self._path(blob_id)
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            _sync(self._blobs)
        self._round_times(source)
        _sync(source)
        self._at("blob_synced")
        source.rename(target)
        self._at("blob_renamed")
        for folder in (target.parent, self._arriving, self._blobs):
            self._round_times(folder)
            _sync(folder)
        self._at("blob_kept")

    def open(self, blob_id: str) -> BinaryIO:
        """Return a reader of a kept blob."""
        return _reader(self._path(blob_id))

    def discard(self, blob_id: str) -> None:
        """Remove an arriving blob; none there is no error."""
        self._arriving_path(blob_id).unlink(missing_ok=True)

    def remove(self, blob_id: str) -> None:
        """Remove a kept blob; none there is no error."""
        path = self._path(blob_id)
        with suppress(FileNotFoundError):
            path.unlink()
            self._round_times(path.parent)
            _sync(path.parent)

    def sweep(self, older_than: date, known_ids: Collection[str]) -> int:
        """Remove what nobody knows, of the days before ``older_than``."""
        if older_than >= self._today():
            raise ValueError("a report of this day may still be in the making")
        orphans = [
            *_files(self._arriving),
            *(path for path in self._kept() if path.name not in known_ids),
        ]
        limit = _midnight(older_than)
        swept = [path for path in orphans if path.stat().st_mtime < limit]
        for path in swept:
            path.unlink(missing_ok=True)
        return len(swept)

    def missing(self, known_ids: Collection[str]) -> set[str]:
        """Return those of the known blobs that are not kept here."""
        return set(known_ids) - {path.name for path in self._kept()}

    def free_bytes(self) -> int:
        """Return the room left on the disk for the service's own account."""
        disk = os.statvfs(self._arriving)
        return disk.f_bavail * disk.f_frsize

    def _kept(self) -> Iterator[Path]:
        for folder in self._blobs.iterdir():
            yield from _files(folder)

    def _arriving_path(self, blob_id: str) -> Path:
        return self._arriving / _checked(blob_id)

    def _path(self, blob_id: str) -> Path:
        return self._blobs / _checked(blob_id)[:2] / blob_id

    def _round_times(self, path: Path) -> None:
        midnight = _midnight(self._today())
        try:
            os.utime(path, (midnight, midnight))
        except FileNotFoundError as gone:
            raise BlobUnknown from gone


def _checked(blob_id: str) -> str:
    if not _BLOB_ID.fullmatch(blob_id):
        raise BlobUnknown
    return blob_id


def _reader(path: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(path, _OLD), "rb")
    except FileNotFoundError as gone:
        raise BlobUnknown from gone


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if _BLOB_ID.fullmatch(path.name))


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC).timestamp()


def _sync(path: Path) -> None:
    handle = os.open(path, _OLD)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
