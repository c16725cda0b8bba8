"""The recovery ceremony: custodians hand every case to one officer, and read none.

It needs an export and the custodians' keys, and neither server nor database.
For each case it opens the keys and looks in the sealed rows whether the case
shuts this officer out; if not, it wraps the keys to him. What it writes is
sealed to him and signed with the recovery key. No word of a case leaves it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from complaints.casework.recovery_export import ExportedCase, Head
from complaints.domain.conflict import Appointed, is_shut_out, shut_out_in
from complaints.domain.entries import EntryKind
from complaints.domain.errors import Broken, Code, NotAllowed
from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import (
    RECOVERY,
    CaseKey,
    CaseRef,
    Half,
    open_as_officer,
    verify_succession,
)
from complaints.vault.custodians import RecoveryKey
from complaints.vault.identity import Nests, nests_from_recovery
from complaints.vault.pairs import is_signed_by
from complaints.vault.roster import Entry, Member, Roster, Seat, Signature, append, read_roster
from complaints.vault.sealed import bound

FORMAT = "complaints recovery handover 1"


@dataclass(frozen=True)
class Handover:
    """What a ceremony decided, to be taken in by the server.

    :ivar signed_lines: roster lines that waited, signed by the recovery key, with
        the hash of the line before, by number.
    :ivar wraps: the keys of each case, sealed to the officer, by case and number.
    :ivar identities: nests for him and those who hold the case with him, by case.
    """

    agency_id: str
    channel: str
    officer_id: str
    opening_key: bytes
    signed_lines: dict[int, tuple[bytes, bytes]]
    wraps: dict[str, dict[int, Sealed]] = field(repr=False)
    identities: dict[str, tuple[str, Nests]] = field(default_factory=dict, repr=False)

    def message(self) -> bytes:
        """Return what the recovery key signs."""
        return bound("recovery handover", json.dumps(self._record(), sort_keys=True))

    def as_text(self, key: RecoveryKey) -> str:
        """Return the handover as a file keeps it, signed."""
        signature = _text(key.signing.sign(self.message()))
        return json.dumps({"format": FORMAT, **self._record(), "signature": signature}, indent=1)

    def _record(self) -> dict[str, Any]:
        return {
            "agency_id": self.agency_id,
            "channel": self.channel,
            "officer_id": self.officer_id,
            "opening_key": _text(self.opening_key),
            "signed_lines": {
                str(number): [_text(previous), _text(signature)]
                for number, (previous, signature) in sorted(self.signed_lines.items())
            },
            "wraps": {
                case_id: {str(number): _text(wrap) for number, wrap in sorted(keys.items())}
                for case_id, keys in sorted(self.wraps.items())
            },
            "identities": {
                case_id: [row, [[*pair, _text(nest)] for pair, nest in sorted(nests.items())]]
                for case_id, (row, nests) in sorted(self.identities.items())
            },
        }


@dataclass(frozen=True)
class Held:
    """How a ceremony went.

    :ivar shut_out_count: cases that shut the officer out, and so were not handed over.
    :ivar unreadable_count: cases whose rows are not what they were.
    """

    handover: Handover
    case_count: int
    shut_out_count: int
    unreadable_count: int


def roster_of(head: Head) -> Roster:
    """Return the roster of an export, every link checked.

    :raises Broken: it is not the roster that its people signed.
    """
    return read_roster(head.roster, agency_id=head.agency_id, channel=head.channel)


def hold_ceremony(
    head: Head, cases: Iterable[ExportedCase], key: RecoveryKey, known_as: Sequence[Appointed]
) -> Held:
    """Hand every case that does not shut an officer out to him.

    :param known_as: the officer as his account and the custodians' papers name
        him; somebody who writes the database could have changed the one.
    :raises NotAllowed: he neither stands on the roster nor waits for it.
    :raises Broken: the roster is not what it was, or the key is not its recovery key.
    """
    roster = roster_of(head)
    if roster.recovery is None or key.opening.public != roster.recovery.opening_key:
        raise Broken(Code.SEAL_IS_BROKEN)
    member, signed_lines = _seat(head, roster, key, known_as[0].officer_id)
    named = {one.officer_id: one for one in head.accounts}
    wraps: dict[str, dict[int, Sealed]] = {}
    identities: dict[str, tuple[str, Nests]] = {}
    case_count = shut_out_count = unreadable_count = 0
    for case in cases:
        case_count += 1
        ref = CaseRef(head.agency_id, head.channel, case.case_id)
        try:
            keys = _opened(ref, case, key, roster)
            if _shuts_out(case, keys, known_as, named):
                shut_out_count += 1
                continue
        except (Broken, KeyError, ValueError):
            unreadable_count += 1
            continue
        wraps[case.case_id] = {
            number: one.wrap_for_officer(member.holder_id, member.opening_key)
            for number, one in keys.items()
        }
        if case.identity is not None:
            people = _may_open(case, keys, roster, member, named)
            with suppress(Broken):
                nests = nests_from_recovery(ref, *case.identity, key.opening, people)
                identities |= {case.case_id: (case.identity[0], nests)} if nests else {}
    handover = Handover(
        head.agency_id,
        head.channel,
        member.holder_id,
        member.opening_key,
        signed_lines,
        wraps,
        identities,
    )
    return Held(handover, case_count, shut_out_count, unreadable_count)


def read_handover(text: str, *, recovery_signing_key: bytes) -> Handover:
    """Return a handover whose signature is that of the recovery key.

    :raises Broken: not signed by it, changed, or no handover.
    """
    try:
        record = json.loads(text)
        handover = Handover(
            record["agency_id"],
            record["channel"],
            record["officer_id"],
            _bytes(record["opening_key"]),
            {
                int(number): (_bytes(previous), _bytes(signature))
                for number, (previous, signature) in record["signed_lines"].items()
            },
            {
                case_id: {int(number): Sealed(_bytes(wrap)) for number, wrap in keys.items()}
                for case_id, keys in record["wraps"].items()
            },
            {
                case_id: (
                    row,
                    {(first, second): Sealed(_bytes(nest)) for first, second, nest in nests},
                )
                for case_id, (row, nests) in record["identities"].items()
            },
        )
        signature = _bytes(record["signature"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Broken(Code.SEAL_IS_BROKEN) from None
    if not is_signed_by(recovery_signing_key, signature, handover.message()):
        raise Broken(Code.SEAL_IS_BROKEN)
    return handover


def check_line(text: str) -> str:
    """Return what goes into the minutes, so that everybody knows which file was made."""
    digits = hashlib.sha256(text.encode()).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _seat(
    head: Head, roster: Roster, key: RecoveryKey, officer_id: str
) -> tuple[Member, dict[int, tuple[bytes, bytes]]]:
    """Return the officer's place, and the waiting lines signed up to the one that gives it."""
    signed: dict[int, tuple[bytes, bytes]] = {}
    for entry in head.waiting:
        if officer_id in roster.members:
            break
        placed = _placed(entry, roster)
        signature = placed.signed(RECOVERY, key.signing)
        roster = append(roster, replace(placed, signatures=(signature,)))
        signed[placed.number] = (placed.previous, signature.signature)
    member = roster.members.get(officer_id)
    if member is None or member.holder_id == RECOVERY:
        raise NotAllowed(Code.NOT_ON_ROSTER)
    return member, signed


