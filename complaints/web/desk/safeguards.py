"""What protects people in a case: each has a page with its form, and a POST that takes it.

These are possible wherever the case stands. A case that somebody may not see
answers before any form is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import case_page
from complaints.casework.case_page import CasePage
from complaints.casework.recusal import recuse
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.domain.states import State
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.case_words import deadline_view
from complaints.web.desk.forms import RecuseForm
from complaints.web.desk.safeguard_words import TITLES
from complaints.web.errors import shows_form_again
from complaints.web.forms import PublicForm
from complaints.web.here import office
from complaints.web.wording import refusal_text

CASE = "/<channel:channel>/cases/<string:number>"
BOTH = ["GET", "POST"]
FORMS: dict[str, type[PublicForm]] = {"recuse": RecuseForm}


@dataclass(frozen=True)
class Shown:
    """The case as these pages show it around the form."""

    number: str
    channel: Channel
    state: State
    deadline: dict[str, Any]
    page: CasePage


def show_again(why: str) -> str:
    """Show a form with what was typed, because its token cannot be taken."""
    name = (request.endpoint or "").removeprefix("desk.").removesuffix("_case")
    try:
        shown = _look(**(request.view_args or {}))
    except NotFound as refusal:
        title = refusal_text(refusal.code)
        return render_template("errors/error.html", status=404, title=title, text="")
    form = FORMS[name]()
    form.form_errors.append(why)
    return _page(shown, name, form)


@bp.route(f"{CASE}/recuse", methods=BOTH)
@open_to(Permission.CASE_RECUSE)
@shows_form_again(show_again)
def recuse_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Give a case up, for good."""
    shown, form = _look(channel, number), RecuseForm()
    if request.method == "GET":
        return _page(shown, "recuse", form)
    if not form.validate():
        return _page(shown, "recuse", form), 422
    try:
        with office().writing(channel) as work:
            recuse(work, number=number, actor=g.actor, reason=form.reason.data or "")
    except (BadInput, NotAllowed) as refusal:
        status = form.refuse(refusal)
        return _page(shown, "recuse", form), status
    flash(_("You have given the case up. Nothing of it opens for you any more."), "success")
    return redirect(url_for(".list_cases", channel=channel), code=303)


def _look(channel: Channel, number: str) -> Shown:
    with office().writing(channel) as work:
        page = case_page.read_case(work, g.actor, number=number)
        deadline = deadline_view(work, page.told)
    return Shown(number, channel, page.told.state, deadline, page)


def _page(shown: Shown, name: str, form: PublicForm, **more: Any) -> str:
    return render_template(
        f"desk/steps/{name}.html",
        channel=shown.channel,
        shown=shown,
        form=form,
        step_words=str(TITLES[name]),
        **more,
    )
