"""Sealing a bundle to the body that gets a matter, and the key that two have compared.

The format is open: anybody with HPKE can write a program that opens it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from complaints.vault.custodians import fingerprint_of
from complaints.vault.pairs import OpeningPair, seal_to
from complaints.vault.sealed import Place, bound, open_sealed, seal

BUNDLE = "complaints-bundle-1"


@dataclass(frozen=True)
class BodyKey:
    """A body's key at a desk; everything here is under each signature.

    :ivar body_name: its Thai name, so that no other body can be put behind the key.
    """

    agency_id: str
    channel: str
    body_id: str
    body_name: str
    opening_key: bytes

    @property
    def fingerprint(self) -> str:
        """Return what names the key, 32 hexadecimal digits."""
        return fingerprint_of(self.opening_key)

    def message(self, signer_id: str, way: str) -> bytes:
        """Return what somebody signs who has compared the fingerprint.

        :param way: by which the body told it.
        """
        return bound(
            "body key",
            self.agency_id,
            self.channel,
            self.body_id,
            self.body_name,
            self.opening_key,
            signer_id,
            way,
        )


def seal_bundle(public: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Seal a bundle to a body: the wrapped key, and what it opens.

    :param public: the body's opening key, 1,216 bytes.
    :raises Broken: it is no key.
    """
    key = os.urandom(32)
    return seal_to(public, key, _info(public)), seal(key, content, _place(public))


def open_bundle(pair: OpeningPair, wrapped: bytes, sealed: bytes) -> bytes:
    """Open a bundle with a body's pair.

    :raises Broken: sealed to another key, or changed on its way.
    """
    key = pair.open(wrapped, _info(pair.public))
    return open_sealed(key, sealed, _place(pair.public))


def _info(public: bytes) -> bytes:
    return bound(BUNDLE, public)


def _place(public: bytes) -> Place:
    return Place("", "", "", BUNDLE, "content", fingerprint_of(public))
