"""Explanations and results in words, the same for the reporter, the officer and a preview."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from complaints.domain.case_work import Decision, DelayReason
from complaints.domain.entries import Entry, EntryKind
from complaints.web.dates import format_day
from complaints.web.wording import local_name, words
from complaints.work.telling import Told


def explanation_view(told: Told, entry: Entry) -> dict[str, Any]:
    """Return an explanation as its reader sees it."""
    content = entry.content
    before = [one for one in told.explanations if one.position < entry.position]
    return explanation_words(
        told,
        before=date.fromisoformat(before[-1].content["new_date"]) if before else None,
        new_date=date.fromisoformat(content["new_date"]),
        why=DelayReason(content["why"]) if content.get("why") else None,
        reason=entry.text,
        approved_by=str(content.get("approved_by") or ""),
        on=entry.on,
    )


def explanation_words(
    told: Told,
    *,
    before: date | None,
    new_date: date,
    why: DelayReason | None,
    reason: str,
    approved_by: str,
    on: date | None = None,
) -> dict[str, Any]:
    """Return the very words in which a reporter reads an explanation.

    :param before: the day that was named in the explanation before.
    :param on: the day it was given; None while it is only previewed.
    """
    missed = told.due.due_on if told.due else None
    new_day = _("You will have an answer by %(day)s.", day=format_day(new_date))
    sentence = new_day
    if missed is not None:
        first = _("Your matter cannot be finished by %(day)s.", day=format_day(missed))
        if before is not None:
            first = _(
                "Your matter cannot be finished by %(day)s, nor by %(later)s as was said then.",
                day=format_day(missed),
                later=format_day(before),
            )
        sentence = f"{first} {new_day}"
    return {
        "on": on,
        "sentence": sentence,
        "why": words(why) if why else None,
        "reason": reason,
        "approved_by": approved_by,
    }


def event_text(entry: Entry) -> str | None:
    """Return what stands under an event of a timeline that is more than typed words."""
    content = entry.content
    if entry.kind is EntryKind.ACTING:
        until = format_day(date.fromisoformat(content["until"]))
        return _("%(officer)s, until %(day)s", officer=content["officer"], day=until)
    if entry.kind is EntryKind.OBJECTION_ANSWERED:
        return f"{words(Decision(content['decision']))}\n{entry.text}"
    return None


def ending_rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what stands beside the words of a result: to whom it went, which law, which case."""
    body = content.get("body")
    rows: list[dict[str, Any]] = [
        {"term": _("Forwarded to"), "text": local_name(body) if body else None},
        {"term": _("Which law"), "text": content.get("law"), "typed": True},
        {"term": _("Duplicate of case"), "text": content.get("duplicate_of")},
    ]
    return [row for row in rows if row["text"]]
