"""Official letters: which there are, and how each is numbered."""

from __future__ import annotations

from enum import StrEnum

from complaints.domain.entries import EntryKind
from complaints.domain.states import Outcome

RECEIPT_ID = "receipt"
"""Stands for the letter that every case has from its first day."""


class LetterKind(StrEnum):
    """What a letter tells: the reporter, and the last one the body that gets the matter."""

    RECEIPT = "receipt"
    PERIOD = "period"
    RESULT = "result"
    FORWARDING = "forwarding"
    TO_BODY = "to_body"


def letter_for(kind: EntryKind, outcome: str | None) -> LetterKind | None:
    """Return the letter to the reporter that a row of a case gives rise to, if it does to one.

    :param outcome: of a result.
    """
    if kind is EntryKind.EXPLANATION:
        return LetterKind.PERIOD
    if kind is EntryKind.RESULT:
        return LetterKind.FORWARDING if outcome == Outcome.FORWARDED else LetterKind.RESULT
    return None
