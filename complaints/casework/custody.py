"""The server's side of recovery: who the custodians are, what goes out, what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.casework.ceremony import Handover, read_handover
from complaints.casework.recovery_export import (
    ExportedCase,
    Head,
    SealedRow,
    envelopes_as_record,
    envelopes_of_record,
    lines_of,
)
from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.sealed import Sealed
from complaints.records import cases, journal, officers, recovery
from complaints.records.cases import Case, IdentityNest, KeyWrap
from complaints.records.officers import RosterEntry, RosterSignature
from complaints.records.recovery import RecoveryEnvelopes
from complaints.vault.casekeys import RECOVERY, Half, Succession
from complaints.vault.custodians import Envelopes, RecoveryKey, fingerprint_of, seal_to_custodians
from complaints.vault.roster import Roster, Signature, append
from complaints.work import Work
from complaints.work.rosters import entry_of, roster_despite_alarm

Custodians = Mapping[str, bytes]
"""Public opening keys by the custodian's name."""

_EACH = 100


def refuse_unfit_custodians(
    chosen: Mapping[Channel, Custodians], quorum: int, *, is_demonstration: bool
) -> None:
    """Refuse custodians who are too few, or who could open both channels.

    :raises NotAllowed: with the reason.
    """
    fewest = 1 if is_demonstration else 2
    for custodians in chosen.values():
        if not fewest <= quorum <= len(set(custodians.values())):
            raise NotAllowed(Code.TOO_FEW_CUSTODIANS)
    sets = [set(custodians.values()) for custodians in chosen.values()]
    if len(sets) > 1 and len(set.intersection(*sets)) >= quorum and not is_demonstration:
        raise NotAllowed(Code.CUSTODIANS_OVERLAP)


def custodians_of(work: Work) -> dict[str, str]:
    """Return the names of a channel's custodians by the fingerprint of their key."""
    row = recovery.envelopes_of(work.session, work.channel)
    return json.loads(row.custodians) if row else {}


def name_custodians(work: Work, key: RecoveryKey, custodians: Custodians, quorum: int) -> None:
    """Seal a channel's recovery key to its custodians; earlier ones cannot open it here any more.

    What earlier custodians have kept of their envelopes stays theirs.

    :raises NotAllowed: too few of them, or too many who hold the other channel too.
    :raises Broken: the key is not the one on the roster.
    """
    roster = roster_despite_alarm(work)
    if roster.recovery is None or roster.recovery.opening_key != key.opening.public:
        raise Broken(Code.SEAL_IS_BROKEN)
    chosen = {work.channel: custodians}
    other = recovery.envelopes_of(work.session, work.channel.other)
    if other is not None:
        chosen[work.channel.other] = _opened(other).custodians
    refuse_unfit_custodians(chosen, quorum, is_demonstration=work.agency.is_demonstration)
    keep_envelopes(work, key, custodians, quorum)


def keep_envelopes(work: Work, key: RecoveryKey, custodians: Custodians, quorum: int) -> None:
    """Write the envelopes of a channel; who they are was checked before."""
    envelopes = seal_to_custodians(
        key,
        list(custodians.values()),
        quorum,
        agency_id=work.agency.id,
        channel=work.channel.value,
    )
    names = {fingerprint_of(public): name for name, public in custodians.items()}
    row = recovery.envelopes_of(work.session, work.channel)
    sealed = Sealed(json.dumps(envelopes_as_record(envelopes)).encode())
    if row is None:
        row = RecoveryEnvelopes(
            channel=work.channel.value,
            quorum=quorum,
            custodians="",
            made_on=work.today(),
            envelopes_sealed=sealed,
        )
        work.session.add(row)
    row.quorum, row.made_on, row.envelopes_sealed = quorum, work.today(), sealed
    row.custodians = json.dumps(names, ensure_ascii=False, sort_keys=True)
    _record(work, Event.CUSTODIANS_NAMED)


def export_lines(work: Work) -> Iterator[str]:
    """Yield the lines of a channel's export and write one line of the journal."""
    _record(work, Event.RECOVERY_EXPORTED)
    yield from lines_of(head_of_export(work), _exported_cases(work))


def take_in(work: Work, text: str) -> int:
    """Take a ceremony's handover in and return how many cases it opens to the officer.

    :raises Broken: not signed by the recovery key of this roster, or for another agency.
    :raises NotFound: the officer has no account that is appointed today.
    :raises NotAllowed: the roster has gone on, so that the officer is not on it.
    """
    roster = roster_despite_alarm(work)
    if roster.recovery is None:
        raise Broken(Code.ROSTER_IS_BROKEN)
    handover = read_handover(text, recovery_signing_key=roster.recovery.signing_key)
    if (handover.agency_id, handover.channel) != (work.agency.id, work.channel.value):
        raise Broken(Code.SEAL_IS_BROKEN)
    account = officers.find_officer(work.session, handover.officer_id)
    if account is None or not account.is_appointed(work.today()):
        raise NotFound
    roster = _sign_lines(work, roster, handover)
    member = roster.members.get(handover.officer_id)
    if member is None or member.opening_key != handover.opening_key:
        raise NotAllowed(Code.NOT_ON_ROSTER)
    taken = [case_id for case_id in handover.wraps if _take_wraps(work, handover, case_id)]
    for case_id in set(taken) & set(handover.identities):
        _take_nests(work, handover, case_id)
    count = len(taken)
    _record(work, Event.CASES_RECOVERED, case_count=str(count))
    return count


