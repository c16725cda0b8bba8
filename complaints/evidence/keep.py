"""Keep the files of a report: examine, clean, seal, store; all of them or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from complaints.evidence.clean import CleansFiles, NotCleaned
from complaints.evidence.errors import FileRefusal, FilesRefused, NotStored, Reason
from complaints.evidence.kinds import Cleaning, FileKind
from complaints.evidence.limits import padded_size
from complaints.evidence.names import display_name
from complaints.evidence.ports import At, FileCipher, nowhere
from complaints.evidence.scan import NoScanner, ScansFiles, Verdict
from complaints.evidence.sniff import NotAllowed, kind_of
from complaints.evidence.spool import SealedPart, write_all
from complaints.evidence.store import BlobStore, new_blob_id

STEPS = ("files_examined", "files_cleaned", "files_kept")
"""The steps of keeping a report's files, in order, as they are told to the hook."""


@dataclass(frozen=True)
class KeptFile:
    """What the case must remember of a file, all of it sealed but the blob's id and padded size.

    :param blob_id: name of the blob in the channel's store.
    :param key: 32 bytes that open the blob.
    :param name: name to show and to save under.
    :param kind: what it is now.
    :param size: bytes in clear.
    :param padded_size: bytes after padding, before sealing.
    :param received_sha256: digest of what the reporter sent.
    :param kept_sha256: digest of what is kept; the same where nothing was cleaned.
    :param cleaned: whether it was made anew without hidden particulars; None where its kind
        has no place to hide any.
    :param first_frame_only: whether only the first frame of a moving picture is kept.
    :param scanned: whether a virus scanner looked at what was sent, and found nothing.
    :param original: what the reporter sent, sealed apart, where the reporter asked for it.
    """

    blob_id: str
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    kind: FileKind
    size: int
    padded_size: int
    received_sha256: bytes = field(repr=False)
    kept_sha256: bytes = field(repr=False)
    cleaned: bool | None
    first_frame_only: bool = False
    scanned: bool = False
    original: KeptFile | None = None

    @property
    def blobs(self) -> tuple[KeptFile, ...]:
        """The file and its original, each a blob of its own."""
        return (self,) if self.original is None else (self, self.original)


def keep(
    parts: Sequence[SealedPart],
    *,
    store: BlobStore,
    cipher: FileCipher,
    cleaner: CleansFiles,
    scanner: ScansFiles | None = None,
    at: At = nowhere,
) -> list[KeptFile]:
    """Keep every file, or none.

    Where the reporter, told what it means, wants the originals kept too, they are sealed apart;
    only then is a file taken that cannot be cleaned.

    Until the last step everything lies under ``incoming/`` and goes with the session. A use
    case whose transaction fails afterwards calls :func:`withdraw`.

    :param parts: finished parts of one request.
    :param store: the channel's store; the parts arrived in it or in its arriving folder.
    :param scanner: asked about every file as it was sent, where the agency has one.
    :param at: told each of :data:`STEPS`.
    :raises FilesRefused: with the reason for each file that cannot be kept.
    :raises CleanerUnavailable: files cannot be cleaned now.
    :raises NotStored: the disk failed.
    """
    for part in parts:
        part.session.refuse_unless_whole()
    kinds = _examined(parts)
    at("files_examined")
    made: list[str] = []
    try:
        keeper = _Keeper(store, cipher, cleaner, scanner or NoScanner(), made)
        kept = keeper.sealed(list(zip(parts, kinds, strict=True)))
        at("files_cleaned")
        _store(kept, store)
    except OSError as failed:
        raise NotStored from failed
    finally:
        for blob_id in made:
            store.discard(blob_id)
    at("files_kept")
    return kept


def withdraw(kept: Iterable[KeptFile], *, store: BlobStore) -> None:
    """Remove kept files whose case came to nothing."""
    for file in kept:
        for blob in file.blobs:
            store.remove(blob.blob_id)


def open_kept(
    blob_id: str, key: bytes, size: int, *, store: BlobStore, cipher: FileCipher
) -> Iterator[bytes]:
    """Yield a kept file in clear, in pieces.

    :raises BlobUnknown: the blob is gone.
    :raises Exception: of the vault's own tree, where the blob is not whole.
    """
    with store.open(blob_id) as source:
        yield from cipher.open_file(source, key, blob_id, size)


