"""What the body outside gets of a forwarded case: as little as it needs.

The officer reads the account once more and decides what leaves. What leaves
is made in memory; the case keeps its digest among the sealed notes, the
record keeps that it left.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from complaints.casework.body_keys import key_to_seal_to
from complaints.casework.bundle_files import write_bundle
from complaints.casework.ground import record
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.states import Outcome
from complaints.domain.text import required_text
from complaints.vault.pairs import SigningPair
from complaints.work import Actor, Work
from complaints.work.attachments import is_original, open_attachment
from complaints.work.opened import OpenedCase, open_case
from complaints.work.telling import Told, tell

_LEFT = {Channel.GRIEVANCE: Event.CASE_PASSED_ON, Channel.CORRUPTION: Event.CASE_NOTED}
"""What the journal says in clear: of a protected case no more than that a note was written,
because only a forwarded case has a bundle, and how a case ended stands nowhere in clear."""

MOST_BYTES = 50_000_000
"""Files of one bundle together: they are sealed in memory."""

TOLD_BY_REPORTER = frozenset({EntryKind.ACCOUNT, EntryKind.MESSAGE})


@dataclass(frozen=True)
class PassedFile:
    """A file of the reporter, by which the body can tell it when it gets it.

    :ivar sha256: of the file as the office keeps it.
    :ivar is_original: it may hide something, so it goes by its own page alone.
    """

    blob_id: str
    name: str = field(repr=False)
    kind: str
    size: int
    sha256: str = field(repr=False)
    is_original: bool = False


@dataclass(frozen=True)
class Parting:
    """A forwarded case, before it is decided what of it leaves.

    :ivar body: names of the receiving body, by language.
    :ivar accounts: what the reporter wrote, oldest first.
    """

    told: Told
    body: dict[str, Any]
    accounts: list[Entry]
    files: list[PassedFile]


def read_parting(work: Work, actor: Actor, *, number: str) -> Parting:
    """Open a forwarded case to prepare what leaves, and write down who opened it.

    :raises NotFound: no such case, it was not forwarded, or the actor holds no wrap of it.
    """
    opened, parting = _opened(work, actor, number)
    record(opened, Event.CASE_READ, actor)
    return parting


def write_passed_on(work: Work, actor: Actor, *, number: str, note: str) -> None:
    """Write down that a bundle leaves, before it does.

    :param note: to whom, and the digest; stands among the sealed notes of the case.
    :raises NotFound: as for :func:`read_parting`.
    """
    opened, _ = _opened(work, actor, number)
    opened.add_internal(EntryKind.NOTE, text=required_text(note, "note"), officer=actor.full_name)
    record(opened, _LEFT[work.channel], actor)


def seal_for_body(
    work: Work,
    actor: Actor,
    *,
    number: str,
    content: dict[str, Any],
    enclosed: Collection[str],
    pair: SigningPair,
) -> str:
    """Return a bundle sealed to the key of the body to which a case was forwarded.

    :param content: what the officer decided that the body reads, with a line for each file in
        their order.
    :param enclosed: blobs of files that go along whole.
    :param pair: the attest key of the service, which signs the file.
    :raises NotFound: as for :func:`read_parting`, or no such file.
    :raises NotAllowed: no key of this body counts.
    :raises BadInput: the files are too large together.
    """
    opened, parting = _opened(work, actor, number)
    key = key_to_seal_to(
        work, body_id=parting.body.get("id", ""), body_name=parting.body.get("th", "")
    )
    chosen = [file for file in parting.files if file.blob_id in enclosed and not file.is_original]
    if sum(file.size for file in chosen) > MOST_BYTES:
        raise BadInput(Code.BUNDLE_IS_TOO_LARGE, "enclosed")
    kept = [one for entry in parting.accounts for one in entry.files]
    bodies = {}
    for file in chosen:
        chunks = open_attachment(opened, kept, file.blob_id).chunks
        bodies[file.blob_id] = b64encode(b"".join(chunks)).decode()
        record(opened, Event.EVIDENCE_READ, actor)
    files = [
        {**line, "body": bodies[file.blob_id]} if file.blob_id in bodies else line
        for file, line in zip(parting.files, content["files"], strict=True)
    ]
    return write_bundle(key, {**content, "files": files}, agency=work.agency.name_th, pair=pair)


def _opened(work: Work, actor: Actor, number: str) -> tuple[OpenedCase, Parting]:
    opened = open_case(work, number, actor, Permission.CASE_FORWARD)
    told = tell(opened, opened.entries())
    if told.outcome is not Outcome.FORWARDED:
        raise NotFound
    own = [
        entry
        for entry in told.timeline
        if entry.by is Side.REPORTER and entry.kind in TOLD_BY_REPORTER
    ]
    accounts = [told.account, *[entry for entry in own if entry is not told.account]]
    files = [_file(kept) for entry in accounts for kept in entry.files]
    return opened, Parting(told, dict(told.ending.get("body") or {}), accounts, files)


def _file(kept: dict[str, Any]) -> PassedFile:
    return PassedFile(
        kept["blob_id"],
        kept["name"],
        kept["kind"],
        kept["size"],
        kept["kept_sha256"],
        is_original(kept),
    )
