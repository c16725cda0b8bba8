"""Requests about personal data: that one came and how it was answered, never whose."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.records.database import Model


class DataRequest(Model, kw_only=True):
    """One request; the letter itself, with a name on it, stays in the office's files."""

    __tablename__ = "data_requests"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    right: Mapped[str] = mapped_column(sa.String(12))
    received_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"))
    reply: Mapped[str | None] = mapped_column(sa.String(10), default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answered_by: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"), default=None)

    __table_args__ = (
        sa.CheckConstraint(
            "(reply IS NULL) = (answered_on IS NULL) AND (reply IS NULL) = (answered_by IS NULL)",
            name="answered_with_a_reply_by_somebody",
        ),
    )


def all_requests(session: Session) -> list[DataRequest]:
    """Return every request, newest first."""
    return list(session.scalars(sa.select(DataRequest).order_by(DataRequest.number.desc())))


def last_number(session: Session) -> int:
    """Return the number of the newest request, 0 before the first."""
    return session.scalar(sa.select(sa.func.max(DataRequest.number))) or 0
