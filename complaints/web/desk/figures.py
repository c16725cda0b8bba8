"""An officer's own live figures, narrowed down step by step; fixed filters alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from complaints.casework.own_figures import NOT_GIVEN, OFFERED, By, own_figures
from complaints.domain.access import Permission
from complaints.domain.calendar import BUDDHIST_OFFSET, fiscal_year_be
from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.errors import BadInput
from complaints.domain.states import Outcome, State
from complaints.records.agency import all_subjects, all_units
from complaints.web.access import open_to
from complaints.web.dates import speaks_thai
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import local_name, words
from complaints.work import Work

YEARS_OFFERED = 3
_CODES = {By.STATE: State, By.KIND: Kind, By.RECEIVED_BY: ReceivedBy, By.OUTCOME: Outcome}


@bp.get("/<channel:channel>/figures")
@open_to(Permission.DESK_READ)
def show_figures(channel: Channel) -> ResponseReturnValue:
    """Count the cases that the officer can open, by one thing and within others."""
    within = {by: request.args[by] for by in OFFERED[channel] if request.args.get(by)}
    with office().reading(channel) as work:
        this_year = fiscal_year_be(work.today())
        years = [this_year - back for back in range(YEARS_OFFERED)]
        year = request.args.get("year", this_year, type=int)
        if year not in years:
            abort(404)
        try:
            by = By(request.args.get("by", By.STATE))
            found = own_figures(work, g.actor, fiscal_year_be=year, by=by, within=within)
        except (BadInput, ValueError):
            abort(404)
        names = _names(work)
    chosen = {str(one): value for one, value in within.items()}
    deeper = found.left[0] if found.left else None

    def address(**more: Any) -> str:
        return url_for(".show_figures", channel=channel, **{"year": year, **chosen, **more})

    return render_template(
        "desk/figures.html",
        channel=channel.value,
        year=year,
        years=[
            {"text": one, "href": address(year=one, by=by), "current": one == year} for one in years
        ],
        total=found.total,
        by_words=_by_words(by),
        narrowed=[
            {"name": _by_words(one), "value": _value_words(names, one, value)}
            for one, value in within.items()
        ],
        clear_href=url_for(".show_figures", channel=channel, year=year),
        ways=[{"text": _by_words(one), "href": address(by=one)} for one in found.left],
        lines=[
            {
                "name": _value_words(names, by, value),
                "count": count,
                "href": address(by=deeper, **{str(by): value}) if deeper else None,
            }
            for value, count in _in_order(by, found.counts)
        ],
        cases=[
            {
                "number": one.number,
                "href": url_for(".show_case", channel=channel, number=one.number),
                "received_on": one.received_on,
                "state": words(State(one.state)),
            }
            for one in found.cases
        ],
    )


def _in_order(by: By, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts in the order in which a case passes its states, and others as they came."""
    places = {str(code): place for place, code in enumerate(_CODES.get(by, ()))}
    return sorted(counts.items(), key=lambda one: places.get(one[0], len(places)))


def _by_words(by: By) -> str:
    return {
        By.STATE: _("State"),
        By.MONTH: _("Month of receipt"),
        By.KIND: _("Kind"),
        By.RECEIVED_BY: _("Way of receipt"),
        By.SUBJECT: _("Subject"),
        By.UNIT: _("Unit"),
        By.OUTCOME: _("Outcome"),
    }[by]


def _value_words(names: dict[By, dict[str, str]], by: By, value: str) -> str:
    if value == NOT_GIVEN:
        return _("Not given")
    if by is By.MONTH:
        return _month_words(value)
    if by in names:
        return names[by].get(value, value)
    try:
        return words(_CODES[by](value))
    except ValueError:
        return value


def _month_words(first: str) -> str:
    day = date.fromisoformat(first)
    year = day.year + BUDDHIST_OFFSET if speaks_thai() else day.year
    return f"{format_date(day, 'LLLL')} {year}"


def _names(work: Work) -> dict[By, dict[str, str]]:
    return {
        By.SUBJECT: {one.code: local_name(one) for one in all_subjects(work.session, work.channel)},
        By.UNIT: {unit.id: local_name(unit) for unit in all_units(work.session)},
    }
