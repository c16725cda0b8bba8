"""Signing in: passphrase and telephone, then a split session."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from complaints.casework import alarms
from complaints.casework.pins import pins_of_now, refuse_changed, were_replaced
from complaints.domain.access import Person
from complaints.domain.channel import Channel, Role
from complaints.domain.codes import arabic_digits
from complaints.domain.errors import Broken, Code, Refusal
from complaints.domain.events import Event
from complaints.records import journal, officers
from complaints.records.alarms import standing_alarms
from complaints.records.officers import Officer
from complaints.vault.officers import (
    SALT_BYTES,
    OfficerSecrets,
    open_secrets,
    passphrase_key,
    seal_secrets,
)
from complaints.vault.totp import accepted_step
from complaints.work import Actor, Work
from complaints.work.cookies import (
    Cookie,
    begin_session,
    end_expired,
    end_session,
    naive_utc,
    read_session,
)
from complaints.work.office import Office
from complaints.work.rosters import current_roster

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(minutes=30)
_IDLE_STEP = timedelta(minutes=1)


def sign_in(office: Office, *, name: str, passphrase: str, totp: str) -> Cookie:
    """Begin an officer's session.

    Name, passphrase and code fail alike and take alike long.

    :param totp: six digits; each code serves once.
    :raises Refusal: ``SIGN_IN_FAILED``, whatever was wrong.
    :raises Broken: roster or journal of the desk is not the one last seen.
    """
    account = _account(office, name)
    key = _key(account, passphrase)
    owned = _opened(office, account, key)
    if account is None or owned is None:
        raise Refusal(Code.SIGN_IN_FAILED)
    step = accepted_step(
        owned.totp_secret,
        arabic_digits(totp).replace(" ", ""),
        office.now().timestamp(),
        account.totp_last_step,
    )
    if step is None or not account.is_appointed(office.today()):
        raise Refusal(Code.SIGN_IN_FAILED)
    _spend_and_compare(office, account, owned, step)
    with office.writing(_book(account) or Channel.GRIEVANCE) as work:
        if were_replaced(work, account):
            raise Refusal(Code.SIGN_IN_FAILED)
        end_expired(work)
        journal.write(
            work.session,
            Event.OFFICER_SIGNED_IN,
            channel=_book(account),
            on=work.today(),
            actor_id=account.id,
        )
        if account.channel:
            current_roster(work)  # another officer's alarm may stand
            owned = replace(owned, pins=pins_of_now(work))
            _keep(work, account, owned, key)
        return begin_session(
            work,
            owned.as_payload(),
            officer_id=account.id,
            lasts=SESSION_LASTS,
            idle=SESSION_IDLES,
        )


def resume(office: Office, cookie_value: str | None) -> Actor | None:
    """Return who is signed in with a cookie, or None.

    An appointment that has ended ends the session with the next request; so
    does an alarm on the desk.
    """
    cookie = Cookie.parse(cookie_value)
    if cookie is None:
        return None
    with office.reading(Channel.GRIEVANCE) as work:
        found = read_session(work, cookie)
        account = None
        if found is not None and found[0].officer_id is not None:
            account = officers.find_officer(work.session, found[0].officer_id)
        desk = _book(account) if account else None
        is_stopped = desk is not None and bool(standing_alarms(work.session, desk))
    if found is None or account is None or not account.is_appointed(office.today()):
        return None
    if is_stopped:
        return None
    row, payload = found
    if row.idle_until < naive_utc(office.now()) + SESSION_IDLES - _IDLE_STEP:
        _keep_awake(office, cookie)
    return actor_of(office, account, OfficerSecrets.from_payload(payload))


def _spend_and_compare(office: Office, account: Officer, owned: OfficerSecrets, step: int) -> None:
    """Use up a code, and look whether the desk is the one that the officer remembers.

    If it is, an alarm of his ends; if not, one begins, and stays whatever follows.

    :raises Broken: roster, journal or his own keys are not those last seen.
    """
    book = _book(account)
    try:
        with office.writing(book or Channel.GRIEVANCE) as work:
            _spend(work, account, step)
            if book is not None:
                _refuse_overtaken(work, account)
                refuse_changed(work, account, owned)
                alarms.lift(work, officer_id=account.id)
    except Broken as broken:
        with office.writing(book or Channel.GRIEVANCE) as work:
            _spend(work, account, step)
            alarms.sound(work, officer_id=account.id, reason=broken.code)
        raise


def _refuse_overtaken(work: Work, account: Officer) -> None:
    """Refuse a sign-in during which the same officer signed in elsewhere; no alarm is due."""
    sealed = work.session.scalar(sa.select(Officer.secrets_sealed).where(Officer.id == account.id))
    if sealed != account.secrets_sealed:
        raise Refusal(Code.SIGN_IN_FAILED)


def sign_out(office: Office, cookie_value: str | None) -> None:
    """End an officer's session; the cookie is worth nothing from then on."""
    end_session(office, cookie_value)


def actor_of(office: Office, account: Officer, owned: OfficerSecrets | None) -> Actor:
    """Return an account as use cases know it."""
    desk = Channel(account.channel) if account.channel else None
    person = Person(
        officer_id=account.id,
        role=Role(account.role),
        desk=desk,
        is_appointed=account.is_appointed(office.today()),
        is_rostered=desk is not None and _is_rostered(office, desk, account),
    )
    return Actor(person, account.full_name, account.position, account.unit_id, owned)


def folded_name(name: str) -> str:
    """Return a sign-in name, as it was typed, in the one form that an account has."""
    return name.strip().casefold()


def _account(office: Office, name: str) -> Officer | None:
    """Return the account of a name as it was typed; a name that can be none has none."""
    folded = folded_name(name)
    if not folded.isascii() or not folded.isprintable():
        return None
    with office.reading(Channel.GRIEVANCE) as work:
        return officers.find_by_name(work.session, folded)


def _key(account: Officer | None, passphrase: str) -> bytes:
    """Return what a passphrase yields; without an account, work in vain as long."""
    salt = account.salt if account and account.salt else os.urandom(SALT_BYTES)
    return passphrase_key(passphrase, salt)


def _opened(office: Office, account: Officer | None, key: bytes) -> OfficerSecrets | None:
    if account is None or account.secrets_sealed is None:
        return None
    try:
        return open_secrets(
            key,
            account.secrets_sealed,
            agency_id=office.agency().id,
            officer_id=account.id,
        )
    except Broken:
        return None


def _keep(work: Work, account: Officer, owned: OfficerSecrets, key: bytes) -> None:
    sealed = seal_secrets(owned, key, agency_id=work.agency.id, officer_id=account.id)
    work.session.execute(
        sa.update(Officer).where(Officer.id == account.id).values(secrets_sealed=sealed)
    )


def _spend(work: Work, account: Officer, step: int) -> None:
    """Use up a code; of two at the same moment, one loses."""
    spent = work.session.scalar(
        sa.update(Officer)
        .where(Officer.id == account.id, Officer.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Officer.id)
    )
    if spent is None:
        raise Refusal(Code.SIGN_IN_FAILED)


def _keep_awake(office: Office, cookie: Cookie) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        found = read_session(work, cookie)
        if found is not None:
            found[0].idle_until = naive_utc(work.now()) + SESSION_IDLES


def _is_rostered(office: Office, desk: Channel, account: Officer) -> bool:
    with office.reading(desk) as work:
        try:
            member = current_roster(work).members.get(account.id)
        except Broken:
            return False
    return member is not None and member.opening_key == account.opening_key


def _book(account: Officer) -> Channel | None:
    return Channel(account.channel) if account.channel else None
