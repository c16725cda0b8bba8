"""The register of outgoing letters: numbers and days; the rest is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import Model, count_up, new_id

_YEAR_DIGITS = 4


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


_OF_CASE = (
    sa.select(Letter)
    .where(Letter.case_id == sa.bindparam("of_case"))
    .order_by(Letter.issued_on, Letter.number)
)
_HEAD = sa.select(LetterHead).where(LetterHead.channel == sa.bindparam("of_channel"))


def next_in_book(session: Session, book: str) -> int:
    """Return the next number of a book; the row stays locked."""
    return count_up(session, LetterBook, {"book": book}, "last_number")


def letters_of_case(session: Session, case_id: str) -> list[Letter]:
    """Return the letters of a case, oldest first."""
    return list(session.scalars(_OF_CASE, {"of_case": case_id}))


def years_of_books(session: Session) -> list[int]:
    """Return the years (B.E.) of the grievance register, newest first."""
    query = sa.select(LetterBook.book).where(sa.func.length(LetterBook.book) == _YEAR_DIGITS)
    return sorted((int(book) for book in session.scalars(query)), reverse=True)


def last_numbers(session: Session, books: Sequence[str]) -> dict[str, int]:
    """Return the last number that was given in each of some books."""
    query = sa.select(LetterBook.book, LetterBook.last_number).where(LetterBook.book.in_(books))
    return {row[0]: row[1] for row in session.execute(query)}


def letters_between(session: Session, book: str, first: int, last: int) -> list[Letter]:
    """Return the letters of a stretch of numbers of a book."""
    query = sa.select(Letter).where(Letter.book == book, Letter.number.between(first, last))
    return list(session.scalars(query))


def letters_held(session: Session, channel: Channel, holder_id: str) -> list[Letter]:
    """Return every letter of a channel whose key an officer holds, oldest first."""
    query = (
        sa.select(Letter)
        .join(Case, Case.id == Letter.case_id)
        .join(
            KeyWrap,
            sa.and_(KeyWrap.case_id == Letter.case_id, KeyWrap.key_number == Letter.key_number),
        )
        .where(Case.channel == channel.value, KeyWrap.recipient_id == holder_id)
        .order_by(Letter.issued_on, Letter.case_id, Letter.number)
    )
    return list(session.scalars(query))


def head_of(session: Session, channel: Channel) -> LetterHead:
    """Return what stands on the letters of a channel; nothing special where nothing is set."""
    found = session.scalar(_HEAD, {"of_channel": channel.value})
    return found or LetterHead(channel=channel.value)
