"""A believable agency that does not exist, played through the real use cases."""

from __future__ import annotations

from complaints.demonstration.making import (
    clear_unfinished,
    is_demonstration,
    is_unfinished,
    make,
)
from complaints.demonstration.sign_ins import SIGN_INS_FILE, show_sign_ins

__all__ = [
    "SIGN_INS_FILE",
    "clear_unfinished",
    "is_demonstration",
    "is_unfinished",
    "make",
    "show_sign_ins",
]
