"""Published statistics: the list of releases, their pages and their files.

A release's own part of the page and all its files are the bytes that were
stored when it was published. Whole pages are kept in the process, because
they are the same for every reader of a language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from typing import Any, Final

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.domain.channel import Channel
from complaints.statistics.coming import Coming, coming_releases, release_days
from complaints.statistics.package import file_name
from complaints.statistics.releases import Page, page_form
from complaints.statistics.words import TITLES, Words, title
from complaints.web.access import open_to_everyone
from complaints.web.here import office
from complaints.web.statistics_changes import changes_page, language_of_reader
from complaints.web.statistics_coming import AHEAD, coming_rows
from complaints.web.statistics_press import PARTS, headline_of
from complaints.web.statistics_shelf import Kept, Listed, Long, read_form, read_in_parts, shelf

bp = Blueprint("statistics", __name__, url_prefix="/statistics")

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "csv_measures": "text/csv; charset=utf-8; header=present",
    "csv_breakdowns": "text/csv; charset=utf-8; header=present",
    "csv_targets": "text/csv; charset=utf-8; header=present",
    "leaves": "text/plain; charset=utf-8",
    "package": "application/json",
}
HTML: Final = "text/html; charset=utf-8"
SHOWN_IN_PLACE: Final = frozenset({"pdf", "json", "leaves", "package"})
"""Forms that a browser shows by itself; the others are saved."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_A_MINUTE: Final = "public, max-age=60"
FOR_THIS_READER: Final = "private, no-cache"

_RELEASE_HERE: Final = b"<!-- release -->"
TABLES: Final = {
    "measures": "csv_measures",
    "breakdowns": "csv_breakdowns",
    "targets": "csv_targets",
}
"""Further tables of a release, each a CSV file of its own, by the form that is stored."""

_YEAR: Final = "<int(fixed_digits=4):year>"
_FORM: Final = "<any(csv, json, xlsx, pdf):form>"
_PART: Final = f"<any({', '.join(PARTS)}):part>"
_TABLE: Final = f"<any({', '.join(TABLES)}):table>"


@bp.get("/")
@open_to_everyone
def show_index() -> ResponseReturnValue:
    """List every release of both channels, and what is to come by which day."""
    agency, today = office().agency(), office().today()
    days = [release_days(agency, channel) for channel in Channel]
    by_quarter = agency.publishes_corruption_quarters
    return kept_page(("index", today, by_quarter, *days), _index)


@bp.get("/<channel:channel>/")
@open_to_everyone
def find_channel(channel: Channel) -> ResponseReturnValue:
    """Lead whoever cut an address short to the releases of the channel."""
    return redirect(url_for(".show_index", _anchor=channel.value), code=303)


@bp.get(f"/<channel:channel>/{_YEAR}/")
@open_to_everyone
def show_latest(channel: Channel, year: int) -> ResponseReturnValue:
    """Show the newest release of a fiscal year."""
    release = listed(channel, year)
    return kept_page(("latest", release.id), lambda: _release_page(release))


@bp.get(f"/<channel:channel>/{_YEAR}/r<int:number>/")
@open_to_everyone
def show_frozen(channel: Channel, year: int, number: int) -> ResponseReturnValue:
    """Show one release, whatever came after it."""
    release = listed(channel, year, number)
    return kept_page(("frozen", release.id), lambda: _release_page(release))


@bp.get(f"/<channel:channel>/{_YEAR}/r<int:number>/{_PART}/")
@open_to_everyone
def show_part(channel: Channel, year: int, number: int, part: str) -> ResponseReturnValue:
    """Show what would make the first page of a release too heavy for a phone."""
    release = listed(channel, year, number)
    return kept_page((part, release.id), lambda: _part_page(release, part))


@bp.get(f"/<channel:channel>/{_YEAR}/r<int:number>/changes/")
@open_to_everyone
def show_changes(channel: Channel, year: int, number: int) -> ResponseReturnValue:
    """Show what a release changed against the one before it of its year, and why."""
    release, before = listed(channel, year, number), listed(channel, year, number - 1)
    return kept_page(("changes", release.id), lambda: changes_page(release, before))


@bp.get(f"/<channel:channel>/{_YEAR}.{_FORM}")
@open_to_everyone
def send_latest(channel: Channel, year: int, form: str) -> ResponseReturnValue:
    """Send the newest release of a fiscal year in a form."""
    return send_form(listed(channel, year), form, FOR_A_MINUTE)


@bp.get(f"/<channel:channel>/{_YEAR}/r<int:number>.{_FORM}")
@open_to_everyone
def send_frozen(channel: Channel, year: int, number: int, form: str) -> ResponseReturnValue:
    """Send one release in a form; the bytes never change."""
    return send_form(listed(channel, year, number), form, FOR_EVER)


@bp.get(f"/<channel:channel>/{_YEAR}-{_TABLE}.csv")
@open_to_everyone
def send_latest_table(channel: Channel, year: int, table: str) -> ResponseReturnValue:
    """Send a further table of the newest release of a fiscal year."""
    return send_form(listed(channel, year), TABLES[table], FOR_A_MINUTE)


@bp.get(f"/<channel:channel>/{_YEAR}/r<int:number>-{_TABLE}.csv")
@open_to_everyone
def send_frozen_table(channel: Channel, year: int, number: int, table: str) -> ResponseReturnValue:
    """Send a further table of one release; the bytes never change."""
    return send_form(listed(channel, year, number), TABLES[table], FOR_EVER)


def listed(channel: Channel, year: int, number: int | None = None) -> Listed:
    """Return a release, the newest of its year when no number is given, or end with a 404."""
    release = shelf().find(channel, year, number)
    if release is None:
        abort(404)
    return release


