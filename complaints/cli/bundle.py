"""Bundles on the side of the body that gets them; nothing here needs a server or a database."""

from __future__ import annotations

import os
from pathlib import Path

import click

from complaints.casework.bundle_files import read_body_key, read_bundle, unpacked, write_body_key
from complaints.cli.recovery import FILE, FOLDER
from complaints.cli.speaking import plainly
from complaints.vault.pairs import new_seed


@click.group()
def bundle() -> None:
    """Make the key of a receiving body, and open what is handed over to it. Offline."""


@bundle.command("key")
@click.argument("folder", type=FOLDER)
@click.option("--name", prompt="Name of the body", help="Who will hold the key.")
@plainly
def make_key(folder: Path, name: str) -> None:
    """Make a key in FOLDER: a secret file, and a public half to hand to the agency."""
    written, fingerprint = write_body_key(folder, name.strip(), new_seed())
    for path in written:
        click.echo(f"  {path}")
    click.echo(f"Fingerprint: {_grouped(fingerprint)}")
    click.echo("Hand in the public half. Tell the fingerprint by two other ways, such as a letter")
    click.echo("and a call: the agency takes the key only when both say the same.")


@bundle.command("open")
@click.argument("file", type=FILE)
@click.argument("folder", type=FOLDER)
@click.option("--key", "key_file", type=FILE, required=True, help="The body's secret key file.")
@click.option("--signer", default="", help="The agency's attest key; anything else is refused.")
@plainly
def open_file(file: Path, folder: Path, key_file: Path, signer: str) -> None:
    """Open the bundle FILE and write what is in it to FOLDER, for its owner alone to read."""
    opened = read_bundle(file.read_text(encoding="utf-8"), read_body_key(key_file))
    if signer and "".join(signer.split()).casefold() != opened.signer_key:
        raise click.ClickException("This bundle is signed by another key than that one.")
    for name, raw in list(unpacked(opened.content)):
        _write(folder / name, raw)
        click.echo(f"  {folder / name}")
    click.echo(f"From:      {opened.agency}")
    click.echo(f"Signed by: {_grouped(opened.signer_key)}")
    if not signer:
        click.echo("Compare this key with the one in the agency's published statistics.")


def _write(path: Path, raw: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError:
        raise click.ClickException("The folder holds such files already, or takes none.") from None
    with os.fdopen(handle, "wb") as out:
        out.write(raw)


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
