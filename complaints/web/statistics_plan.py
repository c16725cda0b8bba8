"""The numbers of the plan that are entered by hand: what holds, what was corrected, one more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput
from complaints.domain.plan import SUBJECT
from complaints.records.agency import all_subjects
from complaints.statistics.plan_numbers import (
    LINE_CHARACTERS,
    enter_number,
    entered_numbers,
    offered_indicators,
)
from complaints.statistics.preparing import Counting
from complaints.statistics.target_words import name_of
from complaints.statistics.words import Words
from complaints.web.access import open_to
from complaints.web.desk.fields import DayField, WholeNumberField, chosen, filled, offer
from complaints.web.forms import Pick, PublicForm, Required, line
from complaints.web.here import office
from complaints.web.statistics_changes import language_of_reader

bp = Blueprint("plan_numbers", __name__, url_prefix="/desk/<channel:channel>/plan-numbers")


class PlanNumberForm(PublicForm):
    """One number of one year, and the document that says it."""

    indicator = Pick(_l("What is counted"), [chosen()])
    fiscal_year_be = WholeNumberField(_l("Fiscal year (B.E.)"), [filled()])
    count = WholeNumberField(_l("How many"), [filled()])
    source = StringField(_l("Document that says so"), [Required(longest=LINE_CHARACTERS)])
    stated_on = DayField(_l("Day of the document"), [filled()])
    reason = StringField(_l("Why it is corrected"), [line(LINE_CHARACTERS)])


@bp.get("")
@open_to(Permission.PLAN_FIGURES)
def show_numbers(channel: Channel) -> ResponseReturnValue:
    """Show what was entered, and a form for one more."""
    return _page(channel, PlanNumberForm(formdata=None), 200)


@bp.post("")
@open_to(Permission.PLAN_FIGURES)
def enter(channel: Channel) -> ResponseReturnValue:
    """Keep a number, or the correction of one."""
    form = PlanNumberForm()
    _offer(channel, form)
    if not form.validate():
        return _page(channel, form, 422)
    try:
        with office().writing(channel) as work:
            row = enter_number(
                work,
                g.actor,
                indicator=form.indicator.data,
                fiscal_year_be=form.fiscal_year_be.data,
                count=form.count.data,
                source=form.source.data or "",
                stated_on=form.stated_on.data,
                reason=form.reason.data or "",
            )
            is_correction = row.number > 1
    except BadInput as refusal:
        return _page(channel, form, form.refuse(refusal))
    if is_correction:
        flash(_("Corrected. What was said before stays below it."), "success")
    else:
        flash(_("Entered. The next release says it, with its document."), "success")
    return redirect(url_for(".show_numbers", channel=channel), code=303)


def _page(channel: Channel, form: PlanNumberForm, status: int) -> ResponseReturnValue:
    _offer(channel, form)
    language = language_of_reader()
    with office().reading(channel) as work:
        base_year, subjects = work.agency.plan_base_year_be, _subjects(work)
        numbers: list[dict[str, Any]] = [
            {
                "what": name_of(one.figure.indicator, channel, subjects).in_(language),
                "year": one.figure.fiscal_year_be,
                "count": f"{one.figure.count:,}",
                "source": one.figure.source,
                "stated_on": one.figure.stated_on,
                "reason": one.figure.reason,
                "by": one.entered_by,
                "on": one.figure.entered_on,
                "is_held": one.is_held,
            }
            for one in entered_numbers(work)
        ]
    page = render_template(
        "statistics/desk_plan.html",
        channel=channel.value,
        form=form,
        numbers=numbers,
        base_year=base_year,
    )
    return page, status


def _offer(channel: Channel, form: PlanNumberForm) -> None:
    language = language_of_reader()
    with office().reading(channel) as work:
        subjects = _subjects(work)
        offered = [
            (indicator, name_of(indicator, channel, subjects).in_(language))
            for indicator in offered_indicators(work)
        ]
    offer(form.indicator, offered)


def _subjects(work: Counting) -> dict[str, Words]:
    """Return the names of the agency's own subjects, by indicator."""
    return {
        f"{SUBJECT}{one.code}": Words(one.name_th, one.name_en)
        for one in all_subjects(work.session, work.channel)
    }
