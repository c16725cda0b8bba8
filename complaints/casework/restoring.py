"""Restoring a backup without going back: what was erased stays erased.

A backup is older than the moment at which it is needed. The last signed heads
say what happened since: they are demanded, and from them the erased are left
out, the rosters brought forward, the removed kept out and sent notices not
sent again. The record says in each book that lines were lost, and up to where.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from complaints.casework.archives import CONTENT, KEYS, Archive, open_archive
from complaints.casework.backup import keys_are_over
from complaints.casework.heads import BOOKS, SignedHeads, read_heads
from complaints.casework.recovery_export import envelopes_of_record
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.notices import MailState
from complaints.records import dumping, erasure, journal, notices
from complaints.records.cases import Blob, Case, KeyWrap
from complaints.records.database import new_id
from complaints.records.journal import JournalHead
from complaints.records.notices import Notice
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.vault.attest import attest_pair
from complaints.vault.backup import ArchiveRef, open_archive_key
from complaints.vault.custodians import RecoveryKey, open_with_custodians
from complaints.vault.files import open_file
from complaints.vault.pairs import OpeningPair
from complaints.vault.roster import Change
from complaints.work import Work
from complaints.work.office import Office

Rows = dict[str, list[dumping.Row]]
UNLOCKED = "Opens one archive of keys and nothing else. Destroy it once the restore is done."


@dataclass(frozen=True)
class Backup:
    """Both archives and the last signed heads, found to belong together.

    :ivar secrets: of the server, hexadecimal, by name.
    :ivar key_rows: what opens something, by table.
    """

    content: Archive
    heads: SignedHeads
    secrets: dict[str, str] = field(repr=False)
    key_rows: Rows = field(repr=False)

    @property
    def revision(self) -> str:
        """Return the migration at which the backup was made."""
        return str(self.content.manifest["revision"])

    @property
    def agency_id(self) -> str:
        """Return whose backup it is."""
        return str(self.heads.content["agency_id"])


@dataclass(frozen=True)
class Restored:
    """What came back, and what did not.

    :ivar erased_count: cases left out because they were erased since.
    :ivar removed_count: people who were taken from a roster since.
    :ivar lost: lines of the record that were lost, by book.
    """

    case_count: int
    blob_count: int
    erased_count: int
    removed_count: int
    lost: dict[str, int]


def unlock(keys: Path, single: Mapping[str, RecoveryKey], pairs: Iterable[OpeningPair]) -> str:
    """Return the file that opens one archive of keys; made where the recovery keys are, offline.

    The recovery keys themselves never come near the server that is restored.

    :param single: recovery keys that lie in single files, by channel.
    :param pairs: pairs of the custodians who came together.
    :raises Broken: too few of them, or another archive.
    """
    archive, present = open_archive(keys, KEYS), list(pairs)
    opened = {}
    for channel, record in archive.manifest["channels"].items():
        public = bytes.fromhex(record["recovery_public"])
        key = single.get(channel) or _by_custodians(record, present, public)
        sealed = bytes.fromhex(record["key_sealed"])
        of = _ref(archive, channel)
        opened[channel] = open_archive_key(key.opening, sealed, of).hex()
    made_on = archive.manifest["made_on"]
    return json.dumps({"what": UNLOCKED, "made_on": made_on, "keys": opened}, indent=1)


def read_backup(content: Path, keys: Path, unlocked: Path, head: Path, today: date) -> Backup:
    """Return a backup whose parts belong together and are young enough.

    :param unlocked: what :func:`unlock` made.
    :param head: the last signed heads, kept off the server.
    :raises Broken: something was changed, or belongs to another agency.
    :raises NotAllowed: the keys are too old, or the heads are older than the backup.
    """
    archive, keys_archive = open_archive(content, CONTENT), open_archive(keys, KEYS)
    signed = read_heads(head)
    whose = archive.manifest["heads"]["agency_id"]
    if {signed.content["agency_id"], keys_archive.manifest["agency_id"]} != {whose}:
        raise Broken(Code.SEAL_IS_BROKEN)
    if keys_are_over(date.fromisoformat(keys_archive.manifest["made_on"]), today):
        raise NotAllowed(Code.BACKUP_IS_TOO_OLD)
    _refuse_older(signed, archive.manifest["heads"])
    secrets, rows = _opened_keys(keys_archive, json.loads(unlocked.read_text())["keys"])
    if not signed.is_signed([attest_pair(bytes.fromhex(secrets["ATTEST_SEED"])).public]):
        raise Broken(Code.SEAL_IS_BROKEN)
    return Backup(archive, signed, secrets, rows)


def take_in_rows(connection: Connection, backup: Backup) -> int:
    """Insert what was backed up into empty tables of the same migration.

    No wrap, nest or address of a case that was erased since is among it, not
    for a moment.

    :return: the number of cases.
    """
    tables = sa.MetaData()
    tables.reflect(connection)
    dumping.remove_seeds(connection, reversed(tables.sorted_tables))
    erased, count = set(backup.heads.erased), 0
    lost_identities = {
        row["id"] for row in _content_rows(backup.content, "identities") if row["case_id"] in erased
    }
    for table in tables.sorted_tables:
        rows: Iterable[dumping.Row] = _content_rows(backup.content, table.name)
        if table.name in dumping.KEY_TABLES:
            rows = (
                row
                for row in backup.key_rows.get(table.name, [])
                if row.get("case_id") not in erased
                and row.get("identity_id") not in lost_identities
            )
        added = dumping.take_in(connection, table, rows)
        count = added if table.name == Case.__tablename__ else count
    return count


def bring_forward(office: Office, backup: Backup, case_count: int) -> Restored:
    """Bring what was restored to where the last signed heads say that it was."""
    with office.writing(Channel.GRIEVANCE) as work:
        erased = _erase_again(work, backup.heads)
        removed = sum(_bring_roster_forward(work, channel, backup) for channel in Channel)
        _keep_notices_quiet(work, backup.heads)
        lost = {book: _write_loss(work, book, backup.heads) for book in BOOKS}
        known = set(work.session.scalars(sa.select(Blob.id)))
    return Restored(
        case_count=case_count,
        blob_count=_take_in_blobs(office, backup.content, known),
        erased_count=erased,
        removed_count=removed,
        lost={book: count for book, count in lost.items() if count},
    )


def _by_custodians(record: dict[str, Any], pairs: list[OpeningPair], public: bytes) -> RecoveryKey:
    if record["envelopes"] is None:
        raise Broken(Code.TOO_FEW_CUSTODIANS)
    return open_with_custodians(envelopes_of_record(record["envelopes"]), pairs, public)


def _ref(archive: Archive, channel: str) -> ArchiveRef:
    return ArchiveRef(archive.manifest["agency_id"], channel, archive.manifest["made_on"])


def _refuse_older(signed: SignedHeads, backed_up: dict[str, Any]) -> None:
    """Refuse heads that do not reach as far as the backup itself."""
    for book in BOOKS:
        number, digest = signed.head(book)
        at_backup = backed_up["books"][book]
        if number < at_backup["number"]:
            raise NotAllowed(Code.HEADS_ARE_OLDER)
        if number == at_backup["number"] and digest != at_backup["digest"]:
            raise Broken(Code.SEAL_IS_BROKEN)


def _opened_keys(archive: Archive, keys: dict[str, str]) -> tuple[dict[str, str], Rows]:
    secrets: dict[str, str] = {}
    rows: Rows = {}
    for name, source in archive.files(""):
        channel = name.removesuffix(".sealed")
        if not name.endswith(".sealed"):
            continue
        size = int(archive.manifest["channels"][channel]["size"])
        key = bytes.fromhex(keys[channel])
        body = b"".join(open_file(source, key, _ref(archive, channel).name, size))
        first, *lines = body.splitlines()
        secrets |= json.loads(first)["secrets"]
        for line in lines:
            table, _, record = line.partition(b" ")
            rows.setdefault(table.decode(), []).extend(dumping.rows_of([record]))
    return secrets, rows


def _content_rows(archive: Archive, table: str) -> Iterator[dumping.Row]:
    for _, source in archive.files(f"tables/{table}/"):
        yield from dumping.rows_of(source)


def _erase_again(work: Work, heads: SignedHeads) -> int:
    count = 0
    for case_id in heads.erased:
        case = work.session.get(Case, case_id)
        if case is None or case.erased_on is not None or case.completed_on is None:
            continue
        erasure.erase_rows(work.session, case, heads.made_on)
        count += 1
    return count


def _bring_roster_forward(work: Work, channel: Channel, backup: Backup) -> int:
    """Add the lines that are missing; who was removed by them is kept out."""
    session, removed = work.session, 0
    known = {
        row.number: row
        for row in session.scalars(
            sa.select(RosterEntry).where(RosterEntry.channel == channel.value)
        )
    }
    for line in backup.heads.content["rosters"][channel.value]:
        there = known.get(line["number"])
        if there is not None and there.is_complete:
            continue
        if there is not None:
            session.execute(sa.delete(RosterSignature).where(RosterSignature.entry_id == there.id))
            session.delete(there)
            session.flush()
        _add_line(work, channel, line)
        if line["change"] == Change.REMOVE.value:
            removed += 1
            _keep_out(work, line["holder_id"], backup.heads.made_on)
    return removed


def _add_line(work: Work, channel: Channel, line: dict[str, Any]) -> None:
    entry = RosterEntry(
        id=new_id(),
        channel=channel.value,
        number=line["number"],
        change=line["change"],
        seat=line["seat"],
        holder_id=line["holder_id"],
        opening_key=bytes.fromhex(line["opening_key"]),
        signing_key=bytes.fromhex(line["signing_key"]),
        previous=bytes.fromhex(line["previous"]),
        made_on=date.fromisoformat(line["made_on"]),
        is_complete=True,
    )
    work.session.add(entry)
    work.session.flush()
    work.session.add_all(
        RosterSignature(
            entry_id=entry.id,
            signer_id=one["signer_id"],
            signature=bytes.fromhex(one["signature"]),
            signed_on=date.fromisoformat(one["signed_on"]),
        )
        for one in line["signatures"]
    )
    work.session.flush()


def _keep_out(work: Work, officer_id: str, day: date) -> None:
    work.session.execute(sa.delete(KeyWrap).where(KeyWrap.recipient_id == officer_id))
    account = work.session.get(Officer, officer_id)
    if account is not None and account.closed_on is None:
        account.closed_on = day


def _keep_notices_quiet(work: Work, heads: SignedHeads) -> None:
    """Let no notice be sent that may have been sent since the backup."""
    session = work.session
    session.execute(
        sa.update(Notice)
        .where(Notice.mail == MailState.WAITING.value)
        .values(mail=MailState.NONE.value)
    )
    for line in heads.content["outbox"]:
        if line["case_id"] and session.get(Case, line["case_id"]) is None:
            continue
        notices.put(session, Notice(**{**line, "made_on": date.fromisoformat(line["made_on"])}))


def _write_loss(work: Work, book: str, heads: SignedHeads) -> int:
    """Write into a book that it was restored, and up to which line it had gone."""
    number, digest = heads.head(book)
    head = work.session.get(JournalHead, book)
    at = head.number if head else 0
    journal.write(
        work.session,
        Event.RESTORED,
        channel=None if book == journal.OFFICE else Channel(book),
        on=work.today(),
        actor_id=journal.SYSTEM,
        fields={"lost_to": str(number), "lost_digest": digest} if number > at else None,
    )
    return max(number - at, 0)


def _take_in_blobs(office: Office, archive: Archive, known: set[str]) -> int:
    count = 0
    for name, source in archive.files("blobs/"):
        _, channel, blob_id = name.split("/")
        if blob_id in known:
            _take_in_blob(office, Channel(channel), blob_id, source)
            count += 1
    return count


def _take_in_blob(office: Office, channel: Channel, blob_id: str, source: BinaryIO) -> None:
    store = office.stores[channel]
    with store.begin(blob_id) as sink:
        while chunk := source.read(1 << 20):
            sink.write(chunk)
    store.keep(blob_id)
