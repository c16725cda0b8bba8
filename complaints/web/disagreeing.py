"""What a reporter does against the office, or without it: object to a result, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from complaints.domain.errors import Refusal
from complaints.tracking import disagreeing, following
from complaints.tracking.visits import Visitor
from complaints.web.access import open_to_everyone
from complaints.web.forms import PublicForm, Required, text
from complaints.web.here import office
from complaints.web.tracking import ended, the_visitor
from complaints.work import Work

bp = Blueprint("disagreeing", __name__, url_prefix="/track")


class ObjectionForm(PublicForm):
    """What is wrong with the result."""

    reason = TextAreaField(_l("Why you object"), [Required(longest=disagreeing.LONGEST)])


class WithdrawalForm(PublicForm):
    """Why a matter is withdrawn; nothing needs to be said."""

    reason = TextAreaField(_l("Would you like to say why?"), [text(disagreeing.LONGEST)])


@bp.route("/objection", methods=["GET", "POST"])
@open_to_everyone
def ask_objection() -> ResponseReturnValue:
    """Take an objection to the result."""

    def take(work: Work, visitor: Visitor, form: PublicForm) -> object:
        disagreeing.object_to_result(work, visitor, reason=form["reason"].data or "")
        return _("Your objection has been sent. Another officer answers it here.")

    return _disagree("tracking/objection.html", ObjectionForm(), take)


@bp.route("/withdraw", methods=["GET", "POST"])
@open_to_everyone
def ask_withdrawal() -> ResponseReturnValue:
    """Take back a matter, once that is confirmed."""

    def take(work: Work, visitor: Visitor, form: PublicForm) -> object:
        if disagreeing.withdraw(work, visitor, reason=form["reason"].data or ""):
            return _("Your matter is withdrawn. The case has ended.")
        return _("The office has been told that you want to withdraw.")

    return _disagree("tracking/withdraw.html", WithdrawalForm(), take)


def _disagree(
    page: str, form: PublicForm, take: Callable[[Work, Visitor, PublicForm], object]
) -> ResponseReturnValue:
    visitor = the_visitor()
    if visitor is None:
        if request.method == "GET":
            return redirect(url_for("tracking.show_track"), code=303)
        return ended(form["reason"].data or "")
    with office().reading(visitor.channel) as work:
        told = following.look(work, visitor)
    if request.method == "GET":
        return render_template(page, form=form, told=told)
    if not form.validate():
        return render_template(page, form=form, told=told), 422
    try:
        with office().writing(visitor.channel) as work:
            done = take(work, visitor, form)
    except Refusal as refusal:
        status = form.refuse(refusal)
        return render_template(page, form=form, told=told), status
    flash(str(done), "success")
    return redirect(url_for("tracking.show_track"), code=303)
