"""Requests that wait for a second person, and who can read what they are about."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.database import Model, new_id


class TwoPersonRequest(Model, kw_only=True):
    """One asked for a deed on a case; a second may have confirmed it.

    What it is about in words is sealed, to those who may confirm and to the
    one who asked. Both acts are signed, so a row that somebody writes into the
    database is worth nothing.
    """

    __tablename__ = "two_person_requests"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"))
    deed: Mapped[str] = mapped_column(sa.String(20))
    asked_by: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"))
    asked_on: Mapped[date]
    expires_on: Mapped[date]
    particulars_sealed: Mapped[Sealed]
    asked_signature: Mapped[bytes]
    confirmed_by: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"), default=None)
    confirmed_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_signature: Mapped[bytes | None] = mapped_column(default=None)

    __table_args__ = (
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_signature IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_on IS NULL)",
            name="confirmed_is_signed_and_dated",
        ),
        sa.CheckConstraint("confirmed_by <> asked_by", name="confirmed_by_another"),
        sa.Index("ix_two_person_requests_case_id", "case_id"),
    )


class TwoPersonWrap(Model, kw_only=True):
    """The key of a request's particulars, sealed to one who may read them."""

    __tablename__ = "two_person_wraps"

    request_id: Mapped[str] = mapped_column(
        sa.ForeignKey("two_person_requests.id"), primary_key=True
    )
    holder_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    key_sealed: Mapped[Sealed]


Held = tuple[TwoPersonRequest, TwoPersonWrap]


def requests_held(session: Session, channel: Channel, holder_id: str, today: date) -> list[Held]:
    """Return the requests of a channel that a holder can read and that still run."""
    query = (
        _held_by(channel, holder_id)
        .where(TwoPersonRequest.expires_on >= today)
        .order_by(TwoPersonRequest.asked_on, TwoPersonRequest.id)
    )
    return [(request, wrap) for request, wrap in session.execute(query)]


def request_held(
    session: Session, channel: Channel, holder_id: str, request_id: str
) -> Held | None:
    """Return one request that a holder can read, held against a second writer."""
    query = _held_by(channel, holder_id).where(TwoPersonRequest.id == request_id)
    found = session.execute(query.with_for_update(of=TwoPersonRequest)).one_or_none()
    return (found[0], found[1]) if found else None


def remove_request(session: Session, request: TwoPersonRequest) -> None:
    """Remove a request that was used, withdrawn or overtaken."""
    _remove(session, TwoPersonRequest.id == request.id)


def remove_requests_of_case(session: Session, case_id: str, *, asked_by: str | None = None) -> None:
    """Remove every request on a case, or those that one person asked for."""
    mine = [TwoPersonRequest.asked_by == asked_by] if asked_by else []
    _remove(session, TwoPersonRequest.case_id == case_id, *mine)


def remove_requests_of_person(session: Session, officer_id: str) -> None:
    """Remove what one person asked for, and what he could read of others' requests."""
    _remove(session, TwoPersonRequest.asked_by == officer_id)
    session.execute(sa.delete(TwoPersonWrap).where(TwoPersonWrap.holder_id == officer_id))


def remove_expired_requests(session: Session, today: date) -> None:
    """Remove the requests whose last day is over."""
    _remove(session, TwoPersonRequest.expires_on < today)


def remove_request_wraps(session: Session, case_id: str, holder_id: str) -> None:
    """Take from a holder what he could read of the requests on a case."""
    on_case = sa.select(TwoPersonRequest.id).where(TwoPersonRequest.case_id == case_id)
    session.execute(
        sa.delete(TwoPersonWrap).where(
            TwoPersonWrap.request_id.in_(on_case), TwoPersonWrap.holder_id == holder_id
        )
    )


def _held_by(channel: Channel, holder_id: str) -> sa.Select[TwoPersonRequest, TwoPersonWrap]:
    return (
        sa.select(TwoPersonRequest, TwoPersonWrap)
        .join(TwoPersonWrap, TwoPersonWrap.request_id == TwoPersonRequest.id)
        .where(TwoPersonRequest.channel == channel.value, TwoPersonWrap.holder_id == holder_id)
    )


def _remove(session: Session, *conditions: sa.ColumnElement[bool]) -> None:
    ids = sa.select(TwoPersonRequest.id).where(*conditions)
    session.execute(sa.delete(TwoPersonWrap).where(TwoPersonWrap.request_id.in_(ids)))
    session.execute(sa.delete(TwoPersonRequest).where(*conditions))
