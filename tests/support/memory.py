"""Where a run of the tests writes what nobody keeps."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - the tmpfs that every Linux has
ROOM_BYTES = 2 * 1024**3
"""Enough for the databases of every worker."""


def place_in_memory() -> Path | None:
    """Return the folder in memory; None, which means a disk, where memory is scarce.

    A database is copied there and removed in a fifth of the time.
    """
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM_BYTES:
        return IN_MEMORY
    return None


def place_for_folders() -> Path | None:
    """Return the same for folders of tests; None where no program may be run from memory."""
    place = place_in_memory()
    if place is None or os.statvfs(place).f_flag & os.ST_NOEXEC:
        return None
    return place
