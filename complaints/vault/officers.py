"""An officer's own keys, sealed under a passphrase that nobody else ever sees."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.pairs import OpeningPair, SigningPair, new_seed
from complaints.vault.sealed import Place, bound, derive, open_text, seal_text

ARGON2_MEMORY_KIB = 64 * 1024
ARGON2_PASSES = 3
SALT_BYTES = 16
PASSPHRASE_WORDS = 6

_SYLLABLES = tuple("".join(pair) for pair in product("bcdfghjklmnprstv", "aeiou"))


@dataclass(frozen=True)
class Pins:
    """What an officer remembers of the world at the last sign-in.

    :ivar first_fingerprint: hash of roster entry 0, hexadecimal; empty without a desk.
    :ivar roster_number: the highest entry seen; -1 if none.
    :ivar roster_head: its hash, hexadecimal; a roster may only grow behind it.
    :ivar journal_number: the newest journal row seen.
    :ivar journal_head: its hash, hexadecimal.
    :ivar names: who is who at the desk: of each account its id and a digest, apart by blanks.
    """

    first_fingerprint: str = ""
    roster_number: int = -1
    journal_number: int = 0
    journal_head: str = ""
    roster_head: str = ""
    names: str = ""


@dataclass(frozen=True)
class OfficerSecrets:
    """Everything that an officer's passphrase opens.

    :ivar master: 32 bytes; both pairs come from it.
    :ivar totp_secret: 20 bytes shared with the officer's telephone.
    """

    master: bytes = field(repr=False)
    totp_secret: bytes = field(repr=False)
    pins: Pins = Pins()

    @classmethod
    def new(cls) -> OfficerSecrets:
        """Return fresh random secrets."""
        return cls(new_seed(), os.urandom(20))

    @cached_property
    def opening(self) -> OpeningPair:
        """Return the pair with which the officer opens wraps."""
        return OpeningPair(derive(self.master, "opening"))

    @cached_property
    def signing(self) -> SigningPair:
        """Return the pair with which the officer signs."""
        return SigningPair(derive(self.master, "signing"))

    def as_payload(self) -> dict[str, str | int]:
        """Return the secrets as a flat record for a split session."""
        return {
            "master": self.master.hex(),
            "totp_secret": self.totp_secret.hex(),
            "first_fingerprint": self.pins.first_fingerprint,
            "roster_number": self.pins.roster_number,
            "journal_number": self.pins.journal_number,
            "journal_head": self.pins.journal_head,
            "roster_head": self.pins.roster_head,
            "names": self.pins.names,
        }

    @classmethod
    def from_payload(cls, payload: dict[str, str | int]) -> OfficerSecrets:
        """Return the secrets of a record made by :meth:`as_payload`.

        :raises Broken: a record of another form.
        """
        try:
            return cls(
                bytes.fromhex(str(payload["master"])),
                bytes.fromhex(str(payload["totp_secret"])),
                Pins(
                    str(payload["first_fingerprint"]),
                    int(payload["roster_number"]),
                    int(payload["journal_number"]),
                    str(payload["journal_head"]),
                    str(payload["roster_head"]),
                    str(payload.get("names", "")),  # who signed in before they were remembered
                ),
            )
        except (KeyError, ValueError):
            raise Broken(Code.SEAL_IS_BROKEN) from None


def new_passphrase() -> str:
    """Return six made-up words, 75 bits, easy to say and to type."""
    return "-".join(
        secrets.choice(_SYLLABLES) + secrets.choice(_SYLLABLES) for _ in range(PASSPHRASE_WORDS)
    )


def new_salt() -> bytes:
    """Return a salt for one officer's passphrase."""
    return os.urandom(SALT_BYTES)


def passphrase_key(passphrase: str, salt: bytes) -> bytes:
    """Return the key that a passphrase yields; takes about a fifth of a second.

    :source: RFC 9106, second recommended option; OWASP Password Storage.
    """
    argon2 = Argon2id(
        salt=salt,
        length=32,
        iterations=ARGON2_PASSES,
        lanes=1,
        memory_cost=ARGON2_MEMORY_KIB,
    )
    return derive(argon2.derive(passphrase.encode(errors="surrogatepass")), "officer")


def seal_secrets(owned: OfficerSecrets, key: bytes, *, agency_id: str, officer_id: str) -> Sealed:
    """Seal an officer's secrets under the key of the passphrase."""
    text = json.dumps(owned.as_payload(), separators=(",", ":"))
    return seal_text(key, text, _place(agency_id, officer_id))


def open_secrets(key: bytes, sealed: bytes, *, agency_id: str, officer_id: str) -> OfficerSecrets:
    """Open an officer's secrets.

    :raises Broken: another passphrase, another officer, or changed bytes.
    """
    payload = json.loads(open_text(key, sealed, _place(agency_id, officer_id)))
    return OfficerSecrets.from_payload(payload)


def link_index(link_token: str) -> bytes:
    """Return what is kept of a one-time link, so that reading it opens nothing."""
    return hashlib.sha256(bound("one-time link", link_token)).digest()


def _place(agency_id: str, officer_id: str) -> Place:
    return Place(agency_id, "", "", "officers", "secrets_sealed", officer_id)
