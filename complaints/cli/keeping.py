"""Commands that keep the service in order."""

from __future__ import annotations

import click

from complaints.cli.speaking import plainly, the_office
from complaints.jobs import sweep
from complaints.jobs import verify as verify_everything


@click.group()
def jobs() -> None:
    """Do what has to be done regularly."""


@jobs.command("run")
@plainly
def run_jobs() -> None:
    """Remove ended sessions and sealed files that belong to no case; run it daily."""
    swept = sweep(the_office())
    click.echo(f"Ended sessions removed: {swept.session_count}.")
    click.echo(f"Sealed files without a case removed: {swept.blob_count}.")


@click.command()
@plainly
def verify() -> None:
    """Check journals, rosters, releases and sealed files; exit 1 at the first broken link."""
    checks = verify_everything(the_office())
    for check in checks:
        click.echo(f"{'ok    ' if check.is_sound else 'BROKEN'}  {check.said}")
    broken = [check for check in checks if not check.is_sound]
    if broken:
        raise click.ClickException(broken[0].said)
