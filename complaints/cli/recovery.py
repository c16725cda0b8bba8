"""Recovery: custodians, their keys on file and paper, and the ceremony that brings cases back.

``key``, ``retype`` and ``ceremony`` work on a machine that has never seen the
server: they need neither settings nor database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from complaints.casework import custody
from complaints.casework.ceremony import check_line, hold_ceremony, roster_of
from complaints.casework.recovery_export import Head, read_export
from complaints.casework.recovery_files import (
    CustodianKey,
    read_custodian_key,
    read_public_key,
    read_recovery_file,
    write_custodian_key,
    write_secretly,
)
from complaints.cli.sheet import sheet_of
from complaints.cli.speaking import CHANNELS, plainly, the_office
from complaints.domain.channel import Channel
from complaints.domain.conflict import Appointed
from complaints.domain.errors import Code, Refusal
from complaints.domain.paper import LINES, from_paper
from complaints.vault.custodians import RecoveryKey, fingerprint_of, open_with_custodians
from complaints.vault.pairs import new_seed

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(exists=False, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
KEYS_HELP = "A custodian's key file, or the single recovery file; give one for each who is present."
quorum_option = click.option(
    "--quorum",
    type=click.IntRange(1, 9),
    default=3,
    envvar="CUSTODIAN_QUORUM",
    show_default=True,
    help="How many custodians must come together.",
)


@click.group()
def recovery() -> None:
    """Keep recovery keys with custodians, and hold the ceremony that brings cases back."""


@recovery.command("key")
@click.argument("folder", type=FOLDER)
@click.option("--name", prompt="Name and office of the custodian", help="Who will hold the key.")
@plainly
def make_key(folder: Path, name: str) -> None:
    """Make a custodian's key in FOLDER: a file, a sheet to print, and a public half to hand in."""
    key = CustodianKey(name.strip(), new_seed())
    for path in write_custodian_key(folder, key, _sheet(key)):
        click.echo(f"  {path}")
    click.echo(f"Fingerprint: {_grouped(fingerprint_of(key.opening.public))}")
    click.echo("Print the sheet, lock file and sheet away in two places, hand in the public half.")


@recovery.command("retype")
@click.argument("folder", type=FOLDER)
@click.option("--name", prompt="Name and office of the custodian", help="Who holds the key.")
@plainly
def retype_key(folder: Path, name: str) -> None:
    """Make a custodian's key file in FOLDER again from the printed sheet, line by line."""
    typed: list[str] = []
    while len(typed) < LINES:
        line = click.prompt(f"Line {len(typed) + 1}", hide_input=True)
        try:
            from_paper([*typed, line])
        except Refusal as refusal:
            if refusal.field == str(len(typed) + 1):
                click.echo("This line is mistyped; compare it letter by letter.")
                continue
        typed.append(line)
    key = CustodianKey(name.strip(), from_paper(typed))
    for path in write_custodian_key(folder, key, _sheet(key)):
        click.echo(f"  {path}")
    click.echo(f"Fingerprint: {_grouped(fingerprint_of(key.opening.public))}")


@recovery.command("custodians")
@click.argument("channel", type=CHANNELS)
@click.option("--public", "publics", type=FILE, multiple=True, help="A custodian's public half.")
@quorum_option
@click.option("--key", "keys", type=FILE, multiple=True, help=KEYS_HELP)
@plainly
def name_custodians(
    channel: str, publics: tuple[Path, ...], quorum: int, keys: tuple[Path, ...]
) -> None:
    """Hand the recovery key of CHANNEL to custodians, or show who they are."""
    office = the_office()
    if publics:
        with office.writing(Channel(channel)) as work:
            head = custody.head_of_export(work)
            custody.name_custodians(
                work, _recovery_key(head, keys), chosen_custodians(publics), quorum
            )
    with office.reading(Channel(channel)) as work:
        named = custody.custodians_of(work)
    for fingerprint, name in named.items():
        click.echo(f"  {_grouped(fingerprint)}  {name}")
    if not named:
        click.echo("No custodians: the recovery key of this channel lies in a single file.")
    elif publics:
        click.echo("The custodians hold the key now. Destroy the single file, if there was one.")


@recovery.command("export")
@click.argument("channel", type=CHANNELS)
@click.argument("file", type=NEW_FILE)
@plainly
def export(channel: str, file: Path) -> None:
    """Write what a ceremony of CHANNEL takes along to FILE; all of it is sealed."""
    with the_office().writing(Channel(channel)) as work:
        count = write_export(file, custody.export_lines(work))
    click.echo(f"{count} cases written, sealed as they are. Take the file to the ceremony.")


