"""An officer's own passphrase, and another telephone in place of one that is lost."""

from __future__ import annotations

from flask import Response, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.enrolment import new_totp_secret, suggest_passphrase
from complaints.casework.own_secrets import change_passphrase, linked_officer, replace_phone
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed
from complaints.records.officers import find_officer
from complaints.vault.totp import base32
from complaints.web.access import open_to, open_to_everyone
from complaints.web.cookies import CookieName, remove_cookie
from complaints.web.desk import bp
from complaints.web.desk.enrolling import bytes_of, picture_of, spaced, telephone_secret
from complaints.web.desk.forms import PassphraseForm, PhoneForm
from complaints.web.here import office
from complaints.web.limits import Limit, limited


@bp.get("/account/passphrase")
@open_to(Permission.OWN_ACCOUNT)
def show_passphrase() -> ResponseReturnValue:
    """Show the form of another passphrase."""
    return _passphrase_page(PassphraseForm(formdata=None), 200)


@bp.post("/account/passphrase")
@open_to(Permission.OWN_ACCOUNT)
@limited(Limit.SIGN_INS)
def take_passphrase() -> ResponseReturnValue:
    """Seal the officer's keys under another passphrase; every session ends."""
    form = PassphraseForm()
    if not form.validate():
        return _passphrase_page(form, 422)
    try:
        change_passphrase(
            office(), g.actor, current=form.current.data or "", new=form.passphrase.data or ""
        )
    except BadInput as refusal:
        return _passphrase_page(form, form.refuse(refusal))
    flash(_("Your passphrase is changed. Sign in with the new one."), "success")
    return _signed_out()


@bp.get("/phone/<string:link_token>")
@open_to_everyone
def show_phone(link_token: str) -> ResponseReturnValue:
    """Greet whom the link for another telephone is for."""
    form = PhoneForm(formdata=None, totp_secret=base32(new_totp_secret()))
    return _phone_page(link_token, form, 200)


@bp.post("/phone/<string:link_token>")
@open_to_everyone
@limited(Limit.SIGN_INS)
def take_phone(link_token: str) -> ResponseReturnValue:
    """Put another telephone in place of the lost one; the link is spent with it."""
    form = PhoneForm()
    secret = telephone_secret(form)
    if not form.validate():
        return _phone_page(link_token, form, 422)
    try:
        replace_phone(
            office(),
            link_token=link_token,
            passphrase=form.passphrase.data or "",
            totp_secret=secret,
            totp=form.totp.data or "",
        )
    except BadInput as refusal:
        return _phone_page(link_token, form, form.refuse(refusal))
    except NotAllowed:
        return _phone_page(link_token, form, 404)
    flash(_("The new phone is set up. Sign in with it."), "success")
    return _signed_out()


def _passphrase_page(form: PassphraseForm, status: int) -> ResponseReturnValue:
    with office().reading(Channel.GRIEVANCE) as work:
        account = find_officer(work.session, g.actor.id)
    page = render_template(
        "desk/passphrase.html",
        form=form,
        suggestion=suggest_passphrase(),
        sign_in_name=account.name if account else "",
    )
    return page, status


def _phone_page(link_token: str, form: PhoneForm, status: int) -> ResponseReturnValue:
    try:
        with office().reading(Channel.GRIEVANCE) as work:
            account = linked_officer(work, link_token)
    except NotAllowed:
        return render_template("desk/link_is_spent.html"), 404
    secret = form.totp_secret.data or ""
    return render_template(
        "desk/phone.html",
        form=form,
        account=account,
        secret=spaced(secret),
        picture=picture_of(account.name, bytes_of(secret)),
    ), status


def _signed_out() -> Response:
    response = Response(status=303, headers={"Location": url_for("desk.show_sign_in")})
    remove_cookie(response, CookieName.DESK)
    return response
