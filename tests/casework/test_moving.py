"""Handing a case over to the other desk: sealed anew, one code, one first due day."""

from __future__ import annotations

import pytest

from complaints.casework.case_page import CasePage, read_case, read_file
from complaints.casework.handovers import who_could_join
from complaints.casework.moving import move
from complaints.casework.steps import accept, complete, exclude, explain, write_note
from complaints.casework.steps import send_message as write_to_reporter
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.jobs.mail_key import mail_pairs
from complaints.records.cases import Case, find_case
from complaints.records.journal import first_broken
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.tracking.following import gets_mail, look, send_message
from complaints.work.telling import Told
from tests.factories.office import AnOffice

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {CORRUPTION: "anan", GRIEVANCE: "ekachai"}
UNIT, REASON = f"{0:032x}", "เป็นเรื่องเรียกรับเงิน"


def moved(office: AnOffice, receipt: Receipt, accused: str = "") -> str:
    """Hand a case over and return its new number."""
    actor = office.actor(HANDLER[receipt.channel])
    return move(
        office.office,
        receipt.channel,
        actor,
        number=receipt.number,
        reason=REASON,
        accused=accused,
    )


def page(office: AnOffice, channel: Channel, number: str, who: str = "") -> CasePage:
    """Return the page of a case as an officer sees it."""
    with office.writing(channel) as work:
        return read_case(work, office.actor(who or HANDLER[channel]), number=number)


def told(office: AnOffice, receipt: Receipt) -> Told:
    """Return what the reporter reads with the code of the receipt."""
    visitor = office.visitor(receipt)
    with office.reading(visitor.channel) as work:
        return look(work, visitor)


def row(office: AnOffice, channel: Channel, number: str) -> Case:
    """Return the row of a case."""
    with office.reading(channel) as work:
        case = find_case(work.session, channel, number)
        assert case is not None
        return case


def test_the_mail_address_and_what_waits_for_it_are_destroyed(office: AnOffice) -> None:
    mail_pairs(office.office)
    receipt = office.file_grievance(email="somchai@example.org", wants_mail=True)
    actor = office.actor("ekachai")
    with office.writing(GRIEVANCE) as work:
        write_to_reporter(work, number=receipt.number, actor=actor, text="กำลังตรวจ")
    assert [row["mail"] for row in office.rows("notices")] == ["waiting"]

    number = moved(office, receipt)
    with office.writing(CORRUPTION) as work:
        write_to_reporter(work, number=number, actor=office.actor("anan"), text="รับไว้แล้ว")

    assert office.rows("mail_addresses") == []
    assert office.rows("notices") == []
    visitor = office.visitor(receipt)
    with office.reading(visitor.channel) as work:
        assert not gets_mail(work, visitor)


@BOTH
def test_the_code_opens_the_case_at_the_other_desk_with_everything_said(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel, details="นายช่างขอเงินก่อนตรวจ")
    send_message(office.office, office.visitor(receipt), text="มีพยานด้วย")
    due_on = office.case(receipt).due_on
    office.clock.pass_days(3)

    number = moved(office, receipt)

    seen = told(office, receipt)
    assert (seen.channel, seen.number) == (channel.other, number)
    assert seen.account.content["details"].startswith("นายช่างขอเงินก่อนตรวจ")
    assert [each.text for each in seen.messages] == ["มีพยานด้วย"]
    assert seen.timeline[-1].kind is EntryKind.MOVED
    assert seen.due is not None
    assert seen.due.due_on == due_on
    there = page(office, channel.other, number)
    (taken,) = [each for each in there.entries if each.kind is EntryKind.TAKEN_OVER]
    assert (taken.text, taken.content["from_number"]) == (REASON, receipt.number)


