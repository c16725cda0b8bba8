"""What the room is handed by those who use it: the cipher, and a hook for crash tests.

The room knows no cryptography. The vault makes the objects described here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol


class FileSealer(Protocol):
    """Seals one file, piece by piece, under a random key of its own."""

    @property
    def key(self) -> bytes:
        """The 32 bytes that open the file; kept only inside the sealed case."""

    def update(self, plain: bytes) -> bytes:
        """Take the next piece of any length; return the sealed bytes that are ready, if any."""

    def finish(self, padding: int) -> bytes:
        """Append ``padding`` zero bytes to the file and return the rest of the sealed bytes."""


class OpenFile(Protocol):
    """Opens one sealed file."""

    def __call__(self, source: BinaryIO, key: bytes, blob_id: str, size: int) -> Iterator[bytes]:
        """Yield the first ``size`` bytes of the file in clear, that is, without its padding.

        :raises Exception: of the vault's own tree, where the sealed bytes are not whole.
        """


@dataclass(frozen=True)
class FileCipher:
    """The two halves of sealing files, as the vault hands them in.

    :param make_sealer: given a blob id, which is bound into the seal, returns a new sealer.
    :param open_file: opens what such a sealer sealed.
    """

    make_sealer: Callable[[str], FileSealer]
    open_file: OpenFile


At = Callable[[str], None]
"""Told the name of each labelled step as it is reached; a crash test stops the process there."""


def nowhere(step: str) -> None:
    """Take no note of a step."""
