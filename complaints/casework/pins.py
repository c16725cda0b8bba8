"""What an officer remembers of roster and journal, compared at each sign-in.

Somebody who can write the database can set the roster or the journal back to
an earlier day, or write another roster behind the same first line. Nobody sees
that from the database alone; the officers do, because each carries the last
state seen under the passphrase. The journal in its turn says when an officer
signed in or changed a secret: sealed seeds that remember less were set back.
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa

from complaints.casework.proposals import removal_waits
from complaints.domain.errors import Broken, Code
from complaints.domain.events import Event
from complaints.records.journal import JournalHead, JournalRow
from complaints.records.officers import Officer, officers_of_desk
from complaints.vault.officers import OfficerSecrets, Pins
from complaints.vault.roster import Member
from complaints.work import Work
from complaints.work.rosters import roster_despite_alarm

SEALED_ANEW = (Event.OFFICER_SIGNED_IN, Event.PASSPHRASE_CHANGED, Event.PHONE_REPLACED)
"""Events after which an officer's seeds remember the journal up to their own row."""


def refuse_changed(
    work: Work, account: Officer, owned: OfficerSecrets, *, but_for: int | None = None
) -> None:
    """Compare what an officer of a desk remembers with what stands there now.

    :param but_for: number of the row that says what the officer does in this very moment.
    :raises Broken: roster, journal or the officer's own public keys are not those that were seen.
    """
    pins, roster = owned.pins, roster_despite_alarm(work)
    if account.opening_key != owned.opening.public or account.signing_key != owned.signing.public:
        raise Broken(Code.ROSTER_IS_BROKEN)
    if _is_somebody_elses(work, roster.members.get(account.id), owned):
        raise Broken(Code.ROSTER_IS_BROKEN)
    if roster.first_fingerprint != pins.first_fingerprint or roster.number < pins.roster_number:
        raise Broken(Code.ROSTER_IS_BROKEN)
    if pins.roster_head and roster.digests[pins.roster_number].hex() != pins.roster_head:
        raise Broken(Code.ROSTER_IS_BROKEN)
    if _were_renamed(work, pins):
        raise Broken(Code.ROSTER_IS_BROKEN)
    book = work.channel.value
    if pins.journal_number and _digest_at(work, book, pins.journal_number) != pins.journal_head:
        raise Broken(Code.JOURNAL_IS_BROKEN)
    if pins.journal_number and _has_acted_since(
        work, book, account.id, pins.journal_number, but_for
    ):
        raise Broken(Code.SECRETS_WERE_SET_BACK)


def were_replaced(work: Work, account: Officer) -> bool:
    """Say whether passphrase, telephone or keys were replaced since they were proved.

    Whoever went on would write the old ones over the new. Nobody else replaces
    them until this work has ended.

    :param account: as it was read before the proof.
    """
    query = sa.select(Officer.secrets_sealed).where(Officer.id == account.id).with_for_update()
    return work.session.scalar(query) != account.secrets_sealed


def pins_of_now(work: Work) -> Pins:
    """Return what an officer is to remember of the desk as it stands."""
    roster = roster_despite_alarm(work)
    head = work.session.get(JournalHead, work.channel.value, populate_existing=True)
    return Pins(
        first_fingerprint=roster.first_fingerprint,
        roster_number=roster.number,
        roster_head=roster.head.hex(),
        journal_number=head.number if head else 0,
        journal_head=head.digest.hex() if head else "",
        names=" ".join(f"{who}:{digest}" for who, digest in _names(work).items()),
    )


def _names(work: Work) -> dict[str, str]:
    """Return of each account of the desk by which name and post people know it, as a digest."""
    return {
        account.id: sha256(f"{account.full_name}\n{account.position}".encode()).hexdigest()[:32]
        for account in officers_of_desk(work.session, work.channel)
    }


def _were_renamed(work: Work, pins: Pins) -> bool:
    """Say whether an account bears another name than it did.

    By name and post reporters shut out whom they accuse; the keys behind the names stay.
    """
    now = _names(work)
    seen = (one.partition(":") for one in pins.names.split())
    return any(now.get(who, digest) != digest for who, _, digest in seen)


def _has_acted_since(
    work: Work, book: str, officer_id: str, number: int, but_for: int | None
) -> bool:
    """Say whether an officer's seeds were sealed anew after a row of the journal."""
    query = sa.select(JournalRow.id).where(
        JournalRow.book == book,
        JournalRow.number > number,
        JournalRow.actor_id == officer_id,
        JournalRow.event.in_([event.value for event in SEALED_ANEW]),
    )
    if but_for is not None:
        query = query.where(JournalRow.number != but_for)
    return work.session.scalar(query.limit(1)) is not None


def _is_somebody_elses(work: Work, member: Member | None, owned: OfficerSecrets) -> bool:
    """Say whether keys of somebody else stand on the roster in an officer's place.

    His own that he lost stand there until their removal, which waits, is signed.
    """
    own = (owned.opening.public, owned.signing.public)
    if member is None or (member.opening_key, member.signing_key) == own:
        return False
    return not removal_waits(work, member.holder_id)


def _digest_at(work: Work, book: str, number: int) -> str:
    query = sa.select(JournalRow.digest).where(JournalRow.book == book, JournalRow.number == number)
    found = work.session.scalar(query)
    return found.hex() if found else ""
