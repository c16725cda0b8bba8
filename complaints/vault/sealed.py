"""Symmetric sealing, bound to the place where the sealed bytes will stand."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed

SUITE = b"\x01"
"""First byte of everything sealed: AES-256-GCM, HKDF-SHA-256, X-Wing."""

PADDING_STEP = 4096
_NONCE_BYTES = 12
_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Place:
    """Where sealed bytes stand; they open nowhere else.

    :ivar agency_id: the agency, hexadecimal.
    :ivar channel: ``corruption`` or ``grievance``.
    :ivar case_id: the case, hexadecimal; empty for what belongs to no case.
    :ivar table: table name.
    :ivar column: column name.
    :ivar row: row id, with the position where rows have an order.
    """

    agency_id: str
    channel: str
    case_id: str
    table: str
    column: str
    row: str

    def as_bytes(self) -> bytes:
        """Return the place in an unambiguous form."""
        return bound(
            "place",
            self.agency_id,
            self.channel,
            self.case_id,
            self.table,
            self.column,
            self.row,
        )


def bound(*parts: str | bytes) -> bytes:
    """Return the parts joined so that no two lists of parts look alike.

    Each part stands behind its length, 4 bytes, big-endian; the suite leads.
    """
    raws = [
        part.encode(errors="surrogatepass") if isinstance(part, str) else part for part in parts
    ]
    return SUITE + b"".join(len(raw).to_bytes(_LENGTH_BYTES, "big") + raw for raw in raws)


def derive(secret: bytes, *purpose: str | bytes, length: int = 32) -> bytes:
    """Return a key for one purpose out of a uniform secret.

    :source: RFC 5869 (HKDF-SHA-256).
    """
    hkdf = HKDF(algorithm=SHA256(), length=length, salt=None, info=bound("derive", *purpose))
    return hkdf.derive(secret)


def seal(key: bytes, plain: bytes, place: Place) -> Sealed:
    """Seal bytes for a place.

    :param key: 32 bytes.
    :source: NIST SP 800-38D (AES-256-GCM, random 96-bit nonce).
    """
    nonce = os.urandom(_NONCE_BYTES)
    return Sealed(SUITE + nonce + AESGCM(key).encrypt(nonce, plain, place.as_bytes()))


def open_sealed(key: bytes, sealed: bytes, place: Place) -> bytes:
    """Open what :func:`seal` sealed for the same place.

    :raises Broken: another key, another place, or changed bytes.
    """
    if sealed[:1] != SUITE or len(sealed) < 1 + _NONCE_BYTES:
        raise Broken(Code.SEAL_IS_BROKEN)
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.as_bytes())
    except InvalidTag:
        raise Broken(Code.SEAL_IS_BROKEN) from None


def seal_text(key: bytes, text: str, place: Place) -> Sealed:
    """Seal a text padded to a step of 4 KiB, so that its length tells little."""
    raw = text.encode()
    padded = len(raw).to_bytes(_LENGTH_BYTES, "big") + raw
    padded += bytes(-len(padded) % PADDING_STEP)
    return seal(key, padded, place)


def open_text(key: bytes, sealed: bytes, place: Place) -> str:
    """Open what :func:`seal_text` sealed.

    :raises Broken: as for :func:`open_sealed`.
    """
    padded = open_sealed(key, sealed, place)
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if length > len(padded) - _LENGTH_BYTES:
        raise Broken(Code.SEAL_IS_BROKEN)
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()
