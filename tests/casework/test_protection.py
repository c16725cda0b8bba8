"""Detriment: told under the same code, raised in the officers' list, seen to, counted."""

from __future__ import annotations

import pytest

from complaints.casework.lists import CaseRow, Filter, list_cases
from complaints.casework.protection import protect
from complaints.casework.steps import complete, exclude
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Broken, NotFound
from complaints.domain.protection import Risk
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.tracking.following import look, send_message
from tests.factories.office import AnOffice

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {CORRUPTION: "anan", GRIEVANCE: "ekachai"}
WORDS = "ถูกย้ายไปนั่งห้องเก็บของหลังจากแจ้งเรื่อง"


def suffer(office: AnOffice, receipt: Receipt) -> None:
    """Let the reporter tell of a detriment."""
    send_message(office.office, office.visitor(receipt), text=WORDS, is_detriment=True)


def see_to(office: AnOffice, receipt: Receipt, risk: Risk = Risk.HIGH, **words: str) -> None:
    """Let an officer note what is done."""
    given = {"measures": "ประสาน ป.ป.ช. แล้ว", **words}
    with office.writing(receipt.channel) as work:
        actor = office.actor(HANDLER[receipt.channel])
        protect(work, number=receipt.number, actor=actor, risk=risk, **given)


def listed(
    office: AnOffice, channel: Channel, which: Filter = Filter.OPEN, who: str = ""
) -> list[CaseRow]:
    """Return a list as an officer sees it."""
    with office.reading(channel) as work:
        actor = office.actor(who or HANDLER[channel])
        return list_cases(work, actor, which=which).rows


@BOTH
def test_a_detriment_raises_the_case_to_the_top_until_somebody_sees_to_it(
    office: AnOffice, channel: Channel
) -> None:
    first = office.file(channel)
    office.clock.pass_days(1)
    second = office.file(channel)
    assert [row.number for row in listed(office, channel)] == [first.number, second.number]

    suffer(office, second)

    rows = listed(office, channel)
    assert [(row.number, row.is_raised) for row in rows] == [
        (second.number, True),
        (first.number, False),
    ]
    see_to(office, second)
    rows = listed(office, channel)
    assert [(row.number, row.is_raised) for row in rows] == [
        (first.number, False),
        (second.number, False),
    ]


@BOTH
def test_a_completed_case_is_raised_too(office: AnOffice, channel: Channel) -> None:
    receipt, other = office.file(channel), office.file(channel)
    with office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=office.actor(HANDLER[channel]),
            outcome=Outcome.FORWARDED,
            result="ส่งต่อแล้ว",
        )

    suffer(office, receipt)

    assert [row.number for row in listed(office, channel)] == [receipt.number, other.number]
    assert [row.is_raised for row in listed(office, channel, Filter.COMPLETED)] == [True]
    assert [row.is_raised for row in listed(office, channel, Filter.TRIAGE)] == [False]


def test_the_database_tells_a_detriment_from_no_other_words_on_the_protected_channel(
    office: AnOffice,
) -> None:
    quiet, loud = office.file_corruption(), office.file_corruption()
    send_message(office.office, office.visitor(quiet), text="ข้อมูลเพิ่มเติม")
    suffer(office, loud)
    see_to(office, loud)
    suffer(office, loud)
    send_message(office.office, office.visitor(loud), text="ข้อมูลเพิ่มเติม")

    signals = {row["case_id"]: row for row in office.rows("case_signals")}
    assert set(signals) == {office.case(quiet).id, office.case(loud).id}
    assert len({len(bytes(row["signal_sealed"])) for row in signals.values()}) == 1
    written = [r["event"] for r in office.rows("journal") if r["actor_id"] == "reporter"]
    assert set(written) == {"case_received", "reporter_wrote"}
    assert [row.is_raised for row in listed(office, CORRUPTION)] == [True, False]


