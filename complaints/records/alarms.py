"""Alarms: what an officer remembered did not fit what stands here, so the desk stopped."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id


class Alarm(Model, kw_only=True):
    """One officer's finding; while it stands, nothing is sealed on the channel."""

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    reason: Mapped[str] = mapped_column(sa.String(40))
    raised_by: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"))
    raised_on: Mapped[date]
    lifted_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (sa.Index("ix_alarms_channel_lifted_on", "channel", "lifted_on"),)


def stands_on(channel: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an alarm stands on a channel, for other queries to carry."""
    return sa.exists().where(Alarm.channel == channel, Alarm.lifted_on.is_(None))


def standing_alarms(session: Session, channel: Channel) -> list[Alarm]:
    """Return the alarms of a channel that nobody has lifted, oldest first."""
    query = (
        sa.select(Alarm)
        .where(Alarm.channel == channel.value, Alarm.lifted_on.is_(None))
        .order_by(Alarm.raised_on, Alarm.id)
    )
    return list(session.scalars(query))
