"""What is to be looked at again: checklists with gaps; several cases at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.casework import steps
from complaints.casework.holders import NamedOfficer
from complaints.domain.access import Permission
from complaints.domain.calendar import Period
from complaints.domain.channel import Channel
from complaints.domain.checklist import Duty, checklist
from complaints.domain.errors import Code, Refusal
from complaints.domain.states import State
from complaints.records import cases
from complaints.records.agency import Unit, active_units
from complaints.vault.roster import Seat
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.office import Office
from complaints.work.opened_many import held_cases, open_many
from complaints.work.rosters import appointed_members, current_roster
from complaints.work.telling import tell

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Gap:
    """A case with duties that should have been done by now."""

    number: str
    heading: str
    received_on: date
    missing: list[Duty]


@dataclass(frozen=True)
class Assignable:
    """Open cases to choose from, and to whom they can be given."""

    units: list[Unit]
    officers: list[NamedOfficer]


def gaps(work: Work, actor: Actor, period: Period) -> tuple[list[Gap], int]:
    """Return the cases received in a period whose checklist has gaps, and how many there were.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    today, found = work.today(), []
    held = [case.id for case in held_cases(work, actor) if period.holds(case.received_on)]
    for opened, entries in open_many(work, actor, held):
        told = tell(opened, entries)
        missing = [one.duty for one in checklist(told.trace, today) if one.is_missing]
        if missing:
            line = str(opened.heading().get("line", ""))
            found.append(Gap(told.number, line, told.received_on, missing))
    return sorted(found, key=lambda gap: gap.received_on), len(held)


def assignable(work: Work, actor: Actor) -> Assignable:
    """Return to whom the cases of a desk can be given.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    seated = appointed_members(work, current_roster(work), Seat.OFFICER)
    named = [NamedOfficer(one.id, one.full_name, one.position, one.unit_id) for one, _ in seated]
    return Assignable(active_units(work.session), named)


def assign_many(
    office: Office,
    channel: Channel,
    actor: Actor,
    *,
    numbers: Sequence[str],
    unit_id: str,
    officer_id: str,
) -> dict[str, Code | None]:
    """Accept or assign several cases, each by itself; return why one was refused.

    One that is refused, because it shuts the officer out or somebody was
    quicker, leaves the others alone.

    :param numbers: at most ``MOST_AT_ONCE``; more are passed over.
    """
    came: dict[str, Code | None] = {}
    for number in list(dict.fromkeys(numbers))[:MOST_AT_ONCE]:
        try:
            with office.writing(channel) as work:
                case = cases.find_case(work.session, channel, number)
                is_new = case is not None and case.state == State.RECEIVED.value
                step = steps.accept if is_new else steps.assign
                step(work, number=number, actor=actor, unit_id=unit_id, officer_id=officer_id)
            came[number] = None
        except Refusal as refusal:
            came[number] = refusal.code
    return came
