"""Blocks for the agency's main site: figures, and the door for corruption complaints.

They run no script and are the only pages that other sites may frame.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from complaints.domain.channel import Channel
from complaints.statistics.words import TITLES
from complaints.web.access import open_to_everyone
from complaints.web.headers import policy
from complaints.web.here import settings
from complaints.web.static_files import FOR_AN_HOUR, drawn_qr
from complaints.web.statistics import kept_page, newest_told
from complaints.web.statistics_changes import language_of_reader

bp = Blueprint("embed", __name__, url_prefix="/embed")


@bp.get("/")
@open_to_everyone
def show_blocks() -> ResponseReturnValue:
    """Show the blocks and the lines that put them into a page."""
    page = make_response(render_template("embed/blocks.html", base=settings().public_url))
    page.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return page


@bp.get("/statistics/<channel:channel>")
@open_to_everyone
def show_figures(channel: Channel) -> ResponseReturnValue:
    """Show the newest figures of a channel in little room."""
    return framed(kept_page(("embed", channel), lambda: _figures(channel)))


@bp.get("/report")
@open_to_everyone
def show_banner() -> ResponseReturnValue:
    """Show the banner of the protected channel, with its QR code."""
    page = render_template("embed/report.html", base=settings().public_url)
    return framed(make_response(page))


@bp.get("/report-qr.svg")
@open_to_everyone
def read_report_qr() -> ResponseReturnValue:
    """Hand out the QR code of the protected channel's door."""
    drawn = drawn_qr(f"{settings().public_url}/corruption/report")
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = FOR_AN_HOUR
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def framed(response: Response) -> Response:
    """Let the sites that are set frame an answer."""
    origins = " ".join(("'self'", *settings().embed_origins))
    response.headers["Content-Security-Policy"] = policy(
        frame_ancestors=origins, script_src="'none'"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _figures(channel: Channel) -> bytes:
    page = render_template(
        "embed/statistics.html",
        channel=channel.value,
        title=TITLES[channel].in_(language_of_reader()),
        base=settings().public_url,
        **(newest_told(channel) or {}),
    )
    return page.encode()
