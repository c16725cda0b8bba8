"""What nobody may do alone: one asks, and a second confirms within some days."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

REQUEST_DAYS = 7
"""How long a request may wait, and be used once it is confirmed; its last day counts."""


class Deed(StrEnum):
    """What takes two people on one case."""

    ERASE_EARLY = "erase_early"
    OPEN_IDENTITY = "open_identity"
    OPEN_ORIGINAL = "open_original"


class Standing(StrEnum):
    """How far a request has come."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"


def expires_on(asked_on: date) -> date:
    """Return the last day of a request."""
    return asked_on + timedelta(days=REQUEST_DAYS)


def standing(*, ends_on: date, confirmed_by: str | None, today: date) -> Standing:
    """Return how a request stands on a day.

    :param ends_on: its last day, which still counts.
    """
    if today > ends_on:
        return Standing.EXPIRED
    return Standing.CONFIRMED if confirmed_by else Standing.WAITING
