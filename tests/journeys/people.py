"""Officers of the demonstration, with a telephone each."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from complaints.demonstration.sign_ins import read_sign_ins
from complaints.vault.totp import STEP_SECONDS, totp_at

_SAFE_SECONDS = 8
"""How long before a step ends its digits may still be on the way."""


@dataclass
class Telephone:
    """Shows digits that the service still takes, other ones each time.

    Each time step serves once, and those beside the present one are taken too;
    so three proofs need no waiting.
    """

    secret: bytes = field(repr=False)
    last_step: int = 0

    @classmethod
    def scanned(cls, letters: str) -> Telephone:
        """Return the telephone that has read the letters of a page."""
        return cls(base64.b32decode(letters.replace(" ", "")))

    def shows(self) -> str:
        """Return six digits; waits for the next step where all are used up."""
        step, into = divmod(time.time(), STEP_SECONDS)
        earliest = int(step) if into > STEP_SECONDS - _SAFE_SECONDS else int(step) - 1
        wanted = max(earliest, self.last_step + 1)
        if wanted > step + 1:
            time.sleep((wanted - 1) * STEP_SECONDS - time.time())
        self.last_step = wanted
        return totp_at(self.secret, wanted * STEP_SECONDS)


@dataclass
class Officer:
    """Somebody who can sign in.

    :ivar cookies: of an open session, once there is one.
    """

    name: str
    passphrase: str = field(repr=False)
    telephone: Telephone
    cookies: list[Any] = field(default_factory=list, repr=False)


class People:
    """Everybody of the demonstration, by sign-in name."""

    def __init__(self, officers: list[Officer]) -> None:
        self._officers = {officer.name: officer for officer in officers}

    @classmethod
    def of(cls, instance: Path) -> People:
        """Return the people of an instance folder."""
        return cls(
            [
                Officer(one.name, one.passphrase, Telephone.scanned(one.totp_secret))
                for one in read_sign_ins(instance)
            ]
        )

    def __getitem__(self, name: str) -> Officer:
        return self._officers[name]