def send_form(release: Listed, form: str, caching: str = FOR_EVER) -> Response:
    """Return the stored bytes of a release in a form as an answer."""
    long = shelf().long_file(release, form)
    if long is None:
        kept = shelf().keep((release.id, form), lambda: read_form(release, form))
        if kept is None:
            abort(404)
        response = file_answer(kept, caching, MEDIA_TYPES[form])
    else:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - how a proxy is opened
        parts = read_in_parts(app, release, form)
        response = _long_answer(long, parts, caching, MEDIA_TYPES[form])
    name = file_name(release.channel.value, release.fiscal_year_be, release.number, form)
    manner = "inline" if form in SHOWN_IN_PLACE else "attachment"
    response.headers["Content-Disposition"] = f"{manner}; filename={name}"
    return response


def kept_page(name: Hashable, make: Callable[[], bytes | None]) -> Response:
    """Return a page that is the same for every reader of a language."""
    agency = office().agency()
    key = (
        name,
        language_of_reader(),
        shelf().current().version,
        agency.is_demonstration,
        agency.name_th,
        agency.name_en,
        agency.updated_on,
    )
    kept = shelf().keep(key, lambda: _rendered_apart(make))
    if kept is None:
        abort(404)
    # An answer that sets the cookie of a chosen language is for this reader alone.
    response = answer(kept, FOR_THIS_READER if "lang" in request.args else FOR_A_MINUTE)
    response.vary.add("Cookie")
    return response


def file_answer(kept: Kept, caching: str, media_type: str) -> Response:
    """Return kept bytes as a file for everybody, a program on another site's page among them.

    A part of it may be asked for, so that what broke off is fetched on.
    """
    return _for_everybody(answer(kept, caching, media_type, in_parts=True))


def _long_answer(long: Long, parts: Iterator[bytes], caching: str, media_type: str) -> Response:
    """Return a file for everybody that is read while it is sent."""
    response = Response(parts, content_type=media_type)
    response.content_length = long.length
    response.set_etag(long.etag)
    response.headers["Cache-Control"] = caching
    response.make_conditional(request, accept_ranges=True, complete_length=long.length)
    return _for_everybody(response)


def _for_everybody(response: Response) -> Response:
    # What is published holds nothing of the reader, and a page elsewhere sends no cookie along.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(kept: Kept, caching: str, media_type: str = HTML, *, in_parts: bool = False) -> Response:
    """Return kept bytes as an answer: pressed where asked for, and only if they are new.

    :param in_parts: some of the bytes may be asked for alone.
    """
    may_press = request.accept_encodings.quality("gzip") > 0 and "Range" not in request.headers
    if kept.pressed is not None and may_press:
        response = Response(kept.pressed, content_type=media_type)
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{kept.etag}-gzip")
    else:
        response = Response(kept.body, content_type=media_type)
        response.set_etag(kept.etag)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = caching
    response.make_conditional(
        request, accept_ranges=in_parts, complete_length=response.calculate_content_length()
    )
    return response


def _rendered_apart(make: Callable[[], bytes | None]) -> bytes | None:
    """Render in a request of its own, so that nothing of this reader is kept for the next."""
    with current_app.test_request_context(
        request.path, base_url=request.root_url, query_string={"lang": language_of_reader().value}
    ):
        return make()


def _index() -> bytes:
    channels = [
        {
            "channel": channel.value,
            "title": _said(TITLES[channel]),
            "newest": newest_told(channel),
            "years": _years(channel),
            "coming": coming_rows(_coming(channel), ahead=AHEAD),
        }
        for channel in (Channel.CORRUPTION, Channel.GRIEVANCE)
    ]
    return render_template("statistics/index.html", channels=channels).encode()


def newest_told(channel: Channel) -> dict[str, Any] | None:
    """Return what the newest release of a channel says in little room, once there is one."""
    newest = next((one for one in shelf().current().releases if one.channel is channel), None)
    if newest is None:
        return None
    content = json.loads(read_form(newest, "json") or b"{}")
    return {"year": newest.fiscal_year_be, **headline_of(content, language_of_reader())}


def _coming(channel: Channel) -> tuple[Coming, ...]:
    told = [one for one in shelf().current().releases if one.channel is channel]
    return coming_releases(channel, office().agency(), told, office().today())


def _years(channel: Channel) -> list[dict[str, Any]]:
    years: dict[int, list[Listed]] = {}
    for release in shelf().current().releases:
        if release.channel is channel:
            years.setdefault(release.fiscal_year_be, []).append(release)
    return [
        {"year": year, "title": _said(title(channel, year)), "releases": found}
        for year, found in years.items()
    ]


def _release_page(release: Listed) -> bytes | None:
    return _framed(
        release,
        Page.RELEASE,
        "statistics/show_release.html",
        releases=shelf().current().of(release.channel, release.fiscal_year_be),
    )


def _part_page(release: Listed, part: str) -> bytes | None:
    headings = {
        "figures": _("All figures"),
        "breakdowns": _("In detail"),
        "proof": _("What is proved, and what is not"),
    }
    template = "statistics/show_release_part.html"
    return _framed(release, PARTS[part], template, heading=headings[part])


def _framed(release: Listed, page: Page, template: str, **more: Any) -> bytes | None:
    """Return a frozen page with what surrounds it; None where the release has no such page."""
    frozen = read_form(release, page_form(page, language_of_reader()))
    if frozen is None:
        return None
    around = render_template(
        template,
        release=release,
        channel=release.channel.value,
        title=_said(title(release.channel, release.fiscal_year_be)),
        **more,
    ).encode()
    before, after = around.split(_RELEASE_HERE)
    return before + frozen + after


def _said(words: Words) -> str:
    return words.in_(language_of_reader())
