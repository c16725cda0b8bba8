from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints.evidence.clean import CleanFile, FileCleaner, NotCleaned, Shown
from complaints.evidence.errors import (
    BlobUnknown,
    CleanerUnavailable,
    FilesRefused,
    NotStored,
    Reason,
)
from complaints.evidence.keep import KeptFile, keep, open_kept, withdraw
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits, padded_size
from complaints.evidence.memory import MemoryStore
from complaints.evidence.ports import FileCipher
from complaints.evidence.spool import SealedPart, UploadSession
from complaints.evidence.store import BlobStore, FolderStore
from tests.evidence.samples import CANARY, canary, canary_jpeg, files_below, sent

TEXT = ("ถนนหน้าบ้านพัง " * 2000).encode()


class Stencil:
    """A cleaner that makes every picture the same, or refuses it."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    def clean(self, body: bytes, kind: FileKind) -> CleanFile:
        if self.failure:
            raise self.failure
        return CleanFile(b"clean picture", FileKind.JPEG, first_frame_only=kind is FileKind.GIF)

    def show(self, body: bytes, kind: FileKind, *, first: int = 0, count: int = 1) -> Shown:
        raise NotImplementedError

    def is_ready(self) -> bool:
        return True


@pytest.fixture
def session(
    store: FolderStore, cipher: FileCipher, limits: EvidenceLimits
) -> Iterator[UploadSession]:
    with UploadSession(store, cipher, limits, None) as session:
        yield session


def opened(file: KeptFile, store: BlobStore, cipher: FileCipher) -> bytes:
    return b"".join(open_kept(file.blob_id, file.key, file.size, store=store, cipher=cipher))


def test_files_are_kept_and_come_back(
    session: UploadSession, store: FolderStore, cipher: FileCipher, cleaner: FileCleaner
) -> None:
    picture = canary_jpeg()
    parts = [sent(session, "บันทึก.txt", TEXT), sent(session, "../IMG.JPG", picture)]

    text, image = keep(parts, store=store, cipher=cipher, cleaner=cleaner)
    session.discard()

    assert (text.name, text.kind, text.size) == ("บันทึก.txt", FileKind.TEXT, len(TEXT))
    assert (text.padded_size, text.cleaned) == (padded_size(len(TEXT)), None)
    assert text.received_sha256 == text.kept_sha256 == hashlib.sha256(TEXT).digest()
    assert opened(text, store, cipher) == TEXT
    assert (image.name, image.kind, image.cleaned) == ("IMG.jpg", FileKind.JPEG, True)
    assert image.received_sha256 == hashlib.sha256(picture).digest()
    body = opened(image, store, cipher)
    assert image.kept_sha256 == hashlib.sha256(body).digest()
    assert b"CANARY" not in body


def test_only_what_was_kept_stays(
    session: UploadSession, store: FolderStore, cipher: FileCipher, folder: Path
) -> None:
    parts = [sent(session, "a.jpg", canary_jpeg()), sent(session, "a.txt", TEXT)]

    kept = keep(parts, store=store, cipher=cipher, cleaner=Stencil())
    session.discard()

    assert {path.name for path in files_below(folder)} == {file.blob_id for file in kept}
    assert all(path.parent.parent.name == "blobs" for path in files_below(folder))


def test_nothing_kept_shows_a_name_or_a_word(
    session: UploadSession,
    store: FolderStore,
    cipher: FileCipher,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    kept = keep(
        [sent(session, f"{CANARY}.txt", canary() * 99)],
        store=store,
        cipher=cipher,
        cleaner=Stencil(),
    )

    assert CANARY not in repr(kept)
    assert kept[0].key.hex() not in repr(kept)
    assert "CANARY" not in caplog.text
    for path in files_below(folder):
        assert "CANARY" not in str(path)
        assert b"CANARY" not in path.read_bytes()


def test_an_original_is_kept_apart_only_when_it_is_asked_for(
    session: UploadSession, store: FolderStore, cipher: FileCipher, cleaner: FileCleaner
) -> None:
    picture = canary_jpeg()
    parts = [sent(session, "a.jpg", picture), sent(session, "b.jpg", picture)]

    (alone,) = keep(parts[:1], store=store, cipher=cipher, cleaner=cleaner)
    session.keep_originals = True
    (file,) = keep(parts[1:], store=store, cipher=cipher, cleaner=cleaner)
    session.discard()

    assert alone.original is None
    assert file.original is not None
    assert file.cleaned
    assert opened(file.original, store, cipher) == picture
    assert b"CANARY" not in opened(file, store, cipher)
    assert len({file.key, file.original.key, alone.key}) == 3
    withdraw([file], store=store)
    with pytest.raises(BlobUnknown):
        opened(file.original, store, cipher)


def test_what_cannot_be_cleaned_is_taken_only_from_one_who_was_told(
    session: UploadSession, store: FolderStore, cipher: FileCipher
) -> None:
    locked = b"%PDF-1.7 locked with a password"
    part, stencil = sent(session, "a.pdf", locked), Stencil(NotCleaned(Reason.NOT_CLEANABLE))

    with pytest.raises(FilesRefused) as refused:
        keep([part], store=store, cipher=cipher, cleaner=stencil)
    session.keep_originals = True
    (file,) = keep([part], store=store, cipher=cipher, cleaner=stencil)

    assert [each.reason for each in refused.value.refusals] == [Reason.NOT_CLEANABLE]
    assert (file.cleaned, file.original) == (False, None)
    assert opened(file, store, cipher) == locked


@pytest.mark.parametrize(
    "reason", [Reason.PICTURE_BROKEN, Reason.PICTURE_TOO_LARGE, Reason.TOO_LARGE_INSIDE]
)
def test_bombs_and_wrecks_are_refused_even_as_originals(
    reason: Reason, session: UploadSession, store: FolderStore, cipher: FileCipher
) -> None:
    part, stencil = sent(session, "a.pdf", b"%PDF-1.7"), Stencil(NotCleaned(reason))
    session.keep_originals = True

    with pytest.raises(FilesRefused):
        keep([part], store=store, cipher=cipher, cleaner=stencil)


def test_it_is_said_when_only_a_first_frame_is_kept(
    session: UploadSession, store: FolderStore, cipher: FileCipher
) -> None:
    (file,) = keep(
        [sent(session, "a.gif", b"GIF89a" + bytes(20))],
        store=store,
        cipher=cipher,
        cleaner=Stencil(),
    )

    assert (file.first_frame_only, file.name) == (True, "a.jpg")


def unfinished(session: UploadSession, name: str) -> SealedPart:
    part = session.receive(name)
    part.write(b"cut off")
    return part


def test_one_bad_file_keeps_all_out_and_every_reason_is_told(
    session: UploadSession, store: FolderStore, cipher: FileCipher, folder: Path
) -> None:
    parts = [
        sent(session, "a.txt", b"fine"),
        sent(session, "nothing.txt", b""),
        sent(session, "virus.exe", b"MZ\x00"),
        unfinished(session, "half.txt"),
    ]

    with pytest.raises(FilesRefused) as refused:
        keep(parts, store=store, cipher=cipher, cleaner=Stencil())
    session.discard()

    assert [(each.file_name, each.reason) for each in refused.value.refusals] == [
        ("nothing.txt", Reason.EMPTY),
        ("virus.exe", Reason.KIND_NOT_ALLOWED),
        ("half.txt", Reason.INCOMPLETE),
    ]
    assert not refused.value.is_too_large
    assert "virus" not in f"{refused.value!r} {refused.value} {refused.value.refusals}"
    assert list(files_below(folder)) == []


def test_a_file_too_large_is_told_as_such(
    session: UploadSession, store: FolderStore, cipher: FileCipher
) -> None:
    with pytest.raises(FilesRefused) as refused:
        keep(
            [sent(session, "a.txt", b"a" * 300_001)], store=store, cipher=cipher, cleaner=Stencil()
        )

    assert refused.value.is_too_large


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (NotCleaned(Reason.PICTURE_BROKEN), FilesRefused),
        (CleanerUnavailable(), CleanerUnavailable),
    ],
)
def test_a_picture_that_cannot_be_cleaned_is_never_kept_as_it_is(
    failure: Exception,
    expected: type[Exception],
    session: UploadSession,
    store: FolderStore,
    cipher: FileCipher,
    folder: Path,
) -> None:
    parts = [sent(session, "a.txt", TEXT), sent(session, "a.jpg", canary_jpeg())]

    with pytest.raises(expected):
        keep(parts, store=store, cipher=cipher, cleaner=Stencil(failure))
    session.discard()

    assert list(files_below(folder)) == []


def test_a_disk_that_fails_half_way_keeps_nothing(
    session: UploadSession, folder: Path, cipher: FileCipher
) -> None:
    class Failing(FolderStore):
        count = 0

        def keep(self, blob_id: str) -> None:
            self.count += 1
            super().keep(blob_id)
            if self.count == 2:
                raise OSError(5, "input/output error")

    parts = [sent(session, f"{n}.txt", TEXT) for n in range(3)]

    with pytest.raises(NotStored):
        keep(parts, store=Failing(folder), cipher=cipher, cleaner=Stencil())
    session.discard()

    assert list(files_below(folder)) == []


def test_files_of_a_case_that_came_to_nothing_are_withdrawn(
    session: UploadSession, store: FolderStore, cipher: FileCipher, folder: Path
) -> None:
    kept = keep([sent(session, "a.txt", TEXT)], store=store, cipher=cipher, cleaner=Stencil())

    withdraw(kept, store=store)
    session.discard()

    assert list(files_below(folder)) == []


def test_a_blob_moved_to_another_name_does_not_open(cipher: FileCipher) -> None:
    store = MemoryStore()
    session = UploadSession(store, cipher, EvidenceLimits(), None)
    one, other = keep(
        [sent(session, "1.txt", b"one"), sent(session, "2.txt", b"two")],
        store=store,
        cipher=cipher,
        cleaner=Stencil(),
    )
    store.kept[other.blob_id] = store.kept[one.blob_id]

    with pytest.raises(Exception, match="seal_is_broken"):
        list(open_kept(other.blob_id, one.key, one.size, store=store, cipher=cipher))


def test_no_file_handle_is_left_open(
    session: UploadSession, store: FolderStore, cipher: FileCipher
) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))

    kept = keep([sent(session, "a.txt", TEXT)], store=store, cipher=cipher, cleaner=Stencil())
    assert opened(kept[0], store, cipher) == TEXT
    session.discard()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
