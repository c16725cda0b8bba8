"""Attachments between the rooms: evidence seals them with the vault's cipher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.evidence.errors import BlobUnknown
from complaints.evidence.keep import KeptFile, keep, open_kept, withdraw
from complaints.evidence.kinds import kind_called
from complaints.evidence.ports import At, FileCipher
from complaints.evidence.spool import SealedPart
from complaints.records.cases import Blob, Case
from complaints.vault.files import FileSealer, open_file
from complaints.work.office import Office
from complaints.work.opened import OpenedCase


@dataclass(frozen=True)
class OpenedFile:
    """An attachment on its way out; nothing of it is in clear on a disk."""

    name: str
    media_type: str
    size: int
    chunks: Iterator[bytes]


CIPHER = FileCipher(FileSealer, open_file)


def keep_parts(
    office: Office,
    channel: Channel,
    parts: Sequence[SealedPart],
    *,
    at: At,
) -> list[KeptFile]:
    """Make the attachments of a report durable, cleaned and sealed: all or none.

    :raises FilesRefused: with the reason for each file that cannot be kept.
    :raises EvidenceError: they cannot be cleaned or stored now.
    """
    if not parts:
        return []
    return keep(
        parts,
        store=office.stores[channel],
        cipher=CIPHER,
        cleaner=office.cleaner,
        scanner=office.scanner,
        at=at,
    )


def withdraw_parts(office: Office, channel: Channel, kept: Sequence[KeptFile]) -> None:
    """Remove attachments whose case came to nothing."""
    withdraw(kept, store=office.stores[channel])


def record_of_file(file: KeptFile) -> dict[str, Any]:
    """Return what the case remembers of a file, for its sealed rows."""
    record: dict[str, Any] = {
        "blob_id": file.blob_id,
        "key": file.key.hex(),
        "name": file.name,
        "kind": file.kind.value,
        "size": file.size,
        "received_sha256": file.received_sha256.hex(),
        "kept_sha256": file.kept_sha256.hex(),
        "cleaned": file.cleaned,
        "first_frame_only": file.first_frame_only,
        "scanned": file.scanned,
    }
    if file.original is not None:
        record["original"] = record_of_file(file.original)
    return record


def is_original(record: dict[str, Any]) -> bool:
    """Say whether a remembered file is kept as it was sent although it may hide something."""
    return record["cleaned"] is False


def blob_rows(case: Case, kept: Sequence[KeptFile]) -> list[Blob]:
    """Return the rows that register the sealed files of a case."""
    return [
        Blob(
            id=blob.blob_id,
            channel=case.channel,
            case_id=case.id,
            padded_bytes=blob.padded_size,
        )
        for file in kept
        for blob in file.blobs
    ]


def open_attachment(
    opened: OpenedCase, files: Sequence[dict[str, Any]], blob_id: str
) -> OpenedFile:
    """Open one of the files of a case.

    :param files: what the opened rows remember of their files.
    :raises NotFound: none of them has that id, or its blob is gone.
    """
    store = opened.work.stores[Channel(opened.case.channel)]
    for record in files:
        if record["blob_id"] == blob_id:
            key, size = bytes.fromhex(record["key"]), int(record["size"])
            try:
                chunks = open_kept(blob_id, key, size, store=store, cipher=CIPHER)
            except BlobUnknown:
                raise NotFound from None
            media_type = kind_called(record["kind"]).media_type
            return OpenedFile(str(record["name"]), media_type, size, chunks)
    raise NotFound
