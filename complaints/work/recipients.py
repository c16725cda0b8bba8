"""Who will be able to read a new report, and who will not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from complaints.domain.channel import Channel
from complaints.domain.conflict import names_officer
from complaints.domain.errors import Broken, Code, IntakeClosed, NotAllowed
from complaints.records.cases import Identity, IdentityNest, KeyWrap
from complaints.records.database import new_id
from complaints.records.officers import Officer
from complaints.records.recovery import quorum_of
from complaints.vault.casekeys import RECOVERY, CaseKey, CaseRef
from complaints.vault.identity import seal_identity
from complaints.vault.roster import Member, Roster, Seat
from complaints.work import Work
from complaints.work.rosters import appointed_members, current_roster

Seated = list[tuple[Officer, Member]]


@dataclass(frozen=True)
class Recipients:
    """Those to whom the key of a new case is sealed.

    :ivar members: officers, or the alternate when every officer is excluded.
    :ivar people: those two of whom may open an identity together; the recovery
        key is one, so that an exclusion later cannot leave too few.
    :ivar matched: ids of officers whom the text on the accused names.
    :ivar alternate: name and post of the alternate, if only that person reads it.
    :ivar has_quorum: no fewer than two custodians open the recovery key together.
    """

    members: tuple[Member, ...]
    recovery: Member
    people: tuple[Member, ...]
    matched: tuple[str, ...]
    alternate: str | None
    has_quorum: bool = False


@dataclass(frozen=True)
class Desk:
    """Who could receive a report today, before anybody is excluded."""

    roster: Roster
    officers: Seated
    alternates: Seated
    has_quorum: bool = False


def desk_of(work: Work) -> Desk:
    """Return who could receive a report of the work's channel today.

    :raises IntakeClosed: nobody, or the roster is not what it was.
    """
    try:
        roster = current_roster(work)
    except Broken:
        raise IntakeClosed from None
    seated = appointed_members(work, roster, Seat.OFFICER, Seat.ALTERNATE)
    receiving = [
        (account, member)
        for account, member in seated
        if member.seat is Seat.OFFICER
        and (work.channel is Channel.CORRUPTION or account.is_receiving)
    ]
    if roster.recovery is None or not receiving:
        raise IntakeClosed
    alternates = [one for one in seated if one[1].seat is Seat.ALTERNATE]
    # Identities are sealed apart on the protected channel alone; only they need the quorum.
    seals_identities = work.channel is Channel.CORRUPTION
    has_quorum = seals_identities and quorum_of(work.session, work.channel) > 1
    return Desk(roster, receiving, alternates, has_quorum)


def choose_recipients(desk: Desk, *, excluded: Collection[str], accused: str) -> Recipients:
    """Return who gets the key of a case, without the excluded and the accused.

    :param excluded: ids that the reporter ticked.
    :param accused: what the reporter wrote on who is accused; matched in memory.
    :raises NotAllowed: nobody would be left to read it.
    """
    matched = tuple(
        account.id
        for account, _ in desk.officers + desk.alternates
        if accused
        and names_officer(accused, full_name=account.full_name, position=account.position)
    )
    shut_out = {*excluded, *matched}
    officers = _without(desk.officers, shut_out)
    alternates = _without(desk.alternates, shut_out)
    chosen = officers or alternates
    if not chosen:
        raise NotAllowed(Code.EVERYONE_IS_EXCLUDED, "exclude")
    recovery = desk.roster.recovery
    if recovery is None:
        raise IntakeClosed
    people = [member for _, member in officers + alternates]
    return Recipients(
        members=tuple(member for _, member in chosen),
        recovery=recovery,
        people=(*people, recovery),
        matched=tuple(one for one in matched if one not in excluded),
        alternate=None if officers else _named(chosen[0][0]),
        has_quorum=desk.has_quorum,
    )


def _without(seated: Seated, shut_out: set[str]) -> Seated:
    return [(account, member) for account, member in seated if account.id not in shut_out]


def _named(account: Officer) -> str:
    return f"{account.full_name} ({account.position})"


def wraps_for(key: CaseKey, recipients: Recipients) -> list[KeyWrap]:
    """Return a case key sealed to each recipient and to the recovery key."""
    holders = {member.holder_id: member.opening_key for member in recipients.members}
    holders[RECOVERY] = recipients.recovery.opening_key
    return [
        KeyWrap(
            recipient_id=holder,
            case_id=key.case.case_id,
            key_number=key.number,
            key_sealed=key.wrap_for_officer(holder, public),
        )
        for holder, public in holders.items()
    ]


def identity_rows(ref: CaseRef, identity: str, recipients: Recipients) -> list[Any]:
    """Return an identity sealed apart, with a nest for each pair of those who may open it.

    Custodians get one of their own, where it takes two of them at least: so the
    identity is not lost with the officers, and no single person opens it.
    """
    row = new_id()
    people = {member.holder_id: member.opening_key for member in recipients.people}
    custodians = recipients.recovery.opening_key if recipients.has_quorum else None
    sealed, nests = seal_identity(ref, row, identity, people, custodians=custodians)
    return [
        Identity(id=row, case_id=ref.case_id, identity_sealed=sealed),
        *(
            IdentityNest(identity_id=row, first_id=first, second_id=second, key_sealed=nest)
            for (first, second), nest in nests.items()
        ),
    ]
