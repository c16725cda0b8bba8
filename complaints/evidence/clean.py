"""Take files apart in a confined child process, from memory to memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Any, Protocol, cast

from complaints.evidence.errors import CleanerUnavailable, Reason
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    " from complaints.evidence.workshop.program import main; sys.exit(main(sys.argv[1:]))"
)
_CANNOT_RUN, _TOO_LARGE, _NOT_SURE = 1, 4, 5
_MEMORY_FLOOR = 600_000_000
_MEMORY_PER_PIXEL = 24
_ZIP = b"PK\x03\x04"
_STARTS: dict[FileKind, tuple[bytes, ...]] = {
    FileKind.JPEG: (b"\xff\xd8\xff",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    FileKind.PDF: (b"%PDF-",),
    FileKind.DOCX: (_ZIP,),
    FileKind.XLSX: (_ZIP,),
    FileKind.PPTX: (_ZIP,),
    FileKind.ODT: (_ZIP,),
    FileKind.ODS: (_ZIP,),
    FileKind.MP3: (b"\xff",),
    FileKind.WAV: (b"RIFF",),
    FileKind.OGG: (b"OggS",),
    FileKind.AMR: (b"#!AMR",),
}
_MOST_PAGES, _MOST_SHOWN_BYTES = 10_000, 40_000_000
_SPECK = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636800000082008177cd72b60000000049454e44ae426082"
)
"""A sound PNG of one grey pixel."""


@dataclass(frozen=True)
class CleanFile:
    """A file made anew.

    :param kind: what it is now; every picture becomes JPEG or PNG.
    :param first_frame_only: whether it is a picture that moved, and the rest was left out.
    """

    body: bytes
    kind: FileKind
    first_frame_only: bool = False


@dataclass(frozen=True)
class Shown:
    """What may be looked at of a file without any program of its kind.

    :param pages: pages that the file has; nought where it has words instead.
    :param pictures: the pages that were asked for, drawn, each JPEG or PNG.
    :param media_type: of the pictures.
    :param words: its words, where it is a document of words.
    """

    pages: int = 0
    pictures: tuple[bytes, ...] = ()
    media_type: str = ""
    words: str | None = None


class NotCleaned(Exception):
    """The file cannot be made anew, so it is not taken as a clean one."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class CleansFiles(Protocol):
    """Makes files anew without their hidden particulars, and shows them without their programs."""

    def clean(self, body: bytes, kind: FileKind) -> CleanFile:
        """Return the file made anew.

        :raises NotCleaned: too large, not sound, or not certain to be clean.
        :raises CleanerUnavailable: nothing can be cleaned now.
        """

    def show(self, body: bytes, kind: FileKind, *, first: int = 0, count: int = 1) -> Shown:
        """Return pages as pictures, or words.

        :raises NotCleaned: it cannot be shown.
        :raises CleanerUnavailable: nothing can be shown now.
        """

    def is_ready(self) -> bool:
        """Say whether files can be cleaned here at all; told before one is sent."""


