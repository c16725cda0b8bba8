"""The figures of a board against cases whose days are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from complaints.casework.board_figures import Lengths, Promise, Stage
from complaints.casework.boards import Board, oversight_board
from complaints.casework.endings import reopen
from complaints.casework.moving import move
from complaints.casework.steps import accept, complete
from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.deadlines import Urgency
from complaints.domain.errors import NotFound
from complaints.domain.states import Outcome
from complaints.intake.manual_entry import enter_corruption
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport
from complaints.records.agency import Unit
from tests.factories.office import AnOffice


def board_of(office: AnOffice, key: str = "jinda", channel: Channel = Channel.GRIEVANCE) -> Board:
    """Return the board that somebody sees."""
    actor = office.actor(key)
    with office.reading(channel) as work:
        return oversight_board(work, actor)


def unit_of(office: AnOffice) -> str:
    """Return the id of some unit."""
    return another_than(office, "")


def another_than(office: AnOffice, unit_id: str) -> str:
    """Return the id of a unit that is not a given one."""
    query = sa.select(Unit.id).where(Unit.id != unit_id).order_by(Unit.position)
    with office.reading(Channel.GRIEVANCE) as work:
        found = work.session.scalars(query).first()
    assert found is not None
    return found


def take(
    office: AnOffice, receipt: Receipt, officer: str = "ekachai", unit_id: str | None = None
) -> None:
    """Accept a grievance and give it to an officer of a unit."""
    unit_id, officer_id = unit_id or unit_of(office), office.id_of(officer)
    actor = office.actor("ekachai")
    with office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=unit_id, officer_id=officer_id)


def end(office: AnOffice, receipt: Receipt) -> None:
    """Complete a grievance."""
    actor = office.actor("ekachai")
    with office.writing(Channel.GRIEVANCE) as work:
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.RESOLVED, result="แก้แล้ว")


def test_an_office_without_cases_has_a_board_without_figures(office: AnOffice) -> None:
    board = board_of(office)

    assert (board.open_count, board.in_a_week, board.units, board.officers) == (0, 0, [], [])
    assert board.promise.share is None
    nothing = Lengths(0, None, None)
    assert [(stay.now, stay.left) for stay in board.stays] == [(nothing, nothing)] * 2


def test_a_board_adds_up_promise_load_and_days(office: AnOffice) -> None:
    in_time, late, waiting = (office.file_grievance() for _ in range(3))
    office.file_grievance(kind=Kind.OPINION)
    office.clock.pass_days(4)
    take(office, in_time)
    take(office, late, officer="fahsai")
    office.clock.pass_days(6)
    end(office, in_time)
    before = board_of(office)
    office.clock.pass_days(10)
    end(office, late)
    after = board_of(office)

    assert before.promise == Promise(of=1, kept=1)
    assert (before.open_count, before.in_a_week) == (2, 2)
    assert [(line.id, line.total) for line in before.officers] == [
        (office.id_of("fahsai"), 1), (None, 1),
    ]  # fmt: skip
    untaken, in_work = before.stays
    assert (untaken.stage, untaken.now, untaken.left) == (
        Stage.UNTAKEN, Lengths(1, 10, 10), Lengths(2, 4, 4),
    )  # fmt: skip
    assert (in_work.now, in_work.left) == (Lengths(1, 6, 6), Lengths(1, 6, 6))
    assert after.promise == Promise(of=3, kept=1)
    assert after.promise.share == 33.3
    assert after.counts == {Urgency.LATE_UNEXPLAINED: 1}
    assert {line.id: line.promise for line in after.units} == {
        unit_of(office): Promise(2, 1), None: Promise(1, 0),
    }  # fmt: skip
    assert after.stays[1].left == Lengths(2, 6, 16)
    assert office.case(waiting).number == waiting.number


@pytest.mark.parametrize(
    ("days", "in_a_week"), [(7, 0), (8, 1), (15, 1), (16, 0)],
    ids=["eight days before", "seven days before", "on the due day", "the day after"],
)  # fmt: skip
def test_the_week_ahead_begins_today_and_ends_after_seven_days(
    sqlite_office: AnOffice, days: int, in_a_week: int
) -> None:
    sqlite_office.file_grievance()
    sqlite_office.clock.pass_days(days)

    assert board_of(sqlite_office).in_a_week == in_a_week


def test_what_changed_its_channel_is_in_no_share(office: AnOffice) -> None:
    leaves, stays = office.file_grievance(), office.file_grievance()
    comes = office.file_corruption()
    move(office.office, leaves.channel, office.actor("ekachai"), number=leaves.number, reason="ย้าย")
    move(office.office, comes.channel, office.actor("anan"), number=comes.number, reason="ย้าย")
    office.clock.pass_days(16)
    while_open = board_of(office)
    (came_in,) = (
        row["number"]
        for row in office.rows("cases")
        if row["channel"] == "grievance" and row["number"] not in {leaves.number, stays.number}
    )
    with office.writing(Channel.GRIEVANCE) as work:
        actor, result = office.actor("ekachai"), Outcome.OTHER_LAW
        complete(work, number=came_in, actor=actor, outcome=result, result="แจ้งแล้ว")

    assert while_open.open_count == 2
    assert while_open.promise == board_of(office).promise == Promise(of=1, kept=0)


def test_a_case_taken_up_again_is_judged_by_its_first_end(office: AnOffice) -> None:
    in_time = office.file_grievance()
    take(office, in_time)
    end(office, in_time)
    with office.writing(Channel.GRIEVANCE) as work:
        reopen(work, number=in_time.number, actor=office.actor("ekachai"), reason="ยังไม่เสร็จ")
    before = board_of(office)
    office.clock.pass_days(16)

    assert (before.open_count, before.promise) == (1, Promise(1, 1))
    assert board_of(office).promise == Promise(1, 1)


def test_what_came_before_this_fiscal_year_is_in_no_share(sqlite_office: AnOffice) -> None:
    sqlite_office.file_grievance()
    sqlite_office.clock.pass_days(366)

    board = board_of(sqlite_office)

    assert (board.open_count, board.promise) == (1, Promise(0, 0))


def test_a_head_of_unit_counts_the_own_unit_alone(sqlite_office: AnOffice) -> None:
    first, second = sqlite_office.file_grievance(), sqlite_office.file_grievance()
    sqlite_office.file_grievance()
    own = sqlite_office.account("hathai").unit_id
    assert own is not None
    take(sqlite_office, first, unit_id=own)
    take(sqlite_office, second, unit_id=another_than(sqlite_office, own))
    sqlite_office.clock.pass_days(16)

    board = board_of(sqlite_office, "hathai")

    assert (board.open_count, board.promise) == (1, Promise(1, 0))
    assert [line.id for line in board.units] == [own]
    assert [stay.now.count for stay in board.stays] == [0, 1]
    assert board_of(sqlite_office).open_count == 3


def test_the_corruption_board_has_one_figure_and_no_other(sqlite_office: AnOffice) -> None:
    sqlite_office.file_corruption()
    sqlite_office.clock.pass_days(40)

    board = board_of(sqlite_office, channel=Channel.CORRUPTION)

    assert board == Board(Channel.CORRUPTION, board.as_of, 1)


@pytest.mark.parametrize("key", ["anan", "ekachai", "itthi", "ladda"])
def test_nobody_else_is_told_a_figure(sqlite_office: AnOffice, key: str) -> None:
    for channel in Channel:
        with pytest.raises(NotFound):
            board_of(sqlite_office, key, channel)


def test_no_figure_of_a_board_walks_over_every_case(sqlite_office: AnOffice) -> None:
    """On SQLite, which says how it will walk; the bench times both databases at 100,000 cases."""
    office = sqlite_office
    take(office, office.file_grievance())
    asked: list[tuple[str, Any]] = []
    sa.event.listen(
        office.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, *_: asked.append((statement, values)),
    )
    board_of(office)
    of_cases = [one for one in asked if "FROM cases" in one[0]]

    with office.engine.connect() as connection:
        plans = [
            step[3]
            for statement, values in of_cases
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(of_cases) == 5
    walks = [plan for plan in plans if " cases " in plan]
    again = "ix_cases_channel_explanation_count (channel=? AND explanation_count>?)"
    assert [walk for walk in walks if again in walk] != []
    others = [walk for walk in walks if again not in walk]
    assert [walk for walk in others if "ix_cases_board_" not in walk or "SCAN" in walk] == []


def entered_late(office: AnOffice) -> None:
    """Enter a letter that came last month."""
    enter_corruption(
        office.office,
        office.actor("anan"),
        form_token="a letter",
        report=CorruptionReport(kind=Kind.COMPLAINT, details="เรียกรับเงิน"),
        received_on=office.office.today().replace(day=1) - timedelta(days=3),
        received_by=ReceivedBy.LETTER,
    )


def moved_here(office: AnOffice) -> None:
    """Let a grievance of last month turn out to be corruption."""
    (number,) = [row["number"] for row in office.rows("cases") if row["channel"] == "grievance"]
    move(office.office, Channel.GRIEVANCE, office.actor("ekachai"), number=number, reason="ทุจริต")


def opened_again(office: AnOffice) -> None:
    """Take up again what was completed last month."""
    (number,) = [row["number"] for row in office.rows("cases") if row["completed_on"]]
    with office.writing(Channel.CORRUPTION) as work:
        reopen(work, number=number, actor=office.actor("anan"), reason="มีหลักฐานใหม่")


def completed_now(office: AnOffice) -> None:
    """Complete what has been open since last month."""
    open_now = [
        row["number"]
        for row in office.rows("cases")
        if row["channel"] == "corruption" and not row["completed_on"]
    ]
    end_of_corruption(office, open_now[0])


def end_of_corruption(office: AnOffice, number: str) -> None:
    """Complete a corruption case."""
    with office.writing(Channel.CORRUPTION) as work:
        complete(
            work,
            number=number,
            actor=office.actor("anan"),
            outcome=Outcome.NOT_ACCEPTED,
            result="ไม่รับ",
        )


@pytest.mark.parametrize("deed", [entered_late, moved_here, opened_again, completed_now])
def test_the_figure_of_corruption_tells_of_nothing_that_happens_this_month(
    office: AnOffice, deed: Callable[[AnOffice], None]
) -> None:
    office.file_corruption()
    end_of_corruption(office, office.file_corruption().number)
    office.file_grievance()
    office.clock.pass_days(20)
    office.file_corruption()
    before = board_of(office, channel=Channel.CORRUPTION)

    deed(office)

    assert before.open_count == 1
    assert board_of(office, channel=Channel.CORRUPTION) == before
    office.clock.pass_days(40)
    assert board_of(office, channel=Channel.CORRUPTION).open_count == (
        1 if deed is completed_now else 3
    )
