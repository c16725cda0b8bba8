"""The one-time token of a form, from which its lookup code is made.

Only tokens that this service made are taken: who could choose one could meet
somebody else's. A token belongs to one channel, and to the browser that was
shown the form: a page with it stays in a browser's cache on the disk, and with
it alone nobody may ask for the code again.
"""

from __future__ import annotations

import secrets

from flask import current_app, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, Signer

from complaints.domain.channel import Channel

TOKEN_BYTES = 24


def new_form_token(channel: Channel) -> str:
    """Return a fresh token for a form of a channel."""
    return _signer(channel).sign(secrets.token_hex(TOKEN_BYTES)).decode()


def is_form_token(sent: str | None, channel: Channel) -> bool:
    """Say whether a token was made here for a form of this channel, for this browser."""
    try:
        _signer(channel).unsign(sent or "")
    except (BadSignature, UnicodeError):
        return False
    return True


def _signer(channel: Channel) -> Signer:
    key = current_app.secret_key
    if not key:
        raise RuntimeError("no secret key")
    return Signer(key, salt=f"form-token-{channel.value}-{_browser()}")


def _browser() -> str:
    """Return what the cookie of forms knows of this browser, as the token of the page does."""
    generate_csrf()
    return str(session["csrf_token"])
