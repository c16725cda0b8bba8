"""The self-test, in a process of its own whose primitives are broken one by one."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from complaints.vault.selftest import self_test
from tests.support.processes import ROOT

BROKEN = {
    "sealing to a key gives nothing back": """
        import complaints.vault.pairs as room
        room.OpeningPair.open = lambda self, wrapped, info: bytes(32)
    """,
    "the post-quantum half is gone": """
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
        import complaints.vault.pairs as room
        def gone(*_):
            raise AttributeError
        room.MLKEM768PrivateKey = type("Gone", (), {"from_seed_bytes": gone})
    """,
    "another key schedule of the pair": """
        import hashlib
        import complaints.vault.pairs as room
        room.hashlib = type("Other", (), {"shake_256": hashlib.shake_128})
    """,
    "every signature is right": """
        import complaints.vault.selftest as test
        test.is_signed_by = lambda public, signature, message: True
    """,
    "no signature is right": """
        import complaints.vault.selftest as test
        test.is_signed_by = lambda public, signature, message: False
    """,
    "files come out changed": """
        import complaints.vault.selftest as test
        test.open_file = lambda source, key, blob_id, size: iter([bytes(size)])
    """,
    "Argon2 is not there": """
        import complaints.vault.lookup as room
        class Gone:
            def __init__(self, **_):
                raise NotImplementedError
        room.Argon2id = Gone
    """,
    "a place binds nothing": """
        import complaints.vault.sealed as room
        room.Place.as_bytes = lambda self: b""
    """,
    "both halves are one": """
        import complaints.vault.casekeys as room
        room.derive = lambda secret, *purpose, length=32: bytes(length)
    """,
}
TELL = """
from complaints.vault.selftest import VaultUnusable, self_test
try:
    self_test()
except VaultUnusable:
    print("unusable")
"""


def test_with_everything_in_place_the_service_starts() -> None:
    self_test()


@pytest.mark.parametrize("words", BROKEN)
def test_with_a_broken_primitive_the_service_does_not_start(words: str) -> None:
    program = textwrap.dedent(BROKEN[words]) + TELL
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert said.stdout.strip() == "unusable", said.stderr
