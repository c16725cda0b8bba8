"""What the desk signs under an order that changes an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from complaints.vault.pairs import is_signed_by
from complaints.vault.sealed import bound


@dataclass(frozen=True)
class SignedOrder:
    """An order; everything here is under the signatures.

    :ivar acting_for_id: empty where the order is about the officer's own term.
    :ivar until_on: None where no end is set.
    """

    agency_id: str
    channel: str
    order_id: str
    officer_id: str
    acting_for_id: str
    order_number: str
    from_on: date
    until_on: date | None
    asked_by: str

    def message(self) -> bytes:
        """Return what is signed."""
        return bound(
            "appointment order",
            self.agency_id,
            self.channel,
            self.order_id,
            self.officer_id,
            self.acting_for_id,
            self.order_number,
            self.from_on.isoformat(),
            self.until_on.isoformat() if self.until_on else "",
            self.asked_by,
        )

    def signed_by(self, signatures: Mapping[str, bytes], keys: Mapping[str, bytes]) -> set[str]:
        """Return whose signatures under it are good.

        :param signatures: by signer.
        :param keys: signing keys of those whose signature counts.
        """
        message = self.message()
        return {
            signer
            for signer, signature in signatures.items()
            if signer in keys and is_signed_by(keys[signer], signature, message)
        }
