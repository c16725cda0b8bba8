"""Somebody who can write the database puts an earlier row back into its own place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.custody import name_custodians
from complaints.casework.endings import complete
from complaints.casework.heads import export_heads
from complaints.casework.own_secrets import change_passphrase
from complaints.casework.rating_slips import print_slip
from complaints.casework.signing_in import sign_in
from complaints.casework.steps import exclude, write_note
from complaints.casework.versions import REGISTER, begin_anew
from complaints.domain.channel import Channel, ReporterKind
from complaints.domain.errors import Broken, Code
from complaints.domain.states import Outcome
from complaints.domain.two_people import Deed
from complaints.intake.registration import Receipt
from complaints.jobs.mail_key import mail_pairs
from complaints.jobs.verifying import verify
from complaints.records.database import Model
from complaints.records.models import ALL_TABLES
from complaints.tracking.following import send_message
from complaints.tracking.ratings import rate_by_slip
from complaints.vault.pairs import OpeningPair
from complaints.work.two_people import (
    ask,
    confirm,
    read_request,
    requests_for,
    second_people,
    take_confirmed,
    withdraw,
)
from tests.factories.founding import recovery_key
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

DESK = Channel.CORRUPTION


def put_back(office: AnOffice, table: str, row: dict[str, Any]) -> None:
    """Write a row of earlier into a table from which it is gone."""
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    office.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", **row)  # noqa: S608 - our names


def enter(office: AnOffice, key: str = "anan", passphrase: str = PASSPHRASE) -> str:
    """Sign a person in at the next code of the telephone."""
    office.clock.pass_seconds(60)
    return sign_in(office.office, name=key, passphrase=passphrase, totp=office.totp(key)).value


def seeds_of(office: AnOffice, key: str = "anan") -> dict[str, Any]:
    """Return what an account has sealed under its passphrase."""
    (row,) = [row for row in office.rows("officers") if row["name"] == key]
    return {name: row[name] for name in ("salt", "secrets_sealed", "name")}


def set_seeds_back(office: AnOffice, seeds: dict[str, Any]) -> None:
    """Put sealed seeds of earlier into their account."""
    office.execute(
        "UPDATE officers SET salt = :salt, secrets_sealed = :secrets_sealed WHERE name = :name",
        **seeds,
    )


def test_seeds_of_an_earlier_sign_in_stop_the_desk(office: AnOffice) -> None:
    enter(office)
    earlier = seeds_of(office)
    enter(office)

    set_seeds_back(office, earlier)
    with pytest.raises(Broken) as broken:
        enter(office)

    assert broken.value.code is Code.SECRETS_WERE_SET_BACK
    (alarm,) = office.rows("alarms")
    assert (alarm["channel"], alarm["reason"]) == ("corruption", "secrets_were_set_back")


def test_a_passphrase_that_was_changed_does_not_come_back_with_its_row(office: AnOffice) -> None:
    enter(office)
    earlier = seeds_of(office)
    new = "nine-long-words-nobody-knows"
    change_passphrase(office.office, office.actor("anan"), current=PASSPHRASE, new=new)
    assert enter(office, passphrase=new)
    set_seeds_back(office, earlier)

    with pytest.raises(Broken):
        enter(office)


def test_a_passphrase_that_was_just_changed_does_not_come_back_either(office: AnOffice) -> None:
    enter(office)
    earlier = seeds_of(office)
    new = "nine-long-words-nobody-knows"
    change_passphrase(office.office, office.actor("anan"), current=PASSPHRASE, new=new)
    set_seeds_back(office, earlier)

    with pytest.raises(Broken):
        enter(office)


def a_request(office: AnOffice, case_id: str) -> str:
    """Ask for a deed, let a second confirm it, and return the id of the request."""
    anan, busaba = office.actor("anan"), office.actor("busaba")
    with office.writing(DESK) as work:
        request_id = ask(
            work,
            anan,
            Deed.OPEN_ORIGINAL,
            case_id=case_id,
            particulars={"reason": "ศาลมีหมายเรียกพยาน"},
            seconds=second_people(work, anan),
        )
    with office.writing(DESK) as work:
        confirm(work, busaba, request_id)
    return request_id


@pytest.mark.parametrize("end", ["used", "taken back"])
def test_a_request_that_was_used_or_taken_back_serves_no_second_time(
    office: AnOffice, end: str
) -> None:
    case_id = office.case(office.file_corruption()).id
    request_id, anan = a_request(office, case_id), office.actor("anan")
    requests, wraps = office.rows("two_person_requests"), office.rows("two_person_wraps")
    with office.writing(DESK) as work:
        if end == "used":
            take_confirmed(work, anan, request_id, Deed.OPEN_ORIGINAL, case_id=case_id)
        else:
            withdraw(work, anan, request_id)
    assert office.rows("two_person_requests") == []

    for table, rows in (("two_person_requests", requests), ("two_person_wraps", wraps)):
        for row in rows:
            put_back(office, table, row)

    with office.reading(DESK) as work:
        assert requests_for(work, anan) == []
    with office.writing(DESK) as work, pytest.raises(Broken):
        read_request(work, anan, request_id)
    with office.writing(DESK) as work, pytest.raises(Broken):
        take_confirmed(work, anan, request_id, Deed.OPEN_ORIGINAL, case_id=case_id)


def reported(office: AnOffice) -> str:
    """Return what ``verify`` finds wrong with the versions of rows."""
    wrong = [check.said for check in verify(office.office) if not check.is_sound]
    return " ".join(said for said in wrong if said.startswith("Sealed rows"))


def next_day(office: AnOffice) -> None:
    """Let a day pass, and the daily jobs write down what stands."""
    export_heads(office.office)
    office.clock.pass_days(1)


Change = Callable[[AnOffice, Receipt], None]


def excluding(office: AnOffice, receipt: Receipt) -> None:
    """Shut somebody out, which seals heading and reporter's key anew and takes his nests."""
    actor, chai = office.actor("anan"), office.id_of("chai")
    with office.writing(DESK) as work:
        exclude(work, number=receipt.number, actor=actor, officer_id=chai)


