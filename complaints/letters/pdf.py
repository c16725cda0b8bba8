"""PDF out of HTML, with a text layer that reads as Thai.

WeasyPrint notes for each glyph the first text in which it saw it. A Thai mark
sits in a cluster with its consonant, so a copied or spoken document would say
other words than the printed one. Here a glyph says what the font says of it.

That alone is not enough: marks have no width, and readers that put glyphs in
the order of their places tear them from their consonants; a font draws ำ under
a tone as two marks, of which the tone comes second. So each line also says as a
whole what it says (``ActualText``), and readers take that in place of its glyphs.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import fontpkg
import pydyf
from fontTools import agl
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.draw import text as drawn_text
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.pdf import stream as pdf_stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FAMILY: Final = "Sarabun"
WEIGHTS: Final = (400, 700)
FONT_SCHEME: Final = "font:"
PICTURE_SCHEME: Final = "data:image/png;base64,"
"""A picture that stands in the page itself; no other can be asked for."""
_PRIVATE_USE = range(0xE000, 0xF900)

_FONT_FACES: Final = "".join(
    f"@font-face {{ font-family: {FAMILY}; font-weight: {weight};"
    f" src: url({FONT_SCHEME}{weight}) format('truetype'); }}"
    for weight in WEIGHTS
)


class ForeignAddress(Exception):
    """A document asks for something that is not bundled with it."""


def render_pdf(html: str) -> bytes:
    """Return a document as a tagged PDF (PDF/UA-1); the same text gives the same bytes.

    :param html: a whole page with its styles inside; the font family ``Sarabun`` is there.
    :raises ForeignAddress: the page asks for anything but a bundled font or a picture in itself.
    """
    fetcher = _BundledFonts()
    font_config = FontConfiguration()
    faces = CSS(string=_FONT_FACES, url_fetcher=fetcher, font_config=font_config)
    document = HTML(string=html, base_url=FONT_SCHEME, url_fetcher=fetcher)
    written = BytesIO()
    try:
        document.write_pdf(
            written,
            stylesheets=[faces],
            font_config=font_config,
            pdf_variant="pdf/ua-1",
            pdf_identifier=sha256(html.encode()).digest()[:16],
        )
    except FatalURLFetchingError:
        raise ForeignAddress from None
    return written.getvalue()


class _BundledFonts(URLFetcher):
    """Hands out the bundled fonts and pictures of the page itself; refuses every other address."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # WeasyPrint has no types.

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(PICTURE_SCHEME):
            return self._picture(url)
        weight = url.removeprefix(FONT_SCHEME)
        if not url.startswith(FONT_SCHEME) or weight not in {str(one) for one in WEIGHTS}:
            raise FatalURLFetchingError("a document may use bundled fonts alone")
        return URLFetcherResponse(url, _font_file(int(weight)), {"Content-Type": "font/ttf"})

    def _picture(self, url: str) -> URLFetcherResponse:
        picture = b64decode(url.removeprefix(PICTURE_SCHEME))
        return URLFetcherResponse(url, picture, {"Content-Type": "image/png"})


class _ReadableText(dict[int, str]):
    """Text by glyph, in which the font's own word overrules the first sight.

    :param own: what the font says of its glyphs.
    """

    def __init__(self, own: dict[int, str]) -> None:
        super().__init__()
        self._own = own

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._own.get(glyph, text))


class _ReadableFont(pdf_fonts.Font):
    """A font of the PDF whose glyphs say what they are."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]  # WeasyPrint has no types.
        self.to_unicode = _ReadableText(_text_by_glyph(bytes(self.file_content)))


_draw_line: Callable[..., Any] = drawn_text.draw_first_line


def _draw_line_that_says_what_it_says(
    stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    """Draw a line of text inside of the words that it stands for.

    A line that is cut with an ellipsis is left to its glyphs: they alone know where.
    """
    is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
    if not (is_whole and box.text.strip()):
        return _draw_line(stream, box, text_overflow, block_ellipsis, matrix)
    words = pydyf.Dictionary({"ActualText": pydyf.String(box.text)})
    stream.begin_marked_content("Span", words)
    try:
        return _draw_line(stream, box, text_overflow, block_ellipsis, matrix)
    finally:
        stream.end_marked_content()


# WeasyPrint offers no other way.
drawn_text.draw_first_line = _draw_line_that_says_what_it_says
pdf_stream.Font = _ReadableFont  # type: ignore[attr-defined]


@cache
def _font_file(weight: int) -> bytes:
    return Path(fontpkg.path(FAMILY, weight=weight)).read_bytes()


@cache
def _text_by_glyph(font_file: bytes) -> dict[int, str]:
    font = TTFont(BytesIO(font_file), lazy=True)
    characters: dict[str, str] = {}
    for point, name in sorted((font.getBestCmap() or {}).items(), reverse=True):
        if point not in _PRIVATE_USE:
            characters[name] = chr(point)
    texts = {
        glyph: characters.get(name) or agl.toUnicode(name)
        for glyph, name in enumerate(font.getGlyphOrder())
    }
    return {glyph: text for glyph, text in texts.items() if text}
