"""The register of outgoing letters, on the screen and for the printer."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.casework.letter_register import (
    PAGE_ROWS,
    PRINTED_ROWS,
    Register,
    read_register,
)
from complaints.casework.looking import note_headings
from complaints.domain.access import Permission
from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.navigation import calendar_year
from complaints.web.here import office
from complaints.web.letters import NAMES

HIGHEST = 100_000
REGISTER = "/<channel:channel>/letters"


@bp.get(REGISTER)
@open_to(Permission.LETTERS_READ)
def show_letter_register(channel: Channel) -> ResponseReturnValue:
    """Show a page of the register of a year, newest first."""
    return _page("show_letter_register", channel, PAGE_ROWS)


@bp.get(f"{REGISTER}/print")
@open_to(Permission.LETTERS_READ)
def print_letter_register(channel: Channel) -> ResponseReturnValue:
    """Show the register of a year as a sheet for the printer."""
    return _page("print_letter_register", channel, PRINTED_ROWS)


def _page(view: str, channel: Channel, page_rows: int) -> str:
    year, page = _asked("year"), _asked("page") or 1
    with office().reading(channel) as work:
        found = read_register(work, g.actor, year=year, page=page, page_rows=page_rows)
    opened = {line.case_number for line in found.lines if line.kind}
    if opened:  # the auditor opens none, and keeps no desk
        note_headings(office(), channel, g.actor, len(opened))
    return render_template(
        f"desk/{view.removeprefix('show_')}.html",
        channel=channel,
        found=found,
        year=calendar_year(found.year - BUDDHIST_OFFSET),
        years=[
            {
                "text": calendar_year(year - BUDDHIST_OFFSET),
                "href": url_for(f".{view}", channel=channel, year=year),
                "current": year == found.year,
            }
            for year in found.years
        ],
        names=NAMES,
        newer=_address(view, channel, found, found.page - 1) if found.page > 1 else None,
        older=_address(view, channel, found, found.page + 1) if found.has_next else None,
        issued_on=office().today(),
    )


def _address(view: str, channel: Channel, found: Register, page: int) -> str:
    return url_for(f".{view}", channel=channel, year=found.year, page=page if page > 1 else None)


def _asked(name: str) -> int | None:
    """Return a number of the address, if it is one."""
    asked = request.args.get(name, "")
    return min(int(asked), HIGHEST) if asked.isascii() and asked.isdigit() else None
