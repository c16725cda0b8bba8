"""Guards of the tables to which rows are only ever added.

A trigger refuses change and removal, whoever asks. On PostgreSQL the service
should besides run as a role that does not own the tables: it can then neither
lift a guard nor change a guarded row, and SQLite has nothing like that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

GUARDED: Final = ("journal",)
"""The tables that a finished schema guards."""

_REFUSE: Final = "refuse_change"


def lay_guards(connection: Connection, tables: Iterable[str]) -> None:
    """Refuse change and removal on some tables from now on; migrations call this.

    A migration that rebuilds a guarded table on SQLite drops its triggers with
    the old one, and so lays the guards again.
    """
    lift_guards(connection, tables)
    if connection.dialect.name == "sqlite":
        for table in tables:
            for change in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {_name(table, change)} BEFORE {change} ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'rows are only ever added here'); END"
                )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_REFUSE}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'rows are only ever added here'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in tables:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {_name(table, 'CHANGE')} BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {_REFUSE}()"
        )


def lift_guards(connection: Connection, tables: Iterable[str] = GUARDED) -> None:
    """Allow change and removal again; only the owner of the database can."""
    for table in tables:
        if connection.dialect.name == "sqlite":
            for change in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, change)}")
        else:
            name = _name(table, "CHANGE")
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def forget_guards(connection: Connection) -> None:
    """Drop what no table needs any more once every guard is lifted; migrations call this."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_REFUSE}()")


def unguarded(connection: Connection) -> set[str]:
    """Return the tables that lack a guard that they should have."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        changes: tuple[str, ...] = ("UPDATE", "DELETE")
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        changes = ("CHANGE",)
    found = {str(name) for (name,) in connection.execute(sa.text(query))}
    return {table for table in GUARDED if not {_name(table, change) for change in changes} <= found}


def serve_as(connection: Connection, role: str) -> bool:
    """Give a role of PostgreSQL what the service needs, and no change of guarded tables.

    Run by the owner of the tables, again after each migration. A role that is
    missing is made, able to sign in and without a password.

    :return: whether the role was made.
    :raises ValueError: the database knows no roles.
    """
    if connection.dialect.name != "postgresql":
        raise ValueError("only PostgreSQL knows roles")
    quote = connection.dialect.identifier_preparer.quote
    named = quote(role)
    known = connection.execute(
        sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).first()
    if known is None:
        connection.exec_driver_sql(f"CREATE ROLE {named} LOGIN")
    guarded = ", ".join(GUARDED)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {named}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {named}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {guarded} FROM {named}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM {named}",
    ):
        connection.exec_driver_sql(statement)
    return known is None


def _name(table: str, change: str) -> str:
    return f"{table}_refuses_{change.lower()}"
