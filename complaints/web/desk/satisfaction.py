"""How satisfied reporters were, against the target, for those who watch over a desk."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from complaints.casework.satisfaction import HalfYear, satisfaction_by_half
from complaints.domain.access import Permission
from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.satisfaction import TARGET_PER_CENT, Satisfaction
from complaints.web.access import open_to
from complaints.web.dates import year_words
from complaints.web.desk import bp
from complaints.web.here import office


@bp.get("/oversight/<channel:channel>/satisfaction")
@open_to(Permission.OVERSIGHT_READ)
def show_satisfaction(channel: Channel) -> ResponseReturnValue:
    """Show answers, share and target of each half-year."""
    with office().reading(channel) as work:
        halves = satisfaction_by_half(work, g.actor)
    return render_template(
        "desk/satisfaction.html",
        channel=channel,
        target=TARGET_PER_CENT,
        lines=[_line(half) for half in halves],
    )


def _line(half: HalfYear) -> dict[str, Any]:
    own = half.own
    return {
        "half": _half_words(half),
        "answers": own.answers if own else _("fewer than 5 alike"),
        "satisfied": own.satisfied if own else None,
        "share": _share(own),
        "target": _target(own),
        "apart": _apart(half.apart),
    }


def _half_words(half: HalfYear) -> str:
    year = year_words(fiscal_year_be(half.period.start))
    if half.period.start.month == 10:
        return _("First half of fiscal year %(year)s", year=year)
    return _("Second half of fiscal year %(year)s", year=year)


def _share(answers: Satisfaction | None) -> str | None:
    if answers is None:
        return None
    share = answers.share
    return _("No data") if share is None else f"{format_decimal(share, '0.0')}\u00a0%"


def _target(answers: Satisfaction | None) -> str | None:
    if answers is None or answers.meets_target is None:
        return None
    return _("Met") if answers.meets_target else _("Not met")


def _apart(answers: Satisfaction | None) -> str:
    if answers is None:
        return _("fewer than 5 alike")
    return _("%(satisfied)s of %(of)s", satisfied=answers.satisfied, of=answers.answers)
