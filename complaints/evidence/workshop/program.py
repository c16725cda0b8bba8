"""The program of the child: one file in, one answer out.

The only argument is a JSON object: ``task`` (``clean`` or ``show``), ``kind``, and the limits
``pixels``, ``side``, ``memory``, ``seconds``; for ``show`` also ``first`` and ``count`` of the
pages. The answer is one line of JSON and then bytes. Exit codes: 3 not sound, 4 too large, 5 it is
not certain that nothing hidden is left; 1 is Python's own, where the program cannot run at all.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from typing import Any, Final

from PIL import Image

from complaints.evidence.workshop.confine import confine
from complaints.evidence.workshop.errors import NotSure, TooLarge
from complaints.evidence.workshop.films import bare_film
from complaints.evidence.workshop.pictures import prepare_decoders, remade
from complaints.evidence.workshop.sounds import bare_amr, bare_mp3, bare_ogg, bare_wav

BROKEN, TOO_LARGE, NOT_SURE = 3, 4, 5

Answer = tuple[dict[str, Any], bytes]
_BARE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "mp4": bare_film,
    "mov": bare_film,
    "3gp": bare_film,
    "m4a": bare_film,
    "mp3": bare_mp3,
    "wav": bare_wav,
    "amr": bare_amr,
    "ogg": bare_ogg,
}
_OFFICE: Final = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})


def prepared(job: dict[str, Any]) -> Callable[[bytes], Answer]:
    """Load what a job needs, while files can still be opened, and return the work."""
    kind, side = job["kind"], job["side"]
    prepare_decoders(job["pixels"])
    if job["task"] == "show":
        return _shower(job)
    if kind in _BARE:
        return lambda body: ({"kind": kind}, _BARE[kind](body))
    if kind == "pdf":
        from complaints.evidence.workshop.pdf import rebuilt_pdf

        return lambda body: ({"kind": kind}, rebuilt_pdf(body))
    if kind in _OFFICE:
        from complaints.evidence.workshop.office import rebuilt_office

        return lambda body: ({"kind": kind}, rebuilt_office(body, kind, side))
    if kind == "tiff":
        from complaints.evidence.workshop.pdf import pdf_of_scan

        return lambda body: pdf_of_scan(body, side) or _picture(body, kind, side)
    return lambda body: _picture(body, kind, side)


def _picture(body: bytes, kind: str, side: int) -> Answer:
    form, moves, new = remade(body, kind, side)
    return {"kind": form, "first_frame_only": moves}, new


def _shower(job: dict[str, Any]) -> Callable[[bytes], Answer]:
    kind = job["kind"]
    if kind == "pdf":
        from complaints.evidence.workshop.pdf import count_pages, drawn_pages

        def show(body: bytes) -> Answer:
            drawn = drawn_pages(body, job["first"], job["count"], dpi=110)
            sizes = [len(page) for page, _ in drawn]
            told = {"pages": count_pages(body), "sizes": sizes, "form": "jpeg"}
            return told, b"".join(page for page, _ in drawn)

        return show
    if kind in _OFFICE or kind == "text":
        from complaints.evidence.workshop.reading import words_of

        return lambda body: ({"text": True}, words_of(body, kind).encode("utf-8", "replace"))

    def show_picture(body: bytes) -> Answer:
        form, _, new = remade(body, kind, job["side"])
        return {"pages": 1, "sizes": [len(new)], "form": form}, new

    return show_picture


def main(arguments: list[str]) -> int:
    """Do one job from standard input to standard output; return the exit code."""
    job = json.loads(arguments[0])
    work = prepared(job)
    confine(job["memory"], job["seconds"], threads=job["kind"] == "heic")
    bombs = (TooLarge, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        told, made = work(sys.stdin.buffer.read())
    except bombs:
        return TOO_LARGE
    except (NotSure, struct.error, IndexError):
        return NOT_SURE
    except Exception:  # noqa: BLE001 - a decoder may raise anything on a hostile file
        return BROKEN
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0
