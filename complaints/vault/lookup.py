"""The reporter's way back: from a code to an index and a key pair."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from complaints.domain.codes import code_from_number
from complaints.vault.pairs import OpeningPair
from complaints.vault.sealed import bound, derive

ARGON2_MEMORY_KIB = 4 * 1024
ARGON2_PASSES = 3


@dataclass(frozen=True)
class CodeSecrets:
    """What one run over a code yields.

    :ivar index_secret: 32 bytes; with a channel's pepper, the lookup index.
    :ivar seed: 32 bytes; the private half of the reporter's opening pair.
    """

    index_secret: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    @cached_property
    def opening(self) -> OpeningPair:
        """Return the pair with which the reporter opens wraps."""
        return OpeningPair(self.seed)

    def index(self, pepper: bytes) -> bytes:
        """Return what the database looks up, 32 bytes.

        :param pepper: the channel's server secret, 32 bytes.
        """
        return index_under(pepper, self.index_secret)


def index_under(pepper: bytes, index_secret: bytes) -> bytes:
    """Return what the database of a channel looks up for a code, 32 bytes.

    :param pepper: the channel's server secret, 32 bytes.
    :param index_secret: what one run over the code yielded.
    """
    return hmac.digest(pepper, index_secret, hashlib.sha256)


def code_of_form(code_secret: bytes, form_token: str) -> str:
    """Return the lookup code that belongs to a form.

    The same form always gives the same code, so that a post repeated after a
    lost answer shows it again, and nothing about it needs to be kept.

    :param code_secret: server secret, 32 bytes.
    :param form_token: the form's one-time token, at least 128 random bits.
    """
    digest = hmac.digest(code_secret, bound("code", form_token), hashlib.sha512)
    return code_from_number(int.from_bytes(digest, "big"))


def secrets_of_code(code: str, agency_id: str) -> CodeSecrets:
    """Run Argon2id once over a code.

    The code's 73 bits carry the strength; the light setting only makes each
    guess cost memory. The arithmetic stands in this room's README.

    :param code: 24 digits.
    :param agency_id: makes the salt one agency's own.
    :source: RFC 9106.
    """
    salt = hashlib.sha256(bound("code salt", agency_id)).digest()[:16]
    argon2 = Argon2id(
        salt=salt,
        length=32,
        iterations=ARGON2_PASSES,
        lanes=1,
        memory_cost=ARGON2_MEMORY_KIB,
    )
    root = argon2.derive(code.encode())
    return CodeSecrets(derive(root, "lookup index"), derive(root, "reporter seed"))
