"""Keys that take long on purpose take no time in a test.

Argon2id runs with the least that it takes. What comes out still follows from what
was typed, the salt and the setting, so a test sees the same; a sign-in is a quarter
of a second shorter, and there are hundreds of them in a run. A module whose subject
is the derivation itself overrides the fixture; programs that tests start derive in full.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from complaints.vault import lookup, officers

LEAST_MEMORY_KIB = 8


def light(*, salt: bytes, length: int, iterations: int, lanes: int, memory_cost: int) -> Argon2id:
    """Return an Argon2id of one light pass; another setting yields another key here as well."""
    setting = f"{iterations} {lanes} {memory_cost}".encode()
    return Argon2id(
        salt=salt, length=length, iterations=1, lanes=1, memory_cost=LEAST_MEMORY_KIB, ad=setting
    )


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> Iterator[None]:
    """Derive keys of passphrases and lookup codes at once while the tests of a module run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "Argon2id", light)
        patch.setattr(officers, "Argon2id", light)
        yield