def _sign_lines(work: Work, roster: Roster, handover: Handover) -> Roster:
    """Put the recovery key's signature under the lines that waited for it."""
    rows = {
        row.number: row
        for row in officers.roster_entries(work.session, work.channel)
        if not row.is_complete
    }
    for number, (previous, signature) in sorted(handover.signed_lines.items()):
        row = rows.get(number)
        if row is None or previous != roster.head:
            continue  # signed meanwhile, or the roster went another way
        row.previous = previous
        signed = replace(entry_of(work, row, []), signatures=(Signature(RECOVERY, signature),))
        with suppress(Broken):
            roster = append(roster, signed)
            _keep_signature(work, row, signature)
    work.session.flush()
    return roster


def _keep_signature(work: Work, row: RosterEntry, signature: bytes) -> None:
    officers.remove_signatures(work.session, row)
    work.session.add(
        RosterSignature(
            entry_id=row.id, signer_id=RECOVERY, signature=signature, signed_on=work.today()
        )
    )
    row.is_complete = True


def _take_wraps(work: Work, handover: Handover, case_id: str) -> bool:
    case = work.session.get(Case, case_id)
    keys = {record.number for record in cases.key_records(work.session, case_id)}
    if case is None or case.channel != work.channel.value or set(handover.wraps[case_id]) - keys:
        return False
    cases.remove_wraps(work.session, case_id, handover.officer_id)
    work.session.flush()
    work.session.add_all(
        KeyWrap(
            recipient_id=handover.officer_id, case_id=case_id, key_number=number, key_sealed=wrap
        )
        for number, wrap in handover.wraps[case_id].items()
    )
    return True


def head_of_export(work: Work) -> Head:
    """Return roster, accounts and envelopes of a channel as an export carries them."""
    rows = officers.roster_entries(work.session, work.channel)
    signatures = officers.roster_signatures(work.session, work.channel)
    row = recovery.envelopes_of(work.session, work.channel)
    return Head(
        work.agency.id,
        work.channel.value,
        roster=tuple(
            entry_of(work, row, signatures.get(row.id, [])) for row in rows if row.is_complete
        ),
        waiting=tuple(entry_of(work, row, []) for row in rows if not row.is_complete),
        accounts=tuple(
            Appointed(account.id, account.full_name, account.position)
            for account in officers.all_officers(work.session)
        ),
        envelopes=_opened(row) if row else None,
    )


def _opened(row: RecoveryEnvelopes) -> Envelopes:
    return envelopes_of_record(json.loads(row.envelopes_sealed))


def _exported_cases(work: Work) -> Iterator[ExportedCase]:
    kept = Case.channel == work.channel.value, Case.erased_on.is_(None)
    ids = sa.select(Case.id).where(*kept).order_by(Case.id)
    held = list(work.session.scalars(ids))
    for at in range(0, len(held), _EACH):
        for case_id in held[at : at + _EACH]:
            yield _exported_case(work, case_id)
        work.session.expunge_all()


def _exported_case(work: Work, case_id: str) -> ExportedCase:
    session = work.session
    case = session.get_one(Case, case_id)
    return ExportedCase(
        case_id,
        case.entry_count,
        tuple(
            Succession(one.number, one.commitment, one.mac, one.signer_key, one.signature)
            for one in cases.key_records(session, case_id)
        ),
        {one.key_number: one.key_sealed for one in cases.wraps_held(session, case_id, RECOVERY)},
        tuple(
            SealedRow(row.id, row.position, row.key_number, row.half, row.content_sealed)
            for row in cases.entries_of(session, case_id, [half.value for half in Half])
        ),
        tuple(sorted(cases.holders_of(session, case_id))),
        _identity_for_recovery(session, case_id),
    )


def _identity_for_recovery(session: Session, case_id: str) -> tuple[str, bytes] | None:
    """Return the row of a case's identity and its nest for the recovery key, if it has one."""
    identity = cases.identity_of(session, case_id)
    if identity is None:
        return None
    nest = cases.nests_held(session, identity.id, RECOVERY).get(RECOVERY)
    return (identity.id, nest) if nest else None


def _take_nests(work: Work, handover: Handover, case_id: str) -> None:
    """Let two officers open the identity of a case that the ceremony handed on."""
    identity_id, nests = handover.identities[case_id]
    identity = cases.identity_of(work.session, case_id)
    if identity is None or identity.id != identity_id:
        return
    for (first, second), sealed in nests.items():
        work.session.merge(
            IdentityNest(
                identity_id=identity_id, first_id=first, second_id=second, key_sealed=sealed
            )
        )


def _record(work: Work, event: Event, **fields: str) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=journal.SYSTEM,
        fields=fields or None,
    )
