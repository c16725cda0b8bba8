"""Build an office document anew from the parts that show something.

A document is an archive of parts. Parts on one list are kept and scrubbed, parts on another are
left out, and any part on neither makes the whole document one of which we cannot be sure.
Pictures inside are made anew; properties, comments, edits, links and all that leads outside go.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from typing import Final

from lxml import etree

from complaints.evidence.workshop.errors import NotSure, TooLarge
from complaints.evidence.workshop.office_xml import parsed, scrubbed, written
from complaints.evidence.workshop.pictures import remade

MOST_MEMBERS: Final = 3000
MEMBER_BYTES: Final = 30_000_000
UNPACKED_BYTES: Final = 150_000_000

codecs.lookup("cp437")  # of names in archives: its table is a file, and later none opens
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MANIFEST: Final = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MAIN_LINK: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)
_MAIN: Final = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
_KEPT: Final = re.compile(
    r"""word/(document|styles|numbering|fontTable|footnotes|endnotes|header\d*|footer\d*)\.xml
    |xl/(workbook|styles|sharedStrings)\.xml
    |xl/(worksheets|chartsheets)/sheet\d+\.xml
    |xl/tables/table\d+\.xml
    |xl/drawings/drawing\d+\.xml
    |ppt/(presentation|tableStyles)\.xml
    |ppt/(slides|slideLayouts|slideMasters|notesSlides|notesMasters)
        /(slide|slideLayout|slideMaster|notesSlide|notesMaster)\d+\.xml
    |(word|xl|ppt)/theme/theme\d+\.xml
    |(word|xl|ppt)/charts/chart\d+\.xml""",
    re.VERBOSE,
)
_LEFT_OUT: Final = re.compile(
    r"""\[trash\]/.*|docProps/.*|docMetadata/.*|customXml/.*|_xmlsignatures/.*|package/.*
    |word/(comments\w*|people|settings|webSettings|stylesWithEffects)\.xml
    |word/(glossary|fonts)/.*|word/printerSettings.*
    |xl/(calcChain|connections|metadata|volatileDependencies|comments\d*)\.xml
    |xl/(printerSettings|externalLinks|revisions|persons|threadedComments|queryTables
        |pivotTables|pivotCache|customProperty|slicers|slicerCaches|timelines
        |timelineCaches|customData|model|comments|webextensions|richData)/.*
    |ppt/(commentAuthors|authors|presProps|viewProps|revisionInfo)\.xml
    |ppt/(comments|tags|handoutMasters|fonts|printerSettings|changesInfos)/.*
    |(word|xl|ppt)/(charts|theme)/(style|colors|themeOverride)\d+\.xml
    |(word|xl|ppt)/(media|drawings)/.*\.(svg|vml)|.*/|.*\.rels""",
    re.VERBOSE,
)
_PICTURE: Final = re.compile(r"(?:(?:word|xl|ppt)/media|Pictures)/[^/]+")
_OPEN_KEPT: Final = re.compile(r"(Object\s\d+/)?(content|styles)\.xml")
_OPEN_LEFT_OUT: Final = re.compile(
    r"""mimetype|meta\.xml|settings\.xml|manifest\.rdf|layout-cache|.*/
    |META-INF/(manifest|documentsignatures)\.xml|(Object\s\d+/)?(meta|settings)\.xml
    |(Thumbnails|Configurations2|ObjectReplacements|Fonts)/.*""",
    re.VERBOSE,
)
_SIGNS: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"RIFF", "webp"),
    (b"BM", "bmp"),
)


def rebuilt_office(body: bytes, kind: str, side: int) -> bytes:
    """Return the document made anew.

    :param kind: ``docx``, ``xlsx``, ``pptx``, ``odt`` or ``ods``.
    :param side: longest side of a picture in it.
    :raises TooLarge: too many parts, or too much once unpacked.
    :raises NotSure: it holds a part that is on no list, or is no such document.
    """
    members = unpacked(body)
    try:
        if kind in _MAIN:
            return _rebuilt_package(members, kind, side)
        return _rebuilt_open_document(members, side)
    except (etree.LxmlError, KeyError, UnicodeError):
        raise NotSure from None


def unpacked(body: bytes) -> dict[str, bytes]:
    """Return the members of an archive, within bounds that its own list cannot talk away.

    :raises TooLarge: too many, or too much.
    :raises NotSure: the archive is broken or locked.
    """
    members: dict[str, bytes] = {}
    left = UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_MEMBERS:
                raise TooLarge
            for entry in listed:
                with archive.open(entry) as member:
                    plain = member.read(min(MEMBER_BYTES, left) + 1)
                left -= len(plain)
                if len(plain) > MEMBER_BYTES or left < 0:
                    raise TooLarge
                if entry.filename in members:
                    raise NotSure
                members[entry.filename] = plain
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise NotSure from None
    return members


def _rebuilt_package(members: dict[str, bytes], kind: str, side: int) -> bytes:
    parts: dict[str, bytes] = {}
    types: dict[str, str] = {}
    declared = _declared_types(members["[Content_Types].xml"])
    for name, part in members.items():
        if _PICTURE.fullmatch(name) and not _LEFT_OUT.fullmatch(name):
            parts[name], types[name] = _picture(part, side)
        elif _KEPT.fullmatch(name):
            types[name] = declared(name)
            parts[name] = b""
        elif not _LEFT_OUT.fullmatch(name) and name != "[Content_Types].xml":
            raise NotSure
    if not types.get(_MAIN[kind]):
        raise NotSure
    made: dict[str, bytes] = {}
    for name, part in parts.items():
        if part:
            made[name] = part
            continue
        links, kept_ids = _links_of(name, members, parts)
        made[name] = written(scrubbed(parsed(members[name]), kept_ids))
        if links:
            made[_links_name(name)] = links
    made["_rels/.rels"] = _links([("rId1", _MAIN_LINK, _MAIN[kind])])
    return _archive({"[Content_Types].xml": _types(types), **made})


def _declared_types(body: bytes) -> Callable[[str], str]:
    root = parsed(body)
    by_name = {each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in root}
    by_suffix = {
        each.get("Extension", "").lower(): each.get("ContentType", "")
        for each in root
        if each.get("Extension")
    }
    return lambda name: by_name.get(name) or by_suffix.get(name.rpartition(".")[2].lower(), "")


def _picture(body: bytes, side: int) -> tuple[bytes, str]:
    """Return a picture inside a document made anew, and its media type."""
    for sign, kind in _SIGNS:
        if body.startswith(sign):
            form, _, new = remade(body, kind, side)
            return new, f"image/{form}"
    raise NotSure


def _links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _links_of(
    part: str, members: dict[str, bytes], kept: dict[str, bytes]
) -> tuple[bytes, frozenset[str]]:
    """Return the links of a part to kept parts, and their ids; all others are dropped."""
    body = members.get(_links_name(part))
    if body is None:
        return b"", frozenset()
    held = []
    for link in parsed(body).iter(f"{_LINKS}Relationship"):
        target = link.get("Target", "")
        folder = posixpath.dirname(part)
        whole = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
        if link.get("TargetMode", "Internal") == "Internal" and whole in kept:
            held.append((link.get("Id", ""), link.get("Type", ""), f"/{whole}"))
    return _links(held), frozenset(each for each, _, _ in held)


def _links(held: list[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{_LINKS}Relationships", nsmap={None: _LINKS[1:-1]})
    for id_, type_, target in held:
        etree.SubElement(root, f"{_LINKS}Relationship", Id=id_, Type=type_, Target=target)
    return written(root)


def _types(types: dict[str, str]) -> bytes:
    root = etree.Element(f"{_TYPES}Types", nsmap={None: _TYPES[1:-1]})
    for suffix, media_type in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{_TYPES}Default", Extension=suffix, ContentType=media_type)
    for name, media_type in types.items():
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=media_type)
    return written(root)


def _rebuilt_open_document(members: dict[str, bytes], side: int) -> bytes:
    made: dict[str, bytes] = {}
    types: dict[str, str] = {}
    for name, part in members.items():
        if _PICTURE.fullmatch(name):
            made[name], types[name] = _picture(part, side)
        elif _OPEN_KEPT.fullmatch(name):
            made[name] = written(scrubbed(parsed(part), frozenset()))
            types[name] = "text/xml"
        elif not _OPEN_LEFT_OUT.fullmatch(name):
            raise NotSure
    media_type = members["mimetype"].decode("ascii").strip()
    manifest = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap={"manifest": _MANIFEST})
    for name, type_ in {"/": media_type, **types}.items():
        entry = etree.SubElement(manifest, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", name)
        entry.set(f"{{{_MANIFEST}}}media-type", type_)
    first = {"mimetype": media_type.encode()}
    return _archive({**first, **made, "META-INF/manifest.xml": written(manifest)})


def _archive(members: dict[str, bytes]) -> bytes:
    """Return an archive whose members all bear one and the same moment, long ago."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            is_plain = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return out.getvalue()
