"""Time-based one-time passwords for the second factor."""

from __future__ import annotations

import base64
import hmac
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
_DRIFT_STEPS = 1


def totp_at(secret: bytes, instant: float) -> str:
    """Return the six digits that a telephone shows at an instant.

    :param instant: seconds since 1970, UTC.
    :source: RFC 6238; SHA-1, as every authenticator takes it.
    """
    generator = TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - RFC 6238's HMAC
    return generator.generate(int(instant)).decode()


def accepted_step(secret: bytes, typed: str, instant: float, last_step: int) -> int | None:
    """Return the time step whose digits were typed, or None.

    A step at or before ``last_step`` is refused: a code serves once.

    :param last_step: the step of the last accepted code; -1 if none.
    """
    now = int(instant) // STEP_SECONDS
    found: int | None = None
    sent = typed.encode(errors="replace")  # comparing needs bytes: people type any letter
    for step in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        matches = hmac.compare_digest(totp_at(secret, step * STEP_SECONDS).encode(), sent)
        if matches and step > last_step:
            found = step
    return found


def provisioning_address(secret: bytes, *, issuer: str, account: str) -> str:
    """Return the ``otpauth`` address that a telephone scans."""
    encoded = base32(secret)
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?secret={encoded}&issuer={quote(issuer)}"


def base32(secret: bytes) -> str:
    """Return a secret in the letters in which people type it."""
    return base64.b32encode(secret).decode().rstrip("=")
