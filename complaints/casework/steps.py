"""The steps of a case, each for an officer who holds its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.casework.endings import complete, reopen
from complaints.casework.ground import record, refuse_unless_legal_now, take_step
from complaints.casework.holders import (
    NamedOfficer,
    cut_off,
    give_key,
    holders_on_desk,
    members_of_unit,
)
from complaints.domain.access import Permission
from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import Step
from complaints.domain.text import clean_line, clean_text, required_text
from complaints.records.agency import Unit, active_units
from complaints.records.desk_lists import Body, ReplyTemplate, active_bodies, active_templates
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case


@dataclass(frozen=True)
class StepChoices:
    """What the forms of the steps offer.

    :ivar version: rows of the case as they were read; see ``ground.refuse_if_changed``.
    """

    units: list[Unit]
    officers: list[NamedOfficer]
    excludable: list[NamedOfficer]
    bodies: list[Body]
    templates: list[ReplyTemplate]
    version: int


def choices(work: Work, actor: Actor, *, number: str) -> StepChoices:
    """Return what can be chosen in the steps of a case.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
    opened = open_case(work, number, actor, Permission.CASE_READ, for_change=False)
    holding = holders_on_desk(opened)
    return StepChoices(
        units=active_units(work.session),
        officers=members_of_unit(opened),
        excludable=[officer for officer in holding if officer.id != actor.id],
        bodies=active_bodies(work.session),
        templates=active_templates(work.session, work.channel),
        version=opened.case.entry_count,
    )


def accept(work: Work, *, number: str, actor: Actor, unit_id: str, officer_id: str) -> None:
    """Take a case on: name the unit and the officer who answer for it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not a newly received one.
    :raises BadInput: no such unit, or an officer who cannot be given the case.
    """
    opened = open_case(work, number, actor, Permission.CASE_ACCEPT)
    _name_responsible(opened, Step.ACCEPT, EntryKind.ACCEPTED, unit_id, officer_id)
    opened.case.accepted_on = work.today()
    record(opened, Event.CASE_ACCEPTED, actor, unit_id=unit_id, officer_id=officer_id)


def assign(work: Work, *, number: str, actor: Actor, unit_id: str, officer_id: str) -> None:
    """Give a case to another unit or officer; its due day stays.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case was not accepted yet, or is completed.
    :raises BadInput: no such unit, or an officer who cannot be given the case.
    """
    opened = open_case(work, number, actor, Permission.CASE_ASSIGN)
    _name_responsible(opened, Step.ASSIGN, EntryKind.ASSIGNED, unit_id, officer_id)
    opened.case.accepted_on = opened.case.accepted_on or work.today()  # ended before, and reopened
    record(opened, Event.CASE_ASSIGNED, actor, unit_id=unit_id, officer_id=officer_id)


def send_message(work: Work, *, number: str, actor: Actor, text: str) -> None:
    """Write to the reporter; it can be read with the code.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no words, or words that cannot be taken.
    """
    text = required_text(text, "message")
    opened = open_case(work, number, actor, Permission.CASE_MESSAGE)
    take_step(opened, Step.MESSAGE)
    opened.add_shared(EntryKind.MESSAGE, Side.OFFICE, text=text)
    record(opened, Event.CASE_MESSAGE_SENT, actor)


def ask_reporter(work: Work, *, number: str, actor: Actor, question: str, why: str = "") -> None:
    """Ask the reporter something; how long the answer takes is measured apart.

    The clock runs on all the same.

    :param why: what the answer is needed for; the reporter reads it too.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is completed, or nobody reported it.
    :raises BadInput: no words, or words that cannot be taken.
    """
    question = required_text(question, "message")
    why = clean_text(why, "why", longest=2000)
    opened = open_case(work, number, actor, Permission.CASE_ASK)
    take_step(opened, Step.ASK)
    opened.case.waiting_since = opened.case.waiting_since or work.today()
    opened.add_shared(EntryKind.MESSAGE, Side.OFFICE, text=question, asks=True, why=why)
    record(opened, Event.CASE_ASKED, actor)


def let_act(work: Work, *, number: str, actor: Actor, officer_id: str, until: date) -> None:
    """Let another officer act for the responsible one until a day; the reporter sees who.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case was not accepted yet, or is completed.
    :raises BadInput: an officer who cannot be given the case, or a day that is over.
    """
    opened = open_case(work, number, actor, Permission.CASE_ACT)
    refuse_unless_legal_now(opened, Step.ACT)
    offered = {officer.id: officer for officer in members_of_unit(opened)}
    if officer_id not in offered or officer_id == opened.case.officer_id:
        raise BadInput(Code.OFFICER_CANNOT_OPEN_CASE, "officer")
    if until < work.today():
        raise BadInput(Code.DATE_IS_NOT_AHEAD, "until")
    give_key(opened, "", officer_id)
    opened.case.acting_officer_id, opened.case.acting_until = officer_id, until
    officer = offered[officer_id]
    opened.add_shared(
        EntryKind.ACTING,
        Side.OFFICE,
        officer=f"{officer.full_name} ({officer.position})",
        until=until.isoformat(),
    )
    record(opened, Event.CASE_ACTED_FOR, actor, officer_id=officer_id)


