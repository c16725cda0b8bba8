"""Lookup codes and case numbers: their form and their check digits.

A lookup code is 24 digits, 22 random and 2 check digits, shown as six groups
of four. Digits, because every Thai keyboard has them. The check digits are
those of ISO 7064 MOD 97-10: they find every wrong digit and every pair of
neighbours that changed places, before anything is hashed.
"""

from __future__ import annotations

import re
import secrets
from datetime import date

from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code

CODE_DIGITS = 24
RANDOM_DIGITS = CODE_DIGITS - 2
NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits of a random case number; none looks like another."""
NUMBER_PATTERN = re.compile(r"[A-Z0-9-]{4,32}")

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u200b\u200c\u200d\u2060\ufeff.]+")


def arabic_digits(text: str) -> str:
    """Return the text with ๐-๙ written as 0-9."""
    return text.translate(_THAI_DIGITS)


def thai_digits(text: str) -> str:
    """Return the text with 0-9 written as ๐-๙, as official letters do."""
    return text.translate(_TO_THAI_DIGITS)


def code_from_number(number: int) -> str:
    """Return the lookup code whose random part is the given number.

    :param number: any non-negative number; its last 22 digits are used.
    :return: 24 digits without spaces.
    """
    body = f"{number % 10**RANDOM_DIGITS:0{RANDOM_DIGITS}d}"
    return body + _check_digits(body)


def grouped_code(code: str) -> str:
    """Return a code as six groups of four digits."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def parse_code(typed: str) -> str:
    """Return the 24 digits of a code as a person typed it.

    Thai digits, spaces, dashes and invisible characters are accepted.

    :raises BadInput: wrong length, other characters, or wrong check digits.
    """
    digits = _SEPARATORS.sub("", arabic_digits(typed))
    if not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits) or int(digits) % 97 != 1:
        raise BadInput(Code.CODE_IS_MISTYPED, "code")
    return digits


def grievance_number(received_on: date, sequence: int) -> str:
    """Return the running number of a grievance, such as ``G2570-00012-41``.

    :param sequence: position in the fiscal year of receipt, from 1.
    """
    body = f"{fiscal_year_be(received_on)}{sequence:05d}"
    return f"G{body[:4]}-{body[4:]}-{_check_digits(body)}"


def corruption_number() -> str:
    """Return a random number that tells nothing of when or how many."""
    body = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(8))
    check = _check_digits(str(int(body, 36)))
    return f"C-{body[:4]}-{body[4:]}-{check}"


def is_case_number(text: str, channel: Channel) -> bool:
    """Say whether a text has the form of a case number of a channel."""
    return bool(NUMBER_PATTERN.fullmatch(text)) and text.startswith(channel.value[0].upper())


def _check_digits(body: str) -> str:
    """Return the two digits that make ``body`` + digits ≡ 1 modulo 97 (ISO 7064)."""
    return f"{98 - int(body) * 100 % 97:02d}"
