"""The key with which the service vouches for what no officer is there to sign.

It signs receipts of filing and heads of the journal. It opens nothing; whoever
steals it can forge a receipt or a head, and read not a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from complaints.vault.pairs import SigningPair
from complaints.vault.sealed import derive

RECEIPT: Final = "complaints-receipt-1"


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
    digest = sha256(canonical).digest()
    signature = pair.sign(what.encode() + b"\x00" + digest)
    return {"signer_key": pair.public.hex(), "signature": signature.hex()}
