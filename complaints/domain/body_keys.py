"""Keys of receiving bodies: how a fingerprint was compared, and how far a key has come."""

from __future__ import annotations

from enum import StrEnum

HEX_DIGITS = frozenset("0123456789abcdef")


class Way(StrEnum):
    """By which way the body told its fingerprint; the key itself came by none of them."""

    LETTER = "letter"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


class KeyState(StrEnum):
    """How far the key of a body has come at a desk."""

    NONE = "none"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CHANGED = "changed"


def typed_fingerprint(typed: str) -> str:
    """Return a fingerprint as it is compared: small hexadecimal digits and nothing between."""
    return "".join(sign for sign in typed.casefold() if sign in HEX_DIGITS)
