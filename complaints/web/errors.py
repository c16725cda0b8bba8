"""Pages for what went wrong; each says what happened and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeVar

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from complaints.domain.errors import (
    BadInput,
    Broken,
    ChangedMeanwhile,
    IntakeClosed,
    NotAllowed,
    NotFound,
    Refusal,
)
from complaints.web.rules import LateRule
from complaints.web.wording import refusal_text
from complaints.work.office import NotSetUp

View = TypeVar("View", bound=Callable[..., Any])

STATUSES: Final[dict[type[Refusal], int]] = {
    NotFound: 404,
    NotAllowed: 409,
    BadInput: 422,
    IntakeClosed: 503,
    ChangedMeanwhile: 409,
    Broken: 500,
}
"""The status with which a refusal is answered that no view has caught."""

_SHOWS_AGAIN: Final = "shows_form_again"
_ROOT: Final = Path(__file__).resolve().parents[2]


class QuietFlask(Flask):
    """Flask that keeps typed words, addresses and case numbers out of its log."""

    url_rule_class = LateRule

    def log_exception(self, exc_info: Any) -> None:
        """Write where a failure happened and of what type it was; nothing else."""
        failure, _, trace = exc_info
        self.logger.error("%s at %s", getattr(failure, "__name__", "failure"), _places(trace))


def shows_form_again(page: Callable[[str], str]) -> Callable[[View], View]:
    """Declare the page that comes again when the token of a form is missing or old.

    :param page: called with the words of the refusal; returns the page.
    """

    def declare(view: View) -> View:
        setattr(view, _SHOWS_AGAIN, page)
        return view

    return declare


def answer_errors(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(CSRFError, answer_token)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(NotSetUp, answer_not_set_up)


def answer_token(error: CSRFError) -> ResponseReturnValue:
    """Answer 400; the form comes again with everything typed, where it can."""
    view = current_app.view_functions.get(request.endpoint or "")
    again = getattr(view, _SHOWS_AGAIN, None)
    if again is None:
        return answer_http(error)
    expired = _(
        "The page was open for too long, or cookies are switched off. Please send it again."
    )
    try:
        page = again(expired)
    except Refusal as refusal:  # what the form is about does not exist, or not for this person
        return answer_refusal(refusal)
    return make_response(page, 400)


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """Answer an error of the protocol with words."""
    status = error.code or 500
    if status < 400 or isinstance(error, SecurityError):  # for an unknown host no page is made
        return error
    title, text = _words_for(status)
    response = make_response(
        render_template("errors/error.html", status=status, title=title, text=text), status
    )
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    """Answer a refusal that no view has caught."""
    if isinstance(refusal, NotFound):
        title, text = _words_for(404)
        page = render_template("errors/error.html", status=404, title=title, text=text)
        return make_response(page, 404)
    if isinstance(refusal, IntakeClosed):
        return make_response(render_template("errors/intake_closed.html"), 503)
    status = STATUSES.get(type(refusal), 422)
    page = render_template(
        "errors/error.html",
        status=status,
        title=_("This is not possible now"),
        text=refusal_text(refusal.code),
    )
    return make_response(page, status)


def answer_not_set_up(_error: NotSetUp) -> ResponseReturnValue:
    """Answer while there is no agency yet."""
    page = render_template(
        "errors/error.html",
        status=503,
        title=_("This service is not set up yet"),
        text=_("The office has not finished setting it up. Please come back later."),
    )
    return make_response(page, 503)


def _words_for(status: int) -> tuple[str, str]:
    """Return a heading and a sentence for a status."""
    known = {
        400: (
            _("The form could not be read"),
            _(
                "It was open for too long, was sent from elsewhere, or did not arrive whole."
                " Go back, load the page again and send it once more. Nothing was stored."
            ),
        ),
        404: (
            _("There is nothing here"),
            _("The address or the code is not right, or what stood here is no longer kept."),
        ),
        405: (_("This does not work here"), _("The page cannot be used in this way.")),
        413: (
            _("This is too much at once"),
            _("The text or the files are too large. Nothing was stored. Send less at a time."),
        ),
        415: (
            _("Only forms are taken here"),
            _("What was sent is not a form of this site. Nothing was stored."),
        ),
        429: (
            _("Too many requests"),
            _("Much was sent in a short time. Please wait a few seconds and try again."),
        ),
        503: (
            _("Busy at this moment"),
            _("Please wait a few seconds and try again. Nothing was stored."),
        ),
    }
    if status in known:
        return known[status]
    if status < InternalServerError.code:
        return known[400]
    return (
        _("Something went wrong on our side"),
        _("Nothing of what you wrote is shown or logged. Please try again later."),
    )


def _places(trace: TracebackType | None) -> str:
    """Return the way to a failure as files and lines of this service."""
    places = []
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
            places.append(f"{path.relative_to(_ROOT)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places) or "unknown"
