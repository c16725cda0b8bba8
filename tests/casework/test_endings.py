"""How cases end: by two keys, elsewhere, as duplicates; objected to, withdrawn, followed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from complaints.casework.case_page import CasePage, read_case
from complaints.casework.desk_lists import change_times
from complaints.casework.endings import Particulars, complete, confirm, follow_up, reopen
from complaints.casework.follow_ups import follow_ups
from complaints.casework.lists import Filter, list_cases
from complaints.casework.objections import answer_objection
from complaints.casework.relations import relate
from complaints.casework.reviews import assign_many, gaps
from complaints.casework.steps import accept, ask_reporter, explain, let_act
from complaints.domain.calendar import half_of
from complaints.domain.case_work import Decision, Discipline, Verdict
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound, Refusal
from complaints.domain.states import Outcome, Step
from complaints.intake.registration import Receipt
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.tracking.disagreeing import object_to_result, withdraw
from complaints.tracking.following import look, send_message
from complaints.work.telling import Told
from tests.factories.office import AnOffice

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {C: "anan", G: "ekachai"}
SECOND = {C: "busaba", G: "fahsai"}
UNIT = f"{0:032x}"
TODAY = date(2026, 11, 16)
IN_90_DAYS = TODAY + timedelta(days=90)


@pytest.fixture
def desk(sqlite_office: AnOffice) -> Iterator[AnOffice]:
    """An office whose books must still balance when a test is over."""
    yield sqlite_office
    for channel in Channel:
        with sqlite_office.reading(channel) as work:
            facts = count_facts(work.session, channel, work.today())
            refuse_unless_balanced(work.session, channel, facts)


def taken(desk: AnOffice, channel: Channel, **changes: Any) -> Receipt:
    """File a case and accept it."""
    receipt, actor = desk.file(channel, **changes), desk.actor(HANDLER[channel])
    with desk.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    return receipt


def end(
    desk: AnOffice,
    receipt: Receipt,
    outcome: Outcome = Outcome.UNSUBSTANTIATED,
    who: str | None = None,
    step: Step = Step.COMPLETE,
    **more: Any,
) -> bool:
    """End a case."""
    actor = desk.actor(who or HANDLER[receipt.channel])
    with desk.writing(receipt.channel) as work:
        return complete(work, number=receipt.number, actor=actor, outcome=outcome,
                        result="ผลการตรวจสอบ", more=Particulars(**more), step=step)  # fmt: skip


def page(desk: AnOffice, receipt: Receipt, who: str | None = None) -> CasePage:
    """Return the page of a case."""
    with desk.writing(receipt.channel) as work:
        return read_case(work, desk.actor(who or HANDLER[receipt.channel]), number=receipt.number)


def seen(desk: AnOffice, receipt: Receipt) -> Told:
    """Return what the reporter reads."""
    visitor = desk.visitor(receipt)
    with desk.reading(receipt.channel) as work:
        return look(work, visitor)


def tallies(desk: AnOffice, start: str) -> dict[str, int]:
    """Return the counters whose names begin alike, without those at nothing."""
    return {
        row["measure"]: row["count"]
        for row in desk.rows("tallies")
        if row["measure"].startswith(start) and row["count"]
    }


def two_keys(desk: AnOffice) -> None:
    """Let both channels ask for a second key."""
    with desk.writing(G) as work:
        change_times(work, desk.actor("itthi"), reopen_days=180, objection_days=30,
                     follow_up_days=90, two_keys=frozenset(Channel))  # fmt: skip
    desk.office.cache.agency = None


def decide(
    desk: AnOffice, receipt: Receipt, who: str, verdict: Verdict, words: str = "เขียนใหม่"
) -> None:
    """Turn the second key, or send the result back."""
    with desk.writing(receipt.channel) as work:
        confirm(work, number=receipt.number, actor=desk.actor(who), verdict=verdict, words=words)


@BOTH
def test_a_result_waits_for_a_second_officer_and_the_reporter_reads_nothing_of_it(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = taken(desk, channel)
    two_keys(desk)

    assert end(desk, receipt) is False
    waiting = seen(desk, receipt)
    with pytest.raises(NotAllowed) as own:
        decide(desk, receipt, HANDLER[channel], Verdict.CONFIRM)
    with pytest.raises(NotAllowed) as again:
        end(desk, receipt, who=SECOND[channel])
    decide(desk, receipt, SECOND[channel], Verdict.CONFIRM)

    assert "ผลการตรวจสอบ" not in str(waiting)
    assert waiting.state.is_open
    assert own.value.code is Code.OWN_RESULT
    assert again.value.code is Code.RESULT_WAITS_FOR_SECOND_KEY
    assert seen(desk, receipt).result == "ผลการตรวจสอบ"
    assert desk.case(receipt).proposed_on is None


@BOTH
def test_a_result_that_goes_back_leaves_the_case_open(desk: AnOffice, channel: Channel) -> None:
    receipt = taken(desk, channel)
    two_keys(desk)
    end(desk, receipt)

    with pytest.raises(BadInput):
        decide(desk, receipt, SECOND[channel], Verdict.SEND_BACK, words=" ")
    decide(desk, receipt, SECOND[channel], Verdict.SEND_BACK)
    end(desk, receipt)
    decide(desk, receipt, HANDLER[channel], Verdict.SEND_BACK)  # his own, taken back

    assert seen(desk, receipt).result is None
    assert seen(desk, receipt).state.is_open


def test_a_substantiated_case_alone_is_followed_up_by_itself(desk: AnOffice) -> None:
    """A plain form gives outcome and result and nothing else."""
    receipt = taken(desk, C)
    end(desk, receipt, Outcome.SUBSTANTIATED)

    assert page(desk, receipt).follow_up_on == IN_90_DAYS
    assert tallies(desk, "discipline:") == {"discipline:to_follow": 1}
    assert desk.case(receipt).follow_up_on is None  # in clear it would tell the outcome
    desk.clock.pass_days(91)
    with desk.reading(C) as work:
        (due,) = follow_ups(work, desk.actor("anan"))
    assert (due.number, due.is_overdue) == (receipt.number, True)


@pytest.mark.parametrize("discipline", [Discipline.STEP_TAKEN, Discipline.NO_STEP])
def test_a_step_or_none_needs_words_and_is_counted_until_the_case_is_reopened(
    desk: AnOffice, discipline: Discipline
) -> None:
    receipt = taken(desk, C)
    with pytest.raises(BadInput) as refused:
        end(desk, receipt, Outcome.SUBSTANTIATED, discipline=discipline)
    end(desk, receipt, Outcome.SUBSTANTIATED, discipline=discipline, discipline_words="ภาคทัณฑ์")

    counted = tallies(desk, "discipline:")
    with desk.writing(C) as work:
        reopen(work, number=receipt.number, actor=desk.actor("anan"), reason="พบหลักฐานใหม่")

    assert refused.value.field == "discipline_words"
    assert counted == {f"discipline:{discipline.value}": 1}
    assert tallies(desk, "discipline:") == tallies(desk, "outcome:") == {}
    assert "ภาคทัณฑ์" not in str(seen(desk, receipt))


@BOTH
def test_cause_and_guideline_stay_inside(desk: AnOffice, channel: Channel) -> None:
    receipt = taken(desk, channel)
    end(desk, receipt, cause="ไม่มีผู้ตรวจรับ", guideline="ตรวจรับสองคน")

    assert page(desk, receipt).closing["guideline"] == "ตรวจรับสองคน"
    assert "ตรวจรับ" not in str(seen(desk, receipt))


@BOTH
def test_a_forwarded_case_names_the_body_and_is_asked_after(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = desk.file(channel)
    end(desk, receipt, Outcome.FORWARDED, step=Step.FORWARD, body_name="สำนักงานชลประทาน")

    assert seen(desk, receipt).ending["body"]["th"] == "สำนักงานชลประทาน"
    assert page(desk, receipt).follow_up_on == IN_90_DAYS
    with desk.writing(channel) as work:
        follow_up(work, number=receipt.number, actor=desk.actor(HANDLER[channel]), words="รับแล้ว")
    assert page(desk, receipt).follow_up_on is None
    assert "รับแล้ว" not in str(seen(desk, receipt))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({"body_id": "x"}, "body", id="a body that is not on the list"),
        pytest.param({"follow_up_on": TODAY}, "follow_up_on", id="a follow-up that is not ahead"),
        pytest.param({"duplicate_of": "G69-00099"}, "duplicate_of", id="a case of no such number"),
        pytest.param({"duplicate_of": "\x00"}, "duplicate_of", id="no number at all"),
        pytest.param({"cause": "ก\x00"}, "cause", id="NUL"),
    ],
)
def test_particulars_that_cannot_be_taken_change_nothing(
    desk: AnOffice, more: dict[str, Any], field: str
) -> None:
    receipt = taken(desk, G)
    with pytest.raises(BadInput) as refused:
        end(desk, receipt, Outcome.FORWARDED, **more)

    assert refused.value.field == field
    assert seen(desk, receipt).state.is_open


@BOTH
def test_a_duplicate_is_linked_both_ways_and_tells_a_corruption_reporter_no_number(
    desk: AnOffice, channel: Channel
) -> None:
    first, second = taken(desk, channel), desk.file(channel)
    end(desk, second, Outcome.DUPLICATE, step=Step.DUPLICATE, duplicate_of=first.number.lower())

    assert first.number in str(page(desk, second).closing)
    assert second.number in str(page(desk, first).entries)
    assert (first.number in str(seen(desk, second).ending)) is (channel is G)
    assert second.number not in str(seen(desk, first).timeline)


def test_a_case_that_one_cannot_open_is_linked_to_nothing(desk: AnOffice) -> None:
    own = taken(desk, C)
    other = desk.file_corruption(exclude=(desk.id_of("anan"),))
    grievance = desk.file_grievance()

    for number in (other.number, grievance.number, own.number, "C-AAAA-AAAA-11", ""):
        with pytest.raises(BadInput), desk.writing(C) as work:
            relate(work, number=own.number, actor=desk.actor("anan"), other=number)
    with pytest.raises(NotFound), desk.writing(C) as work:
        relate(work, number=other.number, actor=desk.actor("anan"), other=own.number)


@pytest.mark.parametrize("is_told_first", [True, False])
def test_nobody_learns_by_a_link_of_a_case_that_shuts_him_out(
    desk: AnOffice, is_told_first: bool
) -> None:
    """Chai is accused in one of two cases and reads the other."""
    seen_by_chai, hidden = taken(desk, C), desk.file_corruption(exclude=(desk.id_of("chai"),))
    pair = (seen_by_chai, hidden) if is_told_first else (hidden, seen_by_chai)

    with pytest.raises(BadInput) as refused, desk.writing(C) as work:
        relate(work, number=pair[0].number, actor=desk.actor("anan"), other=pair[1].number)
    with pytest.raises(BadInput):
        end(desk, pair[0], Outcome.DUPLICATE, step=Step.DUPLICATE, duplicate_of=pair[1].number)

    assert refused.value.code is Code.READER_IS_SHUT_OUT
    assert hidden.number not in str(page(desk, seen_by_chai).entries)


def objected(desk: AnOffice, channel: Channel) -> Receipt:
    """Return a completed case to whose result the reporter objects."""
    receipt = taken(desk, channel)
    end(desk, receipt)
    with desk.writing(channel) as work:
        object_to_result(work, desk.visitor(receipt), reason="ไม่ได้ตรวจที่เกิดเหตุ")
    return receipt


def answer(desk: AnOffice, receipt: Receipt, who: str, decision: Decision) -> None:
    """Answer an objection."""
    with desk.writing(receipt.channel) as work:
        answer_objection(work, number=receipt.number, actor=desk.actor(who), decision=decision,
                         words="พิจารณาแล้ว")  # fmt: skip


@BOTH
def test_an_objection_is_judged_by_somebody_else_on_a_clock_of_its_own(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = objected(desk, channel)
    with desk.reading(channel) as work:
        listed = list_cases(work, desk.actor(SECOND[channel]), which=Filter.OBJECTIONS)

    with pytest.raises(NotAllowed) as own:
        answer(desk, receipt, HANDLER[channel], Decision.STANDS)
    with pytest.raises(NotAllowed) as past, desk.writing(channel) as work:
        reopen(work, number=receipt.number, actor=desk.actor(HANDLER[channel]), reason="x")
    with pytest.raises(NotAllowed) as twice, desk.writing(channel) as work:
        object_to_result(work, desk.visitor(receipt), reason="อีกครั้ง")
    answer(desk, receipt, SECOND[channel], Decision.STANDS)

    assert [row.number for row in listed.rows] == [receipt.number]
    assert own.value.code is Code.OWN_RESULT
    assert past.value.code is Code.OBJECTION_IS_OPEN
    assert twice.value.code is Code.ALREADY_OBJECTED
    assert desk.case(receipt).objection_due_on is None
    assert seen(desk, receipt).state.value == "completed"


@BOTH
def test_an_objection_that_is_right_takes_the_case_up_again(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = objected(desk, channel)
    assert desk.case(receipt).objection_due_on == TODAY + timedelta(days=15)

    answer(desk, receipt, SECOND[channel], Decision.TAKEN_UP_AGAIN)

    case = desk.case(receipt)
    assert (case.state, case.officer_id) == ("in_progress", desk.id_of(SECOND[channel]))
    assert tallies(desk, "outcome:") == {}
    end(desk, receipt, who=SECOND[channel])
    with desk.writing(channel) as work:
        object_to_result(work, desk.visitor(receipt), reason="ผลใหม่ก็ไม่ถูก")


def test_objecting_and_reopening_end_with_their_times(desk: AnOffice) -> None:
    receipt = taken(desk, G)
    end(desk, receipt)
    desk.clock.pass_days(31)
    with pytest.raises(NotAllowed) as objecting, desk.writing(G) as work:
        object_to_result(work, desk.visitor(receipt), reason="ช้าไป")
    desk.clock.pass_days(150)
    with pytest.raises(NotAllowed) as reopening, desk.writing(G) as work:
        reopen(work, number=receipt.number, actor=desk.actor("ekachai"), reason="ช้าไป")

    assert objecting.value.code is Code.TOO_LATE_TO_OBJECT
    assert reopening.value.code is Code.TOO_LATE_TO_REOPEN
    assert Step.REOPEN not in page(desk, receipt).steps


@BOTH
def test_the_second_key_is_asked_for_from_the_moment_of_the_setting(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = taken(desk, channel)
    assert desk.office.agency().needs_two_keys(channel) is False  # and is remembered for a while
    desk.execute("UPDATE agency SET corruption_two_keys = true, grievance_two_keys = true")

    assert end(desk, receipt) is False
    assert seen(desk, receipt).state.is_open


@BOTH
def test_a_grievance_ends_when_it_is_withdrawn_and_corruption_waits_for_an_officer(
    desk: AnOffice, channel: Channel
) -> None:
    receipt = taken(desk, channel)
    with desk.writing(channel) as work:
        ended = withdraw(work, desk.visitor(receipt), reason="ตกลงกันได้แล้ว")

    told = seen(desk, receipt)
    assert ended is (channel is G)
    assert told.state.is_open is (channel is C)
    assert told.wants_to_withdraw is (channel is C)
    with pytest.raises(Refusal), desk.writing(channel) as work:
        withdraw(work, desk.visitor(receipt))


@BOTH
def test_days_of_waiting_are_measured_apart_and_the_clock_runs_on(
    desk: AnOffice, channel: Channel
) -> None:
    receipt, actor = taken(desk, channel), desk.actor(HANDLER[channel])
    with desk.writing(channel) as work:
        ask_reporter(work, number=receipt.number, actor=actor, question="บ้านเลขที่เท่าใด", why="นัด")
    due_on = desk.case(receipt).due_on
    desk.clock.pass_days(4)
    send_message(desk.office, desk.visitor(receipt), text="12 หมู่ 3")
    desk.clock.pass_days(5)

    case = desk.case(receipt)
    assert (case.waiting_since, case.waited_days, case.due_on) == (None, 4, due_on)
    assert seen(desk, receipt).waited_days == 4


def test_an_acting_officer_finds_the_case_among_his_own_until_the_day(desk: AnOffice) -> None:
    receipt, until = taken(desk, G), TODAY + timedelta(days=3)
    gamon = desk.id_of("gamon")
    with desk.writing(G) as work:
        let_act(work, number=receipt.number, actor=desk.actor("ekachai"), officer_id=gamon,
                until=until)  # fmt: skip

    def mine() -> list[str]:
        with desk.reading(G) as work:
            return [row.number for row in list_cases(work, desk.actor("gamon"),
                                                     which=Filter.MINE).rows]  # fmt: skip

    assert mine() == [receipt.number]
    desk.clock.pass_days(4)
    assert mine() == []
    assert page(desk, receipt, "gamon").acting is None


def test_a_second_explanation_stands_out(desk: AnOffice) -> None:
    receipt, actor = taken(desk, G), desk.actor("ekachai")
    for days in (30, 60):
        with desk.writing(G) as work:
            explain(work, number=receipt.number, actor=actor, reason="รอผล",
                    new_date=TODAY + timedelta(days=days), approved_by="ปลัดเทศบาล")  # fmt: skip
    with desk.reading(G) as work:
        listed = list_cases(work, actor, which=Filter.EXPLAINED_AGAIN)

    assert [row.note and row.note.value for row in listed.rows] == ["explained_again"]
    assert seen(desk, receipt).explanations[0].content["approved_by"] == "ปลัดเทศบาล"


def test_a_case_left_lying_shows_in_the_quarterly_check(desk: AnOffice) -> None:
    left, answered = desk.file_grievance(), taken(desk, G)
    end(desk, answered)
    desk.clock.pass_days(16)
    with desk.reading(G) as work:
        found, looked_at = gaps(work, desk.actor("ekachai"), half_of(TODAY))

    assert looked_at == 2
    assert [gap.number for gap in found] == [left.number]
    assert {duty.value for duty in found[0].missing} == {
        "assigned", "progress_told", "result_told", "explained_if_late",
    }  # fmt: skip


def test_of_several_cases_one_that_is_refused_leaves_the_others_alone(desk: AnOffice) -> None:
    good, ended, other = desk.file_grievance(), taken(desk, G), taken(desk, G)
    end(desk, ended)
    ekachai = desk.actor("ekachai")
    numbers = [good.number, ended.number, other.number, "G69-09999", good.number]

    came = assign_many(desk.office, G, ekachai, numbers=numbers, unit_id=UNIT,
                       officer_id=ekachai.id)  # fmt: skip

    assert came == {
        good.number: None,
        ended.number: Code.CASE_IS_COMPLETED,
        other.number: None,
        "G69-09999": Code.NOT_FOUND,
    }
