"""The append-only journal: who did what, and who opened what, day by day.

Three books, one for each channel and one for the office itself; each is a
chain in which every row carries the hash of the row before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.events import CAME, WENT, Event, fields_in_clear
from complaints.domain.sealed import Sealed
from complaints.records.database import Model, add_at_once, begin_row, new_id, run, table_of

OFFICE = "office"
REPORTER = "reporter"
SYSTEM = "system"


class JournalRow(Model, kw_only=True):
    """One event."""

    __tablename__ = "journal"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    book: Mapped[str] = mapped_column(sa.String(10))
    number: Mapped[int]
    event: Mapped[str] = mapped_column(sa.String(40))
    case_id: Mapped[str | None] = mapped_column(sa.String(32))
    actor_id: Mapped[str] = mapped_column(sa.String(32))
    on: Mapped[date]
    fields: Mapped[str] = mapped_column(sa.Text)
    object_sealed: Mapped[Sealed | None]
    previous: Mapped[bytes]
    digest: Mapped[bytes]

    __table_args__ = (
        sa.UniqueConstraint("book", "number"),
        sa.Index("ix_journal_book_event_on", "book", "event", "on"),
        sa.Index("ix_journal_case_id", "case_id"),
    )


class JournalHead(Model, kw_only=True):
    """The newest row of a book; locked while a row is added."""

    __tablename__ = "journal_heads"

    book: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    number: Mapped[int]
    digest: Mapped[bytes]


_HEADS = table_of(JournalHead)
_IS_HEAD = _HEADS.c.book == sa.bindparam("of_book")
_LOCK_HEAD = sa.select(_HEADS.c.number, _HEADS.c.digest).where(_IS_HEAD).with_for_update()
_MOVE_HEAD = (
    sa.update(_HEADS)
    .where(_IS_HEAD)
    .values(number=sa.bindparam("to_number"), digest=sa.bindparam("to_digest"))
)
_OF_CASE = (
    sa.select(JournalRow.book, JournalRow.event, JournalRow.on, JournalRow.actor_id)
    .where(
        JournalRow.case_id == sa.bindparam("of_case"),
        JournalRow.event.in_(sa.bindparam("of_events", expanding=True)),
    )
    .order_by(JournalRow.number)
)


@dataclass(frozen=True)
class Happened:
    """What a row of the record says in clear of a step in a case."""

    event: str
    on: date
    actor_id: str


@dataclass(frozen=True)
class Broken:
    """Where a book stops being a chain.

    :ivar number: number of the first row that does not fit.
    """

    book: str
    number: int


def write(
    session: Session,
    event: Event,
    *,
    channel: Channel | None,
    on: date,
    actor_id: str,
    case_id: str | None = None,
    object_sealed: Sealed | None = None,
    fields: dict[str, str] | None = None,
) -> JournalRow:
    """Add one event to its book; the caller commits.

    :param channel: whose book; None for the office's own.
    :param actor_id: an officer's id, ``reporter`` or ``system``.
    :param fields: exactly those that the event may carry.
    :raises ValueError: a field that the event does not have.
    """
    book = channel.value if channel else OFFICE
    clear = fields_in_clear(event, channel, fields or {})
    number, previous = _locked_head(session, book)
    row = JournalRow(
        book=book,
        number=number + 1,
        event=event.value,
        case_id=case_id,
        actor_id=actor_id,
        on=on,
        fields=json.dumps(clear, sort_keys=True, separators=(",", ":")) if clear else "",
        object_sealed=object_sealed,
        previous=previous,
        digest=b"",
    )
    row.digest = digest_of(row)
    add_at_once(session, [row])
    run(session, _MOVE_HEAD, {"of_book": book, "to_number": row.number, "to_digest": row.digest})
    return row


def of_case(
    session: Session, channel: Channel, case_id: str, events: Sequence[Event]
) -> list[Happened]:
    """Return what happened to a case in a channel, of the kinds wanted, oldest first."""
    values = {"of_case": case_id, "of_events": [event.value for event in events]}
    # Asked for the book as well, SQLite would walk the whole book in its order.
    return [
        Happened(row.event, row.on, row.actor_id)
        for row in run(session, _OF_CASE, values)
        if row.book == channel.value
    ]


def count_on(session: Session, case_id: str, events: Collection[Event], day: date) -> int:
    """Return how often one of some things happened to a case on a day."""
    query = sa.select(sa.func.count()).where(
        JournalRow.case_id == case_id,
        JournalRow.event.in_([event.value for event in events]),
        JournalRow.on == day,
    )
    return session.scalar(query) or 0


def newest_of(session: Session, channel: Channel, events: Sequence[Event]) -> list[JournalRow]:
    """Return what happened in a channel, of the kinds wanted, newest first."""
    query = (
        sa.select(JournalRow)
        .where(
            JournalRow.book == channel.value,
            JournalRow.event.in_([event.value for event in events]),
        )
        .order_by(JournalRow.number.desc())
    )
    return list(session.scalars(query))


def actors_of_case(session: Session, case_id: str, events: Collection[Event]) -> set[str]:
    """Return who did one of some things with a case."""
    query = sa.select(JournalRow.actor_id).where(
        JournalRow.case_id == case_id, JournalRow.event.in_([event.value for event in events])
    )
    return set(session.scalars(query.distinct()))


def digest_of(row: JournalRow) -> bytes:
    """Return the hash that the next row must carry, 32 bytes (SHA-256)."""
    parts = (
        row.id.encode(),
        row.book.encode(),
        str(row.number).encode(),
        row.event.encode(),
        (row.case_id or "").encode(),
        row.actor_id.encode(),
        row.on.isoformat().encode(),
        row.fields.encode(),
        row.object_sealed or b"",
        row.previous,
    )
    return hashlib.sha256(b"".join(len(p).to_bytes(4, "big") + p for p in parts)).digest()


def first_broken(session: Session, book: str) -> Broken | None:
    """Return the first row of a book that does not fit the chain, if any."""
    previous, number = bytes(32), 0
    query = sa.select(JournalRow).where(JournalRow.book == book).order_by(JournalRow.number)
    with session.scalars(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            number += 1
            fits = row.number == number and row.previous == previous
            if not fits or row.digest != digest_of(row):
                return Broken(book, number)
            previous = row.digest
    head = session.get(JournalHead, book, populate_existing=True)
    ends_at = (head.number, head.digest) if head else (0, bytes(32))
    return None if ends_at == (number, previous) else Broken(book, number + 1)


def _locked_head(session: Session, book: str) -> tuple[int, bytes]:
    """Return number and digest of a book's newest row; nobody else adds one meanwhile."""
    found = run(session, _LOCK_HEAD, {"of_book": book}).one_or_none()
    if found is None:
        begin_row(session, JournalHead, book=book, number=0, digest=bytes(32))
        found = run(session, _LOCK_HEAD, {"of_book": book}).one()
    return found.number, found.digest


def authors_of_result(session: Session, case_id: str) -> set[str]:
    """Return who completed a case last, and who last wrote a result for a second key."""
    steps = (Event.CASE_COMPLETED, Event.CASE_PROPOSED)
    return {actor for step in steps if (actor := last_actor(session, case_id, step))}


def last_movement(session: Session, case_id: str) -> tuple[Event, date] | None:
    """Return what last opened or ended a case, and when; None of one that never came."""
    query = (
        sa.select(JournalRow.event, JournalRow.on)
        .where(
            JournalRow.case_id == case_id,
            JournalRow.event.in_([event.value for event in (*CAME, *WENT)]),
        )
        .order_by(JournalRow.number.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return (Event(found.event), found.on) if found else None


def last_actor(session: Session, case_id: str, event: Event) -> str | None:
    """Return who did something with a case last: an officer's id, ``reporter`` or ``system``."""
    query = (
        sa.select(JournalRow.actor_id)
        .where(JournalRow.case_id == case_id, JournalRow.event == event.value)
        .order_by(JournalRow.number.desc())
        .limit(1)
    )
    return session.scalar(query)
