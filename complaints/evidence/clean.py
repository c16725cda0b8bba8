"""Clean pictures in a child process, from memory to memory."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Protocol, cast

from complaints.evidence.errors import CleanerUnavailable, Reason
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits

_PROGRAM = Path(__file__).resolve().with_name("cleaner.py")
_CANNOT_RUN, _TOO_LARGE = 1, 4
_MEMORY_FLOOR = 400_000_000
_MEMORY_PER_PIXEL = 24
_STARTS = {FileKind.JPEG: b"\xff\xd8\xff", FileKind.PNG: b"\x89PNG\r\n\x1a\n"}
_SPECK = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636800000082008177cd72b60000000049454e44ae426082"
)
"""A sound PNG of one grey pixel."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture made anew from pixels.

    :param body: the file.
    :param kind: JPEG or PNG.
    :param first_frame_only: whether the picture moved, and the rest of it was left out.
    """

    body: bytes
    kind: FileKind
    first_frame_only: bool


class PictureRefused(Exception):
    """The picture cannot be cleaned, so it is not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class CleansPictures(Protocol):
    """Makes pictures anew without their hidden particulars."""

    def clean(self, body: bytes, kind: FileKind) -> CleanPicture:
        """Return the picture made anew.

        :raises PictureRefused: too large or not sound.
        :raises CleanerUnavailable: nothing can be cleaned now.
        """


class PictureCleaner:
    """Runs :mod:`complaints.evidence.cleaner` once for each picture.

    :param limits: the largest picture, in bytes and pixels.
    :param seconds: time that one picture may take, of the processor and of the clock.
    :param at_once: pictures cleaned at the same time in this process; others wait.
    :param patience: seconds that a picture waits for its turn.
    """

    def __init__(
        self,
        limits: EvidenceLimits,
        *,
        seconds: int = 20,
        at_once: int = 2,
        patience: float = 60,
    ) -> None:
        self._limits = limits
        self._seconds = seconds
        self._patience = patience
        self._turns = BoundedSemaphore(at_once)

    def clean(self, body: bytes, kind: FileKind) -> CleanPicture:
        """Return the picture made anew from its pixels, upright, in sRGB or grey.

        :raises PictureRefused: too large or not sound.
        :raises CleanerUnavailable: the child cannot run, or none was free in time.
        """
        if not self._turns.acquire(timeout=self._patience):
            raise CleanerUnavailable
        most = 2 * self._limits.file_bytes
        try:
            code, output = self._run(body, kind, most)
        except OSError as failed:
            raise CleanerUnavailable from failed
        finally:
            self._turns.release()
        if code == _CANNOT_RUN:
            raise CleanerUnavailable
        if code == _TOO_LARGE or len(output) > most:
            raise PictureRefused(Reason.PICTURE_TOO_LARGE)
        return _read_answer(output if code == 0 else b"")

    def prove(self) -> None:
        """Clean a picture of one pixel, to learn at start whether cleaning works at all.

        :raises CleanerUnavailable: it does not.
        """
        try:
            self.clean(_SPECK, FileKind.PNG)
        except PictureRefused as refused:
            raise CleanerUnavailable from refused

    def _run(self, body: bytes, kind: FileKind, most: int) -> tuple[int, bytes]:
        """Return the exit code and the output of one child, whatever it does.

        Of an output beyond ``most`` bytes only one byte more is read.
        """
        child = subprocess.Popen(  # noqa: S603 - no part of the command comes from outside
            self._command(kind),
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

    def _command(self, kind: FileKind) -> list[str]:
        pixels = self._limits.image_pixels
        memory = _MEMORY_FLOOR + _MEMORY_PER_PIXEL * pixels
        numbers = (pixels, self._limits.image_side, memory, self._seconds)
        return [sys.executable, "-I", "-B", str(_PROGRAM), kind.value, *map(str, numbers)]


def _feed(stdin: IO[bytes], body: bytes) -> None:
    try:
        with stdin:
            stdin.write(body)
    except BrokenPipeError:
        return  # the child has judged already


def _read_answer(output: bytes) -> CleanPicture:
    head, _, body = output.partition(b"\n")
    made, _, moves = head.decode("ascii", "replace").partition(" ")
    kind = next((each for each in _STARTS if each.value == made), None)
    if kind is None or not body.startswith(_STARTS[kind]):
        raise PictureRefused(Reason.PICTURE_BROKEN)
    return CleanPicture(body, kind, first_frame_only=moves == "1")
