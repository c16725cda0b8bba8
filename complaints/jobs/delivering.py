"""Send what waits in the outbox: taken for a while, sent, noted; each under its own name.

A run that is killed between the server's word and our note sends that one
mail again, under the same ``Message-ID``; no other order could promise more
without losing some. Mail that nobody takes is given up in the end and
stays visible as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.domain.notices import REPORTER, MailFailure, MailState, NoticeKind
from complaints.jobs.mail_key import mail_pairs
from complaints.jobs.reminding import nowhere
from complaints.notices.mail import Office as MailOffice
from complaints.notices.mail import compose
from complaints.notices.sending import MailNotSent, MailServer, SendsMail, SmtpSender
from complaints.records import notices
from complaints.records.database import new_id
from complaints.records.notices import MailAddress, Notice
from complaints.records.officers import find_officer
from complaints.vault.casekeys import CaseRef
from complaints.vault.mail import open_address
from complaints.vault.pairs import OpeningPair
from complaints.work import Work
from complaints.work.cookies import naive_utc
from complaints.work.office import Office

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 10
_TOLD = (MailState.WAITING, MailState.SENT, MailState.DEAD)
KEPT_DAYS = 7
"""After how many days a mail says nothing worth saying any more."""


@dataclass
class Delivered:
    """How the mails of a run went."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def tell_delivered(office: Office) -> list[str]:
    """Send what waits, if a mail server is set, and say how it went."""
    settings = office.settings
    if not settings.smtp_host:
        return ["No mail is set up; notices are shown on the desk alone."]
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_name,
        settings.smtp_password,
        settings.smtp_ca_file,
    )
    done = deliver(office, SmtpSender(server))
    return [
        f"Mails sent: {done.sent}; to be tried again: {done.put_off}; given up: {done.given_up}."
    ]


def status_of_mail(office: Office) -> list[str]:
    """Say what waits, since when, and what was given up and why."""
    with office.reading(Channel.GRIEVANCE) as work:
        counts = notices.mail_counts(work.session)
        failures = notices.mail_failures(work.session)
        oldest = notices.oldest_mail_due(work.session)
        now = naive_utc(work.now())
    said = [f"Mails {state.value}: {counts.get(state.value, 0)}." for state in _TOLD]
    if oldest is not None and oldest < now:
        said.append(f"The oldest is due for {int((now - oldest).total_seconds() // 60)} minutes.")
    said += [f"{state}: {why}: {count}." for (state, why), count in sorted(failures.items())]
    return said if office.settings.smtp_host else [*said, "No mail server is set."]


def deliver(office: Office, sender: SendsMail, at: Callable[[str], None] = nowhere) -> Delivered:
    """Send what waits; stop for this run when the server itself is the trouble."""
    pairs, done = mail_pairs(office), Delivered()
    while (notice := _claimed(office)) is not None:
        at("claimed")
        trouble = _sent(office, notice, pairs, sender)
        at("sent")
        _note(office, notice, trouble, done)
        at("noted")
        if trouble is not None and trouble.is_about_the_server:
            break
    return done


def _claimed(office: Office) -> Notice | None:
    """Take one mail; looks without the writer's lock first."""
    with office.reading(Channel.GRIEVANCE) as work:
        if not notices.is_mail_due(work.session, naive_utc(work.now())):
            return None
    with office.writing(Channel.GRIEVANCE) as work:
        return notices.claim_mail(work.session, naive_utc(work.now()), LEASE, new_id())


def _sent(
    office: Office, notice: Notice, pairs: dict[int, OpeningPair], sender: SendsMail
) -> MailNotSent | None:
    try:
        with office.reading(Channel.GRIEVANCE) as work:
            address = _address(work, notice, pairs)
            agency = work.agency
        writer = MailOffice(
            agency.name_th, agency.name_en, office.settings.smtp_sender, office.settings.public_url
        )
        kind = NoticeKind(notice.kind)
        sender.send(compose(kind, writer, to=address, notice_id=notice.id))
    except MailNotSent as trouble:
        return trouble
    return None


def _address(work: Work, notice: Notice, pairs: dict[int, OpeningPair]) -> str:
    """Return where a notice goes, at the last moment.

    :raises MailNotSent: it is too late, he left, is not appointed any more, or the key is gone.
    """
    if (work.today() - notice.made_on).days > KEPT_DAYS:
        raise MailNotSent(MailFailure.TOO_OLD, is_final=True)
    if notice.recipient_id != REPORTER:
        officer = find_officer(work.session, notice.recipient_id)
        address = notices.addresses_of_officers(work.session).get(notice.recipient_id)
        if officer is not None and officer.is_appointed(work.today()) and address:
            return address
        raise MailNotSent(MailFailure.NO_ADDRESS, is_final=True)
    row = work.session.get(MailAddress, notice.case_id)
    if row is None or row.key_number not in pairs:
        raise MailNotSent(MailFailure.NO_ADDRESS, is_final=True)
    ref = CaseRef(work.agency.id, notice.channel, row.case_id)
    try:
        return open_address(ref, pairs[row.key_number], row.address_sealed)
    except Broken:
        raise MailNotSent(MailFailure.NO_ADDRESS, is_final=True) from None


def _note(office: Office, notice: Notice, trouble: MailNotSent | None, done: Delivered) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        if trouble is None:
            done.sent += 1
            notices.note_mail(work.session, notice, MailState.SENT)
        elif trouble.is_final or notice.tries >= MOST_TRIES:
            done.given_up += 1
            reason = trouble.reason.value
            notices.note_mail(work.session, notice, MailState.DEAD, failure=reason)
        else:
            done.put_off += 1
            wait = min(FIRST_WAIT * 2 ** (notice.tries - 1), LONGEST_WAIT)
            notices.note_mail(
                work.session,
                notice,
                MailState.WAITING,
                failure=trouble.reason.value,
                not_before=naive_utc(work.now() + wait),
            )
