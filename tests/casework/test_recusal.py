"""Giving a case up, and who reads on when nobody of the desk is left."""

from __future__ import annotations

import pytest

from complaints.casework.case_page import CasePage, read_case
from complaints.casework.holders import members_of_unit
from complaints.casework.recusal import recuse
from complaints.casework.steps import accept, exclude
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.intake.registration import Receipt
from complaints.records.journal import first_broken
from complaints.tracking.following import look
from complaints.tracking.following import send_message as reporter_writes
from complaints.work.opened import open_case
from complaints.work.telling import Told
from tests.factories.office import AnOffice

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
DESKS = {CORRUPTION: ("anan", "busaba"), GRIEVANCE: ("ekachai", "fahsai")}
BOTH = pytest.mark.parametrize("channel", list(Channel))
UNIT, REASON = f"{0:032x}", "เป็นญาติกับผู้ถูกร้องเรียน"
DARA = "นางดารา พึ่งพา (ปลัดอำเภอผู้รับแจ้งสำรอง)"


def page(office: AnOffice, receipt: Receipt, who: str) -> CasePage:
    """Return the page of a case as an officer sees it."""
    with office.writing(receipt.channel) as work:
        return read_case(work, office.actor(who), number=receipt.number)


def told(office: AnOffice, receipt: Receipt) -> Told:
    """Return the case as its reporter reads it."""
    with office.reading(receipt.channel) as work:
        return look(work, office.visitor(receipt))


def give_up(office: AnOffice, receipt: Receipt, who: str, reason: str = REASON) -> None:
    """Let an officer recuse himself."""
    with office.writing(receipt.channel) as work:
        recuse(work, number=receipt.number, actor=office.actor(who), reason=reason)


@BOTH
def test_who_recuses_himself_cannot_come_back_and_the_others_read_why(
    office: AnOffice, channel: Channel
) -> None:
    receipt, (stays, goes) = office.file(channel), DESKS[channel]

    give_up(office, receipt, goes)
    reporter_writes(office.office, office.visitor(receipt), text="เรื่องต่อจากนั้น")

    with pytest.raises(NotFound):
        page(office, receipt, goes)
    seen = page(office, receipt, stays)
    (recusal,) = [each for each in seen.entries if each.kind is EntryKind.RECUSAL]
    assert (recusal.text, recusal.is_shared) == (REASON, False)
    assert [each.text for each in seen.told.messages] == ["เรื่องต่อจากนั้น"]
    assert office.case(receipt).key_number == 2
    assert office.id_of(goes) not in {row["recipient_id"] for row in office.rows("key_wraps")}
    assert REASON not in str(told(office, receipt))
    with office.reading(channel) as work:
        assert first_broken(work.session, channel.value) is None
    events = [row["event"] for row in office.rows("journal") if row["book"] == channel.value]
    assert events[-4:-1] == ["officer_recused", "case_key_renewed", "reporter_wrote"]


def test_who_recused_himself_is_not_given_the_case_again(office: AnOffice) -> None:
    receipt = office.file_grievance()
    give_up(office, receipt, "fahsai")

    with pytest.raises(BadInput) as refused, office.writing(GRIEVANCE) as work:
        accept(
            work,
            number=receipt.number,
            actor=office.actor("ekachai"),
            unit_id=UNIT,
            officer_id=office.id_of("fahsai"),
        )

    assert refused.value.code is Code.OFFICER_CANNOT_OPEN_CASE


def test_the_reporter_is_told_that_another_officer_will_answer(office: AnOffice) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    with office.writing(CORRUPTION) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    assert told(office, receipt).officer

    give_up(office, receipt, "anan")

    seen = told(office, receipt)
    assert seen.officer is None
    assert seen.timeline[-1].kind is EntryKind.RELIEVED
    assert office.case(receipt).officer_id is None


def test_when_the_last_officer_goes_the_alternate_reads_everything(office: AnOffice) -> None:
    receipt = office.file_corruption(details="แต่แรก", identity="ชื่อจริง")
    for who in ("busaba", "chai", "anan"):
        give_up(office, receipt, who)
    reporter_writes(office.office, office.visitor(receipt), text="ภายหลัง")

    seen = page(office, receipt, "dara")
    assert seen.told.account.content["details"] == "แต่แรก"
    assert [each.text for each in seen.told.messages] == ["ภายหลัง"]
    assert len([each for each in seen.entries if each.kind is EntryKind.RECUSAL]) == 3
    assert told(office, receipt).read_outside_by == DARA
    for who in ("anan", "busaba", "chai"):
        with pytest.raises(NotFound):
            page(office, receipt, who)


