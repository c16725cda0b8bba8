"""The table for the report of the anti-corruption plan."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from complaints.domain.calendar import first_day, fiscal_year_be
from complaints.domain.channel import Channel
from complaints.statistics.forms import csv_of_table, xlsx_of_table
from complaints.statistics.plan_export import plan_table
from complaints.web.access import open_to_everyone
from complaints.web.here import office, settings
from complaints.web.statistics import FOR_A_MINUTE, MEDIA_TYPES, answer
from complaints.web.statistics_shelf import read_form, shelf

bp = Blueprint("plan", __name__, url_prefix="/ita")

YEARS_AROUND = 10
"""How far from this year one may lie of which nothing is published."""


@bp.get("/<int(fixed_digits=4):year>/e-plannacc.<any(csv, xlsx):form>")
@open_to_everyone
def send_plan(year: int, form: str) -> ResponseReturnValue:
    """Send the published figures of a fiscal year as the plan's report asks for them."""
    is_told = any(shelf().current().of(channel, year) for channel in Channel)
    if not is_told and abs(year - fiscal_year_be(office().today())) > YEARS_AROUND:
        abort(404)  # otherwise ten thousand years could be asked for, and kept
    key = ("plan", year, form, shelf().current().version)
    kept = shelf().keep(key, lambda: _table(year, form))
    if kept is None:
        abort(404)
    response = answer(kept, FOR_A_MINUTE, MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f"attachment; filename=e-plannacc-{year}.{form}"
    return response


def _table(year: int, form: str) -> bytes:
    contents = _contents(year)
    table = plan_table(contents, settings().public_url)
    if form == "csv":
        return csv_of_table(table)
    days = [date.fromisoformat(content["as_of"]) for content in contents]
    return xlsx_of_table(table, max(days, default=first_day(year)))


def _contents(year: int) -> list[dict[str, Any]]:
    newest = [shelf().current().of(channel, year)[:1] for channel in Channel]
    return [json.loads(read_form(one, "json") or b"{}") for found in newest for one in found]
