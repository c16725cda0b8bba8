"""The envelopes in which custodians hold a channel's recovery key."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.database import Model


class RecoveryEnvelopes(Model, kw_only=True):
    """A channel's recovery key, sealed to every choice of custodians that suffices.

    ``custodians`` says in clear who they are: fingerprints and names, as JSON.
    """

    __tablename__ = "recovery_envelopes"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    quorum: Mapped[int]
    custodians: Mapped[str] = mapped_column(sa.Text)
    made_on: Mapped[date]
    envelopes_sealed: Mapped[Sealed]


def envelopes_of(session: Session, channel: Channel) -> RecoveryEnvelopes | None:
    """Return the envelopes of a channel; None while a single file holds its key."""
    return session.get(RecoveryEnvelopes, channel.value)


_QUORUM = sa.select(RecoveryEnvelopes.quorum).where(
    RecoveryEnvelopes.channel == sa.bindparam("of_channel")
)


def quorum_of(session: Session, channel: Channel) -> int:
    """Return how many custodians must come together; 0 while a single file holds the key."""
    return session.scalar(_QUORUM, {"of_channel": channel.value}) or 0
