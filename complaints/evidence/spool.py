"""Seal every part of an upload while it arrives.

Nothing of a file ever reaches a disk in clear: not in a temporary folder, not as
a part of a request. What stays in memory is the head of 4 KiB by which its kind is told, and
while the file arrives, the lot of which the digest is being taken.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import BinaryIO, Self

from complaints.evidence.errors import EvidenceError, NoRoom, NotStored, Reason, TooMuch
from complaints.evidence.limits import EvidenceLimits, padded_size
from complaints.evidence.ports import FileCipher, FileSealer
from complaints.evidence.sniff import HEAD_BYTES
from complaints.evidence.store import BlobStore, new_blob_id

_LOT_BYTES = 512 * 1024


class _Hashers:
    """Threads that take digests; made anew in a forked child, into which no thread follows."""

    def __init__(self) -> None:
        self.make()
        os.register_at_fork(after_in_child=self.make)

    def make(self) -> None:
        """Begin with a fresh pool."""
        self.pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="digest")


_HASHERS = _Hashers()


def write_all(sink: BinaryIO, sealed: bytes) -> None:
    """Write every byte, where a full disk may take only some of them at first."""
    rest = memoryview(sealed)
    while rest:
        rest = rest[sink.write(rest) :]


class _Digest:
    """The digest of a file that arrives, taken beside its sealing.

    Of two costly things, one is done by a second thread, a lot of pieces at a time, because to
    hand over one piece costs as much as to take it. The next lot waits for the one before, so
    that order and memory stay bounded.
    """

    def __init__(self) -> None:
        self._sum = hashlib.sha256()
        self._lot: list[bytes] = []
        self._lot_bytes = 0
        self._under_way: Future[None] | None = None

    def update(self, piece: bytes) -> None:
        """Take the next piece."""
        self._lot.append(piece)
        self._lot_bytes += len(piece)
        if self._lot_bytes >= _LOT_BYTES:
            self._wait()
            self._under_way = _HASHERS.pool.submit(self._take, self._next_lot())

    def digest(self) -> bytes:
        """Return the digest of all pieces."""
        self._wait()
        self._take(self._next_lot())
        return self._sum.digest()

    def _next_lot(self) -> list[bytes]:
        lot, self._lot, self._lot_bytes = self._lot, [], 0
        return lot

    def _take(self, lot: list[bytes]) -> None:
        for piece in lot:
            self._sum.update(piece)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None


class SealedPart(io.RawIOBase):
    """One arriving file, in the form that Werkzeug's form parser writes to.

    It can be written and not read. ``seek(0)``, which the parser calls at the end of a
    part, seals the end. A part that must be refused stops writing, frees the disk and swallows
    the rest, so that the sender gets a clear answer.

    :ivar file_name: the name it was sent under, untouched; only ever in memory.
    :ivar size: bytes received.
    :ivar reason: why the part is refused, or None.
    :ivar session: the request it belongs to.
    """

    def __init__(self, session: UploadSession, file_name: str | None) -> None:
        super().__init__()
        self.blob_id = new_blob_id()
        self.file_name = file_name or ""
        self.size = 0
        self.head = b""
        self.reason: Reason | None = None
        self.is_finished = False
        self.session = session
        self._digest = _Digest()
        self._sealer: FileSealer | None = None
        self._sink: BinaryIO | None = None

    @property
    def is_absent(self) -> bool:
        """Whether the form field was left empty: browsers then send a part without a name."""
        return not self.file_name and not self.size

    @property
    def too_large(self) -> bool:
        """Whether the part passed the limit of a file or of the report."""
        return self.reason in {Reason.FILE_TOO_LARGE, Reason.REPORT_TOO_LARGE}

    @property
    def sha256(self) -> bytes:
        """The digest of what was received."""
        return self._digest.digest()

    @property
    def key(self) -> bytes:
        """The key of the sealed part.

        :raises RuntimeError: nothing arrived.
        """
        if self._sealer is None:
            raise RuntimeError("nothing was sealed")
        return self._sealer.key

    def writable(self) -> bool:
        """Answer that it can be written."""
        return True

    def write(self, plain: bytes, /) -> int:  # type: ignore[override]  # the parser sends bytes
        """Seal the next piece; never raises for size, see :attr:`reason`.

        :raises ValueError: the part is finished.
        """
        if self.is_finished:
            raise ValueError("the part is finished")
        self.size += len(plain)
        if self.reason is None:
            self.reason = self.session.reason_to_refuse(self, len(plain))
        if self.reason is None and plain:
            self._take(plain)
        elif self.reason is not None:
            self.drop()
        return len(plain)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Seal the end of the part when told to go to its beginning.

        :raises io.UnsupportedOperation: any other movement.
        """
        if offset or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("a sealed part has no positions")
        if not self.is_finished:
            self.is_finished = True
            if self._sealer and self._sink:
                self._put(self._sealer.finish(padded_size(self.size) - self.size))
            self._close_sink()
        return 0

    def readinto(self, room: object, /) -> int:
        """Refuse: what arrived is read through :meth:`open_plain` alone.

        :raises io.UnsupportedOperation: always.
        """
        raise io.UnsupportedOperation("a sealed part is not read")

    def open_plain(self) -> Iterator[bytes]:
        """Yield what was received, in clear, in pieces.

        :raises RuntimeError: the part is not finished, or was refused, or is empty.
        """
        if not self.is_finished or self.reason or self._sealer is None:
            raise RuntimeError("there is nothing to open")
        with self.session.store.open_arriving(self.blob_id) as source:
            yield from self.session.cipher.open_file(source, self.key, self.blob_id, self.size)

    def drop(self) -> None:
        """Free the disk and forget the key; a kept part lies elsewhere and stays."""
        self.head = b""
        self._close_sink()
        if self._sealer is not None:
            self._sealer = None
            self.session.store.discard(self.blob_id)

    def close(self) -> None:
        """Close the file below; the session discards what was not kept."""
        self._close_sink()
        super().close()

    def _take(self, plain: bytes) -> None:
        sealer = self._sealer or self._begin()
        if sealer is None:
            return
        if len(self.head) < HEAD_BYTES:
            self.head += plain[: HEAD_BYTES - len(self.head)]
        self._digest.update(plain)
        self._put(sealer.update(plain))

    def _begin(self) -> FileSealer | None:
        try:
            self._sink = self.session.store.begin(self.blob_id)
        except OSError as failed:
            self.session.fail(failed)
            return None
        self._sealer = self.session.cipher.make_sealer(self.blob_id)
        return self._sealer

    def _put(self, sealed: bytes) -> None:
        try:
            if self._sink is not None:
                write_all(self._sink, sealed)
        except OSError as failed:
            self.session.fail(failed)

    def _close_sink(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None


class UploadSession:
    """All files of one request. Use it as a context manager, or call :meth:`discard` at the end.

    :param store: where the files arrive.
    :param cipher: the vault's sealing of files.
    :param limits: the agency's limits.
    :param content_length: what the request announces, in bytes, if it does.
    :ivar keep_originals: whether the sender, told what it means, wants the originals kept too.
    :raises TooMuch: it announces more than a report may hold; nothing was read.
    :raises NoRoom: the disk has less room than the floor, or would have after this request.
    """

    def __init__(
        self,
        store: BlobStore,
        cipher: FileCipher,
        limits: EvidenceLimits,
        content_length: int | None,
    ) -> None:
        self.store = store
        self.cipher = cipher
        self.limits = limits
        self.parts: list[SealedPart] = []
        self.keep_originals = False
        self._received = 0
        self._failure: EvidenceError | None = None
        announced = content_length or 0
        if announced > limits.request_bytes:
            raise TooMuch
        if store.free_bytes() - announced < limits.disk_floor_bytes:
            raise NoRoom

    def receive(self, file_name: str | None) -> SealedPart:
        """Return a part for a file that begins to arrive."""
        part = SealedPart(self, file_name)
        self.parts.append(part)
        return part

    def reason_to_refuse(self, part: SealedPart, more: int) -> Reason | None:
        """Return why ``more`` bytes of a part go beyond a limit, or None."""
        self._received += more
        if self._failure is not None:
            return Reason.INCOMPLETE
        if part.size > self.limits.file_bytes:
            return Reason.FILE_TOO_LARGE
        if self._received > self.limits.report_bytes:
            return Reason.REPORT_TOO_LARGE
        if sum(1 for each in self.parts if each.size) > self.limits.files:
            return Reason.TOO_MANY
        return None

    def fail(self, failure: OSError) -> None:
        """Give up on the disk: nothing more of this request is written or kept."""
        self._failure = NotStored()
        self._failure.__cause__ = failure
        for part in self.parts:
            part.reason = part.reason or Reason.INCOMPLETE
            part.drop()

    def refuse_unless_whole(self) -> None:
        """Stop where the disk failed meanwhile.

        :raises NotStored: it did.
        """
        if self._failure is not None:
            raise self._failure

    def discard(self) -> None:
        """Remove everything of this request that was not kept; may be called again."""
        for part in self.parts:
            part.drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()
