"""What an officer must answer this month, and the lists of unit and week."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework.lists import Filter, list_cases
from complaints.casework.work_lists import work_list
from complaints.domain.channel import Channel, Kind
from complaints.domain.errors import NotFound
from complaints.intake.registration import Receipt
from tests.factories.office import AnOffice


def changed(office: AnOffice, receipt: Receipt, **columns: object) -> str:
    """Change the row of a case and return its number; it ranks by its due day, as all do."""
    if "due_on" in columns:
        columns["ranks_on"] = columns["due_on"]
    for column, value in columns.items():
        office.execute(
            f"UPDATE cases SET {column} = :value WHERE number = :number",  # noqa: S608 - our own names
            value=value,
            number=receipt.number,
        )
    return receipt.number


def listed(office: AnOffice, key: str, which: Filter) -> set[str]:
    """Return the numbers on a list."""
    actor = office.actor(key)
    with office.reading(Channel.GRIEVANCE) as work:
        return {row.number for row in list_cases(work, actor, which=which).rows}


def test_the_work_list_holds_what_is_mine_and_due_by_the_end_of_the_month(
    office: AnOffice,
) -> None:
    me, soon = office.id_of("ekachai"), date(2026, 11, 30)
    last_day = changed(office, office.file_grievance(), officer_id=me, due_on=soon)
    late = changed(office, office.file_grievance(), officer_id=me, due_on=date(2026, 11, 1))
    explained = office.file_grievance()
    changed(office, explained, officer_id=me, due_on=soon)
    changed(office, office.file_grievance(), officer_id=me, due_on=date(2026, 12, 1))
    changed(office, office.file_grievance(), officer_id=office.id_of("fahsai"), due_on=soon)
    changed(office, office.file_grievance(kind=Kind.OPINION), officer_id=me)
    office.execute(
        "UPDATE cases SET new_due_on = :new, explained_on = :on WHERE number = :number",
        new=date(2026, 12, 10),
        on=date(2026, 11, 16),
        number=explained.number,
    )

    actor = office.actor("ekachai")
    with office.reading(Channel.GRIEVANCE) as work:
        found = work_list(work, actor)

    assert found.until == date(2026, 11, 30)
    assert [row.number for row in found.rows] == [late, last_day]
    assert found.is_whole


def test_a_case_from_which_the_officer_is_shut_out_is_on_no_list(sqlite_office: AnOffice) -> None:
    receipt = sqlite_office.file_grievance()
    changed(
        sqlite_office, receipt, officer_id=sqlite_office.id_of("ekachai"), due_on=date(2026, 11, 20)
    )
    sqlite_office.execute("DELETE FROM key_wraps")

    actor = sqlite_office.actor("ekachai")
    with sqlite_office.reading(Channel.GRIEVANCE) as work:
        assert work_list(work, actor).rows == []


@pytest.mark.parametrize("key", ["anan", "jinda", "kasem", "itthi", "ladda"])
def test_nobody_else_gets_a_work_list(sqlite_office: AnOffice, key: str) -> None:
    with pytest.raises(NotFound), sqlite_office.reading(Channel.GRIEVANCE) as work:
        work_list(work, sqlite_office.actor(key))


def test_the_lists_of_unit_and_week(office: AnOffice) -> None:
    unit_id = office.account("hathai").unit_id
    office.execute("UPDATE officers SET unit_id = :unit WHERE name = 'ekachai'", unit=unit_id)
    office.execute("UPDATE officers SET unit_id = NULL WHERE name = 'fahsai'")
    own = changed(office, office.file_grievance(), unit_id=unit_id)
    week = changed(office, office.file_grievance(), due_on=date(2026, 11, 23))
    changed(office, office.file_grievance(), due_on=date(2026, 11, 24))

    assert listed(office, "ekachai", Filter.UNIT) == {own}
    assert listed(office, "fahsai", Filter.UNIT) == set()
    assert listed(office, "ekachai", Filter.DUE_IN_WEEK) == {week}


def test_what_is_to_do_first_is_mine_and_not_explained_or_close(office: AnOffice) -> None:
    me, colleague = office.id_of("ekachai"), office.id_of("fahsai")
    past, close, later = date(2026, 11, 13), date(2026, 11, 19), date(2026, 11, 20)
    late = changed(office, office.file_grievance(), officer_id=me, due_on=past, ranks_on=past)
    soon = changed(office, office.file_grievance(), officer_id=me, due_on=close, ranks_on=close)
    changed(office, office.file_grievance(), officer_id=me, due_on=later, ranks_on=later)
    changed(office, office.file_grievance(), officer_id=colleague, due_on=past, ranks_on=past)
    changed(office, office.file_grievance(), officer_id=colleague, due_on=close, ranks_on=close)
    explained = [office.file_grievance(), office.file_grievance()]
    for receipt, new_due_on in zip(explained, (later, close), strict=True):
        changed(office, receipt, officer_id=me, due_on=past, ranks_on=past)
        office.execute(
            "UPDATE cases SET new_due_on = :new, explained_on = :on WHERE number = :number",
            new=new_due_on, on=past, number=receipt.number,
        )  # fmt: skip

    assert listed(office, "ekachai", Filter.MINE_LATE) == {late}
    assert listed(office, "ekachai", Filter.MINE_SOON) == {soon, explained[1].number}
