"""The journal is a chain: whatever is changed, dropped, put in or moved is found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.records.guards import lift_guards
from complaints.records.journal import JournalRow, digest_of, first_broken, write
from tests.factories.office import AnOffice

BOOK = "grievance"


def broken_at(office: AnOffice) -> int | None:
    """Return the first row of the test book that does not fit."""
    with office.reading(Channel.GRIEVANCE) as work:
        found = first_broken(work.session, BOOK)
    return found.number if found else None


@pytest.fixture
def kept(office: AnOffice) -> int:
    """The number of rows in the book once three cases were filed."""
    for _ in range(3):
        office.file_grievance()
    assert broken_at(office) is None
    return max(int(row["number"]) for row in office.rows("journal") if row["book"] == BOOK)


@pytest.mark.parametrize(
    "column",
    ["event", "case_id", "actor_id", "fields"],
)
def test_a_changed_row_is_found(office: AnOffice, kept: int, column: str) -> None:
    office.execute(
        f"UPDATE journal SET {column} = 'other' WHERE book = :book AND number = :n",  # noqa: S608 - our own column names
        book=BOOK, n=kept - 1,
    )  # fmt: skip

    assert broken_at(office) == kept - 1


def test_a_changed_day_is_found(office: AnOffice, kept: int) -> None:
    office.execute(
        "UPDATE journal SET \"on\" = '2020-01-01' WHERE book = :book AND number = :n",
        book=BOOK, n=kept,
    )  # fmt: skip

    assert broken_at(office) == kept


@pytest.mark.parametrize("from_the_end", [0, 1, 2])
def test_a_dropped_row_is_found(office: AnOffice, kept: int, from_the_end: int) -> None:
    number = kept - from_the_end
    office.execute("DELETE FROM journal WHERE book = :book AND number = :n", book=BOOK, n=number)

    assert broken_at(office) == number


def test_a_dropped_row_is_found_although_the_others_moved_up(office: AnOffice, kept: int) -> None:
    office.execute("DELETE FROM journal WHERE book = :book AND number = :n", book=BOOK, n=kept - 1)
    office.execute(
        "UPDATE journal SET number = number - 1 WHERE book = :book AND number = :n",
        book=BOOK, n=kept,
    )  # fmt: skip

    assert broken_at(office) == kept - 1


def test_two_rows_that_changed_places_are_found(office: AnOffice, kept: int) -> None:
    for before, after in ((kept, -1), (kept - 1, kept), (-1, kept - 1)):
        office.execute(
            "UPDATE journal SET number = :after WHERE book = :book AND number = :before",
            book=BOOK, before=before, after=after,
        )  # fmt: skip

    assert broken_at(office) == kept - 1


def test_a_row_put_in_is_found(office: AnOffice, kept: int) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        write(
            work.session, Event.CASE_READ, channel=Channel.GRIEVANCE, on=work.today(), actor_id="x"
        )
    office.execute(
        "UPDATE journal SET previous = :zeros WHERE book = :book AND number = :n",
        zeros=bytes(32), book=BOOK, n=kept + 1,
    )  # fmt: skip

    assert broken_at(office) == kept + 1


@pytest.mark.parametrize(
    "harm", ["DELETE FROM journal_heads", "UPDATE journal_heads SET number = 1"]
)
def test_a_head_that_does_not_fit_is_found(office: AnOffice, kept: int, harm: str) -> None:
    office.execute(harm)

    assert broken_at(office) == kept + 1


def test_a_book_that_was_emptied_is_found(office: AnOffice, kept: int) -> None:
    office.execute("DELETE FROM journal")

    assert kept > 0
    assert broken_at(office) == 1


def test_an_event_takes_its_own_fields_and_no_story(office: AnOffice) -> None:
    with pytest.raises(ValueError, match="details"), office.writing(Channel.GRIEVANCE) as work:
        write(
            work.session, Event.CASE_RECEIVED, channel=Channel.GRIEVANCE, on=work.today(),
            actor_id="x", fields={"details": "เรื่อง"},
        )  # fmt: skip


def test_several_events_in_one_work_follow_each_other(office: AnOffice) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        for _ in range(5):
            write(
                work.session, Event.CASE_READ, channel=Channel.GRIEVANCE, on=work.today(),
                actor_id="x",
            )  # fmt: skip

    assert broken_at(office) is None


def test_a_row_rewritten_with_a_hash_that_fits_it_is_found_by_the_next(
    office: AnOffice, kept: int
) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        lift_guards(work.session.connection())
        query = sa.select(JournalRow).where(JournalRow.book == BOOK, JournalRow.number == kept - 1)
        row = work.session.scalars(query).one()
        row.actor_id = "somebody else"
        row.digest = digest_of(row)

    assert broken_at(office) == kept
