"""Files that carry a name where nobody sees it: one for each place that is known to hold some."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from complaints.evidence.kinds import FileKind
from tests.evidence.samples import (
    CANARY,
    archive,
    canary,
    canary_gif,
    canary_heic,
    canary_jpeg,
    encoded,
    exif,
    halves,
    xmp,
)

SEEN = "สิ่งที่ทุกคนอ่านได้"
"""Words that a reader of the file sees, so they must stay."""


@dataclass(frozen=True)
class Carrier:
    """A file that hides the canary in one place.

    :ivar seen: words that must still be in it afterwards.
    """

    place: str
    kind: FileKind
    make: Callable[[], bytes]
    seen: str = ""


# ------------------------------------------------------------------ pictures


def jpeg_with(**hidden: Any) -> bytes:
    return encoded(halves(), "JPEG", **hidden)


def jpeg_with_segment(marker: int, content: bytes) -> bytes:
    body = jpeg_with()
    return body[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + body[2:]


def iptc() -> bytes:
    named = b"\x1c\x02\x50" + struct.pack(">H", len(canary())) + canary()
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">L", len(named)) + named


def exif_thumbnail() -> bytes:
    small = encoded(Image.new("RGB", (8, 8)), "JPEG", comment=canary())
    return jpeg_with_segment(0xE1, b"Exif\0\0" + small)


def multi_picture() -> bytes:
    return encoded(halves(), "MPO", save_all=True, append_images=[halves()], comment=canary())


def png_chunk(name: bytes, content: bytes) -> bytes:
    from zlib import crc32

    sum_ = struct.pack(">L", crc32(name + content))
    return struct.pack(">L", len(content)) + name + content + sum_


def png_with(chunk: bytes) -> bytes:
    body = encoded(halves(), "PNG")
    return body[:33] + chunk + body[33:]


def itxt() -> bytes:
    return png_chunk(b"iTXt", b"Author\0\0\0th\0\0" + canary())


def ztxt() -> bytes:
    from zlib import compress

    return png_chunk(b"zTXt", b"Author\0\0" + compress(canary()))


def tiff_with_exif() -> bytes:
    return encoded(halves(), "TIFF", exif=exif(), description=CANARY, artist="CANARY-7f3a")


def scan_of_two_pages() -> bytes:
    return encoded(
        halves(), "TIFF", save_all=True, append_images=[halves()], description="CANARY-7f3a"
    )


# ----------------------------------------------------------------------- PDF


def pdf(change: Callable[[Pdf], None] = lambda _: None, drawing: bytes = b"") -> bytes:
    """Return a document of one page with words and a picture, changed as a test wants it."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photo = Stream(made, canary_jpeg())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.BitsPerComponent = 64, 32, 8
    photo.ColorSpace = Name.DeviceRGB
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=photo), Font=Dictionary(F1=font))
    words = b"BT /F1 20 Tf 20 150 Td (Read me) Tj ET q 64 0 0 32 20 20 cm /Im0 Do Q "
    page.obj.Contents = Stream(made, words + drawing)
    change(made)
    out = io.BytesIO()
    made.save(out, compress_streams=True)
    return out.getvalue()


def pdf_of_pages(count: int) -> bytes:
    def more(made: Pdf) -> None:
        for _ in range(count - 1):
            made.add_blank_page(page_size=(200, 200))

    return pdf(more)


def information(made: Pdf) -> None:
    made.docinfo["/Author"] = CANARY
    made.docinfo["/Custom"] = CANARY


def document_xmp(made: Pdf) -> None:
    made.Root.Metadata = Stream(made, xmp(), Type=Name.Metadata, Subtype=Name.XML)


def page_xmp(made: Pdf) -> None:
    made.pages[0].obj.Metadata = Stream(made, xmp(), Type=Name.Metadata, Subtype=Name.XML)
    made.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=CANARY))


def attachment(made: Pdf) -> None:
    file = Stream(made, canary(), Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F="note.txt", EF=Dictionary(F=file))
    made.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array(["note.txt", made.make_indirect(spec)]))
    )


