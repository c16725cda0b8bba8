"""Turn one page into a PDF: the program of a child process.

It reads HTML from standard input and writes the PDF to standard output. What
it loads, it loads first; then it can take no more memory and time than it is
given, and can write no file larger than a font. Letters hold what people
typed, so none of it is ever on a disk.

Arguments: bytes of memory, seconds. Exit codes: 3 the page asks for something foreign.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

FOREIGN = 3
_FONT_BYTES = 400_000
_BEHIND = 10
_WARM = "<!doctype html><html lang='th'><title>x</title><p style='font-family: Sarabun'>ก <b>ข</b>"


def confine(memory: int, seconds: int) -> None:
    """Limit memory, time and the size of files, and forbid a picture of the memory."""
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _FONT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main(arguments: list[str]) -> int:
    """Print one page; return the exit code."""
    os.nice(_BEHIND)  # whoever files or looks up goes before
    memory, seconds = (int(number) for number in arguments)
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from complaints.letters.pdf import ForeignAddress, render_pdf

    render_pdf(_WARM)
    confine(memory, seconds)
    try:
        pdf = render_pdf(sys.stdin.buffer.read().decode())
    except ForeignAddress:
        return FOREIGN
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
