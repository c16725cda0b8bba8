"""What people type: what is taken, what is mended, what is refused."""

from __future__ import annotations

import re
import unicodedata

from complaints.domain.errors import BadInput, Code

LINE_CHARACTERS = 200
TEXT_CHARACTERS = 20_000

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_NEW_LINES = re.compile(r"\r\n?")
MOST_MARKS = 30
"""Marks on one letter: more stand on none, and to put many in order takes the square of the time.

:source: Unicode Standard Annex #15, Stream-Safe Text Format.
"""
_MARKS = "".join(
    mark
    for mark in map(chr, range(0x20000))
    if unicodedata.combining(mark)
    or (
        unicodedata.decomposition(mark)
        and unicodedata.combining(unicodedata.normalize("NFKD", mark)[0])
    )
)
_TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{{MOST_MARKS + 1}}}")
_FORMATS = (chr(one) for one in range(0x10000) if unicodedata.category(chr(one)) == "Cf")
_UNSEEN = re.compile(f"[{''.join(_FORMATS)}]")
_THAI_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_LOOKS_LIKE = {"\u0e40\u0e40": "\u0e41", "\u0e45": "\u0e32"}
"""Thai that is typed in two ways and looks the same: เ twice as แ, ๅ as า."""


def clean_text(typed: str, field: str, *, longest: int = TEXT_CHARACTERS) -> str:
    """Return typed text ready to keep.

    Characters that turn the direction of writing are taken out, because they
    can make a text read as something else. Zero-width spaces stay: Thai uses
    them between words. The text becomes NFC with plain line ends.

    :param field: the form field, for the refusal.
    :param longest: characters allowed.
    :raises BadInput: NUL, other control characters, lone surrogates, too many marks on one
        letter, or too long.
    """
    if len(typed) > 4 * longest:  # mending would not shorten it enough, only cost time
        raise BadInput(Code.FIELD_IS_TOO_LONG, field)
    text = _NEW_LINES.sub("\n", typed)
    text = _BIDI.sub("", text)
    if _TOO_MANY_MARKS.search(text) or any(_is_forbidden(character) for character in text):
        raise BadInput(Code.FIELD_HAS_FORBIDDEN_CHARACTERS, field)
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > longest:
        raise BadInput(Code.FIELD_IS_TOO_LONG, field)
    return text


def clean_line(typed: str, field: str, *, longest: int = LINE_CHARACTERS) -> str:
    """Return typed text as one line; line ends and tabs become spaces.

    :raises BadInput: as for :func:`clean_text`.
    """
    return " ".join(clean_text(typed, field, longest=longest).split())


def required_text(typed: str, field: str, *, longest: int = TEXT_CHARACTERS) -> str:
    """Return typed text that must not be empty.

    A text of nothing but invisible characters is empty.

    :raises BadInput: as for :func:`clean_text`, or nothing to read in it.
    """
    text = clean_text(typed, field, longest=longest)
    if not any(_is_readable(character) for character in text):
        raise BadInput(Code.FIELD_IS_EMPTY, field)
    return text


def as_read(text: str) -> str:
    """Return a text in one form for everything that a reader takes for the same.

    One width and one case, nothing invisible, the marks of a Thai letter once and in one
    order, and no two ways to type what looks alike.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _UNSEEN.sub("", plain)
    for typed, meant in _LOOKS_LIKE.items():
        plain = plain.replace(typed, meant)
    return _THAI_MARKS.sub(lambda marks: "".join(sorted(set(marks[0]))), plain)


def first_words(text: str, longest: int = 90) -> str:
    """Return the beginning of a text as one line, cut between graphemes."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    end = longest
    while end > 1 and unicodedata.category(line[end]) in {"Mn", "Mc"}:
        end -= 1
    return line[:end].rstrip() + "…"


def _is_forbidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and character not in "\n\t")


def _is_readable(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS"
