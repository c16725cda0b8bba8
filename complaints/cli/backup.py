"""Backup and restore, for the operator of the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import flask_migrate
import sqlalchemy as sa
from alembic.migration import MigrationContext
from flask import Flask

from complaints.casework import restoring
from complaints.casework.backup import make_backup
from complaints.casework.founding import mark_instance, refuse_second
from complaints.casework.heads import export_heads
from complaints.casework.recovery_files import (
    read_custodian_key,
    read_recovery_file,
    write_secretly,
)
from complaints.casework.restoring import Backup, Restored
from complaints.casework.versions import begin_anew
from complaints.cli.recovery import FILE, KEYS_HELP, NEW_FILE
from complaints.cli.speaking import plainly, the_office
from complaints.domain.calendar import day_in_bangkok
from complaints.records.database import db
from complaints.vault.custodians import RecoveryKey
from complaints.work.office import Office
from config import SECRET_NAMES, SECRETS_FILE, instance_folder, write_secrets

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Upgrade = Callable[[str], None]


@click.command()
@click.argument("folder", type=FOLDER)
@plainly
def backup(folder: Path) -> None:
    """Write two archives into FOLDER: sealed content, and keys that must go after 35 days."""
    office = the_office()
    office.agency()
    with db.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    made = make_backup(office, folder, str(revision))
    click.echo(f"Content, may be kept for years:      {made.content}")
    click.echo(f"Keys, to be destroyed after 35 days: {made.keys}")
    click.echo(f"Signed heads, to be kept elsewhere:  {made.heads}")
    click.echo(f"Archives of keys removed for their age: {made.gone_count}.")


@click.command()
@click.argument("keys", type=FILE)
@click.argument("file", type=NEW_FILE)
@click.option("--key", "paths", type=FILE, multiple=True, required=True, help=KEYS_HELP)
@plainly
def unlock(keys: Path, file: Path, paths: tuple[Path, ...]) -> None:
    """Open one archive of KEYS for a restore, where the recovery keys are; writes FILE. Offline."""
    single: dict[str, RecoveryKey] = {}
    pairs = []
    for path in paths:
        if "private_seed" in json.loads(path.read_text(encoding="utf-8")):
            key, channel = read_recovery_file(path)
            single[channel] = key
        else:
            pairs.append(read_custodian_key(path).opening)
    write_secretly(file, restoring.unlock(keys, single, pairs))
    click.echo(f"Take {file} to the server that is restored, and destroy it afterwards.")


@click.command()
@click.option("--content", type=FILE, required=True, help="The archive of the content.")
@click.option("--keys", type=FILE, required=True, help="The archive of the keys.")
@click.option("--unlocked", type=FILE, required=True, help="What 'unlock' wrote.")
@click.option(
    "--head", type=FILE, required=True, help="The last signed heads, kept off the server."
)
@plainly
def restore(content: Path, keys: Path, unlocked: Path, head: Path) -> None:
    """Restore a backup into an empty database; what was erased since stays erased."""
    from complaints.assembly import assemble

    instance = instance_folder()
    if (instance / SECRETS_FILE).exists():
        refuse_second(the_office())
    today = day_in_bangkok(datetime.now(UTC))
    found = restoring.read_backup(content, keys, unlocked, head, today)
    made = not (instance / SECRETS_FILE).exists()
    write_secrets(instance, {name: found.secrets[name] for name in SECRET_NAMES})
    app: Flask = assemble()
    with app.app_context():
        office = app.extensions["office"]
        try:
            refuse_second(office)
            restored = restore_into(office, db.engine, found, _upgrade)
        except BaseException:
            if made:
                (instance / SECRETS_FILE).unlink(missing_ok=True)
            raise
        finally:
            db.engine.dispose()
    _tell(restored)


def _upgrade(revision: str) -> None:
    flask_migrate.upgrade(revision=revision)


def restore_into(office: Office, engine: sa.Engine, found: Backup, upgrade: Upgrade) -> Restored:
    """Restore into an empty database, and sign how far the record comes now.

    :param upgrade: brings the tables to a migration.
    """
    upgrade(found.revision)
    with engine.begin() as connection:
        case_count = restoring.take_in_rows(connection, found)
    upgrade("head")
    restored = restoring.bring_forward(office, found, case_count)
    mark_instance(
        office.settings.instance,
        found.agency_id,
        is_demonstration=office.agency().is_demonstration,
    )
    begin_anew(office.settings.signed_heads_folder)
    export_heads(office)
    return restored


def _tell(restored: Restored) -> None:
    click.echo(f"Cases:                                      {restored.case_count}")
    click.echo(f"Sealed files:                               {restored.blob_count}")
    click.echo(f"Erased since the backup, and left out:      {restored.erased_count}")
    click.echo(f"Taken from a roster since, and kept out:    {restored.removed_count}")
    for book, count in restored.lost.items():
        click.echo(f"Lines of the record lost, {book}: {count}")
    click.echo("Whoever reported after the backup has a code that opens nothing; say so publicly.")
