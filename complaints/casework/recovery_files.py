"""The private half of a recovery key, written once to a place off the server."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.domain.paper import on_paper
from complaints.vault.custodians import RecoveryKey, fingerprint_of
from complaints.vault.pairs import OpeningPair, new_seed, refuse_no_key

KEEP_IT = "Opens every case of its channel. Keep it off the server, locked away, and copy it never."

KEEP_CUSTODIAN_KEY = "With others like it, opens every case. Keep it off the server, locked away."


class RecoveryFolderUnfit(Exception):
    """A folder cannot take recovery keys; the message says why."""


def new_recovery_key() -> RecoveryKey:
    """Return a fresh key for a channel."""
    return RecoveryKey(new_seed())


def read_recovery_file(path: Path) -> tuple[RecoveryKey, str]:
    """Return the key of a recovery file, and the channel that it is for.

    :raises RecoveryFolderUnfit: the file is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return RecoveryKey(bytes.fromhex(content["private_seed"])), str(content["channel"])
    except (OSError, KeyError, ValueError, TypeError):
        raise RecoveryFolderUnfit("This file is no recovery key.") from None


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
    key: RecoveryKey,
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
    content = {
        "what": KEEP_IT,
        "agency_id": agency_id,
        "channel": channel.value,
        "first_fingerprint": fingerprint,
        "private_seed": key.seed.hex(),
    }
    write_secretly(folder / name_of(channel), json.dumps(content, indent=2), written=written)


def write_secretly(path: Path, text: str, *, written: list[Path] | None = None) -> None:
    """Write a new file that its owner alone can read, and make it durable.

    :raises RecoveryFolderUnfit: it is there already, or the folder does not take it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        if written is not None:
            written.append(path)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except OSError:
        raise RecoveryFolderUnfit("The folder does not take the recovery keys.") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class CustodianKey:
    """A custodian's own key; with enough others it opens a recovery key.

    :ivar seed: 32 bytes, the whole private half.
    """

    name: str
    seed: bytes = field(repr=False)

    @property
    def opening(self) -> OpeningPair:
        """Return the pair to which envelopes are sealed."""
        return OpeningPair(self.seed)

    @property
    def on_paper(self) -> tuple[str, ...]:
        """Return the lines of the printed sheet."""
        return on_paper(self.seed)


def write_custodian_key(folder: Path, key: CustodianKey, sheet: str) -> list[Path]:
    """Write a custodian's key, the sheet to print and the public half; return their paths.

    :param sheet: the page with the key on paper.
    :raises RecoveryFolderUnfit: one of them is there already, or cannot be written.
    """
    stem = f"custodian-{fingerprint_of(key.opening.public)[:8]}"
    private = {"what": KEEP_CUSTODIAN_KEY, "name": key.name, "custodian_seed": key.seed.hex()}
    public = {"name": key.name, "custodian_public": key.opening.public.hex()}
    written: list[Path] = []
    for name, text in (
        (f"{stem}.key", json.dumps(private, ensure_ascii=False, indent=2)),
        (f"{stem}.html", sheet),
        (f"{stem}.public.json", json.dumps(public, ensure_ascii=False, indent=2)),
    ):
        write_secretly(folder / name, text, written=written)
    return written


def read_custodian_key(path: Path) -> CustodianKey:
    """Return the key of a custodian's file.

    :raises RecoveryFolderUnfit: the file is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return CustodianKey(str(content["name"]), bytes.fromhex(content["custodian_seed"]))
    except (OSError, KeyError, ValueError, TypeError):
        raise RecoveryFolderUnfit("This file is no custodian's key.") from None


def read_public_key(path: Path) -> tuple[str, bytes]:
    """Return name and public opening key of a custodian's public half.

    :raises RecoveryFolderUnfit: the file is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        public = bytes.fromhex(content["custodian_public"])
        refuse_no_key(public)
        return str(content["name"]), public
    except (OSError, KeyError, ValueError, TypeError, Broken):
        raise RecoveryFolderUnfit("This file is no custodian's public half.") from None
