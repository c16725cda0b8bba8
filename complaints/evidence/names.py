"""Names of files, made fit to be shown and to be saved under."""

from __future__ import annotations

import re
import unicodedata

NAME_CHARACTERS = 120
SENT_CHARACTERS = 500
"""How much of the end of a name is looked at: to put many marks in order takes long."""
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_UNSAVEABLE = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_SUFFIX = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", re.IGNORECASE)
_MARKS = {"Mn", "Mc", "Me"}


def suffix_of(name: str) -> str:
    """Return the suffix of a name in lower case with its dot, or nothing where it has none."""
    found = _SUFFIX.search(_bare(name))
    return found.group().lower() if found else ""


def display_name(sent: str | None, suffixes: tuple[str, ...] = ()) -> str:
    """Return the name under which a file is shown and saved.

    Folders, control characters, and everything invisible that turns or hides text are gone.
    Letters of every language stay. At most 120 characters, cut from the stem.

    :param sent: the name as it was sent, of any form.
    :param suffixes: the suffixes that fit the content; where the name has none of
        them, its suffix gives way to the first.
    """
    bare = _bare(sent or "")
    suffix = suffix_of(bare)
    stem = bare[: len(bare) - len(suffix)].rstrip(". ") or "file"
    if suffixes and suffix not in suffixes:
        suffix = suffixes[0]
    if _RESERVED.match(stem.partition(".")[0]):
        stem = f"_{stem}"
    return _cut(stem, NAME_CHARACTERS - len(suffix)) + suffix


def _bare(sent: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent[-SENT_CHARACTERS:]))[-1]
    visible = "".join(c for c in last if _is_visible(c)).translate(_UNSAVEABLE)
    return " ".join(visible.split()).strip(". ")


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in {"Zl", "Zp"}


def _cut(stem: str, longest: int) -> str:
    if len(stem) <= longest:
        return stem
    end = longest
    while end > 1 and unicodedata.category(stem[end]) in _MARKS:
        end -= 1
    return stem[:end].rstrip(". ")
