from __future__ import annotations

import errno
import hashlib
import io
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.test import create_environ, encode_multipart
from werkzeug.wrappers import Request

from complaints.evidence.errors import NoRoom, NotStored, Reason, TooMuch
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.memory import MemoryStore
from complaints.evidence.ports import FileCipher
from complaints.evidence.request import SealsUploads, parts_of
from complaints.evidence.spool import UploadSession
from complaints.evidence.store import FolderStore
from complaints.vault.files import FileSealer, open_file
from tests.evidence.samples import files_below, sent

CANARY = b"CANARY-" + secrets.token_hex(8).encode()
TWO_MEGABYTES = (CANARY + b" on every line\n") * 60_000


class WatchedInput(io.RawIOBase):
    """An input stream that lets a test look around after every piece."""

    def __init__(self, body: bytes, look: Callable[[], None]) -> None:
        self._body = io.BytesIO(body)
        self._look = look

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self._look()
        piece = self._body.read(min(len(room), 40_001))
        room[: len(piece)] = piece
        return len(piece)


def request_of(
    kind: type[Request], files: dict[str, tuple[bytes, str]], look: Callable[[], None]
) -> Request:
    fields = {
        name: FileStorage(io.BytesIO(body), filename=title) for name, (body, title) in files.items()
    }
    boundary, body = encode_multipart(fields | {"details": "ถนนพัง"})
    environ = create_environ(method="POST") | {
        "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": WatchedInput(body, look),
    }
    return kind(environ)


def places_with(canary: bytes, folder: Path) -> list[str]:
    """Return the files that hold the canary, nameless ones that are open included."""
    handles = Path("/proc/self/fd").iterdir()
    regular = [path for path in handles if path.exists() and path.is_file()]
    found = []
    for path in (*files_below(folder), *regular):
        try:
            if canary in path.read_bytes():
                found.append(str(path))
        except OSError:  # closed or write-only meanwhile
            continue
    return found


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds the temporary folder too."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


@pytest.fixture
def session(
    store: FolderStore, cipher: FileCipher, limits: EvidenceLimits
) -> Iterator[UploadSession]:
    with UploadSession(store, cipher, limits, 1000) as session:
        yield session


def test_no_plaintext_is_on_disk_while_a_file_arrives_nor_after(
    disk: Path, store: FolderStore, cipher: FileCipher
) -> None:
    seen: list[str] = []
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        seen.extend(places_with(CANARY, disk))

    request = request_of(SealsUploads, {"attachments": (TWO_MEGABYTES, "a.txt")}, look)
    assert isinstance(request, SealsUploads)
    request.uploads = UploadSession(store, cipher, EvidenceLimits(disk_floor_bytes=0), None)
    (part,) = parts_of(request.files.getlist("attachments"))

    assert looks > 40
    assert b"".join(part.open_plain()) == TWO_MEGABYTES
    assert (part.size, part.sha256) == (len(TWO_MEGABYTES), hashlib.sha256(TWO_MEGABYTES).digest())
    assert request.form["details"] == "ถนนพัง"
    look()
    request.close()
    request.uploads.discard()
    look()
    assert seen == []
    assert list(files_below(disk)) == []


def test_the_search_finds_what_the_parser_alone_would_leave(disk: Path) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.extend(places_with(CANARY, disk))

    request = request_of(Request, {"attachments": (TWO_MEGABYTES, "a.txt")}, look)
    assert request.files["attachments"].filename == "a.txt"
    look()
    request.close()

    assert seen, "the upload folder of the parser holds files in clear, and the search is blind"


def test_a_page_that_takes_no_files_swallows_them(disk: Path) -> None:
    request = request_of(SealsUploads, {"attachments": (TWO_MEGABYTES, "a.txt")}, lambda: None)

    assert parts_of(request.files.getlist("attachments")) == []
    assert request.files["attachments"].read() == b""
    assert request.form["details"] == "ถนนพัง"
    assert places_with(CANARY, disk) == []


def test_a_field_left_empty_is_no_file(store: FolderStore, cipher: FileCipher, disk: Path) -> None:
    request = request_of(SealsUploads, {"attachments": (b"", "")}, lambda: None)
    assert isinstance(request, SealsUploads)
    request.uploads = UploadSession(store, cipher, EvidenceLimits(disk_floor_bytes=0), None)

    assert request.files["attachments"].filename == ""
    assert parts_of(request.files.values()) == []
    assert list(files_below(disk)) == []


def test_a_part_cannot_be_read_as_a_file(session: UploadSession) -> None:
    part = sent(session, "a.txt", b"words")

    with pytest.raises(io.UnsupportedOperation):
        part.read()
    with pytest.raises(io.UnsupportedOperation):
        part.seek(1)
    with pytest.raises(ValueError, match="finished"):
        part.write(b"more")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=70_000), max_size=12))
