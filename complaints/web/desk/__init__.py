"""The officers' side: sign in, see what is due, work the cases of one desk.

One module for each group of pages. Whoever may see a page is declared at its
view; whoever may see a case is decided by the use case, because on a case
being allowed is holding a wrap of its key.
"""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from complaints.web.desk import (  # noqa: E402 - the pages register themselves on the blueprint
    account,
    boards,
    body_keys,
    cases,
    enrolling,
    figures,
    files,
    guidelines,
    handing_over,
    keeping,
    letter_register,
    letters,
    navigation,
    new,
    officers_manuals,
    own_secrets,
    passing_on,
    processing,
    record,
    recurrence,
    reminders,
    reply_templates,
    reviews,
    roster,
    safeguards,
    satisfaction,
    searching,
    signing_in,
    steps,
    work_lists,
)

__all__ = [
    "account",
    "boards",
    "body_keys",
    "bp",
    "cases",
    "enrolling",
    "figures",
    "files",
    "guidelines",
    "handing_over",
    "keeping",
    "letter_register",
    "letters",
    "navigation",
    "new",
    "officers_manuals",
    "own_secrets",
    "passing_on",
    "processing",
    "record",
    "recurrence",
    "reminders",
    "reply_templates",
    "reviews",
    "roster",
    "safeguards",
    "satisfaction",
    "searching",
    "signing_in",
    "steps",
    "work_lists",
]
