"""Cookies of the service: what they are called and how they are guarded.

Over an encrypted connection a cookie is named ``__Host-…`` and is ``Secure``,
so that no other site and no unencrypted page can plant or read it. On plain
loopback a browser would refuse such a cookie, so there the name is plain.
"""

from __future__ import annotations

from enum import StrEnum

from flask import Response, current_app, request

from config import Settings


class CookieName(StrEnum):
    """Every cookie there is.

    ``FORM`` ties a form to the browser it was shown to; ``DESK`` and ``VISIT``
    are the halves of an officer's and a reporter's session; ``LANGUAGE`` holds
    ``th`` or ``en`` and is set only when somebody chooses a language.
    """

    FORM = "form"
    DESK = "desk"
    VISIT = "visit"
    LANGUAGE = "lang"


def full_name(name: CookieName, *, encrypted: bool) -> str:
    """Return the name under which a browser knows a cookie.

    :param encrypted: the service is reached by https or as an onion service.
    """
    return f"__Host-{name.value}" if encrypted else name.value


def read_cookie(name: CookieName) -> str | None:
    """Return what the browser sent as a cookie, or None."""
    return request.cookies.get(full_name(name, encrypted=_encrypted()))


def set_cookie(response: Response, name: CookieName, value: str) -> None:
    """Let the browser keep a cookie until it is closed."""
    encrypted = _encrypted()
    response.set_cookie(
        full_name(name, encrypted=encrypted),
        value,
        secure=encrypted,
        httponly=True,
        samesite="Lax" if name is CookieName.LANGUAGE else "Strict",
        path="/",
    )


def remove_cookie(response: Response, name: CookieName) -> None:
    """Let the browser forget a cookie."""
    encrypted = _encrypted()
    response.delete_cookie(
        full_name(name, encrypted=encrypted),
        secure=encrypted,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _encrypted() -> bool:
    settings: Settings = current_app.extensions["office"].settings
    return settings.is_encrypted_in_transit
