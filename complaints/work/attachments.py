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
from complaints.evidence.limits import padded_size
from complaints.evidence.ports import At, FileCipher
from complaints.evidence.spool import SealedPart, write_all
from complaints.evidence.store import new_blob_id
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


def resealed_files(
    office: Office, channel: Channel, records: Sequence[dict[str, Any]]
) -> dict[str, KeptFile]:
    """Seal files of a case anew for the other desk, under new names and keys: all or none.

    :param records: what the opened rows remember of them.
    :return: the files that are kept there now, by the name that the old blob has.
    """
    made: dict[str, KeptFile] = {}
    try:
        for record in records:
            made[str(record["blob_id"])] = _resealed(office, channel, record)
    except BaseException:
        withdraw_parts(office, channel.other, list(made.values()))
        raise
    return made


def _resealed(office: Office, channel: Channel, record: dict[str, Any]) -> KeptFile:
    source, target = office.stores[channel], office.stores[channel.other]
    original = record.get("original")
    blob_id, size = new_blob_id(), int(record["size"])
    sealer, key = CIPHER.make_sealer(blob_id), bytes.fromhex(record["key"])
    with target.begin(blob_id) as sink:
        for chunk in open_kept(record["blob_id"], key, size, store=source, cipher=CIPHER):
            write_all(sink, sealer.update(chunk))
        write_all(sink, sealer.finish(padded_size(size) - size))
    target.keep(blob_id)
    return KeptFile(
        blob_id=blob_id,
        key=sealer.key,
        name=str(record["name"]),
        kind=kind_called(record["kind"]),
        size=size,
        padded_size=padded_size(size),
        received_sha256=bytes.fromhex(record["received_sha256"]),
        kept_sha256=bytes.fromhex(record["kept_sha256"]),
        cleaned=record["cleaned"],
        first_frame_only=bool(record["first_frame_only"]),
        original=_resealed(office, channel, original) if original else None,
    )


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
