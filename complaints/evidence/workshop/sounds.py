"""Write sounds anew from their sound alone: MP3, WAV, AMR, OGG."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from complaints.evidence.workshop.errors import NotSure

_RATES_V1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_V2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_FIRST_FRAMES: Final = (b"Xing", b"Info", b"VBRI")
_SHORTEST: Final = 8

_AMR: Final = (b"#!AMR\n", (13, 14, 16, 18, 20, 21, 27, 32, 6))
_AMR_WIDE: Final = (b"#!AMR-WB\n", (18, 24, 33, 37, 41, 47, 51, 59, 61, 6))

_PAGE: Final = struct.Struct("<4sBBqIIIB")
_COMMENT_HEADS: Final = {b"OpusTags": 8, b"\x03vorbis": 7}
_MIRROR: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_NO_COMMENTS: Final = struct.pack("<II", 0, 0)


def bare_mp3(body: bytes) -> bytes:
    """Return the frames of MPEG audio and nothing between, before or after them.

    The first frame is left out where it holds no sound but a note about the encoder.

    :raises NotSure: hardly anything of it is frames.
    """
    kept, at = bytearray(), 0
    if body[:3] == b"ID3" and len(body) > 10:
        at = 10 + sum((body[6 + place] & 0x7F) << 7 * (3 - place) for place in range(4))
    while at + 4 <= len(body):
        size = _mp3_frame(body[at : at + 4])
        follows = size and (
            at + size + 4 > len(body) or _mp3_frame(body[at + size : at + size + 4])
        )
        if not size or not (follows or kept):
            at = body.find(b"\xff", at + 1)
            if at < 0:
                break
            continue
        frame = body[at : at + size]
        if len(frame) == size and not any(mark in frame[:64] for mark in _FIRST_FRAMES):
            kept += frame
        at += size
    if len(kept) < _SHORTEST or len(kept) * 2 < len(body):
        raise NotSure
    return bytes(kept)


def _mp3_frame(head: bytes) -> int:
    """Return how long a frame is by its first four bytes, or nothing where they begin none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or hertz == 3:
        return 0
    kbits = (_RATES_V1 if version == 3 else _RATES_V2)[rate]
    samples = 144 if version == 3 else 72
    return samples * 1000 * kbits // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def bare_wav(body: bytes) -> bytes:
    """Return the format and the samples.

    :raises NotSure: one of the two is missing.
    """
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(body):
        name, size = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if name in {b"fmt ", b"data"} and name not in found:
            found[name] = body[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    form = found.get(b"fmt ", b"")
    if len(form) < 16 or b"data" not in found:
        raise NotSure
    is_plain = form[:2] == b"\x01\x00"
    chunks = _chunk(b"fmt ", form[:16] if is_plain else form[:40]) + _chunk(b"data", found[b"data"])
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def bare_amr(body: bytes) -> bytes:
    """Return the frames.

    :raises NotSure: something in it is no frame.
    """
    for head, sizes in (_AMR, _AMR_WIDE):
        if body.startswith(head):
            kept, at = bytearray(head), len(head)
            while at < len(body):
                mode = body[at] >> 3 & 15
                size = 1 if mode in {14, 15} else sizes[mode] if mode < len(sizes) else 0
                if not size or body[at] & 0x83 or at + size > len(body):
                    raise NotSure
                kept += body[at : at + size]
                at += size
            if len(kept) == len(head):
                raise NotSure
            return bytes(kept)
    raise NotSure


def bare_ogg(body: bytes) -> bytes:
    """Return an OGG of one sound, Opus or Vorbis, with a comment header that says nothing.

    :raises NotSure: it holds another stream, or is not built as it should be.
    """
    pages, at = [], 0
    while at < len(body):
        if len(body) < at + _PAGE.size or body[at : at + 4] != b"OggS":
            raise NotSure
        *_, flags, granule, serial, _, _, count = _PAGE.unpack_from(body, at)
        laces = body[at + _PAGE.size : at + _PAGE.size + count]
        start = at + _PAGE.size + count
        content = body[start : start + sum(laces)]
        if len(laces) != count or len(content) != sum(laces):
            raise NotSure
        pages.append((flags, granule, serial, laces, content))
        at = start + len(content)
    if len({serial for _, _, serial, _, _ in pages}) != 1 or len(pages) < 3:
        raise NotSure
    return _ogg_without_comments(pages)


def _ogg_without_comments(pages: list[tuple[int, int, int, bytes, bytes]]) -> bytes:
    packets, used = _first_packets(pages)
    head = next((each for each in _COMMENT_HEADS if packets[1].startswith(each)), None)
    if head is None:
        raise NotSure
    packets[1] = head + _NO_COMMENTS + (b"\x01" if head == b"\x03vorbis" else b"")
    first = _laced(packets[:1])
    made = [(2, 0, *first), *[(0, 0, *_laced([each])) for each in packets[1:]]]
    for flags, granule, _, laces, content in pages[used:]:
        made.append((flags & 5, granule, laces, content))
    return b"".join(
        _page(flags, granule, number, laces, content)
        for number, (flags, granule, laces, content) in enumerate(made)
    )


def _first_packets(pages: list[tuple[int, int, int, bytes, bytes]]) -> tuple[list[bytes], int]:
    """Return the header packets, and on how many pages they stand."""
    packets, open_packet = [], b""
    wanted = 3 if pages[0][4].startswith(b"\x01vorbis") else 2
    for number, (_, _, _, laces, content) in enumerate(pages, 1):
        at = 0
        for lace in laces:
            open_packet += content[at : at + lace]
            at += lace
            if lace < 255:
                packets.append(open_packet)
                open_packet = b""
        if len(packets) >= wanted:
            if len(packets) > wanted or open_packet:
                raise NotSure
            return packets, number
    raise NotSure


def _laced(packets: list[bytes]) -> tuple[bytes, bytes]:
    content = b"".join(packets)
    laces = b"".join(b"\xff" * (len(each) // 255) + bytes([len(each) % 255]) for each in packets)
    if len(laces) > 255:
        raise NotSure
    return laces, content


def _page(flags: int, granule: int, number: int, laces: bytes, content: bytes) -> bytes:
    def whole(sum_: int) -> bytes:
        head = _PAGE.pack(b"OggS", 0, flags, granule, 1, number, sum_, len(laces))
        return head + laces + content

    return whole(_ogg_sum(whole(0)))


def _ogg_sum(page: bytes) -> int:
    """Return the sum of a page: zlib's own, of mirrored bytes, from nought and mirrored back."""
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRROR), "big")
