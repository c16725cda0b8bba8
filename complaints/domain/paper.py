"""A key on paper: lines of letters that a person can type back, each checking itself.

Thirty-two bytes become eight lines of three groups. Every line carries four
bytes and two check characters, so a slip of the pen is found on its line. The
alphabet has no I, L, O and U; what looks like one of its digits is read as it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from complaints.domain.errors import BadInput, Code

KEY_BYTES = 32
LINES = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("ILO", "110")
_LINE_BYTES, _DIGITS, _CHECKS, _GROUP = 4, 7, 2, 3
_BITS = 5


def on_paper(key: bytes) -> tuple[str, ...]:
    """Return a key as eight lines of three groups of three characters.

    :param key: 32 bytes.
    :raises ValueError: not 32 bytes.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a key on paper has 32 bytes")
    return tuple(
        _grouped(_typed(key[at * _LINE_BYTES : (at + 1) * _LINE_BYTES]) + _check(at, key))
        for at in range(LINES)
    )


def from_paper(lines: Sequence[str]) -> bytes:
    """Return the key of typed lines.

    Spaces, dashes and small letters are fine.

    :raises BadInput: a line is missing or wrong; the field names it, from 1.
    """
    key = bytearray()
    for at in range(LINES):
        typed = re.sub(r"[\s-]+", "", lines[at] if at < len(lines) else "").upper()
        typed = typed.translate(_LOOKS_LIKE)
        if len(typed) != _DIGITS + _CHECKS or any(one not in _ALPHABET for one in typed):
            raise BadInput(Code.KEY_IS_MISTYPED, str(at + 1))
        number = _number(typed[:_DIGITS])
        if number >> (8 * _LINE_BYTES):
            raise BadInput(Code.KEY_IS_MISTYPED, str(at + 1))
        key += number.to_bytes(_LINE_BYTES, "big")
        if typed[_DIGITS:] != _check(at, bytes(key)):
            raise BadInput(Code.KEY_IS_MISTYPED, str(at + 1))
    return bytes(key)


def _typed(raw: bytes) -> str:
    number = int.from_bytes(raw, "big")
    return "".join(
        _ALPHABET[(number >> (_BITS * place)) % len(_ALPHABET)]
        for place in reversed(range(_DIGITS))
    )


def _number(typed: str) -> int:
    number = 0
    for one in typed:
        number = number << _BITS | _ALPHABET.index(one)
    return number


def _check(at: int, key: bytes) -> str:
    """Return the check characters of a line: of everything up to its end."""
    digest = hashlib.sha256(b"paper" + key[: (at + 1) * _LINE_BYTES]).digest()
    number = int.from_bytes(digest[:2], "big") % len(_ALPHABET) ** _CHECKS
    return _ALPHABET[number // len(_ALPHABET)] + _ALPHABET[number % len(_ALPHABET)]


def _grouped(typed: str) -> str:
    return " ".join(typed[at : at + _GROUP] for at in range(0, len(typed), _GROUP))
