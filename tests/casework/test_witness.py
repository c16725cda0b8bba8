"""The witness of a desk: signs what two must sign, and is never handed the key of a case."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework.accounts import Appointment, invite
from complaints.casework.appointments import Order, ask_change, sign_change, waiting_changes
from complaints.casework.case_page import read_case
from complaints.casework.lists import list_cases
from complaints.casework.roster import show_roster, sign_entry
from complaints.casework.search import search
from complaints.casework.signing_in import actor_of, sign_in
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import Broken, NotFound
from complaints.vault.officers import open_secrets, passphrase_key
from complaints.vault.roster import Seat
from complaints.vault.totp import totp_at
from complaints.work import Actor
from tests.casework.test_enrolment import WORDS, enrol_with
from tests.factories.founding import AGENCY_ID
from tests.factories.office import AnOffice

DESK = Channel.CORRUPTION
EYES = Appointment(
    name="eyes",
    full_name="นางพยาน ตั้งตรง",
    position="ผู้แทนประชาคม",
    role=Role.WITNESS,
    channel=DESK,
    appointed_on=date(2026, 11, 1),
)


@pytest.fixture
def office(sqlite_office: AnOffice) -> AnOffice:
    """An office whose corruption desk has a witness on the roster."""
    office = sqlite_office
    with office.writing(Channel.GRIEVANCE) as work:
        token = invite(work, office.actor("itthi"), EYES)
    enrol_with(office, token)
    for key in ("anan", "busaba"):
        with office.writing(DESK) as work:
            (waiting,) = show_roster(work, actor := office.actor(key)).waiting
            assert waiting.seat is Seat.WITNESS
            sign_entry(work, actor, number=waiting.number)
    enter(office)
    return office


def the_witness(office: AnOffice) -> Actor:
    """Return the witness with the keys that the passphrase opens."""
    account = office.account("eyes")
    key = passphrase_key(WORDS, account.salt or b"")
    owned = open_secrets(
        key, account.secrets_sealed or b"", agency_id=AGENCY_ID, officer_id=account.id
    )
    return actor_of(office.office, account, owned)


def test_no_case_is_sealed_to_the_witness_not_even_when_everybody_is_shut_out(
    office: AnOffice,
) -> None:
    witness = office.id_of("eyes")
    everybody = tuple(office.id_of(key) for key in ("anan", "busaba", "chai"))

    office.file_corruption()
    office.file_corruption(exclude=everybody, identity="นางสาวอัมพร ใจกล้า")

    assert witness not in {row["recipient_id"] for row in office.rows("key_wraps")}
    nests = office.rows("identity_nests")
    assert witness not in {row[one] for row in nests for one in ("first_id", "second_id")}


def test_the_witness_reads_no_list_no_case_and_searches_nothing(office: AnOffice) -> None:
    receipt, witness = office.file_corruption(), the_witness(office)

    with office.reading(DESK) as work, pytest.raises(NotFound):
        list_cases(work, witness)
    with office.writing(DESK) as work, pytest.raises(NotFound):
        read_case(work, witness, number=receipt.number)
    with pytest.raises(NotFound):
        search(office.office, DESK, witness, words="ใบอนุญาต", cookie=None)


def test_the_witness_is_one_of_the_two_who_sign(office: AnOffice) -> None:
    order = Order("99/2569", date(2026, 10, 1), date(2027, 9, 30))
    with office.writing(Channel.GRIEVANCE) as work:
        ask_change(work, office.actor("itthi"), officer_id=office.id_of("chai"), order=order)

    for actor in (the_witness(office), office.actor("anan")):
        with office.writing(DESK) as work:
            (waiting,) = waiting_changes(work, actor)
            sign_change(work, actor, order_id=waiting.id)

    assert office.account("chai").order_number == "99/2569"


def test_the_witness_finds_a_roster_that_was_set_back(office: AnOffice) -> None:
    """The witness carries the last state of the roster under the passphrase, as officers do."""
    (last,) = [row for row in office.rows("roster_entries") if row["number"] == 5]
    office.execute("DELETE FROM roster_signatures WHERE entry_id = :id", id=last["id"])
    office.execute("DELETE FROM roster_entries WHERE id = :id", id=last["id"])

    with pytest.raises(Broken):
        enter(office)

    (alarm,) = office.rows("alarms")
    assert alarm["raised_by"] == office.id_of("eyes")


def enter(office: AnOffice) -> str:
    """Sign the witness in."""
    owned = the_witness(office).owned
    assert owned is not None
    office.clock.pass_seconds(60)
    totp = totp_at(owned.totp_secret, office.clock().timestamp())
    return sign_in(office.office, name="eyes", passphrase=WORDS, totp=totp).value