def script(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{CANARY}')")
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://CANARY-7f3a.example"))


def note(made: Pdf) -> None:
    said = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), T=CANARY, Contents=CANARY, F=2
    )
    made.pages[0].obj.Annots = Array([made.make_indirect(said)])


def outline(made: Pdf) -> None:
    entry = made.make_indirect(Dictionary(Title=CANARY))
    made.Root.Outlines = made.make_indirect(
        Dictionary(Type=Name.Outlines, First=entry, Last=entry, Count=1)
    )


def layer(made: Pdf) -> None:
    group = made.make_indirect(Dictionary(Type=Name.OCG, Name=CANARY))
    made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page = made.pages[0].obj
    page.Resources.Properties = Dictionary(MC0=group)
    hidden = b"/OC /MC0 BDC BT /F1 9 Tf (CANARY-7f3a) Tj ET EMC"
    page.Contents = Stream(made, page.Contents.read_bytes() + hidden)


def colour_profile(made: Pdf) -> None:
    profile = Stream(made, b"profile " + canary(), N=3)
    made.pages[0].obj.Resources.XObject.Im0.ColorSpace = Array([Name.ICCBased, profile])


def jpeg2000(made: Pdf) -> None:
    picture = encoded(halves(), "JPEG2000", comment="CANARY-7f3a")
    image = made.pages[0].obj.Resources.XObject.Im0
    image.write(picture, filter=Name.JPXDecode)


def incremental_update() -> bytes:
    """Return a document whose first version said more than its last one shows."""
    first = pdf(drawing=b"BT /F1 9 Tf 20 90 Td (CANARY-7f3a) Tj ET")
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(first)) as opened:
        opened.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    body = plain.getvalue()
    with pikepdf.open(io.BytesIO(body)) as opened:
        number = opened.pages[0].obj.Contents.objgen[0]
        root, size = opened.Root.objgen[0], int(opened.trailer.Size)
    old_table = int(body.rpartition(b"startxref")[2].split()[0])
    drawing = b"BT /F1 20 Tf 20 150 Td (Read me) Tj ET"
    at = len(body)
    update = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (
        number, len(drawing), drawing,
    )  # fmt: skip
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\n" % (
        number, at, size, root, old_table,
    )  # fmt: skip
    return body + update + table + b"startxref\n%d\n%%%%EOF\n" % (at + len(update))


# -------------------------------------------------------------------- office

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = f"<w:p><w:r><w:t>{SEEN}</w:t></w:r></w:p>"


def rels(*links: tuple[str, str, str]) -> bytes:
    """Return links of a part: id, type, target; a target with a scheme leads outside."""
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{_REL}/{type_}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for id_, type_, target in links
    )
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'.encode()


def package(kind: FileKind, main: str, body: str, more: dict[str, bytes]) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind.media_type}.main+xml"/></Types>'
    )
    members = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": rels(("rId1", "officeDocument", main)),
        main: body.encode(),
    }
    return archive(members | more)


def docx(body: str = _BODY, more: dict[str, bytes] | None = None) -> bytes:
    document = f"<w:document {_W} {_R} {_A} {_PIC}><w:body>{body}</w:body></w:document>"
    return package(FileKind.DOCX, "word/document.xml", document, more or {})


def core() -> bytes:
    return f"<cp xmlns='x'><creator>{CANARY}</creator></cp>".encode()


def docx_properties(name: str) -> Callable[[], bytes]:
    return lambda: docx(more={f"docProps/{name}.xml": core()})


def docx_comments() -> bytes:
    mark = '<w:p><w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    said = f'<w:comments {_W}><w:comment w:id="1" w:author="{CANARY}"/></w:comments>'
    return docx(_BODY + mark, {
        "word/comments.xml": said.encode(),
        "word/people.xml": core(),
        "word/_rels/document.xml.rels": rels(("rId9", "comments", "comments.xml")),
    })  # fmt: skip


def docx_edits() -> bytes:
    name = f'w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z"'
    edits = (
        f"<w:p w:rsidR='00AA11BB'><w:ins {name}><w:r><w:t>new</w:t></w:r></w:ins>"
        f"<w:del {name}><w:r><w:delText>{CANARY}</w:delText></w:r></w:del></w:p>"
    )
    return docx(_BODY + edits)


