from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.records.database import Model
from tests.support.databases import Shelf, unwritten_changes


def tables_at(url: str) -> set[str]:
    engine = sa.create_engine(url)
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_fresh_database_is_empty(database_url: str) -> None:
    assert tables_at(database_url) == set()


def test_a_migrated_database_is_what_the_models_say(migrated_database_url: str) -> None:
    assert unwritten_changes(migrated_database_url) == []
    assert tables_at(migrated_database_url) == {*Model.metadata.tables, "alembic_version"}


def test_a_template_is_made_once_and_its_copies_do_not_know_each_other(shelf: Shelf) -> None:
    made: list[str] = []

    def fill(url: str) -> None:
        made.append(url)
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE kept (n INTEGER)"))
        engine.dispose()

    names = [shelf.new(), shelf.new()]
    first, second = (shelf.create(name, shelf.template("two_copies", fill)) for name in names)
    engine = sa.create_engine(first)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE kept"))
    engine.dispose()

    assert len(made) == 1
    assert tables_at(first) == set()
    assert tables_at(second) == {"kept"}
    for name in names:
        shelf.drop(name)


@pytest.mark.postgres
def test_a_dropped_database_is_gone_although_somebody_is_connected(postgresql_shelf: Shelf) -> None:
    name = postgresql_shelf.new()
    engine = sa.create_engine(postgresql_shelf.create(name))
    engine.connect()

    postgresql_shelf.drop(name)

    with pytest.raises(sa.exc.OperationalError):
        tables_at(postgresql_shelf.url(name))
    engine.dispose()