def writing(office: AnOffice, receipt: Receipt) -> None:
    """Let the reporter write, which makes another signal."""
    send_message(office.office, office.visitor(receipt), text="เพิ่มเติม")


def signing_in(office: AnOffice, _: Receipt) -> None:
    """Sign in, which seals the seeds anew."""
    enter(office)


def other_custodians(office: AnOffice, _: Receipt) -> None:
    """Name other custodians."""
    name_three(office, first=90)


def leaving_no_address(office: AnOffice, _: Receipt) -> None:
    """Take the address of a reporter away, as leaving does."""
    office.execute("DELETE FROM mail_addresses")


def name_three(office: AnOffice, first: int = 60) -> None:
    """Name custodians of the desk."""
    pairs = {f"ผู้ถือกุญแจ {at}": OpeningPair(bytes([first + at]) * 32) for at in range(3)}
    publics = {name: pair.public for name, pair in pairs.items()}
    with office.writing(DESK) as work:
        name_custodians(work, recovery_key(DESK), publics, 2)


SET_BACK: dict[str, tuple[str, tuple[str, ...], Change]] = {
    "heading": ("cases", ("heading_sealed",), excluding),
    "reporter-key": ("cases", ("reporter_key_sealed",), excluding),
    "rows-and-keys": ("cases", ("entry_count", "key_number"), excluding),
    "signal": ("case_signals", ("signal_sealed",), writing),
    "seeds": ("officers", ("secrets_sealed",), signing_in),
    "custodians": ("recovery_envelopes", ("envelopes_sealed",), other_custodians),
    "nest": ("identity_nests", (), excluding),
    "mail-address": ("mail_addresses", (), leaving_no_address),
}
KEYS = {
    "cases": "id", "officers": "id", "case_signals": "case_id", "recovery_envelopes": "channel",
}  # fmt: skip


@pytest.mark.parametrize("what", SET_BACK)
def test_a_row_that_was_set_back_is_reported(sqlite_office: AnOffice, what: str) -> None:
    office = sqlite_office
    table, columns, change = SET_BACK[what]
    identity = "นางสาวอัมพร ใจกล้า โทร 081-000-0000"
    receipt = office.file_corruption(identity=identity, reporter_kind=ReporterKind.CITIZEN)
    name_three(office)
    enter(office)
    writing(office, receipt)
    mail_pairs(office.office)
    office.file_grievance(email="somebody@example.org", wants_mail=True)
    earlier = office.rows(table)
    next_day(office)
    change(office, receipt)
    next_day(office)
    assert reported(office) == ""

    there = office.rows(table)
    for row in earlier:
        if not columns and row not in there:
            put_back(office, table, row)
        for column in columns:
            office.execute(
                f"UPDATE {table} SET {column} = :was WHERE {KEYS[table]} = :id",  # noqa: S608 - our names
                was=row[column],
                id=row[KEYS[table]],
            )

    assert f"set back to an earlier version, the first is {what}" in reported(office)
    export_heads(office.office)
    office.clock.pass_days(1)
    assert "set back" in reported(office), "the jobs do not take it for a new version"


