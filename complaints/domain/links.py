"""What a one-time link lets its officer do."""

from __future__ import annotations

from enum import StrEnum


class LinkFor(StrEnum):
    """The kinds of one-time links."""

    ENROL = "enrol"
    NEW_KEY = "new_key"
    PHONE = "phone"
