"""A desk that an alarm has stopped: the custodians unlock it, and nobody without them."""

from __future__ import annotations

import pytest

from complaints.casework.accounts import close_account
from complaints.casework.case_page import read_case
from complaints.casework.ceremony import hold_ceremony
from complaints.casework.custody import take_in
from complaints.casework.own_secrets import ask_new_key
from complaints.casework.recovery_export import read_export
from complaints.casework.signing_in import sign_in
from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed
from complaints.domain.errors import Broken, Code, NotAllowed
from complaints.intake.registration import Receipt, is_open
from complaints.vault.totp import totp_at
from tests.attacks.test_roster_forged import enter, roll_back
from tests.casework.test_enrolment import SECRET, WORDS, enrol_with
from tests.casework.test_recovery import (
    CUSTODIANS,
    exported,
    mana,
    named,
    opened_by,
    signed_in,
)
from tests.factories.office import AnOffice

DESK = Channel.CORRUPTION
OFFICERS = ("anan", "busaba", "chai", "dara")


@pytest.fixture
def receipt(office: AnOffice) -> Receipt:
    """A case on a desk that an officer's alarm has stopped, whose custodians are named."""
    named(office)
    receipt = office.file_corruption()
    enter(office, "anan")
    roll_back(office)
    with pytest.raises(Broken):
        enter(office, "anan")
    assert not is_open(office.office, DESK)
    return receipt


def come_in(office: AnOffice, name: str) -> str:
    """Sign somebody in who enrolled anew."""
    office.clock.pass_seconds(60)
    totp = totp_at(SECRET, office.clock().timestamp())
    return sign_in(office.office, name=name, passphrase=WORDS, totp=totp).value


def close_accounts(office: AnOffice) -> None:
    """Let the administrator close the account of everybody whose keys are lost."""
    for key in OFFICERS:
        with office.writing(Channel.GRIEVANCE) as work:
            close_account(work, office.actor("itthi"), officer_id=office.id_of(key))


def bring_back(office: AnOffice, officer: Appointed, quorum: int) -> None:
    """Hold the ceremony with some of the custodians, and take in what it decided."""
    head, cases = read_export(exported(office))
    key = opened_by(head, list(CUSTODIANS.values())[:quorum])
    text = hold_ceremony(head, cases, key, [officer]).handover.as_text(key)
    with office.writing(DESK) as work:
        take_in(work, text)


def test_a_quorum_unlocks_a_desk_whose_officers_are_all_lost(
    office: AnOffice, receipt: Receipt
) -> None:
    close_accounts(office)
    officer = mana(office)

    bring_back(office, officer, quorum=3)
    assert not is_open(office.office, DESK), "the ceremony signs; an officer finds it in place"
    assert come_in(office, "mana")

    assert is_open(office.office, DESK)
    with office.writing(DESK) as work:
        page = read_case(work, signed_in(office), number=receipt.number)
    assert page.told.account.content["details"]
    assert office.file_corruption().number


def test_without_a_quorum_it_stays_locked(office: AnOffice, receipt: Receipt) -> None:
    close_accounts(office)
    officer = mana(office)

    with pytest.raises((NotAllowed, Broken)):
        bring_back(office, officer, quorum=2)
    with pytest.raises(Broken) as stopped:
        come_in(office, "mana")

    assert stopped.value.code is Code.DESK_IS_STOPPED
    assert not is_open(office.office, DESK)
    assert receipt.number


def test_an_administrator_lifts_no_alarm_with_an_account_of_his_own_making(
    office: AnOffice, receipt: Receipt
) -> None:
    """He closes the account that raised it, and signs in as somebody new who remembers nothing."""
    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, office.actor("itthi"), officer_id=office.id_of("anan"))
    mana(office)

    with pytest.raises(Broken):
        come_in(office, "mana")

    assert [row["lifted_on"] for row in office.rows("alarms")] == [None]
    assert receipt.number


def test_nor_with_a_new_key_in_the_name_of_who_raised_it(
    office: AnOffice, receipt: Receipt
) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        token = ask_new_key(work, office.actor("itthi"), officer_id=office.id_of("anan"))
    enrol_with(office, token)

    with pytest.raises(Broken):
        come_in(office, "anan")

    assert [row["lifted_on"] for row in office.rows("alarms")] == [None]
    assert receipt.number
