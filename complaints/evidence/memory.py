"""A store in memory, for tests of those who use the room."""

from __future__ import annotations

import io
from collections.abc import Collection
from datetime import date
from typing import BinaryIO

from complaints.evidence.errors import BlobUnknown


class MemoryStore:
    """Blobs in memory; behaves as :class:`complaints.evidence.store.FolderStore` does.

    :param free: what :meth:`free_bytes` answers.
    """

    def __init__(self, free: int = 10**12) -> None:
        self.arriving: dict[str, bytes] = {}
        self.kept: dict[str, bytes] = {}
        self.free = free

    def begin(self, blob_id: str) -> BinaryIO:
        """Return a writer for a blob that is arriving."""
        if blob_id in self.arriving:
            raise FileExistsError(blob_id)
        self.arriving[blob_id] = b""
        return _Arrival(self, blob_id)

    def open_arriving(self, blob_id: str) -> BinaryIO:
        """Return a reader of a blob that has arrived and is not kept yet."""
        return io.BytesIO(_known(self.arriving, blob_id))

    def keep(self, blob_id: str) -> None:
        """Move an arrived blob to the kept ones."""
        self.kept[blob_id] = _known(self.arriving, blob_id)
        del self.arriving[blob_id]

    def open(self, blob_id: str) -> BinaryIO:
        """Return a reader of a kept blob."""
        return io.BytesIO(_known(self.kept, blob_id))

    def discard(self, blob_id: str) -> None:
        """Remove an arriving blob; none there is no error."""
        self.arriving.pop(blob_id, None)

    def remove(self, blob_id: str) -> None:
        """Remove a kept blob; none there is no error."""
        self.kept.pop(blob_id, None)

    def sweep(self, older_than: date, known_ids: Collection[str]) -> int:
        """Remove what nobody knows; memory has no days, so ``older_than`` plays no part."""
        orphans = set(self.kept) - set(known_ids)
        swept = len(orphans) + len(self.arriving)
        self.kept = {name: body for name, body in self.kept.items() if name not in orphans}
        self.arriving = {}
        return swept

    def missing(self, known_ids: Collection[str]) -> set[str]:
        """Return those of the known blobs that are not kept here."""
        return set(known_ids) - set(self.kept)

    def free_bytes(self) -> int:
        """Return the room that a test said is left."""
        return self.free


class _Arrival(io.BytesIO):
    """Shows what was written to the store at once, as a disk does."""

    def __init__(self, store: MemoryStore, blob_id: str) -> None:
        super().__init__()
        self._store = store
        self._blob_id = blob_id

    def write(self, sealed: bytes, /) -> int:  # type: ignore[override]  # only bytes come
        self._store.arriving[self._blob_id] += sealed
        return len(sealed)


def _known(blobs: dict[str, bytes], blob_id: str) -> bytes:
    try:
        return blobs[blob_id]
    except KeyError as gone:
        raise BlobUnknown from gone
