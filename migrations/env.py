"""How Alembic reaches the database: through the running application."""

from __future__ import annotations

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


with current_app.extensions["migrate"].db.engine.connect() as open_connection:
    run_migrations(open_connection)
    open_connection.commit()
