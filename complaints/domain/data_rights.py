"""Requests under the Personal Data Protection Act B.E. 2562, and how they may be answered."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

ANSWER_DAYS = 30
"""Days in which a request is answered; section 30 para 4."""


class Right(StrEnum):
    """What somebody may ask for."""

    ACCESS = "access"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    CORRECTION = "correction"


class Reply(StrEnum):
    """How a request is answered; no reply tells whether somebody reported or was reported."""

    BY_CODE = "by_code"
    NOT_TOLD = "not_told"
    DONE = "done"
    REFUSED = "refused"


SECTIONS: dict[Right, str] = {
    Right.ACCESS: "30",
    Right.PORTABILITY: "31",
    Right.OBJECTION: "32",
    Right.ERASURE: "33",
    Right.RESTRICTION: "34",
    Right.CORRECTION: "35–36",
}
"""Sections of the Act."""


def answer_by(received_on: date) -> date:
    """Return the last day on which a request is answered."""
    return received_on + timedelta(days=ANSWER_DAYS)
