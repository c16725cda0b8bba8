"""Two people for one deed: one asks, a second confirms, then it is done once.

A use case that takes two people checks its own permission, then calls
:func:`ask` with the reason and whatever the second person or the deed itself
will need. The second reads it with :func:`read_request` and says yes with
:func:`confirm`; whoever carries the deed out takes it with
:func:`take_confirmed`, which uses it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from complaints.domain.access import Permission
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.two_people import Deed, Standing, expires_on, standing
from complaints.records import journal
from complaints.records import two_people as records
from complaints.records.database import new_id
from complaints.records.two_people import TwoPersonRequest, TwoPersonWrap
from complaints.vault.pairs import is_signed_by
from complaints.vault.roster import Roster, Seat
from complaints.vault.two_people import Request, open_particulars, seal_particulars
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.rosters import appointed_members, current_roster


@dataclass(frozen=True)
class Asked:
    """A request as one of the two reads it, every signature checked.

    :ivar particulars: what was handed to :func:`ask`.
    """

    id: str
    case_id: str
    deed: Deed
    standing: Standing
    asked_by: str
    asked_on: date
    expires_on: date
    confirmed_by: str | None
    confirmed_on: date | None
    particulars: dict[str, Any] = field(repr=False)


def second_people(work: Work, actor: Actor, shut_out: Iterable[str] = ()) -> dict[str, bytes]:
    """Return who could confirm: everybody on the roster but the actor.

    :param shut_out: whom the case itself shuts out.
    :return: public opening keys by officer.
    """
    roster = current_roster(work)
    without = {actor.id, *shut_out}
    seated = appointed_members(work, roster, Seat.OFFICER, Seat.ALTERNATE, Seat.WITNESS)
    return {
        account.id: member.opening_key for account, member in seated if account.id not in without
    }


def ask(
    work: Work,
    actor: Actor,
    deed: Deed,
    *,
    case_id: str,
    particulars: Mapping[str, Any],
    seconds: Mapping[str, bytes],
) -> str:
    """Ask for a deed that takes two, and return the id of the request.

    The caller has checked that the actor may ask for this deed on this case.

    :param particulars: the reason and what the deed needs; JSON, sealed.
    :param seconds: who may confirm, from :func:`second_people`.
    :raises NotAllowed: there is nobody who could confirm.
    :raises NotFound: the actor's own keys do not stand on the roster.
    """
    member = current_roster(work).members.get(actor.id)
    if member is None or actor.owned is None:
        raise NotFound
    readers = {**seconds, actor.id: member.opening_key}
    if len(readers) < 2:
        raise NotAllowed(Code.NOBODY_CAN_CONFIRM)
    records.remove_expired_requests(work.session, work.today())
    row_id = new_id()
    sealed, wraps = seal_particulars(
        work.agency.id, work.channel.value, row_id, particulars, readers
    )
    row = TwoPersonRequest(
        id=row_id,
        channel=work.channel.value,
        case_id=case_id,
        deed=deed.value,
        asked_by=actor.id,
        asked_on=work.today(),
        expires_on=expires_on(work.today()),
        particulars_sealed=sealed,
        asked_signature=b"",
    )
    row.asked_signature = actor.owned.signing.sign(_request(work, row).message())
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        TwoPersonWrap(request_id=row_id, holder_id=holder, key_sealed=wrap)
        for holder, wrap in wraps.items()
    )
    _record(work, Event.CONFIRMATION_ASKED, row, actor)
    return row_id


def requests_for(work: Work, actor: Actor) -> list[Asked]:
    """Return the running requests that an actor asked for or could confirm, oldest first.

    A request that somebody has tampered with is not among them.

    :raises NotFound: the actor is nobody who asks or confirms.
    """
    refuse_unless_allowed(actor, Permission.CONFIRM, channel=work.channel)
    roster = current_roster(work)
    held = records.requests_held(work.session, work.channel, actor.id, work.today())
    found = []
    for row, wrap in held:
        try:
            found.append(_checked(work, roster, row, wrap, actor))
        except Broken:
            continue
    return found


def read_request(work: Work, actor: Actor, request_id: str) -> Asked:
    """Return one running request.

    :raises NotFound: none that the actor may read, or its last day is over.
    :raises Broken: somebody has tampered with it.
    """
    return _held(work, actor, request_id)[1]


def confirm(work: Work, actor: Actor, request_id: str) -> Asked:
    """Confirm what somebody else asked for.

    :raises NotFound: as for :func:`read_request`.
    :raises NotAllowed: asked for by the actor himself, or confirmed before.
    """
    row, asked = _held(work, actor, request_id)
    if asked.asked_by == actor.id:
        raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
    if asked.standing is not Standing.WAITING:
        raise NotAllowed(Code.ALREADY_CONFIRMED)
    if actor.owned is None:
        raise NotFound
    row.confirmed_by, row.confirmed_on = actor.id, work.today()
    message = _request(work, row).confirmation(actor.id, row.confirmed_on)
    row.confirmed_signature = actor.owned.signing.sign(message)
    _record(work, Event.CONFIRMATION_GIVEN, row, actor)
    return read_request(work, actor, request_id)


def take_confirmed(work: Work, actor: Actor, request_id: str, deed: Deed, *, case_id: str) -> Asked:
    """Take a confirmed request for its deed; it serves this once.

    :raises NotFound: no such request on this case, or not the actor's to use.
    :raises NotAllowed: nobody has confirmed it yet.
    """
    row, asked = _held(work, actor, request_id)
    if asked.deed is not deed or asked.case_id != case_id:
        raise NotFound
    if actor.id not in {asked.asked_by, asked.confirmed_by or asked.asked_by}:
        raise NotFound
    if asked.standing is not Standing.CONFIRMED:
        raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
    _end(work, row)
    return asked


def withdraw(work: Work, actor: Actor, request_id: str) -> None:
    """Take a request back.

    :raises NotFound: as for :func:`read_request`, or asked for by somebody else.
    """
    row, asked = _held(work, actor, request_id)
    if asked.asked_by != actor.id:
        raise NotFound
    _record(work, Event.CONFIRMATION_WITHDRAWN, row, actor)
    _end(work, row)


def _end(work: Work, row: TwoPersonRequest) -> None:
    """Use a request up; it serves no second time, although somebody brings its row back."""
    work.ended.remember([(row.id, _over_at(row))])
    records.remove_request(work.session, row)


def _over_at(row: TwoPersonRequest) -> datetime:
    """Return an instant, in UTC, by which a request is over wherever the office is."""
    return datetime.combine(row.expires_on + timedelta(days=2), time.min)


def _held(work: Work, actor: Actor, request_id: str) -> tuple[TwoPersonRequest, Asked]:
    refuse_unless_allowed(actor, Permission.CONFIRM, channel=work.channel)
    found = records.request_held(work.session, work.channel, actor.id, request_id)
    if found is None:
        raise NotFound
    asked = _checked(work, current_roster(work), *found, actor)
    if asked.standing is Standing.EXPIRED:
        raise NotFound
    return found[0], asked


def _checked(
    work: Work, roster: Roster, row: TwoPersonRequest, wrap: TwoPersonWrap, actor: Actor
) -> Asked:
    """Return a request whose signatures are those of people on the roster.

    :raises Broken: a signature is missing, wrong, or of somebody who is no member any more.
    """
    if actor.owned is None:
        raise NotFound
    if work.ended.knows(row.id, _over_at(row)):
        raise Broken(Code.SEAL_IS_BROKEN)
    request = _request(work, row)
    _refuse_unsigned(roster, row.asked_by, row.asked_signature, request.message())
    if row.confirmed_by is not None and row.confirmed_on is not None:
        if row.confirmed_by == row.asked_by:
            raise Broken(Code.SEAL_IS_BROKEN)
        message = request.confirmation(row.confirmed_by, row.confirmed_on)
        _refuse_unsigned(roster, row.confirmed_by, row.confirmed_signature or b"", message)
    return Asked(
        id=row.id,
        case_id=row.case_id,
        deed=Deed(row.deed),
        standing=standing(
            ends_on=row.expires_on, confirmed_by=row.confirmed_by, today=work.today()
        ),
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        expires_on=row.expires_on,
        confirmed_by=row.confirmed_by,
        confirmed_on=row.confirmed_on,
        particulars=open_particulars(request, wrap.key_sealed, actor.id, actor.owned.opening),
    )


def _refuse_unsigned(roster: Roster, signer_id: str, signature: bytes, message: bytes) -> None:
    signers = {member.holder_id: member.signing_key for member in roster.signers}
    if signer_id not in signers or not is_signed_by(signers[signer_id], signature, message):
        raise Broken(Code.SEAL_IS_BROKEN)


def _request(work: Work, row: TwoPersonRequest) -> Request:
    return Request(
        agency_id=work.agency.id,
        channel=row.channel,
        request_id=row.id,
        case_id=row.case_id,
        deed=row.deed,
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        expires_on=row.expires_on,
        particulars_sealed=row.particulars_sealed,
    )


def _record(work: Work, event: Event, row: TwoPersonRequest, actor: Actor) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=row.case_id,
        fields={"deed": row.deed},
    )
