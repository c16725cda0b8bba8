"""The calendar of days on which the office is closed."""

from __future__ import annotations

from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import settings as use_cases
from complaints.domain.access import Permission
from complaints.domain.errors import NotFound
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import HolidayForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.desk.fields import parse_day
from complaints.web.here import office
from complaints.work import Work

FIRST_YEAR, LAST_YEAR = 2000, 2100


@bp.get("/holidays")
@open_to(Permission.SETTINGS_CHANGE)
def show_holidays() -> ResponseReturnValue:
    """Show the calendar of a year."""
    return _page(HolidayForm(formdata=None), 200)


@bp.post("/holidays")
@open_to(Permission.SETTINGS_CHANGE)
def add_holiday() -> ResponseReturnValue:
    """Add a day, with where it stands."""
    form = HolidayForm()
    if not is_done(form, lambda work: _add(work, form)):
        return _page(form, 422)
    flash(_("Added. Due days that were promised do not change."), "success")
    return redirect(url_for(".show_holidays", year=form.day.data.year), code=303)


@bp.post("/holidays/<string:day>/remove")
@open_to(Permission.SETTINGS_CHANGE)
def remove_holiday(day: str) -> ResponseReturnValue:
    """Take a day from the calendar."""
    meant = parse_day(day)
    if meant is None:
        raise NotFound
    with writing() as work:
        use_cases.remove_holiday(work, g.actor, day=meant)
    flash(_("Taken from the calendar."), "success")
    return redirect(url_for(".show_holidays", year=meant.year), code=303)


def _add(work: Work, form: HolidayForm) -> None:
    use_cases.add_holiday(
        work,
        g.actor,
        day=form.day.data,
        name_th=form.name_th.data or "",
        name_en=form.name_en.data or "",
        source=form.source.data or "",
    )


def _asked_year() -> int:
    asked = request.args.get("year", "")
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:4]) <= LAST_YEAR:
        return int(asked[:4])
    return office().today().year


def _page(form: HolidayForm, status: int) -> ResponseReturnValue:
    year = _asked_year()
    with reading() as work:
        days = use_cases.all_holidays(
            work, g.actor, first=date(year, 1, 1), last=date(year, 12, 31)
        )
    sources = [day.source for day in days]
    usual = max(sources, key=sources.count, default=None)
    page = render_template("admin/holidays.html", form=form, year=year, days=days, usual=usual)
    return page, status
