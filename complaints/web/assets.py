"""Few stylesheets from many, and addresses that change with what they serve.

Every component has a stylesheet of its own; a browser on a slow network asks
for few. They are joined when the application starts, in a fixed order: one sheet
for every page, one for each part of the service that not every page shows, and
one for what only officers see. The address carries a fingerprint, so the answer
may be kept for a year. Which sheets a page asks for is worked out in ``sheets.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

#: The base stylesheets of the public sheet: tokens first, because everything names them.
BASE_FIRST: Final = ("tokens", "fonts", "elements", "layout", "public")
#: Print comes last, because it overrules.
BASE_LAST: Final = ("print",)
#: Components of this prefix serve officers only and are kept from the phones of the public.
DESK_PREFIX: Final = "desk_"

PUBLIC_SHEET: Final = "app.css"
DESK_SHEET: Final = "desk.css"

#: What not every page of the public shows: the components of each further sheet.
PARTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "forms.css": frozenset(
            "checkboxes code_field confirm_form date_field error_summary example field field_error"
            " file_field form_section hint radios rating select_field text_field"
            " textarea_field".split()
        ),
        "case.css": frozenset(
            "checklist deadline due_card evidence_list explanation letter_list milestone_list"
            " official_letter progress receipt_panel status_badge thread"
            " timeline".split()
        ),
        "figures.css": frozenset(
            "bar_chart data_table empty_state framed goal_list pagination stat tabs".split()
        ),
    }
)

FINGERPRINT_CHARACTERS: Final = 12

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK_BEFORE_LINE = re.compile(r"\n\s+")
_BLANK_AROUND_SIGN = re.compile(r"\s?([{};,])\s?|(?<=:) ")


def public_stylesheets(static_dir: Path) -> Iterator[Path]:
    """Yield the stylesheets of every page, in the order in which they are joined.

    :param static_dir: the folder ``static/``.
    """
    elsewhere = frozenset().union(*PARTS.values())
    yield from (static_dir / "base" / f"{name}.css" for name in BASE_FIRST)
    for path in sorted((static_dir / "components").glob("*.css")):
        if path.stem not in elsewhere and not path.name.startswith(DESK_PREFIX):
            yield path
    yield from (static_dir / "base" / f"{name}.css" for name in BASE_LAST)


def part_stylesheets(static_dir: Path, names: frozenset[str]) -> Iterator[Path]:
    """Yield the stylesheets of one part of the service, in the order in which they are joined.

    :param static_dir: the folder ``static/``.
    :param names: of the components.
    """
    yield from (
        path for path in sorted((static_dir / "components").glob("*.css")) if path.stem in names
    )


def desk_stylesheets(static_dir: Path) -> Iterator[Path]:
    """Yield what pages for officers need besides, in the order in which it is joined."""
    yield static_dir / "base" / "desk.css"
    yield from sorted((static_dir / "components").glob(f"{DESK_PREFIX}*.css"))


def join(paths: Iterable[Path]) -> bytes:
    """Return stylesheets as one, without comments and without blanks that mean nothing.

    :param paths: files in UTF-8; strings in them hold none of ``{};,`` and no blank after ``:``.
    :raises FileNotFoundError: one is missing.
    """
    return _folded("\n".join(path.read_text(encoding="utf-8") for path in paths))


@cache
def _folded(sheet: str) -> bytes:
    """Return a stylesheet without what means nothing; once, however many applications serve it."""
    whole = _COMMENT.sub("", sheet)
    folded = _BLANK_AROUND_SIGN.sub(r"\1", _BLANK_BEFORE_LINE.sub("\n", whole))
    return folded.strip().replace(";}", "}").replace("}", "}\n").encode()


def fingerprint(content: bytes) -> str:
    """Return what stands in an address for exactly these bytes."""
    return sha256(content).hexdigest()[:FINGERPRINT_CHARACTERS]


class Assets:
    """What is served from ``static/`` under addresses that change with the content.

    :param static_dir: the folder ``static/``.
    :param base_url: where it is served, without a slash at the end.
    :ivar sheets: the joined stylesheets by name, to be served below ``base_url``.
    """

    def __init__(self, static_dir: Path, base_url: str = "/static") -> None:
        self.static_dir = static_dir
        self.base_url = base_url
        self.sheets = {
            PUBLIC_SHEET: join(public_stylesheets(static_dir)),
            **{part: join(part_stylesheets(static_dir, names)) for part, names in PARTS.items()},
            DESK_SHEET: join(desk_stylesheets(static_dir)),
        }
        self._fingerprints = {name: fingerprint(sheet) for name, sheet in self.sheets.items()}

    def asset_url(self, path: str) -> str:
        """Return the address of a file, with the fingerprint of its content.

        :param path: below ``static/``, or the name of a joined stylesheet.
        :return: such as ``/static/app.css?v=0f1e2d3c4b5a``.
        :raises FileNotFoundError: no such file.
        """
        if path not in self._fingerprints:
            self._fingerprints[path] = fingerprint((self.static_dir / path).read_bytes())
        return f"{self.base_url}/{path}?v={self._fingerprints[path]}"
