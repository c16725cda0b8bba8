"""Take everything out of a JPEG stream that its pixels do not need; the pixels stay as they are."""

from __future__ import annotations

from complaints.evidence.workshop.errors import NotSure

_START, _END, _SCAN, _ADOBE = 0xD8, 0xD9, 0xDA, 0xEE
_NEEDED = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xC9, 0xCA, 0xCC, 0xDA, 0xDB, 0xDD})
"""Frames, tables of codes and quanta, restart intervals, scans."""
_ADOBE_BYTES = 12


def bare_jpeg(body: bytes) -> bytes:
    """Return the stream without application data, comments, and whatever follows its end.

    Of Adobe's mark only the twelve bytes that tell how colours are coded are kept.

    :raises NotSure: the stream is not built as JPEG is.
    """
    if body[:2] != b"\xff\xd8":
        raise NotSure
    kept, at = bytearray(b"\xff\xd8"), 2
    while at + 2 <= len(body):
        if body[at] != 0xFF:
            raise NotSure
        marker = body[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return bytes(kept + b"\xff\xd9")
        size = int.from_bytes(body[at + 2 : at + 4], "big")
        content = body[at + 4 : at + 2 + size]
        if size < 2 or len(content) != size - 2:
            raise NotSure
        if marker == _ADOBE and content.startswith(b"Adobe") and len(content) >= _ADOBE_BYTES:
            kept += b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + content[11:12]
        elif marker in _NEEDED:
            kept += body[at : at + 2 + size]
        at += 2 + size
        if marker == _SCAN:
            end = _end_of_scan(body, at)
            kept += body[at:end]
            at = end
    raise NotSure


def _end_of_scan(body: bytes, at: int) -> int:
    """Return where the coded pixels end: at a marker that is no stuffed byte and no restart."""
    while True:
        at = body.find(b"\xff", at)
        if at < 0 or at + 1 >= len(body):
            raise NotSure
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7:
            return at
        at += 2
