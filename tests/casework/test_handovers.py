"""Cases change hands: to a new key in bulk, to a newcomer case by case."""

from __future__ import annotations

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.enrolment import enrol
from complaints.casework.handovers import hand_over, let_join, waiting_colleagues, who_could_join
from complaints.casework.lists import Filter, list_cases
from complaints.casework.own_secrets import ask_new_key
from complaints.casework.roster import sign_entry
from complaints.casework.signing_in import actor_of
from complaints.casework.steps import exclude
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.vault.officers import open_secrets, passphrase_key
from complaints.vault.totp import totp_at
from complaints.work import Actor
from tests.casework.test_enrolment import SECRET, WORDS, enrol_with, invited
from tests.factories.founding import AGENCY_ID
from tests.factories.office import AnOffice

DESK = Channel.CORRUPTION


def with_new_keys(office: AnOffice, key: str) -> Actor:
    """Return an officer with the keys that ``WORDS`` opens."""
    account = office.account(key)
    opened_by = passphrase_key(WORDS, account.salt or b"")
    owned = open_secrets(
        opened_by, account.secrets_sealed or b"", agency_id=AGENCY_ID, officer_id=account.id
    )
    return actor_of(office.office, account, owned)


def lose_passphrase(office: AnOffice, key: str) -> None:
    """Let an officer make a new key by the administrator's link."""
    itthi, officer_id = office.actor("itthi"), office.id_of(key)
    with office.writing(Channel.GRIEVANCE) as work:
        token = ask_new_key(work, itthi, officer_id=officer_id)
    now = totp_at(SECRET, office.clock().timestamp())
    enrol(office.office, link_token=token, passphrase=WORDS, totp_secret=SECRET, totp=now)


def sign_everything(office: AnOffice, *signers: str) -> None:
    """Sign whatever waits on the roster, line by line."""
    for number in [
        row["number"] for row in office.rows("roster_entries") if not row["is_complete"]
    ]:
        for signer in signers:
            actor = office.actor(signer)
            with office.writing(DESK) as work:
                sign_entry(work, actor, number=number)


def handed(office: AnOffice, by: str, officer_id: str, limit: int = 200) -> int:
    """Hand over as somebody."""
    actor = office.actor(by)
    with office.writing(DESK) as work:
        return hand_over(work, actor, officer_id=officer_id, limit=limit)


def test_a_new_key_gets_in_bulk_what_the_lost_one_held(office: AnOffice) -> None:
    receipts = [office.file_corruption() for _ in range(3)]
    anan, chai = office.actor("anan"), office.id_of("chai")
    with office.writing(DESK) as work:
        exclude(work, number=receipts[0].number, actor=anan, officer_id=chai)

    lose_passphrase(office, "chai")
    with pytest.raises(NotAllowed):
        handed(office, "anan", chai)
    office.file_corruption(details="ระหว่างรอการลงนาม")
    sign_everything(office, "anan", "busaba")
    with office.reading(DESK) as work:
        (waiting,) = waiting_colleagues(work, anan)
    assert (waiting.waiting_count, waiting.percent, waiting.is_on_roster) == (2, 0, True)

    assert handed(office, "anan", chai, limit=1) == 1
    with office.reading(DESK) as work:
        (waiting,) = waiting_colleagues(work, anan)
    assert (waiting.waiting_count, waiting.percent) == (1, 50)
    assert handed(office, "busaba", chai) == 1

    actor = with_new_keys(office, "chai")
    for receipt in receipts[1:]:
        with office.writing(DESK) as work:
            assert read_case(work, actor, number=receipt.number).told.number == receipt.number
    with office.writing(DESK) as work, pytest.raises(NotFound):
        read_case(work, actor, number=receipts[0].number)
    with office.reading(DESK) as work:
        assert waiting_colleagues(work, anan) == []
        assert len(list_cases(work, actor, which=Filter.OPEN).rows) == 2


