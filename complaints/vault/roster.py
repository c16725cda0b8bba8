"""The roster: who may be sealed to, in signed entries that are only ever added.

Entry 0 is the channel's recovery key. An addition is signed by one officer
who stands on the roster, by two once there are two; the very first officer
signs for himself, and everybody else pins the fingerprint of entry 0. A
removal is signed likewise. Once somebody stood on the roster, nobody signs for
himself any more, though all be gone. The recovery key may sign alone: whoever has it
opens every case anyway, and when all officers are lost nobody else is there.
Each entry carries the hash of the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from complaints.domain.errors import Broken, Code
from complaints.vault.pairs import SigningPair, is_signed_by
from complaints.vault.sealed import bound


class Seat(StrEnum):
    """What a key on the roster is for."""

    RECOVERY = "recovery"
    OFFICER = "officer"
    ALTERNATE = "alternate"
    WITNESS = "witness"


class Change(StrEnum):
    """What an entry does."""

    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True)
class Signature:
    """One signature under an entry."""

    signer_id: str
    signature: bytes


@dataclass(frozen=True)
class Entry:
    """One numbered line of the roster.

    :ivar opening_key: 1,216 bytes; for a removal, the key that goes.
    :ivar signing_key: 32 bytes.
    :ivar previous: hash of the entry before, 32 bytes; zeros for entry 0.
    """

    agency_id: str
    channel: str
    number: int
    change: Change
    seat: Seat
    holder_id: str
    opening_key: bytes
    signing_key: bytes
    previous: bytes
    signatures: tuple[Signature, ...] = ()

    def message(self) -> bytes:
        """Return what is signed: everything but the signatures."""
        return bound(
            "roster",
            self.agency_id,
            self.channel,
            str(self.number),
            self.change.value,
            self.seat.value,
            self.holder_id,
            self.opening_key,
            self.signing_key,
            self.previous,
        )

    def digest(self) -> bytes:
        """Return the hash by which the next entry names this one, 32 bytes."""
        return hashlib.sha256(self.message()).digest()

    def signed(self, signer_id: str, pair: SigningPair) -> Signature:
        """Return a signature under this entry."""
        return Signature(signer_id, pair.sign(self.message()))


@dataclass(frozen=True)
class Member:
    """Somebody who stands on the roster."""

    holder_id: str
    seat: Seat
    opening_key: bytes
    signing_key: bytes


@dataclass(frozen=True)
class Roster:
    """The roster as it stands after all valid entries.

    :ivar number: number of the last entry; -1 for none.
    :ivar digests: hash of each entry, by number.
    :ivar signer_keys: every signing key of a person that ever stood on it.
    """

    first_fingerprint: str = ""
    number: int = -1
    head: bytes = bytes(32)
    members: dict[str, Member] = field(default_factory=dict)
    signer_keys: frozenset[bytes] = frozenset()
    digests: tuple[bytes, ...] = ()

    @property
    def recovery(self) -> Member | None:
        """Return the channel's recovery key."""
        return next((m for m in self.members.values() if m.seat is Seat.RECOVERY), None)

    def of(self, seat: Seat) -> tuple[Member, ...]:
        """Return those who stand on the roster in a seat."""
        return tuple(member for member in self.members.values() if member.seat is seat)

    @property
    def signers(self) -> tuple[Member, ...]:
        """Return those whose signature counts under a new entry."""
        return tuple(
            m for m in self.members.values() if m.seat is not Seat.RECOVERY and m.signing_key
        )

    @property
    def signatures_needed(self) -> int:
        """Return how many members must sign the next entry: one, then two."""
        return min(2, len(self.signers))


def read_roster(entries: Sequence[Entry], *, agency_id: str, channel: str) -> Roster:
    """Return the roster that a list of entries makes, checking every link.

    :param entries: all entries of the channel, in order.
    :raises Broken: a gap, a wrong hash, a missing or wrong signature.
    """
    roster = Roster()
    for entry in entries:
        roster = _after(roster, entry, agency_id, channel)
    return roster


def append(roster: Roster, entry: Entry) -> Roster:
    """Return the roster with one more entry behind it.

    :raises Broken: as for :func:`read_roster`.
    """
    return _after(roster, entry, entry.agency_id, entry.channel)


def is_complete(roster: Roster, entry: Entry) -> bool:
    """Say whether an entry carries the signatures that the roster asks for."""
    return _is_rightly_signed(roster, entry)


def _after(roster: Roster, entry: Entry, agency_id: str, channel: str) -> Roster:
    follows = (
        entry.agency_id == agency_id
        and entry.channel == channel
        and entry.number == roster.number + 1
        and entry.previous == roster.head
    )
    if not follows or not _is_rightly_signed(roster, entry):
        raise Broken(Code.ROSTER_IS_BROKEN)
    digest = entry.digest()
    return Roster(
        first_fingerprint=roster.first_fingerprint or digest.hex(),
        number=entry.number,
        head=digest,
        members=_members_after(roster, entry),
        signer_keys=roster.signer_keys | _keys_of_people(entry),
        digests=(*roster.digests, digest),
    )


def _keys_of_people(entry: Entry) -> set[bytes]:
    is_person = entry.seat is not Seat.RECOVERY and entry.signing_key
    return {entry.signing_key} if is_person else set()


def _members_after(roster: Roster, entry: Entry) -> dict[str, Member]:
    members = dict(roster.members)
    standing = members.get(entry.holder_id)
    if entry.change is Change.REMOVE:
        if standing is None or standing.seat is not entry.seat:
            raise Broken(Code.ROSTER_IS_BROKEN)
        del members[entry.holder_id]
        return members
    if standing is not None:  # a new key for somebody needs the old one removed first
        raise Broken(Code.ROSTER_IS_BROKEN)
    members[entry.holder_id] = Member(
        entry.holder_id, entry.seat, entry.opening_key, entry.signing_key
    )
    return members


def _is_rightly_signed(roster: Roster, entry: Entry) -> bool:
    if entry.number == 0:
        return entry.seat is Seat.RECOVERY and entry.change is Change.ADD
    if entry.seat is Seat.RECOVERY:
        return False
    if _signed_by_recovery(roster, entry):
        return True
    if not roster.signers:
        is_first_ever = not roster.signer_keys
        return is_first_ever and entry.change is Change.ADD and _signed_by_itself(entry)
    signers = {member.holder_id: member.signing_key for member in roster.signers}
    valid = _valid_signers(entry, signers)
    return len(valid) >= roster.signatures_needed


def _signed_by_itself(entry: Entry) -> bool:
    return bool(_valid_signers(entry, {entry.holder_id: entry.signing_key}))


def _signed_by_recovery(roster: Roster, entry: Entry) -> bool:
    recovery = roster.recovery
    if recovery is None or not recovery.signing_key:
        return False
    return bool(_valid_signers(entry, {recovery.holder_id: recovery.signing_key}))


def _valid_signers(entry: Entry, signers: dict[str, bytes]) -> set[str]:
    message = entry.message()
    return {
        one.signer_id
        for one in _once_each(entry.signatures)
        if one.signer_id in signers and is_signed_by(signers[one.signer_id], one.signature, message)
    }


def _once_each(signatures: Iterable[Signature]) -> Iterable[Signature]:
    return {one.signer_id: one for one in signatures}.values()
