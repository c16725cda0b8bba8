"""What is kept and what was erased, in counts; no case is named."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from complaints.casework.erasing import show_schedules
from complaints.domain.access import Permission
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.here import office
from complaints.web.wording import words


@bp.get("/keeping")
@open_to(Permission.SETTINGS_CHANGE)
def show_keeping() -> ResponseReturnValue:
    """Show the schedule of each channel."""
    rows = [
        {
            "channel": words(one.channel),
            "years": one.keep_years,
            "due": one.due_count,
            "ahead": one.ahead_count,
            "erased": one.erased_count,
        }
        for one in show_schedules(office(), g.actor)
    ]
    return render_template("admin/keeping.html", rows=rows)
