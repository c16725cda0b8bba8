"""Printing letters in a child process, from memory to memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

_PROGRAM = Path(__file__).resolve().with_name("printer.py")
_MEMORY_BYTES = 1_500_000_000
_SECONDS = 20
_AT_ONCE = 2
_PATIENCE_SECONDS = 15.0
_turns = BoundedSemaphore(_AT_ONCE)


class NotPrinted(Exception):
    """No child was free, or it could not print; the letter can still be read as a page."""


def print_letter(html: str, *, memory: int = _MEMORY_BYTES, seconds: int = _SECONDS) -> bytes:
    """Return a whole page as a PDF.

    :param html: a page with its styles inside.
    :param memory: bytes that the child may take.
    :param seconds: of the processor and, twice as many, of the clock.
    :raises NotPrinted: it could not be printed now.
    """
    if not _turns.acquire(timeout=_PATIENCE_SECONDS):
        raise NotPrinted
    try:
        done = subprocess.run(  # noqa: S603 - no part of the command comes from outside
            [sys.executable, "-I", "-B", str(_PROGRAM), str(memory), str(seconds)],
            input=html.encode(),
            capture_output=True,
            env={},
            cwd="/",
            timeout=2 * seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NotPrinted from None
    finally:
        _turns.release()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise NotPrinted
    return done.stdout
