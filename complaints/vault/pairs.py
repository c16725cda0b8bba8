"""Key pairs: X-Wing to be sealed to, Ed25519 to sign with."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from complaints.domain.errors import Broken, Code

SEED_BYTES = 32
OPENING_KEY_BYTES = 1216
_MLKEM_SEED, _MLKEM_PUBLIC = 64, 1184

SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class OpeningPair:
    """An X-Wing pair: what is sealed to its public half, its holder opens.

    :param seed: 32 bytes, the whole private half.
    :source: draft-connolly-cfrg-xwing-kem (X25519 + ML-KEM-768); RFC 9180.
    """

    def __init__(self, seed: bytes) -> None:
        expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED + 32)
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED])
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:])
        self._private = hpke.MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    @property
    def public(self) -> bytes:
        """Return the public half, 1,216 bytes: ML-KEM-768, then X25519."""
        return (
            self._mlkem.public_key().public_bytes_raw()
            + self._x25519.public_key().public_bytes_raw()
        )

    def open(self, wrapped: bytes, info: bytes) -> bytes:
        """Open what :func:`seal_to` sealed for the same context.

        :raises Broken: sealed to another key, for another context, or changed.
        """
        try:
            return SUITE.decrypt(wrapped, self._private, info=info)
        except (InvalidTag, ValueError):
            raise Broken(Code.SEAL_IS_BROKEN) from None


class SigningPair:
    """An Ed25519 pair.

    :param seed: 32 bytes.
    :source: RFC 8032.
    """

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        """Return the public half, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, 64 bytes."""
        return self._private.sign(message)


def new_seed() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(SEED_BYTES)


def seal_to(public: bytes, plain: bytes, info: bytes) -> bytes:
    """Seal a short secret to the holder of a public opening key.

    :param public: 1,216 bytes.
    :param info: the context; it opens in no other.
    :return: the plain text's length + 1,136 bytes.
    :raises Broken: the public key is no key.
    """
    return SUITE.encrypt(plain, _opening_key(public), info=info)


def refuse_no_key(public: bytes) -> None:
    """Refuse bytes that are no public opening key.

    :raises Broken: they are none.
    """
    _opening_key(public)


def is_signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature over a message is that of a public signing key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _opening_key(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    if len(public) != OPENING_KEY_BYTES:
        raise Broken(Code.SEAL_IS_BROKEN)
    try:
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
        )
    except ValueError:
        raise Broken(Code.SEAL_IS_BROKEN) from None
