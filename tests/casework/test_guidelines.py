"""Guidelines for the register: released on purpose, looked at twice where it protects."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework.endings import Particulars, complete
from complaints.casework.guidelines import (
    Line,
    Worded,
    add_to_known,
    look_again,
    look_at_learned,
    put_forward,
    read_register,
    take_off,
    waiting_for_a_look,
)
from complaints.domain.case_work import Verdict
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound, Refusal
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.records.agency import active_subjects
from complaints.tracking.following import look
from tests.factories.office import AnOffice

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {C: "anan", G: "ekachai"}
UNIT = f"{0:032x}"
WORDS = "ให้ตรวจรับงานโดยคณะกรรมการอย่างน้อยสามคนทุกครั้ง"
SEALED = "ให้ย้ายผู้ตรวจงานคนเดิมออกจากจุดนั้น"


def completed(office: AnOffice, channel: Channel, **report: Any) -> Receipt:
    """File a case and complete it, with what is learned."""
    receipt, actor = office.file(channel, **report), office.actor(HANDLER[channel])
    with office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=actor,
            outcome=Outcome.OTHER_LAW,
            result="แจ้งผลแล้ว",
            more=Particulars(law="กฎหมายเฉพาะ", cause="ตรวจคนเดียว", guideline=SEALED),
        )
    return receipt


def put(office: AnOffice, receipt: Receipt, who: str | None = None, **changes: str) -> bool:
    """Put words forward for the register."""
    actor = office.actor(who or HANDLER[receipt.channel])
    worded = Worded(**{"text_th": WORDS, **changes})
    with office.writing(receipt.channel) as work:
        return put_forward(work, number=receipt.number, actor=actor, worded=worded)


def decide(
    office: AnOffice,
    receipt: Receipt,
    who: str,
    verdict: Verdict = Verdict.CONFIRM,
    words: str = "",
) -> None:
    """Look at words that wait."""
    actor = office.actor(who)
    with office.writing(receipt.channel) as work:
        look_again(work, number=receipt.number, actor=actor, verdict=verdict, words=words)


def register(office: AnOffice, channel: Channel, who: str | None = None) -> list[Line]:
    """Return the register as somebody reads it."""
    actor = office.actor(who or HANDLER[channel])
    with office.reading(channel) as work:
        return read_register(work, actor)


def events(office: AnOffice, receipt: Receipt) -> list[str]:
    """Return the events of the record about a case, in order."""
    case_id = office.case(receipt).id
    rows = sorted(office.rows("journal"), key=lambda row: row["number"])
    return [row["event"] for row in rows if row["case_id"] == case_id]


def test_words_of_a_grievance_stand_at_once_and_lead_to_the_case(office: AnOffice) -> None:
    receipt = completed(office, G)
    with office.reading(G) as work:
        subject = active_subjects(work.session, G)[0].code

    assert put(office, receipt, subject=subject, unit_id=UNIT, text_en="Three people accept")

    (line,) = register(office, G)
    assert (line.text_th, line.text_en, line.subject, line.unit_id) == (
        WORDS,
        "Three people accept",
        subject,
        UNIT,
    )
    assert (line.case_count, line.numbers, line.released_on) == (
        1,
        (receipt.number,),
        office.office.today(),
    )
    assert register(office, G, "jinda")[0].numbers == ()
    assert events(office, receipt)[-1] == "guideline_released"


def test_protected_words_wait_for_a_second_look(office: AnOffice) -> None:
    receipt = completed(office, C)

    assert not put(office, receipt)
    assert register(office, C) == []
    with office.reading(C) as work:
        assert waiting_for_a_look(work, office.actor("busaba")) == [receipt.number]
    with pytest.raises(NotAllowed) as own:
        decide(office, receipt, "anan")
    decide(office, receipt, "busaba")

    assert own.value.code is Code.OWN_GUIDELINE
    (line,) = register(office, C)
    assert (line.text_th, line.case_count, line.numbers) == (WORDS, 1, ())
    with office.reading(C) as work:
        assert waiting_for_a_look(work, office.actor("anan")) == []


def test_nothing_in_clear_ties_a_protected_case_to_the_words(office: AnOffice) -> None:
    receipt = completed(office, C)
    before = events(office, receipt)
    put(office, receipt)
    decide(office, receipt, "busaba")
    with office.writing(C) as work:
        take_off(work, office.actor("anan"), guideline_id=register(office, C)[0].id)

    put(office, receipt)
    decide(office, receipt, "busaba")

    (row,) = office.rows("guidelines")
    assert (row["released_on"], row["unit_id"]) == (None, None)
    assert str(row["half_starts_on"]) == "2026-10-01"
    assert office.rows("guideline_cases") == []
    assert set(events(office, receipt)[len(before) :]) == {"case_noted"}
    assert not [
        row for row in office.rows("journal") if "guideline" in row["event"] and row["case_id"]
    ]


def test_words_that_are_sent_back_can_be_written_anew(office: AnOffice) -> None:
    receipt = completed(office, C)
    put(office, receipt)

    with pytest.raises(NotAllowed) as twice:
        put(office, receipt)
    with pytest.raises(BadInput):
        decide(office, receipt, "busaba", Verdict.SEND_BACK)
    decide(office, receipt, "anan", Verdict.SEND_BACK, "เขียนใหม่ให้กว้างขึ้น")

    assert twice.value.code is Code.GUIDELINE_WAITS
    with pytest.raises(NotAllowed) as nothing:
        decide(office, receipt, "busaba")
    assert nothing.value.code is Code.NO_GUIDELINE_WAITS
    assert not put(office, receipt)


def test_the_head_of_unit_looks_where_one_can_open_the_case(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.execute(
        "UPDATE officers SET role = :role WHERE name = 'chai'", role=Role.UNIT_HEAD.value
    )
    receipt = completed(office, C)
    put(office, receipt)

    with pytest.raises(NotAllowed) as refused:
        decide(office, receipt, "busaba")
    decide(office, receipt, "chai")

    assert refused.value.code is Code.HEAD_LOOKS_AGAIN
    assert len(register(office, C)) == 1


def test_nobody_lets_his_own_words_through_alone(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = completed(office, C)
    office.execute(
        "DELETE FROM key_wraps WHERE recipient_id NOT IN (:own, 'recovery', 'reporter')",
        own=office.id_of("anan"),
    )

    with pytest.raises(NotAllowed) as refused:
        put(office, receipt)

    assert refused.value.code is Code.NOBODY_CAN_CONFIRM


TOLD = {
    "the name of an officer": "ให้นายชัย มั่นคง ตรวจรับงานทุกครั้ง",
    "the place": "ให้ตรวจท่อหน้าตลาดบ้านดงทุกเดือน",
    "the place with other spaces": "ให้ตรวจท่อหน้า ตลาด บ้านดงทุกเดือน",
}


@BOTH
@pytest.mark.parametrize("words", TOLD)
def test_words_that_give_somebody_away_are_refused(
    sqlite_office: AnOffice, channel: Channel, words: str
) -> None:
    receipt = completed(sqlite_office, channel, place="หน้าตลาดบ้านดง")

    for field in ("text_th", "text_en"):
        with pytest.raises(BadInput) as refused:
            put(sqlite_office, receipt, **{field: TOLD[words]})
        assert (refused.value.code, refused.value.field) == (Code.GUIDELINE_GIVES_AWAY, field)
    assert sqlite_office.rows("guidelines") == []


@pytest.mark.parametrize(
    ("report", "words"),
    [
        pytest.param({"name": "สมหญิง ใจงาม"}, "ขอบคุณสมหญิง ใจงาม", id="the reporter's name"),
        pytest.param({"phone": "081-234-5678"}, "โทร 081-234-5678", id="the telephone"),
    ],
)
def test_words_that_name_the_reporter_are_refused(
    sqlite_office: AnOffice, report: dict[str, str], words: str
) -> None:
    receipt = completed(sqlite_office, G, **report)

    with pytest.raises(BadInput):
        put(sqlite_office, receipt, text_th=words)


def test_a_second_case_of_the_same_kind_is_counted_once(office: AnOffice) -> None:
    for channel in Channel:
        first, second = completed(office, channel), completed(office, channel)
        put(office, first)
        if channel is C:
            decide(office, first, "busaba")
        known, actor = register(office, channel)[0].id, office.actor(HANDLER[channel])

        with office.writing(channel) as work:
            add_to_known(work, number=second.number, actor=actor, guideline_id=known)
        with pytest.raises(BadInput), office.writing(channel) as work:
            add_to_known(work, number=second.number, actor=actor, guideline_id=known)

        (line,) = register(office, channel)
        assert line.case_count == 2
        with office.reading(channel) as work:
            learned = look_at_learned(work, actor, number=second.number)
        assert learned.linked == {known}
        assert not learned.offered
        assert (learned.guideline, learned.cause) == (SEALED, "ตรวจคนเดียว")
        on_the_other = office.actor(HANDLER[channel.other])
        with pytest.raises(NotFound), office.writing(channel.other) as work:
            take_off(work, on_the_other, guideline_id=known)


@BOTH
def test_only_a_completed_case_gives_words(sqlite_office: AnOffice, channel: Channel) -> None:
    receipt = sqlite_office.file(channel)

    with pytest.raises(NotAllowed) as refused:
        put(sqlite_office, receipt)

    assert refused.value.code is Code.CASE_IS_NOT_COMPLETED


@BOTH
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"text_th": " \u200b"}, "text_th", id="no words"),
        pytest.param({"text_th": "ก" * 2001}, "text_th", id="too many words"),
        pytest.param({"text_en": "\x00"}, "text_en", id="characters that are no text"),
        pytest.param({"subject": "gossip"}, "subject", id="an unknown subject"),
        pytest.param({"unit_id": "f" * 32}, "unit", id="an unknown unit"),
    ],
)
def test_what_cannot_be_taken_stores_nothing(
    sqlite_office: AnOffice, channel: Channel, changes: dict[str, str], field: str
) -> None:
    receipt = completed(sqlite_office, channel)

    with pytest.raises(BadInput) as refused:
        put(sqlite_office, receipt, **changes)

    assert refused.value.field == field
    assert sqlite_office.rows("guidelines") == []


def test_a_protected_guideline_binds_no_unit(sqlite_office: AnOffice) -> None:
    with pytest.raises(BadInput):
        put(sqlite_office, completed(sqlite_office, C), unit_id=UNIT)


def test_who_watches_reads_words_and_of_protected_ones_no_count(sqlite_office: AnOffice) -> None:
    for channel in Channel:
        receipt = completed(sqlite_office, channel)
        put(sqlite_office, receipt)
        if channel is C:
            decide(sqlite_office, receipt, "busaba")

    for key in ("jinda", "kasem"):
        assert [line.case_count for line in register(sqlite_office, G, key)] == [1]
        assert [line.case_count for line in register(sqlite_office, C, key)] == [None]
    for key, channel in [("itthi", G), ("ladda", G), ("hathai", C), ("ekachai", C), ("anan", G)]:
        with pytest.raises(NotFound):
            register(sqlite_office, channel, key)


@BOTH
def test_a_stranger_hears_of_no_case(sqlite_office: AnOffice, channel: Channel) -> None:
    receipt = completed(sqlite_office, channel)
    office = sqlite_office

    for key in (HANDLER[channel.other], "jinda", "itthi"):
        actor = office.actor(key)
        for deed in (
            lambda work, actor=actor: put_forward(
                work, number=receipt.number, actor=actor, worded=Worded(WORDS)
            ),
            lambda work, actor=actor: look_again(
                work, number=receipt.number, actor=actor, verdict=Verdict.CONFIRM
            ),
            lambda work, actor=actor: look_at_learned(work, actor, number=receipt.number),
        ):
            with pytest.raises(Refusal) as refused, office.writing(channel) as work:
                deed(work)
            assert isinstance(refused.value, NotFound)


@BOTH
def test_the_reporter_reads_nothing_of_it(sqlite_office: AnOffice, channel: Channel) -> None:
    receipt = completed(sqlite_office, channel)
    put(sqlite_office, receipt)
    if channel is C:
        decide(sqlite_office, receipt, "busaba")

    with sqlite_office.writing(channel) as work:
        told = look(work, sqlite_office.visitor(receipt))

    assert WORDS not in repr(told)
    assert SEALED not in repr(told)
