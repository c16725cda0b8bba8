"""The end of an appointment: the wraps go, and what follows gets keys of its own."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.casework.proposals import propose_removal, removal_waits
from complaints.domain.events import Event
from complaints.records import handovers, journal
from complaints.records.officers import Officer
from complaints.records.two_people import remove_requests_of_person
from complaints.vault.roster import Seat
from complaints.work import Work
from complaints.work.cookies import end_sessions_of
from complaints.work.rosters import appointed_members, roster_despite_alarm


@dataclass(frozen=True)
class Left:
    """How an appointment ended.

    :ivar ended_count: cases that the officer cannot open any more.
    :ivar kept_count: cases that nobody else can open; their wraps stay until
        somebody can, so that no case is lost with a person.
    """

    ended_count: int
    kept_count: int


def end_appointment(work: Work, account: Officer, *, actor_id: str) -> Left:
    """Take an officer's cases, sessions and requests; propose the removal from the roster.

    The work is on the officer's desk. Safe to repeat.
    """
    session = work.session
    end_sessions_of(work, account.id)
    remove_requests_of_person(session, account.id)
    roster = roster_despite_alarm(work)
    seated = appointed_members(work, roster, Seat.OFFICER, Seat.ALTERNATE)
    others = [one.id for one, _ in seated if one.id != account.id]
    ended = handovers.end_holding(session, account.id, others)
    if not removal_waits(work, account.id):
        propose_removal(work, account)
    if ended:
        journal.write(
            session,
            Event.APPOINTMENT_ENDED,
            channel=work.channel,
            on=work.today(),
            actor_id=actor_id,
            fields={"officer_id": account.id, "case_count": str(ended)},
        )
    return Left(ended, handovers.held_count(session, account.id))
