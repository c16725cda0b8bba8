"""Look at the list of contents of an office document, without unpacking it.

Office documents are ZIP archives. Only their central directory is read, within
bounds, and of their members at most one short one that says what the document is.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from complaints.evidence.kinds import FileKind

DIRECTORY_BYTES = 2_000_000
MEMBER_BYTES = 500_000

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8

_TYPES_MEMBER = "[Content_Types].xml"
_MAIN_MEMBERS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN_DOCUMENTS = {kind.media_type.encode(): kind for kind in (FileKind.ODT, FileKind.ODS)}
_ACTIVE_PARTS = ("vbaproject", "/activex/", "/basic/", "/scripts/", "/macrosheets/")
_ACTIVE_TYPES = (b"macroenabled", b"vbaproject", b"activex")


@dataclass(frozen=True)
class _Member:
    name: str
    method: int
    packed_size: int
    at: int


def kind_of_archive(body: bytes) -> tuple[FileKind | None, bool]:
    """Return which office document this is, if any, and whether it holds macros.

    An archive with something before its first member, after its end, or in the long
    form of the format is no document that an office program writes: no kind.
    """
    members = _members(body)
    if not members:
        return None, False
    is_active = _has_active_part(members)
    if _TYPES_MEMBER in members:
        types = _unpacked(body, members[_TYPES_MEMBER]).replace(b"\0", b"").lower()
        is_active = is_active or any(mark in types for mark in _ACTIVE_TYPES)
        return _office_kind(members, types), is_active
    if "mimetype" in members:
        return _OPEN_DOCUMENTS.get(_unpacked(body, members["mimetype"]).strip()), is_active
    return None, is_active


def _office_kind(members: dict[str, _Member], types: bytes) -> FileKind | None:
    for name, kind in _MAIN_MEMBERS.items():
        if name in members and f"{kind.media_type}.main+xml".encode() in types:
            return kind
    return None


def _has_active_part(members: dict[str, _Member]) -> bool:
    return any(part in f"/{name.casefold()}" for name in members for part in _ACTIVE_PARTS)


def _members(body: bytes) -> dict[str, _Member]:
    end = body.rfind(b"PK\x05\x06", max(0, len(body) - _END.size - 0xFFFF))
    if end < 0 or len(body) < end + _END.size:
        return {}
    _, disk, _, _, count, length, start, comment = _END.unpack_from(body, end)
    is_plain = disk == 0 and start + length == end and end + _END.size + comment == len(body)
    if not is_plain or length > DIRECTORY_BYTES:
        return {}
    return _read_directory(body, start, end, count)


def _read_directory(body: bytes, at: int, end: int, count: int) -> dict[str, _Member]:
    members: dict[str, _Member] = {}
    for _ in range(count):
        if at + _ENTRY.size > end or body[at : at + 4] != b"PK\x01\x02":
            return {}
        entry = _ENTRY.unpack_from(body, at)
        name_size, extra_size, comment_size = entry[10:13]
        raw_name = body[at + _ENTRY.size : at + _ENTRY.size + name_size]
        name = raw_name.decode("utf-8", "replace").replace("\\", "/").lstrip("/")
        if name in members:
            return {}
        members[name] = _Member(name, method=entry[4], packed_size=entry[8], at=entry[16])
        at += _ENTRY.size + name_size + extra_size + comment_size
    return members if at == end else {}


def _unpacked(body: bytes, member: _Member) -> bytes:
    """Return a short member in clear, or nothing where it is not short or not sound."""
    if member.at + _LOCAL.size > len(body) or member.packed_size > MEMBER_BYTES:
        return b""
    local = _LOCAL.unpack_from(body, member.at)
    start = member.at + _LOCAL.size + local[9] + local[10]
    packed = body[start : start + member.packed_size]
    if member.method == _STORED:
        return packed
    if member.method != _DEFLATED:
        return b""
    try:
        plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, MEMBER_BYTES)
    except zlib.error:
        return b""
    return plain if len(plain) < MEMBER_BYTES else b""
