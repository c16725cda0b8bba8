"""Databases for tests, every one fresh, on both systems.

`database_url` is empty; `migrated_database_url` holds the newest schema. A test
that asks for either runs twice, on SQLite and on PostgreSQL. The migrations run
once for each system and test process; each test gets a copy.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

import complaints.records.models  # noqa: F401 - every table must be known
from complaints.records.database import Model, db, engine_options
from tests.support.memory import place_in_memory
from tests.support.postgresql import Cluster
from tests.support.processes import ROOT


def migrating_app(url: str) -> Flask:
    """Return an application that can do nothing but migrate the database at an address."""
    app = Flask("migrations")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    flask_migrate.Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    return app


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision, and close every connection to it."""
    with migrating_app(url).app_context():
        flask_migrate.upgrade(revision=revision)
        db.engine.dispose()


def unwritten_changes(url: str) -> list[Any]:
    """Return what the models say and a migrated database lacks, as Alembic's operations."""
    with migrating_app(url).app_context():
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            changes = compare_metadata(context, Model.metadata)
        db.engine.dispose()
    return list(changes)


class Shelf:
    """Where the databases of one system come from.

    A template is what `fill` makes of an empty database, made once for each name.
    """

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self.folder, self.cluster = folder, cluster
        self.templates: set[str] = set()

    def new(self) -> str:
        """Return a name that no database has yet."""
        return f"t_{secrets.token_hex(6)}"

    def url(self, name: str) -> str:
        """Return the address of a database."""
        if self.cluster is None:
            return f"sqlite:///{self._path(name)}"
        return self.cluster.url(name)

    def create(self, name: str, template: str | None = None) -> str:
        """Create a database, empty or as a copy of a template, and return its address."""
        if self.cluster is not None:
            return self.cluster.create(name, template=template or "template0")
        if template is not None:
            shutil.copyfile(self._path(template), self._path(name))
        return self.url(name)

    def template(self, name: str, fill: Callable[[str], None]) -> str:
        """Return the name of a template, making it if this is the first time.

        :param fill: given the address of an empty database; leaves no connection open.
        """
        if name not in self.templates:
            fill(self.create(name))
            self.templates.add(name)
        return name

    def drop(self, name: str) -> None:
        """Remove a database."""
        if self.cluster is not None:
            self.cluster.drop(name)
        else:
            for path in self.folder.glob(f"{name}.sqlite*"):
                path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite"


@pytest.fixture(scope="session")
def sqlite_shelf() -> Iterator[Shelf]:
    """SQLite files in a folder of this test process."""
    with tempfile.TemporaryDirectory(prefix="tests-sqlite-", dir=place_in_memory()) as folder:
        yield Shelf(Path(folder), None)


@pytest.fixture(scope="session")
def postgresql_shelf(tmp_path_factory: pytest.TempPathFactory, postgresql: Cluster) -> Shelf:
    """Databases of the private cluster."""
    return Shelf(tmp_path_factory.mktemp("postgresql"), postgresql)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    """Both systems in turn."""
    found: Shelf = request.getfixturevalue(f"{request.param}_shelf")
    return found


@pytest.fixture
def database_url(shelf: Shelf) -> Iterator[str]:
    """The address of a fresh, empty database."""
    name = shelf.new()
    yield shelf.create(name)
    shelf.drop(name)


@pytest.fixture
def migrated_database_url(shelf: Shelf) -> Iterator[str]:
    """The address of a fresh database with the newest schema and no rows."""
    name = shelf.new()
    yield shelf.create(name, shelf.template("migrated", migrate))
    shelf.drop(name)