def _examined(parts: Sequence[SealedPart]) -> list[FileKind]:
    kinds: list[FileKind] = []
    refusals: list[FileRefusal] = []
    for part in parts:
        try:
            kinds.append(_kind_of_part(part))
        except NotAllowed as refused:
            refusals.append(_refusal(part, refused.reason))
    if refusals:
        raise FilesRefused(refusals)
    return kinds


def _kind_of_part(part: SealedPart) -> FileKind:
    if part.reason:
        raise NotAllowed(part.reason)
    if not part.is_finished:
        raise NotAllowed(Reason.INCOMPLETE)
    if not part.size:
        raise NotAllowed(Reason.EMPTY)
    return kind_of(part.head, part.file_name, part.open_plain())


@dataclass(frozen=True)
class _Keeper:
    """Makes of every part what will be kept of it.

    :param made: takes the ids of blobs made on the way.
    """

    store: BlobStore
    cipher: FileCipher
    cleaner: CleansFiles
    scanner: ScansFiles
    made: list[str]

    def sealed(self, parts: Sequence[tuple[SealedPart, FileKind]]) -> list[KeptFile]:
        """Return all files as they will be kept.

        :raises FilesRefused: with the reason for each that cannot be.
        """
        kept: list[KeptFile] = []
        refusals: list[FileRefusal] = []
        for part, kind in parts:
            try:
                scanned = self._scanned(part)
                kept.append(replace(self._kept(part, kind), scanned=scanned))
            except NotCleaned as refused:
                refusals.append(_refusal(part, refused.reason))
        if refusals:
            raise FilesRefused(refusals)
        return kept

    def _scanned(self, part: SealedPart) -> bool:
        verdict = self.scanner.scan(part.open_plain())
        if verdict is Verdict.FOUND:
            raise NotCleaned(Reason.HARMFUL)
        return verdict is Verdict.NOTHING_FOUND

    def _kept(self, part: SealedPart, kind: FileKind) -> KeptFile:
        if kind.cleaning is Cleaning.NOTHING_HIDDEN:
            return _as_it_is(part, kind, cleaned=None)
        try:
            return self._made_anew(part, kind)
        except NotCleaned as refused:
            if part.session.keep_originals and refused.reason is Reason.NOT_CLEANABLE:
                return _as_it_is(part, kind, cleaned=False)
            raise

    def _made_anew(self, part: SealedPart, kind: FileKind) -> KeptFile:
        clean = self.cleaner.clean(b"".join(part.open_plain()), kind)
        blob_id = new_blob_id()
        self.made.append(blob_id)
        return KeptFile(
            blob_id=blob_id,
            key=_seal(clean.body, blob_id, self.store, self.cipher),
            name=display_name(part.file_name, clean.kind.suffixes),
            kind=clean.kind,
            size=len(clean.body),
            padded_size=padded_size(len(clean.body)),
            received_sha256=part.sha256,
            kept_sha256=hashlib.sha256(clean.body).digest(),
            cleaned=True,
            first_frame_only=clean.first_frame_only,
            original=_as_it_is(part, kind, cleaned=False) if part.session.keep_originals else None,
        )


def _as_it_is(part: SealedPart, kind: FileKind, *, cleaned: bool | None) -> KeptFile:
    return KeptFile(
        blob_id=part.blob_id,
        key=part.key,
        name=display_name(part.file_name, kind.suffixes),
        kind=kind,
        size=part.size,
        padded_size=padded_size(part.size),
        received_sha256=part.sha256,
        kept_sha256=part.sha256,
        cleaned=cleaned,
    )


def _seal(body: bytes, blob_id: str, store: BlobStore, cipher: FileCipher) -> bytes:
    """Write a body from memory as an arriving blob; return its key."""
    sealer = cipher.make_sealer(blob_id)
    with store.begin(blob_id) as sink:
        write_all(sink, sealer.update(body))
        write_all(sink, sealer.finish(padded_size(len(body)) - len(body)))
    return sealer.key


def _store(kept: Sequence[KeptFile], store: BlobStore) -> None:
    try:
        for file in kept:
            for blob in file.blobs:
                store.keep(blob.blob_id)
    except BaseException:
        withdraw(kept, store=store)
        raise


def _refusal(part: SealedPart, reason: Reason) -> FileRefusal:
    return FileRefusal(display_name(part.file_name), reason)
