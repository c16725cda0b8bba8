"""Commands about the database itself, for its owner."""

from __future__ import annotations

import click
from sqlalchemy.exc import ProgrammingError

from complaints.cli.speaking import plainly
from complaints.records.database import db
from complaints.records.guards import serve_as


@click.group()
def database() -> None:
    """Prepare the database for the service."""


@database.command("serve-as")
@click.argument("role")
@plainly
def serve_as_role(role: str) -> None:
    """Let ROLE of PostgreSQL run the service without owning the tables.

    ROLE can then add to the journal, and neither change it nor lift its guard.
    Run it as the owner, again after each migration; name ROLE in the service's DATABASE_URL.
    Migrations and `jobs run` keep the owner's.
    """
    if db.engine.dialect.name != "postgresql":
        raise click.ClickException("Only PostgreSQL knows roles; SQLite is guarded by triggers.")
    try:
        with db.engine.begin() as connection:
            was_made = serve_as(connection, role)
    except ProgrammingError:
        raise click.ClickException("DATABASE_URL does not name the owner of the tables.") from None
    if was_made:
        click.echo(f"Made the role {role}; give it a password or a line in pg_hba.conf.")
    click.echo(f"{role} can run the service, and only add to the journal.")
