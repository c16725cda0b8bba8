"""Files to send: pictures full of canaries, documents, and what is not allowed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from complaints.evidence.kinds import FileKind
from complaints.evidence.spool import SealedPart, UploadSession

pillow_heif.register_heif_opener()

CANARY = "CANARY-7f3a-นกขมิ้น"
_DESCRIPTION, _ARTIST, _ORIENTATION = 0x010E, 0x013B, 0x0112
_EXIF_IFD, _GPS_IFD, _MAKER_NOTE, _USER_COMMENT = 0x8769, 0x8825, 0x927C, 0x9286


def canary() -> bytes:
    return CANARY.encode()


def encoded(picture: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def decoded(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def halves(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, (220, 20, 30))
    picture.paste((20, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    return picture


def exif(orientation: int = 1) -> bytes:
    carrier = Image.Exif()
    carrier[_DESCRIPTION] = canary()
    carrier[_ARTIST] = canary()
    carrier[_ORIENTATION] = orientation
    inner = carrier.get_ifd(_EXIF_IFD)
    inner[_MAKER_NOTE] = canary()
    inner[_USER_COMMENT] = b"UNICODE\0" + canary()
    carrier.get_ifd(_GPS_IFD).update({1: "N", 2: (13.0, 45.0, 12.5), 29: "CANARY-7f3a"})
    return carrier.tobytes()


def xmp() -> bytes:
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + canary() + b"</x:xmpmeta>"


def canary_jpeg(orientation: int = 1, *, with_profile: bool = True) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = encoded(
        halves(),
        "JPEG",
        exif=exif(orientation),
        comment=canary(),
        xmp=xmp(),
        icc_profile=profile if with_profile else None,
        quality=95,
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">L", len(canary())) + canary()
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return body[:2] + segment + body[2:] + canary()


def canary_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "CANARY-7f3a")
    texts.add_text("Comment", CANARY, zip=True)
    texts.add_itxt("Title", CANARY, lang="th", tkey="ชื่อ")
    return encoded(halves(), "PNG", pnginfo=texts, exif=exif()) + canary()


def canary_webp() -> bytes:
    return encoded(halves(), "WEBP", exif=exif(), xmp=xmp(), quality=95)


def canary_heic() -> bytes:
    return encoded(halves((128, 64)), "HEIF", exif=exif(), xmp=xmp(), quality=95)


def canary_gif() -> bytes:
    frames = [halves((20, 10)).rotate(turn) for turn in (0, 90, 180)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=canary())


CARRIERS = {
    FileKind.JPEG: canary_jpeg,
    FileKind.PNG: canary_png,
    FileKind.WEBP: canary_webp,
    FileKind.HEIC: canary_heic,
    FileKind.GIF: canary_gif,
}


def bomb_png(width: int, height: int) -> bytes:
    """Return a small file that claims, and after unpacking has, very many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        sum_ = struct.pack(">L", zlib.crc32(name + body))
        return struct.pack(">L", len(body)) + name + body + sum_

    header = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


_MAIN = {
    FileKind.DOCX: "word/document.xml",
    FileKind.XLSX: "xl/workbook.xml",
    FileKind.PPTX: "ppt/presentation.xml",
}


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, body in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            written.writestr(name, body, how)
    return out.getvalue()


def office(kind: FileKind, *, macros: str = "", more: tuple[str, ...] = ()) -> bytes:
    """Return a document; ``macros`` stands in its list of types, ``more`` are further members."""
    if kind in _MAIN:
        types = f'<Types><Override ContentType="{kind.media_type}.main+xml"/>{macros}</Types>'
        members = {"[Content_Types].xml": types.encode(), _MAIN[kind]: b"<x/>"}
    else:
        members = {"mimetype": kind.media_type.encode(), "content.xml": b"<x/>"}
    return archive(members | dict.fromkeys(more, b"x"))


def boxes(brand: bytes, *compatible: bytes) -> bytes:
    body = brand + bytes(4) + b"".join(compatible)
    return struct.pack(">L", 8 + len(body)) + b"ftyp" + body + b"\0\0\0\x08mdat"


def sent(session: UploadSession, name: str, body: bytes, piece: int = 65536) -> SealedPart:
    """Let a file arrive in pieces, as the form parser would."""
    part = session.receive(name)
    for at in range(0, len(body), piece):
        part.write(body[at : at + piece])
    part.seek(0)
    return part


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
