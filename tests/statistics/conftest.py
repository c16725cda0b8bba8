"""A session on both databases for what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from complaints import create_app
from complaints.records.database import Model, engine_options
from complaints.records.models import ALL_TABLES
from complaints.web.statistics_press import Press
from config import create_secrets, read_settings
from tests.support.databases import Shelf


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The press of a whole application; it prints without its database."""
    instance = tmp_path_factory.mktemp("press")
    create_secrets(instance)
    app: Flask = create_app(read_settings({"INSTANCE_DIR": str(instance)}))
    return Press(app)


def make_tables(url: str) -> None:
    """Make every table in an empty database, and close every connection to it."""
    assert ALL_TABLES
    engine = sa.create_engine(url, **engine_options(url))
    Model.metadata.create_all(engine)
    engine.dispose()


@contextmanager
def opened(shelf: Shelf) -> Iterator[Session]:
    """Give a session on a fresh database with every table; nothing is committed."""
    name = shelf.new()
    url = shelf.create(name, shelf.template("tables", make_tables))
    engine = sa.create_engine(url, **engine_options(url))
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
    shelf.drop(name)


@pytest.fixture
def session(shelf: Shelf) -> Iterator[Session]:
    """A session on both databases in turn."""
    with opened(shelf) as session:
        yield session


@pytest.fixture
def sessions(sqlite_shelf: Shelf, postgresql_shelf: Shelf) -> Iterator[tuple[Session, Session]]:
    """A session on each database, for a test that compares what they count."""
    with opened(sqlite_shelf) as first, opened(postgresql_shelf) as second:
        yield first, second
