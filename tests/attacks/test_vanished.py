"""Who writes the database lets a case vanish through what stands of it in clear."""

from __future__ import annotations

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.endings import complete
from complaints.casework.erasing import ask_to_erase, erase_due
from complaints.casework.heads import export_heads
from complaints.casework.lists import list_cases
from complaints.casework.steps import accept
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.states import Outcome
from complaints.jobs.erasing import tell_erased
from complaints.jobs.verifying import verify
from tests.factories.office import AnOffice

LONG_AGO = "2009-01-01"
READER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
BOTH = pytest.mark.parametrize("channel", list(Channel))


def unsound(office: AnOffice) -> str:
    """Return what verifying finds about cases that is not as it should be."""
    said = [one.said for one in verify(office.office) if not one.is_sound]
    return " ".join(one for one in said if one.startswith(("Cases", "Lists")))


def listed(office: AnOffice, channel: Channel) -> list[str]:
    """Return the numbers that the list of an officer shows."""
    with office.reading(channel) as work:
        return [row.number for row in list_cases(work, office.actor(READER[channel])).rows]


@BOTH
def test_a_case_that_the_database_calls_over_is_not_erased(
    office: AnOffice, channel: Channel
) -> None:
    receipt, honest = office.file(channel), office.file(channel)
    office.execute(
        "UPDATE cases SET state = 'completed', completed_on = :day, first_completed_on = :day"
        " WHERE number = :number",
        day=LONG_AGO,
        number=receipt.number,
    )

    said = tell_erased(office.office)

    assert said[0].endswith(": 0.")
    assert said[1].endswith(": 1.")
    assert office.visitor(receipt).case_id
    with office.writing(channel) as work:
        read_case(work, office.actor(READER[channel]), number=receipt.number)
    with office.writing(channel) as work, pytest.raises(NotAllowed) as refused:
        ask_to_erase(work, office.actor(READER[channel]), number=receipt.number, reason="เก่า")
    assert refused.value.code is Code.CASE_IS_NOT_COMPLETED
    assert f"Cases of {channel}: journal and cases differ, first at row" in unsound(office)
    assert listed(office, channel) == [honest.number]


@BOTH
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("heading_key_number = heading_key_number + 1", id="by the key of its heading"),
        pytest.param("ranks_on = '2999-01-01'", id="to the end of the list"),
    ],
)
def test_a_case_that_is_hidden_from_the_lists_is_found(
    sqlite_office: AnOffice, channel: Channel, change: str
) -> None:
    receipt = sqlite_office.file(channel)
    assert not unsound(sqlite_office)

    sqlite_office.execute(
        f"UPDATE cases SET {change} WHERE number = :number",  # noqa: S608 - our own words
        number=receipt.number,
    )

    assert unsound(sqlite_office).endswith(f"the first is {receipt.number}.")


def test_a_case_that_is_taken_out_altogether_is_found(sqlite_office: AnOffice) -> None:
    receipt = sqlite_office.file_corruption()
    case_id = sqlite_office.case(receipt).id
    sqlite_office.clock.pass_days(1)

    for table in ("key_wraps", "case_keys", "case_entries"):
        sqlite_office.execute(f"DELETE FROM {table} WHERE case_id = :id", id=case_id)  # noqa: S608 - our names
    sqlite_office.execute("DELETE FROM cases WHERE id = :id", id=case_id)

    assert "journal and cases differ, first at row 1" in unsound(sqlite_office)


def test_a_case_that_no_officer_can_open_is_counted(sqlite_office: AnOffice) -> None:
    case_id = sqlite_office.case(sqlite_office.file_corruption()).id
    sqlite_office.execute("DELETE FROM key_wraps WHERE case_id = :id", id=case_id)

    said = " ".join(one.said for one in verify(sqlite_office.office))

    assert "1 can be opened by no officer" in said


@BOTH
@pytest.mark.parametrize("jobs_run", [True, False], ids=["jobs run", "jobs rest until the end"])
def test_a_shorter_time_to_keep_does_not_count_before_its_notice_is_over(
    sqlite_office: AnOffice, channel: Channel, jobs_run: bool
) -> None:
    office = sqlite_office
    receipt, actor = office.file(channel), office.actor(READER[channel])
    with office.writing(channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.RESOLVED, result="ผล")
    office.clock.pass_days(400)
    export_heads(office.office)
    erased = []

    office.execute(f"UPDATE agency SET {channel}_keep_years = 1")  # noqa: S608 - our own names
    office.office.cache.agency = None
    for _day in range(93):
        erased.append(erase_due(office.office) if jobs_run else 0)
        if jobs_run:
            export_heads(office.office)
        office.clock.pass_days(1)
    erased.append(erase_due(office.office))

    assert sum(erased[:90]) == 0
    assert sum(erased) == (1 if jobs_run else 0), "what was in force last is told by the heads"
