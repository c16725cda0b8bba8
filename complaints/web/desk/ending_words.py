"""How a case ends, in words for its officers: result, second key, what follows, checklist."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from complaints.casework.case_page import CasePage
from complaints.domain.case_work import Discipline
from complaints.domain.checklist import Check
from complaints.domain.states import Outcome
from complaints.web import ending
from complaints.web.dates import format_day
from complaints.web.wording import words
from complaints.work.telling import Told

Row = dict[str, Any]


def ending_rows(told: Told) -> list[Row]:
    """Return what stands beside the words of the result that stands."""
    return ending.ending_rows(told.ending)


def closing_rows(page: CasePage) -> list[Row]:
    """Return what officers alone keep of the result that stands."""
    rows = _closing_rows(page.closing) if not page.told.state.is_open else []
    follow_up = format_day(page.follow_up_on) if page.follow_up_on else None
    rows.append({"term": _("Ask what became of it on"), "text": follow_up})
    return [row for row in rows if row["text"]]


def proposal_view(page: CasePage) -> Row | None:
    """Return a result that waits for the second key, as the reporter would read it."""
    if page.proposal is None:
        return None
    content = page.proposal.content
    return {
        "on": page.proposal.on,
        "who": content["officer"],
        "outcome": words(Outcome(content["outcome"])),
        "text": content["told"]["text"],
        "rows": ending.ending_rows(content["told"]),
        "inside": [row for row in _closing_rows(content["closing"]) if row["text"]],
    }


def check_view(check: Check) -> Row:
    """Return a line of the checklist."""
    return {
        "text": words(check.duty),
        "done": check.is_done,
        "missing": check.is_missing,
        "needless": check.is_needless,
        "on": check.on,
    }


def _closing_rows(closing: Row) -> list[Row]:
    discipline = closing.get("discipline")
    follows = [
        words(Discipline(discipline)) if discipline else "",
        closing.get("discipline_words") or "",
    ]
    return [
        {"term": _("Cause"), "text": closing.get("cause"), "typed": True},
        {
            "term": _("How to prevent it from happening again"),
            "text": closing.get("guideline"),
            "typed": True,
        },
        {
            "term": _("What follows for the offender"),
            "text": "\n".join(filter(None, follows)),
            "typed": True,
        },
        {"term": _("Duplicate of case"), "text": closing.get("duplicate_of")},
        {"term": _("Confirmed by"), "text": closing.get("confirmed_by")},
    ]
