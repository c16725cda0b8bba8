"""The administrator's pages: accounts and settings, and no case."""

from __future__ import annotations

from flask import Blueprint, Response

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """Let nothing of these pages lie in a cache; one of them shows a one-time link."""
    response.headers["Cache-Control"] = "no-store"
    return response


from complaints.web.admin import (  # noqa: E402 - the pages register themselves on the blueprint
    accounts,
    agency,
    appointments,
    case_work,
    data_requests,
    holidays,
    keeping,
    letters,
    main_site,
    reminders,
    subjects,
    units,
)

__all__ = [
    "accounts",
    "agency",
    "appointments",
    "bp",
    "case_work",
    "data_requests",
    "holidays",
    "keeping",
    "letters",
    "main_site",
    "reminders",
    "subjects",
    "units",
]