@BOTH
def test_nothing_stays_at_the_desk_that_gave_it_away(office: AnOffice, channel: Channel) -> None:
    part = office.part(channel, b"proof")
    receipt = office.file(channel, parts=[part])
    old = office.case(receipt)
    (blob,) = office.rows("blobs")

    moved(office, receipt)

    for table in ("key_wraps", "case_entries", "case_keys", "blobs", "identities"):
        assert old.id not in {each["case_id"] for each in office.rows(table)}, table
    with pytest.raises(NotFound):
        page(office, channel, receipt.number)
    left = row(office, channel, receipt.number)
    assert (left.lookup_index, left.erased_on) == (None, office.office.today())
    assert office.office.stores[channel].missing([blob["id"]]) == {blob["id"]}


@BOTH
def test_a_file_is_sealed_anew_for_the_other_desk(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel, parts=[office.part(channel, b"proof " * 9000)])
    (before,) = office.rows("blobs")

    number = moved(office, receipt)

    (record,) = page(office, channel.other, number).told.account.files
    assert record["blob_id"] != before["id"]
    with office.writing(channel.other) as work:
        actor = office.actor(HANDLER[channel.other])
        file = read_file(work, actor, number=number, blob_id=record["blob_id"])
        assert b"".join(file.chunks) == b"proof " * 9000


def test_notes_go_with_a_grievance_and_who_read_it_is_kept(office: AnOffice) -> None:
    receipt = office.file_grievance()
    page(office, GRIEVANCE, receipt.number, "fahsai")
    with office.writing(GRIEVANCE) as work:
        actor = office.actor("ekachai")
        write_note(work, number=receipt.number, actor=actor, text="น่าจะเป็นทุจริต")

    there = page(office, CORRUPTION, moved(office, receipt))

    assert [each.text for each in there.notes] == ["น่าจะเป็นทุจริต"]
    (taken,) = [each for each in there.entries if each.kind is EntryKind.TAKEN_OVER]
    assert [name.split()[0] for name in taken.content["read_by"]] == ["นางสาวฟ้าใส"]


def test_name_and_contact_of_a_grievance_are_sealed_apart(office: AnOffice) -> None:
    receipt = office.file_grievance(name="สมหญิง รักจริง", phone="0812345678")

    there = page(office, CORRUPTION, moved(office, receipt))

    assert there.told.has_identity
    assert "สมหญิง" not in str(there)
    assert "0812345678" not in str(there)
    assert len(office.rows("identities")) == 1


def test_whoever_is_accused_gets_no_key_at_the_corruption_desk(office: AnOffice) -> None:
    receipt = office.file_grievance()

    number = moved(office, receipt, accused="นางสาวบุษบา งามตา")

    with pytest.raises(NotFound):
        page(office, CORRUPTION, number, "busaba")
    holders = {each["recipient_id"] for each in office.rows("key_wraps")}
    assert holders == {office.id_of("anan"), office.id_of("chai"), "recovery", "reporter"}


def test_whoever_the_report_accuses_gets_no_key_at_the_centre(office: AnOffice) -> None:
    receipt = office.file_corruption(accused="นางสาวฟ้าใส เรียกรับเงิน")
    fahsai = office.account("fahsai")
    assert fahsai.full_name.startswith("นางสาวฟ้าใส")

    number = moved(office, receipt)

    with pytest.raises(NotFound):
        page(office, GRIEVANCE, number, "fahsai")
    with office.writing(GRIEVANCE) as work, pytest.raises(BadInput):
        accept(
            work,
            number=number,
            actor=office.actor("ekachai"),
            unit_id=UNIT,
            officer_id=fahsai.id,
        )
    assert fahsai.id not in {each["recipient_id"] for each in office.rows("key_wraps")}