def test_an_accused_alternate_takes_nothing_over(office: AnOffice) -> None:
    receipt = office.file_corruption(
        accused="ปลัดอำเภอผู้รับแจ้งสำรอง", exclude=(office.id_of("busaba"), office.id_of("chai"))
    )

    with pytest.raises(NotAllowed) as refused:
        give_up(office, receipt, "anan")

    assert refused.value.code is Code.LAST_HOLDER
    assert page(office, receipt, "anan").told.read_outside_by is None
    assert office.case(receipt).key_number == 1


def test_all_excluded_at_filing_means_the_alternate_only_and_the_reporter_reads_who(
    office: AnOffice,
) -> None:
    everyone = tuple(office.id_of(who) for who in ("anan", "busaba", "chai"))

    receipt = office.file_corruption(exclude=everyone)

    holders = {row["recipient_id"] for row in office.rows("key_wraps")}
    assert holders == {office.id_of("dara"), "recovery", "reporter"}
    assert receipt.to_alternate == told(office, receipt).read_outside_by == DARA
    for who in ("anan", "busaba", "chai"):
        with pytest.raises(NotFound):
            page(office, receipt, who)


def test_the_alternate_who_took_over_can_be_followed_by_nobody(office: AnOffice) -> None:
    receipt = office.file_corruption(exclude=tuple(map(office.id_of, ("anan", "busaba", "chai"))))

    with pytest.raises(NotAllowed):
        give_up(office, receipt, "dara")


@BOTH
@pytest.mark.parametrize("reason", ["", " \u200b", "ก\x00"], ids=["none", "invisible", "NUL"])
def test_without_a_reason_nobody_recuses_himself(
    sqlite_office: AnOffice, channel: Channel, reason: str
) -> None:
    receipt = sqlite_office.file(channel)

    with pytest.raises(BadInput) as refused:
        give_up(sqlite_office, receipt, DESKS[channel][0], reason)

    assert refused.value.field == "reason"
    assert sqlite_office.case(receipt).key_number == 1


def test_a_stranger_gives_up_what_does_not_exist(office: AnOffice) -> None:
    receipt = office.file_corruption(exclude=(office.id_of("busaba"),))

    for who, number in (("busaba", receipt.number), ("dara", receipt.number), ("anan", "C-XXXX")):
        with pytest.raises(NotFound), office.writing(CORRUPTION) as work:
            recuse(work, number=number, actor=office.actor(who), reason=REASON)


def test_an_exclusion_of_the_responsible_officer_is_told_too(office: AnOffice) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    with office.writing(CORRUPTION) as work:
        busaba = office.id_of("busaba")
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=busaba)
        exclude(work, number=receipt.number, actor=actor, officer_id=busaba)

    assert told(office, receipt).officer is None


def test_a_case_taken_by_a_unit_is_not_sealed_to_the_same_person_again(office: AnOffice) -> None:
    receipt = office.file_grievance()
    office.execute("UPDATE officers SET full_name = 'นาย กมล ช่างทำ' WHERE name = 'fahsai'")
    actor, unit = office.actor("ekachai"), f"{2:032x}"
    with office.writing(GRIEVANCE) as work:
        exclude(work, number=receipt.number, actor=actor, officer_id=office.id_of("fahsai"))
        offered = members_of_unit(open_case(work, receipt.number, actor, Permission.CASE_ACCEPT))
        accept(
            work,
            number=receipt.number,
            actor=actor,
            unit_id=unit,
            officer_id=office.id_of("hathai"),
        )

    assert office.id_of("gamon") not in {each.id for each in offered}
    assert office.id_of("hathai") in holders(office)
    assert office.id_of("gamon") not in holders(office)


def test_the_same_person_does_not_read_on_as_the_alternate(office: AnOffice) -> None:
    receipt = office.file_corruption()
    office.execute("UPDATE officers SET full_name = 'นายชัย มั่นคง' WHERE name = 'dara'")
    with office.writing(CORRUPTION) as work:
        actor = office.actor("anan")
        exclude(work, number=receipt.number, actor=actor, officer_id=office.id_of("chai"))
    give_up(office, receipt, "busaba")

    with pytest.raises(NotAllowed) as refused:
        give_up(office, receipt, "anan")

    assert refused.value.code is Code.LAST_HOLDER
    assert office.id_of("dara") not in holders(office)


def holders(office: AnOffice) -> set[str]:
    """Return everybody to whom something of the one case is sealed."""
    return {row["recipient_id"] for row in office.rows("key_wraps")}
