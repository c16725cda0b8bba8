"""Cases that change hands: to a colleague's new key in bulk, to a newcomer one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.casework.holders import NamedOfficer, newcomers, shut_out_of, wrap_for
from complaints.domain.access import Permission
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.records import handovers, journal, officers
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import add_at_once
from complaints.vault.casekeys import CaseKey
from complaints.vault.roster import Member
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.opened import open_case
from complaints.work.opened_many import open_many
from complaints.work.rosters import current_roster

BATCH = 200
"""How many cases one press of the button hands over."""


@dataclass(frozen=True)
class Waiting:
    """A colleague whose cases wait for somebody to hand them over.

    :ivar is_on_roster: the new key has been signed, so that it may be sealed to.
    """

    officer_id: str
    full_name: str
    waiting_count: int
    held_count: int
    is_on_roster: bool

    @property
    def percent(self) -> int:
        """Return how far it has come, in whole percent."""
        whole = self.waiting_count + self.held_count
        return 100 * self.held_count // whole if whole else 100


def waiting_colleagues(work: Work, actor: Actor) -> list[Waiting]:
    """Return the colleagues of the desk whose cases wait.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_READ, channel=work.channel)
    counts = handovers.waiting_for_handover(work.session, work.channel)
    return [
        Waiting(
            account.id,
            account.full_name,
            counts[account.id],
            handovers.held_count(work.session, account.id),
            _member(work, account.id) is not None,
        )
        for account in officers.officers_of_desk(work.session, work.channel)
        if account.id in counts and account.id != actor.id
    ]


def hand_over(work: Work, actor: Actor, *, officer_id: str, limit: int = BATCH) -> int:
    """Wrap the next cases that wait for a colleague to his new key; return how many.

    He held each of them before. Whoever was shut out of a case meanwhile does
    not wait for it any more.

    :raises NotFound: the actor is not on the roster, or nobody of that id waits.
    :raises NotAllowed: the new key is not on the roster yet.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_SIGN, channel=work.channel)
    member = _member(work, officer_id)
    if officer_id not in handovers.waiting_for_handover(work.session, work.channel):
        raise NotFound
    if member is None:
        raise NotAllowed(Code.NOT_ON_ROSTER)
    found = handovers.next_handovers(work.session, officer_id, actor.id, limit)
    opened = _keys_of(work, actor, officer_id, found)
    add_at_once(
        work.session,
        [
            KeyWrap(
                recipient_id=officer_id,
                case_id=case_id,
                key_number=key.number,
                key_sealed=key.wrap_for_officer(officer_id, member.opening_key),
            )
            for case_id, keys in opened.items()
            for key in keys
        ],
    )
    handovers.remove_handovers(work.session, officer_id, [case.id for case in found])
    if opened:
        _record(work, Event.CASES_HANDED_OVER, actor, officer_id, case_count=str(len(opened)))
    return len(opened)


def who_could_join(work: Work, actor: Actor, *, number: str) -> list[NamedOfficer]:
    """Return the officers to whom a case could be opened now.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
    return newcomers(open_case(work, number, actor, Permission.CASE_HAND_OVER))


def let_join(work: Work, actor: Actor, *, number: str, officer_id: str) -> None:
    """Open one case to an officer who was appointed later.

    The case's own rows say whom it shuts out: ticked, excluded, given up, or
    accused by name, also under an earlier account.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: the officer holds it already, is shut out, or not on the roster.
    """
    opened = open_case(work, number, actor, Permission.CASE_HAND_OVER)
    if officer_id not in {one.id for one in newcomers(opened)}:
        raise BadInput(Code.OFFICER_IS_EXCLUDED, "officer")
    wrap_for(opened, officer_id)
    journal.write(
        work.session,
        Event.CASE_HANDED_OVER,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
        fields={"officer_id": officer_id},
    )


def _member(work: Work, officer_id: str) -> Member | None:
    """Return an appointed officer's place on the roster, if it is for the key of today."""
    account = officers.find_officer(work.session, officer_id)
    member = current_roster(work).members.get(officer_id)
    if account is None or member is None or not account.is_appointed(work.today()):
        return None
    return member if member.opening_key == account.opening_key else None


def _keys_of(
    work: Work, actor: Actor, officer_id: str, found: Sequence[Case]
) -> dict[str, list[CaseKey]]:
    """Open every key of some cases that the actor holds, each checked as always.

    That a case waits stands in clear, and whoever writes the database could let one wait
    that shuts the officer out; the case's own rows say so, and then he gets nothing of it.
    """
    return {
        opened.case.id: list(opened.keys.values())
        for opened, entries in open_many(work, actor, [case.id for case in found])
        if officer_id not in shut_out_of(opened, entries)
    }


def _record(work: Work, event: Event, actor: Actor, officer_id: str, **fields: str) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        fields={"officer_id": officer_id, **fields},
    )
