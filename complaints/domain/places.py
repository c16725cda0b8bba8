"""When two places that people typed are the same one."""

from __future__ import annotations

import re
import unicodedata

from complaints.domain.codes import arabic_digits

_SHORTEST = 4
_NO_LETTERS = re.compile(r"[\W_]+")
_VILLAGE = re.compile(r"(?:หมู่ที่|หมู่|ม\.)(?=\s*\d)")
_AROUND = (
    "บริเวณ",
    "ตรงข้าม",
    "ใกล้กับ",
    "ใกล้",
    "ด้านหน้า",
    "ด้านหลัง",
    "หน้า",
    "หลัง",
    "ข้าง",
    "แถว",
    "ตรง",
    "ที่",
    "in front of",
    "opposite",
    "behind",
    "beside",
    "near",
    "at",
    "the",
)
"""Words before a place that do not make it another one."""


def place_key(typed: str) -> str:
    """Return by what a typed place is known; empty where it says too little.

    Spaces, marks, forms of digits and of หมู่ที่, and words such as "in front of"
    make no other place. A different spelling of a name does.
    """
    plain = arabic_digits(unicodedata.normalize("NFKC", typed)).casefold().strip()
    plain = _VILLAGE.sub("หมู่", plain)
    while True:
        shorter = _without_first_word(plain)
        if shorter == plain:
            break
        plain = shorter
    key = "".join(
        each for each in plain if not _NO_LETTERS.fullmatch(each) or unicodedata.combining(each)
    )
    return key if len(key) >= _SHORTEST else ""


def _without_first_word(text: str) -> str:
    for word in _AROUND:
        rest = text.removeprefix(word)
        is_word = not word.isascii() or rest.startswith(" ")
        if rest != text and is_word:
            return rest.strip()
    return text
