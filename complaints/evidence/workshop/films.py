"""Blank everything in a film that is neither picture nor sound: MP4, MOV, 3GP, M4A.

The file keeps its length and its order, so that every address in it stays right. What is not
needed to play it becomes empty room, and of its data only what its pictures and sounds
point at is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from complaints.evidence.workshop.errors import NotSure

_HOLDERS: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts"})
_KEPT: Final = frozenset(
    b"ftyp mdat mvhd tkhd mdhd hdlr vmhd smhd elst dref stsd stts ctts cslg stsc stsz stco co64"
    b" stss sgpd sbgp sdtp".split()
)
_ENTRY_KEPT: Final = frozenset(b"avcC hvcC esds d263 damr dOps dfLa btrt pasp colr chan".split())
_PLAYED: Final = frozenset({b"vide", b"soun"})
_CODECS: Final = frozenset(
    b"avc1 avc3 hvc1 hev1 mp4v s263 mp4a samr sawb Opus fLaC alac sowt twos lpcm".split()
)
_PICTURE_ENTRY, _SOUND_ENTRY = 78, 28
_MOST_SAMPLES: Final = 3_000_000


@dataclass(frozen=True)
class _Box:
    name: bytes
    at: int
    start: int
    end: int


def bare_film(body: bytes) -> bytes:
    """Return the film with nothing in it but what is played.

    :raises NotSure: it is built in pieces, or in a way we do not know.
    """
    room = bytearray(body)
    top = list(_boxes(body, 0, len(body)))
    names = [box.name for box in top]
    if names.count(b"moov") != 1 or names[0] != b"ftyp" or b"moof" in names:
        raise NotSure
    movie = next(box for box in top if box.name == b"moov")
    played: list[tuple[int, int]] = []
    for box in top:
        if box.name not in {b"ftyp", b"moov", b"mdat"}:
            _blank(room, box)
    for box in list(_boxes(body, movie.start, movie.end)):
        if box.name == b"trak" and _handler(body, box) in _PLAYED:
            _scrub(room, body, box)
            played += _played(body, box)
        elif box.name == b"mvhd":
            _forget_times(room, box)
        else:
            _blank(room, box)
    if not played:
        raise NotSure
    _blank_unplayed(room, [box for box in top if box.name == b"mdat"], sorted(played))
    return bytes(room)


def _boxes(body: bytes, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, name, start = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(body[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < start - at or at + size > end:
            raise NotSure
        yield _Box(name, at, start, at + size)
        at += size
    if at != end and body[at:end].strip(b"\0"):
        raise NotSure


def _blank(room: bytearray, box: _Box) -> None:
    room[box.at + 4 : box.at + 8] = b"free"
    room[box.start : box.end] = bytes(box.end - box.start)


def _find(body: bytes, box: _Box, *path: bytes) -> _Box:
    for name in path:
        found = [each for each in _boxes(body, box.start, box.end) if each.name == name]
        if len(found) != 1:
            raise NotSure
        box = found[0]
    return box


def _handler(body: bytes, track: _Box) -> bytes:
    handler = _find(body, track, b"mdia", b"hdlr")
    return body[handler.start + 8 : handler.start + 12]


def _scrub(room: bytearray, body: bytes, holder: _Box) -> None:
    """Blank what a track does not need, and the moments and names in what it does."""
    for box in _boxes(body, holder.start, holder.end):
        if box.name in _HOLDERS:
            _scrub(room, body, box)
        elif box.name not in _KEPT:
            _blank(room, box)
        elif box.name in {b"tkhd", b"mdhd"}:
            _forget_times(room, box)
        elif box.name == b"hdlr":
            kind = body[box.start + 8 : box.start + 12]
            content = bytes(8) + kind + bytes(max(0, box.end - box.start - 12))
            room[box.start : box.end] = content
        elif box.name == b"stsd":
            _scrub_entries(room, body, box)
        elif box.name == b"dref":
            _must_be_inside(body, box)


def _forget_times(room: bytearray, box: _Box) -> None:
    long = room[box.start] == 1
    room[box.start + 4 : box.start + (20 if long else 12)] = bytes(16 if long else 8)


def _must_be_inside(body: bytes, box: _Box) -> None:
    """Refuse a film whose data lies in another file."""
    for entry in _boxes(body, box.start + 8, box.end):
        if entry.end - entry.start != 4 or body[entry.start + 3] & 1 != 1:
            raise NotSure


def _scrub_entries(room: bytearray, body: bytes, box: _Box) -> None:
    """Blank the name of the encoder, and whatever decoding does not need."""
    for entry in _boxes(body, box.start + 8, box.end):
        if entry.name not in _CODECS:
            raise NotSure
        is_sound = entry.name not in {b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"s263"}
        fixed = _SOUND_ENTRY if is_sound else _PICTURE_ENTRY
        if is_sound:
            fixed += {0: 0, 1: 16, 2: 36}.get(
                int.from_bytes(body[entry.start + 8 : entry.start + 10], "big"), 0
            )
        else:
            room[entry.start + 42 : entry.start + 74] = bytes(32)
        for inner in _boxes(body, entry.start + fixed, entry.end):
            if inner.name not in _ENTRY_KEPT and inner.name not in {b"wave", b"alac"}:
                _blank(room, inner)


def _played(body: bytes, track: _Box) -> list[tuple[int, int]]:
    """Return where the samples of a track lie."""
    table = _find(body, track, b"mdia", b"minf", b"stbl")
    names = {box.name: box for box in _boxes(body, table.start, table.end)}
    if b"stsz" not in names or b"stsc" not in names or not {b"stco", b"co64"} & set(names):
        raise NotSure
    sizes = _sizes(body, names[b"stsz"])
    wide = b"co64" in names
    chunks = _numbers(body, names[b"co64" if wide else b"stco"], ">Q" if wide else ">I")
    runs = _numbers(body, names[b"stsc"], ">III")
    ranges, sample, run = [], 0, 0
    for number, (at,) in enumerate(chunks, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        count = runs[run][1]
        ranges.append((at, at + sum(sizes[sample : sample + count])))
        sample += count
    return ranges


def _sizes(body: bytes, box: _Box) -> list[int]:
    each, count = struct.unpack_from(">II", body, box.start + 4)
    if count > _MOST_SAMPLES:
        raise NotSure
    if each:
        return [each] * count
    return list(struct.unpack_from(f">{count}I", body, box.start + 12))


def _numbers(body: bytes, box: _Box, form: str) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", body, box.start + 4)
    end = box.start + 8 + count * struct.calcsize(form)
    if end > box.end:
        raise NotSure
    return list(struct.iter_unpack(form, body[box.start + 8 : end]))


def _blank_unplayed(room: bytearray, data: list[_Box], played: list[tuple[int, int]]) -> None:
    """Blank the data that no sample points at; a sample outside of the data is an error."""
    for start, end in played:
        if not any(box.start <= start and end <= box.end for box in data):
            raise NotSure
    for box in data:
        at = box.start
        for start, end in played:
            if box.start <= start <= box.end:
                room[at : max(at, start)] = bytes(max(0, start - at))
                at = max(at, end)
        room[at : box.end] = bytes(max(0, box.end - at))