def test_a_case_that_shuts_him_out_is_not_handed_over_though_it_is_said_to_wait(
    office: AnOffice,
) -> None:
    """Somebody who writes the database lets the excluded officer wait for it."""
    receipts = [office.file_corruption() for _ in range(2)]
    anan, chai = office.actor("anan"), office.id_of("chai")
    with office.writing(DESK) as work:
        exclude(work, number=receipts[0].number, actor=anan, officer_id=chai)
    lose_passphrase(office, "chai")
    sign_everything(office, "anan", "busaba")
    shut = office.case(receipts[0]).id
    office.execute(
        "INSERT INTO handovers (officer_id, case_id) VALUES (:who, :case)", who=chai, case=shut
    )

    assert handed(office, "anan", chai) == 1

    wraps = [row["case_id"] for row in office.rows("key_wraps") if row["recipient_id"] == chai]
    assert wraps == [office.case(receipts[1]).id]
    assert not office.rows("handovers")


def test_the_lost_key_opens_nothing_any_more_and_signs_nothing(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption()
    chai = office.id_of("chai")

    lose_passphrase(office, "chai")
    office.file_corruption()

    assert chai not in {row["recipient_id"] for row in office.rows("key_wraps")}
    assert not office.actor("chai").person.is_rostered
    waiting = [row["change"] for row in office.rows("roster_entries") if not row["is_complete"]]
    assert waiting == ["remove", "add"]


def test_only_somebody_on_the_roster_hands_over_and_only_what_waits(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    office.file_corruption()
    lose_passphrase(office, "chai")
    sign_everything(office, "anan", "busaba")
    chai = office.id_of("chai")

    for key in ("itthi", "ekachai", "ladda"):
        with pytest.raises(NotFound):
            handed(office, key, chai)
    with pytest.raises(NotFound):
        handed(office, "anan", office.id_of("busaba"))
    assert handed(office, "dara", chai) == 0


@pytest.fixture
def mana(office: AnOffice) -> str:
    """Somebody who was appointed after the first cases; the id."""
    office.file_corruption(details="ก่อนมานะมา")
    enrol_with(office, invited(office))
    sign_everything(office, "anan", "busaba")
    return office.id_of("mana")


def test_a_newcomer_gets_old_cases_one_by_one(office: AnOffice, mana: str) -> None:
    old, other = office.file_corruption(), office.file_corruption()
    office.execute("DELETE FROM key_wraps WHERE recipient_id = :mana", mana=mana)
    anan = office.actor("anan")
    with office.writing(DESK) as work:
        offered = [one.id for one in who_could_join(work, anan, number=old.number)]
    assert offered == [mana]

    with office.writing(DESK) as work:
        let_join(work, anan, number=old.number, officer_id=mana)

    actor = with_new_keys(office, "mana")
    with office.writing(DESK) as work:
        assert read_case(work, actor, number=old.number).told.number == old.number
    with office.writing(DESK) as work, pytest.raises(NotFound):
        read_case(work, actor, number=other.number)
    with office.writing(DESK) as work, pytest.raises(BadInput):
        let_join(work, anan, number=old.number, officer_id=mana)


SHUT_OUT = {"accused by name": "นายมานะ มาใหม่", "excluded under an earlier account": ""}


@pytest.mark.parametrize("words", SHUT_OUT)
def test_a_newcomer_whom_the_case_shuts_out_is_not_let_in(
    sqlite_office: AnOffice, words: str
) -> None:
    office = sqlite_office
    if SHUT_OUT[words]:
        receipt = office.file_corruption(accused=SHUT_OUT[words])
    else:
        receipt = office.file_corruption(exclude=(office.id_of("chai"),))
        office.execute("UPDATE officers SET full_name = 'นายมานะ มาใหม่' WHERE name = 'chai'")
    enrol_with(office, invited(office))
    sign_everything(office, "anan", "busaba")
    anan, mana = office.actor("anan"), office.id_of("mana")

    with office.writing(DESK) as work:
        assert who_could_join(work, anan, number=receipt.number) == []
    with office.writing(DESK) as work, pytest.raises(BadInput):
        let_join(work, anan, number=receipt.number, officer_id=mana)
