"""How long cases are kept: what is erased next, and erasing early by two people."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import erasing
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.forms import EraseForm
from complaints.web.here import office
from complaints.web.wording import refusal_text
from complaints.work.two_people import withdraw


@bp.get("/<channel:channel>/keeping")
@open_to(Permission.DESK_READ)
def show_keeping(channel: Channel) -> ResponseReturnValue:
    """Show which cases are erased within a year, and what waits for a second person."""
    return _page(channel, EraseForm(formdata=None), 200)


@bp.post("/<channel:channel>/keeping")
@open_to(Permission.CASE_ERASE)
def ask_to_erase(channel: Channel) -> ResponseReturnValue:
    """Ask a second person to erase a case before its time."""
    form = EraseForm()
    if not form.validate():
        return _page(channel, form, 422)
    number, reason = (form.case.data or "").strip().upper(), form.reason.data or ""
    try:
        with office().writing(channel) as work:
            erasing.ask_to_erase(work, g.actor, number=number, reason=reason)
    except NotFound:
        form.refuse(BadInput(Code.NOT_FOUND, "case"))
        return _page(channel, form, 422)
    except NotAllowed as refusal:
        form.refuse(BadInput(refusal.code, "case"))
        return _page(channel, form, 422)
    flash(_("Asked. A second person who can open the case has seven days to confirm."), "success")
    return redirect(url_for(".show_keeping", channel=channel), code=303)


@bp.post("/<channel:channel>/keeping/<string:request_id>/confirm")
@open_to(Permission.CONFIRM)
def confirm_erasing(channel: Channel, request_id: str) -> ResponseReturnValue:
    """Erase a case before its time, as its second person."""
    try:
        number = erasing.confirm_erasing(office(), channel, g.actor, request_id=request_id)
    except NotAllowed as refusal:
        flash(refusal_text(refusal.code), "warning")
    else:
        flash(_("Erased: %(number)s. Its keys are destroyed.", number=number), "success")
    return redirect(url_for(".show_keeping", channel=channel), code=303)


@bp.post("/<channel:channel>/keeping/<string:request_id>/withdraw")
@open_to(Permission.CONFIRM)
def withdraw_erasing(channel: Channel, request_id: str) -> ResponseReturnValue:
    """Take back what the officer asked for."""
    with office().writing(channel) as work:
        withdraw(work, g.actor, request_id)
    flash(_("Withdrawn. Nothing is erased."), "success")
    return redirect(url_for(".show_keeping", channel=channel), code=303)


def _page(channel: Channel, form: EraseForm, status: int) -> ResponseReturnValue:
    situation = Situation(channel=channel, holds_wrap=True)
    may_ask = is_allowed(g.actor.person, Permission.CASE_ERASE, situation)
    with office().reading(channel) as work:
        coming = erasing.preview(work, g.actor)
        waiting = erasing.erasing_requests(work, g.actor) if may_ask else []
        years = work.agency.keep_years(channel)
    page = render_template(
        "desk/keeping.html",
        channel=channel,
        form=form,
        coming=coming,
        waiting=waiting,
        years=years,
        may_ask=may_ask,
        today=office().today(),
    )
    return page, status
