"""Requests about personal data: recorded without a name, answered with a letter."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import data_requests as use_cases
from complaints.domain.access import Permission
from complaints.domain.data_rights import SECTIONS, Reply, Right
from complaints.domain.errors import NotAllowed
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import DataRequestForm, ReplyForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.desk.fields import offer
from complaints.web.here import office
from complaints.web.wording import refusal_text, words


@bp.get("/data-requests")
@open_to(Permission.DATA_REQUESTS)
def show_data_requests() -> ResponseReturnValue:
    """Show the requests that came, and a form for the next."""
    return _page(DataRequestForm(formdata=None, received_on=office().today()), 200)


@bp.post("/data-requests")
@open_to(Permission.DATA_REQUESTS)
def record_data_request() -> ResponseReturnValue:
    """Write down that a request came."""
    form = DataRequestForm()
    _offer_rights(form)
    if not is_done(
        form,
        lambda work: use_cases.record_request(
            work, g.actor, right=Right(form.right.data), received_on=form.received_on.data
        ),
    ):
        return _page(form, 422)
    flash(_("Recorded. It is answered within 30 days."), "success")
    return redirect(url_for(".show_data_requests"), code=303)


@bp.post("/data-requests/<int(max=2147483647):number>/answer")
@open_to(Permission.DATA_REQUESTS)
def answer_data_request(number: int) -> ResponseReturnValue:
    """Write down how a request was answered, and lead to the letter."""
    form = ReplyForm()
    offer(form.reply, [(reply.value, words(reply)) for reply in Reply])
    if not form.validate():
        flash(_("Choose how the request is answered."), "warning")
        return redirect(url_for(".show_data_requests"), code=303)
    try:
        with writing() as work:
            use_cases.answer_request(work, g.actor, number=number, reply=Reply(form.reply.data))
    except NotAllowed as refusal:
        flash(refusal_text(refusal.code), "warning")
        return redirect(url_for(".show_data_requests"), code=303)
    return redirect(url_for(".show_data_letter", number=number), code=303)


@bp.get("/data-requests/<int(max=2147483647):number>/letter")
@open_to(Permission.DATA_REQUESTS)
def show_data_letter(number: int) -> ResponseReturnValue:
    """Show the letter that answers a request; the name is written in by hand."""
    with reading() as work:
        asked = use_cases.read_request(work, g.actor, number=number)
    return render_template(
        "admin/data_letter.html",
        asked=asked,
        section=SECTIONS[asked.right],
        issued_on=asked.answered_on or office().today(),
    )


def _offer_rights(form: DataRequestForm) -> None:
    offer(form.right, [(right.value, words(right)) for right in Right])


def _page(form: DataRequestForm, status: int) -> ResponseReturnValue:
    _offer_rights(form)
    with reading() as work:
        found = use_cases.list_requests(work, g.actor)
    page = render_template(
        "admin/data_requests.html",
        form=form,
        requests=found,
        replies=[(reply.value, words(reply)) for reply in Reply],
    )
    return page, status
