"""A check at start that every primitive is there and does what it should."""

from __future__ import annotations

import hashlib
import io

from complaints.domain.errors import Broken
from complaints.vault.casekeys import (
    CaseKey,
    CaseRef,
    HalfKey,
    open_as_officer,
    open_as_reporter,
)
from complaints.vault.files import FileSealer, open_file
from complaints.vault.lookup import secrets_of_code
from complaints.vault.pairs import OpeningPair, SigningPair, is_signed_by

XWING_PUBLIC_OF_ZERO_SEED = "3bb0b003f553f49f"
"""First eight bytes of SHA-256 over the public key of an all-zero seed."""


class VaultUnusable(Exception):
    """A primitive is missing or wrong; the service must not start."""


def self_test() -> None:
    """Seal and open one of each kind.

    :raises VaultUnusable: something is missing or gives another result.
    """
    try:
        _check_pairs()
        _check_case_key()
        _check_file()
        secrets_of_code("0" * 24, "00" * 16)
    except VaultUnusable:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever is missing, do not start
        raise VaultUnusable(type(failure).__name__) from None


def _check_pairs() -> None:
    pair = OpeningPair(bytes(32))
    fingerprint = hashlib.sha256(pair.public).hexdigest()[:16]
    signer = SigningPair(bytes(32))
    signed = is_signed_by(signer.public, signer.sign(b"test"), b"test")
    forged = is_signed_by(signer.public, signer.sign(b"test"), b"tess")
    if fingerprint != XWING_PUBLIC_OF_ZERO_SEED or not signed or forged:
        raise VaultUnusable("key pairs")


def _check_case_key() -> None:
    ref = CaseRef("00" * 16, "corruption", "11" * 16)
    pair = OpeningPair(bytes(32))
    key = CaseKey.new(ref)
    sealed = key.shared.seal({"text": "ทดสอบ"}, table="t", column="c", row="r")
    officer = open_as_officer(ref, 1, key.wrap_for_officer("o", pair.public), "o", pair)
    reporter = open_as_reporter(ref, 1, key.wrap_for_reporter(pair.public), pair)
    for half in (officer.shared, reporter):
        if half.open(sealed, table="t", column="c", row="r") != {"text": "ทดสอบ"}:
            raise VaultUnusable("case key")
    desk = key.desk.seal({"text": "ทดสอบ"}, table="t", column="c", row="r")
    if _opens(reporter, desk, row="r") or _opens(officer.shared, sealed, row="s"):
        raise VaultUnusable("case key")


def _opens(half: HalfKey, sealed: bytes, *, row: str) -> bool:
    try:
        half.open(sealed, table="t", column="c", row=row)
    except Broken:
        return False
    return True


def _check_file() -> None:
    sealer = FileSealer("00" * 16)
    sealed = sealer.update(b"x" * 100_000) + sealer.finish(padding=1000)
    opened = b"".join(open_file(io.BytesIO(sealed), sealer.key, "00" * 16, 100_000))
    if opened != b"x" * 100_000:
        raise VaultUnusable("files")
