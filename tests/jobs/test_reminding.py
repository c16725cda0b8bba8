"""Reminders: each stage once, to those who may know, whoever runs the jobs and however often."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from complaints.casework.appointments import (
    Order,
    ask_change,
    sign_change,
    waiting_changes,
)
from complaints.casework.objections import answer_objection
from complaints.casework.reminding import change_levels, list_reminders, see_reminders
from complaints.casework.steps import accept, complete, exclude, explain, let_act
from complaints.domain.case_work import Decision
from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy
from complaints.domain.errors import BadInput, NotFound
from complaints.domain.reminders import Levels, Stage
from complaints.domain.states import Outcome
from complaints.intake.manual_entry import enter_corruption
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport
from complaints.jobs.reminding import remind
from complaints.tracking.disagreeing import object_to_result
from tests.factories.office import AnOffice, a_form_token

UNIT, WORKS = f"{0:032x}", f"{2:032x}"
BOTH = pytest.mark.parametrize("channel", list(Channel))


def told(office: AnOffice, stage: Stage | None = None) -> Counter[str]:
    """Return how many reminders each person has, of a stage or of all."""
    names = {row["id"]: row["name"] for row in office.rows("officers")}
    return Counter(
        names[row["recipient_id"]]
        for row in office.rows("notices")
        if row["kind"] == "reminder" and stage in {None, row["stage"]}
    )


def given_to_works(office: AnOffice) -> Receipt:
    """File a grievance and give it to the works unit."""
    receipt = office.file_grievance()
    with office.writing(Channel.GRIEVANCE) as work:
        accept(
            work,
            number=receipt.number,
            actor=office.actor("ekachai"),
            unit_id=WORKS,
            officer_id=office.id_of("gamon"),
        )
    return receipt


def run_through(office: AnOffice) -> None:
    """Run the jobs on each day on which a stage of a case of today begins, and long after."""
    for days in (10, 3, 2, 1, 2, 12):
        office.clock.pass_days(days)
        remind(office.office)


def test_whoever_acts_for_the_officer_by_order_hears_of_the_case_as_well(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    given_to_works(office)
    order = Order("12/2570", date(2026, 11, 26), date(2026, 11, 26), office.id_of("gamon"))
    with office.writing(Channel.GRIEVANCE) as work:
        ask_change(work, office.actor("itthi"), officer_id=office.id_of("hathai"), order=order)
    for key in ("ekachai", "fahsai"):
        with office.writing(Channel.GRIEVANCE) as work:
            (waiting,) = waiting_changes(work, actor := office.actor(key))
            sign_change(work, actor, order_id=waiting.id)

    office.clock.pass_days(10)
    remind(office.office)

    assert told(office, Stage.FIRST) == {"gamon": 1, "hathai": 1}


@BOTH
def test_whoever_acts_in_a_case_until_a_day_hears_of_it_until_that_day(
    sqlite_office: AnOffice, channel: Channel
) -> None:
    office = sqlite_office
    first, second = ("ekachai", "fahsai") if channel is Channel.GRIEVANCE else ("anan", "busaba")
    receipt, actor = office.file(channel), office.actor(first)
    with office.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)
        until = work.today() + timedelta(days=10)
        let_act(
            work, number=receipt.number, actor=actor, officer_id=office.id_of(second), until=until
        )

    for days in (10, 3):
        office.clock.pass_days(days)
        remind(office.office)

    assert told(office, Stage.FIRST) == {first: 1, second: 1}
    assert told(office, Stage.SECOND) == {first: 1}


def test_a_grievance_climbs_from_its_officer_to_those_who_oversee(office: AnOffice) -> None:
    given_to_works(office)

    run_through(office)

    assert told(office, Stage.FIRST) == {"gamon": 1}
    assert told(office, Stage.SECOND) == {"gamon": 1}
    assert told(office, Stage.ON_DAY) == {"gamon": 1}
    assert told(office, Stage.LATE) == {"gamon": 1, "hathai": 1}
    assert told(office, Stage.VERY_LATE) == {"gamon": 1, "hathai": 1, "jinda": 1}


def test_a_corruption_case_is_told_to_those_who_can_open_it_and_to_nobody_else(
    office: AnOffice,
) -> None:
    office.file_corruption(exclude=(office.id_of("chai"),))

    run_through(office)

    assert set(told(office)) == {"anan", "busaba"}
    assert {row["mail"] for row in office.rows("notices")} == {"none"}


def test_whoever_is_shut_out_later_is_told_nothing_more_and_sees_nothing_of_before(
    office: AnOffice,
) -> None:
    receipt = office.file_corruption()
    office.clock.pass_days(13)
    remind(office.office)
    before = told(office)
    with office.reading(Channel.CORRUPTION) as work:
        assert len(list_reminders(work, office.actor("chai"))) == 1
    with office.writing(Channel.CORRUPTION) as work:
        chai = office.id_of("chai")
        exclude(work, number=receipt.number, actor=office.actor("anan"), officer_id=chai)

    run_through(office)

    assert told(office)["chai"] == before["chai"]
    assert told(office)["busaba"] > before["busaba"]
    with office.reading(Channel.CORRUPTION) as work:
        assert list_reminders(work, office.actor("chai")) == []
        assert len(list_reminders(work, office.actor("busaba"))) == 1


@BOTH
def test_a_run_that_is_repeated_says_nothing_twice(
    sqlite_office: AnOffice, channel: Channel
) -> None:
    office = sqlite_office
    office.file(channel)
    office.clock.pass_days(13)

    first, second = remind(office.office), remind(office.office)
    held = len(office.rows("notices"))
    third = remind(office.office)

    assert (first, second, third) == (1, 0, 0)
    assert len(office.rows("notices")) == held


def test_two_runs_at_once_say_each_thing_once(office: AnOffice) -> None:
    for _ in range(12):
        office.file_grievance()
    office.clock.pass_days(10)

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: remind(office.office), range(2)))

    assert sum(counts) == 12
    assert told(office) == {"ekachai": 12, "fahsai": 12}


def test_a_run_after_days_without_one_says_where_a_case_stands_now(
    sqlite_office: AnOffice,
) -> None:
    sqlite_office.file_grievance()
    sqlite_office.clock.pass_days(15)

    remind(sqlite_office.office)

    assert {row["stage"] for row in sqlite_office.rows("notices")} == {Stage.ON_DAY}


def test_an_explanation_begins_a_new_count_and_hides_what_was_said_of_the_old_day(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    receipt = given_to_works(office)
    office.clock.pass_days(14)
    remind(office.office)
    with office.writing(Channel.GRIEVANCE) as work:
        new_date = work.today() + timedelta(days=10)
        explain(
            work, number=receipt.number, actor=office.actor("gamon"), reason="รอ", new_date=new_date
        )
    with office.reading(Channel.GRIEVANCE) as work:
        assert list_reminders(work, office.actor("gamon")) == []

    for days in (8, 3):
        office.clock.pass_days(days)
        remind(office.office)

    assert told(office, Stage.SECOND) == {"gamon": 2}
    assert told(office, Stage.LATE) == {"gamon": 1, "hathai": 1}
    with office.reading(Channel.GRIEVANCE) as work:
        (shown,) = list_reminders(work, office.actor("gamon"))
    assert (shown.stage, shown.due_on) == (Stage.LATE, new_date)


def test_a_completed_case_is_told_to_nobody(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = given_to_works(office)
    with office.writing(Channel.GRIEVANCE) as work:
        gamon = office.actor("gamon")
        complete(
            work, number=receipt.number, actor=gamon, outcome=Outcome.RESOLVED, result="ซ่อมแล้ว"
        )

    run_through(office)

    assert told(office) == {}


def objected_to(office: AnOffice, channel: Channel, author: str, **report: Any) -> Receipt:
    """Complete a case of this day and object to its result at once."""
    receipt = office.file(channel, **report)
    with office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=office.actor(author),
            outcome=Outcome.OTHER_LAW,
            result="แจ้งแล้ว",
        )
    visitor = office.visitor(receipt)
    with office.writing(channel) as work:
        object_to_result(work, visitor, reason="ยังไม่ถูกต้อง")
    return receipt


def shown_to(office: AnOffice, channel: Channel, key: str) -> list[Stage]:
    """Return the stages of which the list of somebody reminds."""
    with office.reading(channel) as work:
        return [one.stage for one in list_reminders(work, office.actor(key))]


def test_an_objection_climbs_from_those_who_may_answer_it(office: AnOffice) -> None:
    receipt = objected_to(office, Channel.GRIEVANCE, "ekachai")

    run_through(office)

    assert told(office, Stage.OBJECTION_FIRST) == {"fahsai": 1}, "not its author"
    assert told(office, Stage.OBJECTION_ON_DAY) == {"fahsai": 1}
    assert told(office, Stage.OBJECTION_VERY_LATE) == {"fahsai": 1, "jinda": 1}
    assert {row["stage"] for row in office.rows("reminders")} == {
        stage.value for stage in Stage if stage.of_promise != stage
    }
    assert shown_to(office, Channel.GRIEVANCE, "fahsai") == [Stage.OBJECTION_VERY_LATE]
    assert shown_to(office, Channel.GRIEVANCE, "jinda") == [Stage.OBJECTION_VERY_LATE]
    with office.writing(Channel.GRIEVANCE) as work:
        answer_objection(
            work, number=receipt.number, actor=office.actor("fahsai"), decision=Decision.STANDS,
            words="ตรวจแล้ว",
        )  # fmt: skip
    assert shown_to(office, Channel.GRIEVANCE, "fahsai") == []


def test_an_objection_about_corruption_is_told_to_those_alone_who_can_open_the_case(
    office: AnOffice,
) -> None:
    objected_to(office, Channel.CORRUPTION, "anan", exclude=(office.id_of("chai"),))

    run_through(office)

    assert told(office) == {"busaba": 5}
    assert shown_to(office, Channel.CORRUPTION, "busaba") == [Stage.OBJECTION_VERY_LATE]


def test_the_author_hears_of_an_objection_that_nobody_else_could_answer(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    others = (office.id_of("busaba"), office.id_of("chai"))
    objected_to(office, Channel.CORRUPTION, "anan", exclude=others)

    office.clock.pass_days(15)
    remind(office.office)

    assert told(office) == {"anan": 1}


def test_an_opinion_has_no_day_to_be_reminded_of(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_grievance(kind=Kind.OPINION)
    office.file_corruption(kind=Kind.OPINION)

    run_through(office)

    assert "ekachai" not in told(office)
    assert told(office)["anan"], "its row looks like any other"
    with office.reading(Channel.CORRUPTION) as work:
        assert list_reminders(work, office.actor("anan")) == [], "but its reader is not bothered"


def test_a_reporter_who_hears_nothing_for_long_is_remembered(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipt = given_to_works(office)
    with office.writing(Channel.GRIEVANCE) as work:
        new_date = work.today() + timedelta(days=200)
        explain(
            work, number=receipt.number, actor=office.actor("gamon"), reason="รอ", new_date=new_date
        )

    office.clock.pass_days(29)
    remind(office.office)
    none_yet = told(office, Stage.PROGRESS)
    for days in (1, 20):
        office.clock.pass_days(days)
        remind(office.office)

    assert none_yet == {}
    assert told(office, Stage.PROGRESS) == {"gamon": 1}


def test_nobody_is_to_be_told_more_of_a_case_without_a_reporter(
    sqlite_office: AnOffice,
) -> None:
    office, actor = sqlite_office, sqlite_office.actor("anan")
    found = enter_corruption(
        office.office,
        actor,
        form_token=a_form_token(),
        report=CorruptionReport(Kind.COMPLAINT, "พบการเบิกซ้ำ"),
        received_on=office.office.today(),
        received_by=ReceivedBy.LETTER,
        origin=Origin.FOUND_BY_INSPECTION,
    )
    reported = office.file_corruption()
    for receipt in (found, reported):
        with office.writing(Channel.CORRUPTION) as work:
            accept(work, number=receipt.number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    office.clock.pass_days(30)

    remind(office.office)

    silent = {row["case_id"] for row in office.rows("notices") if row["stage"] == Stage.PROGRESS}
    assert silent == {office.case(reported).id}


def test_levels_are_a_setting_of_each_channel(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_grievance()
    office.file_corruption()
    with office.writing(Channel.GRIEVANCE) as work:
        levels = Levels(first_days=10, second_days=4)
        change_levels(work, office.actor("itthi"), channel=Channel.GRIEVANCE, levels=levels)
    office.clock.pass_days(5)

    remind(office.office)

    assert {row["channel"] for row in office.rows("notices")} == {"grievance"}


def test_levels_out_of_order_and_strangers_change_nothing(sqlite_office: AnOffice) -> None:
    office, wrong = sqlite_office, Levels(first_days=1, second_days=2)
    with pytest.raises(BadInput), office.writing(Channel.GRIEVANCE) as work:
        change_levels(work, office.actor("itthi"), channel=Channel.GRIEVANCE, levels=wrong)
    with pytest.raises(NotFound), office.writing(Channel.GRIEVANCE) as work:
        change_levels(work, office.actor("anan"), channel=Channel.GRIEVANCE, levels=Levels())

    assert office.rows("reminder_levels") == []


def test_what_was_seen_leaves_the_list_and_stays_on_its_page(sqlite_office: AnOffice) -> None:
    office, channel = sqlite_office, Channel.GRIEVANCE
    given_to_works(office)
    office.clock.pass_days(14)
    remind(office.office)
    with office.writing(channel) as work:
        see_reminders(work, office.actor("gamon"))

    with office.reading(channel) as work:
        unseen = list_reminders(work, office.actor("gamon"), unseen_only=True)
        all_of_them = list_reminders(work, office.actor("gamon"))

    assert (unseen, [one.is_seen for one in all_of_them]) == ([], [True])