def test_a_slip_that_was_answered_is_missed_when_it_is_unanswered_again(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    receipt, anan = office.file_corruption(), office.actor("anan")
    with office.writing(DESK) as work:
        complete(
            work,
            number=receipt.number,
            actor=anan,
            outcome=Outcome.OTHER_LAW,
            result="แจ้งผลแล้ว",
        )
        token = print_slip(work, anan, number=receipt.number).token
    (earlier,) = office.rows("rating_slips")
    next_day(office)
    rate_by_slip(office.office, token, score=1)
    next_day(office)
    assert reported(office) == ""

    office.execute("DELETE FROM rating_slips")
    put_back(office, "rating_slips", earlier)

    assert "set back to an earlier version, the first is slip" in reported(office)


def test_the_register_is_neither_cut_off_nor_written_anew(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption()
    next_day(office)
    register = office.office.settings.signed_heads_folder / REGISTER
    lines = register.read_text()
    assert "ใบอนุญาต" not in lines

    register.write_text("".join(lines.splitlines(keepends=True)[:-1]))
    assert "the register of their versions was cut off" in reported(office)
    register.unlink()
    assert "the register of their versions was cut off" in reported(office)
    register.write_text(lines)
    assert reported(office) == ""


def test_what_a_restore_brought_back_stands_rightly(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = office.file_corruption()
    heading = office.case(receipt).heading_sealed
    next_day(office)
    excluding(office, receipt)
    next_day(office)

    office.execute("UPDATE cases SET heading_sealed = :was", was=heading)
    begin_anew(office.office.settings.signed_heads_folder)

    assert reported(office) == ""
    export_heads(office.office)
    assert reported(office) == ""


@pytest.mark.parametrize("position", [2, 3])
def test_a_case_of_which_a_row_was_taken_away_does_not_open(
    office: AnOffice, position: int
) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    for text in ("หนึ่ง", "สอง"):
        with office.writing(DESK) as work:
            write_note(work, number=receipt.number, actor=actor, text=text)
    office.execute("DELETE FROM case_entries WHERE position = :at", at=position)

    with office.writing(DESK) as work, pytest.raises(Broken):
        read_case(work, actor, number=receipt.number)


def test_a_wrap_that_comes_back_after_an_exclusion_opens_nothing(office: AnOffice) -> None:
    receipt, chai = office.file_corruption(), office.actor("chai")
    wraps = [row for row in office.rows("key_wraps") if row["recipient_id"] == chai.id]
    excluding(office, receipt)
    for row in wraps:
        put_back(office, "key_wraps", row)

    with office.writing(DESK) as work, pytest.raises(Broken):
        read_case(work, chai, number=receipt.number)


WRITTEN_ONCE = {
    # Never changed and never gone while their case lives; a missing one is missed above,
    # and what comes back after an exclusion or an erasure has a key that is gone:
    ("case_entries", "content_sealed"), ("letters", "content_sealed"),
    ("identities", "identity_sealed"), ("key_wraps", "key_sealed"),
    # In the chain of the journal:
    ("journal", "object_sealed"),
    # Refused when it is used, above and in test_restored_sessions.py:
    ("two_person_requests", "particulars_sealed"), ("two_person_wraps", "key_sealed"),
    ("sessions", "payload_sealed"), ("search_indexes", "texts_sealed"),
    # Answered once: the constraint of the table, and the register of versions, above:
    ("rating_slips", "seed_sealed"), ("rating_slips", "answer_sealed"),
}  # fmt: skip


def test_every_sealed_column_was_set_back_or_is_written_once() -> None:
    sealed = {
        (table.__tablename__, column.name)
        for table in ALL_TABLES
        for column in table.__table__.columns
        if column.name.endswith("_sealed")
    }
    set_back = {
        (table, column)
        for table, columns, _ in SET_BACK.values()
        for column in columns or ("key_sealed" if "nest" in table else "address_sealed",)
    }

    assert issubclass(ALL_TABLES[0], Model)
    assert sealed == {one for one in set_back if one[1].endswith("_sealed")} | WRITTEN_ONCE
