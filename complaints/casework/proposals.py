"""Lines that wait at the end of a roster until its members have signed them.

Nothing is sealed by what waits, so lines are proposed on a stopped desk too:
whoever is to end the alarm may have to come onto the roster first, by the
signature of the recovery key.
"""

from __future__ import annotations

from complaints.domain.channel import Role
from complaints.records import officers
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.vault.officers import OfficerSecrets
from complaints.vault.roster import Change, Entry, Roster, Seat, is_complete
from complaints.work import Work
from complaints.work.rosters import roster_despite_alarm

SEATS = {Role.ALTERNATE: Seat.ALTERNATE, Role.WITNESS: Seat.WITNESS}
"""Seats of roles that are not simply an officer's."""


def propose_addition(work: Work, account: Officer, owned: OfficerSecrets) -> None:
    """Put an officer's keys on the roster's waiting lines; the very first signs for himself."""
    roster = roster_despite_alarm(work)
    seat = SEATS.get(Role(account.role), Seat.OFFICER)
    row = _waiting_row(work, roster, account, Change.ADD, seat)
    work.session.add(row)
    work.session.flush()
    if not roster.signers and seat is Seat.OFFICER:
        _sign_first(work, roster, row, account, owned)


def propose_removal(work: Work, account: Officer) -> None:
    """Put the removal of an officer on the roster's waiting lines, once.

    A line that would add him and still waits is withdrawn, so that it cannot
    stand in the way of those behind it.
    """
    _withdraw_waiting(work, account.id)
    roster = roster_despite_alarm(work)
    member = roster.members.get(account.id)
    if member is not None:
        row = _waiting_row(work, roster, account, Change.REMOVE, member.seat)
        row.opening_key, row.signing_key = member.opening_key, member.signing_key
        work.session.add(row)
        work.session.flush()


def propose_return(work: Work, account: Officer) -> None:
    """Let an officer whose appointment goes on stand on the roster.

    A removal of the same key that waits is withdrawn; whoever was taken off
    already waits to be added again.
    """
    waiting = [
        row
        for row in officers.roster_entries(work.session, work.channel)
        if row.holder_id == account.id and not row.is_complete
    ]
    mine = [row for row in waiting if row.opening_key == account.opening_key]
    if any(row.change == Change.REMOVE for row in mine):
        _withdraw_waiting(work, account.id)
        return
    roster = roster_despite_alarm(work)
    if account.id not in roster.members and not mine:
        seat = SEATS.get(Role(account.role), Seat.OFFICER)
        work.session.add(_waiting_row(work, roster, account, Change.ADD, seat))
        work.session.flush()


def removal_waits(work: Work, officer_id: str) -> bool:
    """Say whether a line that would remove an officer waits already."""
    rows = officers.roster_entries(work.session, work.channel)
    return any(
        row.holder_id == officer_id and row.change == Change.REMOVE and not row.is_complete
        for row in rows
    )


def _waiting_row(
    work: Work, roster: Roster, account: Officer, change: Change, seat: Seat
) -> RosterEntry:
    """Return a new line at the end of the roster, still without signatures.

    Lines that wait already keep their place; a line's hash of the one before
    is set when it is its turn to be signed.
    """
    rows = officers.roster_entries(work.session, work.channel)
    return RosterEntry(
        channel=work.channel.value,
        number=rows[-1].number + 1 if rows else 0,
        change=change.value,
        seat=seat.value,
        holder_id=account.id,
        opening_key=account.opening_key or b"",
        signing_key=account.signing_key or b"",
        previous=roster.head,
        made_on=work.today(),
    )


def _sign_first(
    work: Work, roster: Roster, row: RosterEntry, account: Officer, owned: OfficerSecrets
) -> None:
    """Let the very first officer of a desk sign for himself."""
    entry = Entry(
        agency_id=work.agency.id,
        channel=row.channel,
        number=row.number,
        change=Change.ADD,
        seat=Seat(row.seat),
        holder_id=account.id,
        opening_key=row.opening_key,
        signing_key=row.signing_key,
        previous=row.previous,
    )
    signature = entry.signed(account.id, owned.signing)
    work.session.add(
        RosterSignature(
            entry_id=row.id,
            signer_id=account.id,
            signature=signature.signature,
            signed_on=work.today(),
        )
    )
    complete = Entry(**{**entry.__dict__, "signatures": (signature,)})
    row.is_complete = is_complete(roster, complete)


def _withdraw_waiting(work: Work, holder_id: str) -> None:
    session = work.session
    rows = officers.roster_entries(session, work.channel)
    waiting = [row for row in rows if not row.is_complete]
    kept = [row for row in waiting if row.holder_id != holder_id]
    if len(kept) == len(waiting):
        return
    first = waiting[0].number
    for row in waiting:
        if row.holder_id == holder_id:
            officers.remove_waiting(session, row)
    session.flush()
    for number, row in enumerate(kept, start=first):
        if row.number != number:
            officers.remove_signatures(session, row)
            row.number = number
            session.flush()