@recovery.command("ceremony")
@click.argument("exported", type=FILE)
@click.argument("file", type=NEW_FILE)
@click.option("--officer", help="Full name of the officer who gets the cases.")
@click.option("--full-name", help="Full name by the appointment order, compared as well.")
@click.option("--key", "keys", type=FILE, multiple=True, required=True, help=KEYS_HELP)
@click.option("--yes", is_flag=True, help="Do not ask whether fingerprint and officer are right.")
@plainly
def ceremony(
    exported: Path,
    file: Path,
    officer: str | None,
    full_name: str | None,
    keys: tuple[Path, ...],
    yes: bool,
) -> None:
    """Hand the cases of an EXPORTED file to one officer; writes FILE for the server. Offline."""
    head, cases = read_export(exported)
    roster = roster_of(head)
    chosen = _chosen(head, officer)
    click.echo(f"Channel:            {head.channel}")
    click.echo(f"First fingerprint:  {_grouped(roster.first_fingerprint)}")
    click.echo(f"Officer:            {chosen.full_name} ({chosen.position})")
    click.echo(f"Key of the officer: {_grouped(_key_of(head, chosen))}")
    if not yes:
        click.confirm("Are fingerprint and officer those of your papers?", abort=True)
    known_as = [chosen]
    if full_name:
        known_as.append(replace(chosen, full_name=full_name))
    key = _recovery_key(head, keys)
    held = hold_ceremony(head, cases, key, known_as)
    text = held.handover.as_text(key)
    write_secretly(file, text)
    click.echo(f"Cases in the export:            {held.case_count}")
    click.echo(f"Handed over:                    {len(held.handover.wraps)}")
    click.echo(f"Not, the case shuts him out:    {held.shut_out_count}")
    click.echo(f"Not, rows are not what they were: {held.unreadable_count}")
    click.echo(f"For the minutes:  {check_line(text)}")


@recovery.command("import")
@click.argument("channel", type=CHANNELS)
@click.argument("file", type=FILE)
@click.option("--check", prompt="Check line of the minutes", help="As the ceremony printed it.")
@plainly
def take_in(channel: str, file: Path, check: str) -> None:
    """Take in the FILE of a ceremony for CHANNEL; the officer can open the cases then."""
    text = file.read_text(encoding="utf-8")
    if "".join(check.split()).casefold() != check_line(text).replace(" ", ""):
        raise click.ClickException("This is not the file that the minutes name.")
    with the_office().writing(Channel(channel)) as work:
        count = custody.take_in(work, text)
    click.echo(f"{count} cases can be opened again.")


def write_export(file: Path, lines: Iterable[str]) -> int:
    """Write an export and return how many cases it holds.

    :raises ClickException: there is such a file.
    """
    if file.exists():
        raise click.ClickException("There is such a file already; it stays untouched.")
    count = -1
    with file.open("x", encoding="utf-8") as out:
        file.chmod(0o600)
        for line in lines:
            out.write(line)
            count += 1
    return count


def chosen_custodians(publics: Iterable[Path]) -> dict[str, bytes]:
    """Return the custodians of some public halves by name.

    :raises ClickException: two of them have one name.
    """
    chosen: dict[str, bytes] = {}
    for path in publics:
        name, public = read_public_key(path)
        if name in chosen:
            raise click.ClickException("Two custodians have the same name; say which is which.")
        chosen[name] = public
    return chosen


def _recovery_key(head: Head, paths: tuple[Path, ...]) -> RecoveryKey:
    """Return the recovery key out of a single file, or of enough custodians."""
    pairs = []
    for path in paths:
        kind = json.loads(path.read_text(encoding="utf-8"))
        if "private_seed" in kind:
            return read_recovery_file(path)[0]
        pairs.append(read_custodian_key(path).opening)
    recovery_member = roster_of(head).recovery
    if head.envelopes is None or recovery_member is None:
        raise Refusal(Code.TOO_FEW_CUSTODIANS)
    return open_with_custodians(head.envelopes, pairs, recovery_member.opening_key)


def _chosen(head: Head, wanted: str | None) -> Appointed:
    """Return the officer that was named, or is chosen from the list."""
    keyed = {one.holder_id for one in (*head.roster, *head.waiting)}
    offered = [one for one in head.accounts if one.officer_id in keyed]
    if wanted is None:
        for at, one in enumerate(offered, start=1):
            click.echo(f"  {at}  {one.full_name} ({one.position})")
        number = click.prompt("Which officer", type=click.IntRange(1, len(offered)))
        return offered[number - 1]
    found = [one for one in offered if wanted in {one.officer_id, one.full_name}]
    if len(found) != 1:
        raise click.ClickException("One officer of that name with a key is needed in the export.")
    return found[0]


def _key_of(head: Head, officer: Appointed) -> str:
    entries = [one for one in (*head.roster, *head.waiting) if one.holder_id == officer.officer_id]
    return fingerprint_of(entries[-1].opening_key)


def _sheet(key: CustodianKey) -> str:
    return sheet_of(key.name, key.on_paper, _grouped(fingerprint_of(key.opening.public)))


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
