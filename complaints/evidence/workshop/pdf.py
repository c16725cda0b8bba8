"""Build a PDF anew from what its pages show.

Nothing is taken out: a new document is made, and only what stands on a list is copied into
it. Pages keep their text, lines, fonts and pictures. What belongs to the document and not to
a page (information, XMP, scripts, attachments, forms, outlines, layers, earlier versions) has no
way in.
Where the list does not suffice, pages become pictures.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import Any, Final

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from complaints.evidence.workshop.errors import NotSure, TooLarge
from complaints.evidence.workshop.jpeg import bare_jpeg
from complaints.evidence.workshop.pictures import drawn, in_plain_colours, opened_picture

MOST_PAGES: Final = 2000
MOST_DRAWN_PAGES: Final = 60
MOST_OBJECTS: Final = 100_000
MOST_PIXELS: Final = 60_000_000
UNPACKED_BYTES: Final = 600_000_000
DRAWN_DPI: Final = 150
LONGEST_SIDE: Final = 3000
DEEPEST: Final = 40
_LONG_SIDE_INCHES: Final = 11.7  # of A4

_KEYS: Final = frozenset(
    # pages and what they draw on
    "/Type /Subtype /MediaBox /CropBox /Rotate /UserUnit /Resources /Contents /BBox /Matrix"
    " /FormType /Group /S /I /K /CS"
    # pictures
    " /Width /Height /BitsPerComponent /ColorSpace /Decode /Interpolate /ImageMask /Mask /SMask"
    " /Matte /Intent /DecodeParms /Filter /K1 /Columns /Rows /BlackIs1 /EncodedByteAlign"
    " /EndOfLine /EndOfBlock /DamagedRowsBeforeError"
    # states, patterns, shadings, functions
    " /LW /LC /LJ /ML /D /RI /OP /op /OPM /Font /FL /SM /SA /BM /CA /ca /AIS /TK /BC /G"
    " /PatternType /PaintType /TilingType /XStep /YStep /Shading /ExtGState /ShadingType"
    " /Background /AntiAlias /Coords /Domain /Function /Extend /BitsPerCoordinate"
    " /BitsPerFlag /VerticesPerRow /FunctionType /Range /Size /BitsPerSample /Order /Encode"
    " /C0 /C1 /N /Functions /Bounds /WhitePoint /BlackPoint /Gamma"
    # fonts
    " /BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding /ToUnicode /BaseEncoding"
    " /Differences /DescendantFonts /CIDSystemInfo /Registry /Ordering /Supplement /DW /W /DW2"
    " /W2 /CIDToGIDMap /FontName /FontFamily /FontStretch /FontWeight /Flags /FontBBox"
    " /ItalicAngle /Ascent /Descent /Leading /CapHeight /XHeight /StemV /StemH /AvgWidth"
    " /MaxWidth /MissingWidth /FontFile /FontFile2 /FontFile3 /Length1 /Length2 /Length3 /CharSet"
    " /Panose /FontMatrix /CharProcs /CMapName /UseCMap /WMode".split()
)
_TEXT_KEYS: Final = frozenset({"/Registry", "/Ordering", "/CharSet", "/Panose", "/FontFamily"})
_CATEGORIES: Final = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading")
_MARKING: Final = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})
_DEVICES: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_REMARK: Final = re.compile(rb"%[^\r\n]*")


def rebuilt_pdf(body: bytes) -> bytes:
    """Return the document made anew.

    :raises TooLarge: too many pages, objects or bytes once unpacked.
    :raises NotSure: it is locked with a password, or can neither be rebuilt nor drawn.
    """
    try:
        with pikepdf.open(io.BytesIO(body)) as source:
            _refuse_what_must_be_drawn(source)
            source.generate_appearance_streams()
            source.flatten_annotations("screen")
            return _rebuilt(source)
    except pikepdf.PasswordError:
        raise NotSure from None
    except (NotSure, pikepdf.PdfError, RecursionError, ValueError, TypeError, AttributeError):
        return drawn_pdf(body)


def _refuse_what_must_be_drawn(source: Pdf) -> None:
    if len(source.pages) > MOST_PAGES:
        raise TooLarge
    if "/OCProperties" in source.Root:
        raise NotSure  # what a layer hides is left out only when the page is drawn


def drawn_pdf(body: bytes) -> bytes:
    """Return a document whose pages are pictures of the pages.

    :raises NotSure: they cannot be drawn, or are too many.
    """
    try:
        pages = drawn_pages(body, 0, MOST_DRAWN_PAGES + 1)
    except pypdfium2.PdfiumError:
        raise NotSure from None
    if not pages or len(pages) > MOST_DRAWN_PAGES:
        raise NotSure
    return pdf_of_pictures(pages)


def count_pages(body: bytes) -> int:
    """Return how many pages a document has.

    :raises PdfiumError: it is no document.
    """
    with _opened(body) as document:
        return len(document)


def drawn_pages(
    body: bytes, first: int, count: int, dpi: int = DRAWN_DPI
) -> list[tuple[bytes, float]]:
    """Return pages drawn as JPEG, each with its dots per inch.

    :raises PdfiumError: it is no document, or locked.
    """
    made = []
    with _opened(body) as document:
        for number in range(first, min(first + count, len(document))):
            page = document[number]
            scale = min(dpi / 72, LONGEST_SIDE / max(*page.get_size(), 1))
            picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            made.append((drawn(picture)[1], scale * 72))
            page.close()
    return made


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    make: Any = pypdfium2.PdfDocument  # its annotations are not complete
    document: pypdfium2.PdfDocument = make(body)
    return document


def pdf_of_pictures(pages: list[tuple[bytes, float]]) -> bytes:
    """Return a document of one JPEG a page.

    :param pages: each with its dots per inch.
    """
    fresh = pikepdf.new()
    for jpeg, dpi in pages:
        picture = opened_picture(jpeg, "jpeg")
        width, height = (side * 72 / dpi for side in picture.size)
        image = Stream(fresh, jpeg)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height = picture.size
        image.BitsPerComponent = 8
        image.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
        page = fresh.add_blank_page(page_size=(width, height))
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
        drawing = f"{width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do".encode()
        page.obj.Contents = Stream(fresh, drawing)
    return _saved(fresh)


def pdf_of_scan(body: bytes, side: int) -> tuple[dict[str, Any], bytes] | None:
    """Return a scan of several pages as a document; None where it has only one.

    :raises TooLarge: too many pages, or a page with a side that is too long.
    """
    scan = opened_picture(body, "tiff")
    count = int(getattr(scan, "n_frames", 1))
    if count == 1:
        return None
    if count > MOST_DRAWN_PAGES:
        raise TooLarge
    pages = []
    for number in range(count):
        scan.seek(number)
        if max(scan.size) > side:
            raise TooLarge
        page = in_plain_colours(scan.copy())
        dots = max(page.size) / _LONG_SIDE_INCHES
        pages.append((drawn(page.convert("L" if page.mode == "L" else "RGB"))[1], dots))
    return {"kind": "pdf"}, pdf_of_pictures(pages)


def _rebuilt(source: Pdf) -> bytes:
    copier = _Copier(pikepdf.new())
    for page in source.pages:
        copier.add_page(page)
    return _saved(copier.fresh)


def _saved(fresh: Pdf) -> bytes:
    out = io.BytesIO()
    fresh.save(
        out,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        fix_metadata_version=False,
    )
    return out.getvalue()


class _Copier:
    """Copies what stands on the list from one document into a new one."""

    def __init__(self, fresh: Pdf) -> None:
        self.fresh = fresh
        self._copies: dict[tuple[int, int], Object] = {}
        self._unpacked = 0

    def add_page(self, page: pikepdf.Page) -> None:
        """Copy a page: its boxes, its drawing, and what the drawing uses."""
        added = self.fresh.add_blank_page(page_size=(100, 100))
        added.obj.MediaBox = Array([float(side) for side in page.mediabox])
        added.obj.CropBox = Array([float(side) for side in page.cropbox])
        for key in ("/Rotate", "/UserUnit"):
            number = _inherited(page.obj, key)
            if number is not None:
                added.obj[key] = float(number) if key == "/UserUnit" else int(number)
        resources = _inherited(page.obj, "/Resources")
        added.obj.Resources = Dictionary() if resources is None else self._resources(resources)
        added.obj.Contents = Stream(self.fresh, self._drawing(page.obj))

    def _copied(self, value: Any, depth: int = 0) -> Any:
        if depth > DEEPEST or len(self._copies) > MOST_OBJECTS:
            raise TooLarge
        if not isinstance(value, Object):
            return value
        if value.is_indirect and value.objgen in self._copies:
            return self._copies[value.objgen]
        if isinstance(value, Stream):
            return self._stream(value, depth)
        if isinstance(value, Dictionary):
            return self._dictionary(value, depth)
        if isinstance(value, Array):
            return self._array(value, depth)
        return self._scalar(value)

    @staticmethod
    def _scalar(value: Object) -> Object:
        if isinstance(value, pikepdf.String):
            return pikepdf.String("")
        if isinstance(value, Name):
            return Name(str(value))
        raise NotSure

    def _dictionary(self, value: Object, depth: int) -> Object:
        copy: Object = Dictionary()
        if value.is_indirect:
            copy = self.fresh.make_indirect(copy)
            self._copies[value.objgen] = copy
        self._fill(copy, value, depth)
        return copy

    def _array(self, value: Array, depth: int) -> Object:
        first = value[0] if len(value) else None
        if first == Name.ICCBased:
            return Name(_DEVICES.get(int(value[1].get("/N", 0)), "/DeviceRGB"))
        if first == Name.Indexed:
            table = value[3]
            looked_up = table.read_bytes() if isinstance(table, Stream) else bytes(table)
            base = self._copied(value[1], depth + 1)
            return Array([Name.Indexed, base, int(value[2]), pikepdf.String(looked_up)])
        return Array([self._copied(each, depth + 1) for each in value])

    def _fill(self, copy: Object, source: Object, depth: int) -> None:
        for key in source.keys():  # noqa: SIM118 - no mapping
            if key not in _KEYS:
                continue
            value = source[key]
            if key == "/Resources":
                copy[key] = self._resources(value, depth)
            elif key == "/CharProcs":
                copy[key] = self._named(value, depth, drawings=True)
            elif key in _TEXT_KEYS and isinstance(value, pikepdf.String):
                copy[key] = pikepdf.String(bytes(value))
            else:
                copy[key] = self._copied(value, depth + 1)

    def _resources(self, source: Object, depth: int = 0) -> Dictionary:
        copy = Dictionary()
        for category in _CATEGORIES:
            if category in source:
                copy[category] = self._named(source[category], depth)
        return copy

    def _named(self, source: Object, depth: int, *, drawings: bool = False) -> Dictionary:
        copy = Dictionary()
        for name in source.keys():  # noqa: SIM118 - no mapping
            value = source[name]
            if drawings:
                copy[name] = Stream(self.fresh, self._drawing(value))
            else:
                copy[name] = self._copied(value, depth + 1)
        return copy

    def _stream(self, source: Stream, depth: int) -> Object:
        copy = Stream(self.fresh, b"")
        self._copies[source.objgen] = copy
        if "/OC" in source:
            raise NotSure
        self._fill(copy, source, depth)
        for key in ("/Filter", "/DecodeParms"):
            if key in copy:
                del copy[key]
        if source.get("/Subtype") == Name.Image:
            self._write_picture(copy, source)
        else:
            copy.write(self._plain(source))
        return copy

    def _plain(self, source: Stream) -> bytes:
        """Return what a stream that is no picture holds: a drawing, a table, a font."""
        if source.get("/Subtype") == Name.Form or "/PatternType" in source:
            return self._drawing(source)
        plain = self._counted(source.read_bytes())
        is_program = source.get("/FunctionType") == 4 or b"begincmap" in plain[:4000]
        return _REMARK.sub(b"", plain) if is_program else plain

    def _counted(self, plain: bytes) -> bytes:
        self._unpacked += len(plain)
        if self._unpacked > UNPACKED_BYTES:
            raise TooLarge
        return plain

    def _drawing(self, source: Object) -> bytes:
        """Return a drawing without remarks and without marks for tags and hidden properties."""
        kept: list[Any] = []
        for step in pikepdf.parse_content_stream(source):
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                if {"/DCTDecode", "/DCT", "/JPXDecode"} & set(_filters(step.iimage.obj)):
                    raise NotSure
                kept.append(step)
            elif str(step.operator) not in _MARKING:
                kept.append(step)
        return self._counted(pikepdf.unparse_content_stream(kept))

    def _write_picture(self, copy: Stream, source: Stream) -> None:
        chain = _filters(source)
        if int(source.get("/Width", 0)) * int(source.get("/Height", 0)) > MOST_PIXELS:
            raise TooLarge
        if {"/JPXDecode", "/JBIG2Decode", "/Crypt"} & set(chain):
            raise NotSure
        how = source.get("/DecodeParms")
        if chain and chain[-1] == "/DCTDecode":
            if how is not None:
                raise NotSure
            copy.write(bare_jpeg(_jpeg_of(source, chain)), filter=Name.DCTDecode)
        elif chain == ["/CCITTFaxDecode"]:
            raw = source.read_raw_bytes()
            copy.write(raw, filter=Name.CCITTFaxDecode, decode_parms=self._copied(how))
        else:
            packed = zlib.compress(self._counted(source.read_bytes()))
            copy.write(packed, filter=Name.FlateDecode)


def _inherited(page: Object, key: str) -> Object | None:
    """Return what a page has or takes from the folders it lies in."""
    holder: Object | None = page
    for _ in range(DEEPEST):
        if holder is None or key in holder:
            break
        holder = holder.get("/Parent")
    return None if holder is None else holder.get(key)


def _filters(picture: Object) -> list[str]:
    """Return the names of the codings of a stream, outermost first."""
    named = picture.get("/Filter", picture.get("/F"))
    if named is None:
        return []
    return [str(each) for each in named] if isinstance(named, Array) else [str(named)]


def _jpeg_of(source: Stream, chain: list[str]) -> bytes:
    """Return the JPEG inside a stream, out of the codings around it."""
    raw = source.read_raw_bytes()
    if chain[:-1]:
        with pikepdf.new() as scratch:
            around = Stream(scratch, raw, Filter=Array([Name(each) for each in chain[:-1]]))
            raw = around.read_bytes()
    return raw
