"""Accounts of the office, and the roster of those who may be sealed to."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.alarms import stands_on
from complaints.records.database import Model, new_id, run, table_of


class Officer(Model, kw_only=True):
    """An account of the office; name, post and order are public by appointment."""

    __tablename__ = "officers"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    full_name: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[str] = mapped_column(sa.String(20))
    channel: Mapped[str | None] = mapped_column(sa.String(10))
    unit_id: Mapped[str | None] = mapped_column(sa.ForeignKey("units.id"))
    is_receiving: Mapped[bool] = mapped_column(default=False)
    order_number: Mapped[str] = mapped_column(sa.String(60), default="")
    appointed_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    link_index: Mapped[bytes | None] = mapped_column(default=None)
    link_expires_on: Mapped[date | None] = mapped_column(default=None)
    link_for: Mapped[str] = mapped_column(sa.String(10), default="enrol")
    salt: Mapped[bytes | None] = mapped_column(default=None)
    secrets_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    opening_key: Mapped[bytes | None] = mapped_column(default=None)
    signing_key: Mapped[bytes | None] = mapped_column(default=None)
    totp_last_step: Mapped[int] = mapped_column(sa.BigInteger, default=-1)

    @property
    def is_enrolled(self) -> bool:
        """Say whether the officer has made keys."""
        return self.opening_key is not None

    def is_appointed(self, today: date) -> bool:
        """Say whether the appointment is in force on a day."""
        if self.closed_on is not None or today < self.appointed_on:
            return False
        return self.ends_on is None or today <= self.ends_on


class RosterEntry(Model, kw_only=True):
    """One numbered line of a channel's roster; waits until it is signed enough."""

    __tablename__ = "roster_entries"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    number: Mapped[int]
    change: Mapped[str] = mapped_column(sa.String(10))
    seat: Mapped[str] = mapped_column(sa.String(10))
    holder_id: Mapped[str] = mapped_column(sa.String(32))
    opening_key: Mapped[bytes]
    signing_key: Mapped[bytes]
    previous: Mapped[bytes]
    made_on: Mapped[date]
    is_complete: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (sa.UniqueConstraint("channel", "number"),)


class RosterSignature(Model, kw_only=True):
    """One signature under a line of the roster."""

    __tablename__ = "roster_signatures"

    entry_id: Mapped[str] = mapped_column(sa.ForeignKey("roster_entries.id"), primary_key=True)
    signer_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    signature: Mapped[bytes]
    signed_on: Mapped[date]


_OF_DESK = (
    sa.select(Officer)
    .where(Officer.channel == sa.bindparam("of_channel"), Officer.closed_on.is_(None))
    .order_by(Officer.full_name)
)
_ENTRIES, _SIGNATURES = table_of(RosterEntry), table_of(RosterSignature)
_SIGNED_LINES = (
    sa.select(
        _ENTRIES.c.number,
        _ENTRIES.c.change,
        _ENTRIES.c.seat,
        _ENTRIES.c.holder_id,
        _ENTRIES.c.opening_key,
        _ENTRIES.c.signing_key,
        _ENTRIES.c.previous,
        _SIGNATURES.c.signer_id,
        _SIGNATURES.c.signature,
        stands_on(sa.bindparam("of_channel", type_=sa.String)),
    )
    .select_from(_ENTRIES.outerjoin(_SIGNATURES, _SIGNATURES.c.entry_id == _ENTRIES.c.id))
    .where(_ENTRIES.c.channel == sa.bindparam("of_channel"), _ENTRIES.c.is_complete.is_(True))
    .order_by(_ENTRIES.c.number, _SIGNATURES.c.signer_id)
)


def find_officer(session: Session, officer_id: str) -> Officer | None:
    """Return an account by its id."""
    return session.get(Officer, officer_id)


def find_by_name(session: Session, name: str) -> Officer | None:
    """Return an account by its sign-in name."""
    return session.scalar(sa.select(Officer).where(Officer.name == name))


def find_by_link(
    session: Session, link_index: bytes, *, for_change: bool = False
) -> Officer | None:
    """Return the account that an unspent one-time link belongs to.

    :param for_change: nobody else spends the link until this work has ended.
    """
    query = sa.select(Officer).where(Officer.link_index == link_index)
    return session.scalar(query.with_for_update() if for_change else query)


def all_officers(session: Session) -> list[Officer]:
    """Return every account, closed ones too, by name."""
    return list(session.scalars(sa.select(Officer).order_by(Officer.full_name)))


def officers_of_desk(session: Session, channel: Channel) -> list[Officer]:
    """Return the accounts of a desk that are not closed, by name."""
    return list(session.scalars(_OF_DESK, {"of_channel": channel.value}))


def ids_of_left(session: Session, channel: Channel, today: date) -> list[str]:
    """Return the accounts of a desk whose appointment has ended."""
    has_ended = sa.or_(Officer.closed_on.is_not(None), Officer.ends_on < today)
    return list(
        session.scalars(sa.select(Officer.id).where(Officer.channel == channel.value, has_ended))
    )


def roster_entries(session: Session, channel: Channel) -> list[RosterEntry]:
    """Return the lines of a channel's roster in order, waiting ones too."""
    query = (
        sa.select(RosterEntry)
        .where(RosterEntry.channel == channel.value)
        .order_by(RosterEntry.number)
    )
    return list(session.scalars(query))


def roster_signatures(session: Session, channel: Channel) -> dict[str, list[RosterSignature]]:
    """Return all signatures of a channel's roster by the entry they stand under."""
    query = (
        sa.select(RosterSignature)
        .join(RosterEntry, RosterEntry.id == RosterSignature.entry_id)
        .where(RosterEntry.channel == channel.value)
        .order_by(RosterSignature.signer_id)
    )
    found: dict[str, list[RosterSignature]] = {}
    for signature in session.scalars(query):
        found.setdefault(signature.entry_id, []).append(signature)
    return found


def signed_lines(session: Session, channel: Channel) -> tuple[tuple[Any, ...], ...]:
    """Return the complete lines of a roster in order, once for each signature.

    :return: number, change, seat, holder, opening key, signing key, previous hash,
        signer, signature and whether an alarm stands on the channel; plain values, so
        that equal rosters compare equal. Asked in one statement, because filing waits.
    """
    lines = run(session, _SIGNED_LINES, {"of_channel": channel.value})
    return tuple(tuple(line) for line in lines)


def remove_signatures(session: Session, entry: RosterEntry) -> None:
    """Take the signatures from a line that waits; they were for another number."""
    session.execute(sa.delete(RosterSignature).where(RosterSignature.entry_id == entry.id))


def remove_waiting(session: Session, entry: RosterEntry) -> None:
    """Remove a line that waits, with its signatures."""
    remove_signatures(session, entry)
    session.delete(entry)
