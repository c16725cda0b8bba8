"""The keys of one case: two halves, and a succession that proves itself.

A case key is 256 random bits. From it come the *shared* half, which the
reporter can open as well, and the *desk* half, which only officers can. When
an officer is excluded, a new key serves for what follows. A later key counts
only if it shows two things: a code that only a holder of the key before could
make, and the signature of an officer who stood on the roster.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.pairs import OpeningPair, SigningPair, is_signed_by, seal_to
from complaints.vault.sealed import Place, bound, derive, open_text, seal_text

REPORTER = "reporter"
RECOVERY = "recovery"


class Half(StrEnum):
    """The two halves of a case key."""

    SHARED = "shared"
    DESK = "desk"


@dataclass(frozen=True)
class CaseRef:
    """Which case a key belongs to; all identifiers hexadecimal or a channel."""

    agency_id: str
    channel: str
    case_id: str


@dataclass(frozen=True)
class HalfKey:
    """One half of one key of a case: seals and opens its rows.

    :ivar number: which key of the case, from 1.
    """

    case: CaseRef
    number: int
    half: Half
    secret: bytes = field(repr=False)

    def seal(self, content: Mapping[str, Any], *, table: str, column: str, row: str) -> Sealed:
        """Seal a record, as JSON, for a row of this case."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return seal_text(self.secret, text, self._place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> dict[str, Any]:
        """Open a record of a row of this case.

        :raises Broken: another key, case, table, column or row, or changed.
        """
        opened = json.loads(open_text(self.secret, sealed, self._place(table, column, row)))
        if not isinstance(opened, dict):
            raise Broken(Code.SEAL_IS_BROKEN)
        return opened

    def leaf_token(self) -> bytes:
        """Return the token by which a release counts this case without naming it."""
        return derive(self.secret, "leaf")

    def succession_mac(self, commitment: bytes) -> bytes:
        """Return the proof that a holder of this key made the next one."""
        message = bound("succession", self.case.case_id, str(self.number + 1), commitment)
        return hmac.digest(derive(self.secret, "succession"), message, hashlib.sha256)

    def _place(self, table: str, column: str, row: str) -> Place:
        case = self.case
        return Place(case.agency_id, case.channel, case.case_id, table, column, row)


@dataclass(frozen=True)
class CaseKey:
    """One whole key of a case, as officers hold it."""

    case: CaseRef
    number: int
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, case: CaseRef, number: int = 1) -> CaseKey:
        """Return a random key."""
        return cls(case, number, os.urandom(32))

    def half(self, half: Half) -> HalfKey:
        """Return one of the two halves."""
        return HalfKey(self.case, self.number, half, derive(self.secret, "half", half.value))

    @cached_property
    def shared(self) -> HalfKey:
        """Return the half that the reporter can open too."""
        return self.half(Half.SHARED)

    @cached_property
    def desk(self) -> HalfKey:
        """Return the half of the officers alone."""
        return self.half(Half.DESK)

    def commitment(self) -> bytes:
        """Return 32 bytes that fix the key's shared half without revealing it."""
        return commitment_of(self.shared)

    def wrap_for_officer(self, recipient_id: str, public: bytes) -> Sealed:
        """Seal the whole key to an officer, an alternate or the recovery key."""
        info = _wrap_info(self.case, self.number, recipient_id)
        return Sealed(seal_to(public, self.secret, info))

    def wrap_for_reporter(self, public: bytes) -> Sealed:
        """Seal the shared half alone to the reporter."""
        return wrap_shared(self.shared, public)


def commitment_of(shared: HalfKey) -> bytes:
    """Return 32 bytes that fix a shared half without revealing it."""
    return derive(shared.secret, "commitment")


def wrap_shared(shared: HalfKey, public: bytes) -> Sealed:
    """Seal a shared half to the reporter's public key."""
    return Sealed(seal_to(public, shared.secret, _wrap_info(shared.case, shared.number, REPORTER)))


def open_as_officer(
    case: CaseRef, number: int, wrapped: bytes, recipient_id: str, pair: OpeningPair
) -> CaseKey:
    """Open a wrap made by :meth:`CaseKey.wrap_for_officer`.

    :raises Broken: not for this holder, this case or this number.
    """
    return CaseKey(case, number, pair.open(wrapped, _wrap_info(case, number, recipient_id)))


def open_as_reporter(case: CaseRef, number: int, wrapped: bytes, pair: OpeningPair) -> HalfKey:
    """Open the shared half that was sealed to the reporter.

    :raises Broken: not for this holder, this case or this number.
    """
    secret = pair.open(wrapped, _wrap_info(case, number, REPORTER))
    return HalfKey(case, number, Half.SHARED, secret)


@dataclass(frozen=True)
class Succession:
    """What stands in the database about one key of a case.

    :ivar commitment: 32 bytes of :func:`commitment_of`.
    :ivar mac: proof by the key before; empty for the first key.
    :ivar signer_key: public signing key of the officer who made it; empty for the first.
    :ivar signature: that officer's signature; empty for the first.
    """

    number: int
    commitment: bytes
    mac: bytes = b""
    signer_key: bytes = b""
    signature: bytes = b""


def succeed(previous: CaseKey, signer: SigningPair) -> tuple[CaseKey, Succession]:
    """Return a new key for a case, and what proves that it may follow."""
    key = CaseKey.new(previous.case, previous.number + 1)
    commitment = key.commitment()
    mac = previous.shared.succession_mac(commitment)
    message = _succession_message(key.case, key.number, commitment, mac)
    record = Succession(key.number, commitment, mac, signer.public, signer.sign(message))
    return key, record


def first_of(key: CaseKey) -> Succession:
    """Return what stands in the database about the first key of a case."""
    return Succession(key.number, key.commitment())


def verify_succession(
    shared_halves: Mapping[int, HalfKey],
    records: Iterable[Succession],
    signer_keys: frozenset[bytes],
) -> None:
    """Check every key of a case that a person holds.

    A key is checked against its own commitment, and from the second on
    against the key before, where the person holds that one.

    :param shared_halves: what the person could open, by number.
    :param records: what the database says of each key.
    :param signer_keys: public signing keys that stand or stood on the roster.
    :raises Broken: a key that is not the committed one, or that nobody was entitled to make.
    """
    by_number = {record.number: record for record in records}
    for number, half in shared_halves.items():
        record = by_number.get(number)
        if record is None or not hmac.compare_digest(record.commitment, commitment_of(half)):
            raise Broken(Code.SEAL_IS_BROKEN)
        if number > 1:
            _verify_follows(half.case, record, shared_halves.get(number - 1), signer_keys)


def _verify_follows(
    case: CaseRef, record: Succession, previous: HalfKey | None, signer_keys: frozenset[bytes]
) -> None:
    if previous is not None and not hmac.compare_digest(
        record.mac, previous.succession_mac(record.commitment)
    ):
        raise Broken(Code.SEAL_IS_BROKEN)
    message = _succession_message(case, record.number, record.commitment, record.mac)
    if record.signer_key not in signer_keys or not is_signed_by(
        record.signer_key, record.signature, message
    ):
        raise Broken(Code.SEAL_IS_BROKEN)


def _succession_message(case: CaseRef, number: int, commitment: bytes, mac: bytes) -> bytes:
    return bound(
        "case key", case.agency_id, case.channel, case.case_id, str(number), commitment, mac
    )


def _wrap_info(case: CaseRef, number: int, recipient_id: str) -> bytes:
    return bound("wrap", case.agency_id, case.channel, case.case_id, str(number), recipient_id)
