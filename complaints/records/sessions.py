"""Split sessions: sealed rows whose key is only in a cookie."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.sealed import Sealed
from complaints.records.database import Model, new_id


class SessionRow(Model, kw_only=True):
    """A session of an officer, or of a reporter (without an officer's id).

    Times are UTC without a zone; a reporter's end is rounded up to the hour,
    so that the row tells no moment.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    officer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"), index=True)
    expires_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    payload_sealed: Mapped[Sealed]


_BY_ID = sa.select(SessionRow).where(SessionRow.id == sa.bindparam("of_id"))


def find_session(session: Session, row_id: str) -> SessionRow | None:
    """Return a session by the id of its row."""
    return session.scalar(_BY_ID, {"of_id": row_id})


class SearchIndex(Model, kw_only=True):
    """What an officer's session has opened for searching, sealed under the half in the cookie.

    It goes with the session: at sign-out, at its end, when the account is closed.
    """

    __tablename__ = "search_indexes"

    session_id: Mapped[str] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    texts_sealed: Mapped[Sealed]


def search_parts(session: Session, session_id: str) -> list[SearchIndex]:
    """Return what a session has opened for searching, in parts."""
    query = (
        sa.select(SearchIndex)
        .where(SearchIndex.session_id == session_id)
        .order_by(SearchIndex.part)
    )
    return list(session.scalars(query))


def ended_by(session: Session, now: datetime) -> list[SessionRow]:
    """Return the sessions that are over, by their time or because nobody used them."""
    ended = sa.or_(SessionRow.expires_at <= now, SessionRow.idle_until <= now)
    return list(session.scalars(sa.select(SessionRow).where(ended)))


def sessions_of_officer(session: Session, officer_id: str) -> list[SessionRow]:
    """Return every session of an officer."""
    return list(session.scalars(sa.select(SessionRow).where(SessionRow.officer_id == officer_id)))


def remove_sessions(session: Session, row_ids: Collection[str]) -> None:
    """Remove sessions, and with them what they have opened for searching."""
    session.execute(sa.delete(SessionRow).where(SessionRow.id.in_(row_ids)))
