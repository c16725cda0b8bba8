"""What is erased is gone: for its reporter, for its officers, and from every file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from complaints.casework.case_page import read_case
from complaints.casework.erasing import (
    ask_to_erase,
    confirm_erasing,
    due_cases,
    erase_due,
    erasing_requests,
    finish_erasing,
    preview,
    schedule,
    show_schedules,
)
from complaints.casework.roster import sign_entry
from complaints.casework.steps import accept, complete, exclude, reopen
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.jobs.erasing import Hindered, tell_erased
from complaints.records.cases import Case
from complaints.records.database import read_only
from complaints.records.erasure import erased_tables
from complaints.statistics.counting import count_facts
from complaints.tracking.visits import enter
from tests.casework.test_enrolment import enrol_with, invited
from tests.factories.office import AnOffice
from tests.factories.people import Cast

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
COLLEAGUE = {Channel.CORRUPTION: "busaba", Channel.GRIEVANCE: "fahsai"}
YEARS = {Channel.CORRUPTION: 10, Channel.GRIEVANCE: 5}


def a_completed_case(office: AnOffice, channel: Channel, **report: Any) -> Receipt:
    """Return a case with a file that was completed today."""
    identity = {"identity": "คนหนึ่ง"} if channel is Channel.CORRUPTION else {}
    part = office.part(channel, b"evidence" * 1000)
    receipt = office.file(channel, parts=[part], **identity, **report)
    actor = office.actor(HANDLER[channel])
    with office.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.RESOLVED, result="แก้แล้ว")
    return receipt


def hangs_on(office: AnOffice, case_id: str) -> dict[str, int]:
    """Return how many rows refer to a case, by table; the journal is no such table."""
    tables = [table.name for table in erased_tables() if "case_id" in table.columns]
    assert {"key_wraps", "case_entries", "blobs", "case_keys"} <= set(tables)
    return {
        table: count
        for table in tables
        if (count := sum(row["case_id"] == case_id for row in office.rows(table)))
    }


@pytest.mark.parametrize("channel", list(Channel))
def test_a_case_whose_time_is_over_is_erased_with_all_that_hangs_on_it(
    office: AnOffice, channel: Channel
) -> None:
    receipt, kept = a_completed_case(office, channel), office.file(channel)
    case_id, number = office.case(receipt).id, receipt.number
    (blob,) = [row["id"] for row in office.rows("blobs") if row["case_id"] == case_id]
    assert hangs_on(office, case_id)
    office.clock.instant = office.clock.instant.replace(
        year=office.clock.instant.year + YEARS[channel]
    )

    assert tell_erased(office.office) == ["Cases erased whose time was over: 1."]

    assert hangs_on(office, case_id) == {}
    assert office.office.stores[channel].missing([blob]) == {blob}
    with pytest.raises(NotFound):
        enter(office.office, receipt.code or "")
    with pytest.raises(NotFound), office.writing(channel) as work:
        read_case(work, office.actor(HANDLER[channel]), number=number)
    case = office.case(receipt)
    assert (case.heading_sealed, case.reporter_key_sealed, case.lookup_index) == (b"", None, None)
    assert case.erased_on == case.remains_gone_on == office.office.today()
    assert office.rows("journal")[-1]["event"]
    erased = [row for row in office.rows("journal") if row["event"] == "case_erased"]
    assert [(row["case_id"], row["actor_id"], row["fields"]) for row in erased] == [
        (case_id, "system", "")
    ]
    assert office.visitor(kept).case_id


def test_a_day_before_its_time_nothing_is_erased(office: AnOffice) -> None:
    receipt = a_completed_case(office, Channel.GRIEVANCE)
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 5)
    office.clock.pass_days(-1)

    assert erase_due(office.office) == 0
    assert office.visitor(receipt).case_id
    with office.reading(Channel.GRIEVANCE) as work:
        assert schedule(work).ahead_count == 1
        assert due_cases(work) == []
        (ahead,) = preview(work, office.actor("ekachai"))
        with pytest.raises(NotFound):
            preview(work, office.actor("anan"))
    assert (ahead.number, ahead.erase_on.year) == (receipt.number, 2031)


def test_a_case_that_was_taken_up_again_is_kept(office: AnOffice) -> None:
    receipt = a_completed_case(office, Channel.GRIEVANCE)
    with office.writing(Channel.GRIEVANCE) as work:
        reopen(work, number=receipt.number, actor=office.actor("ekachai"), reason="ยังไม่เสร็จ")
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 9)

    assert erase_due(office.office) == 0


def test_a_preview_tells_nobody_of_a_case_that_he_cannot_open(office: AnOffice) -> None:
    receipt = a_completed_case(office, Channel.CORRUPTION)
    with office.writing(Channel.CORRUPTION) as work:
        exclude(
            work, number=receipt.number, actor=office.actor("anan"), officer_id=office.id_of("chai")
        )
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 10)

    with office.reading(Channel.CORRUPTION) as work:
        assert preview(work, office.actor("chai")) == []
        assert [one.number for one in preview(work, office.actor("anan"))] == [receipt.number]


def test_the_administrator_sees_counts_and_nobody_else_does(office: AnOffice) -> None:
    a_completed_case(office, Channel.GRIEVANCE)
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 6)

    found = {one.channel: one for one in show_schedules(office.office, office.actor("itthi"))}

    assert found[Channel.GRIEVANCE].due_count == 1
    assert found[Channel.CORRUPTION].keep_years == 10
    with pytest.raises(NotFound):
        show_schedules(office.office, office.actor("jinda"))


@pytest.mark.parametrize("channel", list(Channel))
def test_no_figure_changes_by_an_erasure(office: AnOffice, channel: Channel) -> None:
    a_completed_case(office, channel)
    office.file(channel)
    later = office.clock.instant.replace(year=office.clock.instant.year + YEARS[channel])
    office.clock.instant = later
    with office.reading(channel) as work:
        before = count_facts(work.session, channel, later.date())
    tallies = office.rows("tallies")

    assert erase_due(office.office) == 1

    with office.reading(channel) as work:
        assert count_facts(work.session, channel, later.date()) == before
    assert office.rows("tallies") == tallies


@pytest.mark.parametrize("channel", list(Channel))
def test_two_people_erase_a_case_before_its_time(office: AnOffice, channel: Channel) -> None:
    receipt = a_completed_case(office, channel)
    anan, second = office.actor(HANDLER[channel]), office.actor(COLLEAGUE[channel])
    with office.writing(channel) as work:
        request = ask_to_erase(work, anan, number=receipt.number, reason="แจ้งผิดหน่วยงาน")
        (seen,) = erasing_requests(work, second)
    assert (seen.number, seen.reason, seen.is_own) == (receipt.number, "แจ้งผิดหน่วยงาน", False)

    with pytest.raises(NotAllowed):
        confirm_erasing(office.office, channel, anan, request_id=request)
    assert office.case(receipt).erased_on is None
    confirm_erasing(office.office, channel, second, request_id=request)
    assert finish_erasing(office.office)

    assert office.case(receipt).erased_on == office.office.today()
    assert hangs_on(office, office.case(receipt).id) == {}
    assert office.rows("two_person_wraps") == []
    (row,) = [row for row in office.rows("journal") if row["event"] == "case_erased"]
    assert row["actor_id"] == second.id


def test_early_erasing_needs_a_completed_case_and_a_reason(office: AnOffice) -> None:
    open_one, done = office.file_grievance(), a_completed_case(office, Channel.GRIEVANCE)
    actor = office.actor("ekachai")

    with pytest.raises(NotAllowed), office.writing(Channel.GRIEVANCE) as work:
        ask_to_erase(work, actor, number=open_one.number, reason="ไม่ใช้แล้ว")
    with pytest.raises(BadInput), office.writing(Channel.GRIEVANCE) as work:
        ask_to_erase(work, actor, number=done.number, reason=" ")
    with pytest.raises(NotFound), office.writing(Channel.GRIEVANCE) as work:
        ask_to_erase(work, office.actor("anan"), number=done.number, reason="ไม่ใช้แล้ว")


def test_an_excluded_officer_is_not_asked_to_confirm(office: AnOffice) -> None:
    receipt = a_completed_case(office, Channel.CORRUPTION)
    anan, chai = office.actor("anan"), office.actor("chai")
    with office.writing(Channel.CORRUPTION) as work:
        exclude(work, number=receipt.number, actor=anan, officer_id=chai.id)
    with office.writing(Channel.CORRUPTION) as work:
        request = ask_to_erase(work, anan, number=receipt.number, reason="ศาลสั่ง")

    with office.reading(Channel.CORRUPTION) as work:
        assert erasing_requests(work, chai) == []
    with pytest.raises(NotFound):
        confirm_erasing(office.office, Channel.CORRUPTION, chai, request_id=request)
    assert office.case(receipt).erased_on is None


def files_of(office: AnOffice) -> Iterator[Path]:
    """Yield every file in which the database keeps its tables."""
    if office.engine.dialect.name == "sqlite":
        main = Path(str(office.engine.url.database))
        yield from main.parent.glob(f"{main.name}*")
        return
    with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = Path(str(connection.scalar(sa.text("SHOW data_directory"))))
        oid = connection.scalar(
            sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    yield from (path for path in (folder / "base" / str(oid)).iterdir() if path.is_file())


def lying(office: AnOffice, pieces: dict[str, bytes]) -> set[str]:
    """Return which pieces some file of the database still holds."""
    office.sessions.remove()
    held = b"\0".join(path.read_bytes() for path in files_of(office))
    return {name for name, piece in pieces.items() if piece in held}


def pieces_of(office: AnOffice, case_id: str) -> dict[str, bytes]:
    """Return 24 bytes out of the middle of each sealed thing of a case."""
    wraps = [row for row in office.rows("key_wraps") if row["case_id"] == case_id]
    entries = [row for row in office.rows("case_entries") if row["case_id"] == case_id]
    nests = office.rows("identity_nests")
    (case,) = [row for row in office.rows("cases") if row["id"] == case_id]
    sealed = {
        **{f"wrap {at}": row["key_sealed"] for at, row in enumerate(wraps)},
        **{f"entry {at}": row["content_sealed"] for at, row in enumerate(entries)},
        **{f"nest {at}": row["key_sealed"] for at, row in enumerate(nests)},
        "heading": case["heading_sealed"],
        "reporter's key": case["reporter_key_sealed"],
    }
    assert len(wraps) >= 4
    return {name: value[300:324] for name, value in sealed.items()}


def test_no_file_of_the_database_holds_a_byte_of_what_was_erased(office: AnOffice) -> None:
    others = [office.file_corruption() for _ in range(3)]
    receipt = a_completed_case(office, Channel.CORRUPTION)
    others += [office.file_corruption() for _ in range(3)]
    pieces = pieces_of(office, office.case(receipt).id)
    kept = pieces_of(office, office.case(others[0]).id)
    assert lying(office, pieces) == set(pieces), "the search would not find them"
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 10)

    tell_erased(office.office)

    assert lying(office, pieces) == set()
    assert {name for name in lying(office, kept) if "wrap" in name}
    assert office.visitor(others[0]).case_id


def test_remains_that_somebody_holds_are_told_and_tried_again(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    event.listen(office.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=50"))
    receipt = a_completed_case(office, Channel.GRIEVANCE)
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 5)
    engine = sa.create_engine(office.engine.url)
    with read_only():
        reader = engine.connect()
        reader.exec_driver_sql("SELECT count(*) FROM cases").scalar()

    with pytest.raises(Hindered):
        tell_erased(office.office)
    case: Case = office.case(receipt)
    assert (case.erased_on is not None, case.remains_gone_on) == (True, None)
    reader.close()
    engine.dispose()

    assert tell_erased(office.office) == ["Cases erased whose time was over: 0."]
    assert office.case(receipt).remains_gone_on is not None


@pytest.mark.parametrize(
    "accused",
    [pytest.param("", id="nobody"), pytest.param("นายพงษ์ ผู้เฝ้า หัวหน้าหน่วย", id="the witness")],
)
def test_an_accused_witness_is_not_asked_about_the_case(office: AnOffice, accused: str) -> None:
    witness = Cast("phong", "นายพงษ์ ผู้เฝ้า", "ผู้ตรวจสอบภายใน", Role.WITNESS, Channel.CORRUPTION)
    enrol_with(office, invited(office, witness))
    for signer in ("anan", "busaba"):
        actor = office.actor(signer)
        with office.writing(Channel.CORRUPTION) as work:
            sign_entry(work, actor, number=5)
    receipt = a_completed_case(office, Channel.CORRUPTION, accused=accused)

    with office.writing(Channel.CORRUPTION) as work:
        ask_to_erase(work, office.actor("anan"), number=receipt.number, reason="ขอลบก่อนกำหนด")

    asked = {row["holder_id"] for row in office.rows("two_person_wraps")}
    assert office.id_of("busaba") in asked
    assert (office.id_of("phong") in asked) is not bool(accused)
