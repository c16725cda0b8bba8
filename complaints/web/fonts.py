"""The web fonts of the pages: two weights of Sarabun, cut to Thai and Latin.

The typeface comes as a pinned package (SIL Open Font License 1.1, no reserved
font name). Nothing compiled is kept in the repository: ``prepare_fonts`` cuts
the fonts once on the machine that serves them. A page reads well without them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import fontpkg

WEIGHTS: Final = (400, 700)
FAMILY: Final = "Sarabun"

#: Stands in the file name, which browsers keep for ever; raise it with the package or the ranges.
EDITION: Final = 1

#: What the pages write: Latin with its accents, Thai, and the signs of print.
RANGES: Final = (
    range(0x0020, 0x007F),
    range(0x00A0, 0x0100),
    range(0x0E01, 0x0E5C),
    range(0x2010, 0x2027),
    (0x2030, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2260, 0x2264, 0x2265, 0x25CC),
)


def font_name(weight: int) -> str:
    """Return the file name under which ``static/base/fonts.css`` asks for a weight.

    :param weight: one of :data:`WEIGHTS`.
    :raises KeyError: another weight.
    """
    if weight not in WEIGHTS:
        raise KeyError(weight)
    return f"sarabun-{EDITION}-{weight}.woff2"


def prepare_fonts(folder: Path) -> tuple[Path, ...]:
    """Make the fonts that ``folder`` does not hold yet.

    Several workers may start at once: each writes a file of its own and renames
    it, and the last rename wins with the same bytes.

    :param folder: where the fonts are kept; made when missing.
    :return: the files, lightest weight first.
    :raises OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_prepared(folder / font_name(weight), weight) for weight in WEIGHTS)


def cut_font(weight: int, ranges: Iterable[Iterable[int]] = RANGES) -> bytes:
    """Return one weight as WOFF2, holding only the characters named.

    The same package gives the same bytes: the time of cutting is not written.

    :param weight: one of :data:`WEIGHTS`.
    :param ranges: code points to keep, in groups.
    :return: the font, about 25 kB.
    """
    # Cut once a machine; every start of every worker would wait for the import.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["*"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for group in ranges for point in group])
    font = TTFont(fontpkg.path(FAMILY, weight=weight), recalcTimestamp=False)
    subsetter.subset(font)
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _prepared(path: Path, weight: int) -> Path:
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_bytes(_cut_once(weight))
        draft.replace(path)
    return path


@cache
def _cut_once(weight: int) -> bytes:
    """Return a font that a process cuts a single time, however many folders it fills."""
    return cut_font(weight)
