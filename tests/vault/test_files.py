from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.domain.errors import Broken
from complaints.vault.files import CHUNK_BYTES, FileSealer, open_file

BLOB = "b" * 32
SEALED_CHUNK = CHUNK_BYTES + 16


def sealed_file(body: bytes, padding: int = 0) -> tuple[bytes, bytes]:
    """Return a sealed file and its key."""
    sealer = FileSealer(BLOB)
    return sealer.update(body) + sealer.finish(padding), sealer.key


def opened(sealed: bytes, key: bytes, size: int, blob_id: str = BLOB) -> bytes:
    """Return what comes out of a sealed file."""
    return b"".join(open_file(io.BytesIO(sealed), key, blob_id, size))


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_000]
)
@pytest.mark.parametrize("padding", [0, 1, CHUNK_BYTES, 100_000])
def test_a_file_comes_out_as_it_went_in_without_its_padding(size: int, padding: int) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    sealed, key = sealed_file(body[:size], padding)

    assert opened(sealed, key, size) == body[:size]
    chunks = max(1, -(-(size + padding) // CHUNK_BYTES))
    assert len(sealed) == 1 + size + padding + 16 * chunks


@given(st.lists(st.binary(max_size=3000), max_size=8))
@settings(max_examples=30)
def test_it_does_not_matter_in_which_pieces_a_file_arrives(pieces: list[bytes]) -> None:
    sealer = FileSealer(BLOB)
    sealed = b"".join([*(sealer.update(piece) for piece in pieces), sealer.finish()])
    body = b"".join(pieces)

    assert opened(sealed, sealer.key, len(body)) == body


BODY = bytes(range(256)) * 1000  # four chunks
FORGERIES = {
    "a chunk dropped": lambda s: s[: 1 + SEALED_CHUNK] + s[1 + 2 * SEALED_CHUNK :],
    "two chunks that changed places": lambda s: (
        s[:1]
        + s[1 + SEALED_CHUNK : 1 + 2 * SEALED_CHUNK]
        + s[1 : 1 + SEALED_CHUNK]
        + s[1 + 2 * SEALED_CHUNK :]
    ),
    "a chunk twice": lambda s: s[: 1 + SEALED_CHUNK] + s[1:],
    "cut at the end of a chunk": lambda s: s[: 1 + 3 * SEALED_CHUNK],
    "cut inside a chunk": lambda s: s[:-5],
    "a byte more": lambda s: s + b"\x00",
    "a chunk more": lambda s: s + s[1 : 1 + SEALED_CHUNK],
    "nothing left": lambda s: s[:0],
    "only the suite left": lambda s: s[:1],
    "another suite": lambda s: b"\x02" + s[1:],
    "a changed byte": lambda s: s[:70_000] + bytes([s[70_000] ^ 1]) + s[70_001:],
}


@pytest.mark.parametrize("words", FORGERIES)
def test_a_file_that_somebody_touched_is_broken(words: str) -> None:
    sealed, key = sealed_file(BODY)

    with pytest.raises(Broken):
        opened(FORGERIES[words](sealed), key, len(BODY))


def test_a_file_opens_under_its_own_name_and_key_alone() -> None:
    sealed, key = sealed_file(BODY)

    with pytest.raises(Broken):
        opened(sealed, key, len(BODY), "c" * 32)
    with pytest.raises(Broken):
        opened(sealed, bytes(32), len(BODY))


def test_a_file_that_is_shorter_than_its_record_says_is_broken() -> None:
    sealed, key = sealed_file(b"short")

    with pytest.raises(Broken):
        opened(sealed, key, 6)


def test_a_full_last_chunk_cannot_be_taken_off() -> None:
    """Without the mark of the last chunk, three of four chunks would be a whole file."""
    sealed, key = sealed_file(bytes(4 * CHUNK_BYTES))

    with pytest.raises(Broken):
        opened(sealed[: 1 + 3 * SEALED_CHUNK], key, 3 * CHUNK_BYTES)


def test_every_file_has_a_key_of_its_own() -> None:
    assert FileSealer(BLOB).key != FileSealer(BLOB).key
