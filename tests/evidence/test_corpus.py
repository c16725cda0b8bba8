"""Every known place where a file hides a name, and nothing of the name afterwards."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from complaints.evidence.clean import FileCleaner
from complaints.evidence.kinds import Cleaning, FileKind
from complaints.evidence.sniff import kind_of
from complaints.evidence.workshop.program import prepared
from complaints.evidence.workshop.reading import words_of
from tests.evidence.carriers import CARRIERS, PLAYED, Carrier, unfolded
from tests.evidence.samples import CANARY

PLANTED = ("CANARY-7f3a", "CANARY-7", CANARY)


def forms(text: str) -> Iterator[bytes]:
    """Yield every form in which a name could lie in a file."""
    raw = text.encode()
    yield raw
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):
        yield base64.b64encode(bytes(shift) + raw)[(shift * 8 + 5) // 6 : -4]


def traces(body: bytes) -> list[bytes]:
    looked_for = [form for text in PLANTED for form in forms(text)]
    return [form for layer in unfolded(body) for form in looked_for if form in layer]


def test_the_corpus_is_large_and_knows_every_kind() -> None:
    kinds = {carrier.kind for carrier in CARRIERS}

    assert len(CARRIERS) >= 50
    assert kinds >= {kind for kind in FileKind if kind.cleaning is not Cleaning.NOTHING_HIDDEN} - {
        FileKind.AMR  # frames and nothing else: no place for a name
    }


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.place)
def test_no_trace_of_a_name_is_left(carrier: Carrier) -> None:
    body = carrier.make()
    assert traces(body), "the carrier carries nothing"
    assert kind_of(body[:4096], "", [body]) is carrier.kind

    told, clean = made_of(body, carrier.kind)

    assert traces(clean) == []
    if carrier.seen:
        assert carrier.seen in shown_words(clean, kind_called(told["kind"]))


@pytest.mark.parametrize("kind", [FileKind.PDF, FileKind.DOCX, FileKind.MP4, FileKind.OGG])
def test_the_confined_child_makes_the_same(kind: FileKind, cleaner: FileCleaner) -> None:
    for carrier in CARRIERS[::-1]:
        if carrier.kind is kind:
            body = carrier.make()
            assert cleaner.clean(body, kind).body == made_of(body, kind)[1]
            return


def made_of(body: bytes, kind: FileKind) -> tuple[dict[str, Any], bytes]:
    """Return what the program of the child makes of a file, without a child."""
    job = {"task": "clean", "kind": kind.value, "pixels": 1_000_000, "side": 5000}
    return prepared(job)(body)


def kind_called(code: str) -> FileKind:
    return next(kind for kind in FileKind if kind.value == code)


def shown_words(body: bytes, kind: FileKind) -> str:
    if kind is not FileKind.PDF:
        return words_of(body, kind.value)
    import pypdfium2

    with pypdfium2.PdfDocument(body) as document:
        return str(document[0].get_textpage().get_text_range())


@pytest.mark.parametrize(
    "carrier",
    [c for c in CARRIERS if c.kind in {FileKind.MP4, FileKind.WAV, FileKind.OGG}],
    ids=lambda carrier: carrier.place,
)
def test_what_is_played_stays_to_the_byte(carrier: Carrier) -> None:
    assert PLAYED in made_of(carrier.make(), carrier.kind)[1]
