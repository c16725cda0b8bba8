"""Settings of the agency and its lists, as the administrator edits them."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.retention import LONGEST_KEEPING
from complaints.domain.subjects import RiskArea
from complaints.domain.text import clean_line, clean_text, required_text
from complaints.records import journal
from complaints.records.agency import Agency, Holiday, Subject, Unit
from complaints.work import Actor, Work, refuse_unless_allowed

LINES = (
    "name_th",
    "name_en",
    "centre_name_th",
    "centre_name_en",
    "phone",
    "email",
    "website",
    "executive_title_th",
    "executive_title_en",
    "traffic_log_place_th",
    "traffic_log_place_en",
)
TEXTS = ("address_th", "address_en")
REQUIRED = frozenset({"name_th", "name_en", "centre_name_th", "centre_name_en"})
LONGEST_PROMISE = 365
Row = TypeVar("Row", Unit, Subject, Holiday)
_CODE = re.compile(r"[a-z][a-z0-9_]{1,38}")


def change_agency(
    work: Work,
    actor: Actor,
    *,
    words: dict[str, str],
    corruption_days: int,
    grievance_days: int,
    corruption_keep_years: int,
    grievance_keep_years: int,
    corruption_unit_id: str | None,
    grievance_unit_id: str | None,
    keeps_traffic_log: bool,
) -> None:
    """Change how the agency presents itself and what it promises.

    A promise that was made keeps its due day; new days bind new cases.

    :param words: texts by the names in ``LINES`` and ``TEXTS``.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: a field cannot be taken.
    """
    _refuse_others(actor)
    agency = work.session.get_one(Agency, work.agency.id)
    for name in LINES:
        text = required_text(words[name], name) if name in REQUIRED else words[name]
        setattr(agency, name, clean_line(text, name))
    for name in TEXTS:
        setattr(agency, name, clean_text(words[name], name, longest=1000))
    agency.corruption_days = _promise(corruption_days, "corruption_days")
    agency.grievance_days = _promise(grievance_days, "grievance_days")
    agency.corruption_keep_years = _keeping(corruption_keep_years, "corruption_keep_years")
    agency.grievance_keep_years = _keeping(grievance_keep_years, "grievance_keep_years")
    agency.corruption_unit_id = _unit(work, corruption_unit_id, "corruption_unit")
    agency.grievance_unit_id = _unit(work, grievance_unit_id, "grievance_unit")
    agency.keeps_traffic_log = keeps_traffic_log
    agency.updated_on = work.today()
    _record(work, actor, "agency")


def add_unit(work: Work, actor: Actor, *, name_th: str, name_en: str) -> Unit:
    """Add a unit at the end of the list.

    :raises NotFound: the actor does not manage settings.
    :raises BadInput: an empty name.
    """
    _refuse_others(actor)
    last = work.session.scalar(sa.select(sa.func.max(Unit.position))) or 0
    unit = Unit(
        name_th=_name(name_th, "name_th"), name_en=_name(name_en, "name_en"), position=last + 1
    )
    work.session.add(unit)
    _record(work, actor, "units")
    return unit


def rename_unit(work: Work, actor: Actor, *, unit_id: str, name_th: str, name_en: str) -> None:
    """Give a unit other names.

    :raises NotFound: the actor does not manage settings, or no such unit.
    :raises BadInput: an empty name.
    """
    _refuse_others(actor)
    unit = _found(work.session.get(Unit, unit_id))
    unit.name_th, unit.name_en = _name(name_th, "name_th"), _name(name_en, "name_en")
    _record(work, actor, "units")


def retire_unit(work: Work, actor: Actor, *, unit_id: str) -> None:
    """Offer a unit no longer; its cases keep it.

    :raises NotFound: the actor does not manage settings, or no such unit.
    """
    _refuse_others(actor)
    _found(work.session.get(Unit, unit_id)).retired_on = work.today()
    _record(work, actor, "units")


def add_subject(
    work: Work,
    actor: Actor,
    *,
    channel: Channel,
    code: str,
    name_th: str,
    name_en: str,
    risk_area: RiskArea | None = None,
) -> Subject:
    """Add something that a matter can be about.

    :param code: small Latin letters, digits and underscores; never changes.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: a code that is none or is taken, or an empty name.
    """
    _refuse_others(actor)
    taken = sa.select(Subject).where(Subject.channel == channel.value, Subject.code == code)
    if not _CODE.fullmatch(code):
        raise BadInput(Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "code")
    if work.session.scalar(taken) is not None:
        raise BadInput(Code.NAME_IS_TAKEN, "code")
    last = work.session.scalar(
        sa.select(sa.func.max(Subject.position)).where(Subject.channel == channel.value)
    )
    subject = Subject(
        channel=channel.value,
        code=code,
        name_th=_name(name_th, "name_th"),
        name_en=_name(name_en, "name_en"),
        risk_area=risk_area.value if risk_area else None,
        position=(last or 0) + 1,
    )
    work.session.add(subject)
    _record(work, actor, "subjects")
    return subject


def rename_subject(
    work: Work, actor: Actor, *, subject_id: str, name_th: str, name_en: str
) -> None:
    """Give a subject other names; its code and so its figures stay.

    :raises NotFound: the actor does not manage settings, or no such subject.
    :raises BadInput: an empty name.
    """
    _refuse_others(actor)
    subject = _found(work.session.get(Subject, subject_id))
    subject.name_th, subject.name_en = _name(name_th, "name_th"), _name(name_en, "name_en")
    _record(work, actor, "subjects")


def retire_subject(work: Work, actor: Actor, *, subject_id: str) -> None:
    """Offer a subject no longer.

    :raises NotFound: the actor does not manage settings, or no such subject.
    """
    _refuse_others(actor)
    _found(work.session.get(Subject, subject_id)).retired_on = work.today()
    _record(work, actor, "subjects")


def add_holiday(
    work: Work, actor: Actor, *, day: date, name_th: str, name_en: str, source: str
) -> None:
    """Add a day on which the office is closed; no due day changes by it.

    :param source: where it stands, such as a Cabinet resolution.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: an empty name or source.
    """
    _refuse_others(actor)
    work.session.merge(
        Holiday(
            day=day,
            name_th=_name(name_th, "name_th"),
            name_en=_name(name_en, "name_en"),
            source=clean_line(required_text(source, "source"), "source", longest=300),
        )
    )
    _record(work, actor, "holidays")


def remove_holiday(work: Work, actor: Actor, *, day: date) -> None:
    """Take a day from the calendar.

    :raises NotFound: the actor does not manage settings, or no such day.
    """
    _refuse_others(actor)
    work.session.delete(_found(work.session.get(Holiday, day)))
    _record(work, actor, "holidays")


def all_holidays(work: Work, actor: Actor, *, first: date, last: date) -> list[Holiday]:
    """Return the calendar of a span of days.

    :raises NotFound: the actor does not manage settings.
    """
    _refuse_others(actor)
    query = sa.select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day)
    return list(work.session.scalars(query))


def _refuse_others(actor: Actor) -> None:
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)


def _promise(days: int, field: str) -> int:
    if not 1 <= days <= LONGEST_PROMISE:
        raise BadInput(Code.NUMBER_IS_NONE, field)
    return days


def _keeping(years: int, field: str) -> int:
    if not 1 <= years <= LONGEST_KEEPING:
        raise BadInput(Code.NUMBER_IS_NONE, field)
    return years


def _unit(work: Work, unit_id: str | None, field: str) -> str | None:
    if unit_id and work.session.get(Unit, unit_id) is None:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, field)
    return unit_id or None


def _name(typed: str, field: str) -> str:
    return clean_line(required_text(typed, field), field)


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row


def _record(work: Work, actor: Actor, setting: str) -> None:
    journal.write(
        work.session,
        Event.SETTINGS_CHANGED,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"setting": setting},
    )
