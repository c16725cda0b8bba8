"""Mail: encrypted or not at all, without content, each under one name, and given up aloud."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from complaints.casework.reminding import change_own_address
from complaints.casework.steps import send_message, write_note
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Broken
from complaints.domain.notices import MailFailure
from complaints.intake.registration import Receipt
from complaints.jobs.delivering import MOST_TRIES, deliver, status_of_mail
from complaints.jobs.digest import queue_digest
from complaints.jobs.mail_key import mail_pairs
from complaints.jobs.reminding import remind
from complaints.notices.sending import MailNotSent, MailServer, SmtpSender
from complaints.records.notices import MailAddress, forget_address
from complaints.tracking.following import gets_mail, stop_mail
from complaints.tracking.following import send_message as reporter_writes
from complaints.vault.casekeys import CaseRef
from complaints.vault.mail import open_address, seal_address
from complaints.vault.pairs import OpeningPair
from tests.factories.office import AnOffice
from tests.support.mail_server import Mailbox, mail_server

ADDRESS, WORDS = "somchai.reporter@example.org", "ช่างจะเข้าซ่อมวันศุกร์ที่ซอยสุขใจ"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[Mailbox, MailServer]]:
    """A running mail server."""
    with mail_server(tmp_path / "mail") as (box, server):
        yield box, server


def a_reporter_with_mail(office: AnOffice, address: str = ADDRESS) -> Receipt:
    """File a grievance and ask for notices."""
    mail_pairs(office.office)
    return office.file_grievance(email=address, wants_mail=True)


def office_writes(office: AnOffice, receipt: Receipt, text: str = WORDS) -> None:
    """Let an officer write to the reporter."""
    with office.writing(receipt.channel) as work:
        actor = office.actor("ekachai" if receipt.channel is Channel.GRIEVANCE else "anan")
        send_message(work, number=receipt.number, actor=actor, text=text)


def text_of(mail: EmailMessage) -> str:
    """Return everything that a mail says, its heads too."""
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), mail.get_content()])


class Deaf:
    """A sender to whose server nobody gets through, or that answers always alike."""

    def __init__(self, reason: MailFailure) -> None:
        self.reason, self.tried = reason, 0

    def send(self, mail: EmailMessage) -> None:
        self.tried += 1
        raise MailNotSent(self.reason)


def test_a_reporter_is_told_that_something_happened_and_nothing_else(
    office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    box, server = post
    receipt = a_reporter_with_mail(office)
    office_writes(office, receipt)

    done = deliver(office.office, SmtpSender(server))
    again = deliver(office.office, SmtpSender(server))

    (mail,) = box.mails
    assert (done.sent, again.sent) == (1, 0)
    assert box.recipients == [ADDRESS]
    assert box.were_encrypted == [True]
    said = text_of(mail)
    assert "http://127.0.0.1:8000/track" in said
    for secret in (WORDS, receipt.number, receipt.code or "", "ถนน", "ekachai", "เอกชัย"):
        assert secret not in said
    (row,) = office.rows("notices")
    assert ADDRESS not in str(row)
    assert (row["kind"], row["recipient_id"], row["mail"]) == ("case_changed", "reporter", "sent")


def test_two_mails_of_a_kind_differ_in_their_name_and_recipient_alone(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    office_writes(office, a_reporter_with_mail(office), "สั้น")
    office_writes(office, a_reporter_with_mail(office), "ข้อความที่ยาวกว่ามาก " * 50)

    deliver(office.office, SmtpSender(server))

    first, second = box.mails
    assert first.get_content() == second.get_content()
    assert first["Subject"] == second["Subject"]
    assert first["Message-ID"] != second["Message-ID"]


def test_what_stays_inside_and_what_he_writes_himself_gives_no_mail(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    receipt = a_reporter_with_mail(office)
    with office.writing(Channel.GRIEVANCE) as work:
        write_note(work, number=receipt.number, actor=office.actor("ekachai"), text="บันทึก")
    reporter_writes(office.office, office.visitor(receipt), text="ขอบคุณ")

    assert office.rows("notices") == []


def test_nothing_is_queued_when_what_caused_it_is_not_kept(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = a_reporter_with_mail(office)

    def write_and_fall_over() -> None:
        with office.writing(Channel.GRIEVANCE) as work:
            actor = office.actor("ekachai")
            send_message(work, number=receipt.number, actor=actor, text=WORDS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fall_over()

    assert office.rows("notices") == []


def test_the_address_lies_sealed_and_only_the_file_of_the_jobs_opens_it(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    a_reporter_with_mail(office)
    (row,) = office.rows("mail_addresses")
    path = office.office.settings.mail_key_place
    with office.reading(Channel.GRIEVANCE) as work:
        ref = CaseRef(work.agency.id, "grievance", row["case_id"])
        other = CaseRef(work.agency.id, "grievance", "f" * 32)
    pair = mail_pairs(office.office)[row["key_number"]]

    assert open_address(ref, pair, row["address_sealed"]) == ADDRESS
    with pytest.raises(Broken):
        open_address(other, pair, row["address_sealed"])
    with pytest.raises(Broken):
        open_address(ref, OpeningPair(b"x" * 32), row["address_sealed"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert office.office.settings.instance not in path.parents
    assert len(seal_address(ref, pair.public, "a@b.th")) == len(row["address_sealed"])


def test_leaving_destroys_the_address_and_what_waits_for_it(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    receipt = a_reporter_with_mail(office)
    office_writes(office, receipt)
    visitor = office.visitor(receipt)
    with office.writing(Channel.GRIEVANCE) as work:
        assert gets_mail(work, visitor)
        stop_mail(work, visitor)
    office_writes(office, receipt)

    deliver(office.office, SmtpSender(server))

    assert box.mails == []
    assert office.rows("mail_addresses") == office.rows("notices") == []


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: x@example.org"]
)
def test_what_is_no_address_is_refused_and_nothing_is_stored(
    sqlite_office: AnOffice, address: str
) -> None:
    mail_pairs(sqlite_office.office)

    with pytest.raises(BadInput) as refused:
        sqlite_office.file_grievance(email=address, wants_mail=True)

    assert refused.value.field == "email"
    assert sqlite_office.rows("cases") == []


def test_without_mail_set_up_nothing_is_sealed_for_it(sqlite_office: AnOffice) -> None:
    sqlite_office.file_grievance(email=ADDRESS, wants_mail=True)

    assert sqlite_office.rows("mail_addresses") == []


def test_a_server_without_encryption_gets_nothing(sqlite_office: AnOffice, tmp_path: Path) -> None:
    office = sqlite_office
    office_writes(office, a_reporter_with_mail(office))
    with mail_server(tmp_path / "plain", speaks_tls=False) as (box, server):
        done = deliver(office.office, SmtpSender(replace(server, name="")))

    (row,) = office.rows("notices")
    assert box.mails == []
    assert done.put_off == 1
    assert (row["mail"], row["failure"]) == ("waiting", "no_encryption")


def test_a_server_with_a_strange_certificate_gets_nothing(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    office_writes(office, a_reporter_with_mail(office))

    deliver(office.office, SmtpSender(replace(server, ca_file=None)))

    assert box.mails == []
    assert office.rows("notices")[0]["failure"] == "no_encryption"


@pytest.mark.parametrize(
    ("answer", "state", "failure"),
    [
        ("550 No such user", "dead", "refused"),
        ("451 Try again later", "waiting", "put_off"),
    ],
)
def test_a_refused_recipient_stops_nobody_else(
    sqlite_office: AnOffice,
    post: tuple[Mailbox, MailServer],
    answer: str,
    state: str,
    failure: str,
) -> None:
    office, (box, server) = sqlite_office, post
    box.answers["wrong@example.org"] = answer
    office_writes(office, a_reporter_with_mail(office, "wrong@example.org"))
    office_writes(office, a_reporter_with_mail(office))

    deliver(office.office, SmtpSender(server))

    assert box.recipients == [ADDRESS]
    found = {(row["mail"], row["failure"]) for row in office.rows("notices")}
    assert found == {("sent", None), (state, failure)}


def test_a_server_that_is_away_is_tried_less_and_less_and_given_up_aloud(
    sqlite_office: AnOffice,
) -> None:
    office, deaf = sqlite_office, Deaf(MailFailure.UNREACHABLE)
    office_writes(office, a_reporter_with_mail(office))
    waits = []
    for _ in range(MOST_TRIES):
        deliver(office.office, deaf)
        before = office.rows("notices")[0]
        deliver(office.office, deaf)
        assert office.rows("notices")[0] == before, "not before its time"
        waits.append(before["not_before"])
        office.clock.pass_seconds(7 * 3600)

    assert deaf.tried == MOST_TRIES
    assert len(set(waits)) == MOST_TRIES - 1
    assert "dead: unreachable: 1." in status_of_mail(office.office)


def test_a_server_that_is_away_is_asked_once_in_a_run(sqlite_office: AnOffice) -> None:
    office, deaf = sqlite_office, Deaf(MailFailure.UNREACHABLE)
    for _ in range(3):
        office_writes(office, a_reporter_with_mail(office))

    deliver(office.office, deaf)

    assert deaf.tried == 1


def test_mail_of_long_ago_is_not_sent(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    office_writes(office, a_reporter_with_mail(office))
    office.clock.pass_days(8)

    deliver(office.office, SmtpSender(server))

    assert box.mails == []
    assert office.rows("notices")[0]["failure"] == "too_old"


def test_a_lost_key_file_begins_a_new_key_and_says_who_is_not_reached(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    office_writes(office, a_reporter_with_mail(office))
    office.office.settings.mail_key_place.unlink()
    office_writes(office, a_reporter_with_mail(office, "later@example.org"))

    deliver(office.office, SmtpSender(server))

    assert box.recipients == ["later@example.org"]
    assert [row["number"] for row in office.rows("mail_keys")] == [1, 2]


def officer_with_mail(office: AnOffice, key: str) -> None:
    """Let an officer give an address."""
    mail_pairs(office.office)
    actor = office.actor(key)
    with office.writing(actor.person.desk or Channel.GRIEVANCE) as work:
        change_own_address(work, actor, typed=f"{key}@example.org")


def test_the_corruption_desk_gets_the_same_mail_at_the_same_hour_whatever_happens(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    for key in ("anan", "busaba"):
        officer_with_mail(office, key)
    for day in range(4):
        if day == 2:
            office.file_corruption()
            office.clock.pass_days(20)
            remind(office.office)
        office.clock.instant = office.clock.instant.replace(hour=7)
        assert queue_digest(office.office) == 0, "before its hour"
        office.clock.instant = office.clock.instant.replace(hour=9)
        assert (queue_digest(office.office), queue_digest(office.office)) == (2, 0)
        deliver(office.office, SmtpSender(server))
        office.clock.pass_days(1)

    assert len(box.mails) == 8
    assert len({(mail["Subject"], mail.get_content()) for mail in box.mails}) == 1
    assert not [row for row in office.rows("notices") if row["case_id"] and row["mail"] != "none"]


def test_an_officer_with_ten_reminders_gets_one_mail_of_the_day(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    officer_with_mail(office, "ekachai")
    for _ in range(10):
        office.file_grievance()
    office.clock.pass_days(13)

    remind(office.office)
    deliver(office.office, SmtpSender(server))

    assert box.recipients == ["ekachai@example.org"]


def test_a_case_whose_address_was_destroyed_elsewhere_is_sent_nothing(
    sqlite_office: AnOffice, post: tuple[Mailbox, MailServer]
) -> None:
    office, (box, server) = sqlite_office, post
    receipt = a_reporter_with_mail(office)
    office_writes(office, receipt)
    with office.writing(Channel.GRIEVANCE) as work:
        forget_address(work.session, office.case(receipt).id)
        assert work.session.get(MailAddress, office.case(receipt).id) is None

    assert deliver(office.office, SmtpSender(server)).sent == 0
    assert box.mails == []
