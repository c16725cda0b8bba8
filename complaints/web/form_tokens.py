"""The one-time token of a form, from which its lookup code is made.

Only tokens that this service made are taken: who could choose one could meet
somebody else's. A token belongs to one channel.
"""

from __future__ import annotations

import secrets

from flask import current_app
from itsdangerous import BadSignature, Signer

from complaints.domain.channel import Channel

TOKEN_BYTES = 24


def new_form_token(channel: Channel) -> str:
    """Return a fresh token for a form of a channel."""
    return _signer(channel).sign(secrets.token_hex(TOKEN_BYTES)).decode()


def is_form_token(sent: str | None, channel: Channel) -> bool:
    """Say whether a token was made here for a form of this channel."""
    try:
        _signer(channel).unsign(sent or "")
    except (BadSignature, UnicodeError):
        return False
    return True


def _signer(channel: Channel) -> Signer:
    key = current_app.secret_key
    if not key:
        raise RuntimeError("no secret key")
    return Signer(key, salt=f"form-token-{channel.value}")
