"""What comes again: like cases, for the desk and, of grievances, for those who watch over it."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.alike import what_comes_again
from complaints.casework.recurrence import FEWEST_ALIKE, Recurrence, recurring
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.records.agency import all_subjects, all_units
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import local_name
from complaints.work import Work

STRETCHES = (30, 90, 365)
USUAL = 90


@bp.get("/<channel:channel>/recurrence")
@open_to(Permission.DESK_READ, Permission.OVERSIGHT_READ)
def show_recurrence(channel: Channel) -> ResponseReturnValue:
    """Show subjects that come again in one unit, and for the desk at one place."""
    asked = request.args.get("days", "")
    days = next((days for days in STRETCHES if asked == str(days)), USUAL)
    works_here = is_allowed(g.actor.person, Permission.DESK_READ, Situation(channel))
    alike = what_comes_again(office(), channel, g.actor, days=days) if works_here else None
    with office().reading(channel) as work:
        found = alike.by_unit if alike else recurring(work, g.actor, days=days)
        groups = _groups(work, found)
        places = _groups(work, alike.by_place) if alike else []
    stretches = [
        {
            "text": _("Last %(days)s days", days=each),
            "href": url_for(".show_recurrence", channel=channel, days=each),
            "current": each == days,
        }
        for each in STRETCHES
    ]
    return render_template(
        "desk/recurrence.html",
        channel=channel,
        groups=groups,
        stretches=stretches,
        fewest=FEWEST_ALIKE,
        alike=alike,
        places=places,
    )


def _groups(work: Work, found: list[Recurrence]) -> list[dict[str, Any]]:
    subjects = {one.code: local_name(one) for one in all_subjects(work.session, work.channel)}
    units = {one.id: local_name(one) for one in all_units(work.session)}
    return [
        {
            "subject": subjects.get(one.topic, one.topic),
            "place": one.place,
            "unit": units.get(one.unit_id or "") or _("Not assigned to a unit yet"),
            "count": one.count,
            "open": one.open_count,
            "first_on": one.first_on,
            "last_on": one.last_on,
            "numbers": one.numbers,
        }
        for one in found
    ]
