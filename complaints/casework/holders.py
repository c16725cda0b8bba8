"""Who holds the key of a case, who is given it, and who loses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed, is_shut_out, shut_out_in
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import Code, NotAllowed, NotFound
from complaints.records import cases
from complaints.records.cases import KeyWrap
from complaints.records.handovers import remove_handovers
from complaints.records.officers import Officer, all_officers
from complaints.records.two_people import remove_request_wraps, remove_requests_of_case
from complaints.vault.casekeys import CaseKey
from complaints.vault.roster import Member, Seat
from complaints.work import Actor
from complaints.work.opened import OpenedCase
from complaints.work.rosters import appointed_members, current_roster

Seated = list[tuple[Officer, Member]]
PEOPLE = (Seat.OFFICER, Seat.ALTERNATE, Seat.WITNESS)
"""Seats of those who could read something of a case, if only a request about it."""


@dataclass(frozen=True)
class NamedOfficer:
    """An officer who can be chosen in a step."""

    id: str
    full_name: str
    position: str
    unit_id: str | None


def holders_on_desk(opened: OpenedCase) -> list[NamedOfficer]:
    """Return the officers who can open a case today."""
    held = cases.holders_of(opened.work.session, opened.case.id)
    return [_named(account) for account, _ in _seated(opened) if account.id in held]


def members_of_unit(opened: OpenedCase) -> list[NamedOfficer]:
    """Return the officers to whom a case may be given.

    Corruption: those who hold its key already. Grievances: everybody on the
    roster whom neither the reporter nor a colleague has shut out.
    """
    if opened.work.channel is Channel.CORRUPTION:
        return holders_on_desk(opened)
    shut_out = shut_out_of(opened)
    return [_named(account) for account, _ in _seated(opened) if account.id not in shut_out]


def newcomers(opened: OpenedCase) -> list[NamedOfficer]:
    """Return the officers who could be let into a case: on the roster, and not shut out."""
    held = cases.holders_of(opened.work.session, opened.case.id)
    shut_out = shut_out_of(opened)
    return [
        _named(account)
        for account, member in _seated(opened)
        if member.seat is Seat.OFFICER and account.id not in held | shut_out
    ]


def wrap_for(opened: OpenedCase, officer_id: str) -> None:
    """Seal every key of a case to an officer who may have it."""
    for account, member in _seated(opened):
        if account.id == officer_id:
            opened.work.session.add_all(
                _wrapped(opened, key, officer_id, member.opening_key)
                for key in opened.keys.values()
            )


def give_key(opened: OpenedCase, unit_id: str, officer_id: str) -> None:
    """Seal every key of a grievance to the officers of the unit that takes it.

    On the corruption channel nobody is added: those of the roster hold it.
    """
    if opened.work.channel is Channel.CORRUPTION:
        return
    held = cases.holders_of(opened.work.session, opened.case.id)
    shut_out = shut_out_of(opened)
    for account, member in _seated(opened):
        takes_it = account.unit_id == unit_id or account.id == officer_id
        if takes_it and account.id not in held and account.id not in shut_out:
            for key in opened.keys.values():
                opened.work.session.add(_wrapped(opened, key, account.id, member.opening_key))


def cut_off(opened: OpenedCase, actor: Actor, officer_id: str) -> None:
    """Take every key of a case from an officer and begin a new one without him.

    When nobody of the desk is left, the alternate reads on, and the reporter
    is told so.

    :raises NotFound: the actor has no keys to sign with.
    :raises NotAllowed: nobody at all would be left to read the case.
    """
    if actor.owned is None:
        raise NotFound
    session, case = opened.work.session, opened.case
    stand_in = _stand_in(opened, without=officer_id)
    cases.remove_wraps(session, case.id, officer_id)
    cases.remove_nests(session, case.id, officer_id)
    remove_request_wraps(session, case.id, officer_id)
    remove_requests_of_case(session, case.id, asked_by=officer_id)
    remove_handovers(session, officer_id, [case.id])
    for account, member in stand_in:
        session.add_all(
            _wrapped(opened, each, account.id, member.opening_key) for each in opened.keys.values()
        )
    session.flush()
    opened.renew_key(actor.owned.signing)
    if stand_in:
        names = " · ".join(f"{one.full_name} ({one.position})" for one, _ in stand_in)
        opened.add_shared(EntryKind.READ_OUTSIDE, Side.OFFICE, who=names)
    _relieve(opened, officer_id)


def _stand_in(opened: OpenedCase, *, without: str) -> Seated:
    """Return the alternates who must take over, because nobody else is left.

    :raises NotAllowed: there is no alternate whom nobody has shut out.
    """
    held = cases.holders_of(opened.work.session, opened.case.id) - {without}
    if any(account.id in held for account, _ in _seated(opened)):
        return []
    shut_out = {without, *shut_out_of(opened)}
    alternates = [
        (account, member)
        for account, member in _seated(opened)
        if member.seat is Seat.ALTERNATE and account.id not in shut_out
    ]
    if not alternates:
        raise NotAllowed(Code.LAST_HOLDER)
    return alternates


def _relieve(opened: OpenedCase, officer_id: str) -> None:
    """Tell the reporter that the officer named before does not answer for the case any more."""
    case = opened.case
    if officer_id not in {case.officer_id, case.acting_officer_id}:
        return
    is_responsible = case.officer_id == officer_id
    if is_responsible:
        case.officer_id = None
    if case.acting_officer_id == officer_id:
        case.acting_officer_id = case.acting_until = None
    opened.add_shared(EntryKind.RELIEVED, Side.OFFICE, acting=not is_responsible)


def shut_out_of(opened: OpenedCase, entries: Sequence[Entry] | None = None) -> set[str]:
    """Return whom the reporter or a colleague has shut out of a case.

    An account of the same name as one that is shut out counts as the same person.

    :param entries: the rows of the case, where they were opened already.
    """
    rows = opened.entries() if entries is None else entries
    told = shut_out_in((entry.kind, entry.content) for entry in rows)
    shut_out, accused = set(told.officer_ids), told.accused
    if not shut_out and not accused:
        return shut_out
    known = {one.id: one for one in all_officers(opened.work.session)}
    gone = [_appointed(known[one]) for one in shut_out if one in known]
    roster = current_roster(opened.work)
    everybody = appointed_members(opened.work, roster, *PEOPLE)
    return shut_out | {
        account.id
        for account, _ in everybody
        if is_shut_out(_appointed(account), excluded=gone, accused=accused)
    }


def _seated(opened: OpenedCase) -> Seated:
    roster = current_roster(opened.work)
    return appointed_members(opened.work, roster, Seat.OFFICER, Seat.ALTERNATE)


def _wrapped(opened: OpenedCase, key: CaseKey, holder: str, public: bytes) -> KeyWrap:
    return KeyWrap(
        recipient_id=holder,
        case_id=opened.case.id,
        key_number=key.number,
        key_sealed=key.wrap_for_officer(holder, public),
    )


def _appointed(account: Officer) -> Appointed:
    return Appointed(account.id, account.full_name, account.position)


def _named(account: Officer) -> NamedOfficer:
    return NamedOfficer(account.id, account.full_name, account.position, account.unit_id)