def write_note(work: Work, *, number: str, actor: Actor, text: str) -> None:
    """Write an internal note; the reporter can never read it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no words, or words that cannot be taken.
    """
    text = required_text(text, "note")
    opened = open_case(work, number, actor, Permission.CASE_NOTE)
    opened.add_internal(EntryKind.NOTE, text=text, officer=actor.full_name)
    record(opened, Event.CASE_NOTED, actor)


def explain(
    work: Work,
    *,
    number: str,
    actor: Actor,
    reason: str,
    new_date: date,
    why: DelayReason | None = None,
    approved_by: str = "",
) -> None:
    """Tell the reporter why the promised days are not enough, and the new day.

    The first due day stays. Explanations can be repeated, and are counted.

    :param reason: own words, which always stand beside a reason from the list.
    :param approved_by: who approved it; without a name, the actor.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is completed.
    :raises BadInput: no reason, or a day that is not after today and every promise before.
    """
    reason = required_text(reason, "reason")
    approved_by = clean_line(approved_by, "approved_by") or actor.full_name
    opened = open_case(work, number, actor, Permission.CASE_EXPLAIN)
    case = opened.case
    refuse_unless_legal_now(opened, Step.EXPLAIN)
    promised = [day for day in (case.due_on, case.new_due_on, work.today()) if day]
    if new_date <= max(promised):
        raise BadInput(Code.NEW_DATE_IS_NOT_LATER, "new_date")
    take_step(opened, Step.EXPLAIN)
    case.new_due_on, case.explained_on = new_date, work.today()
    case.explanation_count += 1
    opened.add_shared(
        EntryKind.EXPLANATION,
        Side.OFFICE,
        text=reason,
        why=why.value if why else None,
        new_date=new_date.isoformat(),
        approved_by=approved_by,
    )
    record(opened, Event.CASE_EXPLAINED, actor, new_due_on=new_date.isoformat())


def exclude(work: Work, *, number: str, actor: Actor, officer_id: str) -> None:
    """Cut an officer off from a case: his wraps go, a new key serves from here.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: that officer cannot open the case, so there is nothing to take.
    :raises NotAllowed: nobody else could open it then.
    """
    opened = open_case(work, number, actor, Permission.CASE_EXCLUDE)
    holding = {officer.id: officer for officer in holders_on_desk(opened)}
    if officer_id not in holding:
        raise BadInput(Code.OFFICER_CANNOT_OPEN_CASE, "officer")
    if officer_id == actor.id:
        raise NotAllowed(Code.LAST_HOLDER if len(holding) == 1 else Code.OFFICER_IS_EXCLUDED)
    cut_off(opened, actor, officer_id)
    opened.add_internal(
        EntryKind.EXCLUSION,
        officer_id=officer_id,
        officer=holding[officer_id].full_name,
        by=actor.full_name,
    )
    record(opened, Event.OFFICER_EXCLUDED, actor)
    record(opened, Event.CASE_KEY_RENEWED, actor, key_number=str(opened.case.key_number))


def _name_responsible(
    opened: OpenedCase, step: Step, kind: EntryKind, unit_id: str, officer_id: str
) -> None:
    refuse_unless_legal_now(opened, step)
    units = {unit.id: unit for unit in active_units(opened.work.session)}
    offered = {officer.id: officer for officer in members_of_unit(opened)}
    if unit_id not in units:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "unit")
    if officer_id not in offered:
        raise BadInput(Code.OFFICER_CANNOT_OPEN_CASE, "officer")
    unit, officer = units[unit_id], offered[officer_id]
    take_step(opened, step)
    give_key(opened, unit_id, officer_id)
    opened.case.officer_id = officer_id
    opened.case.acting_officer_id = opened.case.acting_until = None
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.unit_id = unit_id
    opened.change_heading(unit_id=unit_id)
    opened.add_shared(
        kind,
        Side.OFFICE,
        unit={"th": unit.name_th, "en": unit.name_en},
        officer=f"{officer.full_name} ({officer.position})",
    )


__all__ = [
    "StepChoices",
    "accept",
    "ask_reporter",
    "assign",
    "choices",
    "complete",
    "exclude",
    "explain",
    "let_act",
    "reopen",
    "send_message",
    "write_note",
]
