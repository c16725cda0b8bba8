"""Keys that take long on purpose are derived once for each thing typed and each salt of a run.

What comes out follows from what goes in alone, so a test sees the same; it saves
a quarter of a second for each sign-in of somebody who has signed in before. A
module whose subject is the derivation itself overrides the fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from complaints.vault import lookup, officers


class Remembering:
    """Argon2id that looks first whether it was asked the same before.

    :param settings: as Argon2id takes them, the salt among them.
    """

    def __init__(self, **settings: Any) -> None:
        self._settings = tuple(sorted(settings.items()))

    def derive(self, typed: bytes) -> bytes:
        """Return what Argon2id yields."""
        return _derived(typed, self._settings)


@cache
def _derived(typed: bytes, settings: tuple[tuple[str, Any], ...]) -> bytes:
    return Argon2id(**dict(settings)).derive(typed)


@pytest.fixture(scope="module", autouse=True)
def slow_keys() -> Iterator[None]:
    """Let passphrases and lookup codes be remembered while the tests of a module run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "Argon2id", Remembering)
        patch.setattr(officers, "Argon2id", Remembering)
        yield