@pytest.mark.parametrize(
    "accused",
    [
        pytest.param("", id="shut out before"),
        pytest.param("นางสาวบุษบา งามตา", id="named at the move"),
    ],
)
def test_who_is_shut_out_stays_so_for_those_who_come_later(office: AnOffice, accused: str) -> None:
    receipt, ekachai = office.file_grievance(), office.actor("ekachai")
    same = office.account("fahsai" if not accused else "busaba")
    if not accused:
        office.execute("UPDATE officers SET full_name = :name WHERE name = 'busaba'",
                       name=same.full_name)  # fmt: skip
        with office.writing(GRIEVANCE) as work:
            exclude(work, number=receipt.number, actor=ekachai, officer_id=same.id)

    number = moved(office, receipt, accused=accused)

    with pytest.raises(NotFound):
        page(office, CORRUPTION, number, "busaba")
    with office.writing(CORRUPTION) as work:
        offered = who_could_join(work, office.actor("anan"), number=number)
    assert office.id_of("busaba") not in {one.id for one in offered}


def test_an_identity_is_not_handed_to_the_grievance_centre(office: AnOffice) -> None:
    receipt = office.file_corruption(identity="สมหญิง รักจริง", evidence="ใบเสร็จ")
    with office.writing(CORRUPTION) as work:
        actor = office.actor("anan")
        write_note(work, number=receipt.number, actor=actor, text="บันทึกลับ")

    there = page(office, GRIEVANCE, moved(office, receipt))

    assert office.rows("identities") == office.rows("identity_nests") == []
    assert "บันทึกลับ" not in str(there)
    assert there.told.timeline[-1].content["loses_identity"] is True
    assert "ใบเสร็จ" in there.told.account.content["details"]
    assert row(office, GRIEVANCE, there.told.number).kind == "grievance"


@BOTH
def test_both_books_and_both_ledgers_agree_afterwards(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    office.file(channel.other)

    moved(office, receipt)

    for each in Channel:
        with office.reading(each) as work:
            assert first_broken(work.session, each.value) is None
            facts = count_facts(work.session, each, work.today())
            refuse_unless_balanced(work.session, each, facts)
    events = {(r["book"], r["event"]) for r in office.rows("journal")}
    assert {
        (channel.value, "case_moved_out"),
        (channel.other.value, "case_moved_in"),
    } <= events


def test_a_broken_promise_stays_one(office: AnOffice) -> None:
    receipt, actor = office.file_grievance(), office.actor("ekachai")
    new_day = office.office.today().replace(month=12, day=20)
    with office.writing(GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)
        explain(work, number=receipt.number, actor=actor, reason="รอเอกสาร", new_date=new_day)

    moved(office, receipt)

    assert told(office, receipt).new_due_on == new_day
    assert [each.text for each in told(office, receipt).explanations] == ["รอเอกสาร"]


@BOTH
def test_a_completed_case_stays_where_it_is(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    with office.writing(channel) as work:
        actor = office.actor(HANDLER[channel])
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.FORWARDED, result="ส่งต่อ")

    with pytest.raises(NotAllowed) as refused:
        moved(office, receipt)

    assert refused.value.code is Code.CASE_IS_COMPLETED
    assert told(office, receipt).channel is channel


def test_where_nobody_could_take_it_it_stays_and_no_file_is_left(office: AnOffice) -> None:
    receipt = office.file_grievance(parts=[office.part(GRIEVANCE, b"proof")])
    office.execute("UPDATE officers SET ends_on = '2026-11-15' WHERE channel = 'corruption'")

    with pytest.raises(NotAllowed) as refused:
        moved(office, receipt)

    assert refused.value.code is Code.OTHER_DESK_IS_CLOSED
    assert len(office.rows("blobs")) == 1
    assert told(office, receipt).number == receipt.number


@BOTH
def test_a_stranger_moves_nothing(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)

    for who in ("itthi", HANDLER[channel.other], "dara"):
        with pytest.raises(NotFound):
            move(office.office, channel, office.actor(who), number=receipt.number, reason=REASON)
    actor = office.actor(HANDLER[channel])
    with pytest.raises(BadInput):
        move(office.office, channel, actor, number=receipt.number, reason="")
    assert told(office, receipt).channel is channel