def test_ordinary_words_raise_nothing_and_calm_nothing(office: AnOffice) -> None:
    receipt = office.file_corruption()
    send_message(office.office, office.visitor(receipt), text="ข้อมูลเพิ่มเติม")
    assert [row.is_raised for row in listed(office, CORRUPTION)] == [False]

    suffer(office, receipt)
    send_message(office.office, office.visitor(receipt), text="อีกเรื่องหนึ่ง")

    assert [row.is_raised for row in listed(office, CORRUPTION)] == [True]


@BOTH
def test_detriments_are_counted(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)

    suffer(office, receipt)
    suffer(office, receipt)

    counts = {row["measure"]: row["count"] for row in office.rows("tallies")}
    assert counts["detriment"] == 2


@BOTH
def test_measures_are_internal_and_the_line_for_the_reporter_is_not(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel)

    see_to(office, receipt, measures="จำกัดผู้รู้เรื่อง", told="ติดต่อเราได้ทุกเมื่อ")

    with office.reading(channel) as work:
        told = look(work, office.visitor(receipt))
    assert "จำกัดผู้รู้เรื่อง" not in str(told)
    assert [(each.kind, each.text) for each in told.messages] == [
        (EntryKind.PROTECTED, "ติดต่อเราได้ทุกเมื่อ")
    ]
    assert "case_protected" in {row["event"] for row in office.rows("journal")}


@pytest.mark.parametrize("risk", [Risk.POSSIBLE, Risk.HIGH])
def test_a_risk_needs_a_measure(sqlite_office: AnOffice, risk: Risk) -> None:
    receipt = sqlite_office.file_corruption()

    with pytest.raises(BadInput) as refused:
        see_to(sqlite_office, receipt, risk, measures=" ")

    assert refused.value.field == "measures"
    see_to(sqlite_office, receipt, Risk.LOW, measures="")


def test_a_detriment_is_not_waved_away_without_a_measure(sqlite_office: AnOffice) -> None:
    receipt = sqlite_office.file_corruption()
    suffer(sqlite_office, receipt)

    with pytest.raises(BadInput):
        see_to(sqlite_office, receipt, Risk.LOW, measures="")

    assert [row.is_raised for row in listed(sqlite_office, CORRUPTION)] == [True]


def test_a_stranger_sees_no_signal_and_protects_nobody(office: AnOffice) -> None:
    receipt = office.file_corruption(exclude=(office.id_of("busaba"),))
    suffer(office, receipt)

    assert listed(office, CORRUPTION, who="busaba") == []
    with pytest.raises(NotFound), office.writing(CORRUPTION) as work:
        protect(
            work,
            number=receipt.number,
            actor=office.actor("busaba"),
            risk=Risk.HIGH,
            measures="อยากรู้",
        )


def test_a_signal_before_and_after_an_exclusion_is_seen_by_those_who_stay(
    office: AnOffice,
) -> None:
    receipt = office.file_corruption()
    suffer(office, receipt)
    with office.writing(CORRUPTION) as work:
        actor, busaba = office.actor("anan"), office.id_of("busaba")
        exclude(work, number=receipt.number, actor=actor, officer_id=busaba)

    assert [row.is_raised for row in listed(office, CORRUPTION)] == [True]
    assert listed(office, CORRUPTION, who="busaba") == []
    suffer(office, receipt)
    assert [row.is_raised for row in listed(office, CORRUPTION, who="chai")] == [True]


def test_a_signal_of_another_case_does_not_open(office: AnOffice) -> None:
    one, other = office.file_corruption(), office.file_corruption()
    for receipt in (one, other):
        send_message(office.office, office.visitor(receipt), text="ข้อมูลเพิ่มเติม")
    sealed = {row["case_id"]: row["signal_sealed"] for row in office.rows("case_signals")}

    office.execute(
        "UPDATE case_signals SET signal_sealed = :moved WHERE case_id = :id",
        moved=sealed[office.case(other).id],
        id=office.case(one).id,
    )

    with pytest.raises(Broken):
        listed(office, CORRUPTION)
