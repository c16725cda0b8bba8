"""Stylesheet, fonts and pictures; and whether the service is open."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final, cast

import segno
from flask import Blueprint, Response, current_app, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from complaints.domain.channel import Channel
from complaints.intake.registration import is_open
from complaints.web.access import open_to_everyone
from complaints.web.assets import Assets
from complaints.web.here import office, settings
from complaints.web.receipts import track_address
from complaints.work.office import NotSetUp

FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_AN_HOUR: Final = "public, max-age=3600"

bp = Blueprint("static_files", __name__)


@bp.get("/static/fonts/<string:name>")
@open_to_everyone
def read_font(name: str) -> ResponseReturnValue:
    """Hand out a web font; it never changes under its name."""
    found = send_from_directory(settings().instance / "fonts", name, mimetype="font/woff2")
    found.headers["Cache-Control"] = FOR_EVER
    return found


@bp.get("/static/track-qr.svg")
@open_to_everyone
def read_track_qr() -> ResponseReturnValue:
    """Hand out the QR code of the tracking page's address; it never holds a code."""
    return _kept(Response(drawn_qr(track_address()), mimetype="image/svg+xml"))


@bp.get("/static/<path:name>")
@open_to_everyone
def read_asset(name: str) -> ResponseReturnValue:
    """Hand out a joined stylesheet, a picture or a script."""
    assets = cast(Assets, current_app.extensions["assets"])
    if name in assets.sheets:
        return _kept(Response(assets.sheets[name], content_type="text/css; charset=utf-8"))
    return _kept(send_from_directory(assets.static_dir, name))


@bp.get("/healthz")
@open_to_everyone
def show_health() -> ResponseReturnValue:
    """Say whether a report can be taken now."""
    taking = {channel.value: _takes_reports(channel) for channel in Channel}
    is_any_open = any(taking.values())
    body = {
        "status": "open" if is_any_open else "closed",
        "channels": {name: "open" if open_ else "closed" for name, open_ in taking.items()},
    }
    response = jsonify(body)
    response.status_code = 200 if is_any_open else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=8)
def drawn_qr(address: str) -> bytes:
    """Return the QR code of an address as an SVG picture."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=3, light="#fff", svgclass=None, lineclass=None
    )
    return drawn.getvalue()


def unkept_qr(address: str) -> str:
    """Return the QR code of a secret address as the source of a picture; it is kept nowhere."""
    drawn = segno.make(address, error="m", micro=False)
    return str(drawn.svg_data_uri(scale=4, border=3, light="#fff", svgclass=None, lineclass=None))


def _takes_reports(channel: Channel) -> bool:
    try:
        return is_open(office(), channel)
    except (NotSetUp, SQLAlchemyError):
        return False


def _kept(response: Response) -> Response:
    """Let browsers keep an answer; for ever when its address carries a fingerprint."""
    response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else FOR_AN_HOUR
    return response
