"""Recognise a file by its content; what is not on the list is refused.

A signature says what a file claims to be. For pictures the real gate is the decoder in
:mod:`complaints.evidence.cleaner`; everything else is sealed as it is, never opened here and
only ever handed out as a download.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from complaints.evidence.archive import kind_of_archive
from complaints.evidence.errors import Reason
from complaints.evidence.kinds import MEDIA, PICTURES, FileKind
from complaints.evidence.names import suffix_of

HEAD_BYTES = 4096

_STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"%PDF-", FileKind.PDF),
    (b"ID3", FileKind.MP3),
    (b"OggS\x00", FileKind.OGG),
    (b"#!AMR\n", FileKind.AMR),
    (b"#!AMR-WB\n", FileKind.AMR),
)
_RIFF_FORMS = {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_STILL_BRANDS = {b"mif1", b"msf1", b"heif"}
_MEDIA_BRANDS = (
    (b"M4A ", FileKind.M4A),
    (b"M4B ", FileKind.M4A),
    (b"qt  ", FileKind.MOV),
    (b"3g", FileKind.THREE_GP),
    (b"iso", FileKind.MP4),
    (b"mp4", FileKind.MP4),
    (b"avc1", FileKind.MP4),
    (b"MSNV", FileKind.MP4),
    (b"mmp4", FileKind.MP4),
    (b"M4V", FileKind.MP4),
    (b"dash", FileKind.MP4),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f")
_MARKUP = ("<!", "<?", "<html", "<head", "<body", "<svg", "<script", "<meta", "<iframe")
_MARKUP_ANYWHERE = ("<html", "<svg", "<script", "<iframe")


class NotAllowed(Exception):
    """The content is not of a kind that is taken, or its name says otherwise."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def kind_of(head: bytes, name: str, pieces: Iterable[bytes]) -> FileKind:
    """Return the kind of a file.

    Among still pictures the suffix need not be the right one, because phones and chat
    programs name them at random and a picture is made anew and named anew. The same holds
    among films and sounds in one container, where the suffix decides. A name without
    a suffix contradicts nothing.

    :param head: the first 4 KiB of the content, or all of it where it is shorter.
    :param name: the name it was sent under.
    :param pieces: the whole content, read only where the head does not tell.
    :raises NotAllowed: with the reason.
    """
    suffix = suffix_of(name)
    kind = kind_of_head(head)
    if kind is None and head.startswith(b"PK\x03\x04"):
        kind = _archive_kind(b"".join(pieces))
    elif kind is None and _reads_as_text(head, pieces):
        kind = FileKind.TEXT
    if kind is None:
        raise NotAllowed(Reason.KIND_NOT_ALLOWED)
    return _agreeing(kind, suffix)


def kind_of_head(head: bytes) -> FileKind | None:
    """Return the kind that the first bytes claim, or None."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF_FORMS.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(head)
    return FileKind.MP3 if _is_mpeg_frame(head) else None


def _kind_of_boxes(head: bytes) -> FileKind | None:
    length = int.from_bytes(head[:4], "big")
    if not 16 <= length <= len(head):
        return None
    major = head[8:12]
    compatible = {head[at : at + 4] for at in range(16, length, 4)}
    if major in _HEIC_BRANDS or (major in _STILL_BRANDS and compatible & _HEIC_BRANDS):
        return FileKind.HEIC
    for brand, kind in _MEDIA_BRANDS:
        if major.startswith(brand):
            return kind
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether the file begins with the header of a frame of MPEG audio, layer III."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bit_rate, sample_rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and bit_rate not in (0, 15) and sample_rate != 3


def _archive_kind(body: bytes) -> FileKind:
    kind, holds_macros = kind_of_archive(body)
    if holds_macros:
        raise NotAllowed(Reason.HOLDS_MACROS)
    if kind is None:
        raise NotAllowed(Reason.KIND_NOT_ALLOWED)
    return kind


def _reads_as_text(head: bytes, pieces: Iterable[bytes]) -> bool:
    if head.startswith((b"#!", b"\xef\xbb\xbf#!")) or _looks_like_markup(head):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in set(piece)):
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_markup(head: bytes) -> bool:
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n\f").casefold()
    return text.startswith(_MARKUP) or any(mark in text for mark in _MARKUP_ANYWHERE)


def _agreeing(kind: FileKind, suffix: str) -> FileKind:
    if not suffix or suffix in kind.suffixes:
        return kind
    for family in (PICTURES, MEDIA):
        if kind in family:
            for other in family:
                if suffix in other.suffixes:
                    return kind if kind.is_picture else other
    raise NotAllowed(Reason.NAME_DISAGREES)
