"""Questions about the record, for the operator of the server."""

from __future__ import annotations

from datetime import datetime

import click

from complaints.casework.reach import reach
from complaints.cli.officers import DAY
from complaints.cli.speaking import plainly, the_office
from complaints.domain.channel import Channel
from complaints.records.officers import find_by_name


@click.group()
def record() -> None:
    """Ask the record of who did and read what."""


@record.command("reach")
@click.argument("name")
@click.option("--since", type=DAY, required=True, help="Day of the breach, YYYY-MM-DD.")
@plainly
def show_reach(name: str, since: datetime) -> None:
    """Show which cases the key of NAME could open since a day; case numbers only."""
    with the_office().reading(Channel.GRIEVANCE) as work:
        account = find_by_name(work.session, name.strip().casefold())
        if account is None:
            raise click.ClickException("There is no account of that name.")
        found = reach(work, account, since=since.date())
    for said, numbers in (
        ("Can open today", found.holds),
        ("Worked on since, cannot open any more", found.worked),
        ("Possible, until somebody lost access since", found.possible),
    ):
        click.echo(f"{said}: {len(numbers)}")
        for number in numbers:
            click.echo(f"  {number}")
    click.echo(f"Lists and searches since, each of many cases at once: {len(found.looked)}")
    for one in found.looked:
        click.echo(f"  {one.on.isoformat()} {one.event.value}: {one.case_count}")
