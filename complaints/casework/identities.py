"""The identity of a confidential reporter: one asks, a second confirms, the first reads it.

The second hands the key of the identity to the first alone, and in the same
moment the reporter is told that it was opened, when, by whom and why. Only
those who can open the case may confirm, so nobody learns of it by being asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from complaints.casework.holders import shut_out_of
from complaints.domain.access import Permission
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.sealed import Sealed
from complaints.domain.text import required_text
from complaints.domain.two_people import Deed
from complaints.records import cases, journal, officers
from complaints.records.cases import Identity, IdentityNest
from complaints.vault.identity import hand_to, open_identity, open_outer
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case
from complaints.work.rosters import current_roster
from complaints.work.two_people import (
    Asked,
    ask,
    confirm,
    requests_for,
    second_people,
    take_confirmed,
)


@dataclass(frozen=True)
class Waiting:
    """A request to open the identity that somebody still has to confirm."""

    id: str
    by: str
    reason: str
    asked_on: date
    expires_on: date
    is_own: bool


@dataclass(frozen=True)
class SealedIdentity:
    """What an officer sees of the identity of a case.

    :ivar opened: the identity, if it was opened for this very officer.
    """

    waiting: list[Waiting]
    opened: str | None = field(repr=False)


def look_at_identity(work: Work, actor: Actor, *, number: str) -> SealedIdentity:
    """Return how the identity of a case stands for an officer.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: there is no identity.
    """
    opened = open_case(work, number, actor, Permission.IDENTITY_OPEN, for_change=False)
    identity = cases.identity_of(work.session, opened.case.id)
    if identity is None:
        raise NotAllowed(Code.NO_IDENTITY)
    asked = [
        _waiting(work, actor, each)
        for each in requests_for(work, actor)
        if each.deed is Deed.OPEN_IDENTITY and each.case_id == opened.case.id
    ]
    return SealedIdentity(waiting=asked, opened=_opened_for(opened, identity, actor))


def ask_for_identity(work: Work, actor: Actor, *, number: str, reason: str) -> str:
    """Ask that the identity be opened, and return the id of the request.

    :param reason: why; the second person and the reporter read it.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: there is no identity, or nobody who could confirm.
    :raises BadInput: no reason.
    """
    reason = required_text(reason, "reason", longest=2000)
    opened = open_case(work, number, actor, Permission.IDENTITY_OPEN)
    identity = cases.identity_of(work.session, opened.case.id)
    if identity is None or actor.owned is None:
        raise NotAllowed(Code.NO_IDENTITY)
    nests = cases.nests_held(work.session, identity.id, actor.id)
    holders = cases.holders_of(work.session, opened.case.id)
    seconds = {
        second: key
        for second, key in second_people(work, actor, shut_out_of(opened)).items()
        if second in nests and second in holders
    }
    inner = {
        second: open_outer(
            opened.ref, identity.id, nests[second], (actor.id, second), actor.owned.opening
        ).hex()
        for second in seconds
    }
    request_id = ask(
        work,
        actor,
        Deed.OPEN_IDENTITY,
        case_id=opened.case.id,
        particulars={"reason": reason, "inner": inner},
        seconds=seconds,
    )
    opened.add_internal(EntryKind.IDENTITY_ASKED, text=reason, officer=actor.full_name)
    return request_id


def confirm_identity(work: Work, actor: Actor, *, number: str, request_id: str) -> None:
    """Open the identity to the person who asked, as the second; the reporter is told.

    :raises NotFound: no such case or request, or not the actor's to confirm.
    :raises NotAllowed: asked for by the actor himself.
    :raises Broken: the envelopes are not what was sealed.
    """
    opened = open_case(work, number, actor, Permission.IDENTITY_OPEN)
    asked = confirm(work, actor, request_id)
    take_confirmed(work, actor, request_id, Deed.OPEN_IDENTITY, case_id=opened.case.id)
    identity = cases.identity_of(work.session, opened.case.id)
    if identity is None or actor.owned is None:
        raise NotFound
    first = current_roster(work).members.get(asked.asked_by)
    if first is None or asked.asked_by not in cases.holders_of(work.session, opened.case.id):
        raise NotFound
    nest = hand_to(
        opened.ref,
        identity.id,
        bytes.fromhex(asked.particulars["inner"][actor.id]),
        (asked.asked_by, actor.id),
        actor.owned.opening,
        first.opening_key,
    )
    _keep(work, identity, asked.asked_by, nest)
    opened.add_shared(
        EntryKind.IDENTITY_OPENED,
        Side.OFFICE,
        text=str(asked.particulars["reason"]),
        asked_by=_named(work, asked.asked_by),
        confirmed_by=_named(work, actor.id),
    )
    _record(opened, actor)


def _opened_for(opened: OpenedCase, identity: Identity, actor: Actor) -> str | None:
    nest = cases.nests_held(opened.work.session, identity.id, actor.id).get(actor.id)
    if nest is None or actor.owned is None:
        return None
    told = [each for each in opened.entries() if each.kind is EntryKind.IDENTITY_OPENED]
    if not told:  # the reporter was not told, so nobody has opened it rightly
        raise Broken(Code.SEAL_IS_BROKEN)
    twice, pair = (actor.id, actor.id), actor.owned.opening
    inner = open_outer(opened.ref, identity.id, nest, twice, pair)
    return open_identity(opened.ref, identity.id, identity.identity_sealed, inner, twice, pair)


def _keep(work: Work, identity: Identity, first_id: str, nest: Sealed) -> None:
    place = {"identity_id": identity.id, "first_id": first_id, "second_id": first_id}
    row = work.session.get(IdentityNest, place)
    if row is None:
        work.session.add(IdentityNest(**place, key_sealed=nest))
    else:
        row.key_sealed = nest


def _waiting(work: Work, actor: Actor, asked: Asked) -> Waiting:
    return Waiting(
        id=asked.id,
        by=_named(work, asked.asked_by),
        reason=str(asked.particulars["reason"]),
        asked_on=asked.asked_on,
        expires_on=asked.expires_on,
        is_own=asked.asked_by == actor.id,
    )


def _named(work: Work, officer_id: str) -> str:
    for account in officers.officers_of_desk(work.session, work.channel):
        if account.id == officer_id:
            return f"{account.full_name} ({account.position})"
    return ""


def _record(opened: OpenedCase, actor: Actor) -> None:
    work = opened.work
    journal.write(
        work.session,
        Event.IDENTITY_OPENED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
    )
