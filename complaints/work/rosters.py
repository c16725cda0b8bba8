"""The roster of a channel as the database holds it, checked link by link."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from complaints.domain.errors import Broken, Code
from complaints.records import officers
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.vault.roster import Change, Entry, Member, Roster, Seat, Signature, read_roster
from complaints.work import Work


def current_roster(work: Work) -> Roster:
    """Return the roster of the work's channel.

    :raises Broken: an entry was changed, taken out or wrongly signed, or an
        alarm stands on the channel: then nothing is sealed to anybody.
    """
    lines = officers.signed_lines(work.session, work.channel)
    if lines and lines[0][-1]:
        raise Broken(Code.DESK_IS_STOPPED)
    return _checked(lines, work.agency.id, work.channel.value)


def roster_despite_alarm(work: Work) -> Roster:
    """Return the roster for those who look whether the alarm is over, not to seal to it.

    :raises Broken: an entry was changed, taken out or wrongly signed.
    """
    lines = officers.signed_lines(work.session, work.channel)
    quiet = tuple((*line[:-1], False) for line in lines)
    return _checked(quiet, work.agency.id, work.channel.value)


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


def appointed_members(work: Work, roster: Roster, *seats: Seat) -> list[tuple[Officer, Member]]:
    """Return those in some seats whose appointment runs today, with their accounts.

    Whoever has lost the key that stands on the roster is not among them.
    """
    today = work.today()
    found = []
    for account in officers.officers_of_desk(work.session, work.channel):
        member = roster.members.get(account.id)
        if member is None or member.opening_key != account.opening_key:
            continue
        if member.seat in seats and account.is_appointed(today):
            found.append((account, member))
    return found


@lru_cache(maxsize=32)
def _checked(lines: tuple[tuple[Any, ...], ...], agency_id: str, channel: str) -> Roster:
    """Return the roster that some lines make; equal lines are checked once a process."""
    entries = []
    for (number, change, seat, *rest), group in groupby(lines, key=lambda line: line[:7]):
        holder_id, opening_key, signing_key, previous = rest
        signatures = (Signature(*line[7:9]) for line in group if line[7] is not None)
        entries.append(
            Entry(
                agency_id=agency_id,
                channel=channel,
                number=number,
                change=Change(change),
                seat=Seat(seat),
                holder_id=holder_id,
                opening_key=opening_key,
                signing_key=signing_key,
                previous=previous,
                signatures=tuple(signatures),
            )
        )
    return read_roster(entries, agency_id=agency_id, channel=channel)
