"""What comes again, for who can open it and for who watches over it."""

from __future__ import annotations

import pytest

from complaints.casework.recurrence import Recurrence, recurring
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.states import Outcome
from complaints.records.agency import all_subjects
from tests.factories.office import AnOffice


def topics(office: AnOffice) -> tuple[str, str]:
    """Return the codes of two subjects."""
    with office.reading(Channel.GRIEVANCE) as work:
        first, second = all_subjects(work.session, Channel.GRIEVANCE)[:2]
        return first.code, second.code


def told(
    office: AnOffice, key: str = "jinda", days: int = 90, channel: Channel = Channel.GRIEVANCE
) -> list[Recurrence]:
    """Return what somebody is told."""
    actor = office.actor(key)
    with office.reading(channel) as work:
        return recurring(work, actor, days=days)


def test_three_of_one_subject_and_unit_come_again_and_two_do_not(office: AnOffice) -> None:
    often, seldom = topics(office)
    numbers = []
    for topic in (often, seldom, often, seldom, often):
        numbers.append(office.file_grievance(topic=topic).number)
        office.clock.pass_days(1)
    office.file_grievance()

    (watched,), (worked,) = told(office), told(office, "ekachai")

    first = office.office.today().toordinal() - 5
    assert (watched.topic, watched.unit_id, watched.count, watched.open_count) == (
        often,
        None,
        3,
        3,
    )
    assert (watched.first_on.toordinal(), watched.last_on.toordinal()) == (first, first + 4)
    assert watched.numbers == ()
    assert worked.numbers == tuple(numbers[::2][::-1])


@pytest.mark.parametrize(("days", "found"), [(3, 1), (2, 0)])
def test_only_what_came_in_the_period_counts(
    sqlite_office: AnOffice, days: int, found: int
) -> None:
    topic, _ = topics(sqlite_office)
    sqlite_office.file_grievance(topic=topic)
    sqlite_office.clock.pass_days(2)
    for _turn in range(2):
        sqlite_office.file_grievance(topic=topic)

    assert len(told(sqlite_office, days=days)) == found


def test_another_unit_is_another_cause_and_a_duplicate_none(sqlite_office: AnOffice) -> None:
    topic, _ = topics(sqlite_office)
    receipts = [sqlite_office.file_grievance(topic=topic) for _turn in range(4)]
    assert len(told(sqlite_office)) == 1

    def change(at: int, column: str, value: str | None) -> None:
        sqlite_office.execute(
            f"UPDATE cases SET {column} = :value WHERE number = :number",  # noqa: S608 - our own names
            value=value,
            number=receipts[at].number,
        )

    change(0, "unit_id", sqlite_office.account("hathai").unit_id)
    assert [one.count for one in told(sqlite_office)] == [3]
    change(1, "outcome", Outcome.DUPLICATE.value)
    assert told(sqlite_office) == []


def test_an_officer_counts_nothing_from_which_he_is_shut_out(sqlite_office: AnOffice) -> None:
    topic, _ = topics(sqlite_office)
    receipt, *_others = [sqlite_office.file_grievance(topic=topic) for _turn in range(3)]
    assert len(told(sqlite_office, "ekachai")) == 1

    sqlite_office.execute(
        "DELETE FROM key_wraps WHERE case_id = :case AND recipient_id = :officer",
        case=sqlite_office.case(receipt).id,
        officer=sqlite_office.id_of("ekachai"),
    )

    assert told(sqlite_office, "ekachai") == []
    assert len(told(sqlite_office)) == 1


@pytest.mark.parametrize("key", ["anan", "itthi", "ladda"])
def test_nobody_else_is_told(sqlite_office: AnOffice, key: str) -> None:
    with pytest.raises(NotFound):
        told(sqlite_office, key)


@pytest.mark.parametrize("key", ["anan", "jinda", "kasem", "ekachai"])
def test_nothing_is_counted_on_the_protected_channel(sqlite_office: AnOffice, key: str) -> None:
    with pytest.raises(NotFound):
        told(sqlite_office, key, channel=Channel.CORRUPTION)
