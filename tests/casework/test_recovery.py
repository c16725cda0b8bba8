"""All officers are lost: custodians bring the cases back, to one officer, and read none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.ceremony import Held, hold_ceremony, read_handover, roster_of
from complaints.casework.custody import export_lines, name_custodians, take_in
from complaints.casework.recovery_export import Head, read_export
from complaints.casework.signing_in import actor_of
from complaints.casework.steps import exclude, write_note
from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.vault.custodians import RecoveryKey, open_with_custodians
from complaints.vault.officers import open_secrets, passphrase_key
from complaints.vault.pairs import OpeningPair
from complaints.work import Actor
from tests.casework.test_enrolment import MANA, WORDS, enrol_with, invited
from tests.factories.founding import AGENCY_ID, recovery_key
from tests.factories.office import AnOffice

DESK = Channel.CORRUPTION
CUSTODIANS = {f"ผู้ถือกุญแจ {number}": OpeningPair(bytes([60 + number]) * 32) for number in range(5)}
KEY = recovery_key(DESK)


def named(office: AnOffice, quorum: int = 3) -> None:
    """Hand the recovery key of the desk to five custodians."""
    publics = {name: pair.public for name, pair in CUSTODIANS.items()}
    with office.writing(DESK) as work:
        name_custodians(work, KEY, publics, quorum)


def exported(office: AnOffice) -> Path:
    """Write an export and return its path."""
    path = office.folder / "export.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with office.writing(DESK) as work:
        path.write_text("".join(export_lines(work)), encoding="utf-8")
    return path


def opened_by(head: Head, pairs: Sequence[OpeningPair]) -> RecoveryKey:
    """Return the recovery key as custodians open it at the ceremony."""
    recovery = roster_of(head).recovery
    assert head.envelopes is not None
    assert recovery is not None
    return open_with_custodians(head.envelopes, pairs, recovery.opening_key)


def held(office: AnOffice, officer: Appointed, key: RecoveryKey = KEY) -> Held:
    """Hold the ceremony over an export made now."""
    head, cases = read_export(exported(office))
    return hold_ceremony(head, cases, key, [officer])


def mana(office: AnOffice) -> Appointed:
    """Let somebody new enrol, and return him as the papers name him."""
    enrol_with(office, invited(office))
    return Appointed(office.id_of("mana"), MANA.full_name, MANA.position)


def signed_in(office: AnOffice) -> Actor:
    """Return the new officer with the keys that the passphrase opens."""
    account = office.account("mana")
    key = passphrase_key(WORDS, account.salt or b"")
    owned = open_secrets(
        key, account.secrets_sealed or b"", agency_id=AGENCY_ID, officer_id=account.id
    )
    return actor_of(office.office, account, owned)


def lose_everybody(office: AnOffice) -> None:
    """Destroy the keys of every officer of the desk."""
    office.execute(
        "UPDATE officers SET secrets_sealed = NULL, salt = NULL, closed_on = '2026-11-16'"
        " WHERE channel = 'corruption' AND name <> 'mana'"
    )


def test_three_of_five_bring_every_case_back_to_a_new_officer(office: AnOffice) -> None:
    named(office)
    receipts = [office.file_corruption(details=f"เรื่องที่ {number}") for number in range(3)]
    anan = office.actor("anan")
    with office.writing(DESK) as work:
        exclude(work, number=receipts[0].number, actor=anan, officer_id=office.id_of("chai"))
        write_note(work, number=receipts[0].number, actor=anan, text="บันทึกหลังตัดสิทธิ์")
    officer = mana(office)
    lose_everybody(office)

    head, cases = read_export(exported(office))
    key = opened_by(head, list(CUSTODIANS.values())[1:4])
    ceremony = hold_ceremony(head, cases, key, [officer])
    text = ceremony.handover.as_text(key)
    with office.writing(DESK) as work:
        assert take_in(work, text) == 3

    assert (ceremony.case_count, ceremony.shut_out_count, ceremony.unreadable_count) == (3, 0, 0)
    actor = signed_in(office)
    assert actor.person.is_rostered
    for number, receipt in enumerate(receipts):
        with office.writing(DESK) as work:
            page = read_case(work, actor, number=receipt.number)
        assert page.told.account.content["details"] == f"เรื่องที่ {number}"
    assert office.file_corruption().number
    assert "cases_recovered" in {row["event"] for row in office.rows("journal")}


def test_without_a_quorum_nothing_opens(office: AnOffice) -> None:
    named(office)
    office.file_corruption()

    head, _ = read_export(exported(office))

    with pytest.raises(Broken) as refused:
        opened_by(head, list(CUSTODIANS.values())[:2])
    assert refused.value.code is Code.TOO_FEW_CUSTODIANS


def test_nothing_that_was_typed_stands_in_export_or_handover(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    named(office)
    office.file_corruption(details="ความลับของผู้แจ้ง", accused="นายผู้ถูกกล่าวหา")
    officer = mana(office)

    path = exported(office)
    text = held(office, officer).handover.as_text(KEY)

    for written in (path.read_text(), text):
        for secret in ("ความลับ", "ผู้ถูกกล่าวหา", KEY.seed.hex()):
            assert secret not in written
            assert secret.encode("unicode_escape").decode() not in written


SHUT_OUT = {
    "accused by name": "นายมานะ มาใหม่ รับเงิน",
    "accused by first name": "นายมานะ ที่กองช่าง",
    "ticked under an earlier account": "",
}


@pytest.mark.parametrize("words", SHUT_OUT)
def test_a_case_that_shuts_the_officer_out_is_not_handed_over(
    sqlite_office: AnOffice, words: str
) -> None:
    office = sqlite_office
    if SHUT_OUT[words]:
        office.file_corruption(accused=SHUT_OUT[words])
    else:
        office.file_corruption(exclude=(office.id_of("chai"),))
        office.execute("UPDATE officers SET full_name = 'นาย มานะ  มาใหม่' WHERE name = 'chai'")
    kept = office.file_corruption()
    officer = mana(office)

    ceremony = held(office, officer)

    assert ceremony.shut_out_count == 1
    assert set(ceremony.handover.wraps) == {office.case(kept).id}


def test_an_account_that_was_renamed_does_not_deceive_the_custodians(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    office.file_corruption(accused="นายมานะ มาใหม่")
    officer = mana(office)
    renamed = replace(officer, full_name="นายใครก็ได้ ที่ไหน")
    head, cases = read_export(exported(office))

    ceremony = hold_ceremony(head, cases, KEY, [renamed, officer])

    assert ceremony.shut_out_count == 1


def test_an_export_from_which_a_row_was_taken_hands_that_case_to_nobody(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    receipt = office.file_corruption()
    anan = office.actor("anan")
    with office.writing(DESK) as work:
        exclude(work, number=receipt.number, actor=anan, officer_id=office.id_of("chai"))
    officer = mana(office)
    office.execute("DELETE FROM case_entries WHERE position = 2")

    ceremony = held(office, officer)

    assert (ceremony.unreadable_count, ceremony.handover.wraps) == (1, {})


def test_only_a_handover_that_the_recovery_key_signed_is_taken_in(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    office.file_corruption()
    officer = mana(office)
    ceremony = held(office, officer)
    thief = RecoveryKey(b"t" * 32)
    ours = ceremony.handover.as_text(KEY)
    changed = ours.replace(ceremony.handover.officer_id, office.id_of("busaba"))

    for text in (ceremony.handover.as_text(thief), changed, "", "{}", ours.replace('"1"', '"2"')):
        with office.writing(DESK) as work, pytest.raises(Broken):
            take_in(work, text)
    with office.writing(Channel.GRIEVANCE) as work, pytest.raises(Broken):
        take_in(work, ours)
    with pytest.raises(Broken):
        read_handover(ours, recovery_signing_key=thief.signing.public)
    assert office.id_of("mana") not in {row["recipient_id"] for row in office.rows("key_wraps")}


def test_another_key_than_the_one_on_the_roster_holds_no_ceremony(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    officer = mana(office)

    with pytest.raises(Broken):
        held(office, officer, RecoveryKey(b"t" * 32))


def test_somebody_without_keys_gets_nothing(sqlite_office: AnOffice) -> None:
    office = sqlite_office

    with pytest.raises(NotAllowed):
        held(office, Appointed("0" * 32, "นายไม่มี กุญแจ", "ไม่มี"))


def test_an_officer_whose_appointment_is_over_gets_nothing(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption()
    text = held(office, mana(office)).handover.as_text(KEY)
    office.execute("UPDATE officers SET ends_on = '2026-11-15' WHERE name = 'mana'")

    with office.writing(DESK) as work, pytest.raises(NotFound):
        take_in(work, text)


@pytest.mark.parametrize(
    ("count", "quorum", "code"),
    [
        pytest.param(5, 1, Code.TOO_FEW_CUSTODIANS, id="one alone could open"),
        pytest.param(2, 3, Code.TOO_FEW_CUSTODIANS, id="fewer than are needed"),
    ],
)
def test_unfit_custodians_are_refused(
    sqlite_office: AnOffice, count: int, quorum: int, code: Code
) -> None:
    publics = {name: pair.public for name, pair in list(CUSTODIANS.items())[:count]}

    with sqlite_office.writing(DESK) as work, pytest.raises(NotAllowed) as refused:
        name_custodians(work, KEY, publics, quorum)

    assert refused.value.code is code


def test_the_same_people_cannot_hold_both_channels(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    named(office)
    others = {f"อีกคน {number}": OpeningPair(bytes([90 + number]) * 32) for number in range(3)}
    pairs = list(CUSTODIANS.items())
    key = recovery_key(Channel.GRIEVANCE)

    three = {name: pair.public for name, pair in [*pairs[:3], *others.items()]}
    with office.writing(Channel.GRIEVANCE) as work, pytest.raises(NotAllowed) as refused:
        name_custodians(work, key, three, 3)
    assert refused.value.code is Code.CUSTODIANS_OVERLAP

    with office.writing(Channel.GRIEVANCE) as work:
        two = {name: pair.public for name, pair in [*pairs[:2], *others.items()]}
        name_custodians(work, key, two, 3)
    assert len(office.rows("recovery_envelopes")) == 2
