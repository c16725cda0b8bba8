"""All officers are lost: an identity comes back for two new ones together, and for nobody alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.casework.ceremony import Held, hold_ceremony
from complaints.casework.custody import take_in
from complaints.casework.identities import ask_for_identity, confirm_identity, look_at_identity
from complaints.casework.recovery_export import read_export
from complaints.casework.signing_in import actor_of
from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed
from complaints.domain.entries import EntryKind
from complaints.domain.errors import Code, NotAllowed
from complaints.intake.registration import Receipt
from complaints.tracking.following import look
from complaints.vault.officers import open_secrets, passphrase_key
from complaints.work import Actor
from tests.casework.test_enrolment import MANA, WORDS, enrol_with, invited
from tests.casework.test_recovery import KEY, exported, lose_everybody, named
from tests.factories.founding import AGENCY_ID
from tests.factories.office import AnOffice
from tests.factories.people import Cast

DESK, NAME, REASON = Channel.CORRUPTION, "สมหญิง รักความจริง โทร 0812345678", "ต้องนัดสอบปากคำ"
MALEE = replace(MANA, key="malee", full_name="นางสาวมาลี มาด้วย", position="นิติกรปฏิบัติการ")


def enrolled(office: AnOffice, person: Cast) -> Appointed:
    """Let somebody new enrol, and return him as the papers name him."""
    enrol_with(office, invited(office, person))
    account = office.account(person.key)
    return Appointed(account.id, account.full_name, account.position)


def signed_in(office: AnOffice, name: str) -> Actor:
    """Return a new officer with the keys that the passphrase opens."""
    account = office.account(name)
    key = passphrase_key(WORDS, account.salt or b"")
    owned = open_secrets(
        key, account.secrets_sealed or b"", agency_id=AGENCY_ID, officer_id=account.id
    )
    return actor_of(office.office, account, owned)


def ceremony(office: AnOffice, officer: Appointed) -> Held:
    """Hold the ceremony for one officer, take it in, and return how it went."""
    head, cases = read_export(exported(office))
    held = hold_ceremony(head, cases, KEY, [officer])
    text = held.handover.as_text(KEY)
    assert NAME not in text
    with office.writing(DESK) as work:
        assert take_in(work, text) == 1
    (office.folder / "export.jsonl").unlink()
    return held


@pytest.fixture
def receipt(office: AnOffice) -> Receipt:
    """A confidential report whose recovery key custodians hold."""
    named(office)
    return office.file_corruption(identity=NAME)


def test_two_new_officers_open_it_together_and_the_reporter_reads_it(
    office: AnOffice, receipt: Receipt
) -> None:
    mana = enrolled(office, MANA)
    lose_everybody(office)
    ceremony(office, mana)
    ceremony(office, enrolled(office, MALEE))

    asks, confirms = signed_in(office, "mana"), signed_in(office, "malee")
    with office.writing(DESK) as work:
        request_id = ask_for_identity(work, asks, number=receipt.number, reason=REASON)
    with office.reading(DESK) as work:
        assert look_at_identity(work, asks, number=receipt.number).opened is None
    with office.writing(DESK) as work:
        confirm_identity(work, confirms, number=receipt.number, request_id=request_id)

    visitor = office.visitor(receipt)
    with office.reading(DESK) as work:
        assert look_at_identity(work, asks, number=receipt.number).opened == NAME
        assert look_at_identity(work, confirms, number=receipt.number).opened is None
        told = look(work, visitor).timeline
    assert EntryKind.IDENTITY_OPENED in {entry.kind for entry in told}


def test_one_new_officer_alone_gets_no_part_in_it(office: AnOffice, receipt: Receipt) -> None:
    mana = enrolled(office, MANA)
    lose_everybody(office)

    held = ceremony(office, mana)

    ((_, nests),) = held.handover.identities.values()
    assert all(first != second for first, second in nests), "with those who are lost, and no other"
    alone = signed_in(office, "mana")
    with office.writing(DESK) as work, pytest.raises(NotAllowed) as refused:
        ask_for_identity(work, alone, number=receipt.number, reason=REASON)
    assert refused.value.code is Code.NOBODY_CAN_CONFIRM


def test_whom_the_case_shuts_out_gets_no_part_whatever_the_export_says(office: AnOffice) -> None:
    named(office)
    chai = office.id_of("chai")
    office.file_corruption(identity=NAME, exclude=(chai,))
    mana = enrolled(office, MANA)
    head, cases = read_export(exported(office))
    forged = [replace(case, holders=(*case.holders, chai)) for case in cases]

    ((_, nests),) = hold_ceremony(head, forged, KEY, [mana]).handover.identities.values()

    people = {holder for pair in nests for holder in pair}
    assert people == {mana.officer_id, office.id_of("anan"), office.id_of("busaba")}


def test_a_recovery_key_in_a_single_file_opens_no_identity(office: AnOffice) -> None:
    office.file_corruption(identity=NAME)

    pairs = {(row["first_id"], row["second_id"]) for row in office.rows("identity_nests")}

    assert ("recovery", "recovery") not in pairs
    named(office)
    office.file_corruption(identity=NAME)
    pairs = {(row["first_id"], row["second_id"]) for row in office.rows("identity_nests")}
    assert ("recovery", "recovery") in pairs
