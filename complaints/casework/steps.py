"""The steps of a case, each for an officer who holds its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.casework.holders import (
    NamedOfficer,
    cut_off,
    give_key,
    holders_on_desk,
    members_of_unit,
)
from complaints.domain.access import Permission
from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import (
    Outcome,
    State,
    Step,
    refuse_unless_may_end,
    state_after,
)
from complaints.domain.text import required_text
from complaints.records import cases, journal
from complaints.records.agency import Unit, active_units
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case


@dataclass(frozen=True)
class StepChoices:
    """What the forms of the steps offer."""

    units: list[Unit]
    officers: list[NamedOfficer]
    excludable: list[NamedOfficer]


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
    _record(opened, Event.CASE_ACCEPTED, actor, unit_id=unit_id, officer_id=officer_id)


def assign(work: Work, *, number: str, actor: Actor, unit_id: str, officer_id: str) -> None:
    """Give a case to another unit or officer; its due day stays.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case was not accepted yet, or is completed.
    :raises BadInput: no such unit, or an officer who cannot be given the case.
    """
    opened = open_case(work, number, actor, Permission.CASE_ASSIGN)
    _name_responsible(opened, Step.ASSIGN, EntryKind.ASSIGNED, unit_id, officer_id)
    _record(opened, Event.CASE_ASSIGNED, actor, unit_id=unit_id, officer_id=officer_id)


def send_message(work: Work, *, number: str, actor: Actor, text: str) -> None:
    """Write to the reporter; it can be read with the code.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no words, or words that cannot be taken.
    """
    text = required_text(text, "message")
    opened = open_case(work, number, actor, Permission.CASE_MESSAGE)
    _step(opened, Step.MESSAGE)
    opened.add_shared(EntryKind.MESSAGE, Side.OFFICE, text=text)
    _record(opened, Event.CASE_MESSAGE_SENT, actor)


def write_note(work: Work, *, number: str, actor: Actor, text: str) -> None:
    """Write an internal note; the reporter can never read it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no words, or words that cannot be taken.
    """
    text = required_text(text, "note")
    opened = open_case(work, number, actor, Permission.CASE_NOTE)
    opened.add_internal(EntryKind.NOTE, text=text, officer=actor.full_name)
    _record(opened, Event.CASE_NOTED, actor)


def explain(work: Work, *, number: str, actor: Actor, reason: str, new_date: date) -> None:
    """Tell the reporter why the promised days are not enough, and the new day.

    The first due day stays.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is completed.
    :raises BadInput: no reason, or a day that is not after today and every promise before.
    """
    reason = required_text(reason, "reason")
    opened = open_case(work, number, actor, Permission.CASE_EXPLAIN)
    case = opened.case
    _refuse_unless_legal(opened, Step.EXPLAIN)
    promised = [day for day in (case.due_on, case.new_due_on, work.today()) if day]
    if new_date <= max(promised):
        raise BadInput(Code.NEW_DATE_IS_NOT_LATER, "new_date")
    _step(opened, Step.EXPLAIN)
    case.new_due_on, case.explained_on = new_date, work.today()
    opened.add_shared(
        EntryKind.EXPLANATION,
        Side.OFFICE,
        text=reason,
        new_date=new_date.isoformat(),
        approved_by=actor.full_name,
    )
    _record(opened, Event.CASE_EXPLAINED, actor, new_due_on=new_date.isoformat())


def complete(work: Work, *, number: str, actor: Actor, outcome: Outcome, result: str) -> None:
    """End a case with an outcome and words that the reporter can read.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: already completed, or judged without being accepted.
    :raises BadInput: no words of the result.
    """
    result = required_text(result, "result")
    opened = open_case(work, number, actor, Permission.CASE_COMPLETE)
    case = opened.case
    refuse_unless_may_end(State(case.state), outcome)
    _step(opened, Step.COMPLETE)
    case.completed_on = work.today()
    case.first_completed_on = case.first_completed_on or work.today()
    _keep_outcome(opened, outcome.value)
    opened.add_shared(EntryKind.RESULT, Side.OFFICE, text=result, outcome=outcome.value)
    _record(opened, Event.CASE_COMPLETED, actor, outcome=outcome.value)


def reopen(work: Work, *, number: str, actor: Actor, reason: str) -> None:
    """Take a completed case up again.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed.
    :raises BadInput: no reason.
    """
    reason = required_text(reason, "reason")
    opened = open_case(work, number, actor, Permission.CASE_REOPEN)
    _step(opened, Step.REOPEN)
    opened.case.completed_on = None
    _take_back_outcome(opened)
    opened.add_shared(EntryKind.REOPENED, Side.OFFICE, text=reason)
    _record(opened, Event.CASE_REOPENED, actor)


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
    _record(opened, Event.OFFICER_EXCLUDED, actor)
    _record(opened, Event.CASE_KEY_RENEWED, actor, key_number=str(opened.case.key_number))


def _refuse_unless_legal(opened: OpenedCase, step: Step) -> None:
    """Refuse an illegal step before anything is changed."""
    state_after(step, State(opened.case.state))


def _keep_outcome(opened: OpenedCase, outcome: str) -> None:
    """Keep the outcome: in the row of a grievance, in a counter for corruption."""
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.outcome = outcome
    else:
        _count_outcome(opened, outcome, 1)


def _take_back_outcome(opened: OpenedCase) -> None:
    """Forget the outcome of a case that is taken up again."""
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.outcome = None
        return
    results = [entry for entry in opened.entries() if entry.kind is EntryKind.RESULT]
    _count_outcome(opened, str(results[-1].content["outcome"]), -1)


def _count_outcome(opened: OpenedCase, outcome: str, by: int) -> None:
    half = half_of(opened.case.received_on)
    measure = f"outcome:{outcome}"
    cases.add_to_tally(opened.work.session, opened.work.channel, half.start, measure, by)


def _step(opened: OpenedCase, step: Step) -> None:
    opened.case.state = state_after(step, State(opened.case.state)).value


def _name_responsible(
    opened: OpenedCase, step: Step, kind: EntryKind, unit_id: str, officer_id: str
) -> None:
    _refuse_unless_legal(opened, step)
    units = {unit.id: unit for unit in active_units(opened.work.session)}
    offered = {officer.id: officer for officer in members_of_unit(opened)}
    if unit_id not in units:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "unit")
    if officer_id not in offered:
        raise BadInput(Code.OFFICER_CANNOT_OPEN_CASE, "officer")
    unit, officer = units[unit_id], offered[officer_id]
    _step(opened, step)
    give_key(opened, unit_id, officer_id)
    opened.case.officer_id = officer_id
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.unit_id = unit_id
    opened.change_heading(unit_id=unit_id)
    opened.add_shared(
        kind,
        Side.OFFICE,
        unit={"th": unit.name_th, "en": unit.name_en},
        officer=f"{officer.full_name} ({officer.position})",
    )


def _record(opened: OpenedCase, event: Event, actor: Actor, **fields: str) -> None:
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
        fields=fields,
    )
