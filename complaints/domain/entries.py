"""What can stand in the sealed rows of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class EntryKind(StrEnum):
    """What a row of a case says; the kind is sealed together with it."""

    ACCOUNT = "account"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    MESSAGE = "message"
    EXPLANATION = "explanation"
    RESULT = "result"
    REOPENED = "reopened"
    RATING = "rating"
    CODE_CHANGED = "code_changed"
    ACTING = "acting"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    OBJECTION_ANSWERED = "objection_answered"
    NOTE = "note"
    RELATED = "related"
    PROPOSAL = "proposal"
    SENT_BACK = "sent_back"
    CLOSING = "closing"
    FOLLOWED_UP = "followed_up"
    GUIDELINE = "guideline"
    GUIDELINE_DRAFT = "guideline_draft"
    GUIDELINE_SENT_BACK = "guideline_sent_back"
    LETTER_TO_BODY = "letter_to_body"
    EXCLUSION = "exclusion"
    RECUSAL = "recusal"
    RELIEVED = "relieved"
    READ_OUTSIDE = "read_outside"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_OPENED = "identity_opened"
    CODE_REISSUED = "code_reissued"
    MOVED = "moved"
    TAKEN_OVER = "taken_over"
    DETRIMENT = "detriment"
    PROTECTION = "protection"
    PROTECTED = "protected"


SHUT_OUT_BY = frozenset({EntryKind.EXCLUSION, EntryKind.RECUSAL})
"""Kinds of rows that name an officer who must not open the case again."""


class Side(StrEnum):
    """Who wrote a row: the reporter or the office."""

    REPORTER = "reporter"
    OFFICE = "office"


@dataclass(frozen=True)
class Entry:
    """One opened row of a case.

    :ivar position: order in the case, from 1.
    :ivar is_shared: the reporter can read it too.
    :ivar on: the day it was written, in Bangkok.
    :ivar by: who wrote it.
    :ivar content: the fields of its kind, as the use case wrote them.
    """

    position: int
    is_shared: bool
    kind: EntryKind
    on: date
    by: Side
    content: dict[str, Any]

    @property
    def text(self) -> str:
        """Return the words of a message, note, explanation or result."""
        return str(self.content.get("text", ""))

    @property
    def files(self) -> list[dict[str, Any]]:
        """Return the attachments that came with this row."""
        return list(self.content.get("files", []))
