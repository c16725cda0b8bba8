"""Every migration up and down, with data, on both databases; models and migrations agree."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from complaints.records.database import Model, db, engine_options
from tests.factories.founding import found
from tests.factories.office import an_office
from tests.records.test_release_files import A_LOT, content_of, kept, read
from tests.support.databases import migrate, migrating_app
from tests.support.processes import ROOT

REVISIONS = sorted(path.stem for path in (ROOT / "migrations/versions").glob("[0-9]*.py"))


def tables(url: str) -> set[str]:
    """Return the tables of a database, without Alembic's own."""
    engine = sa.create_engine(url, **engine_options(url))
    try:
        return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def down(url: str, revision: str) -> None:
    """Take a database back to a revision."""
    with migrating_app(url).app_context():
        flask_migrate.downgrade(revision=revision)
        db.engine.dispose()


def fill(url: str, folder: Path) -> int:
    """Found the agency and file on both channels; return the number of cases."""
    office = an_office(url, folder)
    found(office.office)
    office.file_grievance()
    office.file_corruption(identity="คนหนึ่ง")
    count = len(office.rows("cases"))
    office.close()
    return count


def test_a_full_database_goes_all_the_way_down_and_up_again(
    database_url: str, tmp_path: Path
) -> None:
    migrate(database_url)
    assert fill(database_url, tmp_path / "before") == 2

    down(database_url, "base")
    assert tables(database_url) == set()
    migrate(database_url)

    assert tables(database_url) == set(Model.metadata.tables)
    assert fill(database_url, tmp_path / "after") == 2


def test_each_migration_goes_up_and_down_alone(database_url: str) -> None:
    for before, revision in zip(["base", *REVISIONS], REVISIONS, strict=False):
        migrate(database_url, revision)
        held = tables(database_url)
        down(database_url, before)
        migrate(database_url, revision)
        assert tables(database_url) == held


def test_a_long_file_of_a_release_is_joined_on_the_way_back(
    database_url: str, tmp_path: Path
) -> None:
    migrate(database_url)
    office = an_office(database_url, tmp_path)
    found(office.office)
    content = content_of(A_LOT + 1)
    release_id = kept(office, content)

    office.engine.dispose()
    down(database_url, "0029_rank_acted_for")
    (joined,) = office.rows("release_files")
    office.engine.dispose()
    migrate(database_url)

    assert bytes(joined["content"]) == content
    assert read(office, release_id) == content
    office.close()


def test_models_and_migrations_agree(migrated_database_url: str) -> None:
    engine = sa.create_engine(migrated_database_url, **engine_options(migrated_database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Model.metadata)
    engine.dispose()

    assert differences == []


def test_a_revision_is_called_as_its_file_and_follows_the_one_before() -> None:
    assert REVISIONS
    for number, name in enumerate(REVISIONS, 1):
        text = (ROOT / f"migrations/versions/{name}.py").read_text()
        before = f'"{REVISIONS[number - 2]}"' if number > 1 else "None"
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{name}"' in text
        assert f"down_revision = {before}" in text
        for words in ("Expand:", "Data:", "Back:"):
            assert words in text, f"{name} does not say {words}"


CONSTRAINTS = {
    "completed without a day": "UPDATE cases SET state = 'completed'",
    "a day without being completed": "UPDATE cases SET completed_on = '2026-11-16'",
    "explained without a new day": "UPDATE cases SET explained_on = '2026-11-16'",
    "a corruption case with its kind": (
        "UPDATE cases SET kind = 'tip' WHERE channel = 'corruption'"
    ),
    "a corruption case with its outcome": (
        "UPDATE cases SET outcome = 'resolved' WHERE channel = 'corruption'"
    ),
    "a score of six": "UPDATE cases SET score = 6 WHERE channel = 'grievance'",
    "a half that is none": "UPDATE case_entries SET half = 'both'",
    "a promise of no days": "UPDATE agency SET grievance_days = 0",
}


@pytest.mark.parametrize("words", CONSTRAINTS)
def test_the_database_itself_refuses(
    migrated_database_url: str, tmp_path: Path, words: str
) -> None:
    fill(migrated_database_url, tmp_path)
    engine = sa.create_engine(migrated_database_url, **engine_options(migrated_database_url))

    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text(CONSTRAINTS[words]))
    engine.dispose()
