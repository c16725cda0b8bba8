"""The auditor's pages: the record without content, its chain, and how far a key reached."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import heads
from complaints.casework import record as use_cases
from complaints.casework.reach import reach_of_key
from complaints.casework.record import PAGE_ROWS, PRINTED_ROWS, RecordFilter, RecordPage
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.fields import offer, parse_day
from complaints.web.desk.forms import ReachForm, RecordForm
from complaints.web.desk.record_words import (
    actor_choices,
    address_of,
    asked_words,
    book_words,
    chain_row,
    event_choices,
    event_words,
    head_columns,
    head_row,
    record_rows,
)
from complaints.web.here import office, settings

ANY_BOOK = Channel.GRIEVANCE
"""The record belongs to no channel, and a unit of work needs one; this one serves."""
MOST_PAGES = 100_000


@bp.get("/record")
@open_to(Permission.JOURNAL_READ)
def show_record() -> ResponseReturnValue:
    """Show a page of the record, newest first."""
    which, page = _asked_filter(), _asked_page()
    with office().reading(ANY_BOOK) as work:
        found = use_cases.read_record(work, g.actor, which=which, page=page)
        people = use_cases.people_of_record(work, g.actor)
    return render_template("desk/record.html", **_view(found, which, people))


@bp.get("/record/print")
@open_to(Permission.JOURNAL_READ)
def print_record() -> ResponseReturnValue:
    """Show the same as a sheet for the printer."""
    which = _asked_filter()
    with office().reading(ANY_BOOK) as work:
        found = use_cases.read_record(work, g.actor, which=which, page_rows=PRINTED_ROWS)
        people = use_cases.people_of_record(work, g.actor)
    return render_template(
        "desk/record_print.html", issued_on=office().today(), **_view(found, which, people)
    )


@bp.get("/record/state")
@open_to(Permission.JOURNAL_READ)
def show_record_state() -> ResponseReturnValue:
    """Check every book now, and show the signed heads."""
    folder = settings().signed_heads_folder
    with office().reading(ANY_BOOK) as work:
        chains = use_cases.chain_states(work, g.actor)
        lines = use_cases.signed_heads(work, g.actor, folder)
    return render_template(
        "desk/record_state.html",
        chains=[chain_row(state) for state in chains],
        heads=[head_row(line) for line in lines],
        columns=head_columns(),
        is_sound=all(state.broken_at is None for state in chains)
        and not any(line.failure for line in lines),
        checked_on=office().today(),
    )


@bp.get("/record/heads/<string:name>")
@open_to(Permission.JOURNAL_READ)
def download_heads(name: str) -> ResponseReturnValue:
    """Hand out a signed account of the record, to be kept off the server."""
    path = use_cases.signed_heads_file(g.actor, settings().signed_heads_folder, name)
    answer = Response(path.read_bytes(), mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename={path.name}"
    return answer


@bp.get("/record/reach")
@open_to(Permission.JOURNAL_READ)
def ask_reach() -> ResponseReturnValue:
    """Ask whose key it is about, and since when."""
    return _reach_page(ReachForm(formdata=None), 200)


@bp.post("/record/reach")
@open_to(Permission.JOURNAL_READ)
def show_reach() -> ResponseReturnValue:
    """Show which cases a key could open since a day."""
    form = ReachForm()
    _offer_people(form)
    if not form.validate():
        return _reach_page(form, 422)
    with office().reading(ANY_BOOK) as work:
        found = reach_of_key(work, g.actor, officer_id=form.officer.data, since=form.since.data)
    return _reach_page(form, 200, found=found)


def _view(found: RecordPage, which: RecordFilter, people: list[tuple[str, str]]) -> dict[str, Any]:
    first = (found.page - 1) * PAGE_ROWS
    return {
        "found": found,
        "rows": record_rows(found),
        "form": _filter_form(which, people),
        "asked": asked_words(which, people),
        "newer": address_of(which, found.page - 1) if found.page > 1 else None,
        "older": address_of(which, found.page + 1) if found.has_next else None,
        "first_row": first + 1,
        "last_row": first + len(found.rows),
        "print_address": address_of(which, endpoint="desk.print_record"),
    }


def _filter_form(which: RecordFilter, people: list[tuple[str, str]]) -> RecordForm:
    event = which.event.value if which.event else ""
    form = RecordForm(
        data={"book": which.book, "event": event, "who": which.actor_id, "day": which.day}
    )
    offer(form.book, [("", _("Every book")), *((book, book_words(book)) for book in heads.BOOKS)])
    offer(form.event, [("", _("Everything")), *event_choices()])
    offer(form.who, [("", _("Everybody")), *actor_choices(people)])
    return form


def _offer_people(form: ReachForm) -> None:
    with office().reading(ANY_BOOK) as work:
        people = use_cases.people_of_record(work, g.actor)
    offer(form.officer, people)


def _reach_page(form: ReachForm, status: int, **found: Any) -> ResponseReturnValue:
    _offer_people(form)
    return render_template(
        "desk/record_reach.html", form=form, event_name=event_words, **found
    ), status


def _asked_filter() -> RecordFilter:
    book, actor_id = request.args.get("book", ""), request.args.get("who", "")
    return RecordFilter(
        book=book if book in heads.BOOKS else None,
        event=_asked_event(),
        day=_asked_day(),
        actor_id=actor_id if actor_id.isascii() and actor_id.isalnum() else None,
    )


def _asked_event() -> Event | None:
    try:
        return Event(request.args.get("event", ""))
    except ValueError:
        return None


def _asked_day() -> date | None:
    return parse_day(request.args.get("day", ""))


def _asked_page() -> int:
    asked = request.args.get("page", "1")
    return min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() else 1
