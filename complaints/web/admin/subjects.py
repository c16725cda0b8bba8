"""What a matter can be about, for each channel."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import settings as use_cases
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.subjects import RISK_AREA_NAMES, RiskArea
from complaints.records.agency import active_subjects
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import NamesForm, SubjectForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.dates import speaks_thai
from complaints.web.desk.fields import offer
from complaints.work import Work


@bp.get("/subjects")
@open_to(Permission.SETTINGS_CHANGE)
def show_subjects() -> ResponseReturnValue:
    """Lead to the subjects of the general channel."""
    return redirect(url_for(".show_subjects_of", channel=Channel.GRIEVANCE), code=303)


@bp.get("/subjects/<channel:channel>")
@open_to(Permission.SETTINGS_CHANGE)
def show_subjects_of(channel: Channel) -> ResponseReturnValue:
    """Show the subjects that are offered."""
    return _page(channel, SubjectForm(formdata=None), 200)


@bp.post("/subjects/<channel:channel>")
@open_to(Permission.SETTINGS_CHANGE)
def add_subject(channel: Channel) -> ResponseReturnValue:
    """Add a subject."""
    form = SubjectForm()
    _offer_areas(form)
    if not is_done(form, lambda work: _add(work, channel, form)):
        return _page(channel, form, 422)
    return _back(channel, _("Added."))


@bp.post("/subjects/<channel:channel>/<string:subject_id>")
@open_to(Permission.SETTINGS_CHANGE)
def rename_subject(channel: Channel, subject_id: str) -> ResponseReturnValue:
    """Give a subject other names."""
    form = NamesForm()
    if not is_done(form, lambda work: _rename(work, subject_id, form)):
        empty = SubjectForm(formdata=None)
        return _page(channel, empty, 422, wrong=form, wrong_id=subject_id)
    return _back(channel, _("Renamed."))


@bp.post("/subjects/<channel:channel>/<string:subject_id>/retire")
@open_to(Permission.SETTINGS_CHANGE)
def retire_subject(channel: Channel, subject_id: str) -> ResponseReturnValue:
    """Offer a subject no longer."""
    with writing() as work:
        use_cases.retire_subject(work, g.actor, subject_id=subject_id)
    return _back(channel, _("No longer offered. Cases that have it keep it."))


def _add(work: Work, channel: Channel, form: SubjectForm) -> None:
    use_cases.add_subject(
        work,
        g.actor,
        channel=channel,
        code=form.code.data or "",
        name_th=form.name_th.data or "",
        name_en=form.name_en.data or "",
        risk_area=RiskArea(form.risk_area.data) if form.risk_area.data else None,
    )


def _rename(work: Work, subject_id: str, form: NamesForm) -> None:
    use_cases.rename_subject(
        work,
        g.actor,
        subject_id=subject_id,
        name_th=form.name_th.data or "",
        name_en=form.name_en.data or "",
    )


def _offer_areas(form: SubjectForm) -> None:
    language = 0 if speaks_thai() else 1
    areas = [(area.value, names[language]) for area, names in RISK_AREA_NAMES.items()]
    offer(form.risk_area, [("", _("No risk area")), *areas])


def _back(channel: Channel, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show_subjects_of", channel=channel), code=303)


def _page(
    channel: Channel,
    form: SubjectForm,
    status: int,
    *,
    wrong: NamesForm | None = None,
    wrong_id: str | None = None,
) -> ResponseReturnValue:
    _offer_areas(form)
    with reading() as work:
        subjects = active_subjects(work.session, channel)
    return render_template(
        "admin/subjects.html",
        of=channel,
        form=form,
        subjects=subjects,
        wrong=wrong,
        wrong_id=wrong_id,
    ), status
