"""The database itself refuses to change or remove a row of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from complaints.casework.case_page import read_case
from complaints.domain.channel import Channel
from complaints.records.database import engine_options
from complaints.records.guards import GUARDED, lift_guards, serve_as, unguarded
from tests.factories.fixtures import founded
from tests.factories.office import AnOffice, an_office
from tests.support.databases import Shelf

ROLE = "complaints_service"
HARMS = {
    "a change": "UPDATE {table} SET number = number",
    "a removal": "DELETE FROM {table} WHERE number = 1",
    "everything removed": "DELETE FROM {table}",
}


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("words", HARMS)
def test_a_guarded_table_takes_rows_and_nothing_else(
    office: AnOffice, table: str, words: str
) -> None:
    office.file_grievance()
    before = office.rows(table)
    assert before

    with pytest.raises(sa.exc.IntegrityError), office.engine.begin() as connection:
        connection.execute(sa.text(HARMS[words].format(table=table)))

    assert office.rows(table) == before
    office.file_grievance()
    assert len(office.rows(table)) > len(before)


def test_a_lifted_guard_is_missed(office: AnOffice) -> None:
    with office.engine.begin() as connection:
        assert unguarded(connection) == set()
        lift_guards(connection)
        assert unguarded(connection) == set(GUARDED)


@pytest.fixture
def served(postgresql_shelf: Shelf, tmp_path: Path) -> Iterator[AnOffice]:
    """An office that runs as a role that does not own its tables."""
    name = postgresql_shelf.new()
    template = postgresql_shelf.template("founded", founded(tmp_path / "founding"))
    url = postgresql_shelf.create(name, template)
    engine = sa.create_engine(url, **engine_options(url))
    with engine.begin() as connection:
        serve_as(connection, ROLE)
    engine.dispose()
    office = an_office(url.replace("//postgres@", f"//{ROLE}@"), tmp_path / "instance")
    yield office
    office.close()
    postgresql_shelf.drop(name)


@pytest.mark.postgres
def test_the_service_works_as_a_role_that_owns_nothing(served: AnOffice) -> None:
    receipt = served.file_corruption(identity="คนหนึ่ง")
    served.visitor(receipt)
    with served.writing(Channel.CORRUPTION) as work:
        page = read_case(work, served.actor("anan"), number=receipt.number)

    assert page.told.number == receipt.number


@pytest.mark.postgres
@pytest.mark.parametrize(
    "harm",
    [
        *(words.format(table="journal") for words in HARMS.values()),
        "TRUNCATE journal",
        "DROP TRIGGER journal_refuses_change ON journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "DROP TABLE journal",
        "UPDATE alembic_version SET version_num = 'other'",
    ],
)
def test_that_role_can_neither_change_the_journal_nor_lift_its_guard(
    served: AnOffice, harm: str
) -> None:
    served.file_grievance()

    with pytest.raises(sa.exc.ProgrammingError) as refused, served.engine.begin() as connection:
        connection.execute(sa.text(harm))

    assert "SQLSTATE 42501" in str(refused.value)  # insufficient privilege


def test_sqlite_knows_no_roles(sqlite_office: AnOffice) -> None:
    with (
        pytest.raises(ValueError, match="PostgreSQL"),
        sqlite_office.engine.connect() as connection,
    ):
        serve_as(connection, ROLE)
