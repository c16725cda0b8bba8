"""Enrolment: an officer makes keys on the first visit, by a one-time link."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from complaints.casework.pins import pins_of_now
from complaints.casework.proposals import propose_addition, propose_removal
from complaints.domain.channel import ROLES_WITH_KEYS, Channel, Role
from complaints.domain.codes import arabic_digits
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.links import LinkFor
from complaints.records import journal, officers
from complaints.records.handovers import begin_handovers
from complaints.records.officers import Officer
from complaints.records.two_people import remove_requests_of_person
from complaints.vault.officers import (
    OfficerSecrets,
    link_index,
    new_passphrase,
    new_salt,
    passphrase_key,
    seal_secrets,
)
from complaints.vault.pairs import new_seed
from complaints.vault.totp import accepted_step
from complaints.work import Work
from complaints.work.cookies import end_sessions_of
from complaints.work.office import Office

LINK_DAYS = 7
SHORTEST_PASSPHRASE = 15
FEWEST_DIFFERENT = 8


@dataclass(frozen=True)
class Invitation:
    """Whom a one-time link invites."""

    officer_id: str
    name: str
    full_name: str
    position: str
    role: Role
    channel: Channel | None


def new_link(account: Officer, work: Work, link_for: LinkFor = LinkFor.ENROL) -> str:
    """Give an account a fresh one-time link and return its token; an earlier one ends."""
    token = secrets.token_urlsafe(24)
    account.link_index = link_index(token)
    account.link_expires_on = work.today() + timedelta(days=LINK_DAYS)
    account.link_for = link_for.value
    return token


def new_totp_secret() -> bytes:
    """Return a secret for the officer's telephone, 20 bytes."""
    return new_seed()[:20]


def suggest_passphrase() -> str:
    """Return six made-up words that nobody has seen before."""
    return new_passphrase()


def invitation(work: Work, link_token: str) -> Invitation:
    """Return whom a link invites.

    :raises NotAllowed: the link was used, is too old, or never was one.
    """
    account = _invited(work, link_token)
    return Invitation(
        account.id,
        account.name,
        account.full_name,
        account.position,
        Role(account.role),
        Channel(account.channel) if account.channel else None,
    )


def enrol(
    office: Office, *, link_token: str, passphrase: str, totp_secret: bytes, totp: str
) -> None:
    """Make an officer's keys and seal them under the passphrase.

    An officer of a desk is put on its roster: the very first at once, later
    ones as soon as those who stand on it have signed.

    :param totp: six digits that prove the telephone has the secret.
    :raises NotAllowed: the link is spent.
    :raises BadInput: a weak passphrase, or digits that are not those of now.
    """
    refuse_weak(passphrase)
    step = accepted_step(
        totp_secret, arabic_digits(totp).replace(" ", ""), office.now().timestamp(), -1
    )
    if step is None:
        raise BadInput(Code.SIGN_IN_FAILED, "totp")
    salt = new_salt()
    key = passphrase_key(passphrase, salt)
    with office.reading(Channel.GRIEVANCE) as work:
        invited = invitation(work, link_token)
    with office.writing(invited.channel or Channel.GRIEVANCE) as work:
        account = _invited(work, link_token, for_change=True)
        owned = OfficerSecrets(new_seed(), totp_secret)
        had_keys = account.is_enrolled
        if had_keys:
            _give_up_keys(work, account)
        account.opening_key, account.signing_key = owned.opening.public, owned.signing.public
        account.totp_last_step = step
        account.link_index = account.link_expires_on = None
        if Role(account.role) in ROLES_WITH_KEYS and account.channel:
            propose_addition(work, account, owned)
        if account.channel:
            owned = replace(owned, pins=pins_of_now(work))
        account.salt = salt
        account.secrets_sealed = seal_secrets(
            owned, key, agency_id=work.agency.id, officer_id=account.id
        )
        journal.write(
            work.session,
            Event.KEY_REPLACED if had_keys else Event.OFFICER_ENROLLED,
            channel=invited.channel,
            on=work.today(),
            actor_id=account.id,
        )


def _give_up_keys(work: Work, account: Officer) -> None:
    """Take back what the lost keys opened; colleagues will hand it to the new ones."""
    end_sessions_of(work, account.id)
    if account.channel:
        begin_handovers(work.session, account.id)
        remove_requests_of_person(work.session, account.id)
        propose_removal(work, account)


def refuse_weak(passphrase: str) -> None:
    """Refuse a passphrase that is short or repeats itself.

    :raises BadInput: fewer than 15 characters, or too few different ones.
    :source: NIST SP 800-63B-4 s.3.1.1.2 (length counts, not composition).
    """
    different = len(set(passphrase.casefold()))
    if len(passphrase) < SHORTEST_PASSPHRASE or different < FEWEST_DIFFERENT:
        raise BadInput(Code.PASSPHRASE_IS_WEAK, "passphrase")


def _invited(work: Work, link_token: str, *, for_change: bool = False) -> Officer:
    account = officers.find_by_link(work.session, link_index(link_token), for_change=for_change)
    expires_on = account.link_expires_on if account else None
    if account is None or expires_on is None or expires_on < work.today():
        raise NotAllowed(Code.LINK_IS_SPENT)
    if account.link_for == LinkFor.PHONE:
        raise NotAllowed(Code.LINK_IS_SPENT)
    return account
