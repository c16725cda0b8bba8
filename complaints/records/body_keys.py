"""Keys to which bundles for receiving bodies are sealed, and who compared them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model


class BodyKeyRow(Model, kw_only=True):
    """The public key of a body, as one desk has compared it.

    Each who compared it signed key, body and its name. A row that somebody
    writes into the database is worth nothing.
    """

    __tablename__ = "body_keys"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    body_id: Mapped[str] = mapped_column(sa.ForeignKey("bodies.id"), primary_key=True)
    opening_key: Mapped[bytes]
    first_id: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"))
    first_way: Mapped[str] = mapped_column(sa.String(10))
    first_on: Mapped[date]
    first_signature: Mapped[bytes]
    second_id: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"), default=None)
    second_way: Mapped[str | None] = mapped_column(sa.String(10), default=None)
    second_on: Mapped[date | None] = mapped_column(default=None)
    second_signature: Mapped[bytes | None] = mapped_column(default=None)

    __table_args__ = (
        sa.CheckConstraint(
            "(second_id IS NULL) = (second_signature IS NULL)"
            " AND (second_id IS NULL) = (second_way IS NULL)"
            " AND (second_id IS NULL) = (second_on IS NULL)",
            name="compared_again_is_signed_and_dated",
        ),
        sa.CheckConstraint(
            "second_id <> first_id AND second_way <> first_way",
            name="compared_again_by_another_another_way",
        ),
    )


def keys_of_desk(session: Session, channel: Channel) -> dict[str, BodyKeyRow]:
    """Return the keys that a desk has, by body."""
    query = sa.select(BodyKeyRow).where(BodyKeyRow.channel == channel.value)
    return {row.body_id: row for row in session.scalars(query)}


def key_of_body(
    session: Session, channel: Channel, body_id: str, *, for_change: bool = False
) -> BodyKeyRow | None:
    """Return a body's key at a desk.

    :param for_change: hold it against a second writer.
    """
    query = sa.select(BodyKeyRow).where(
        BodyKeyRow.channel == channel.value, BodyKeyRow.body_id == body_id
    )
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()
