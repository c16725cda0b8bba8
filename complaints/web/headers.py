"""What every answer says to the browser about itself."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from complaints.web.here import settings
from complaints.web.uploads import METHODS_WITH_BODY

POLICY: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Nothing of a page comes from elsewhere, and nothing stands inline."""

FEATURES: Final = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "
    "usb=(), xr-spatial-tracking=()"
)
OWN_SITES: Final = frozenset({"same-origin", "none"})
READING: Final = frozenset({"GET", "HEAD"})
"""Both get the same headers: who asks for these alone is told what a page would bring."""
_CONFIDENTIAL_PATHS: Final = ("/admin", "/desk", "/rate", "/track")
_A_YEAR: Final = 31_536_000


def policy(**changes: str) -> str:
    """Return the content security policy.

    :param changes: directives that differ, with ``_`` for ``-``.
    """
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **changed}.items())


_USUAL: Final = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Without the referrer on its own pages, Flask-WTF refuses every form sent over https.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": FEATURES,
    "X-Robots-Tag": "noindex, nofollow",
}


def guard_answers(app: Flask) -> None:
    """Give every answer its headers, and refuse what other sites send."""
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_sites() -> None:
    """Refuse a form that a page of another site sends.

    Browsers say so in ``Sec-Fetch-Site``; for those that do not, the token of
    the form is what protects.

    :raises BadRequest: it comes from elsewhere.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in METHODS_WITH_BODY and site is not None and site not in OWN_SITES:
        raise BadRequest("form comes from another site")


def add_headers(response: Response) -> Response:
    """Add what a view has not said itself."""
    for name, value in _USUAL.items():
        response.headers.setdefault(name, value)
    if _is_for_search_engines(response):
        response.headers.pop("X-Robots-Tag", None)
    if response.headers["Content-Security-Policy"] != _USUAL["Content-Security-Policy"]:
        response.headers.pop("X-Frame-Options", None)
    response.headers.setdefault("Cache-Control", _cache_control(response))
    if settings().is_encrypted_in_transit and request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_A_YEAR}")
    return response


def is_confidential(path: str) -> bool:
    """Say whether what stands at an address is meant for one person."""
    return path.startswith(_CONFIDENTIAL_PATHS)


def _cache_control(response: Response) -> str:
    if (
        request.method not in READING
        or is_confidential(request.path)
        or response.status_code >= 400
    ):
        return "no-store"
    return "private, no-cache"


def _is_for_search_engines(response: Response) -> bool:
    return (
        request.method in READING
        and response.status_code == 200
        and not is_confidential(request.path)
    )
