"""Who may see a page: every view says it, and what says nothing is refused.

A stranger gets the same answer whatever exists: on the desk somebody who is
not signed in is led to the sign-in page, whether there is such a page or not,
and somebody who is signed in and not allowed gets what does not exist gets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, Request, abort, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.routing import BaseConverter, ValidationError

from complaints.casework.signing_in import resume
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.web.cookies import CookieName, read_cookie
from complaints.web.here import office
from complaints.web.unsent import unsent_words
from complaints.web.uploads import as_text
from complaints.work import Actor

View = TypeVar("View", bound=Callable[..., Any])

DESK_PATH: Final = "/desk"
SIGN_IN_PATH: Final = "/desk/sign-in"
_DECLARED: Final = "open_to"


@dataclass(frozen=True)
class OpenTo:
    """What a view declares.

    :ivar permissions: one of them is needed; none: the page is for everyone.
    """

    permissions: tuple[Permission, ...] = ()

    @property
    def is_for_everyone(self) -> bool:
        """Say whether nobody needs to sign in."""
        return not self.permissions


@dataclass(frozen=True)
class SignedIn:
    """An officer as Flask-Login knows one."""

    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return the officer's id."""
        return self.actor.id


class ChannelConverter(BaseConverter):
    """``corruption`` or ``grievance`` in an address, as a :class:`Channel`."""

    regex = "corruption|grievance"

    def to_python(self, value: str) -> Channel:
        """Return the channel of a part of an address."""
        try:
            return Channel(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: Channel | str) -> str:
        """Return the part of an address that names a channel."""
        return Channel(value).value


def open_to_everyone(view: View) -> View:
    """Declare that a page needs no account."""
    setattr(view, _DECLARED, OpenTo())
    return view


def open_to(*permissions: Permission) -> Callable[[View], View]:
    """Declare that a page needs a signed-in officer with one of these permissions.

    The channel is taken from the address. On a case the use case looks further:
    only who holds a wrap of it sees it. The view finds the officer as ``g.actor``.

    :raises ValueError: no permission is named.
    """
    if not permissions:
        raise ValueError("a page for officers names a permission")

    def declare(view: View) -> View:
        setattr(view, _DECLARED, OpenTo(permissions))
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> OpenTo | None:
    """Return what a view declares, or None when it says nothing."""
    declared = getattr(app.view_functions.get(endpoint), _DECLARED, None)
    return declared if isinstance(declared, OpenTo) else None


def guard(app: Flask) -> None:
    """Refuse, before anything else of a request is done, what is not declared."""
    app.url_map.converters["channel"] = ChannelConverter
    app.config["SESSION_PROTECTION"] = None  # it would keep a hash of address and browser
    logins = LoginManager()
    logins.request_loader(_signed_in)
    logins.init_app(app, add_context_processor=False)
    app.before_request(refuse_strangers)
    app.before_request(refuse_no_text)


def refuse_strangers() -> ResponseReturnValue | None:
    """Let a request pass, lead it to the sign-in page, or answer 404."""
    declared = declared_access(current_app, request.endpoint) if request.endpoint else None
    if declared is not None and declared.is_for_everyone:
        return None
    if _is_of_the_desk(request.path) or declared is not None:
        signed_in = _who()
        if signed_in is None:
            return _lead_to_sign_in()
        g.actor = signed_in.actor
    if request.endpoint is not None and (declared is None or not _may_enter(declared, g.actor)):
        abort(404)
    return None


def _lead_to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page; whoever had typed words into a form gets them back first."""
    unsent = unsent_words()
    if unsent:
        return render_template("desk/unsent.html", unsent=unsent), 403
    return redirect(SIGN_IN_PATH, code=303)


def refuse_no_text() -> None:
    """Answer 404 where a part of the address is no text: no database would look it up."""
    parts = [part for part in (request.view_args or {}).values() if isinstance(part, str)]
    if any(as_text(part) != part for part in parts):
        abort(404)


def _signed_in(_: Request) -> SignedIn | None:
    actor = resume(office(), read_cookie(CookieName.DESK))
    return SignedIn(actor) if actor is not None else None


def _who() -> SignedIn | None:
    """Return who is signed in; Flask-Login asks once for each request."""
    user: object = current_user._get_current_object()  # noqa: SLF001 - how a proxy is opened
    return user if isinstance(user, SignedIn) else None


def _may_enter(declared: OpenTo, actor: Actor) -> bool:
    """Say whether the table could allow this; which case it is, is not asked yet."""
    channel = (request.view_args or {}).get("channel")
    situation = Situation(channel=channel, holds_wrap=True)
    return any(
        is_allowed(actor.person, permission, situation) for permission in declared.permissions
    )


def _is_of_the_desk(path: str) -> bool:
    return path == DESK_PATH or path.startswith(f"{DESK_PATH}/")
