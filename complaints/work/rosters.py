"""The roster of a channel as the database holds it, checked link by link."""

from __future__ import annotations

from functools import lru_cache

from complaints.records import officers
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.vault.roster import Change, Entry, Member, Roster, Seat, Signature, read_roster
from complaints.work import Work


def current_roster(work: Work) -> Roster:
    """Return the roster of the work's channel.

    :raises Broken: an entry was changed, taken out or wrongly signed.
    """
    rows = officers.roster_entries(work.session, work.channel)
    signatures = officers.roster_signatures(work.session, work.channel)
    entries = tuple(
        entry_of(work, row, signatures.get(row.id, [])) for row in rows if row.is_complete
    )
    return _checked(entries, work.agency.id, work.channel.value)


def entry_of(work: Work, row: RosterEntry, signatures: list[RosterSignature]) -> Entry:
    """Return a row of the table as the vault knows it."""
    return Entry(
        agency_id=work.agency.id,
        channel=row.channel,
        number=row.number,
        change=Change(row.change),
        seat=Seat(row.seat),
        holder_id=row.holder_id,
        opening_key=row.opening_key,
        signing_key=row.signing_key,
        previous=row.previous,
        signatures=tuple(Signature(one.signer_id, one.signature) for one in signatures),
    )


def appointed_members(work: Work, roster: Roster, seat: Seat) -> list[tuple[Officer, Member]]:
    """Return those in a seat whose appointment runs today, with their accounts."""
    today = work.today()
    found = []
    for account in officers.officers_of_desk(work.session, work.channel):
        member = roster.members.get(account.id)
        if member is not None and member.seat is seat and account.is_appointed(today):
            found.append((account, member))
    return found


@lru_cache(maxsize=32)
def _checked(entries: tuple[Entry, ...], agency_id: str, channel: str) -> Roster:
    return read_roster(entries, agency_id=agency_id, channel=channel)