def test_pieces_of_any_size_come_back_whole(pieces: list[bytes]) -> None:
    session = UploadSession(
        MemoryStore(), FileCipher(FileSealer, open_file), EvidenceLimits(disk_floor_bytes=0), None
    )
    part = session.receive("a")
    for piece in pieces:
        part.write(piece)
    part.seek(0)
    whole = b"".join(pieces)

    assert part.size == len(whole)
    assert part.head == whole[:4096]
    assert part.sha256 == hashlib.sha256(whole).digest()
    assert not whole or b"".join(part.open_plain()) == whole


def test_files_of_near_sizes_take_the_same_room(session: UploadSession, folder: Path) -> None:
    sent(session, "a", b"a" * 100_400)
    sent(session, "b", b"b" * 102_300)

    assert len({path.stat().st_size for path in files_below(folder)}) == 1


def test_a_file_beyond_the_limit_frees_the_disk_and_is_drained(
    session: UploadSession, folder: Path
) -> None:
    small = sent(session, "a", b"a" * 1000)
    part = session.receive("b")
    on_disk = []
    for _ in range(9):
        assert part.write(b"b" * 50_000) == 50_000
        on_disk.append(len(list(files_below(folder))))
    part.seek(0)

    assert (part.too_large, part.reason, part.size) == (True, Reason.FILE_TOO_LARGE, 450_000)
    assert on_disk == [2] * 6 + [1] * 3
    assert small.reason is None
    with pytest.raises(RuntimeError):
        next(part.open_plain())


def test_files_beyond_the_limit_of_a_report_are_refused(session: UploadSession) -> None:
    parts = [sent(session, str(n), b"a" * 200_000) for n in range(3)]

    assert [part.reason for part in parts] == [None, None, Reason.REPORT_TOO_LARGE]


def test_too_many_files_are_refused(session: UploadSession, folder: Path) -> None:
    parts = [sent(session, str(n), b"a") for n in range(50)]

    assert [part.reason for part in parts] == [None] * 3 + [Reason.TOO_MANY] * 47
    assert len(list(files_below(folder))) == 3


@pytest.mark.parametrize(
    ("announced", "free", "refusal"),
    [
        pytest.param(101_000_001, 10**12, TooMuch, id="more than a report may hold"),
        pytest.param(1000, 500_000_999, NoRoom, id="the floor would be passed"),
        pytest.param(None, 499_999_999, NoRoom, id="the floor is passed"),
    ],
)
def test_a_request_is_refused_before_it_is_read(
    announced: int | None, free: int, refusal: type[Exception], cipher: FileCipher
) -> None:
    with pytest.raises(refusal):
        UploadSession(MemoryStore(free=free), cipher, EvidenceLimits(), announced)


def test_a_request_within_the_limits_is_taken(cipher: FileCipher) -> None:
    UploadSession(MemoryStore(free=500_001_000), cipher, EvidenceLimits(), 1000)


class FullDisk(FolderStore):
    """A disk that is full after some bytes, or from the start."""

    room = 100_000

    def begin(self, blob_id: str) -> BinaryIO:
        if not self.room:
            raise OSError(errno.EMFILE, "no more")
        return cast("BinaryIO", FullFile(super().begin(blob_id), self.room))


class FullFile(io.RawIOBase):
    def __init__(self, file: BinaryIO, room: int) -> None:
        self._file, self._room = file, room

    def writable(self) -> bool:
        return True

    def write(self, sealed: Any, /) -> int:
        if len(sealed) > self._room:
            raise OSError(errno.ENOSPC, "full")
        taken = self._file.write(bytes(sealed[:7000]))
        self._room -= taken
        return taken

    def close(self) -> None:
        self._file.close()
        super().close()


@pytest.mark.parametrize("room", [100_000, 0])
def test_a_disk_that_fails_stops_the_report_and_is_left_clean(
    room: int, folder: Path, cipher: FileCipher, limits: EvidenceLimits
) -> None:
    store = FullDisk(folder)
    store.room = room
    session = UploadSession(store, cipher, limits, None)

    sent(session, "a", b"a" * 290_000)
    sent(session, "b", b"b" * 10)

    assert list(files_below(folder)) == []
    with pytest.raises(NotStored):
        session.refuse_unless_whole()


def test_a_disk_that_takes_little_at_a_time_loses_nothing(
    folder: Path, cipher: FileCipher, limits: EvidenceLimits
) -> None:
    store = FullDisk(folder)
    store.room = 10**9
    session = UploadSession(store, cipher, limits, None)
    body = secrets.token_bytes(200_000)

    assert b"".join(sent(session, "a", body).open_plain()) == body
