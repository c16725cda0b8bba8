"""The units that can be responsible for a case."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import settings as use_cases
from complaints.domain.access import Permission
from complaints.records.agency import active_units
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import NamesForm
from complaints.web.admin.ground import is_done, reading, writing


@bp.get("/units")
@open_to(Permission.SETTINGS_CHANGE)
def show_units() -> ResponseReturnValue:
    """Show the units that are offered."""
    return _page(NamesForm(formdata=None), 200)


@bp.post("/units")
@open_to(Permission.SETTINGS_CHANGE)
def add_unit() -> ResponseReturnValue:
    """Add a unit."""
    form = NamesForm()
    names = {"name_th": form.name_th.data or "", "name_en": form.name_en.data or ""}
    if not is_done(form, lambda work: use_cases.add_unit(work, g.actor, **names)):
        return _page(form, 422)
    return _back(_("Added."))


@bp.post("/units/<string:unit_id>")
@open_to(Permission.SETTINGS_CHANGE)
def rename_unit(unit_id: str) -> ResponseReturnValue:
    """Give a unit other names."""
    form = NamesForm()
    names = {"name_th": form.name_th.data or "", "name_en": form.name_en.data or ""}
    if not is_done(
        form, lambda work: use_cases.rename_unit(work, g.actor, unit_id=unit_id, **names)
    ):
        return _page(NamesForm(formdata=None), 422, wrong=form, wrong_id=unit_id)
    return _back(_("Renamed."))


@bp.post("/units/<string:unit_id>/retire")
@open_to(Permission.SETTINGS_CHANGE)
def retire_unit(unit_id: str) -> ResponseReturnValue:
    """Offer a unit no longer."""
    with writing() as work:
        use_cases.retire_unit(work, g.actor, unit_id=unit_id)
    return _back(_("No longer offered. Cases that have it keep it."))


def _back(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show_units"), code=303)


def _page(
    form: NamesForm, status: int, *, wrong: NamesForm | None = None, wrong_id: str | None = None
) -> ResponseReturnValue:
    with reading() as work:
        units = active_units(work.session)
    return render_template(
        "admin/units.html", form=form, units=units, wrong=wrong, wrong_id=wrong_id
    ), status
