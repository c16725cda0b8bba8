"""Every step of a case: legal, illegal, by the right person and by strangers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from complaints.casework.case_page import CasePage, read_case, read_file
from complaints.casework.endings import complete, confirm, follow_up, reopen
from complaints.casework.lists import Filter, list_cases
from complaints.casework.objections import answer_objection
from complaints.casework.relations import relate
from complaints.casework.steps import (
    accept,
    ask_reporter,
    assign,
    choices,
    exclude,
    explain,
    let_act,
    send_message,
    write_note,
)
from complaints.domain.case_work import Decision, Verdict
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Broken, Code, NotAllowed, NotFound, Refusal
from complaints.domain.states import Outcome, State, Step
from complaints.intake.registration import Receipt
from complaints.records.cases import Case
from complaints.records.journal import first_broken
from complaints.records.officers import officers_of_desk
from complaints.tracking.following import look
from complaints.tracking.following import send_message as reporter_writes
from complaints.work import Actor, Work
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
UNIT, WORKS = f"{0:032x}", f"{2:032x}"
TODAY, DUE = date(2026, 11, 16), date(2026, 12, 1)

Deed = Callable[[Work, str, Actor], None]


def _forget(_: object) -> None:
    """Take what a page returned, for the sake of what it raised."""


def _ends(step: Step, outcome: Outcome) -> Deed:
    return lambda work, number, actor: _forget(
        complete(work, number=number, actor=actor, outcome=outcome, result="สิ้นสุด", step=step)
    )


DEEDS: dict[Step, Deed] = {
    Step.SCREEN: _ends(Step.SCREEN, Outcome.OTHER_LAW),
    Step.FORWARD: _ends(Step.FORWARD, Outcome.FORWARDED),
    Step.DUPLICATE: _ends(Step.DUPLICATE, Outcome.DUPLICATE),
    Step.WITHDRAW: _ends(Step.WITHDRAW, Outcome.WITHDRAWN),
    Step.ACT: lambda work, number, actor: let_act(
        work, number=number, actor=actor, officer_id=_colleague(work, actor), until=DUE
    ),
    Step.ASK: lambda work, number, actor: ask_reporter(
        work, number=number, actor=actor, question="เกิดขึ้นเมื่อใด"
    ),
    Step.RELATE: lambda work, number, actor: relate(
        work, number=number, actor=actor, other=_another(work, number)
    ),
    Step.CONFIRM: lambda work, number, actor: confirm(
        work, number=number, actor=actor, verdict=Verdict.SEND_BACK, words="ขอให้เขียนใหม่"
    ),
    Step.OBJECTION: lambda work, number, actor: answer_objection(
        work, number=number, actor=actor, decision=Decision.STANDS, words="ยืนตามเดิม"
    ),
    Step.FOLLOW_UP: lambda work, number, actor: follow_up(
        work, number=number, actor=actor, words="สอบถามหน่วยงานแล้ว"
    ),
    Step.ACCEPT: lambda work, number, actor: accept(
        work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id
    ),
    Step.ASSIGN: lambda work, number, actor: assign(
        work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id
    ),
    Step.MESSAGE: lambda work, number, actor: send_message(
        work, number=number, actor=actor, text="เรียนผู้แจ้ง"
    ),
    Step.NOTE: lambda work, number, actor: write_note(
        work, number=number, actor=actor, text="บันทึกภายใน"
    ),
    Step.EXPLAIN: lambda work, number, actor: explain(
        work, number=number, actor=actor, reason="รอผลตรวจ", new_date=DUE + timedelta(days=9)
    ),
    Step.COMPLETE: _ends(Step.COMPLETE, Outcome.WITHDRAWN),
    Step.EXCLUDE: lambda work, number, actor: exclude(
        work, number=number, actor=actor, officer_id=_colleague(work, actor)
    ),
    Step.REOPEN: lambda work, number, actor: reopen(
        work, number=number, actor=actor, reason="มีข้อมูลใหม่"
    ),
}
WAYS: dict[State, list[Step]] = {
    State.RECEIVED: [],
    State.ACCEPTED: [Step.ACCEPT],
    State.IN_PROGRESS: [Step.ACCEPT, Step.MESSAGE],
    State.COMPLETED: [Step.COMPLETE],
}


def _another(work: Work, number: str) -> str:
    """Return the number of another case of the desk."""
    query = sa.select(Case.number).where(Case.channel == work.channel.value)
    return next(other for other in work.session.scalars(query) if other != number)


def _colleague(work: Work, actor: Actor) -> str:
    desk = {one.name: one.id for one in officers_of_desk(work.session, work.channel)}
    others = [one for one in ("busaba", "fahsai", "anan") if desk.get(one, actor.id) != actor.id]
    return desk[others[0]]


def do(office: AnOffice, receipt: Receipt, step: Step, who: str | None = None) -> None:
    """Take one step as an officer."""
    actor = office.actor(who or HANDLER[receipt.channel])
    with office.writing(receipt.channel) as work:
        DEEDS[step](work, receipt.number, actor)


def page(office: AnOffice, receipt: Receipt, who: str | None = None) -> CasePage:
    """Return the page of a case as an officer sees it."""
    actor = office.actor(who or HANDLER[receipt.channel])
    with office.writing(receipt.channel) as work:
        return read_case(work, actor, number=receipt.number)


@BOTH
@pytest.mark.parametrize("state", list(State))
def test_what_the_page_offers_is_done_and_the_rest_refused(
    office: AnOffice, channel: Channel, state: State
) -> None:
    office.file(channel)
    for step in Step:
        receipt = office.file(channel)
        for before in WAYS[state]:
            do(office, receipt, before)
        assert office.case(receipt).state == state.value
        rows = len(office.rows("case_entries")), len(office.rows("journal"))

        if step in page(office, receipt).steps:
            do(office, receipt, step)
            assert page(office, receipt).told.number == receipt.number
            continue
        with pytest.raises(NotAllowed):
            do(office, receipt, step)
        assert office.case(receipt).state == state.value
        assert (len(office.rows("case_entries")), len(office.rows("journal")) - 1) == rows
    with office.reading(channel) as work:
        assert first_broken(work.session, channel.value) is None


STRANGERS = {
    Channel.CORRUPTION: {
        "ekachai": "an officer of the other desk",
        "dara": "the alternate, who holds no wrap",
        "itthi": "the administrator",
        "jinda": "oversight",
        "kasem": "the executive",
        "ladda": "the auditor",
        "busaba": "an officer whom the reporter excluded",
    },
    Channel.GRIEVANCE: {
        "anan": "an officer of the other desk",
        "gamon": "an officer of a unit that does not have it",
        "hathai": "a head of a unit that does not have it",
        "itthi": "the administrator",
        "jinda": "oversight",
        "kasem": "the executive",
        "ladda": "the auditor",
    },
}


@pytest.mark.parametrize(
    ("channel", "who"),
    [
        pytest.param(channel, who, id=f"{channel.value}: {words}")
        for channel, people in STRANGERS.items()
        for who, words in people.items()
    ],
)
def test_a_stranger_gets_for_a_case_the_answer_for_no_case(
    office: AnOffice, channel: Channel, who: str
) -> None:
    excluded = {"exclude": (office.id_of("busaba"),)} if channel is Channel.CORRUPTION else {}
    office.file(channel)
    receipt, actor = office.file(channel, **excluded), office.actor(who)
    entries = len(office.rows("case_entries"))
    deeds: dict[str, Deed] = {
        **{step.value: deed for step, deed in DEEDS.items() if step is not Step.EXCLUDE},
        "exclude": lambda work, number, actor: exclude(
            work, number=number, actor=actor, officer_id=actor.id
        ),
        "read": lambda work, number, actor: _forget(read_case(work, actor, number=number)),
        "choices": lambda work, number, actor: _forget(choices(work, actor, number=number)),
        "file": lambda work, number, actor: _forget(
            read_file(work, actor, number=number, blob_id="0" * 32)
        ),
    }

    for words, deed in deeds.items():
        answers = []
        for number in (receipt.number, receipt.number[:-1] + "x", "C-AAAA-AAAA-11", "\x00", ""):
            with pytest.raises(Refusal) as refused, office.writing(channel) as work:
                deed(work, number, actor)
            answers.append((type(refused.value), refused.value.code, refused.value.field))
        assert set(answers) == {(NotFound, Code.NOT_FOUND, None)}, words
    assert len(office.rows("case_entries")) == entries
    readings = {row["event"] for row in office.rows("journal") if row["actor_id"] == actor.id}
    assert not readings & {"case_read", "evidence_read", "case_noted"}


@BOTH
def test_a_note_never_reaches_the_reporter(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    do(office, receipt, Step.NOTE)

    assert [note.text for note in page(office, receipt).notes] == ["บันทึกภายใน"]
    with office.reading(channel) as work:
        seen = look(work, office.visitor(receipt))
    assert "บันทึกภายใน" not in str(seen)
    assert {entry.kind for entry in seen.timeline} == {EntryKind.ACCOUNT}
    halves = {row["position"]: row["half"] for row in office.rows("case_entries")}
    assert halves == {1: "shared", 2: "desk"}


@BOTH
def test_an_excluded_officer_is_a_stranger_from_then_on(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel)
    other = "busaba" if channel is Channel.CORRUPTION else "fahsai"
    assert page(office, receipt, other).told.number == receipt.number

    do(office, receipt, Step.EXCLUDE)

    with pytest.raises(NotFound):
        page(office, receipt, other)
    assert office.case(receipt).key_number == 2
    holders = {(r["recipient_id"], r["key_number"]) for r in office.rows("key_wraps")}
    assert not {number for holder, number in holders if holder == office.id_of(other)}
    assert {("reporter", 1), ("reporter", 2), ("recovery", 2)} <= holders
    assert [e.content["officer"] for e in page(office, receipt).exclusions]
    actor = office.actor(other)
    with office.reading(channel) as work:
        listed = list_cases(work, actor, which=Filter.OPEN)
    assert (listed.rows, listed.counts[Filter.OPEN]) == ([], "0")


@BOTH
def test_what_is_written_after_an_exclusion_does_not_open_with_old_wraps(
    office: AnOffice, channel: Channel
) -> None:
    """Even for an excluded officer who kept his wraps from a copy of the database."""
    receipt = office.file(channel)
    other = "busaba" if channel is Channel.CORRUPTION else "fahsai"
    kept = [r for r in office.rows("key_wraps") if r["recipient_id"] == office.id_of(other)]
    do(office, receipt, Step.EXCLUDE)
    do(office, receipt, Step.NOTE)
    reporter_writes(office.office, office.visitor(receipt), text="ลับต่อจากนี้")
    for row in kept:
        office.execute(
            "INSERT INTO key_wraps VALUES (:recipient_id, :case_id, :key_number, :key_sealed)",
            **row,
        )

    with pytest.raises(Broken):
        page(office, receipt, other)
    office.execute("UPDATE cases SET key_number = 1")
    with pytest.raises(Broken):
        page(office, receipt, other)
    office.execute("UPDATE cases SET key_number = 2")
    later = {row["position"]: row["key_number"] for row in office.rows("case_entries")}
    assert later == {1: 1, 2: 2, 3: 2, 4: 2}


@BOTH
def test_reporter_and_colleagues_read_on_after_an_exclusion(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel, details="แรก")
    do(office, receipt, Step.EXCLUDE)
    do(office, receipt, Step.MESSAGE)

    with office.reading(channel) as work:
        seen = look(work, office.visitor(receipt))
    assert seen.account.content["details"] == "แรก"
    assert [entry.text for entry in seen.messages] == ["เรียนผู้แจ้ง"]
    assert page(office, receipt).told.messages == seen.messages


def test_the_key_of_a_stranger_is_not_taken_for_the_next(office: AnOffice) -> None:
    """Somebody who can write the database slips in a key of his own."""
    receipt = office.file_corruption()
    do(office, receipt, Step.EXCLUDE)
    office.execute("UPDATE case_keys SET signer_key = :key WHERE number = 2", key=b"\x05" * 32)

    with pytest.raises(Broken):
        page(office, receipt)
    with pytest.raises(Broken), office.reading(Channel.CORRUPTION) as work:
        look(work, office.visitor(receipt))


def test_an_excluded_officer_has_no_part_in_an_identity_any_more(office: AnOffice) -> None:
    receipt = office.file_corruption(identity="ชื่อจริง")
    busaba = office.id_of("busaba")
    assert any(row["first_id"] == busaba for row in office.rows("identity_nests"))

    do(office, receipt, Step.EXCLUDE)

    nests = office.rows("identity_nests")
    assert nests
    assert all(busaba not in (row["first_id"], row["second_id"]) for row in nests)


def test_nobody_excludes_himself_or_somebody_who_cannot_read_it(office: AnOffice) -> None:
    receipt, actor = office.file_corruption(), office.actor("anan")
    for officer_id, expected in (
        (actor.id, NotAllowed),
        (office.id_of("dara"), BadInput),
        (office.id_of("ekachai"), BadInput),
        ("nobody", BadInput),
    ):
        with pytest.raises(expected), office.writing(Channel.CORRUPTION) as work:
            exclude(work, number=receipt.number, actor=actor, officer_id=officer_id)
    assert office.case(receipt).key_number == 1


def test_accepting_a_grievance_gives_its_key_to_the_unit(office: AnOffice) -> None:
    receipt, actor = office.file_grievance(), office.actor("ekachai")
    gamon = office.id_of("gamon")

    with office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=WORKS, officer_id=gamon)

    assert page(office, receipt, "gamon").is_mine
    assert page(office, receipt, "hathai").unit_id == WORKS
    assert office.case(receipt).accepted_on == TODAY


@BOTH
def test_the_day_on_which_work_began_is_kept_once_and_of_grievances_alone(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel)
    do(office, receipt, Step.MESSAGE)
    do(office, receipt, Step.ACCEPT)
    assert office.case(receipt).begun_on is None

    for _ in range(2):
        office.clock.pass_days(1)
        do(office, receipt, Step.ASK)

    is_grievance = channel is Channel.GRIEVANCE
    assert office.case(receipt).begun_on == (TODAY + timedelta(days=1) if is_grievance else None)


def test_an_excluded_colleague_is_not_given_the_key_again(office: AnOffice) -> None:
    receipt, actor = office.file_grievance(), office.actor("ekachai")
    do(office, receipt, Step.EXCLUDE)
    fahsai = office.id_of("fahsai")

    with pytest.raises(BadInput) as refused, office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=fahsai)

    assert refused.value.code is Code.OFFICER_CANNOT_OPEN_CASE
    do(office, receipt, Step.ACCEPT)  # her unit takes it, and still she is left out
    with pytest.raises(NotFound):
        page(office, receipt, "fahsai")


def test_a_corruption_case_is_given_to_nobody_who_has_no_wrap(office: AnOffice) -> None:
    receipt = office.file_corruption(exclude=(office.id_of("busaba"),))
    actor, busaba = office.actor("anan"), office.id_of("busaba")

    with pytest.raises(BadInput) as refused, office.writing(Channel.CORRUPTION) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=busaba)
    with office.reading(Channel.CORRUPTION) as work:
        offered = choices(work, actor, number=receipt.number)

    assert refused.value.field == "officer"
    assert busaba not in {one.id for one in offered.officers}
    assert actor.id not in {one.id for one in offered.excludable}


@pytest.mark.parametrize("unit_id", ["", "x", "\x00", f"{99:032x}"])
def test_a_unit_that_is_none_takes_no_case(office: AnOffice, unit_id: str) -> None:
    receipt, actor = office.file_grievance(), office.actor("ekachai")

    with pytest.raises(BadInput) as refused, office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=unit_id, officer_id=actor.id)

    assert refused.value.field == "unit"
    assert office.case(receipt).state == "received"


@pytest.mark.parametrize(
    ("new_date", "taken"),
    [
        pytest.param(TODAY, False, id="today"),
        pytest.param(DUE, False, id="the day that was promised anyway"),
        pytest.param(DUE + timedelta(days=1), True, id="a day later"),
    ],
)
@BOTH
def test_a_new_day_is_later_than_every_promise_before(
    office: AnOffice, channel: Channel, new_date: date, *, taken: bool
) -> None:
    receipt, actor = office.file(channel), office.actor(HANDLER[channel])

    def tell_them(day: date) -> None:
        with office.writing(channel) as work:
            explain(work, number=receipt.number, actor=actor, reason="รอผลตรวจ", new_date=day)

    if not taken:
        with pytest.raises(BadInput) as refused:
            tell_them(new_date)
        assert refused.value.code is Code.NEW_DATE_IS_NOT_LATER
        assert office.case(receipt).new_due_on is None
        return
    tell_them(new_date)
    case = office.case(receipt)
    assert (case.due_on, case.new_due_on, case.explained_on) == (DUE, new_date, TODAY)
    with pytest.raises(BadInput):
        tell_them(new_date)
    office.clock.pass_days(60)
    with pytest.raises(BadInput):
        tell_them(office.clock().date())


@BOTH
def test_a_case_ends_with_words_and_an_outcome_that_fits(
    office: AnOffice, channel: Channel
) -> None:
    receipt, actor = office.file(channel), office.actor(HANDLER[channel])

    def end(outcome: Outcome, result: str) -> None:
        with office.writing(channel) as work:
            complete(work, number=receipt.number, actor=actor, outcome=outcome, result=result)

    with pytest.raises(BadInput) as empty:
        end(Outcome.FORWARDED, " \u200b")
    with pytest.raises(NotAllowed) as judged:
        end(Outcome.SUBSTANTIATED, "มีมูล")
    assert (empty.value.field, judged.value.code) == ("result", Code.CASE_IS_NOT_ACCEPTED)
    do(office, receipt, Step.ACCEPT)
    end(Outcome.SUBSTANTIATED, "มีมูล")

    case = office.case(receipt)
    assert (case.state, case.completed_on, case.first_completed_on) == ("completed", TODAY, TODAY)
    assert case.outcome == ("substantiated" if channel is Channel.GRIEVANCE else None)


WORDS: dict[str, Callable[[Work, str, Actor, str], None]] = {
    "message": lambda work, number, actor, text: send_message(
        work, number=number, actor=actor, text=text
    ),
    "note": lambda work, number, actor, text: write_note(
        work, number=number, actor=actor, text=text
    ),
    "reason": lambda work, number, actor, text: explain(
        work, number=number, actor=actor, reason=text, new_date=DUE + timedelta(days=1)
    ),
    "result": lambda work, number, actor, text: _forget(
        complete(work, number=number, actor=actor, outcome=Outcome.FORWARDED, result=text)
    ),
    "reason of reopening": lambda work, number, actor, text: reopen(
        work, number=number, actor=actor, reason=text
    ),
}


@BOTH
@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize("text", ["", "ก\x00", "\ud83d"], ids=["empty", "NUL", "surrogate"])
def test_words_that_cannot_be_taken_change_nothing(
    sqlite_office: AnOffice, channel: Channel, field: str, text: str
) -> None:
    receipt, actor = sqlite_office.file(channel), sqlite_office.actor(HANDLER[channel])

    with pytest.raises(BadInput) as refused, sqlite_office.writing(channel) as work:
        WORDS[field](work, receipt.number, actor, text)

    assert refused.value.field == field.split(maxsplit=1)[0]
    assert len(sqlite_office.rows("case_entries")) == 1


def test_reading_a_case_and_its_files_is_written_down(office: AnOffice) -> None:
    part = office.part(Channel.CORRUPTION, b"proof")
    receipt, actor = office.file_corruption(parts=[part]), office.actor("anan")
    (record,) = page(office, receipt).told.account.files

    with office.writing(Channel.CORRUPTION) as work:
        file = read_file(work, actor, number=receipt.number, blob_id=record["blob_id"])
        assert b"".join(file.chunks) == b"proof"

    seen = [r["event"] for r in office.rows("journal") if r["actor_id"] == actor.id]
    assert seen[-2:] == ["case_read", "evidence_read"]
    assert all(row["fields"] == "" for row in office.rows("journal") if row["book"] == "corruption")


def test_an_ended_appointment_ends_the_reading(office: AnOffice) -> None:
    receipt = office.file_corruption()
    office.execute("UPDATE officers SET ends_on = '2026-11-15' WHERE name = 'anan'")

    with pytest.raises(NotFound):
        page(office, receipt, "anan")
    assert page(office, receipt, "busaba").told.number == receipt.number


def test_an_outcome_of_the_corruption_channel_is_only_counted(office: AnOffice) -> None:
    receipt = office.file_corruption()
    actor = office.actor("anan")

    def outcomes() -> dict[str, int]:
        rows = office.rows("tallies")
        return {
            row["measure"]: row["count"] for row in rows if row["measure"].startswith("outcome:")
        }

    with office.writing(Channel.CORRUPTION) as work:
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.DUPLICATE, result="ซ้ำ")
    assert outcomes() == {"outcome:duplicate": 1}

    with office.writing(Channel.CORRUPTION) as work:
        reopen(work, number=receipt.number, actor=actor, reason="พบหลักฐานใหม่")
    assert outcomes() == {"outcome:duplicate": 0}
    assert office.case(receipt).outcome is None
