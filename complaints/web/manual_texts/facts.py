"""The facts behind the officers' manuals, and the parts that more than one of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Role
from complaints.domain.checklist import DAYS_TO_ASSIGN, Duty
from complaints.domain.officers_manuals import Part
from complaints.domain.reminders import Levels
from complaints.domain.states import State, steps_from
from complaints.records.agency import Agency, active_subjects, active_units
from complaints.records.desk_lists import active_bodies
from complaints.records.officers import Officer, all_officers
from complaints.records.reminders import levels_of
from complaints.web.dates import format_day, speaks_thai
from complaints.web.wording import local_name, words
from complaints.work import Work

_AT_WORK = frozenset({Role.OFFICER, Role.UNIT_HEAD})


@dataclass(frozen=True)
class Desk:
    """What is set for one channel.

    :ivar people: the appointed officers, a line each.
    :ivar alternates: who reads what every officer must not.
    :ivar unit: the responsible unit; empty where none is set.
    """

    days: int
    keep_years: int
    has_two_keys: bool
    levels: Levels
    people: tuple[str, ...]
    alternates: tuple[str, ...]
    unit: str
    subjects: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Facts:
    """What is set for the whole office, and for each desk; names in the reader's language."""

    agency: str
    centre: str
    executive: str
    reopen_days: int
    objection_days: int
    follow_up_days: int
    bodies: tuple[str, ...]
    desks: dict[Channel, Desk]


def gather_facts(work: Work) -> Facts:
    """Return what the settings say today, in the language of the page."""
    session = work.session
    # as the database has it: another process may still remember older settings, and
    # would keep a version that says them
    agency = session.get_one(Agency, work.agency.id, populate_existing=True)
    accounts = [one for one in all_officers(session) if one.is_appointed(work.today())]
    units = {unit.id: local_name(unit) for unit in active_units(session)}
    return Facts(
        agency=local_name(agency),
        centre=_named(agency, "centre_name") or local_name(agency),
        executive=_named(agency, "executive_title") or _("the head of this office"),
        reopen_days=agency.reopen_days,
        objection_days=agency.objection_days,
        follow_up_days=agency.follow_up_days,
        bodies=tuple(local_name(body) for body in active_bodies(session)),
        desks={channel: _desk(session, agency, channel, accounts, units) for channel in Channel},
    )


def who_part(desk: Desk, *paragraphs: str) -> Part:
    """Return the part on who works by the manual."""
    unit = _("Responsible unit: %(unit)s", unit=desk.unit) if desk.unit else ""
    people = desk.people or (_("Nobody is appointed yet."),)
    return Part("who", _("Who works by this manual"), _filled(*paragraphs, unit), people)


def states_part() -> Part:
    """Return the part on the states of a case, made of the machine that enforces them."""
    points = tuple(
        f"{words(state)}: {', '.join(words(step) for step in steps_from(state))}" for state in State
    )
    return Part(
        "states",
        _("States of a case, and what can be done in each"),
        (
            _(
                "Every case goes through the same states, whichever way it came. The service"
                " refuses a step that is out of order, says why, and shows what to do first."
            ),
        ),
        points,
    )


def promise_part(desk: Desk, told: str) -> Part:
    """Return the part on the promise and its reminders.

    :param told: who hears of what is late.
    """
    levels = desk.levels
    return Part(
        "promise",
        _("The time limit"),
        (
            _(
                "Each reporter gets a result or an explanation within %(days)s calendar days. The"
                " day of receipt is day 0; the last day counts even when the office is closed, so"
                " work by the last working day before it, which the case shows.",
                days=desk.days,
            ),
            _(
                "If it cannot be done in time, explain it before the day comes: kind of reason,"
                " own words, new day, and who approved it. The reporter reads that sentence; the"
                " first day stays, and the case still counts as not finished in time. Late"
                " without an explanation is the worst that can happen to a case."
            ),
            told,
        ),
        (
            _(
                "%(first)s and %(second)s days before the day, and on the day itself: a reminder",
                first=levels.first_days,
                second=levels.second_days,
            ),
            _(
                "%(late)s and %(very_late)s days after it: the case is escalated",
                late=levels.late_days,
                very_late=levels.very_late_days,
            ),
            _(
                "After %(days)s days without a word to the reporter: write how it goes",
                days=levels.progress_days,
            ),
        ),
    )


def checklist_part() -> Part:
    """Return the part on what is checked every quarter."""
    return Part(
        "checklist",
        _("Checklist of each case"),
        (
            _(
                "The service ticks by itself what was done. Every quarter the desk looks through"
                " the incomplete checklists and mends what can be mended. A case that nobody has"
                " taken after %(days)s days counts as left lying.",
                days=DAYS_TO_ASSIGN,
            ),
        ),
        tuple(words(duty) for duty in Duty),
    )


def second_key(desk: Desk) -> str:
    """Return whether a second officer confirms a result."""
    if desk.has_two_keys:
        return _(
            "On this desk a second officer confirms each result before the reporter reads it;"
            " whoever wrote it cannot confirm it."
        )
    return _("On this desk the reporter reads the result as soon as it is written.")


def keeping(desk: Desk) -> str:
    """Return for how long cases are kept."""
    return _(
        "Completed cases are kept for %(years)s years; then their keys are destroyed and nothing"
        " of them can be opened. Statistics stay.",
        years=desk.keep_years,
    )


def _desk(
    session: Session,
    agency: Agency,
    channel: Channel,
    accounts: Sequence[Officer],
    units: dict[str, str],
) -> Desk:
    own = [one for one in accounts if one.channel == channel.value]
    is_corruption = channel is Channel.CORRUPTION
    unit_id = agency.corruption_unit_id if is_corruption else agency.grievance_unit_id
    return Desk(
        days=agency.days(channel),
        keep_years=agency.keep_years(channel),
        has_two_keys=agency.needs_two_keys(channel),
        levels=levels_of(session, channel),
        people=tuple(_line(one) for one in own if Role(one.role) in _AT_WORK),
        alternates=tuple(_line(one) for one in own if Role(one.role) is Role.ALTERNATE),
        unit=units.get(unit_id or "", ""),
        subjects=tuple(
            (local_name(one), one.risk_area) for one in active_subjects(session, channel)
        ),
    )


def _line(officer: Officer) -> str:
    day = format_day(officer.appointed_on)
    order = officer.order_number
    appointed = (
        _("order %(number)s of %(day)s", number=order, day=day)
        if order
        else _("appointed on %(day)s", day=day)
    )
    return f"{officer.full_name} ({officer.position}) – {words(Role(officer.role))}, {appointed}"


def _named(agency: Agency, name: str) -> str:
    return str(getattr(agency, f"{name}_th" if speaks_thai() else f"{name}_en") or "")


def _filled(*paragraphs: str) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in paragraphs if paragraph)
