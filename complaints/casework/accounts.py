"""Accounts of the office, as the administrator manages them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from complaints.casework.enrolment import new_link
from complaints.casework.leaving import end_appointment
from complaints.domain.access import Permission
from complaints.domain.channel import ROLES_WITH_KEYS, Channel, Role
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.text import clean_line, required_text
from complaints.records import journal, officers
from complaints.records.agency import Unit
from complaints.records.officers import Officer
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.cookies import end_sessions_of

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")


@dataclass(frozen=True)
class Appointment:
    """Who is appointed to what, by which order, from when to when.

    :ivar name: sign-in name: small Latin letters, digits, dot, dash.
    :ivar is_receiving: takes in new grievances at the centre.
    """

    name: str
    full_name: str
    position: str
    role: Role
    channel: Channel | None
    appointed_on: date
    unit_id: str | None = None
    is_receiving: bool = False
    order_number: str = ""
    ends_on: date | None = None


def invite(work: Work, actor: Actor, appointment: Appointment) -> str:
    """Make an account and return the token of its one-time link.

    :raises NotFound: the actor does not manage accounts.
    :raises BadInput: a field cannot be taken.
    """
    refuse_unless_allowed(actor, Permission.ACCOUNTS_CHANGE, channel=None)
    return open_account(work, appointment, actor_id=actor.id)


def open_account(work: Work, appointment: Appointment, *, actor_id: str) -> str:
    """Make an account without asking who does it; set-up has nobody to ask.

    :raises BadInput: a field cannot be taken.
    """
    name = appointment.name.strip().casefold()
    if not _NAME.fullmatch(name):
        raise BadInput(Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "name")
    if officers.find_by_name(work.session, name) is not None:
        raise BadInput(Code.NAME_IS_TAKEN, "name")
    if appointment.role in ROLES_WITH_KEYS and appointment.channel is None:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "channel")
    if appointment.unit_id and work.session.get(Unit, appointment.unit_id) is None:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "unit")
    account = Officer(
        name=name,
        full_name=clean_line(required_text(appointment.full_name, "full_name"), "full_name"),
        position=clean_line(required_text(appointment.position, "position"), "position"),
        role=appointment.role.value,
        channel=appointment.channel.value if appointment.channel else None,
        unit_id=appointment.unit_id,
        is_receiving=appointment.is_receiving,
        order_number=clean_line(appointment.order_number, "order_number", longest=60),
        appointed_on=appointment.appointed_on,
        ends_on=appointment.ends_on,
    )
    token = new_link(account, work)
    work.session.add(account)
    work.session.flush()
    _record(work, Event.OFFICER_INVITED, account, actor_id)
    return token


def list_accounts(work: Work, actor: Actor) -> list[Officer]:
    """Return every account.

    :raises NotFound: the actor does not manage accounts.
    """
    refuse_unless_allowed(actor, Permission.ACCOUNTS_CHANGE, channel=None)
    return officers.all_officers(work.session)


def renew_link(work: Work, actor: Actor, *, officer_id: str) -> str:
    """Give an officer who has not enrolled a fresh link.

    :raises NotFound: not the actor's to do, no such account, or already enrolled.
    """
    account = _account(work, actor, officer_id)
    if account.is_enrolled:
        raise NotFound
    token = new_link(account, work)
    _record(work, Event.OFFICER_INVITED, account, actor.id)
    return token


def close_account(work: Work, actor: Actor, *, officer_id: str) -> None:
    """Close an account: no sign-in, no new keys, removal proposed to the roster.

    :raises NotFound: not the actor's to do, or no such account.
    """
    account = _account(work, actor, officer_id)
    account.closed_on = work.today()
    account.link_index = account.link_expires_on = None
    end_sessions_of(work, account.id)
    if account.channel:
        end_appointment(_on_desk(work, Channel(account.channel)), account, actor_id=actor.id)
    _record(work, Event.OFFICER_CLOSED, account, actor.id)


def _account(work: Work, actor: Actor, officer_id: str) -> Officer:
    refuse_unless_allowed(actor, Permission.ACCOUNTS_CHANGE, channel=None)
    account = officers.find_officer(work.session, officer_id)
    if account is None or account.closed_on is not None:
        raise NotFound
    return account


def _on_desk(work: Work, channel: Channel) -> Work:
    return replace(work, channel=channel)


def _record(work: Work, event: Event, account: Officer, actor_id: str) -> None:
    journal.write(
        work.session,
        event,
        channel=Channel(account.channel) if account.channel else None,
        on=work.today(),
        actor_id=actor_id,
    )
