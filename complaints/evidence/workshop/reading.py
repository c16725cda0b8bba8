"""The words of a document, for reading it without the program that it was made with."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from complaints.evidence.workshop.errors import NotSure
from complaints.evidence.workshop.office import unpacked
from complaints.evidence.workshop.office_xml import parsed

MOST_CHARACTERS: Final = 200_000
_PARTS: Final = {
    "docx": r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml",
    "xlsx": r"xl/worksheets/sheet\d+\.xml",
    "pptx": r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml",
    "odt": r"content\.xml",
    "ods": r"content\.xml",
}
_SHARED: Final = "xl/sharedStrings.xml"
_ENDS_LINE: Final = frozenset({"p", "h", "tr", "row", "table-row", "br", "line-break", "si"})
_ENDS_CELL: Final = frozenset({"tc", "c", "table-cell", "tab"})
_UNREAD: Final = frozenset({"instrText", "delText", "f", "styles", "automatic-styles"})


def words_of(body: bytes, kind: str) -> str:
    """Return what a person would read in a document, cut where it is very long.

    :raises NotSure: it cannot be read.
    """
    if kind == "text":
        return body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")[:MOST_CHARACTERS]
    members = unpacked(body)
    wanted = re.compile(_PARTS[kind])
    try:
        shared = _shared_words(members.get(_SHARED))
        texts = [
            _words_of_part(parsed(members[name]), shared)
            for name in sorted(members, key=_in_order)
            if wanted.fullmatch(name)
        ]
    except etree.LxmlError:
        raise NotSure from None
    return "\n\n".join(texts)[:MOST_CHARACTERS]


def _in_order(name: str) -> tuple[str, int]:
    number = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name), int(number.group()) if number else 0


def _shared_words(part: bytes | None) -> list[str]:
    if part is None:
        return []
    entries = [each for each in parsed(part) if etree.QName(each).localname == "si"]
    return ["".join(each.itertext()) for each in entries]


def _words_of_part(root: etree._Element, shared: list[str]) -> str:
    found: list[str] = []
    for moment, element in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(element).localname
        if moment == "start":
            if name not in _UNREAD and element.text:
                found.append(_cell_words(element, shared))
            continue
        if name in _ENDS_LINE:
            found.append("\n")
        elif name in _ENDS_CELL:
            found.append("\t")
        if element.tail and element is not root:
            found.append(element.tail)
    text = re.sub(r"[ \t]+\n", "\n", "".join(found))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _cell_words(element: etree._Element, shared: list[str]) -> str:
    """Return the words of an element; a cell may only hold the number of shared ones."""
    text = element.text or ""
    parent = element.getparent()
    is_number = parent is not None and parent.get("t") == "s"
    if is_number and etree.QName(element).localname == "v" and text.isdecimal():
        return shared[int(text)] if int(text) < len(shared) else ""
    return text
