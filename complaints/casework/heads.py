"""Signed heads: how far the record had come on a day, kept where the database is not.

A chain shows what was changed inside it, and not that its end was cut off.
The jobs therefore write down every day which row is the newest of each book,
sign that, and put it into a folder; the auditor keeps the files off the
server. Whoever holds one can prove that rows up to it are missing. The same
file tells a restore what was erased, who stands on the rosters and which
notices were sent, so that an old backup brings none of it back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from complaints.casework.attest_key import attest_keys, ready_attest_key
from complaints.casework.versions import extent, note_versions
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code
from complaints.domain.events import Event
from complaints.domain.notices import MailState
from complaints.records import erasure, journal, officers
from complaints.records.cases import Case, KeyWrap
from complaints.records.journal import JournalHead, JournalRow
from complaints.records.notices import Notice
from complaints.vault.attest import HEADS, attested, is_attested
from complaints.work import Work
from complaints.work.office import Office

BOOKS = (*(channel.value for channel in Channel), journal.OFFICE)
OUTBOX_DAYS = 35
"""For how long a sent notice is remembered here; no backup of the keys is older."""

WHAT = "Signed heads of the record. They open nothing. Keep a copy off the server."
_NAME = re.compile(r"heads-(\d{4}-\d{2}-\d{2})(?:-(\d+))?\.json", re.ASCII)


@dataclass(frozen=True)
class SignedHeads:
    """One exported account of how far the record had come.

    :ivar content: what is signed; see :func:`heads_now`.
    """

    content: dict[str, Any]
    attest_key: bytes
    signature: bytes

    @property
    def made_on(self) -> date:
        """Return the day of the export."""
        return date.fromisoformat(self.content["made_on"])

    def head(self, book: str) -> tuple[int, str]:
        """Return number and hexadecimal hash of the newest row of a book."""
        found = self.content["books"][book]
        return int(found["number"]), str(found["digest"])

    @property
    def erased(self) -> list[str]:
        """Return the ids of the cases that were erased by then."""
        return list(self.content["erased"])

    def is_signed(self, keys: Iterable[bytes]) -> bool:
        """Say whether one of some attest keys has signed this."""
        return self.attest_key in keys and is_attested(
            self.attest_key, self.signature, HEADS, _canonical(self.content)
        )

    def as_text(self) -> str:
        """Return the file."""
        record = {
            "what": WHAT,
            "content": self.content,
            "attest_key": self.attest_key.hex(),
            "signature": self.signature.hex(),
        }
        return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def heads_now(work: Work) -> dict[str, Any]:
    """Return how far everything has come: plain values, nothing that was typed."""
    heads = {head.book: head for head in work.session.scalars(sa.select(JournalHead))}
    return {
        "agency_id": work.agency.id,
        "made_on": work.today().isoformat(),
        "books": {
            book: {
                "number": heads[book].number if book in heads else 0,
                "digest": heads[book].digest.hex() if book in heads else bytes(32).hex(),
            }
            for book in BOOKS
        },
        "erased": erasure.erased_ids(work.session),
        "rosters": {channel.value: _roster(work, channel) for channel in Channel},
        "outbox": _outbox(work),
        "keeping": {channel.value: work.agency.keep_years(channel) for channel in Channel},
    }


def export_heads(office: Office, *, always: bool = False) -> Path | None:
    """Write down and sign how far the record has come, once a day and after an erasure.

    :param always: also when nothing but lines of the record has come since.
    :return: the new file; None where the newest says everything already.
    """
    pair = ready_attest_key(office)
    folder = office.settings.signed_heads_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with office.reading(Channel.GRIEVANCE) as work:
        content = heads_now(work)
    files = list_heads(folder)
    if files and not always and not _says_more(content, read_heads(files[-1])):
        return None
    with office.reading(Channel.GRIEVANCE) as work:
        note_versions(work, folder)
    content["versions"] = extent(folder)
    proof = attested(pair, HEADS, _canonical(content))
    signed = SignedHeads(content, pair.public, bytes.fromhex(proof["signature"]))
    path = folder / _next_name(files, signed.made_on)
    _write(path, signed.as_text())
    return path


def list_heads(folder: Path) -> list[Path]:
    """Return the exported files of a folder, oldest first."""
    if not folder.is_dir():
        return []
    found = [(_order(path.name), path) for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return [path for _, path in sorted(found)]


def kept_years(folder: Path, channel: Channel, since: date) -> list[int]:
    """Return for how many years cases were to be kept since a day, as the accounts say.

    The last account before that day says what was in force on it.

    :raises Broken: a file is no account.
    """
    told = [read_heads(path) for path in list_heads(folder)]
    older = [one for one in told if one.made_on < since][-1:]
    return [
        int(one.content["keeping"][channel.value])
        for one in (*older, *(one for one in told if one.made_on >= since))
        if "keeping" in one.content
    ]


def read_heads(path: Path) -> SignedHeads:
    """Return the account in a file.

    :raises Broken: it is none.
    """
    try:
        record = json.loads(path.read_text())
        signed = SignedHeads(
            dict(record["content"]),
            bytes.fromhex(record["attest_key"]),
            bytes.fromhex(record["signature"]),
        )
        for book in BOOKS:
            signed.head(book)
        _ = signed.made_on, signed.erased
    except (OSError, ValueError, KeyError, TypeError):
        raise Broken(Code.SEAL_IS_BROKEN) from None
    return signed


def what_fails(work: Work, signed: SignedHeads) -> str | None:
    """Return in which way the record is not the one that was signed, if it is not."""
    if not signed.is_signed(attest_keys(work.session)):
        return "it is not signed with an attest key of this agency"
    if signed.content.get("agency_id") != work.agency.id:
        return "it belongs to another agency"
    for book in BOOKS:
        number, digest = signed.head(book)
        is_held = not number or _digest_at(work, book, number) == digest
        if not is_held and not _was_lost(work, book, number, digest):
            return f"the journal of {book} does not hold row {number} as it was signed"
    for channel in Channel:
        if not _roster_holds(work, channel, signed.content["rosters"][channel.value]):
            return f"the roster of {channel.value} was set back"
    back = _resurrected(work, signed.erased)
    return f"{back} erased cases can be opened again" if back else None


def _digest_at(work: Work, book: str, number: int) -> str:
    query = sa.select(JournalRow.digest).where(JournalRow.book == book, JournalRow.number == number)
    found = work.session.scalar(query)
    return found.hex() if found else ""


def losses(work: Work, book: str) -> list[tuple[int, int, date]]:
    """Return which lines of a book were lost in restores: the first, the last, and the day.

    The first of them is the number that the line about the restore itself took.
    """
    query = (
        sa.select(JournalRow.number, JournalRow.fields, JournalRow.on)
        .where(JournalRow.book == book, JournalRow.event == Event.RESTORED.value)
        .order_by(JournalRow.number)
    )
    return [
        (number, int(json.loads(fields)["lost_to"]), on)
        for number, fields, on in work.session.execute(query)
        if fields
    ]


def _was_lost(work: Work, book: str, number: int, digest: str) -> bool:
    """Say whether a signed line is among those that a restore has owned up to losing."""
    query = sa.select(JournalRow.number, JournalRow.fields).where(
        JournalRow.book == book, JournalRow.event == Event.RESTORED.value, JournalRow.fields != ""
    )
    for at, fields in work.session.execute(query):
        said = json.loads(fields)
        if at <= number < int(said["lost_to"]):
            return True
        if number == int(said["lost_to"]) and digest == said["lost_digest"]:
            return True
    return False


def _roster_holds(work: Work, channel: Channel, lines: list[dict[str, Any]]) -> bool:
    now = {line["number"]: line for line in _roster(work, channel)}
    return all(now.get(line["number"]) == line for line in lines)


def _resurrected(work: Work, erased: list[str]) -> int:
    """Count the cases that were erased and have a wrap or a code again."""
    known = set(erased)
    lookups = sa.select(Case.id).where(Case.lookup_index.is_not(None))
    found = set(work.session.scalars(sa.select(KeyWrap.case_id).distinct()))
    return len(known & (found | set(work.session.scalars(lookups)))) if known else 0


def _roster(work: Work, channel: Channel) -> list[dict[str, Any]]:
    """Return the complete lines of a roster; all of it is public."""
    signatures = officers.roster_signatures(work.session, channel)
    return [
        {
            "number": row.number,
            "change": row.change,
            "seat": row.seat,
            "holder_id": row.holder_id,
            "opening_key": row.opening_key.hex(),
            "signing_key": row.signing_key.hex(),
            "previous": row.previous.hex(),
            "made_on": row.made_on.isoformat(),
            "signatures": [
                {
                    "signer_id": one.signer_id,
                    "signature": one.signature.hex(),
                    "signed_on": one.signed_on.isoformat(),
                }
                for one in signatures.get(row.id, [])
            ],
        }
        for row in officers.roster_entries(work.session, channel)
        if row.is_complete
    ]


def _outbox(work: Work) -> list[dict[str, Any]]:
    """Return the notices of the last weeks whose mail was made: no address, no content."""
    since = work.today() - timedelta(days=OUTBOX_DAYS)
    query = (
        sa.select(Notice)
        .where(Notice.made_on >= since, Notice.mail != MailState.NONE.value)
        .order_by(Notice.once)
    )
    return [
        {
            "once": notice.once,
            "kind": notice.kind,
            "channel": notice.channel,
            "case_id": notice.case_id,
            "recipient_id": notice.recipient_id,
            "made_on": notice.made_on.isoformat(),
        }
        for notice in work.session.scalars(query)
    ]


def _says_more(content: dict[str, Any], last: SignedHeads) -> bool:
    return any(content[name] != last.content.get(name) for name in ("made_on", "erased", "rosters"))


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _order(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    return (found.group(1), int(found.group(2) or 1)) if found else ("", 0)


def _next_name(files: list[Path], day: date) -> str:
    last_day, last_number = _order(files[-1].name) if files else ("", 0)
    if last_day != day.isoformat():
        return f"heads-{day}.json"
    return f"heads-{day}-{last_number + 1}.json"


def _write(path: Path, text: str) -> None:
    """Write a file durably; half of one is never seen under its name."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
