"""Signing in and out, and the way to the right desk."""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import alarms
from complaints.casework import signing_in as sessions
from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import Code, Refusal
from complaints.web.access import open_to, open_to_everyone
from complaints.web.cookies import CookieName, read_cookie, remove_cookie, set_cookie
from complaints.web.desk import bp
from complaints.web.desk.forms import SignInForm
from complaints.web.here import office
from complaints.web.limits import Limit, count, limited

WORKING_ROLES = frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.ALTERNATE})


@bp.get("/sign-in")
@open_to_everyone
def show_sign_in() -> ResponseReturnValue:
    """Ask who somebody is."""
    return _page(SignInForm())


@bp.post("/sign-in")
@open_to_everyone
@limited(Limit.SIGN_INS)
def sign_in() -> ResponseReturnValue:
    """Begin a session; whatever was wrong, the answer is the same."""
    form = SignInForm()
    if not form.validate():
        return _again(form, 422)
    count(Limit.SIGN_INS, f"name {sessions.folded_name(form.name.data)}")
    try:
        cookie = sessions.sign_in(
            office(),
            name=form.name.data,
            passphrase=form.passphrase.data,
            totp=form.totp.data,
        )
    except Refusal as refusal:
        form.refuse(Refusal(refusal.code))
        return _again(form, _status(refusal))
    response = _to_the_desk()
    set_cookie(response, CookieName.DESK, cookie.value)
    return response


@bp.post("/sign-out")
@open_to(Permission.OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End the session."""
    sessions.sign_out(office(), read_cookie(CookieName.DESK))
    response = Response(status=303, headers={"Location": url_for(".show_sign_in")})
    remove_cookie(response, CookieName.DESK)
    flash(_("You are signed out."), "success")
    return response


@bp.get("", strict_slashes=False)
@open_to(Permission.OWN_ACCOUNT)
def show_home() -> ResponseReturnValue:
    """Lead to where the work of a role is."""
    return redirect(home_address(g.actor.person.role, g.actor.person.desk), code=303)


def home_address(role: Role, desk: Channel | None) -> str:
    """Return the address where somebody with a role begins."""
    if role is Role.ADMINISTRATOR:
        return url_for("admin.show_accounts")
    if role in WORKING_ROLES and desk is not None:
        return url_for("desk.list_cases", channel=desk)
    if role is Role.WITNESS and desk is not None:
        return url_for("desk.show_roster", channel=desk)
    if role in {Role.OVERSIGHT, Role.EXECUTIVE}:
        return url_for("desk.show_board", channel=desk or Channel.GRIEVANCE)
    return url_for("desk.show_account")


def _again(form: SignInForm, status: int) -> ResponseReturnValue:
    """Show the form with the name that was typed; the proofs are typed anew."""
    form.totp.data = None
    return _page(form), status


def _page(form: SignInForm) -> str:
    """Show the form, and above it which desk has stopped since when."""
    stopped = []
    for channel in Channel:
        with office().reading(channel) as work:
            stopped += alarms.standing(work)
    return render_template("desk/sign_in.html", form=form, stopped=stopped)


def _to_the_desk() -> Response:
    return Response(status=303, headers={"Location": url_for(".show_home")})


def _status(refusal: Refusal) -> int:
    return 429 if refusal.code is Code.ACCOUNT_IS_PAUSED else 422
