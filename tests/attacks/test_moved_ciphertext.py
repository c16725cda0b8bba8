"""Somebody who can write the database moves sealed bytes about; none of them opens elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from complaints.casework.case_letters import case_with_letters
from complaints.casework.case_page import read_case
from complaints.casework.lists import list_cases
from complaints.casework.signing_in import resume, sign_in
from complaints.casework.steps import exclude, explain, send_message, write_note
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Refusal
from complaints.domain.two_people import Deed
from complaints.intake.registration import Receipt
from complaints.jobs.mail_key import mail_pairs
from complaints.records.database import Model
from complaints.records.models import ALL_TABLES
from complaints.records.notices import MailAddress
from complaints.tracking.following import look
from complaints.tracking.visits import enter
from complaints.tracking.visits import resume as visit
from complaints.vault.casekeys import CaseRef
from complaints.vault.custodians import open_with_custodians, seal_to_custodians
from complaints.vault.mail import open_address
from complaints.vault.pairs import OpeningPair
from complaints.work.two_people import ask, read_request, second_people
from tests.factories.founding import recovery_key
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

NEXT_YEAR = date(2027, 12, 31)
Look = Callable[[AnOffice, Receipt], Any]


def as_reporter(office: AnOffice, receipt: Receipt) -> Any:
    """Look as the reporter does."""
    with office.reading(receipt.channel) as work:
        return look(work, office.visitor(receipt))


def as_officer(office: AnOffice, receipt: Receipt) -> Any:
    """Look as an officer does."""
    actor = office.actor("anan")
    with office.writing(receipt.channel) as work:
        return read_case(work, actor, number=receipt.number)


def in_a_list(office: AnOffice, receipt: Receipt) -> Any:
    """Look at the list of the desk."""
    actor = office.actor("anan")
    with office.reading(receipt.channel) as work:
        return list_cases(work, actor)


def its_letters(office: AnOffice, receipt: Receipt) -> Any:
    """Look at the letters of a case."""
    actor = office.actor("anan")
    with office.reading(receipt.channel) as work:
        return case_with_letters(work, actor, number=receipt.number)


def excluding(office: AnOffice, receipt: Receipt) -> Any:
    """Begin a new key, which needs the reporter's public half."""
    actor, chai = office.actor("anan"), office.id_of("chai")
    with office.writing(receipt.channel) as work:
        exclude(work, number=receipt.number, actor=actor, officer_id=chai)


SWAPS: dict[str, tuple[str, str, str, Look]] = {
    "a heading": ("cases", "heading_sealed", "TRUE", in_a_list),
    "a reporter's key": ("cases", "reporter_key_sealed", "TRUE", excluding),
    "an account": ("case_entries", "content_sealed", "position = 1", as_reporter),
    "a note": ("case_entries", "content_sealed", "half = 'desk'", as_officer),
    "a reporter's wrap": ("key_wraps", "key_sealed", "recipient_id = 'reporter'", as_reporter),
    "a letter": ("letters", "content_sealed", "TRUE", its_letters),
    "an officer's wrap": ("key_wraps", "key_sealed", "recipient_id = :anan", as_officer),
}


@pytest.mark.parametrize("words", SWAPS)
def test_bytes_of_one_case_do_not_open_in_another(office: AnOffice, words: str) -> None:
    table, column, which, looks = SWAPS[words]
    receipts = [office.file_corruption(), office.file_corruption()]
    actor = office.actor("anan")
    for receipt in receipts:
        with office.writing(Channel.CORRUPTION) as work:
            write_note(work, number=receipt.number, actor=actor, text="บันทึก")
            explain(work, number=receipt.number, actor=actor, reason="รอผล", new_date=NEXT_YEAR)
    looks(office, receipts[1]) if looks is not excluding else None
    key = "id" if table == "cases" else "case_id"
    ids = [office.case(receipt).id for receipt in receipts]
    where = which.replace(":anan", f"'{actor.id}'").replace("TRUE", "1 = 1")
    rows = {row[key]: row[column] for row in office.rows(f"{table} WHERE {where}")}

    office.execute(
        f"UPDATE {table} SET {column} = :moved WHERE {key} = :id AND {where}",  # noqa: S608 - our own names
        moved=rows[ids[1]], id=ids[0],
    )  # fmt: skip

    with pytest.raises(Broken):
        looks(office, receipts[0])


def test_rows_of_one_case_that_changed_places_do_not_open(office: AnOffice) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    for text in ("หนึ่ง", "สอง"):
        with office.writing(Channel.CORRUPTION) as work:
            send_message(work, number=receipt.number, actor=actor, text=text)
    for before, after in ((2, 99), (3, 2), (99, 3)):
        office.execute(
            "UPDATE case_entries SET position = :after WHERE position = :before",
            before=before, after=after,
        )  # fmt: skip

    with pytest.raises(Broken):
        as_reporter(office, receipt)


def test_a_note_does_not_open_when_it_is_called_shared(office: AnOffice) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    with office.writing(Channel.CORRUPTION) as work:
        write_note(work, number=receipt.number, actor=actor, text="บันทึก")
    office.execute("UPDATE case_entries SET half = 'shared'")

    with pytest.raises(Broken):
        as_reporter(office, receipt)


def test_an_officers_secrets_do_not_open_in_anothers_row(office: AnOffice) -> None:
    """Both have one passphrase and one salt here, so that only the place protects."""
    (theirs,) = [r["secrets_sealed"] for r in office.rows("officers") if r["name"] == "busaba"]
    office.execute("UPDATE officers SET secrets_sealed = :s WHERE name = 'anan'", s=theirs)

    with pytest.raises(Refusal):
        sign_in(office.office, name="anan", passphrase=PASSPHRASE, totp=office.totp("busaba"))


