"""Orders that extend or change an appointment, or let somebody act for a colleague.

The administrator enters what the order says; on a desk it counts once those
who stand on the roster have signed it, one of them, two once there are two.
So nobody keeps an officer's access alive alone, and the officer himself does
not count where others stand on the roster.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from complaints.casework.proposals import propose_return
from complaints.domain.access import Permission
from complaints.domain.channel import ROLES_WITH_KEYS, Channel, Role
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.text import clean_line, required_text
from complaints.records import appointments, journal, officers
from complaints.records.appointments import AppointmentOrder, AppointmentSignature
from complaints.records.officers import Officer
from complaints.vault.appointments import SignedOrder
from complaints.vault.roster import Seat
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.rosters import appointed_members, current_roster


@dataclass(frozen=True)
class Order:
    """What an order says.

    :ivar until_on: the last day; None for no end, which acting for somebody always has.
    :ivar acting_for_id: whom the officer acts for, of the same desk; None for the own term.
    """

    order_number: str
    from_on: date
    until_on: date | None = None
    acting_for_id: str | None = None


@dataclass(frozen=True)
class OrderView:
    """An order as its readers see it.

    :ivar needed: how many must sign; 0 where the order needs nobody.
    :ivar is_complete: it counts.
    """

    id: str
    officer_id: str
    full_name: str
    position: str
    acting_for: str | None
    order_number: str
    from_on: date
    until_on: date | None
    asked_on: date
    signed_by: list[str]
    needed: int
    signed_by_me: bool
    is_complete: bool


@dataclass(frozen=True)
class AppointmentView:
    """An account with the orders about it, and for whom its officer could act."""

    account: Officer
    orders: list[OrderView]
    colleagues: list[Officer]


def show_appointment(work: Work, actor: Actor, *, officer_id: str) -> AppointmentView:
    """Return an account and its orders to the administrator.

    :raises NotFound: not the actor's to do, or no such account that is open.
    """
    account = _account(work, actor, officer_id)
    orders = appointments.orders_of(work.session, account.id)
    return AppointmentView(
        account,
        [_view(work, order, account, actor) for order in orders],
        _colleagues(work, account),
    )


def ask_change(work: Work, actor: Actor, *, officer_id: str, order: Order) -> bool:
    """Enter an order; one that waited for signatures gives way to it.

    :return: whether it counts at once, because no desk has to sign it.
    :raises NotFound: not the actor's to do, or no such account that is open.
    :raises BadInput: a field cannot be taken.
    """
    account = _account(work, actor, officer_id)
    _refuse_impossible(work, account, order)
    appointments.remove_waiting_orders(work.session, account.id)
    row = AppointmentOrder(
        officer_id=account.id,
        acting_for_id=order.acting_for_id,
        order_number=clean_line(
            required_text(order.order_number, "order_number"), "order_number", longest=60
        ),
        from_on=order.from_on,
        until_on=order.until_on,
        asked_by=actor.id,
        asked_on=work.today(),
    )
    work.session.add(row)
    work.session.flush()
    _record(work, Event.APPOINTMENT_ASKED, account, actor)
    if not _waits(work, account):
        _apply(work, actor, account, row)
    return row.is_complete


def withdraw_change(work: Work, actor: Actor, *, officer_id: str) -> None:
    """Take back what waits for signatures.

    :raises NotFound: not the actor's to do, or nothing waits.
    """
    account = _account(work, actor, officer_id)
    if not appointments.remove_waiting_orders(work.session, account.id):
        raise NotFound
    _record(work, Event.APPOINTMENT_WITHDRAWN, account, actor)


def waiting_changes(work: Work, actor: Actor) -> list[OrderView]:
    """Return the orders that wait for the desk's signatures.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_READ, channel=work.channel)
    found = []
    for order in appointments.waiting_orders(work.session, work.channel):
        account = officers.find_officer(work.session, order.officer_id)
        if account is not None and account.closed_on is None:
            found.append(_view(work, order, account, actor))
    return found


