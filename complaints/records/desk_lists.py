"""The lists that a desk edits for its work: receiving bodies and reply templates."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id


class Body(Model, kw_only=True):
    """An agency outside to which a matter can be forwarded."""

    __tablename__ = "bodies"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(default=None)


class ReplyTemplate(Model, kw_only=True):
    """Words of the office that serve in many replies; about no case."""

    __tablename__ = "reply_templates"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    text_th: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(default=None)


def active_bodies(session: Session) -> list[Body]:
    """Return the bodies that are offered, in their order."""
    query = sa.select(Body).where(Body.retired_on.is_(None)).order_by(Body.position, Body.id)
    return list(session.scalars(query))


def active_templates(session: Session, channel: Channel) -> list[ReplyTemplate]:
    """Return the templates of a desk, in their order."""
    query = (
        sa.select(ReplyTemplate)
        .where(ReplyTemplate.channel == channel.value, ReplyTemplate.retired_on.is_(None))
        .order_by(ReplyTemplate.position, ReplyTemplate.id)
    )
    return list(session.scalars(query))


def next_position(session: Session, table: type[Body] | type[ReplyTemplate]) -> int:
    """Return the position behind the last row of a list."""
    return (session.scalar(sa.select(sa.func.max(table.position))) or 0) + 1
