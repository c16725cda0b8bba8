"""The work list of an officer for a month, as a sheet for the printer."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.lists import CaseRow
from complaints.casework.looking import note_headings
from complaints.casework.work_lists import work_list
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.deadlines import Urgency
from complaints.web.access import open_to
from complaints.web.dates import format_day
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import words


@bp.get("/<channel:channel>/work-list")
@open_to(Permission.DESK_READ)
def print_work_list(channel: Channel) -> ResponseReturnValue:
    """Show what the officer must answer this month; a sheet lies about, so it tells no content."""
    with office().reading(channel) as work:
        found = work_list(work, g.actor)
    note_headings(office(), channel, g.actor, len(found.rows))
    return render_template(
        "desk/work_list.html",
        channel=channel.value,
        issued_on=office().today(),
        officer=g.actor.full_name,
        until=found.until,
        is_whole=found.is_whole,
        rows=[_row(row) for row in found.rows],
    )


def _row(row: CaseRow) -> dict[str, Any]:
    counts = row.new_due_on or row.due_on
    return {
        "number": row.number,
        "state": words(row.state),
        "received": format_day(row.received_on),
        "due": format_day(counts) if counts else None,
        "stands": _stands(row.urgency),
    }


def _stands(urgency: Urgency) -> str:
    return {
        Urgency.LATE_UNEXPLAINED: _("Late, not explained"),
        Urgency.LATE_EXPLAINED: _("Late, explained"),
        Urgency.DUE_SOON: _("Due soon"),
    }.get(urgency, _("In time"))
