"""How Alembic reaches the database: through the running application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

import complaints.records.models  # noqa: F401 - every table must be known
from complaints.records.database import Model


def run_migrations(connection: Connection) -> None:
    """Run the migrations on an open connection, each in its own transaction."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def tables_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite change a table to which others refer: it makes it anew and drops the old one.

    :raises RuntimeError: afterwards a row refers to one that is not there.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if driver.execute("PRAGMA foreign_key_check").fetchone():
            why = "a migration has left rows that refer to nothing"
            raise RuntimeError(why)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


with (
    current_app.extensions["migrate"].db.engine.connect() as open_connection,
    tables_made_anew(open_connection),
):
    run_migrations(open_connection)
    open_connection.commit()
