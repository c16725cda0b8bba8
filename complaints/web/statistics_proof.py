"""What proves the published figures: leaves, signed lists, the program that checks them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any, Final

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel
from complaints.statistics.package import FILE_NAME, file_name
from complaints.statistics.words import day_words, title
from complaints.web.access import open_to_everyone
from complaints.web.here import office, settings
from complaints.web.statistics import FOR_A_MINUTE, MEDIA_TYPES, file_answer, listed, send_form
from complaints.web.statistics_shelf import Listed, shelf
from config import ROOT

bp = Blueprint("proof", __name__, url_prefix="/statistics")

VERIFIER: Final = ROOT / "static" / "verify-release.py"
ATOM: Final = "application/atom+xml; charset=utf-8"
PYTHON: Final = "text/x-python; charset=utf-8"
_RELEASE: Final = "/<channel:channel>/<int(fixed_digits=4):year>/r<int:number>"


@bp.get(f"{_RELEASE}-leaves.txt")
@open_to_everyone
def send_leaves(channel: Channel, year: int, number: int) -> ResponseReturnValue:
    """Send the lines by which a release counts its cases."""
    return send_form(listed(channel, year, number), "leaves")


@bp.get(f"{_RELEASE}/{FILE_NAME}")
@open_to_everyone
def send_package(channel: Channel, year: int, number: int) -> ResponseReturnValue:
    """Send the signed list of a release's files."""
    return send_form(listed(channel, year, number), "package")


@bp.get(f"{_RELEASE}/<string:name>")
@open_to_everyone
def send_listed(channel: Channel, year: int, number: int, name: str) -> ResponseReturnValue:
    """Send a file under the name by which the list beside it calls it."""
    release = listed(channel, year, number)
    forms = {file_name(channel.value, year, number, form): form for form in MEDIA_TYPES}
    if name not in forms:
        abort(404)
    return send_form(release, forms[name])


@bp.get("/verify-release.py")
@open_to_everyone
def send_verifier() -> ResponseReturnValue:
    """Send the program that checks a release; it needs nothing of this service."""
    kept = shelf().keep("verifier", VERIFIER.read_bytes)
    if kept is None:
        abort(404)
    response = file_answer(kept, FOR_A_MINUTE, PYTHON)
    response.headers["Content-Disposition"] = "attachment; filename=verify-release.py"
    return response


@bp.get("/releases.json")
@open_to_everyone
def send_catalogue() -> ResponseReturnValue:
    """List every release for programs."""
    kept = shelf().keep(("releases.json", shelf().current().version), _catalogue)
    if kept is None:
        abort(404)
    return file_answer(kept, FOR_A_MINUTE, MEDIA_TYPES["json"])


@bp.get("/feed.atom")
@open_to_everyone
def send_feed() -> ResponseReturnValue:
    """List the releases for feed readers, newest first."""
    agency = office().agency()
    key = ("feed", shelf().current().version, agency.name_th, agency.name_en)
    kept = shelf().keep(key, _feed)
    if kept is None:
        abort(404)
    return file_answer(kept, FOR_A_MINUTE, ATOM)


def _catalogue() -> bytes:
    releases = [
        {
            "channel": one.channel.value,
            "fiscal_year_be": one.fiscal_year_be,
            "release": one.number,
            "is_provisional": one.is_provisional,
            "as_of": one.as_of.isoformat(),
            "published_on": one.published_on.isoformat(),
            "datapackage": f"{_folder(one)}/{FILE_NAME}",
        }
        for one in shelf().current().releases
    ]
    return (json.dumps({"releases": releases}, ensure_ascii=False, indent=2) + "\n").encode()


def _feed() -> bytes:
    releases = sorted(
        shelf().current().releases,
        key=lambda one: (one.published_on, one.fiscal_year_be, one.number),
        reverse=True,
    )
    agency = office().agency()
    newest = releases[0].published_on if releases else agency.founded_on
    page = render_template(
        "statistics/feed.xml",
        agency_th=agency.name_th,
        agency_en=agency.name_en,
        base=settings().public_url,
        updated=_instant(newest),
        entries=[_entry(one) for one in releases],
    )
    return page.encode()


def _entry(one: Listed) -> dict[str, Any]:
    words = title(one.channel, one.fiscal_year_be)
    return {
        "title_th": words.th,
        "title_en": words.en,
        "number": one.number,
        "address": f"/statistics/{_folder(one)}/",
        "csv": f"/statistics/{_folder(one)}.csv",
        "updated": _instant(one.published_on),
        "as_of_th": f"ข้อมูล ณ วันที่ {day_words(one.as_of).th}",
        "as_of_en": f"figures as of {day_words(one.as_of).en}",
        "reason_th": one.reason_th,
        "reason_en": one.reason_en,
        "is_provisional": one.is_provisional,
    }


def _folder(one: Listed) -> str:
    return f"{one.channel.value}/{one.fiscal_year_be}/r{one.number}"


def _instant(day: date) -> str:
    """Return the first instant of a day in Bangkok, as feeds write it."""
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC).isoformat()
