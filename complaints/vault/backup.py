"""Sealing a backup of keys: to the recovery key of its channel, for one archive alone."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.vault.pairs import OpeningPair, seal_to
from complaints.vault.sealed import bound


@dataclass(frozen=True)
class ArchiveRef:
    """Which archive of keys: it opens as no other.

    :ivar made_on: ISO day.
    """

    agency_id: str
    channel: str
    made_on: str

    @property
    def name(self) -> str:
        """Return the name under which its file is sealed."""
        return f"backup/{self.agency_id}/{self.channel}/{self.made_on}"


def seal_archive_key(public: bytes, key: bytes, of: ArchiveRef) -> bytes:
    """Seal the key of an archive to a recovery key."""
    return seal_to(public, key, _info(of))


def open_archive_key(pair: OpeningPair, sealed: bytes, of: ArchiveRef) -> bytes:
    """Open the key of an archive with a recovery key.

    :raises Broken: another recovery key, or another archive.
    """
    return pair.open(sealed, _info(of))


def _info(of: ArchiveRef) -> bytes:
    return bound("backup of keys", of.agency_id, of.channel, of.made_on)
