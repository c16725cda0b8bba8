"""Memoranda to the executive, as PDF to be numbered, signed and filed on paper."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, g, make_response, render_template
from flask.typing import ResponseReturnValue

from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.codes import thai_digits
from complaints.statistics.drafting import draft_on_its_way
from complaints.statistics.memos import (
    PROMISE,
    Memo,
    memo_of_draft,
    memo_of_quarter,
    memo_of_release,
    quarters_over,
)
from complaints.statistics.releases import list_releases
from complaints.statistics.statements import SignOff
from complaints.statistics.words import day_words, definition_of
from complaints.web.access import open_to
from complaints.web.here import office
from complaints.web.statistics import listed
from complaints.web.statistics_shelf import read_form

bp = Blueprint("memos", __name__, url_prefix="/desk/<channel:channel>")

_YEAR = "<int(fixed_digits=4):year>"


@bp.get("/memos")
@open_to(Permission.REPORTS_READ)
def show_memos(channel: Channel) -> ResponseReturnValue:
    """List the memoranda that can be printed."""
    with office().reading(channel) as work:
        releases, today = list_releases(work), work.today()
    this_year = fiscal_year_be(today)
    quarters = [
        {"year": year, "quarter": quarter}
        for year in (this_year, this_year - 1)
        for quarter in reversed(quarters_over(today, year))
    ]
    return render_template(
        "statistics/desk_memos.html",
        channel=channel.value,
        releases=releases,
        quarters=quarters,
        prepares=_prepares(channel),
    )


@bp.get(f"/releases/{_YEAR}/r<int:number>/memo.pdf")
@open_to(Permission.REPORTS_READ)
def print_release_memo(channel: Channel, year: int, number: int) -> ResponseReturnValue:
    """Print the memorandum that brings a release before the executive."""
    content = read_form(listed(channel, year, number), "json")
    if content is None:
        abort(404)
    memo = memo_of_release(json.loads(content))
    return _printed(channel, memo, f"memo-{channel.value}-{year}-r{number}.pdf")


@bp.get(f"/releases/{_YEAR}/memo.pdf")
@open_to(Permission.REPORTS_READ)
def print_draft_memo(channel: Channel, year: int) -> ResponseReturnValue:
    """Print the memorandum of a release that is on its way, marked as a draft."""
    with office().reading(channel) as work:
        found = draft_on_its_way(work, year)
        memo = memo_of_draft(found) if found else None
    if memo is None:
        abort(404)
    return _printed(channel, memo, f"memo-{channel.value}-{year}-draft.pdf")


@bp.get(f"/quarters/{_YEAR}/<int:quarter>/memo.pdf")
@open_to(Permission.REPORTS_READ)
def print_quarter_memo(channel: Channel, year: int, quarter: int) -> ResponseReturnValue:
    """Print the memorandum on a quarter; it holds figures and no more."""
    with office().reading(channel) as work:
        memo = memo_of_quarter(work.session, channel, year, quarter, work.today())
    return _printed(channel, memo, f"memo-{channel.value}-{year}-q{quarter}.pdf")


def _prepares(channel: Channel) -> bool:
    """Say whether the reader brings such figures before the executive, and is not the executive."""
    return is_allowed(g.actor.person, Permission.RELEASE_PREPARE, Situation(channel))


def _printed(channel: Channel, memo: Memo, name: str) -> Response:
    # Sixty megabytes that only printing needs stay out of the workers until then.
    from complaints.letters.pdf import render_pdf

    agency = office().agency()
    page = render_template(
        "statistics/memo_sheet.html",
        memo=memo,
        office_name=agency.name_th,
        to=agency.executive_title_th or "ผู้บริหารท้องถิ่น",
        on=thai_digits(day_words(office().today()).th),
        writer=_writer(channel, memo),
        promise_columns=[definition_of(channel, name).name.th for name in PROMISE],
        is_secret=channel is Channel.CORRUPTION and not memo.source,
        is_invented=agency.is_demonstration,
    )
    response = make_response(render_pdf(page))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f"inline; filename={name}"
    return response


def _writer(channel: Channel, memo: Memo) -> SignOff | None:
    """Return who brings it: the officer who prints it, or who drafted what the executive reads."""
    if _prepares(channel):
        return SignOff(g.actor.full_name, g.actor.position, office().today())
    return memo.prepared
