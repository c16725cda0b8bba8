"""Split sessions as rows and cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.records.database import add_at_once, new_id
from complaints.records.sessions import SessionRow, find_session
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
    row = SessionRow(
        id=cookie.row,
        officer_id=officer_id,
        expires_at=now + lasts,
        idle_until=now + idle,
        payload_sealed=seal_session(cookie.half, payload, agency_id=work.agency.id, row=cookie.row),
    )
    add_at_once(work.session, [row])
    return cookie


def read_session(work: Work, cookie: Cookie | None) -> tuple[SessionRow, dict[str, Any]] | None:
    """Return the row and what it holds, if the session still runs."""
    if cookie is None:
        return None
    row = find_session(work.session, cookie.row)
    now = naive_utc(work.now())
    if row is None or row.expires_at <= now or row.idle_until <= now:
        return None
    try:
        return row, open_session(
            cookie.half, row.payload_sealed, agency_id=work.agency.id, row=row.id
        )
    except Broken:
        return None


def end_session(office: Office, value: str | None) -> None:
    """Remove the row of a cookie; its half is worth nothing from then on."""
    cookie = Cookie.parse(value)
    if cookie is None:
        return
    with office.writing(Channel.GRIEVANCE) as work:
        found = read_session(work, cookie)
        if found is not None:
            work.session.delete(found[0])


def naive_utc(instant: datetime) -> datetime:
    """Return an instant as it stands in the database: UTC, without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)
