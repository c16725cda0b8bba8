"""A virus scanner, a real one: asked only where it spools in memory, never believed to be there."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from complaints.evidence.clean import FileCleaner
from complaints.evidence.errors import FilesRefused, Reason
from complaints.evidence.keep import keep
from complaints.evidence.ports import FileCipher
from complaints.evidence.scan import Clamd, NoScanner, Verdict, lies_in_memory, scanner_for
from complaints.evidence.spool import UploadSession
from complaints.evidence.store import FolderStore
from tests.evidence.carriers import docx
from tests.evidence.conftest import SMALL
from tests.evidence.samples import CANARY, canary, files_below, sent
from tests.support.clamd import HARMFUL, MOST_BYTES, RunningClamd
from tests.support.processes import ROOT


@pytest.fixture
def session(store: FolderStore, cipher: FileCipher) -> Iterator[UploadSession]:
    with UploadSession(store, cipher, SMALL, None) as session:
        yield session


def test_a_scanner_finds_what_it_knows_also_inside_an_archive(clamd: RunningClamd) -> None:
    scanner = Clamd(clamd.path)

    assert scanner.scan([b"harm", b"less " * 99]) is Verdict.NOTHING_FOUND
    assert scanner.scan([b"before " + HARMFUL[:9], HARMFUL[9:] + b" after"]) is Verdict.FOUND
    assert scanner.scan([docx(more={"docProps/app.xml": HARMFUL})]) is Verdict.FOUND


def test_a_harmful_file_is_refused_and_nothing_of_it_is_kept(
    session: UploadSession,
    store: FolderStore,
    cipher: FileCipher,
    folder: Path,
    cleaner: FileCleaner,
    clamd: RunningClamd,
) -> None:
    parts = [sent(session, "good.txt", canary()), sent(session, "bad.txt", HARMFUL)]

    with pytest.raises(FilesRefused) as refused:
        keep(parts, store=store, cipher=cipher, cleaner=cleaner, scanner=Clamd(clamd.path))
    session.discard()

    assert [each.reason for each in refused.value.refusals] == [Reason.HARMFUL]
    assert list(files_below(folder)) == []


@pytest.mark.parametrize("has_scanner", [True, False])
def test_it_is_remembered_whether_anybody_looked(
    session: UploadSession,
    store: FolderStore,
    cipher: FileCipher,
    cleaner: FileCleaner,
    clamd: RunningClamd,
    has_scanner: bool,
) -> None:
    scanner = Clamd(clamd.path) if has_scanner else NoScanner()
    part = sent(session, "a.txt", canary())

    (file,) = keep([part], store=store, cipher=cipher, cleaner=cleaner, scanner=scanner)

    assert file.scanned is has_scanner


def test_nothing_of_a_file_is_left_in_the_memory_of_the_scanner(clamd: RunningClamd) -> None:
    Clamd(clamd.path).scan([canary() * 9000])
    Clamd(clamd.path).scan([docx(more={"docProps/app.xml": canary()})])

    until = time.monotonic() + 10  # it answers first and tidies up afterwards
    while list(clamd.spool.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    left = [path for path in clamd.path.parent.rglob("*") if path.is_file()]
    assert left
    assert list(clamd.spool.iterdir()) == []
    assert [path for path in left if CANARY.encode() in path.read_bytes()] == []


@contextmanager
def pretender(folder: Path, answer: bytes) -> Iterator[Path]:
    """Let something that is no scanner answer on a socket."""
    path = folder / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                while not line.recv(65536).endswith(bytes(4)):
                    pass
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield path
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"stream: ERROR\0", id="an error"),
        pytest.param(b"OK\0", id="something else"),
        pytest.param(b"x" * 5000, id="too much"),
    ],
)
def test_only_its_own_word_means_that_nothing_was_found(tmp_path: Path, answer: bytes) -> None:
    with pretender(tmp_path, answer) as path:
        assert Clamd(path, seconds=5).scan([b"x"]) is Verdict.NOT_SCANNED


def test_a_scanner_that_is_away_or_full_has_not_scanned(
    tmp_path: Path, clamd: RunningClamd
) -> None:
    assert Clamd(tmp_path / "nobody").scan([b"x"]) is Verdict.NOT_SCANNED
    assert Clamd(clamd.path).scan([bytes(MOST_BYTES)] * 9) is Verdict.NOT_SCANNED


def test_a_scanner_is_asked_only_where_it_spools_in_memory(clamd: RunningClamd) -> None:
    on_disk = ROOT  # folders of tests lie in memory, this repository does not

    assert isinstance(scanner_for(clamd.path, clamd.spool), Clamd)
    for spool in (None, on_disk, clamd.spool / "missing"):
        assert isinstance(scanner_for(clamd.path, spool), NoScanner)
    assert isinstance(scanner_for(None, clamd.spool), NoScanner)


@pytest.mark.parametrize(
    ("mounts", "is_memory"),
    [
        pytest.param("d / ext4 rw\nt {} tmpfs rw\n", True, id="its own tmpfs"),
        pytest.param("t / tmpfs rw\nd {} ext4 rw\n", False, id="a disk below a tmpfs"),
        pytest.param("d / ext4 rw\n", False, id="a disk"),
        pytest.param("", False, id="nothing known"),
    ],
)
def test_the_nearest_file_system_counts(tmp_path: Path, mounts: str, is_memory: bool) -> None:
    table = tmp_path / "mounts"
    table.write_text(mounts.format(tmp_path))

    assert lies_in_memory(tmp_path, table) is is_memory
