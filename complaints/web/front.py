"""The front page with its two doors, and the pages that explain the service."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from complaints.domain.channel import Channel
from complaints.web.access import open_to_everyone
from complaints.web.headers import policy
from complaints.web.here import office, settings
from complaints.web.networks import comes_from_office
from complaints.web.offers import is_taking
from complaints.web.wording import local_name

bp = Blueprint("front", __name__)


@bp.get("/")
@open_to_everyone
def show_front() -> ResponseReturnValue:
    """Show the two doors."""
    agency = office().agency()
    return render_template(
        "front/front.html",
        days={channel.value: agency.days(channel) for channel in Channel},
        taking={channel.value: is_taking(channel) for channel in Channel},
        updated_on=agency.updated_on or agency.founded_on,
    )


@bp.get("/help")
@open_to_everyone
def show_help() -> ResponseReturnValue:
    """Show how the service works and who else can help."""
    agency = office().agency()
    days = {channel.value: agency.days(channel) for channel in Channel}
    return render_template("front/help.html", days=days)


@bp.get("/privacy")
@open_to_everyone
def show_privacy() -> ResponseReturnValue:
    """Show what is kept, who can read it, and what cannot be promised."""
    return render_template("front/privacy.html", **_traffic_log())


@bp.get("/safety")
@open_to_everyone
def show_safety() -> ResponseReturnValue:
    """Show, adversary by adversary, what protects a reporter and where that ends."""
    return render_template(
        "front/safety.html",
        **_traffic_log(),
        onion_url=settings().onion_url,
        from_office=comes_from_office(),
    )


def _traffic_log() -> dict[str, Any]:
    """Return what the office chose about the log of the network in front of it."""
    agency = office().agency()
    place = {"th": agency.traffic_log_place_th, "en": agency.traffic_log_place_en}
    return {
        "keeps_traffic_log": agency.keeps_traffic_log,
        "traffic_log_place": local_name(place),
    }


@bp.get("/accessibility")
@open_to_everyone
def show_accessibility() -> ResponseReturnValue:
    """Show how the pages are made usable for everybody, and where they fall short."""
    return render_template("front/accessibility.html")


@bp.get("/<channel:channel>/blank-form")
@open_to_everyone
def show_blank_form(channel: Channel) -> ResponseReturnValue:
    """Show a form to be printed and filled in by hand."""
    return render_template(
        "front/blank_form.html",
        channel=channel.value,
        issued_on=office().today(),
    )


@bp.get("/<channel:channel>/door")
@open_to_everyone
def show_door(channel: Channel) -> ResponseReturnValue:
    """Show a door that other sites may put into their pages; it runs no script."""
    page = make_response(
        render_template(
            "front/embedded_door.html", channel=channel.value, base=settings().public_url
        )
    )
    page.headers["Content-Security-Policy"] = policy(frame_ancestors="*", script_src="'none'")
    page.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return page
