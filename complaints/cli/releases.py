"""Releases from the server's console; the officer who publishes signs with his own key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask import current_app
from flask_babel import force_locale

from complaints.casework.signing_in import resume, sign_in, sign_out
from complaints.cli.officers import DAY
from complaints.cli.speaking import CHANNELS, plainly, table, the_office
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotFound, Refusal
from complaints.statistics import releases
from complaints.statistics.balancing import LedgerDoesNotBalance
from complaints.statistics.coming import coming_releases
from complaints.statistics.drafting import (
    STATEMENT_FIELDS,
    acknowledge_draft,
    check_draft,
    draft_on_its_way,
    save_draft,
)
from complaints.statistics.editions import Draft, as_json
from complaints.statistics.figures import COUNTS
from complaints.statistics.preparing import prepare
from complaints.statistics.protecting import GivesAway
from complaints.statistics.statements import SignOff, Statement
from complaints.statistics.words import Words
from complaints.web.statistics_faults import fault_words
from complaints.work import Actor
from complaints.work.cookies import Cookie
from complaints.work.office import Office

_YEAR = click.IntRange(2500, 2700)
_SEEN = click.option(
    "--draft", "seen", help="Fingerprint that `release show` gave: refuse any other draft."
)


@click.group()
def release() -> None:
    """List, draft and publish statistics."""


@release.command("list")
@plainly
def list_releases() -> None:
    """List every release, what is due to be published, and the calendar of what is to come."""
    office = the_office()
    rows = [("CHANNEL", "YEAR", "RELEASE", "AS OF", "PUBLISHED", "KIND")]
    due: list[str] = []
    calendar = [("CHANNEL", "PERIOD ENDS", "RELEASE DUE", "STAGE")]
    for channel in Channel:
        with office.reading(channel) as work:
            found = releases.list_releases(work)
            due += [
                f"{channel} {one.fiscal_year_be}: {one.period_count} periods not yet published"
                for one in releases.due_releases(work)
            ]
            coming = coming_releases(channel, work.agency, found, work.today())
        calendar += [
            (one.channel.value, one.ends_on.isoformat(), one.due_on.isoformat(), one.stage.value)
            for one in coming
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
    if len(calendar) > 1:
        click.echo(table(calendar))


@release.command("preview")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@click.option("--as-of", type=DAY, help="Periods over before this day; today when left out.")
@plainly
def preview_release(channel: str, fiscal_year_be: int, as_of: datetime | None) -> None:
    """Show what a release of CHANNEL for FISCAL_YEAR_BE would say; nothing is stored."""
    office = the_office()
    with office.reading(Channel(channel)) as work, naming_what_does_not_fit():
        day = as_of.date() if as_of else work.today()
        draft = prepare(work, fiscal_year_be, day)
    click.echo(_figures_of(draft))
    click.echo(f"This would be {_named(draft)}.")


@release.command("draft")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@click.option("--as-of", type=DAY, help="Periods over before this day; today when left out.")
@click.option("--problems-th", default="", help="Problems, Thai; ไม่มี where there are none.")
@click.option("--obstacles-th", default="", help="Obstacles, Thai; ไม่มี where there are none.")
@click.option("--remedies-th", default="", help="Remedies, Thai; ไม่มี where there are none.")
@click.option("--problems-en", default="", help="The same in English.")
@click.option("--obstacles-en", default="", help="The same in English.")
@click.option("--remedies-en", default="", help="The same in English.")
@click.option("--reason-th", default="", help="Why another release of the year is needed, Thai.")
@click.option("--reason-en", default="", help="The same in English.")
@plainly
def draft_release(channel: str, fiscal_year_be: int, as_of: datetime | None, **words: str) -> None:
    """Keep a draft of CHANNEL for FISCAL_YEAR_BE; asks for the officer who drafts it."""
    parts = (*STATEMENT_FIELDS, "reason")
    said = {part: Words(words[f"{part}_th"], words[f"{part}_en"]) for part in parts}
    office = the_office()
    with (
        somebody(office) as actor,
        office.writing(Channel(channel)) as work,
        naming_what_does_not_fit(),
    ):
        save_draft(
            work,
            actor,
            fiscal_year_be=fiscal_year_be,
            as_of=as_of.date() if as_of else work.today(),
            statement=Statement(**said),
        )
    click.echo("The draft is kept. Next: flask release check.")


@release.command("show")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@plainly
def show_draft(channel: str, fiscal_year_be: int) -> None:
    """Show the draft of CHANNEL for FISCAL_YEAR_BE as it will be published, and its fingerprint."""
    office = the_office()
    with office.reading(Channel(channel)) as work, naming_what_does_not_fit():
        found = draft_on_its_way(work, fiscal_year_be)
    if found is None:
        raise NotFound
    click.echo(_figures_of(found.draft))
    for name in (*STATEMENT_FIELDS, "reason"):
        said: Words = getattr(found.statement, name)
        click.echo("\n".join(f"{name}: {words}" for words in (said.th, said.en) if words))
    for step, by in (
        ("drafted", found.prepared),
        ("checked", found.checked),
        ("acknowledged", found.acknowledged),
    ):
        click.echo(f"{step}: {_signed_off(by)}")
    click.echo(f"This is {_named(found.draft)}, as of {found.draft.as_of.isoformat()}.")
    click.echo(f"Fingerprint: {found.fingerprint}")


@release.command("check")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@_SEEN
@plainly
def check_release(channel: str, fiscal_year_be: int, seen: str | None) -> None:
    """Say that the draft was looked through; asks for a colleague of who drafted it."""
    office = the_office()
    with somebody(office) as actor, office.writing(Channel(channel)) as work:
        check_draft(work, actor, fiscal_year_be=fiscal_year_be, seen=seen)
    click.echo("The draft is checked. Next: flask release acknowledge.")


@release.command("acknowledge")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@_SEEN
@plainly
def acknowledge_release(channel: str, fiscal_year_be: int, seen: str | None) -> None:
    """Record that the executive took note of the draft; asks for the executive."""
    office = the_office()
    with somebody(office) as actor, office.writing(Channel(channel)) as work:
        acknowledge_draft(work, actor, fiscal_year_be=fiscal_year_be, seen=seen)
    click.echo("Acknowledged. Next: flask release publish.")


@release.command("publish")
@click.argument("channel", type=CHANNELS)
@click.argument("fiscal_year_be", type=_YEAR)
@plainly
def publish_release(channel: str, fiscal_year_be: int) -> None:
    """Publish what the executive acknowledged; asks for the officer who signs."""
    from complaints.web.statistics_press import Press

    office = the_office()
    with somebody(office) as actor, naming_what_does_not_fit():
        if actor.owned is None:
            raise Refusal(Code.SIGN_IN_FAILED)
        made = releases.publish_release(
            office,
            Channel(channel),
            publisher=actor,
            signer=actor.owned.signing,
            press=Press(current_app),
            fiscal_year_be=fiscal_year_be,
        )
    address = f"{office.settings.public_url}/statistics/{channel}/{fiscal_year_be}"
    click.echo(f"{address}/r{made.number}/")


@contextmanager
def somebody(office: Office) -> Iterator[Actor]:
    """Sign somebody in for one step, and out again."""
    cookie = _signed_in(office)
    try:
        actor = resume(office, cookie.value)
        if actor is None:
            raise Refusal(Code.SIGN_IN_FAILED)
        yield actor
    finally:
        sign_out(office, cookie.value)


@contextmanager
def naming_what_does_not_fit() -> Iterator[None]:
    """Print the events, or the table, that keep figures from being published, then refuse."""
    try:
        yield
    except LedgerDoesNotBalance as unbalanced:
        for one in unbalanced.events:
            click.echo(f"Journal row {one.number}: {one.event} of {one.on.isoformat()}", err=True)
        for number in unbalanced.case_numbers:
            click.echo(f"Case {number}: not in the journal", err=True)
        for odd in unbalanced.counters:
            day = odd.half_starts_on.isoformat()
            click.echo(f"Counters {odd.name} of the half-year from {day}: another sum", err=True)
        raise
    except GivesAway as unsafe:
        with force_locale("en"):
            click.echo(f"Table {unsafe.dimension.value}: {fault_words(unsafe.fault)}", err=True)
        raise


def _figures_of(draft: Draft) -> str:
    fields = ("period_type", "period_start", "period_end", *COUNTS[draft.channel])
    rows = [tuple(name.upper() for name in fields)]
    rows += [
        tuple("" if row[name] is None else str(as_json(row[name])) for name in fields)
        for row in draft.table.rows
    ]
    return table(rows)


def _named(draft: Draft) -> str:
    kind = "provisional" if draft.is_provisional else "final"
    return f"release {draft.number} of {draft.fiscal_year_be}, {kind}"


def _signed_off(by: SignOff | None) -> str:
    return f"{by.name} ({by.position}), {by.on.isoformat()}" if by else "not yet"


def _signed_in(office: Office) -> Cookie:
    """Ask who signs; a passphrase given as an option would stand in the list of processes."""
    return sign_in(
        office,
        name=click.prompt("Sign-in name of who takes this step"),
        passphrase=click.prompt("Passphrase", hide_input=True),
        totp=click.prompt("Six digits of the telephone"),
    )
