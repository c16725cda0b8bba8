"""Reading, writing and rating under the code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from complaints.casework.steps import accept, complete, reopen
from complaints.casework.steps import send_message as office_writes
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.states import Outcome, State
from complaints.intake.registration import Receipt
from complaints.tracking.following import (
    MOST_A_DAY,
    change_code,
    look,
    rate,
    read_file,
    send_message,
)
from complaints.work.telling import Told
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
UNIT = "0" * 32


def told(office: AnOffice, receipt: Receipt) -> Told:
    """Return what the reporter reads."""
    with office.reading(receipt.channel) as work:
        return look(work, office.visitor(receipt))


def end(office: AnOffice, receipt: Receipt, outcome: Outcome = Outcome.FORWARDED) -> None:
    """Complete a case."""
    actor = office.actor(HANDLER[receipt.channel])
    with office.writing(receipt.channel) as work:
        complete(work, number=receipt.number, actor=actor, outcome=outcome, result="แจ้งผล")


@BOTH
def test_messages_go_both_ways_in_order(office: AnOffice, channel: Channel) -> None:
    receipt, actor = office.file(channel), office.actor(HANDLER[channel])
    visitor = office.visitor(receipt)

    send_message(office.office, visitor, text="เพิ่มเติม")
    with office.writing(channel) as work:
        office_writes(work, number=receipt.number, actor=actor, text="ได้รับแล้ว")
    send_message(office.office, visitor, text="ขอบคุณ")

    said = [(entry.by.value, entry.text) for entry in told(office, receipt).messages]
    assert said == [("reporter", "เพิ่มเติม"), ("office", "ได้รับแล้ว"), ("reporter", "ขอบคุณ")]


@BOTH
def test_later_evidence_comes_with_a_message_or_alone(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    visitor = office.visitor(receipt)

    send_message(office.office, visitor, text="", parts=[office.part(channel, b"proof")])

    (message,) = told(office, receipt).messages
    with office.reading(channel) as work:
        file = read_file(work, visitor, blob_id=message.files[0]["blob_id"])
        assert b"".join(file.chunks) == b"proof"
    assert [row["id"] for row in office.rows("blobs")] == [message.files[0]["blob_id"]]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "ก\x00", "\ud800", "ก" * 20_001])
def test_a_message_that_cannot_be_taken_is_refused(sqlite_office: AnOffice, text: str) -> None:
    visitor = sqlite_office.visitor(sqlite_office.file_grievance())

    with pytest.raises(BadInput) as refused:
        send_message(sqlite_office.office, visitor, text=text)

    assert refused.value.field == "message"
    assert len(sqlite_office.rows("case_entries")) == 1


@BOTH
def test_a_rating_counts_once_and_only_after_the_result(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    visitor = office.visitor(receipt)
    with pytest.raises(NotAllowed) as too_early, office.writing(channel) as work:
        rate(work, visitor, score=5)
    end(office, receipt)
    assert told(office, receipt).may_rate

    with office.writing(channel) as work:
        rate(work, visitor, score=4, words="เร็วดี")

    assert too_early.value.code is Code.CASE_IS_NOT_COMPLETED
    assert (told(office, receipt).rating, told(office, receipt).may_rate) == (4, False)
    with pytest.raises(NotAllowed) as again, office.writing(channel) as work:
        rate(work, visitor, score=1)
    assert again.value.code is Code.ALREADY_RATED
    assert told(office, receipt).rating == 4


def test_a_score_stands_in_clear_for_grievances_alone(office: AnOffice) -> None:
    grievance, corruption = office.file_grievance(), office.file_corruption()
    for receipt in (grievance, corruption):
        end(office, receipt)
        with office.writing(receipt.channel) as work:
            rate(work, office.visitor(receipt), score=3)

    assert office.case(grievance).score == 3
    assert office.case(corruption).score is None
    counts = {row["measure"]: row["count"] for row in office.rows("tallies")}
    assert counts["score:3"] == 1


@pytest.mark.parametrize("score", [0, 6, -1, 10**9])
def test_a_score_is_one_to_five(sqlite_office: AnOffice, score: int) -> None:
    receipt = sqlite_office.file_grievance()
    end(sqlite_office, receipt)
    visitor = sqlite_office.visitor(receipt)

    with pytest.raises(BadInput), sqlite_office.writing(Channel.GRIEVANCE) as work:
        rate(work, visitor, score=score)


@BOTH
def test_the_result_is_told_while_the_case_is_completed(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    assert told(office, receipt).result is None
    end(office, receipt)

    completed = told(office, receipt)
    actor = office.actor(HANDLER[channel])
    with office.writing(channel) as work:
        reopen(work, number=receipt.number, actor=actor, reason="มีข้อมูลใหม่")
    reopened = told(office, receipt)

    assert (completed.state, completed.outcome, completed.result) == (
        State.COMPLETED, Outcome.FORWARDED, "แจ้งผล"
    )  # fmt: skip
    assert (reopened.state, reopened.outcome, reopened.result) == (State.IN_PROGRESS, None, None)


def test_the_reporter_learns_which_unit_and_officer_answer(office: AnOffice) -> None:
    receipt, actor = office.file_grievance(), office.actor("ekachai")
    with office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)

    seen = told(office, receipt)

    assert seen.state is State.ACCEPTED
    assert seen.unit is not None
    assert seen.unit["th"] == "สำนักปลัด"
    assert seen.officer == "นายเอกชัย รักงาน (เจ้าหน้าที่ศูนย์รับเรื่อง)"


def test_settings_that_change_later_do_not_change_a_promise(office: AnOffice) -> None:
    receipt = office.file_grievance()
    office.execute("UPDATE agency SET grievance_days = 30")
    office.office.cache.agency = None

    seen = told(office, receipt)

    assert seen.due == receipt.due
    assert office.file_grievance().due != receipt.due


def test_two_messages_under_one_code_at_the_same_moment_both_arrive(office: AnOffice) -> None:
    receipt = office.file_corruption()
    visitor = office.visitor(receipt)

    def write(number: int) -> None:
        send_message(office.office, visitor, text=f"ข้อความ {number}")
        office.sessions.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    seen = told(office, receipt)
    assert {entry.text for entry in seen.messages} == {f"ข้อความ {n}" for n in range(8)}
    assert [entry.position for entry in seen.timeline] == list(range(1, 10))


def test_nobody_can_make_a_case_too_long_to_be_opened(sqlite_office: AnOffice) -> None:
    receipt = sqlite_office.file(Channel.CORRUPTION)
    visitor = sqlite_office.visitor(receipt)
    for _ in range(MOST_A_DAY):
        send_message(sqlite_office.office, visitor, text="อีกครั้ง")

    for flood in (
        lambda: send_message(sqlite_office.office, visitor, text="อีกครั้ง", is_detriment=True),
        lambda: change_code(sqlite_office.office, visitor),
    ):
        with pytest.raises(NotAllowed) as refused:
            flood()
        assert refused.value.code is Code.TOO_MUCH_TODAY
    assert len(told(sqlite_office, receipt).messages) == MOST_A_DAY

    sqlite_office.clock.pass_days(1)
    send_message(sqlite_office.office, visitor, text="วันใหม่")

    assert told(sqlite_office, receipt).messages[-1].text == "วันใหม่"
