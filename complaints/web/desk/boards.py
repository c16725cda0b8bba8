"""Boards for those who watch over a desk without reading it."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.casework.board_figures import Promise, Stage, Stay
from complaints.casework.boards import Line, oversight_board
from complaints.casework.follow_up_figures import follow_up_figures, objection_figures
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.domain.deadlines import Urgency
from complaints.statistics.drafting import waiting_drafts
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import local_name

STAGES = {
    Stage.UNTAKEN: _l("Received, not accepted yet"),
    Stage.IN_WORK: _l("Accepted, being worked on"),
}


@bp.get("/oversight/<channel:channel>")
@open_to(Permission.OVERSIGHT_READ)
def show_board(channel: Channel) -> ResponseReturnValue:
    """Show how a channel stands: figures, no identity, no content."""
    waiting = _waiting_count(channel) if _may_acknowledge() else 0
    return render_template("desk/board.html", channel=channel, waiting=waiting, **_view(channel))


@bp.get("/oversight/<channel:channel>/print")
@open_to(Permission.OVERSIGHT_READ)
def print_board(channel: Channel) -> ResponseReturnValue:
    """Show the same on a sheet for the meeting."""
    today = office().today()
    return render_template(
        "desk/board_print.html", channel=channel.value, issued_on=today, **_view(channel)
    )


def _may_acknowledge() -> bool:
    """Say whether the reader is the executive, for whom drafts of figures wait."""
    return is_allowed(g.actor.person, Permission.RELEASE_ACKNOWLEDGE, Situation())


def _waiting_count(channel: Channel) -> int:
    with office().reading(channel) as work:
        return len(waiting_drafts(work))


def _view(channel: Channel) -> dict[str, Any]:
    with office().reading(channel) as work:
        board = oversight_board(work, g.actor)
        follow_ups = follow_up_figures(work, g.actor)
        objections = objection_figures(work, g.actor)
    return {
        "board": board,
        "follow_ups": follow_ups,
        "objections": objections,
        "counts": _by_name(board.counts),
        "share": _share(board.promise),
        "unit_lines": [_line(line, _("Not assigned to a unit yet")) for line in board.units],
        "officer_lines": [_line(line, _("No officer yet")) for line in board.officers],
        "stay_lines": [_stay_line(stay) for stay in board.stays],
    }


def _line(line: Line, nobody: str) -> dict[str, Any]:
    name = local_name(line) if line.id else nobody
    if line.has_left:
        name = _("%(officer)s (appointment ended)", officer=name)
    return {
        "name": name,
        "total": line.total,
        "in_a_week": line.in_a_week,
        "promise": _kept(line.promise),
        **_by_name(line.counts),
    }


def _stay_line(stay: Stay) -> dict[str, Any]:
    return {
        "stage": STAGES[stay.stage],
        "now": stay.now.count,
        "now_median": stay.now.median,
        "now_longest": stay.now.longest,
        "left": stay.left.count,
        "left_median": stay.left.median,
    }


def _kept(promise: Promise) -> str | None:
    """Return the words of a share with its parts, or None of nothing."""
    if not promise.of:
        return None
    parts = f"({promise.kept}/{promise.of})"
    return f"{_share(promise)} {parts}".replace(" ", "\u00a0")


def _share(promise: Promise) -> str | None:
    share = promise.share
    return None if share is None else f"{format_decimal(share, '0.0')} %"


def _by_name(counts: dict[Urgency, int]) -> dict[str, int]:
    return {urgency.value: counts.get(urgency, 0) for urgency in Urgency}
