"""Commands that keep the service in order."""

from __future__ import annotations

import click

from complaints.cli.speaking import plainly, the_office
from complaints.jobs.running import run
from complaints.jobs.verifying import verify as verify_everything


@click.group()
def jobs() -> None:
    """Do what has to be done regularly."""


@jobs.command("run")
@plainly
def run_jobs() -> None:
    """Do every job once, safe to repeat; exit 1 when one of them failed."""
    office = the_office()
    office.agency()  # without one there is nothing to do
    failed = []
    for ran in run(office):
        for said in ran.said:
            click.echo(said)
        if ran.failure is not None:
            failed.append(f"{ran.name} ({ran.failure})")
    if failed:
        said = f"Failed: {', '.join(failed)}. The next run tries again."
        raise click.ClickException(said)


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
