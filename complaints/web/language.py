"""Thai first, English complete: which of the two a page speaks.

A language is chosen with ``?lang=en`` or ``?lang=th`` on any page; a cookie that
holds nothing else remembers it until the browser is closed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, request
from flask.globals import request_ctx
from flask_babel import Babel, get_locale

from complaints.web.cookies import CookieName, read_cookie, set_cookie

LANGUAGES: Final = ("th", "en")
TRANSLATIONS: Final = Path(__file__).resolve().parent.parent / "translations"
KEPT_ARGUMENTS: Final = ("show", "page")
"""What of an address stays when the language is changed; the rest is dropped."""


def speak(app: Flask) -> None:
    """Let an application speak both languages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale="th", locale_selector=chosen_language)
    app.jinja_env.globals.update(get_locale=get_locale, language_url=language_url)
    app.after_request(remember_language)


def chosen_language() -> str:
    """Return the language of this request."""
    if "language" not in g:
        g.language = _asked() or _remembered() or LANGUAGES[0]
    return str(g.language)


def language_url(language: str) -> str:
    """Return the address of this page in a language.

    A page that answers a form may have an address that cannot be read again;
    then it is the nearest one above that can.

    :param language: ``th`` or ``en``.
    """
    kept = {name: request.args[name] for name in KEPT_ARGUMENTS if name in request.args}
    return f"{_readable_path()}?{urlencode({**kept, 'lang': language})}"


def remember_language(response: Response) -> Response:
    """Keep a language that was chosen in the address."""
    asked = _asked()
    if asked is not None and asked != _remembered():
        set_cookie(response, CookieName.LANGUAGE, asked)
    return response


def _readable_path() -> str:
    adapter = request_ctx.url_adapter
    path = request.path if request.endpoint is not None else "/"
    while adapter is not None and path != "/" and not adapter.test(path, "GET"):
        path = path.rpartition("/")[0] or "/"
    return quote(path)


def _asked() -> str | None:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def _remembered() -> str | None:
    remembered = read_cookie(CookieName.LANGUAGE)
    return remembered if remembered in LANGUAGES else None
