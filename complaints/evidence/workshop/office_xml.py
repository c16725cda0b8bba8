"""Scrub one part of an office document: who wrote it, when, where, and what was there before."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from complaints.evidence.workshop.errors import NotSure

_OOXML: Final = "http://schemas.openxmlformats.org/"
_KNOWN: Final = (
    f"{_OOXML}wordprocessingml/2006/main",
    f"{_OOXML}spreadsheetml/2006/main",
    f"{_OOXML}presentationml/2006/main",
    f"{_OOXML}drawingml/2006/",
    f"{_OOXML}officeDocument/2006/math",
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:word",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "urn:oasis:names:tc:opendocument:xmlns:",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_NOT_KNOWN: Final = (
    "urn:oasis:names:tc:opendocument:xmlns:meta:",
    "urn:oasis:names:tc:opendocument:xmlns:script:",
    "urn:oasis:names:tc:opendocument:xmlns:form:",
    "urn:oasis:names:tc:opendocument:xmlns:config:",
    "urn:oasis:names:tc:opendocument:xmlns:database:",
)
_REFERENCES: Final = f"{{{_OOXML}officeDocument/2006/relationships}}"
_CHOICES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"

_GO: Final = frozenset(
    # comments, marks and earlier wording
    "annotation annotation-end tracked-changes change change-start change-end"
    " commentRangeStart commentRangeEnd commentReference annotationRef del moveFrom"
    " moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd rPrChange pPrChange"
    " sectPrChange tblPrChange tcPrChange trPrChange tblGridChange tblPrExChange numberingChange"
    " cellIns cellDel cellMerge delText delInstrText bookmarkStart bookmarkEnd bookmark"
    " bookmark-start bookmark-end reference-mark reference-mark-start reference-mark-end"
    " permStart permEnd proofErr sdtPr sdtEndPr rsids docVars attachedTemplate"
    # of workbooks and presentations
    " extLst fileSharing fileVersion fileRecoveryPr workbookProtection externalReferences"
    " pivotCaches customWorkbookViews customSheetViews webPublishing webPublishItems oleObjects"
    " controls customProperties protectedRanges sheetProtection legacyDrawing legacyDrawingHF"
    " smartTags scenarios cellWatches pivotSource externalData userShapes custDataLst"
    " handoutMasterIdLst embeddedFontLst custShowLst photoAlbum modifyVerifier phoneticPr"
    # of open documents
    " scripts event-listeners forms linked-table database-ranges dde-connection-decls"
    " dde-connections dde-links dde-link dde-source calculation-settings user-field-decls"
    " variable-decls consolidation".split()
)
_DRAWN: Final = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_GO_WITH_LINK: Final = frozenset(
    "hlinkClick hlinkHover hlinkMouseOver drawing picture embedRegular embedBold embedItalic"
    " embedBoldItalic".split()
)
_UNWRAP: Final = frozenset({"ins", "moveTo", "smartTag", "customXml"})
_UNSURE: Final = frozenset(
    {"object", "OLEObject", "oleObj", "control", "contentPart", "object-ole", "applet", "plugin"}
)
_ATTRIBUTES_GO: Final = re.compile(
    "(author|initials|date|rsid.*|paraId|textId|descr|title|userId|userName|providerId"
    "|lastModifiedBy|refreshedBy|lastUser|codeName|uniqueName|uid|cryptProvider.*|hashValue"
    "|saltValue|password|tooltip|alt|gfxdata|spid|legacySpreadsheetColorIndex|action|macro"
    "|protection-key|comment|description|code-base|target-frame-name|src|href|althref)",
    re.IGNORECASE,
)
_EMPTIED: Final = re.compile(
    "(cNvPr|docPr|cNvPicPr|shape|imagedata|frame|image|g|rect|custom-shape)"
)
_FIELD: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\s*(\\\*\s*\w+\s*)*")
_OUTSIDE: Final = re.compile(r"\[[^\]]+\]")
_FORMULAS: Final = frozenset({"f", "definedName", "formula", "formula1", "formula2"})
_FORMULA_ATTRIBUTES: Final = frozenset({"formula", "condition", "expression"})
_CALLS: Final = re.compile(
    # addresses, other files, other programs, and functions that ask somebody elsewhere
    r"://|file:|\\\\|\||'\#|\b(WEBSERVICE|IMAGE|HYPERLINK|RTD|DDE|CALL|EXEC|REGISTER"
    r"(\.ID)?|SQL\.REQUEST|STOCKHISTORY|CUBE\w+|PY|TRANSLATE|COPILOT)\s*\(",
    re.IGNORECASE,
)


def parsed(body: bytes) -> etree._Element:
    """Return a part of a document.

    :raises NotSure: it brings definitions of its own, as bombs do.
    :raises LxmlError: it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    root = etree.fromstring(body, parser)
    if root.getroottree().docinfo.doctype:
        raise NotSure
    return root


