"""The register of outgoing letters: numbers and days; the rest is sealed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.database import Model, count_up, new_id


class Letter(Model, kw_only=True):
    """One letter that left the office; unique in its book.

    ``book`` is the calendar year (B.E.) of the grievance register. A corruption
    case has a book of its own, because a running number would tell each
    reporter how many letters, and so cases, there were before.
    """

    __tablename__ = "letters"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"))
    book: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int]
    issued_on: Mapped[date]
    key_number: Mapped[int]
    content_sealed: Mapped[Sealed]

    __table_args__ = (
        sa.UniqueConstraint("book", "number"),
        sa.Index("ix_letters_case_id", "case_id"),
    )


class LetterBook(Model, kw_only=True):
    """The last number that was given in a book."""

    __tablename__ = "letter_books"

    book: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    last_number: Mapped[int]


class LetterHead(Model, kw_only=True):
    """What stands on the letters of a channel: the code of the office, and who signs."""

    __tablename__ = "letter_heads"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    prefix: Mapped[str] = mapped_column(sa.String(40), default="")
    signer_name: Mapped[str] = mapped_column(sa.String(200), default="")
    signer_position: Mapped[str] = mapped_column(sa.String(200), default="")


def next_in_book(session: Session, book: str) -> int:
    """Return the next number of a book; the row stays locked."""
    return count_up(session, LetterBook, {"book": book}, "last_number")


def letters_of_case(session: Session, case_id: str) -> list[Letter]:
    """Return the letters of a case, oldest first."""
    query = sa.select(Letter).where(Letter.case_id == case_id)
    return list(session.scalars(query.order_by(Letter.issued_on, Letter.number)))


def head_of(session: Session, channel: Channel) -> LetterHead:
    """Return what stands on the letters of a channel; nothing special where nothing is set."""
    return session.get(LetterHead, channel.value) or LetterHead(channel=channel.value)
