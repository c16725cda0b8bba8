"""Commands that keep the service in order."""

from __future__ import annotations

import time
from pathlib import Path

import click

from complaints.cli.speaking import plainly, the_office
from complaints.jobs.delivering import status_of_mail
from complaints.jobs.running import run
from complaints.jobs.verifying import verify as verify_everything
from complaints.work.office import Office


@click.group()
def jobs() -> None:
    """Do what has to be done regularly."""


@jobs.command("run")
@click.option(
    "--every",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="Go on, with a pause between runs.",
)
@plainly
def run_jobs(every: int | None) -> None:
    """Do every job once, safe to repeat; exit 1 when one of them failed."""
    office = the_office()
    while True:
        office.agency()  # without one there is nothing to do
        failed = _run_once(office)
        if every is None:
            break
        if failed:
            click.echo(_failure(failed), err=True)
        time.sleep(every)
    if failed:
        raise click.ClickException(_failure(failed))


@jobs.command("status")
@plainly
def show_status() -> None:
    """Say how the mail fares: what waits, since when, what was given up and why."""
    office = the_office()
    for said in status_of_mail(office):
        click.echo(said)


def _run_once(office: Office) -> list[str]:
    failed = []
    for ran in run(office):
        for said in ran.said:
            click.echo(said)
        if ran.failure is not None:
            failed.append(f"{ran.name} ({ran.failure})")
    return failed


def _failure(failed: list[str]) -> str:
    return f"Failed: {', '.join(failed)}. The next run tries again."


@click.command()
@click.option(
    "--head",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of signed heads that was kept off the server; finds what was cut off since.",
)
@plainly
def verify(head: Path | None) -> None:
    """Check journals, heads, rosters, releases and files; exit 1 at the first broken link."""
    checks = verify_everything(the_office(), head)
    for check in checks:
        click.echo(f"{'ok    ' if check.is_sound else 'BROKEN'}  {check.said}")
    broken = [check for check in checks if not check.is_sound]
    if broken:
        raise click.ClickException(broken[0].said)