class FileCleaner:
    """Runs :mod:`complaints.evidence.workshop.program` once for each file.

    :param limits: the largest file and picture, in bytes and pixels.
    :param seconds: time that one file may take, of the processor and of the clock.
    :param at_once: files worked on at the same time in this process; others wait.
    :param patience: seconds that a file waits for its turn.
    """

    def __init__(
        self,
        limits: EvidenceLimits,
        *,
        seconds: int = 30,
        at_once: int = 2,
        patience: float = 60,
    ) -> None:
        self._limits = limits
        self._seconds = seconds
        self._patience = patience
        self._turns = BoundedSemaphore(at_once)

    def clean(self, body: bytes, kind: FileKind) -> CleanFile:
        """Return the file made anew.

        :raises NotCleaned: too large, not sound, or not certain to be clean.
        :raises CleanerUnavailable: the child cannot run, or none was free in time.
        """
        most = 2 * self._limits.file_bytes
        told, made = self._answer(body, kind, {"task": "clean"}, most)
        return _believed(told, made, kind)

    def show(self, body: bytes, kind: FileKind, *, first: int = 0, count: int = 1) -> Shown:
        """Return pages as pictures, or words.

        :raises NotCleaned: it cannot be shown.
        :raises CleanerUnavailable: the child cannot run, or none was free in time.
        """
        asked = {"task": "show", "first": first, "count": count}
        told, made = self._answer(body, kind, asked, _MOST_SHOWN_BYTES)
        return _shown(told, made, kind)

    def prove(self) -> None:
        """Clean a picture of one pixel, to learn at start whether cleaning works at all.

        :raises CleanerUnavailable: it does not.
        """
        try:
            self.clean(_SPECK, FileKind.PNG)
        except NotCleaned as refused:
            raise CleanerUnavailable from refused

    def is_ready(self) -> bool:
        """Say whether files can be cleaned here, as a child showed once in this process."""
        return _is_ready()

    def _answer(
        self, body: bytes, kind: FileKind, asked: dict[str, Any], most: int
    ) -> tuple[dict[str, Any], bytes]:
        """Return what a child says about a file, and what it made of it.

        :raises NotCleaned: with the reason.
        :raises CleanerUnavailable: it cannot run, or none was free in time.
        """
        if not self._turns.acquire(timeout=self._patience):
            raise CleanerUnavailable
        try:
            code, output = self._run(body, kind, asked, most)
        except OSError as failed:
            raise CleanerUnavailable from failed
        finally:
            self._turns.release()
        if code == _CANNOT_RUN:
            raise CleanerUnavailable
        if code == _TOO_LARGE or len(output) > most:
            raise NotCleaned(_reason(kind, Reason.PICTURE_TOO_LARGE, Reason.TOO_LARGE_INSIDE))
        if code != 0:
            raise NotCleaned(_reason(kind, Reason.PICTURE_BROKEN, Reason.NOT_CLEANABLE))
        head, _, made = output.partition(b"\n")
        try:
            told = json.loads(head)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise NotCleaned(_reason(kind, Reason.PICTURE_BROKEN, Reason.NOT_CLEANABLE))
        return told, made

    def _run(
        self, body: bytes, kind: FileKind, asked: dict[str, Any], most: int
    ) -> tuple[int, bytes]:
        """Return the exit code and the output of one child, whatever it does.

        Of an output beyond ``most`` bytes only one byte more is read.
        """
        child = subprocess.Popen(  # noqa: S603 - no part of the command comes from outside
            self._command(kind, asked),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        stdin, stdout = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        clock = Timer(self._seconds, child.kill)
        feeder = Thread(target=_feed, args=(stdin, body), daemon=True)
        clock.start()
        feeder.start()
        try:
            output = stdout.read(most + 1)
            if len(output) > most:
                child.kill()
            return child.wait(), output
        finally:
            clock.cancel()
            child.kill()
            child.wait()
            feeder.join()
            stdout.close()

    def _command(self, kind: FileKind, asked: dict[str, Any]) -> list[str]:
        pixels = self._limits.image_pixels
        job = {
            **asked,
            "kind": kind.value,
            "pixels": pixels,
            "side": self._limits.image_side,
            "memory": _MEMORY_FLOOR + _MEMORY_PER_PIXEL * pixels,
            "seconds": self._seconds,
        }
        return [sys.executable, "-I", "-B", "-c", _PROGRAM, str(_ROOT), json.dumps(job)]


@cache
def _is_ready() -> bool:
    try:
        FileCleaner(EvidenceLimits()).prove()
    except CleanerUnavailable:
        return False
    return True


def _feed(stdin: IO[bytes], body: bytes) -> None:
    try:
        with stdin:
            stdin.write(body)
    except BrokenPipeError:
        return  # the child has judged already


def _reason(kind: FileKind, of_picture: Reason, of_other: Reason) -> Reason:
    return of_picture if kind.is_picture else of_other


def _believed(told: dict[str, Any], made: bytes, kind: FileKind) -> CleanFile:
    """Return a clean file, once it is what a child may make of its kind, and begins like it.

    :raises NotCleaned: it is not.
    """
    pictures = {FileKind.JPEG, FileKind.PNG}
    allowed = pictures if kind.is_picture else {kind}
    if kind is FileKind.TIFF:
        allowed = pictures | {FileKind.PDF}  # of several pages
    new = next((each for each in allowed if each.value == told.get("kind")), None)
    if new is None or not _begins_as(made, new):
        raise NotCleaned(_reason(kind, Reason.PICTURE_BROKEN, Reason.NOT_CLEANABLE))
    return CleanFile(made, new, first_frame_only=told.get("first_frame_only") is True)


def _begins_as(made: bytes, kind: FileKind) -> bool:
    if kind in _STARTS:
        return made.startswith(_STARTS[kind])
    return made[4:8] == b"ftyp"


def _shown(told: dict[str, Any], made: bytes, kind: FileKind) -> Shown:
    """Return what is shown, once it is what it says.

    :raises NotCleaned: it is not.
    """
    if told.get("text") is True:
        return Shown(words=made.decode("utf-8", "replace"))
    form = next((k for k in (FileKind.JPEG, FileKind.PNG) if k.value == told.get("form")), None)
    sizes, pages = told.get("sizes"), told.get("pages")
    is_told = isinstance(sizes, list) and isinstance(pages, int) and 0 <= pages <= _MOST_PAGES
    pictures, at = [], 0
    for size in sizes if is_told and isinstance(sizes, list) else ():
        length = size if isinstance(size, int) and size > 0 else 0
        pictures.append(made[at : at + length])
        at += length
    if form is None or not is_told or at != len(made):
        raise NotCleaned(_reason(kind, Reason.PICTURE_BROKEN, Reason.NOT_CLEANABLE))
    if not all(picture.startswith(_STARTS[form]) for picture in pictures):
        raise NotCleaned(_reason(kind, Reason.PICTURE_BROKEN, Reason.NOT_CLEANABLE))
    return Shown(int(pages or 0), tuple(pictures), form.media_type)
