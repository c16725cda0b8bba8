"""Pages of what is to be looked at again: follow-ups, checklists; and several cases at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from complaints.casework import lists, reviews
from complaints.casework.follow_ups import FollowUp, follow_ups
from complaints.casework.lists import Filter
from complaints.casework.looking import note_headings
from complaints.domain.access import Permission
from complaints.domain.calendar import Period, PeriodType, fiscal_year_be, periods_of
from complaints.domain.channel import Channel
from complaints.domain.errors import Code
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.fields import chosen, offer
from complaints.web.errors import shows_form_again
from complaints.web.forms import Pick, PickMany, PublicForm
from complaints.web.here import office
from complaints.web.wording import local_name, refusal_text, words


class AssignManyForm(PublicForm):
    """Several cases, and who answers for them."""

    number = PickMany(_l("Cases"), [chosen()])
    unit = Pick(_l("Responsible unit"), [chosen()])
    officer = Pick(_l("Responsible officer"), [chosen()])


@bp.get("/<channel:channel>/follow-ups")
@open_to(Permission.DESK_READ)
def show_follow_ups(channel: Channel) -> ResponseReturnValue:
    """Show what is to be followed up, the most overdue first."""
    with office().reading(channel) as work:
        found = follow_ups(work, g.actor)
    note_headings(office(), channel, g.actor, len(found))
    rows = follow_up_rows(channel, found)
    return render_template("desk/follow_ups.html", channel=channel, rows=rows)


def follow_up_rows(channel: Channel, found: Sequence[FollowUp]) -> list[dict[str, Any]]:
    """Return follow-ups as pages show them."""
    return [
        {
            "case": each.number,
            "href": url_for("desk.show_case", channel=channel, number=each.number),
            "heading": each.heading,
            "on": each.on,
            "is_overdue": each.is_overdue,
        }
        for each in found
    ]


@bp.get("/<channel:channel>/checklists")
@open_to(Permission.DESK_READ)
def show_gaps(channel: Channel) -> ResponseReturnValue:
    """Show the cases of a quarter whose checklist has gaps."""
    quarters = _quarters()
    asked = request.args.get("quarter", "")
    period = quarters.get(asked) or next(iter(quarters.values()))
    with office().reading(channel) as work:
        found, looked_at = reviews.gaps(work, g.actor, period)
    note_headings(office(), channel, g.actor, looked_at)
    rows = [
        {
            "case": gap.number,
            "href": url_for("desk.show_case", channel=channel, number=gap.number),
            "heading": gap.heading,
            "received_on": gap.received_on,
            "missing": ", ".join(words(duty) for duty in gap.missing),
        }
        for gap in found
    ]
    tabs = [
        {
            "text": _quarter_words(key),
            "href": url_for("desk.show_gaps", channel=channel, quarter=key),
            "current": each is period,
        }
        for key, each in quarters.items()
    ]
    return render_template(
        "desk/checklists.html",
        channel=channel,
        rows=rows,
        tabs=tabs,
        period=period,
        looked_at=looked_at,
    )


def show_again(why: str) -> str:
    """Show the form with what was chosen, because its token cannot be taken."""
    channel: Channel = (request.view_args or {})["channel"]
    form = AssignManyForm()
    form.form_errors.append(why)
    return _page(channel, form)


@bp.get("/<channel:channel>/assign")
@open_to(Permission.CASE_ASSIGN)
def choose_many(channel: Channel) -> ResponseReturnValue:
    """Show the open cases to choose from."""
    return _page(channel, AssignManyForm(formdata=None))


@bp.post("/<channel:channel>/assign")
@open_to(Permission.CASE_ASSIGN)
@shows_form_again(show_again)
def assign_many(channel: Channel) -> ResponseReturnValue:
    """Give several cases to a unit and an officer, each by itself."""
    form = AssignManyForm()
    _offer(channel, form)
    if not form.validate():
        return _page(channel, form), 422
    came = reviews.assign_many(
        office(),
        channel,
        g.actor,
        numbers=form.number.data or [],
        unit_id=form.unit.data,
        officer_id=form.officer.data,
    )
    refused = {number: code for number, code in came.items() if code is not None}
    done = len(came) - len(refused)
    if refused:
        return _page(channel, AssignManyForm(formdata=None), done=done, refused=refused), 409
    flash(_("Assigned: %(count)s", count=done), "success")
    return redirect(url_for(".choose_many", channel=channel), code=303)


def _offer(channel: Channel, form: AssignManyForm) -> list[dict[str, Any]]:
    with office().reading(channel) as work:
        to_whom = reviews.assignable(work, g.actor)
        found = lists.list_cases(work, g.actor, which=Filter.TRIAGE, page_rows=reviews.MOST_AT_ONCE)
        units = [(unit.id, local_name(unit)) for unit in to_whom.units]
    note_headings(office(), channel, g.actor, len(found.rows))
    offer(form.unit, units)
    officers = [(one.id, f"{one.full_name} ({one.position})") for one in to_whom.officers]
    offer(form.officer, officers)
    cases = [(row.number, f"{row.number} · {row.heading}") for row in found.rows]
    offer(form.number, [*cases, *_others(form.number, dict(cases))])
    return [{"number": row.number, "heading": row.heading} for row in found.rows]


def _others(field: SelectMultipleField, offered: dict[str, str]) -> list[tuple[str, str]]:
    """Return cases that were sent and are not on the list any more; the use case judges them."""
    sent = [number for number in field.data or [] if number not in offered]
    return [(number, number) for number in sent]


def _page(
    channel: Channel,
    form: AssignManyForm,
    *,
    done: int = 0,
    refused: dict[str, Code] | None = None,
) -> str:
    rows = _offer(channel, form)
    told = {number: refusal_text(code) for number, code in (refused or {}).items()}
    return render_template(
        "desk/assign_many.html", channel=channel, form=form, rows=rows, done=done, refused=told
    )


def _quarters() -> dict[str, Period]:
    """Return the quarters of this fiscal year and the last that have begun, newest first."""
    today = office().today()
    year = fiscal_year_be(today)
    found = {}
    for each in (year, year - 1):
        quarters = list(enumerate(periods_of(each, PeriodType.QUARTER), start=1))
        for number, period in reversed(quarters):
            if period.start <= today:
                found[f"{each}-{number}"] = period
    return found


def _quarter_words(key: str) -> str:
    year, number = key.split("-")
    return _("Quarter %(number)s of %(year)s", number=number, year=year)