def test_a_session_does_not_open_in_anothers_row(office: AnOffice) -> None:
    one = enter(office.office, office.file_corruption().code or "")
    other = enter(office.office, office.file_corruption().code or "")
    (row,) = [r for r in office.rows("sessions") if r["id"] == other.row]
    office.execute(
        "UPDATE sessions SET payload_sealed = :s WHERE id = :id",
        s=row["payload_sealed"],
        id=one.row,
    )

    assert visit(office.office, one.value) is None
    assert resume(office.office, f"{one.row}.{other.half.hex()}") is None


def test_a_case_does_not_open_as_one_of_the_other_channel(office: AnOffice) -> None:
    receipt = office.file_grievance()
    visitor = office.visitor(receipt)
    office.execute(
        "UPDATE cases SET channel = 'corruption', kind = NULL, topic = NULL, received_by = NULL"
    )

    with pytest.raises(Refusal), office.reading(Channel.CORRUPTION) as work:
        look(work, visitor)


def test_an_address_for_notices_does_not_open_in_another_case(office: AnOffice) -> None:
    pair = mail_pairs(office.office)[1]
    for name in ("one", "other"):
        office.file_grievance(email=f"{name}@example.org", wants_mail=True)
    one, other = office.rows("mail_addresses")
    ref = CaseRef(office.office.agency().id, "grievance", one["case_id"])
    assert open_address(ref, pair, one["address_sealed"]).endswith("@example.org")

    with pytest.raises(Broken):
        open_address(ref, pair, other["address_sealed"])
    office.execute(
        "UPDATE mail_addresses SET address_sealed = :s WHERE case_id = :id",
        s=other["address_sealed"], id=one["case_id"],
    )  # fmt: skip
    with office.reading(Channel.GRIEVANCE) as work:
        moved = work.session.get(MailAddress, one["case_id"])
        assert moved is not None
        with pytest.raises(Broken):
            open_address(ref, pair, moved.address_sealed)


def test_the_envelopes_of_one_channel_do_not_open_for_the_other(office: AnOffice) -> None:
    """The custodians are the same people here, so that only the place protects."""
    pairs = [OpeningPair(bytes([60 + at]) * 32) for at in range(3)]
    envelopes = {
        channel: seal_to_custodians(
            recovery_key(channel), [pair.public for pair in pairs], 2,
            agency_id=office.office.agency().id, channel=channel.value,
        )
        for channel in Channel
    }  # fmt: skip
    mine, theirs = envelopes[Channel.CORRUPTION], envelopes[Channel.GRIEVANCE]
    public = recovery_key(Channel.GRIEVANCE).opening.public
    assert open_with_custodians(theirs, pairs, public).opening.public == public

    for expected in (public, recovery_key(Channel.CORRUPTION).opening.public):
        with pytest.raises(Broken):
            open_with_custodians(replace(mine, sealed=theirs.sealed), pairs, expected)


def test_a_part_in_one_request_of_two_people_does_not_open_another(office: AnOffice) -> None:
    anan, case_id = office.actor("anan"), office.case(office.file_corruption()).id
    asked = []
    for reason in ("หนึ่ง", "สอง"):
        with office.writing(Channel.CORRUPTION) as work:
            seconds = second_people(work, anan)
            asked.append(
                ask(
                    work, anan, Deed.OPEN_ORIGINAL, case_id=case_id,
                    particulars={"reason": reason}, seconds=seconds,
                )
            )  # fmt: skip
    rows = office.rows("two_person_wraps")
    (mine,) = [r for r in rows if (r["request_id"], r["holder_id"]) == (asked[1], anan.id)]
    office.execute(
        "UPDATE two_person_wraps SET key_sealed = :s WHERE request_id = :id AND holder_id = :me",
        s=mine["key_sealed"], id=asked[0], me=anan.id,
    )  # fmt: skip

    with office.reading(Channel.CORRUPTION) as work:
        with pytest.raises(Broken):
            read_request(work, anan, asked[0])
        assert read_request(work, anan, asked[1]).particulars == {"reason": "สอง"}


COVERED = {
    ("cases", "heading_sealed"), ("cases", "reporter_key_sealed"),
    ("case_entries", "content_sealed"), ("key_wraps", "key_sealed"),
    ("officers", "secrets_sealed"), ("sessions", "payload_sealed"),
    ("letters", "content_sealed"), ("search_indexes", "texts_sealed"),
    ("mail_addresses", "address_sealed"), ("recovery_envelopes", "envelopes_sealed"),
    ("two_person_wraps", "key_sealed"),
    # Opened by two people together, or by the auditor, in tests of the vault:
    ("identities", "identity_sealed"), ("identity_nests", "key_sealed"),
    ("journal", "object_sealed"),
    # Moved about where they are at home: tests/casework/test_protection.py, test_two_people.py,
    # and the tests of rating slips.
    ("case_signals", "signal_sealed"), ("two_person_requests", "particulars_sealed"),
    ("rating_slips", "answer_sealed"),
    ("rating_slips", "seed_sealed"),
}  # fmt: skip


def test_every_sealed_column_was_moved_about() -> None:
    sealed = {
        (table.__tablename__, column.name)
        for table in ALL_TABLES
        for column in table.__table__.columns
        if column.name.endswith("_sealed")
    }

    assert issubclass(ALL_TABLES[0], Model)
    assert sealed == COVERED
