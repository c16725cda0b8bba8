"""Boards for those who watch over a desk without reading it."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.boards import UnitLine, oversight_board
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.deadlines import Urgency
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import local_name


@bp.get("/oversight/<channel:channel>")
@open_to(Permission.OVERSIGHT_READ)
def show_board(channel: Channel) -> ResponseReturnValue:
    """Show how a channel stands: figures, no identity, no content."""
    with office().reading(channel) as work:
        board = oversight_board(work, g.actor)
    return render_template(
        "desk/board.html",
        channel=channel,
        board=board,
        counts=_by_name(board.counts),
        lines=[_line(line) for line in board.units],
    )


def _line(line: UnitLine) -> dict[str, Any]:
    unit = local_name(line) if line.unit_id else _("Not assigned to a unit yet")
    return {"unit": unit, "total": line.total, **_by_name(line.counts)}


def _by_name(counts: dict[Urgency, int]) -> dict[str, int]:
    return {urgency.value: counts.get(urgency, 0) for urgency in Urgency}
