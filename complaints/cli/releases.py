"""Releases from the server's console; the officer who publishes signs with his own key."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app

from complaints.casework.signing_in import resume, sign_in, sign_out
from complaints.cli.officers import DAY
from complaints.cli.speaking import CHANNELS, plainly, table, the_office
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, Refusal
from complaints.statistics import releases
from complaints.statistics.editions import COUNTS, as_json
from complaints.statistics.words import Words
from complaints.work.cookies import Cookie
from complaints.work.office import Office

_YEAR = click.IntRange(2500, 2700)


@click.group()
def release() -> None:
    """List, draft and publish statistics."""


@release.command("list")
@plainly
def list_releases() -> None:
    """List every release, and what is due to be published."""
    office = the_office()
    rows = [("CHANNEL", "YEAR", "RELEASE", "AS OF", "PUBLISHED", "KIND")]
    due: list[str] = []
    for channel in Channel:
        with office.reading(channel) as work:
            found = releases.list_releases(work)
            due += [
                f"{channel} {one.fiscal_year_be}: {one.period_count} periods not yet published"
                for one in releases.due_releases(work)
            ]
        rows += [
            (
                one.channel,
                str(one.fiscal_year_be),
                f"r{one.number}",
                one.as_of.isoformat(),
                one.published_on.isoformat(),
                "provisional" if one.is_provisional else "final",
            )
            for one in found
        ]
    click.echo(table(rows))
    for line in due:
        click.echo(f"Due: {line}.")


@release.command("draft")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@click.option("--as-of", type=DAY, help="Periods over before this day; today when left out.")
@plainly
def draft_release(channel: str, fiscal_year_be: int, as_of: datetime | None) -> None:
    """Show what a release of CHANNEL for FISCAL_YEAR_BE would say; nothing is stored."""
    office = the_office()
    with office.reading(Channel(channel)) as work:
        day = as_of.date() if as_of else work.today()
        draft = releases.prepare(work, fiscal_year_be, day)
    fields = ("period_type", "period_start", "period_end", *COUNTS[draft.channel])
    rows = [tuple(name.upper() for name in fields)]
    rows += [
        tuple("" if row[name] is None else str(as_json(row[name])) for name in fields)
        for row in draft.table.rows
    ]
    click.echo(table(rows))
    kind = "provisional" if draft.is_provisional else "final"
    click.echo(f"This would be release {draft.number} of {fiscal_year_be}, {kind}.")


@release.command("publish")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@click.option("--as-of", type=DAY, help="Periods over before this day; today when left out.")
@click.option("--reason-th", default="", help="Why another release of the year is needed, Thai.")
@click.option("--reason-en", default="", help="The same in English.")
@plainly
def publish_release(
    channel: str,
    fiscal_year_be: int,
    as_of: datetime | None,
    reason_th: str,
    reason_en: str,
) -> None:
    """Publish a release of CHANNEL for FISCAL_YEAR_BE; asks for the officer who signs."""
    from complaints.web.statistics_press import Press

    office = the_office()
    cookie = _signed_in(office)
    try:
        actor = resume(office, cookie.value)
        if actor is None or actor.owned is None:
            raise Refusal(Code.SIGN_IN_FAILED)
        made = releases.publish_release(
            office,
            Channel(channel),
            publisher=actor,
            signer=actor.owned.signing,
            press=Press(current_app),
            fiscal_year_be=fiscal_year_be,
            as_of=as_of.date() if as_of else office.today(),
            reason=Words(reason_th, reason_en),
        )
    finally:
        sign_out(office, cookie.value)
    address = f"{office.settings.public_url}/statistics/{channel}/{fiscal_year_be}"
    click.echo(f"{address}/r{made.number}/")


def _signed_in(office: Office) -> Cookie:
    """Ask who signs; a passphrase given as an option would stand in the list of processes."""
    return sign_in(
        office,
        name=click.prompt("Sign-in name of the officer who signs"),
        passphrase=click.prompt("Passphrase", hide_input=True),
        totp=click.prompt("Six digits of the telephone"),
    )
