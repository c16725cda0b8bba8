"""Erasing from the server's console: what is due, or one case by two people."""

from __future__ import annotations

import click

from complaints.casework.erasing import (
    AHEAD,
    ask_to_erase,
    confirm_erasing,
    due_cases,
    erase_due,
    finish_erasing,
)
from complaints.casework.signing_in import resume, sign_in, sign_out
from complaints.cli.speaking import CHANNELS, plainly, table, the_office
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, Refusal
from complaints.work import Actor
from complaints.work.cookies import Cookie
from complaints.work.office import Office

HINDERED = (
    "Erased, but its bytes still lie in the files of the database: somebody was reading, or"
    " DATABASE_URL does not name the owner of the tables. 'jobs run' tries again."
)


@click.command()
@click.option("--preview", is_flag=True, help="Only show what is erased within a year.")
@click.option("--channel", type=CHANNELS, help="Channel of the one case to erase early.")
@click.option("--case", "number", help="Number of one completed case, to erase before its time.")
@plainly
def erase(preview: bool, channel: str | None, number: str | None) -> None:
    """Erase the cases whose time is over; keys are destroyed, figures stay.

    One case before its time takes two people: both are asked to sign in here.
    """
    office = the_office()
    if (channel is None) != (number is None):
        raise click.UsageError("--channel and --case belong together.")
    if preview:
        click.echo(_preview(office))
        return
    if channel is not None and number is not None:
        click.echo(f"Erased: {_erase_early(office, Channel(channel), number.strip())}.")
    else:
        click.echo(f"Cases erased whose time was over: {erase_due(office)}.")
    if not finish_erasing(office):
        raise click.ClickException(HINDERED)


def _preview(office: Office) -> str:
    rows = [("CHANNEL", "CASE", "COMPLETED", "ERASED FROM")]
    for channel in Channel:
        with office.reading(channel) as work:
            rows += [
                (channel.value, one.number, str(one.completed_on), str(one.erase_on))
                for one in due_cases(work, AHEAD)
            ]
    return table(rows) if len(rows) > 1 else "No case is erased within a year."


def _erase_early(office: Office, channel: Channel, number: str) -> str:
    cookies: list[Cookie] = []
    try:
        first = _signed_in(office, "the first person", cookies)
        reason = click.prompt("Why it is erased before its time")
        with office.writing(channel) as work:
            request = ask_to_erase(work, first, number=number, reason=reason)
        second = _signed_in(office, "the second person", cookies)
        return confirm_erasing(office, channel, second, request_id=request)
    finally:
        for cookie in cookies:
            sign_out(office, cookie.value)


def _signed_in(office: Office, whom: str, cookies: list[Cookie]) -> Actor:
    """Ask somebody to sign in; a passphrase given as an option would stand in a list."""
    cookie = sign_in(
        office,
        name=click.prompt(f"Sign-in name of {whom}"),
        passphrase=click.prompt("Passphrase", hide_input=True),
        totp=click.prompt("Six digits of the telephone"),
    )
    cookies.append(cookie)
    actor = resume(office, cookie.value)
    if actor is None or actor.owned is None:
        raise Refusal(Code.SIGN_IN_FAILED)
    return actor
