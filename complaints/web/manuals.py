"""The manual of each channel, made of the live configuration.

Steps are the states of the state machine, the time is the setting, the
officers are those whose appointment runs today; so the manual cannot say
something else than the service does. While a part is empty there is no manual.

:source: the plans' measure on corruption complaints: (1) how to complain,
    (2) steps, (3) responsible unit and officer, (4) time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from complaints.domain.calendar import first_day, fiscal_year_be
from complaints.domain.channel import Channel, Role
from complaints.domain.deadlines import DueArithmetic, explain_due
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.states import State
from complaints.records.agency import Agency, Unit, holidays_between
from complaints.records.officers import Officer, all_officers
from complaints.web.access import open_to_everyone
from complaints.web.dates import format_day
from complaints.web.here import office, settings
from complaints.web.wording import due_sentences, local_name, words
from complaints.work import Work

bp = Blueprint("manuals", __name__, url_prefix="/manuals")

WORKING_ROLES = (Role.OFFICER, Role.UNIT_HEAD)


class Part(StrEnum):
    """The parts without which there is no manual."""

    HOW = "how"
    STEPS = "steps"
    RESPONSIBLE = "responsible"
    TIME = "time"


@dataclass(frozen=True)
class Responsible:
    """An appointed officer as the order names one."""

    full_name: str
    position: str
    order_number: str
    appointed_on: date


@dataclass(frozen=True)
class Manual:
    """What the configuration of a channel says to the public.

    :ivar address: where the report is filed online.
    :ivar units: names of the responsible units, in the reader's language.
    :ivar alternates: who reads what the officers must not.
    :ivar example: how a due day is computed, for the first day of this fiscal year.
    :ivar changed_on: the day from which it reads as it does; the version.
    """

    channel: Channel
    address: str
    states: tuple[State, ...]
    units: tuple[str, ...]
    officers: tuple[Responsible, ...]
    alternates: tuple[Responsible, ...]
    days: int
    example: DueArithmetic
    changed_on: date

    @property
    def empty_parts(self) -> tuple[Part, ...]:
        """Return the parts that nothing can be said about yet."""
        is_filled = {
            Part.HOW: bool(self.address),
            Part.STEPS: bool(self.states),
            Part.RESPONSIBLE: bool(self.units and self.officers),
            Part.TIME: self.days >= 1,
        }
        return tuple(part for part in Part if not is_filled[part])


@bp.get("/<channel:channel>")
@open_to_everyone
def show_manual(channel: Channel) -> ResponseReturnValue:
    """Show the manual of a channel, or say that there is none yet."""
    with office().reading(channel) as work:
        manual = read_manual(work)
    try:
        refuse_unless_complete(manual)
    except NotAllowed:
        return _not_published(manual)
    return render_template(
        "manuals/show_manual.html",
        channel=channel.value,
        manual=manual,
        steps=[_step(state, manual) for state in manual.states],
        due_sentences=due_sentences(manual.example),
    )


def read_manual(work: Work) -> Manual:
    """Return the manual of the work's channel as the configuration stands today."""
    today, channel, agency = work.today(), work.channel, work.agency
    accounts = [one for one in all_officers(work.session) if one.channel == channel.value]
    appointed = [one for one in accounts if one.is_appointed(today)]
    working = [one for one in appointed if Role(one.role) in WORKING_ROLES]
    start, days = first_day(fiscal_year_be(today)), agency.days(channel)
    example = explain_due(start, holidays_between(work.session, start, today), days)
    return Manual(
        channel=channel,
        address=f"{settings().public_url}/{channel.value}/report",
        states=tuple(State),
        units=_unit_names(work.session, _responsible_unit(agency, channel), working),
        officers=_named(working),
        alternates=_named(one for one in appointed if Role(one.role) is Role.ALTERNATE),
        days=days,
        example=example,
        changed_on=_changed_on(agency, accounts, today),
    )


def refuse_unless_complete(manual: Manual) -> None:
    """Refuse a manual of which a part is empty.

    :raises NotAllowed: a part is empty; its name is the field.
    """
    if manual.empty_parts:
        raise NotAllowed(Code.MANUAL_IS_INCOMPLETE, manual.empty_parts[0].value)


def part_title(part: Part) -> str:
    """Return the heading of a part, as the plans word it."""
    return {
        Part.HOW: _("How to complain"),
        Part.STEPS: _("Steps of handling a complaint"),
        Part.RESPONSIBLE: _("Responsible unit and officers"),
        Part.TIME: _("Time it takes"),
    }[part]


@bp.app_template_global()
def manual_part_title(part: str) -> str:
    """Return the heading of a part by its name."""
    return part_title(Part(part))


def _not_published(manual: Manual) -> ResponseReturnValue:
    missing = manual.empty_parts if getattr(current_user, "is_authenticated", False) else ()
    page = render_template(
        "manuals/not_published.html", channel=manual.channel.value, missing=missing
    )
    return make_response(page, 404)


def _responsible_unit(agency: Agency, channel: Channel) -> str | None:
    if channel is Channel.CORRUPTION:
        return agency.corruption_unit_id
    return agency.grievance_unit_id


def _unit_names(session: Session, chosen: str | None, officers: list[Officer]) -> tuple[str, ...]:
    ids = [chosen] if chosen else [one.unit_id for one in officers if one.unit_id]
    units = [session.get(Unit, unit_id) for unit_id in dict.fromkeys(ids)]
    return tuple(local_name(unit) for unit in units if unit and unit.retired_on is None)


def _named(officers: Any) -> tuple[Responsible, ...]:
    return tuple(
        Responsible(one.full_name, one.position, one.order_number, one.appointed_on)
        for one in officers
    )


def _changed_on(agency: Agency, accounts: list[Officer], today: date) -> date:
    days = [agency.founded_on, agency.updated_on]
    for account in accounts:
        days += [account.appointed_on, account.ends_on, account.closed_on]
    return max(day for day in days if day is not None and day <= today)


def _step(state: State, manual: Manual) -> dict[str, str]:
    due = {"days": manual.days}
    texts = {
        State.RECEIVED: (
            _(
                "The matter gets a case number, a due day and a lookup code. The receipt can be"
                " printed, and read again at any time with the code."
            ),
            _("At once when filed online; otherwise as soon as an officer enters it"),
        ),
        State.ACCEPTED: (
            _(
                "An officer reads the matter and names the unit and the officer who are"
                " responsible for it. Whoever is accused can neither handle nor see it."
            ),
            _("As soon as possible; this is part of the time below"),
        ),
        State.IN_PROGRESS: (
            _(
                "The unit looks into the matter. Questions and answers go through the page of the"
                " case. If the time is not enough, the reporter is told why and gets a new date;"
                " the first due day stays visible."
            ),
            _("Within %(days)s days of receipt, or an explanation with a new date", **due),
        ),
        State.COMPLETED: (
            _(
                "The reporter is told the result in writing on the page of the case, and can say"
                " how satisfied he or she is."
            ),
            _("Result or explanation within %(days)s days of receipt", **due),
        ),
    }
    text, time = texts[state]
    who = _("The responsible unit and officer")
    if state is State.RECEIVED:
        who = _("The receiving officer")
    return {"title": words(state), "text": text, "time": time, "who": who}


def appointment_words(officer: Responsible) -> str:
    """Return by which order and from which day somebody is appointed."""
    day = format_day(officer.appointed_on)
    if officer.order_number:
        return _("Order %(number)s, from %(day)s", number=officer.order_number, day=day)
    return _("Appointed from %(day)s", day=day)


bp.add_app_template_global(appointment_words)
