"""The list of a desk and the page of a case."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from complaints.casework import case_page, lists
from complaints.casework.follow_ups import NOTHING_OVERDUE, overdue_follow_ups
from complaints.casework.lists import CaseList, Filter
from complaints.casework.looking import note_headings
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.domain.codes import NUMBER_PATTERN
from complaints.statistics.coming import overdue_releases
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.case_words import case_view
from complaints.web.desk.list_words import list_view
from complaints.web.desk.reminders import unseen_reminders
from complaints.web.desk.reviews import follow_up_rows
from complaints.web.desk.step_forms import MessageForm, NoteForm
from complaints.web.here import office
from complaints.web.statistics_coming import coming_rows
from complaints.work import Work

MOST_PAGES = 100_000


@bp.get("/<channel:channel>/cases")
@open_to(Permission.DESK_READ)
def list_cases(channel: Channel) -> ResponseReturnValue:
    """Show a page of the cases that the officer can open."""
    with office().reading(channel) as work:
        found = lists.list_cases(work, g.actor, which=_asked_filter(), page=_asked_page())
        above = _above(work, found)
        view = list_view(work, found)
    note_headings(office(), channel, g.actor, len(found.rows) + len(above["follow_ups"]))
    return render_template(
        "desk/cases.html",
        channel=channel,
        cases=found,
        may_enter=is_allowed(g.actor.person, Permission.CASE_OPEN_NEW, Situation(channel)),
        **above,
        **view,
    )


def _above(work: Work, found: CaseList) -> dict[str, Any]:
    """Return what stands above a list; follow-ups where the officer looks first."""
    is_first = found.which is Filter.OPEN and found.page == 1
    follow_ups = overdue_follow_ups(work, g.actor) if is_first else NOTHING_OVERDUE
    may_release = is_allowed(g.actor.person, Permission.RELEASE_PREPARE, Situation(work.channel))
    return {
        "reminders": unseen_reminders(work),
        "overdue": coming_rows(overdue_releases(work) if may_release else ()),
        "follow_up_count": follow_ups.count,
        "follow_ups": follow_up_rows(work.channel, follow_ups.first),
    }


@bp.get("/<channel:channel>/cases/<string:number>")
@open_to(Permission.CASE_READ)
def show_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Show everything that the officer can read of a case."""
    with office().writing(channel) as work:
        page = case_page.read_case(work, g.actor, number=number)
        view = case_view(work, page)
    message, note = MessageForm(formdata=None), NoteForm(formdata=None)
    return render_template(
        "desk/case.html", channel=channel, message_form=message, note_form=note, **view
    )


@bp.url_value_preprocessor
def refuse_what_is_no_number(_: str | None, values: dict[str, object] | None) -> None:
    """Answer an address that cannot name a case as one that names none."""
    number = (values or {}).get("number")
    if isinstance(number, str) and not NUMBER_PATTERN.fullmatch(number):
        abort(404)


def _asked_filter() -> Filter:
    try:
        return Filter(request.args.get("show", Filter.OPEN))
    except ValueError:
        return Filter.OPEN


def _asked_page() -> int:
    asked = request.args.get("page", "1")
    return min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() else 1