def docx_thumbnail() -> bytes:
    return docx(more={"docProps/thumbnail.jpeg": canary_jpeg()})


def docx_picture() -> bytes:
    shown = (
        f'<w:p><w:r><w:drawing><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="{CANARY}.jpg"'
        f' descr="C:/Users/{CANARY}/a.jpg"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/>'
        "</pic:blipFill></pic:pic></w:drawing></w:r></w:p>"
    )
    return docx(_BODY + shown, {
        "word/media/image1.jpg": canary_jpeg(),
        "word/_rels/document.xml.rels": rels(("rId5", "image", "media/image1.jpg")),
    })  # fmt: skip


def docx_settings() -> bytes:
    settings = (
        f"<w:settings {_W}><w:docVars><w:docVar w:name='x' w:val='{CANARY}'/></w:docVars>"
        "</w:settings>"
    )
    template = rels(("rId1", "attachedTemplate", f"file:///C:/Users/{CANARY}/a.dotx"))
    return docx(more={
        "word/settings.xml": settings.encode(),
        "word/_rels/settings.xml.rels": template,
    })  # fmt: skip


def docx_links() -> bytes:
    link = (
        '<w:p><w:hyperlink r:id="rId7"><w:r><w:t>link</w:t></w:r></w:hyperlink>'
        f"<w:r><w:instrText>INCLUDEPICTURE file:///C:/Users/{CANARY}/a.jpg</w:instrText></w:r>"
        f'<w:bookmarkStart w:id="0" w:name="{CANARY}"/></w:p>'
    )
    leads = rels(("rId7", "hyperlink", f"https://track.example/{CANARY}"))
    return docx(_BODY + link, {"word/_rels/document.xml.rels": leads})


def docx_custom_xml() -> bytes:
    return docx(more={"customXml/item1.xml": core(), "customXml/itemProps1.xml": core()})


def docx_archive_note() -> bytes:
    body = docx()
    out = io.BytesIO(body)
    with zipfile.ZipFile(out, "a") as opened:
        opened.comment = b""
        entry = zipfile.ZipInfo("docProps/app.xml", (2026, 1, 1, 1, 1, 2))
        entry.extra = struct.pack("<HH", 0x7875, len(canary())) + canary()
        entry.comment = canary()
        opened.writestr(entry, b"<x/>")
    return out.getvalue()