def sign_change(work: Work, actor: Actor, *, order_id: str) -> bool:
    """Sign an order that waits; it counts once it has signatures enough.

    :return: whether it counts now.
    :raises NotFound: the actor is not on the roster, or no such order waits.
    :raises NotAllowed: it is the actor's own appointment, or he signed before.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_SIGN, channel=work.channel)
    waiting = appointments.waiting_orders(work.session, work.channel)
    order = next((one for one in waiting if one.id == order_id), None)
    account = officers.find_officer(work.session, order.officer_id) if order else None
    if order is None or account is None or account.closed_on is not None or actor.owned is None:
        raise NotFound
    signers = _signers_of(work, account)
    if actor.id not in signers:
        raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
    if actor.id in _given(work, order):
        raise NotAllowed(Code.ALREADY_SIGNED)
    signature = actor.owned.signing.sign(_signed_order(work, order).message())
    work.session.add(
        AppointmentSignature(
            order_id=order.id, signer_id=actor.id, signature=signature, signed_on=work.today()
        )
    )
    work.session.flush()
    _record(work, Event.APPOINTMENT_SIGNED, account, actor)
    good = _signed_order(work, order).signed_by(_given(work, order), signers)
    if len(good) >= _needed(signers):
        _apply(work, actor, account, order)
    return order.is_complete


def _refuse_impossible(work: Work, account: Officer, order: Order) -> None:
    if order.until_on is not None and order.until_on < order.from_on:
        raise BadInput(Code.ENDS_BEFORE_IT_BEGINS, "until_on")
    if order.acting_for_id is None:
        return
    if order.acting_for_id not in {one.id for one in _colleagues(work, account)}:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "acting_for")
    if order.until_on is None:
        raise BadInput(Code.FIELD_IS_EMPTY, "until_on")


def _apply(work: Work, actor: Actor, account: Officer, order: AppointmentOrder) -> None:
    """Let an order count; whoever it brings back waits for the roster's signatures."""
    order.is_complete = True
    if order.acting_for_id is None:
        account.appointed_on, account.ends_on = order.from_on, order.until_on
        account.order_number = order.order_number
        has_keys = Role(account.role) in ROLES_WITH_KEYS and account.is_enrolled
        if account.channel and has_keys and account.is_appointed(work.today()):
            propose_return(_on_desk(work, account), account)
    work.session.flush()
    _record(work, Event.APPOINTMENT_CHANGED, account, actor)


def _waits(work: Work, account: Officer) -> bool:
    """Say whether an order about an officer needs the signatures of a desk.

    Before somebody has made keys an order only sets right what the invitation
    said: the roster itself waits for signatures then.
    """
    has_keys = Role(account.role) in ROLES_WITH_KEYS and account.is_enrolled
    if account.channel is None or not has_keys:
        return False
    return bool(current_roster(_on_desk(work, account)).signers)


def _signers_of(work: Work, account: Officer) -> dict[str, bytes]:
    """Return whose signatures count under an order about an officer.

    Those on the roster whose own appointment runs; the officer himself only
    where nobody else is there. Nobody, when all have run out: then it takes
    the custodians.
    """
    desk = _on_desk(work, account)
    seated = appointed_members(
        desk, current_roster(desk), Seat.OFFICER, Seat.ALTERNATE, Seat.WITNESS
    )
    keys = {one.id: member.signing_key for one, member in seated}
    others = {holder: key for holder, key in keys.items() if holder != account.id}
    return others or keys


def _needed(signers: dict[str, bytes]) -> int:
    return max(1, min(2, len(signers)))


def _given(work: Work, order: AppointmentOrder) -> dict[str, bytes]:
    rows = appointments.signatures_under(work.session, order.id)
    return {row.signer_id: row.signature for row in rows}


def _signed_order(work: Work, order: AppointmentOrder) -> SignedOrder:
    return SignedOrder(
        agency_id=work.agency.id,
        channel=work.channel.value,
        order_id=order.id,
        officer_id=order.officer_id,
        acting_for_id=order.acting_for_id or "",
        order_number=order.order_number,
        from_on=order.from_on,
        until_on=order.until_on,
        asked_by=order.asked_by,
    )


def _view(work: Work, order: AppointmentOrder, account: Officer, actor: Actor) -> OrderView:
    names = {one.id: one.full_name for one in officers.all_officers(work.session)}
    given = sorted(_given(work, order))
    return OrderView(
        id=order.id,
        officer_id=account.id,
        full_name=account.full_name,
        position=account.position,
        acting_for=names.get(order.acting_for_id or ""),
        order_number=order.order_number,
        from_on=order.from_on,
        until_on=order.until_on,
        asked_on=order.asked_on,
        signed_by=[names.get(signer, "") for signer in given],
        needed=0 if order.is_complete else _needed(_signers_of(work, account)),
        signed_by_me=actor.id in given,
        is_complete=order.is_complete,
    )


def _colleagues(work: Work, account: Officer) -> list[Officer]:
    """Return for whom an officer could act: colleagues of the desk with open accounts."""
    if account.channel is None:
        return []
    of_desk = officers.officers_of_desk(work.session, Channel(account.channel))
    return [one for one in of_desk if one.id != account.id]


def _account(work: Work, actor: Actor, officer_id: str) -> Officer:
    refuse_unless_allowed(actor, Permission.ACCOUNTS_CHANGE, channel=None)
    account = officers.find_officer(work.session, officer_id)
    if account is None or account.closed_on is not None:
        raise NotFound
    return account


def _on_desk(work: Work, account: Officer) -> Work:
    return replace(work, channel=Channel(account.channel)) if account.channel else work


def _record(work: Work, event: Event, account: Officer, actor: Actor) -> None:
    journal.write(
        work.session,
        event,
        channel=Channel(account.channel) if account.channel else None,
        on=work.today(),
        actor_id=actor.id,
        fields={"officer_id": account.id},
    )
