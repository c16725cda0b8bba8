"""Split sessions: a sealed row on the server, its key only in the cookie."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.sealed import Place, derive, open_sealed, seal

HALF_BYTES = 32


def new_half() -> bytes:
    """Return the random half that lives in the cookie alone."""
    return os.urandom(HALF_BYTES)


def seal_session(half: bytes, payload: Mapping[str, Any], *, agency_id: str, row: str) -> Sealed:
    """Seal what a session needs under the half in the cookie."""
    raw = json.dumps(payload, separators=(",", ":")).encode()
    return seal(derive(half, "session"), raw, _place(agency_id, row))


def open_session(half: bytes, sealed: bytes, *, agency_id: str, row: str) -> dict[str, Any]:
    """Open a session row.

    :raises Broken: another half, another row, or changed bytes.
    """
    opened = json.loads(open_sealed(derive(half, "session"), sealed, _place(agency_id, row)))
    if not isinstance(opened, dict):
        raise Broken(Code.SEAL_IS_BROKEN)
    return opened


def _place(agency_id: str, row: str) -> Place:
    return Place(agency_id, "", "", "sessions", "payload_sealed", row)
