"""What comes again among the cases that an officer can open, of one unit or at one place."""

from __future__ import annotations

import pytest

from complaints.casework.alike import Alike, what_comes_again
from complaints.casework.endings import Particulars, complete
from complaints.casework.steps import exclude
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.states import Outcome, Step
from complaints.intake.registration import Receipt
from complaints.records.agency import all_subjects
from tests.factories.office import AnOffice

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {C: "anan", G: "ekachai"}
SUBJECT = {C: "subject", G: "topic"}


def filed(office: AnOffice, channel: Channel, place: str = "", at: int = 0) -> Receipt:
    """File a case of the first subject, or another."""
    with office.reading(channel) as work:
        code = all_subjects(work.session, channel)[at].code
    return office.file(channel, place=place, **{SUBJECT[channel]: code})


def told(office: AnOffice, channel: Channel, who: str | None = None, days: int = 90) -> Alike:
    """Return what an officer is told."""
    actor = office.actor(who or HANDLER[channel])
    return what_comes_again(office.office, channel, actor, days=days)


@BOTH
def test_three_at_one_place_come_again_however_it_is_spelt(
    office: AnOffice, channel: Channel
) -> None:
    numbers = []
    for place in ("หน้าตลาดสด หมู่ที่ 3", "ตลาดสด ม.๓", "บริเวณ ตลาดสด หมู่ 3"):
        numbers.append(filed(office, channel, place).number)
        office.clock.pass_days(1)
    filed(office, channel, "ตลาดสด หมู่ 3", at=1)
    filed(office, channel, "ตลาดสด หมู่ 4")

    alike = told(office, channel)

    (found,) = alike.by_place
    assert (found.count, found.place, found.unit_id) == (3, "บริเวณ ตลาดสด หมู่ 3", None)
    assert found.numbers == tuple(numbers[::-1])
    assert (alike.opened_count, alike.is_whole) == (5, True)


@BOTH
def test_what_names_no_place_is_of_one_unit_alone(
    sqlite_office: AnOffice, channel: Channel
) -> None:
    for place in ("", "หน้า", ""):
        filed(sqlite_office, channel, place)

    alike = told(sqlite_office, channel)

    assert alike.by_place == []
    assert [(one.count, one.place) for one in alike.by_unit] == [(3, "")]


@BOTH
def test_a_duplicate_and_an_older_case_are_not_counted(
    sqlite_office: AnOffice, channel: Channel
) -> None:
    office = sqlite_office
    first = filed(office, channel, "ซอยวัดเก่า")
    office.clock.pass_days(30)
    double, goes_on, _ = (filed(office, channel, "ซอยวัดเก่า") for _turn in range(3))
    assert [one.count for one in told(office, channel).by_place] == [4]
    assert [one.count for one in told(office, channel, days=30).by_place] == [3]

    with office.writing(channel) as work:
        complete(
            work,
            number=double.number,
            actor=office.actor(HANDLER[channel]),
            outcome=Outcome.DUPLICATE,
            result="รวมกับเรื่องเดิม",
            more=Particulars(duplicate_of=goes_on.number),
            step=Step.DUPLICATE,
        )

    assert [one.count for one in told(office, channel).by_place] == [3]
    assert told(office, channel, days=30).by_place == []
    assert first.number in told(office, channel).by_place[0].numbers


def test_who_is_shut_out_of_a_protected_case_learns_of_none(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    receipts = [filed(office, C, "ห้องพัสดุ") for _turn in range(3)]
    with office.writing(C) as work:
        exclude(
            work,
            number=receipts[0].number,
            actor=office.actor("anan"),
            officer_id=office.id_of("busaba"),
        )

    kept, cut = told(office, C), told(office, C, "busaba")

    assert [one.count for one in kept.by_place] == [3]
    assert (cut.by_place, cut.by_unit, cut.opened_count) == ([], [], 2)


def test_nothing_is_stored_and_the_record_tells_how_many_were_opened(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    for _turn in range(3):
        filed(office, C, "ห้องพัสดุ")
    tables = [row["name"] for row in office.rows("sqlite_master") if row["type"] == "table"]
    before = {name: office.rows(name) for name in tables}

    told(office, C)

    changed = {name for name in tables if office.rows(name) != before[name]}
    assert changed == {"journal", "journal_heads"}
    line = max(
        (row for row in office.rows("journal") if row["book"] == "corruption"),
        key=lambda row: row["number"],
    )
    assert (line["event"], line["case_id"], line["fields"]) == (
        "cases_searched",
        None,
        '{"case_count":"3"}',
    )


@BOTH
def test_only_those_who_work_here_are_told(sqlite_office: AnOffice, channel: Channel) -> None:
    for key in (HANDLER[channel.other], "jinda", "kasem", "itthi", "ladda"):
        with pytest.raises(NotFound):
            told(sqlite_office, channel, key)
