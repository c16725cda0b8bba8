"""A backup in two archives, because what is erased must also leave the backups.

The content, as sealed as it lies in the database, may be kept for years: it
opens nothing. The wraps, peppers and secrets are a second archive, sealed to
the recovery keys and kept for weeks. Once it is gone, so is everything that
was erased before.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from complaints.casework.archives import (
    CONTENT,
    KEYS,
    MANIFEST,
    NewArchive,
    writing_archive,
)
from complaints.casework.attest_key import ready_attest_key
from complaints.casework.heads import OUTBOX_DAYS, export_heads, heads_now
from complaints.casework.recovery_export import envelopes_as_record, envelopes_of_record
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code
from complaints.domain.events import Event
from complaints.evidence.errors import BlobUnknown
from complaints.records import journal, recovery
from complaints.records.cases import Blob, Case, Identity
from complaints.records.database import Model
from complaints.records.dumping import content_tables, freeze, lines_of
from complaints.vault.backup import ArchiveRef, seal_archive_key
from complaints.vault.files import FileSealer
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.rosters import roster_despite_alarm
from config import SECRET_NAMES, Settings

KEYS_DAYS = OUTBOX_DAYS
"""For how long an archive of keys may be kept; an erasure reaches the backups after that."""

SHARED_SECRETS = tuple(name for name in SECRET_NAMES if not name.endswith("_PEPPER"))
_LINES = 2000
_KEYS_NAME = re.compile(r"keys-(\d{4}-\d{2}-\d{2})\.tar", re.ASCII)


@dataclass(frozen=True)
class BackedUp:
    """What was written.

    :ivar heads: signed heads that reach as far as the backup; later ones say more.
    :ivar gone_count: archives of keys that were too old, and so were removed.
    """

    content: Path
    keys: Path
    heads: Path
    gone_count: int


def make_backup(office: Office, folder: Path, revision: str) -> BackedUp:
    """Write both archives of today into a folder, and remove archives of keys that are too old.

    :param revision: newest migration of the database.
    :raises Broken: a channel has no recovery key to seal to.
    """
    ready_attest_key(office)
    _record(office)
    today = office.today()
    content, keys = folder / f"content-{today}.tar", folder / f"keys-{today}.tar"
    with office.reading(Channel.GRIEVANCE) as work:
        freeze(work.session)
        with writing_archive(keys, today) as archive:
            _write_keys(office, work, archive)
        with writing_archive(content, today) as archive:
            _write_content(office, work, archive, revision)
    return BackedUp(content, keys, _add_heads(office, folder), _remove_old_keys(folder, today))


def _add_heads(office: Office, folder: Path) -> Path:
    """Put signed heads beside the archives, so that there are some that reach as far."""
    exported = export_heads(office, always=True)
    if exported is None:
        raise Broken(Code.SEAL_IS_BROKEN)
    target = folder / exported.name
    target.write_bytes(exported.read_bytes())
    return target


def _record(office: Office) -> None:
    with office.writing(Channel.GRIEVANCE) as work:
        journal.write(
            work.session,
            Event.BACKUP_MADE,
            channel=None,
            on=work.today(),
            actor_id=journal.SYSTEM,
        )


def _write_content(office: Office, work: Work, archive: NewArchive, revision: str) -> None:
    manifest = {
        "kind": CONTENT,
        "revision": revision,
        "heads": heads_now(work),
    }
    archive.add(MANIFEST, _json(manifest))
    for table in content_tables():
        lines = lines_of(work.session, table)
        for part, chunk in enumerate(_chunks(lines)):
            archive.add(f"tables/{table.name}/{part:06d}.jsonl", chunk)
    for blob in work.session.scalars(sa.select(Blob).order_by(Blob.id)):
        _add_blob(office, archive, blob)


def _chunks(lines: Iterator[bytes]) -> Iterator[bytes]:
    while chunk := b"".join(islice(lines, _LINES)):
        yield chunk


def _add_blob(office: Office, archive: NewArchive, blob: Blob) -> None:
    """Add a sealed file; one whose case is erased meanwhile is left out."""
    try:
        source = office.stores[Channel(blob.channel)].open(blob.id)
    except BlobUnknown:
        return
    with source:
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        archive.add_from(f"blobs/{blob.channel}/{blob.id}", source, size)


def _write_keys(office: Office, work: Work, archive: NewArchive) -> None:
    agency_id, today = work.agency.id, work.today()
    channels: dict[str, Any] = {}
    sealed_files: dict[str, bytes] = {}
    for channel in Channel:
        of = ArchiveRef(agency_id, channel.value, today.isoformat())
        sealer, size, sealed = FileSealer(of.name), 0, bytearray()
        for line in _key_lines(office.settings, work, channel):
            size += len(line)
            sealed += sealer.update(line)
        sealed += sealer.finish()
        public = _recovery_public(work, channel)
        channels[channel.value] = {
            "recovery_public": public.hex(),
            "envelopes": _envelopes(work, channel),
            "key_sealed": seal_archive_key(public, sealer.key, of).hex(),
            "size": size,
        }
        sealed_files[f"{channel.value}.sealed"] = bytes(sealed)
    manifest = {
        "kind": KEYS,
        "agency_id": agency_id,
        "made_on": today.isoformat(),
        "destroy_after": (today + timedelta(days=KEYS_DAYS)).isoformat(),
        "channels": channels,
    }
    archive.add(MANIFEST, _json(manifest))
    for name, body in sealed_files.items():
        archive.add(name, body)


def _key_lines(settings: Settings, work: Work, channel: Channel) -> Iterator[bytes]:
    """Yield what opens something on a channel, line by line: first the secrets."""
    names = (*SHARED_SECRETS, f"{channel.value.upper()}_PEPPER")
    secrets = {name: getattr(settings, name.lower()).hex() for name in names}
    yield _json({"secrets": secrets}) + b"\n"
    tables = Model.metadata.tables
    of_channel = sa.select(Case.id).where(Case.channel == channel.value)
    of_identity = sa.select(Identity.id).where(Identity.case_id.in_(of_channel))
    for name, condition in (
        ("key_wraps", tables["key_wraps"].c.case_id.in_(of_channel)),
        ("identity_nests", tables["identity_nests"].c.identity_id.in_(of_identity)),
        ("mail_addresses", tables["mail_addresses"].c.case_id.in_(of_channel)),
    ):
        for line in lines_of(work.session, tables[name], condition):
            yield name.encode() + b" " + line


def _recovery_public(work: Work, channel: Channel) -> bytes:
    roster = roster_despite_alarm(_on(work, channel))
    if roster.recovery is None:
        raise Broken(Code.ROSTER_IS_BROKEN)
    return roster.recovery.opening_key


def _envelopes(work: Work, channel: Channel) -> dict[str, Any] | None:
    """Return the recovery key as its custodians hold it; None when it lies in a single file."""
    row = recovery.envelopes_of(work.session, channel)
    if row is None:
        return None
    return envelopes_as_record(envelopes_of_record(json.loads(row.envelopes_sealed)))


def _on(work: Work, channel: Channel) -> Work:
    return replace(work, channel=channel)


def _remove_old_keys(folder: Path, today: date) -> int:
    old = [path for path in folder.iterdir() if _is_too_old(path.name, today)]
    for path in old:
        path.unlink()
    return len(old)


def _is_too_old(name: str, today: date) -> bool:
    found = _KEYS_NAME.fullmatch(name)
    return found is not None and keys_are_over(date.fromisoformat(found.group(1)), today)


def keys_are_over(made_on: date, today: date) -> bool:
    """Say whether an archive of keys is older than any may be."""
    return today > made_on + timedelta(days=KEYS_DAYS)


def _json(record: Iterable[Any]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
