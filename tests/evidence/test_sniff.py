from __future__ import annotations

import pytest

from complaints.evidence.errors import Reason
from complaints.evidence.kinds import PICTURES, Cleaning, FileKind, accepted_suffixes
from complaints.evidence.sniff import HEAD_BYTES, NotAllowed, kind_of
from tests.evidence.samples import CARRIERS, archive, boxes, office

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(100)


def sniffed(body: bytes, name: str) -> FileKind:
    return kind_of(
        body[:HEAD_BYTES], name, [body[at : at + 700] for at in range(0, len(body), 700)]
    )


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        *[pytest.param(make(), f"a{k.suffix}", k, id=k.value) for k, make in CARRIERS.items()],
        *[
            pytest.param(office(kind), f"a{kind.suffix}", kind, id=kind.value)
            for kind in (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX, FileKind.ODT, FileKind.ODS)
        ],
        pytest.param(PDF, "a.PDF", FileKind.PDF, id="pdf"),
        pytest.param("ถนนพัง\r\n".encode() * 900, "ก.txt", FileKind.TEXT, id="Thai text"),
        pytest.param(b"\xef\xbb\xbfhello", "a.txt", FileKind.TEXT, id="text with a mark"),
        pytest.param(boxes(b"isom", b"mp41"), "a.mp4", FileKind.MP4, id="mp4"),
        pytest.param(boxes(b"qt  "), "a.MOV", FileKind.MOV, id="mov"),
        pytest.param(boxes(b"3gp4"), "a.3gp", FileKind.THREE_GP, id="3gp"),
        pytest.param(boxes(b"M4A "), "a.m4a", FileKind.M4A, id="m4a"),
        pytest.param(boxes(b"mp42"), "voice.m4a", FileKind.M4A, id="sound marked as a film"),
        pytest.param(boxes(b"mif1", b"heic"), "a.heic", FileKind.HEIC, id="heif marked heic"),
        pytest.param(b"ID3\x03" + bytes(40), "a.mp3", FileKind.MP3, id="mp3 with tags"),
        pytest.param(MP3_FRAME, "a.mp3", FileKind.MP3, id="mp3 without tags"),
        pytest.param(b"OggS\x00" + bytes(40), "a.ogg", FileKind.OGG, id="ogg"),
        pytest.param(b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", FileKind.WAV, id="wav"),
        pytest.param(b"#!AMR\n\x3c", "a.amr", FileKind.AMR, id="amr"),
        pytest.param(PNG, "from-chat.jpg", FileKind.PNG, id="a picture under a picture's name"),
        pytest.param(PDF, "1000012345", FileKind.PDF, id="no suffix"),
    ],
)
def test_a_kind_is_told_by_content(body: bytes, name: str, kind: FileKind) -> None:
    assert sniffed(body, name) is kind


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        pytest.param(b"MZ\x90\x00\x03", "a.exe", Reason.KIND_NOT_ALLOWED, id="program"),
        pytest.param(b"\x7fELF\x02\x01", "a.txt", Reason.KIND_NOT_ALLOWED, id="program as text"),
        pytest.param(b"#!/bin/sh\nls\n", "a.txt", Reason.KIND_NOT_ALLOWED, id="script"),
        pytest.param(b"<!DOCTYPE html><p>", "a.txt", Reason.KIND_NOT_ALLOWED, id="page"),
        pytest.param(b"\xef\xbb\xbf \n<HTML>", "a.txt", Reason.KIND_NOT_ALLOWED, id="page later"),
        pytest.param(
            b"hi <ScRipt>x</script>", "a.txt", Reason.KIND_NOT_ALLOWED, id="script in text"
        ),
        pytest.param(b"<?xml?><svg/>", "a.svg", Reason.KIND_NOT_ALLOWED, id="svg"),
        pytest.param(b"<?php x", "a.txt", Reason.KIND_NOT_ALLOWED, id="php"),
        pytest.param(archive({"a.txt": b"x"}), "a.zip", Reason.KIND_NOT_ALLOWED, id="archive"),
        pytest.param(archive({"a.txt": b"x"}), "a.docx", Reason.KIND_NOT_ALLOWED, id="as docx"),
        pytest.param(b"Rar!\x1a\x07\x00", "a.rar", Reason.KIND_NOT_ALLOWED, id="rar"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", Reason.KIND_NOT_ALLOWED, id="old office"
        ),
        pytest.param("ก".encode("cp874"), "a.txt", Reason.KIND_NOT_ALLOWED, id="text not UTF-8"),
        pytest.param(b"a" * 5000 + b"\0", "a.txt", Reason.KIND_NOT_ALLOWED, id="NUL far behind"),
        pytest.param(b"a" * 5000 + b"\xe0", "a.txt", Reason.KIND_NOT_ALLOWED, id="text cut off"),
        pytest.param(boxes(b"avif", b"mif1"), "a.heic", Reason.KIND_NOT_ALLOWED, id="avif"),
        pytest.param(b"\x00\x00\x00\x08ftyp", "a.mp4", Reason.KIND_NOT_ALLOWED, id="short boxes"),
        pytest.param(
            b"\xff\xf1\x50\x80" + bytes(9), "a.mp3", Reason.KIND_NOT_ALLOWED, id="not III"
        ),
        pytest.param(PNG, "a.pdf", Reason.NAME_DISAGREES, id="picture as document"),
        pytest.param(PNG, "a.png.exe", Reason.NAME_DISAGREES, id="picture as program"),
        pytest.param(PDF, "a.html", Reason.NAME_DISAGREES, id="document as page"),
        pytest.param(b"plain words", "a.html", Reason.NAME_DISAGREES, id="text as page"),
        pytest.param(b"plain words", "a.js", Reason.NAME_DISAGREES, id="text as script"),
        pytest.param(boxes(b"isom"), "a.jpg", Reason.NAME_DISAGREES, id="film as picture"),
        pytest.param(office(FileKind.DOCX), "a.docm", Reason.NAME_DISAGREES, id="docm by name"),
        pytest.param(
            office(FileKind.DOCX, more=("word/vbaProject.bin",)),
            "a.docx",
            Reason.HOLDS_MACROS,
            id="macros under an innocent name",
        ),
        pytest.param(
            office(FileKind.XLSX, macros="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            "a.xlsx",
            Reason.HOLDS_MACROS,
            id="macros declared",
        ),
        pytest.param(
            office(FileKind.XLSX, more=("xl/macrosheets/sheet1.xml",)),
            "a.xlsx",
            Reason.HOLDS_MACROS,
            id="macro sheets",
        ),
        pytest.param(
            office(FileKind.ODT, more=("Basic/Standard/Module1.xml",)),
            "a.odt",
            Reason.HOLDS_MACROS,
            id="macros in an open document",
        ),
        pytest.param(
            office(FileKind.DOCX) + b"<html>", "a.docx", Reason.KIND_NOT_ALLOWED, id="more behind"
        ),
        pytest.param(
            office(FileKind.DOCX)[:-9], "a.docx", Reason.KIND_NOT_ALLOWED, id="archive cut off"
        ),
    ],
)
def test_everything_else_is_refused(body: bytes, name: str, reason: Reason) -> None:
    with pytest.raises(NotAllowed) as refused:
        sniffed(body, name)

    assert refused.value.reason is reason


def test_only_what_hides_nothing_is_kept_as_it_is() -> None:
    as_it_is = {kind for kind in FileKind if kind.cleaning is Cleaning.NOTHING_HIDDEN}
    drawn = {kind for kind in FileKind if kind.cleaning is Cleaning.REENCODED}

    assert as_it_is == {FileKind.TEXT}
    assert drawn == PICTURES


def test_every_suffix_belongs_to_one_kind() -> None:
    suffixes = accepted_suffixes()

    assert len(suffixes) == len(set(suffixes))
    assert not {".docm", ".xlsm", ".html", ".svg", ".zip", ".exe"} & set(suffixes)
