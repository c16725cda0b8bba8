"""An officer's own passphrase and telephone, and what happens when one is lost.

A lost telephone takes a second person: a colleague on the roster, for those of
no desk the administrator, hands over a one-time link. A lost passphrase is a
lost key: the administrator's link makes a new one, and colleagues put it on
the roster and hand the cases over.
"""

from __future__ import annotations

from dataclasses import replace

from complaints.casework.enrolment import new_link, refuse_weak
from complaints.casework.pins import pins_of_now, refuse_changed, were_replaced
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.domain.codes import arabic_digits
from complaints.domain.errors import BadInput, Broken, ChangedMeanwhile, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.links import LinkFor
from complaints.records import journal, officers
from complaints.records.officers import Officer
from complaints.vault.officers import (
    OfficerSecrets,
    Pins,
    link_index,
    new_salt,
    open_secrets,
    passphrase_key,
    seal_secrets,
)
from complaints.vault.totp import accepted_step
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.cookies import end_sessions_of
from complaints.work.office import Office


def change_passphrase(office: Office, actor: Actor, *, current: str, new: str) -> None:
    """Seal an officer's keys under another passphrase; every session ends.

    :raises BadInput: the current one is wrong, or the new one weak.
    :raises ChangedMeanwhile: the secrets were replaced at the same moment.
    """
    refuse_weak(new)
    with office.reading(actor.person.desk or Channel.GRIEVANCE) as work:
        account = officers.find_officer(work.session, actor.id)
    if account is None:
        raise NotFound
    owned = _opened(office, account, current, "current")
    salt = new_salt()
    key = passphrase_key(new, salt)
    with office.writing(actor.person.desk or Channel.GRIEVANCE) as work:
        _record(work, Event.PASSPHRASE_CHANGED, actor.person.desk, actor.id)
        _keep(work, account, owned, key, salt)


def ask_new_key(work: Work, actor: Actor, *, officer_id: str) -> str:
    """Return the token of a link with which an officer who lost the passphrase makes a new key.

    :raises NotFound: not the actor's to do, no such account, or never enrolled.
    """
    refuse_unless_allowed(actor, Permission.ACCOUNTS_CHANGE, channel=None)
    account = officers.find_officer(work.session, officer_id)
    if account is None or account.closed_on is not None or not account.is_enrolled:
        raise NotFound
    token = new_link(account, work, LinkFor.NEW_KEY)
    _record(work, Event.KEY_LOST, _desk(account), actor.id, officer_id=account.id)
    return token


def ask_new_phone(work: Work, actor: Actor, *, officer_id: str) -> str:
    """Return the token of a link with which a colleague sets up another telephone.

    The link opens nothing without the colleague's own passphrase.

    :raises NotFound: not the actor's to do, himself, or no such officer of his desk.
    """
    account = officers.find_officer(work.session, officer_id)
    if account is None or account.closed_on is not None or not account.is_enrolled:
        raise NotFound
    if account.id == actor.id or not _may_vouch(actor, _desk(account)):
        raise NotFound
    token = new_link(account, work, LinkFor.PHONE)
    _record(work, Event.PHONE_LOST, _desk(account), actor.id, officer_id=account.id)
    return token


def replace_phone(
    office: Office, *, link_token: str, passphrase: str, totp_secret: bytes, totp: str
) -> None:
    """Seal another telephone's secret with an officer's keys; every session ends.

    :param totp: six digits that prove the telephone has the secret.
    :raises NotAllowed: the link is spent.
    :raises BadInput: the passphrase is wrong, or the digits are not those of now.
    :raises ChangedMeanwhile: the secrets were replaced at the same moment.
    """
    with office.reading(Channel.GRIEVANCE) as work:
        account = _linked(work, link_token)
    step = accepted_step(
        totp_secret, arabic_digits(totp).replace(" ", ""), office.now().timestamp(), -1
    )
    owned = _opened(office, account, passphrase, "passphrase")
    if step is None:
        raise BadInput(Code.SIGN_IN_FAILED, "totp")
    key = passphrase_key(passphrase, account.salt or b"")
    desk = _desk(account)
    with office.writing(desk or Channel.GRIEVANCE) as work:
        linked = _linked(work, link_token, for_change=True)
        owned = replace(owned, totp_secret=totp_secret)
        linked.totp_last_step = step
        linked.link_index = linked.link_expires_on = None
        _record(work, Event.PHONE_REPLACED, desk, linked.id)
        _keep(work, account, owned, key, account.salt or b"")


def linked_officer(work: Work, link_token: str) -> Officer:
    """Return whom a link for another telephone is for.

    :raises NotAllowed: it was used, is too old, or is none.
    """
    return _linked(work, link_token)


def _may_vouch(actor: Actor, desk: Channel | None) -> bool:
    if desk is None:
        return is_allowed(actor.person, Permission.ACCOUNTS_CHANGE, Situation())
    return is_allowed(actor.person, Permission.ROSTER_SIGN, Situation(channel=desk))


def _linked(work: Work, link_token: str, *, for_change: bool = False) -> Officer:
    account = officers.find_by_link(work.session, link_index(link_token), for_change=for_change)
    expires_on = account.link_expires_on if account else None
    if account is None or expires_on is None or account.link_for != LinkFor.PHONE:
        raise NotAllowed(Code.LINK_IS_SPENT)
    if expires_on < work.today() or not account.is_appointed(work.today()):
        raise NotAllowed(Code.LINK_IS_SPENT)
    return account


def _opened(office: Office, account: Officer, passphrase: str, field: str) -> OfficerSecrets:
    if account.secrets_sealed is None or account.salt is None:
        raise NotFound
    key = passphrase_key(passphrase, account.salt)
    try:
        return open_secrets(
            key, account.secrets_sealed, agency_id=office.agency().id, officer_id=account.id
        )
    except Broken:
        raise BadInput(Code.PASSPHRASE_IS_WRONG, field) from None


def _keep(work: Work, proved: Officer, owned: OfficerSecrets, key: bytes, salt: bytes) -> None:
    """Seal an officer's secrets anew, after the line of the journal that says so.

    :param proved: the account as it was when its passphrase opened the secrets.
    :raises ChangedMeanwhile: the secrets were replaced since then.
    :raises Broken: the desk, or the officer's own keys, are not those last seen.
    """
    account = officers.find_officer(work.session, proved.id)
    if account is None or were_replaced(work, proved):
        raise ChangedMeanwhile
    if account.channel:
        owned = replace(owned, pins=_pins_after(work, account, owned))
    account.salt = salt
    account.secrets_sealed = seal_secrets(
        owned, key, agency_id=work.agency.id, officer_id=account.id
    )
    end_sessions_of(work, account.id)


def _pins_after(work: Work, account: Officer, owned: OfficerSecrets) -> Pins:
    """Return what to remember now, having found in place what was remembered before."""
    pins = pins_of_now(work)
    refuse_changed(work, account, owned, but_for=pins.journal_number)
    return pins


def _desk(account: Officer) -> Channel | None:
    return Channel(account.channel) if account.channel else None


def _record(work: Work, event: Event, desk: Channel | None, actor_id: str, **fields: str) -> None:
    journal.write(
        work.session, event, channel=desk, on=work.today(), actor_id=actor_id, fields=fields
    )
