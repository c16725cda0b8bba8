"""Sealing of files while they stream.

64 KiB of the file make one chunk; the nonce counts chunks and marks the last,
so that none can be dropped, repeated, reordered or cut off. The key is random
for each file and is kept, sealed, in the case.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaints.domain.errors import Broken, Code
from complaints.vault.sealed import SUITE, bound

CHUNK_BYTES = 64 * 1024
_TAG_BYTES = 16
_COUNTER_BYTES = 11


class FileSealer:
    """Seals one file, chunk by chunk.

    :param blob_id: random name of the sealed file; its chunks open under no other.
    :source: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
    """

    def __init__(self, blob_id: str) -> None:
        self.key = os.urandom(32)
        self._cipher = AESGCM(self.key)
        self._bound = bound("file", blob_id)
        self._pending = bytearray()
        self._chunk = 0
        self._started = False

    def update(self, plain: bytes) -> bytes:
        """Take the next bytes of the file and return what is sealed of it so far."""
        sealed: list[bytes] = []
        rest = memoryview(plain)
        if not self._started and rest:
            self._started = True
            sealed.append(SUITE)
        if self._pending:
            missing = CHUNK_BYTES - len(self._pending)
            self._pending += rest[:missing]
            rest = rest[missing:]
            if rest:
                sealed.append(self._seal(self._pending, last=False))
                self._pending = bytearray()
        while len(rest) > CHUNK_BYTES:
            sealed.append(self._seal(rest[:CHUNK_BYTES], last=False))
            rest = rest[CHUNK_BYTES:]
        self._pending += rest
        return b"".join(sealed)

    def finish(self, padding: int = 0) -> bytes:
        """End the file and return the rest.

        :param padding: zero bytes to add behind the file, so that its size tells little.
        """
        head = bytearray() if self._started else bytearray(SUITE)
        self._started = True
        for at in range(0, padding, CHUNK_BYTES):
            head += self.update(bytes(min(CHUNK_BYTES, padding - at)))
        return bytes(head + self._seal(bytes(self._pending), last=True))

    def _seal(self, chunk: bytes | bytearray | memoryview, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._chunk, last), chunk, self._bound)
        self._chunk += 1
        return sealed


def open_file(source: BinaryIO, key: bytes, blob_id: str, size: int) -> Iterator[bytes]:
    """Open a sealed file chunk by chunk, without its padding.

    :param source: the sealed bytes, from their beginning.
    :param size: true size of the file in bytes.
    :raises Broken: changed, cut, extended or another file's bytes.
    """
    if source.read(1) != SUITE:
        raise Broken(Code.SEAL_IS_BROKEN)
    cipher, context, left = AESGCM(key), bound("file", blob_id), size
    sealed = source.read(CHUNK_BYTES + _TAG_BYTES)
    number = 0
    while True:
        following = source.read(CHUNK_BYTES + _TAG_BYTES)
        try:
            chunk = cipher.decrypt(_nonce(number, not following), sealed, context)
        except InvalidTag:
            raise Broken(Code.SEAL_IS_BROKEN) from None
        if left:
            yield chunk[:left]
        left -= min(left, len(chunk))
        if not following:
            break
        sealed, number = following, number + 1
    if left:
        raise Broken(Code.SEAL_IS_BROKEN)


def _nonce(chunk: int, last: bool) -> bytes:
    return chunk.to_bytes(_COUNTER_BYTES, "big") + bytes([last])
