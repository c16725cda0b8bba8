"""The agency: its names, contacts and promises, and what is said of traffic logs."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.settings import LINES, TEXTS, change_agency
from complaints.domain.access import Permission
from complaints.records.agency import Agency, active_units, the_agency
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import AgencyForm
from complaints.web.admin.ground import is_done, reading
from complaints.web.desk.fields import offer
from complaints.web.here import office
from complaints.web.wording import local_name
from complaints.work import Work


@bp.get("/agency")
@open_to(Permission.SETTINGS_CHANGE)
def show_agency() -> ResponseReturnValue:
    """Show the settings as they are."""
    with reading() as work:
        agency = the_agency(work.session) or office().agency()
    form = AgencyForm(formdata=None, obj=agency)
    _show_units(form, agency)
    return _page(form, 200)


@bp.post("/agency")
@open_to(Permission.SETTINGS_CHANGE)
def change() -> ResponseReturnValue:
    """Change the settings."""
    form = AgencyForm()
    _offer_choices(form)
    if not is_done(form, lambda work: _change(work, form)):
        return _page(form, 422)
    flash(_("Saved. Promises that were made keep their days."), "success")
    return redirect(url_for(".show_agency"), code=303)


def _change(work: Work, form: AgencyForm) -> None:
    change_agency(
        work,
        g.actor,
        words={name: form[name].data or "" for name in (*LINES, *TEXTS)},
        corruption_days=form.corruption_days.data,
        grievance_days=form.grievance_days.data,
        corruption_keep_years=form.corruption_keep_years.data,
        grievance_keep_years=form.grievance_keep_years.data,
        corruption_unit_id=form.corruption_unit.data or None,
        grievance_unit_id=form.grievance_unit.data or None,
        keeps_traffic_log=bool(form.keeps_traffic_log.data),
    )


def _show_units(form: AgencyForm, agency: Agency) -> None:
    form.corruption_unit.data = agency.corruption_unit_id or ""
    form.grievance_unit.data = agency.grievance_unit_id or ""


def _offer_choices(form: AgencyForm) -> None:
    with reading() as work:
        units = [(unit.id, local_name(unit)) for unit in active_units(work.session)]
    for field in (form.corruption_unit, form.grievance_unit):
        offer(field, [("", _("No unit")), *units])


def _page(form: AgencyForm, status: int) -> ResponseReturnValue:
    _offer_choices(form)
    return render_template("admin/agency.html", form=form), status