def written(root: etree._Element) -> bytes:
    """Return the bytes of a part."""
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return whole


def scrubbed(root: etree._Element, kept_ids: frozenset[str]) -> etree._Element:
    """Return a part without what is hidden in it.

    :param kept_ids: ids of the links that stay; whatever uses another one loses it.
    :raises NotSure: it holds an object of another program.
    """
    _choose(root)
    _prune(root)
    for element in list(root.iter()):
        _scrub(element, kept_ids)
    etree.cleanup_namespaces(root)
    return root


def _prune(parent: etree._Element) -> None:
    """Take out of an element what is hidden, at every depth.

    :raises NotSure: an object of another program, or words in a language that is not known.
    """
    for element in list(parent):
        name, namespace = etree.QName(element).localname, etree.QName(element).namespace
        if name in _UNSURE:
            raise NotSure
        if name in _GO or (name in {"title", "desc"} and namespace == _DRAWN):
            _remove(element)
        elif not _is_known(namespace):
            if "".join(element.itertext()).strip():
                raise NotSure  # somebody may read it, so it is not lost in silence
            _remove(element)
        else:
            _prune(element)
            if name in _UNWRAP:
                _unwrap(element)


def _is_known(namespace: str | None) -> bool:
    if namespace is None:
        return True
    return namespace.startswith(_KNOWN) and not namespace.startswith(_NOT_KNOWN)


def _choose(root: etree._Element) -> None:
    """Of things written in two ways keep the one whose names are known."""
    for either in list(root.iter(f"{_CHOICES}AlternateContent")):
        chosen = None
        for choice in either.findall(f"{_CHOICES}Choice"):
            needed = [choice.nsmap.get(each) for each in choice.get("Requires", "").split()]
            if chosen is None and needed and all(each and _is_known(each) for each in needed):
                chosen = choice
        if chosen is None:
            chosen = either.find(f"{_CHOICES}Fallback")
        for other in list(either):
            if other is not chosen:
                either.remove(other)
        if chosen is not None:
            _unwrap(chosen)
        _unwrap(either)


def _remove(element: etree._Element) -> None:
    """Take an element out; text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):
        element.addprevious(child)
    element.text = None
    _remove(element)


def _scrub(element: etree._Element, kept_ids: frozenset[str]) -> None:
    name = etree.QName(element).localname
    for key, value in list(element.attrib.items()):
        _scrub_attribute(element, name, str(key), str(value), kept_ids)
    text = element.text or ""
    if name == "instrText" and not _FIELD.fullmatch(text):
        element.text = ""
    if name in _FORMULAS and (_OUTSIDE.search(text) or _CALLS.search(text)):
        _remove(element)


def _scrub_attribute(
    element: etree._Element, name: str, key: str, value: str, kept_ids: frozenset[str]
) -> None:
    quoted = etree.QName(key)
    if key.startswith(_REFERENCES):
        if value not in kept_ids:
            del element.attrib[key]
            if name in _GO_WITH_LINK:
                _remove(element)
    elif key == _XLINK:
        if not value.startswith(("#", "Pictures/", "./Object ", "Object ")):
            element.set(key, "#")
    elif quoted.localname in _FORMULA_ATTRIBUTES and _CALLS.search(value):
        del element.attrib[key]
    elif quoted.localname == "name" and _EMPTIED.fullmatch(name):
        element.set(key, "")
    elif not _is_known(quoted.namespace) or _ATTRIBUTES_GO.fullmatch(quoted.localname):
        del element.attrib[key]
    elif quoted.localname == "instr" and not _FIELD.fullmatch(value):
        element.set(key, "")
