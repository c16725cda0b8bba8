"""The roster as its members see it, and signing the next line of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from complaints.domain.access import Permission
from complaints.domain.errors import Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.records import journal, officers
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.vault.roster import Change, Roster, Seat, is_complete
from complaints.vault.sealed import bound
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.rosters import current_roster, entry_of


@dataclass(frozen=True)
class RosterMember:
    """Somebody who stands on the roster."""

    holder_id: str
    full_name: str
    position: str
    seat: Seat
    fingerprint: str


@dataclass(frozen=True)
class WaitingEntry:
    """A line that still wants signatures.

    :ivar is_next: only the first waiting line can be signed.
    """

    number: int
    change: Change
    seat: Seat
    full_name: str
    position: str
    fingerprint: str
    signed_by: list[str]
    needed: int
    signed_by_me: bool
    is_next: bool


@dataclass(frozen=True)
class RosterView:
    """The roster of a desk."""

    first_fingerprint: str
    number: int
    members: list[RosterMember]
    waiting: list[WaitingEntry]


def show_roster(work: Work, actor: Actor) -> RosterView:
    """Return the roster of the work's channel.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_READ, channel=work.channel)
    roster = current_roster(work)
    accounts = {account.id: account for account in officers.all_officers(work.session)}
    members = [
        RosterMember(
            member.holder_id,
            *_names(accounts.get(member.holder_id)),
            member.seat,
            _shown_fingerprint(actor, member.holder_id, member.opening_key, member.signing_key),
        )
        for member in roster.members.values()
    ]
    return RosterView(
        roster.first_fingerprint,
        roster.number,
        members,
        _waiting_entries(work, actor, roster, accounts),
    )


def sign_entry(work: Work, actor: Actor, *, number: int, seen: str | None = None) -> None:
    """Sign the next waiting line; it counts once it has signatures enough.

    :param seen: the fingerprint that the officer compared; None when the form did not say.
    :raises NotFound: the actor is not on the roster, or no such line waits.
    :raises NotAllowed: signed before by the same officer, or another key stands there by now.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_SIGN, channel=work.channel)
    rows = officers.roster_entries(work.session, work.channel)
    waiting = [row for row in rows if not row.is_complete]
    if not waiting or waiting[0].number != number or actor.owned is None:
        raise NotFound
    row, roster = waiting[0], current_roster(work)
    if seen is not None and seen != fingerprint(row.opening_key, row.signing_key):
        raise NotAllowed(Code.CHANGED_MEANWHILE)
    row.previous = roster.head
    signatures = officers.roster_signatures(work.session, work.channel).get(row.id, [])
    if actor.id in {one.signer_id for one in signatures}:
        raise NotAllowed(Code.ALREADY_SIGNED)
    entry = entry_of(work, row, signatures)
    signature = entry.signed(actor.id, actor.owned.signing)
    work.session.add(
        RosterSignature(
            entry_id=row.id,
            signer_id=actor.id,
            signature=signature.signature,
            signed_on=work.today(),
        )
    )
    signed = replace(entry, signatures=(*entry.signatures, signature))
    row.is_complete = is_complete(roster, signed)
    journal.write(
        work.session,
        Event.ROSTER_SIGNED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
    )


def fingerprint(opening_key: bytes, signing_key: bytes) -> str:
    """Return the form in which people compare somebody's keys: 8 groups of 4 hex digits.

    Both keys are in it: whose signing key stands there signs the roster on.
    """
    digits = hashlib.sha256(bound("fingerprint", opening_key, signing_key)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _shown_fingerprint(actor: Actor, holder_id: str, opening_key: bytes, signing_key: bytes) -> str:
    """Return what stands beside a name: beside the actor's own, that of the keys he has.

    The database may say something else. Then his screen differs from that of
    the colleague to whom he reads it, and the colleague does not sign.
    """
    if holder_id == actor.id and actor.owned is not None:
        return fingerprint(actor.owned.opening.public, actor.owned.signing.public)
    return fingerprint(opening_key, signing_key)


def _waiting_entries(
    work: Work, actor: Actor, roster: Roster, accounts: dict[str, Officer]
) -> list[WaitingEntry]:
    signatures = officers.roster_signatures(work.session, work.channel)
    waiting = [
        row for row in officers.roster_entries(work.session, work.channel) if not row.is_complete
    ]
    return [
        _waiting_entry(
            row,
            [one.signer_id for one in signatures.get(row.id, [])],
            actor,
            roster,
            accounts,
            is_next=row is waiting[0],
        )
        for row in waiting
    ]


def _waiting_entry(
    row: RosterEntry,
    signers: list[str],
    actor: Actor,
    roster: Roster,
    accounts: dict[str, Officer],
    *,
    is_next: bool,
) -> WaitingEntry:
    full_name, position = _names(accounts.get(row.holder_id))
    return WaitingEntry(
        number=row.number,
        change=Change(row.change),
        seat=Seat(row.seat),
        full_name=full_name,
        position=position,
        fingerprint=_shown_fingerprint(actor, row.holder_id, row.opening_key, row.signing_key),
        signed_by=[_names(accounts.get(signer))[0] for signer in signers],
        needed=roster.signatures_needed,
        signed_by_me=actor.id in signers,
        is_next=is_next,
    )


def _names(account: Officer | None) -> tuple[str, str]:
    return (account.full_name, account.position) if account else ("", "")