def xlsx() -> bytes:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = CANARY
    sheet = book.active
    sheet["A1"] = SEEN
    sheet["A2"] = "note"
    sheet["A2"].comment = Comment(CANARY, CANARY)
    sheet["A3"] = "link"
    sheet["A3"].hyperlink = f"https://track.example/{CANARY}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_path() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    further = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    book = (
        f'<workbook xmlns="{main}" {_R}><fileSharing userName="{CANARY}"/>'
        f'<x15ac:absPath xmlns:x15ac="{further}" url="C:/Users/{CANARY}/"/>'
        '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = f'<worksheet xmlns="{main}"><sheetData><row><c t="inlineStr"><is><t>{SEEN}</t></is></c></row></sheetData></worksheet>'  # noqa: E501 - one cell
    cache = f'<pivotCacheDefinition xmlns="{main}" refreshedBy="{CANARY}"/>'
    return package(FileKind.XLSX, "xl/workbook.xml", book, {
        "xl/_rels/workbook.xml.rels": rels(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/pivotCache/pivotCacheDefinition1.xml": cache.encode(),
        "xl/printerSettings/printerSettings1.bin": canary(),
    })  # fmt: skip


def pptx() -> bytes:
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    show = f'<p:presentation {p} {_R}><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst></p:presentation>'  # noqa: E501 - one slide
    slide = (
        f'<p:sld {p} {_A}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="{CANARY}"/>'
        f"</p:nvSpPr><p:txBody><a:p><a:r><a:t>{SEEN}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
        "</p:cSld></p:sld>"
    )
    return package(FileKind.PPTX, "ppt/presentation.xml", show, {
        "ppt/_rels/presentation.xml.rels": rels(("rId2", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": slide.encode(),
        "ppt/commentAuthors.xml": core(),
        "ppt/comments/comment1.xml": core(),
        "ppt/tags/tag1.xml": core(),
        "docProps/core.xml": core(),
    })  # fmt: skip


_OD = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = (
    f'xmlns:office="{_OD}office:1.0" xmlns:text="{_OD}text:1.0" xmlns:draw="{_OD}drawing:1.0"'
    f' xmlns:svg="{_OD}svg-compatible:1.0" xmlns:table="{_OD}table:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def open_document(kind: FileKind, body: str) -> bytes:
    content = f"<office:document-content {_ODF}><office:body>{body}</office:body></office:document-content>"  # noqa: E501 - a frame
    return archive({
        "mimetype": kind.media_type.encode(),
        "content.xml": content.encode(),
        "meta.xml": core(),
        "settings.xml": core(),
        "Thumbnails/thumbnail.png": encoded(halves(), "PNG") + canary(),
        "Pictures/1.jpg": canary_jpeg(),
        "Configurations2/accelerator/current.xml": core(),
        "META-INF/manifest.xml": core(),
    })  # fmt: skip


def odt() -> bytes:
    return open_document(FileKind.ODT, (
        f"<office:text><text:tracked-changes><text:changed-region><dc:creator>{CANARY}</dc:creator>"
        f"<text:p>{CANARY}</text:p></text:changed-region></text:tracked-changes>"
        f"<text:p>{SEEN}<office:annotation><dc:creator>{CANARY}</dc:creator>"
        f"<text:p>{CANARY}</text:p></office:annotation></text:p>"
        f'<draw:frame draw:name="{CANARY}"><draw:image xlink:href="Pictures/1.jpg"/>'
        f"<svg:desc>{CANARY}</svg:desc></draw:frame>"
        f'<text:p><text:a xlink:href="file:///C:/Users/{CANARY}">link</text:a></text:p>'
        "</office:text>"
    ))  # fmt: skip


def ods() -> bytes:
    return open_document(FileKind.ODS, (
        "<office:spreadsheet><table:table><table:table-row><table:table-cell>"
        f"<office:annotation><dc:creator>{CANARY}</dc:creator></office:annotation>"
        f"<text:p>{SEEN}</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet>"
    ))  # fmt: skip


# ---------------------------------------------------------- sounds and films

PLAYED = bytes(range(1, 200)) * 3


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + name + body


def track(handler: bytes, entry: bytes, at: int, length: int) -> bytes:
    table = box(b"stbl",
        box(b"stsd", bytes(4), struct.pack(">I", 1), entry),
        box(b"stts", bytes(4), struct.pack(">III", 1, 1, 1)),
        box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        box(b"stsz", bytes(4), struct.pack(">II", length, 1)),
        box(b"stco", bytes(4), struct.pack(">II", 1, at)),
    )  # fmt: skip
    dref = box(b"dref", bytes(4), struct.pack(">I", 1), box(b"url ", b"\0\0\0\1"))
    media = box(b"mdia",
        box(b"mdhd", bytes(4), b"CANARY-7", bytes(12)),
        box(b"hdlr", bytes(8), handler, bytes(12), canary() + b"\0"),
        box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", dref), table),
    )  # fmt: skip
    return box(b"trak", box(b"tkhd", bytes(84)), media, box(b"udta", box(b"name", canary())))


def film(brand: bytes = b"isom") -> bytes:
    """Return a film of one sample, with a place, a name, and a track of positions beside it."""
    head = box(b"ftyp", brand, bytes(4), brand)
    video = box(b"avc1", bytes(42), b"CANARY-7f3a".ljust(32, b"\0"), bytes(4), box(b"avcC", b"\1"))
    positions = box(b"mett", bytes(8), canary())
    apple = box(b"meta", bytes(4), box(b"ilst", box(b"\xa9nam", canary())))

    def movie(at: int) -> bytes:
        return box(b"moov",
            box(b"mvhd", bytes(4), b"CANARY-7", bytes(84)),
            track(b"vide", video, at, len(PLAYED)),
            track(b"meta", positions, at + len(PLAYED), len(canary())),
            box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7CANARY-7f3a"), apple),
        )  # fmt: skip

    at = len(head) + len(movie(0)) + 8
    extra = box(b"uuid", bytes(16), xmp())
    return head + movie(at) + box(b"mdat", PLAYED, canary(), b"unused " + canary()) + extra


def mp3_frames(count: int = 8) -> bytes:
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    return frame * count


def mp3() -> bytes:
    frame = b"TPE1" + struct.pack(">I", len(canary()) + 1) + b"\0\0\3" + canary()
    size = bytes(len(frame) >> 7 * place & 0x7F for place in (3, 2, 1, 0))
    old = (b"TAG" + canary()).ljust(128, b"\0")
    ape = b"APETAGEX" + canary()
    encoder = (b"\xff\xfb\x90\x64" + bytes(32) + b"Info" + canary()).ljust(417, b"\0")
    return b"ID3\x04\0\0" + size + frame + encoder + mp3_frames() + ape + old


def wav() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    form = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))
    said = chunk(b"LIST", b"INFOIART" + struct.pack("<I", len(canary())) + canary())
    body = b"WAVE" + said + form + chunk(b"data", PLAYED) + chunk(b"bext", canary())
    return b"RIFF" + struct.pack("<I", len(body)) + body


def ogg_page(flags: int, number: int, content: bytes) -> bytes:
    from complaints.evidence.workshop.sounds import _PAGE, _laced, _ogg_sum

    laces, _ = _laced([content])

    def whole(sum_: int) -> bytes:
        return _PAGE.pack(b"OggS", 0, flags, 0, 0x0CA7, number, sum_, len(laces)) + laces + content

    return whole(_ogg_sum(whole(0)))


def ogg() -> bytes:
    vendor = struct.pack("<I", len(canary())) + canary()
    said = b"ARTIST=" + canary()
    tags = b"OpusTags" + vendor + struct.pack("<II", 1, len(said)) + said
    return (
        ogg_page(2, 0, b"OpusHead\1\1" + bytes(9)) + ogg_page(0, 1, tags) + ogg_page(4, 2, PLAYED)
    )


CARRIERS = [
    Carrier("EXIF and position", FileKind.JPEG, lambda: jpeg_with(exif=exif())),
    Carrier("EXIF thumbnail", FileKind.JPEG, exif_thumbnail),
    Carrier("MakerNote, IPTC, XMP, comment, trailer at once", FileKind.JPEG, canary_jpeg),
    Carrier("XMP", FileKind.JPEG, lambda: jpeg_with(xmp=xmp())),
    Carrier("IPTC", FileKind.JPEG, lambda: jpeg_with_segment(0xED, iptc())),
    Carrier("JPEG comment", FileKind.JPEG, lambda: jpeg_with(comment=canary())),
    Carrier("further pictures of one JPEG", FileKind.JPEG, multi_picture),
    Carrier("behind the end", FileKind.JPEG, lambda: jpeg_with() + canary()),
    Carrier("tEXt", FileKind.PNG, lambda: png_with(png_chunk(b"tEXt", b"Author\0" + canary()))),
    Carrier("iTXt", FileKind.PNG, lambda: png_with(itxt())),
    Carrier("zTXt", FileKind.PNG, lambda: png_with(ztxt())),
    Carrier("eXIf", FileKind.PNG, lambda: encoded(halves(), "PNG", exif=exif())),
    Carrier("EXIF of WebP", FileKind.WEBP, lambda: encoded(halves(), "WEBP", exif=exif())),
    Carrier("XMP of WebP", FileKind.WEBP, lambda: encoded(halves(), "WEBP", xmp=xmp())),
    Carrier("GIF comment", FileKind.GIF, canary_gif),
    Carrier("HEIC", FileKind.HEIC, canary_heic),
    Carrier("TIFF", FileKind.TIFF, tiff_with_exif),
    Carrier("TIFF of two pages", FileKind.TIFF, scan_of_two_pages),
    Carrier("picture in a PDF", FileKind.PDF, pdf, "Read me"),
    Carrier("PDF information", FileKind.PDF, lambda: pdf(information), "Read me"),
    Carrier("PDF XMP", FileKind.PDF, lambda: pdf(document_xmp), "Read me"),
    Carrier("XMP and notes of a page", FileKind.PDF, lambda: pdf(page_xmp), "Read me"),
    Carrier("PDF attachment", FileKind.PDF, lambda: pdf(attachment), "Read me"),
    Carrier("PDF script and link", FileKind.PDF, lambda: pdf(script), "Read me"),
    Carrier("PDF note", FileKind.PDF, lambda: pdf(note), "Read me"),
    Carrier("PDF outline", FileKind.PDF, lambda: pdf(outline), "Read me"),
    Carrier("PDF layer", FileKind.PDF, lambda: pdf(layer)),
    Carrier("PDF colour profile", FileKind.PDF, lambda: pdf(colour_profile), "Read me"),
    Carrier("JPEG 2000 in a PDF", FileKind.PDF, lambda: pdf(jpeg2000)),
    Carrier("remark in a PDF", FileKind.PDF, lambda: pdf(drawing=b"%CANARY-7f3a\n"), "Read me"),
    Carrier("earlier version of a PDF", FileKind.PDF, incremental_update, "Read me"),
    Carrier("behind the end of a PDF", FileKind.PDF, lambda: pdf() + canary(), "Read me"),
    Carrier("core properties", FileKind.DOCX, docx_properties("core"), SEEN),
    Carrier("app properties", FileKind.DOCX, docx_properties("app"), SEEN),
    Carrier("custom properties", FileKind.DOCX, docx_properties("custom"), SEEN),
    Carrier("comments", FileKind.DOCX, docx_comments, SEEN),
    Carrier("edits", FileKind.DOCX, docx_edits, SEEN),
    Carrier("thumbnail", FileKind.DOCX, docx_thumbnail, SEEN),
    Carrier("picture in a document", FileKind.DOCX, docx_picture, SEEN),
    Carrier("settings and template", FileKind.DOCX, docx_settings, SEEN),
    Carrier("links, fields, bookmarks", FileKind.DOCX, docx_links, SEEN),
    Carrier("custom XML", FileKind.DOCX, docx_custom_xml, SEEN),
    Carrier("notes of the archive", FileKind.DOCX, docx_archive_note, SEEN),
    Carrier("author, comment, link", FileKind.XLSX, xlsx, SEEN),
    Carrier("path, pivot, printer", FileKind.XLSX, xlsx_path, SEEN),
    Carrier("authors, tags, names", FileKind.PPTX, pptx, SEEN),
    Carrier("ODT", FileKind.ODT, odt, SEEN),
    Carrier("ODS", FileKind.ODS, ods, SEEN),
    Carrier("MP4", FileKind.MP4, film),
    Carrier("MOV", FileKind.MOV, lambda: film(b"qt  ")),
    Carrier("M4A", FileKind.M4A, lambda: film(b"M4A ")),
    Carrier("3GP", FileKind.THREE_GP, lambda: film(b"3gp4")),
    Carrier("ID3, APE, encoder", FileKind.MP3, mp3),
    Carrier("WAV", FileKind.WAV, wav),
    Carrier("OGG", FileKind.OGG, ogg),
]


def unfolded(body: bytes) -> Iterator[bytes]:
    """Yield a file and everything that is packed in it."""
    yield body
    if body.startswith(b"\x89PNG"):
        shown = Image.open(io.BytesIO(body))
        shown.load()
        yield repr(shown.info).encode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            for entry in opened.infolist():
                yield from (entry.comment, entry.extra, entry.filename.encode())
                yield from unfolded(opened.read(entry))
    if body.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(body)) as opened_pdf:
            for thing in opened_pdf.objects:
                yield thing.unparse(resolved=True)
                if isinstance(thing, Stream):
                    yield thing.read_raw_bytes()
                    yield _plain(thing)


def _plain(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""  # a picture: its own bytes were looked at already
