"""Requests that take two people: sealed to those who may confirm, signed by both."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.pairs import OpeningPair, seal_to
from complaints.vault.sealed import Place, bound, open_text, seal_text


@dataclass(frozen=True)
class Request:
    """What one person asked for; everything here is under the signature.

    :ivar particulars_sealed: what it is about, in words, sealed.
    """

    agency_id: str
    channel: str
    request_id: str
    case_id: str
    deed: str
    asked_by: str
    asked_on: date
    expires_on: date
    particulars_sealed: bytes

    def message(self) -> bytes:
        """Return what the person who asks signs."""
        return bound(
            "two people ask",
            self.agency_id,
            self.channel,
            self.request_id,
            self.case_id,
            self.deed,
            self.asked_by,
            self.asked_on.isoformat(),
            self.expires_on.isoformat(),
            hashlib.sha256(self.particulars_sealed).digest(),
        )

    def confirmation(self, confirmed_by: str, confirmed_on: date) -> bytes:
        """Return what the second person signs: the request, and who confirms it when."""
        return bound("two people confirm", self.message(), confirmed_by, confirmed_on.isoformat())


def seal_particulars(
    agency_id: str,
    channel: str,
    request_id: str,
    particulars: Mapping[str, Any],
    recipients: Mapping[str, bytes],
) -> tuple[Sealed, dict[str, Sealed]]:
    """Seal what a request is about, and its key to each who may read it.

    :param recipients: public opening keys by holder.
    :return: the sealed particulars, and wraps by holder.
    """
    key = os.urandom(32)
    text = json.dumps(particulars, ensure_ascii=False, separators=(",", ":"))
    wraps = {
        holder: Sealed(seal_to(public, key, _info(agency_id, channel, request_id, holder)))
        for holder, public in recipients.items()
    }
    return seal_text(key, text, _place(agency_id, channel, request_id)), wraps


def open_particulars(
    request: Request, wrapped: bytes, holder_id: str, pair: OpeningPair
) -> dict[str, Any]:
    """Open what a request is about.

    :raises Broken: not sealed to this holder, another request's, or changed.
    """
    agency_id, channel, row = request.agency_id, request.channel, request.request_id
    key = pair.open(wrapped, _info(agency_id, channel, row, holder_id))
    place = _place(agency_id, channel, row)
    opened = json.loads(open_text(key, request.particulars_sealed, place))
    if not isinstance(opened, dict):
        raise Broken(Code.SEAL_IS_BROKEN)
    return opened


def _info(agency_id: str, channel: str, request_id: str, holder_id: str) -> bytes:
    return bound("two people read", agency_id, channel, request_id, holder_id)


def _place(agency_id: str, channel: str, request_id: str) -> Place:
    return Place(agency_id, channel, "", "two_person_requests", "particulars_sealed", request_id)
