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
from complaints.casework.identities import (
    SealedIdentity,
    ask_for_identity,
    confirm_identity,
    look_at_identity,
)
from complaints.casework.lost_codes import refuse_unless_known, reissue_code
from complaints.casework.moving import move, refuse_unless_movable
from complaints.casework.protection import protect
from complaints.casework.rating_slips import print_slip, refuse_unless_ratable
from complaints.casework.recusal import recuse
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, ChangedMeanwhile, NotAllowed, NotFound
from complaints.domain.protection import Risk
from complaints.domain.states import State
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.case_words import deadline_view
from complaints.web.desk.forms import (
    IdentityForm,
    MoveForm,
    ProtectForm,
    RecuseForm,
    ReissueForm,
    SlipForm,
)
from complaints.web.desk.refused_steps import refused
from complaints.web.desk.safeguard_words import TITLES
from complaints.web.errors import shows_form_again
from complaints.web.forms import PublicForm
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.receipts import rating_address, track_address
from complaints.web.static_files import unkept_qr
from complaints.web.wording import refusal_text

CASE = "/<channel:channel>/cases/<string:number>"
BOTH = ["GET", "POST"]
FORMS: dict[str, type[PublicForm]] = {
    "protect": ProtectForm,
    "identity": IdentityForm,
    "reissue": ReissueForm,
    "move": MoveForm,
    "recuse": RecuseForm,
    "slip": SlipForm,
}


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
        shown = look(**(request.view_args or {}))
    except NotFound as refusal:
        title = refusal_text(refusal.code)
        return render_template("errors/error.html", status=404, title=title, text="")
    form = FORMS[name]()
    form.form_errors.append(why)
    closed = {"identity": SealedIdentity(waiting=[], opened=None)} if name == "identity" else {}
    return _page(shown, name, form, **closed)


@bp.route(f"{CASE}/recuse", methods=BOTH)
@open_to(Permission.CASE_RECUSE)
@shows_form_again(show_again)
def recuse_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Give a case up, for good."""
    shown, form = look(channel, number), RecuseForm()
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


@bp.route(f"{CASE}/protect", methods=BOTH)
@open_to(Permission.CASE_PROTECT)
@shows_form_again(show_again)
def protect_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Note the risk of detriment, and what is done against it."""
    shown, form = look(channel, number), ProtectForm()
    if request.method == "GET":
        return _page(shown, "protect", form)
    if not form.validate():
        return _page(shown, "protect", form), 422
    try:
        with office().writing(channel) as work:
            protect(
                work,
                number=number,
                actor=g.actor,
                risk=Risk(form.risk.data or Risk.LOW),
                measures=form.measures.data or "",
                told=form.told.data or "",
            )
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _page(shown, "protect", form), status
    flash(_("Noted. Officers who can open the case see it."), "success")
    return redirect(url_for(".show_case", channel=channel, number=number), code=303)


@bp.route(f"{CASE}/move", methods=BOTH)
@open_to(Permission.CASE_MOVE)
@shows_form_again(show_again)
def move_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Hand a case over to the other desk."""
    shown, form = look(channel, number), MoveForm()
    try:
        with office().reading(channel) as work:
            refuse_unless_movable(work, g.actor, number=number)
        if request.method == "GET":
            return _page(shown, "move", form)
        if not form.validate():
            return _page(shown, "move", form), 422
        reason, accused = form.reason.data or "", form.accused.data or ""
        move(office(), channel, g.actor, number=number, reason=reason, accused=accused)
    except NotAllowed as refusal:
        return refused(shown, TITLES["move"], refusal.code, form)
    except (BadInput, ChangedMeanwhile) as refusal:
        status = form.refuse(refusal)
        return _page(shown, "move", form), status
    flash(_("Handed over. Nothing of it opens here any more."), "success")
    return redirect(url_for(".list_cases", channel=channel), code=303)


@bp.route(f"{CASE}/identity", methods=BOTH)
@open_to(Permission.IDENTITY_OPEN)
@shows_form_again(show_again)
def identity_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Ask that the identity be opened, or confirm what a colleague asked for."""
    shown, form = look(channel, number), IdentityForm()
    try:
        sealed = _sealed_identity(shown)
    except NotAllowed as refusal:
        return refused(shown, TITLES["identity"], refusal.code, form)
    if request.method == "GET":
        return _page(shown, "identity", form, **sealed)
    if "request" in request.form:
        return _confirm_identity(shown, form, request.form["request"])
    if not form.validate():
        return _page(shown, "identity", form, **sealed), 422
    try:
        with office().writing(channel) as work:
            ask_for_identity(work, g.actor, number=number, reason=form.reason.data or "")
    except (BadInput, NotAllowed) as refusal:
        status = form.refuse(refusal)
        return _page(shown, "identity", form, **sealed), status
    flash(_("Asked. A colleague who can open the case must confirm it."), "success")
    return redirect(url_for(".identity_case", channel=channel, number=number), code=303)


def _confirm_identity(shown: Shown, form: IdentityForm, request_id: str) -> ResponseReturnValue:
    try:
        with office().writing(shown.channel) as work:
            confirm_identity(work, g.actor, number=shown.number, request_id=request_id)
    except NotAllowed as refusal:
        status = form.refuse(refusal)
        return _page(shown, "identity", form, **_sealed_identity(shown)), status
    flash(_("Opened to the person who asked. The reporter can see it."), "success")
    return redirect(url_for(".show_case", channel=shown.channel, number=shown.number), code=303)


def _sealed_identity(shown: Shown) -> dict[str, Any]:
    with office().reading(shown.channel) as work:
        return {"identity": look_at_identity(work, g.actor, number=shown.number)}


@bp.route(f"{CASE}/rating-slip", methods=BOTH)
@open_to(Permission.RATING_SLIP)
@shows_form_again(show_again)
def slip_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Print a slip by which the person at the counter rates, once."""
    shown, form = look(channel, number), SlipForm()
    try:
        if request.method == "GET":
            with office().reading(channel) as work:
                refuse_unless_ratable(work, g.actor, number=number)
            return _page(shown, "slip", form)
        with office().writing(channel) as work:
            slip = print_slip(work, g.actor, number=number)
    except NotAllowed as refusal:
        return refused(shown, TITLES["slip"], refusal.code)
    address = rating_address(slip.token)
    return render_template(
        "desk/rating_slip.html", slip=slip, address=address, qr=unkept_qr(address)
    )


@bp.route(f"{CASE}/reissue", methods=BOTH)
@open_to(Permission.CODE_REISSUE)
@shows_form_again(show_again)
@limited(Limit.LOOKUPS)
def reissue_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Give out a new code to a reporter whom the office knows."""
    shown, form = look(channel, number), ReissueForm()
    try:
        with office().reading(channel) as work:
            refuse_unless_known(work, g.actor, number=number)
        if request.method == "GET":
            return _page(shown, "reissue", form)
        if not form.validate():
            return _page(shown, "reissue", form), 422
        checked = form.checked.data or ""
        code = reissue_code(office(), channel, g.actor, number=number, checked=checked)
    except NotAllowed as refusal:
        return _never(shown, refusal)
    return render_template(
        "desk/reissued.html", channel=channel, shown=shown, code=code, track_address=track_address()
    )


def _never(shown: Shown, refusal: NotAllowed) -> ResponseReturnValue:
    return render_template(
        "desk/never_reissued.html",
        channel=shown.channel,
        shown=shown,
        step_words=str(TITLES["reissue"]),
        why=refusal_text(refusal.code),
    ), 409


def look(channel: Channel, number: str) -> Shown:
    """Open a case to show it around a form.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
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
