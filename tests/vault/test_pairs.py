"""Key pairs, against published vectors and against an opening written out by hand."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.errors import Broken
from complaints.vault.pairs import (
    OPENING_KEY_BYTES,
    OpeningPair,
    SigningPair,
    is_signed_by,
    seal_to,
)

PAIR = OpeningPair(b"\x01" * 32)
SUITE_ID = b"HPKE" + (0x647A).to_bytes(2, "big") + (1).to_bytes(2, "big") + (3).to_bytes(2, "big")


def test_the_public_key_is_that_of_the_published_vector() -> None:
    """Appendix C of draft-connolly-cfrg-xwing-kem, first vector: its ends and its length."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")

    public = OpeningPair(seed).public

    assert len(public) == OPENING_KEY_BYTES
    assert public.hex().startswith(
        "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"
    )
    assert public.hex().endswith("dce59844570216223593d4ba32d9abac8cd049040ef6534")


def test_a_wrap_opens_as_rfc_9180_and_x_wing_say_it_must() -> None:
    """Opened without the library's HPKE: X-Wing's combiner, then the key schedule by hand."""
    seed, info = b"\x07" * 32, b"context"
    wrapped = seal_to(OpeningPair(seed).public, b"a case key", info)
    sealed_mlkem, sealed_x, body = wrapped[:1088], wrapped[1088:1120], wrapped[1120:]

    expanded = hashlib.shake_256(seed).digest(96)
    x_private = X25519PrivateKey.from_private_bytes(expanded[64:])
    from_mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).decapsulate(sealed_mlkem)
    from_x = x_private.exchange(X25519PublicKey.from_public_bytes(sealed_x))
    x_public = x_private.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(from_mlkem + from_x + sealed_x + x_public + rb"\.//^\ "[:6]).digest()

    context = b"\x00" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    key, nonce = _expand(secret, b"key", context, 32), _expand(secret, b"base_nonce", context, 12)
    assert ChaCha20Poly1305(key).decrypt(nonce, body, b"") == b"a case key"


def _extract(salt: bytes, label: bytes, keying: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE_ID + label + keying, "sha256")


def _expand(secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE_ID + label + info
    return hmac.digest(secret, labelled + b"\x01", "sha256")[:length]


def test_a_wrap_tells_nothing_but_its_length() -> None:
    assert len(seal_to(PAIR.public, bytes(32), b"")) == 32 + 1136
    assert seal_to(PAIR.public, bytes(32), b"") != seal_to(PAIR.public, bytes(32), b"")


def test_only_its_holder_opens_a_wrap_and_only_in_its_context() -> None:
    wrapped = seal_to(PAIR.public, b"key", b"context")

    assert PAIR.open(wrapped, b"context") == b"key"
    with pytest.raises(Broken):
        PAIR.open(wrapped, b"other context")
    with pytest.raises(Broken):
        OpeningPair(b"\x02" * 32).open(wrapped, b"context")


@given(st.integers(0, 1120 + 19 - 1), st.integers(1, 255))
def test_a_changed_wrap_does_not_open(at: int, change: int) -> None:
    wrapped = bytearray(seal_to(PAIR.public, b"key", b""))
    wrapped[at] ^= change

    with pytest.raises(Broken):
        PAIR.open(bytes(wrapped), b"")


@pytest.mark.parametrize("wrapped", [b"", b"x", bytes(1120), bytes(1136)])
def test_what_is_no_wrap_is_broken(wrapped: bytes) -> None:
    with pytest.raises(Broken):
        PAIR.open(wrapped, b"")


@pytest.mark.parametrize("public", [b"", bytes(32), bytes(1215), b"\xff" * 1216])
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(Broken):
        seal_to(public, b"key", b"")


def test_a_signature_is_that_of_rfc_8032() -> None:
    """Section 7.1, test 2."""
    pair = SigningPair(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )

    assert pair.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert pair.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@pytest.mark.parametrize(
    ("public", "signature", "message"),
    [
        pytest.param(b"", b"", b"m", id="no key"),
        pytest.param(SigningPair(bytes(32)).public, b"", b"m", id="no signature"),
        pytest.param(SigningPair(bytes(32)).public, bytes(64), b"m", id="zeros"),
        pytest.param(
            SigningPair(bytes(32)).public, SigningPair(bytes(32)).sign(b"n"), b"m", id="another"
        ),
        pytest.param(
            SigningPair(b"\x01" * 32).public, SigningPair(bytes(32)).sign(b"m"), b"m",
            id="another's signature",
        ),
    ],
)  # fmt: skip
def test_what_nobody_signed_is_not_signed(public: bytes, signature: bytes, message: bytes) -> None:
    assert not is_signed_by(public, signature, message)
