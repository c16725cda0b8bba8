"""The private half of a recovery key, written once to a place off the server."""

from __future__ import annotations

import json
import os
from pathlib import Path

from complaints.domain.channel import Channel
from complaints.vault.pairs import OpeningPair, new_seed

KEEP_IT = "Opens every case of its channel. Keep it off the server, locked away, and copy it never."


class RecoveryFolderUnfit(Exception):
    """A folder cannot take recovery keys; the message says why."""


def new_recovery_pair() -> tuple[OpeningPair, bytes]:
    """Return a fresh pair and its seed, which is the whole private half, 32 bytes."""
    seed = new_seed()
    return OpeningPair(seed), seed


def refuse_unfit(folder: Path, instance: Path, *, is_demonstration: bool) -> None:
    """Refuse a folder that lies inside the instance, is none, or holds such keys already.

    A demonstration may keep its keys beside its database: nothing in it is worth a thief's while.

    :raises RecoveryFolderUnfit: with one plain sentence.
    """
    if not folder.is_dir():
        raise RecoveryFolderUnfit("The folder for the recovery keys does not exist.")
    if folder.resolve().is_relative_to(instance.resolve()) and not is_demonstration:
        raise RecoveryFolderUnfit(
            "The recovery keys must not lie inside the instance folder, beside what they open."
        )
    if any((folder / name_of(channel)).exists() for channel in Channel):
        raise RecoveryFolderUnfit("The folder holds recovery keys already; they stay untouched.")


def name_of(channel: Channel) -> str:
    """Return the name of a channel's recovery file."""
    return f"recovery-{channel.value}.key"


def write_recovery_file(
    folder: Path,
    seed: bytes,
    *,
    agency_id: str,
    channel: Channel,
    fingerprint: str,
    written: list[Path],
) -> None:
    """Write a recovery key, readable by its owner alone, and make it durable.

    :param fingerprint: of roster entry 0, so that the file can be matched to its roster.
    :param written: takes the path as soon as there is a file, for whoever must clear up.
    :raises RecoveryFolderUnfit: the folder does not take the file.
    """
    path = folder / name_of(channel)
    content = {
        "what": KEEP_IT,
        "agency_id": agency_id,
        "channel": channel.value,
        "first_fingerprint": fingerprint,
        "private_seed": seed.hex(),
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        written.append(path)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(folder)
    except OSError:
        raise RecoveryFolderUnfit("The folder does not take the recovery keys.") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
