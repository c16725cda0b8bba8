"""The first visit of an officer: a passphrase, and a telephone as second proof.

The secret of the telephone travels in the form and back, because nothing of
an officer is kept before he has proved that his telephone has it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.enrolment import (
    enrol,
    invitation,
    new_totp_secret,
    suggest_passphrase,
)
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed
from complaints.vault.totp import base32, provisioning_address
from complaints.web.access import open_to_everyone
from complaints.web.desk import bp
from complaints.web.desk.forms import EnrolForm, PhoneForm
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.squares import square_of

TOTP_SECRET_BYTES = 20
_GROUP = 4


@bp.get("/enrol/<string:link_token>")
@open_to_everyone
def show_enrolment(link_token: str) -> ResponseReturnValue:
    """Greet whom the link invites."""
    form = EnrolForm(formdata=None, totp_secret=base32(new_totp_secret()))
    return _page(link_token, form, 200)


@bp.post("/enrol/<string:link_token>")
@open_to_everyone
@limited(Limit.SIGN_INS)
def make_keys(link_token: str) -> ResponseReturnValue:
    """Make the officer's keys; the link is spent with it."""
    form = EnrolForm()
    secret = telephone_secret(form)
    if not form.validate():
        return _page(link_token, form, 422)
    try:
        _enrol(link_token, form, secret)
    except BadInput as refusal:
        return _page(link_token, form, form.refuse(refusal))
    except NotAllowed:
        return _page(link_token, form, 404)
    flash(_("Your keys are made. Sign in with your new passphrase."), "success")
    return redirect(url_for(".show_sign_in"), code=303)


def _enrol(link_token: str, form: EnrolForm, secret: bytes) -> None:
    enrol(
        office(),
        link_token=link_token,
        passphrase=form.passphrase.data or "",
        totp_secret=secret,
        totp=form.totp.data or "",
    )


def _page(link_token: str, form: EnrolForm, status: int) -> ResponseReturnValue:
    try:
        with office().reading(Channel.GRIEVANCE) as work:
            invited = invitation(work, link_token)
    except NotAllowed:
        return render_template("desk/link_is_spent.html"), 404
    secret = form.totp_secret.data or ""
    return render_template(
        "desk/enrol.html",
        form=form,
        invited=invited,
        suggestion=suggest_passphrase(),
        secret=spaced(secret),
        picture=picture_of(invited.name, bytes_of(secret)),
    ), status


def telephone_secret(form: EnrolForm | PhoneForm) -> bytes:
    """Return the secret that the form carries, or a new one when it carries none."""
    secret = bytes_of(form.totp_secret.data or "")
    if len(secret) != TOTP_SECRET_BYTES:
        secret = new_totp_secret()
        form.totp_secret.data = base32(secret)
    return secret


def spaced(letters: str) -> str:
    """Return the letters of a secret in groups that a person can type."""
    return " ".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def bytes_of(letters: str) -> bytes:
    """Return the secret that some letters stand for; nothing, if they are none."""
    try:
        return base64.b32decode(letters)
    except (binascii.Error, ValueError):
        return b""


def picture_of(name: str, secret: bytes) -> dict[str, Any]:
    """Return the square that a telephone reads: its width, and the dark runs of its rows."""
    address = provisioning_address(secret, issuer=office().agency().name_en, account=name)
    return square_of(address)
