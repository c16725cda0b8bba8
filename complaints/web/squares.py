"""Squares that a camera reads (QR), as parts of a page: no picture is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import segno


def square_of(address: str) -> dict[str, Any]:
    """Return the square of an address: its width, and the dark runs of its rows."""
    rows = list(segno.make(address, error="m", micro=False).matrix)
    return {"modules": len(rows), "dark": " ".join(_runs(rows))}


def _runs(rows: list[bytearray]) -> Iterator[str]:
    """Yield each run of dark modules as a piece of an SVG path."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
