"""Times and keys of case work, and the bodies to which matters are forwarded."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import desk_lists as use_cases
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.records.agency import the_agency
from complaints.records.desk_lists import active_bodies
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import CaseWorkForm, NamesForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.here import office
from complaints.work import Work


@bp.get("/case-work")
@open_to(Permission.SETTINGS_CHANGE)
def show_case_work() -> ResponseReturnValue:
    """Show the times and keys as they are."""
    with reading() as work:
        agency = the_agency(work.session) or office().agency()
    form = CaseWorkForm(formdata=None, obj=agency)
    return render_template("admin/case_work.html", form=form)


@bp.post("/case-work")
@open_to(Permission.SETTINGS_CHANGE)
def change_case_work() -> ResponseReturnValue:
    """Change the times and keys."""
    form = CaseWorkForm()
    if not is_done(form, lambda work: _change(work, form)):
        return render_template("admin/case_work.html", form=form), 422
    flash(_("Saved. Promises that were made keep their days."), "success")
    return redirect(url_for(".show_case_work"), code=303)


def _change(work: Work, form: CaseWorkForm) -> None:
    asked = {
        Channel.CORRUPTION: form.corruption_two_keys.data,
        Channel.GRIEVANCE: form.grievance_two_keys.data,
    }
    use_cases.change_times(
        work,
        g.actor,
        reopen_days=form.reopen_days.data,
        objection_days=form.objection_days.data,
        follow_up_days=form.follow_up_days.data,
        two_keys=frozenset(channel for channel, wanted in asked.items() if wanted),
        publication=use_cases.Publication(
            plan_base_year_be=form.plan_base_year_be.data,
            corruption_quarters=form.publishes_corruption_quarters.data,
        ),
        release_days={
            Channel.CORRUPTION: form.corruption_release_days.data,
            Channel.GRIEVANCE: form.grievance_release_days.data,
        },
    )


@bp.get("/bodies")
@open_to(Permission.SETTINGS_CHANGE)
def show_bodies() -> ResponseReturnValue:
    """Show the bodies that are offered."""
    return _page(NamesForm(formdata=None), 200)


@bp.post("/bodies")
@open_to(Permission.SETTINGS_CHANGE)
def add_body() -> ResponseReturnValue:
    """Add a body."""
    form = NamesForm()
    if not is_done(form, lambda work: use_cases.add_body(work, g.actor, **_names(form))):
        return _page(form, 422)
    return _back(_("Added."))


@bp.post("/bodies/<string:body_id>")
@open_to(Permission.SETTINGS_CHANGE)
def rename_body(body_id: str) -> ResponseReturnValue:
    """Give a body other names."""
    form = NamesForm()
    if not is_done(
        form, lambda work: use_cases.rename_body(work, g.actor, body_id=body_id, **_names(form))
    ):
        return _page(NamesForm(formdata=None), 422, wrong=form, wrong_id=body_id)
    return _back(_("Renamed."))


@bp.post("/bodies/<string:body_id>/retire")
@open_to(Permission.SETTINGS_CHANGE)
def retire_body(body_id: str) -> ResponseReturnValue:
    """Offer a body no longer."""
    with writing() as work:
        use_cases.retire_body(work, g.actor, body_id=body_id)
    return _back(_("No longer offered. Cases that have it keep it."))


def _names(form: NamesForm) -> dict[str, str]:
    return {"name_th": form.name_th.data or "", "name_en": form.name_en.data or ""}


def _back(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show_bodies"), code=303)


def _page(
    form: NamesForm, status: int, *, wrong: NamesForm | None = None, wrong_id: str | None = None
) -> ResponseReturnValue:
    with reading() as work:
        bodies = active_bodies(work.session)
    return render_template(
        "admin/bodies.html", form=form, bodies=bodies, wrong=wrong, wrong_id=wrong_id
    ), status
