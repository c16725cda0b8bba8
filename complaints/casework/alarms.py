"""Alarms: raised by what an officer remembers, lifted by the same memory.

No command and no administrator lifts an alarm. It ends when the officer who
raised it signs in and finds everything as he remembers it; when he is no
longer appointed, when any other officer of the desk does. Either must stand
on the roster with the key of today: an administrator can close an account and
hand out links, and so could put somebody of his own there who remembers
nothing. Whoever enrols anew waits until the recovery key, a quorum of the
custodians, has signed; on a stopped desk nobody else can.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.domain.channel import Channel
from complaints.domain.errors import Code
from complaints.domain.events import Event
from complaints.records import alarms, journal, officers
from complaints.records.alarms import Alarm
from complaints.work import Work
from complaints.work.rosters import roster_despite_alarm


@dataclass(frozen=True)
class Alarmed:
    """An alarm as people are told of it."""

    channel: Channel
    reason: Code
    raised_by: str
    raised_on: date


def standing(work: Work) -> list[Alarmed]:
    """Return the alarms that stand on the work's channel, with the name of who raised them."""
    accounts = {account.id: account.full_name for account in officers.all_officers(work.session)}
    return [
        Alarmed(
            work.channel, Code(alarm.reason), accounts.get(alarm.raised_by, ""), alarm.raised_on
        )
        for alarm in alarms.standing_alarms(work.session, work.channel)
    ]


def sound(work: Work, *, officer_id: str, reason: Code) -> None:
    """Stop the desk, unless the same officer's alarm stands already."""
    if any(one.raised_by == officer_id for one in _standing(work)):
        return
    work.session.add(
        Alarm(
            channel=work.channel.value,
            reason=reason.value,
            raised_by=officer_id,
            raised_on=work.today(),
        )
    )
    _record(work, Event.ALARM_RAISED, officer_id, reason)


def lift(work: Work, *, officer_id: str) -> None:
    """Lift the alarms that an officer may, who has just found everything in place."""
    if not _stands_on_roster(work, officer_id):
        return
    for alarm in _standing(work):
        raiser = officers.find_officer(work.session, alarm.raised_by)
        is_gone = raiser is None or not raiser.is_appointed(work.today())
        if alarm.raised_by == officer_id or is_gone:
            alarm.lifted_on = work.today()
            _record(work, Event.ALARM_LIFTED, officer_id, Code(alarm.reason))
    work.session.flush()


def _stands_on_roster(work: Work, officer_id: str) -> bool:
    account = officers.find_officer(work.session, officer_id)
    member = roster_despite_alarm(work).members.get(officer_id)
    return account is not None and member is not None and member.opening_key == account.opening_key


def _standing(work: Work) -> list[Alarm]:
    return alarms.standing_alarms(work.session, work.channel)


def _record(work: Work, event: Event, officer_id: str, reason: Code) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=officer_id,
        fields={"reason": reason.value},
    )
