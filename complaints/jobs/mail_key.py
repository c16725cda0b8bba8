"""The mail key: its private half is a file of the jobs, outside database and backups."""

from __future__ import annotations

import json
import os
from pathlib import Path

from complaints.domain.channel import Channel
from complaints.records.notices import MailKey, newest_mail_key
from complaints.vault.pairs import OpeningPair, new_seed
from complaints.work.office import Office


def mail_pairs(office: Office) -> dict[int, OpeningPair]:
    """Return the pairs to which addresses were sealed, by number; make the first one.

    The file is durable before the public half is published, so that nothing is
    ever sealed to a key that exists nowhere. Where the file was lost a new key
    begins; addresses of before open no more.
    """
    path = office.settings.mail_key_place
    seeds = _read(path)
    with office.reading(Channel.GRIEVANCE) as work:
        newest = newest_mail_key(work.session)
    number = newest.number if newest else 0
    if number and number in seeds:
        return {each: OpeningPair(seed) for each, seed in seeds.items()}
    number = max([number, *seeds]) + 1
    seeds[number] = new_seed()
    _write(path, seeds)
    with office.writing(Channel.GRIEVANCE) as work:
        public = OpeningPair(seeds[number]).public
        work.session.add(MailKey(number=number, public_key=public, made_on=work.today()))
    return {each: OpeningPair(seed) for each, seed in seeds.items()}


def _read(path: Path) -> dict[int, bytes]:
    if not path.exists():
        return {}
    kept = json.loads(path.read_text())
    return {int(number): bytes.fromhex(seed) for number, seed in kept.items()}


def _write(path: Path, seeds: dict[int, bytes]) -> None:
    """Replace the file in one step; its owner alone can read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({str(number): seed.hex() for number, seed in seeds.items()}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
