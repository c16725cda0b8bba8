"""The key with which the service vouches for what no officer is there to sign.

It signs receipts of filing and heads of the journal. It opens nothing; whoever
steals it can forge a receipt or a head, and read not a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from complaints.vault.pairs import SigningPair, is_signed_by
from complaints.vault.sealed import derive

RECEIPT: Final = "complaints-receipt-1"
HEADS: Final = "complaints-heads-1"


def attest_pair(seed: bytes) -> SigningPair:
    """Return the attest key of a server.

    :param seed: 32 bytes that the server keeps.
    """
    return SigningPair(derive(seed, "attest"))


def attested(pair: SigningPair, what: str, canonical: bytes) -> Mapping[str, Any]:
    """Return the proof that the service vouches for a text.

    :param what: names what the text is, so that it can stand for nothing else.
    :param canonical: the text in the one way in which it is written.
    """
    signature = pair.sign(_message(what, canonical))
    return {"signer_key": pair.public.hex(), "signature": signature.hex()}


def is_attested(public: bytes, signature: bytes, what: str, canonical: bytes) -> bool:
    """Say whether an attest key vouches for a text as what it claims to be."""
    return is_signed_by(public, signature, _message(what, canonical))


def _message(what: str, canonical: bytes) -> bytes:
    return what.encode() + b"\x00" + sha256(canonical).digest()
