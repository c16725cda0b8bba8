"""Split sessions as rows and cookies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.records.database import add_at_once, new_id
from complaints.records.sessions import (
    SessionRow,
    ended_by,
    find_session,
    remove_sessions,
    sessions_of_officer,
)
from complaints.vault.halves import HALF_BYTES, new_half, open_session, seal_session
from complaints.work import Work
from complaints.work.office import Office


@dataclass(frozen=True)
class Cookie:
    """What the browser keeps: a row and the half that opens it."""

    row: str
    half: bytes = field(repr=False)

    @property
    def value(self) -> str:
        """Return the text of the cookie."""
        return f"{self.row}.{self.half.hex()}"

    @classmethod
    def parse(cls, value: str | None) -> Cookie | None:
        """Return the cookie of a text, or None if it is none."""
        row, _, half = (value or "").partition(".")
        if len(row) != 32 or len(half) != HALF_BYTES * 2 or not (row + half).isascii():
            return None
        try:
            return cls(f"{int(row, 16):032x}", bytes.fromhex(half))
        except ValueError:
            return None


def begin_session(
    work: Work,
    payload: Mapping[str, Any],
    *,
    officer_id: str | None,
    lasts: timedelta,
    idle: timedelta,
) -> Cookie:
    """Begin a session and return its cookie."""
    now = naive_utc(work.now())
    cookie = Cookie(new_id(), new_half())
    name = _row_name(cookie.row, officer_id, now + lasts)
    row = SessionRow(
        id=cookie.row,
        officer_id=officer_id,
        expires_at=now + lasts,
        idle_until=now + idle,
        payload_sealed=seal_session(cookie.half, payload, agency_id=work.agency.id, row=name),
    )
    add_at_once(work.session, [row])
    return cookie


def read_session(work: Work, cookie: Cookie | None) -> tuple[SessionRow, dict[str, Any]] | None:
    """Return the row and what it holds, if the session still runs.

    One that was ended does not, although somebody brings its row back.
    """
    if cookie is None:
        return None
    row = find_session(work.session, cookie.row)
    now = naive_utc(work.now())
    if row is None or row.expires_at <= now or row.idle_until <= now:
        return None
    name = _row_name(row.id, row.officer_id, row.expires_at)
    try:
        payload = open_session(cookie.half, row.payload_sealed, agency_id=work.agency.id, row=name)
    except Broken:
        return None
    return None if work.ended.knows(row.id, row.expires_at) else (row, payload)


def end_session(office: Office, value: str | None) -> None:
    """End the session of a cookie; row and half are worth nothing from then on."""
    cookie = Cookie.parse(value)
    if cookie is None:
        return
    with office.writing(Channel.GRIEVANCE) as work:
        found = read_session(work, cookie)
        if found is not None:
            remove_sessions(work.session, [found[0].id])
    if found is not None:  # afterwards: the row is gone although the disk may fail here
        office.ended.remember([(found[0].id, found[0].expires_at)])


def end_sessions_of(work: Work, officer_id: str) -> None:
    """End every session of an officer."""
    _end(work, sessions_of_officer(work.session, officer_id))


def end_expired(work: Work) -> int:
    """Remove the sessions that are over, and return how many there were."""
    now = naive_utc(work.now())
    over = ended_by(work.session, now)
    _end(work, over)
    work.ended.forget(now)  # a row whose time is over opens nothing anyway
    return len(over)


def _end(work: Work, rows: Sequence[SessionRow]) -> None:
    remove_sessions(work.session, [row.id for row in rows])
    work.ended.remember((row.id, row.expires_at) for row in rows)


def _row_name(row_id: str, officer_id: str | None, expires_at: datetime) -> str:
    """Return what a session is bound to: nobody gives it another end, or to somebody else."""
    return f"{row_id}/{officer_id or 'reporter'}/{expires_at.isoformat()}"


def naive_utc(instant: datetime) -> datetime:
    """Return an instant as it stands in the database: UTC, without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)