def _placed(entry: Entry, roster: Roster) -> Entry:
    no_signatures: tuple[Signature, ...] = ()
    return replace(entry, previous=roster.head, signatures=no_signatures)


def _opened(
    ref: CaseRef, case: ExportedCase, key: RecoveryKey, roster: Roster
) -> dict[int, CaseKey]:
    """Return every key of a case, each checked against the one before.

    :raises Broken: a key is missing, does not open, or had no right to follow.
    """
    pair = key.opening
    keys = {
        number: open_as_officer(ref, number, wrap, RECOVERY, pair)
        for number, wrap in case.wraps.items()
    }
    if not keys or set(keys) != {record.number for record in case.keys}:
        raise Broken(Code.SEAL_IS_BROKEN)
    shared = {number: one.shared for number, one in keys.items()}
    verify_succession(shared, case.keys, roster.signer_keys)
    return keys


def _shuts_out(
    case: ExportedCase,
    keys: dict[int, CaseKey],
    known_as: Sequence[Appointed],
    named: dict[str, Appointed],
) -> bool:
    """Say whether a case shuts an officer out, from its sealed rows.

    :raises Broken: a row is missing or does not open.
    """
    if sorted(row.position for row in case.rows) != list(range(1, case.entry_count + 1)):
        raise Broken(Code.SEAL_IS_BROKEN)
    records = []
    for row in case.rows:
        key = keys[row.key_number].half(Half(row.half))
        name = f"{row.id}/{row.position}"
        records.append(
            key.open(row.content_sealed, table="case_entries", column="content_sealed", row=name)
        )
    told = shut_out_in((EntryKind(one["kind"]), one["content"]) for one in records)
    others = [named[one] for one in told.officer_ids if one in named]
    return any(
        one.officer_id in told.officer_ids
        or is_shut_out(one, excluded=others, accused=told.accused)
        for one in known_as
    )


def _may_open(
    case: ExportedCase,
    keys: dict[int, CaseKey],
    roster: Roster,
    member: Member,
    named: dict[str, Appointed],
) -> dict[str, bytes]:
    """Return to whom the identity goes: the officer, and who holds the case with him.

    Each is looked for in the case's own rows; what the export says of holders
    cannot let anybody in whom the case shuts out.
    """
    people = {member.holder_id: member.opening_key}
    for holder in set(case.holders) & set(named):
        beside = roster.members.get(holder)
        if beside is None or beside.seat not in {Seat.OFFICER, Seat.ALTERNATE}:
            continue
        if not _shuts_out(case, keys, [named[holder]], named):
            people.setdefault(holder, beside.opening_key)
    return people


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
