"""Orders that change an appointment, or let somebody act for a colleague for a time."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id
from complaints.records.officers import Officer


class AppointmentOrder(Model, kw_only=True):
    """An order as the administrator enters it; waits until the desk has signed it enough.

    :ivar acting_for_id: whom the officer acts for; None where it is the officer's own term.
    """

    __tablename__ = "appointment_orders"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    officer_id: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"), index=True)
    acting_for_id: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"))
    order_number: Mapped[str] = mapped_column(sa.String(60))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(sa.String(32))
    asked_on: Mapped[date]
    is_complete: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        sa.CheckConstraint(
            "acting_for_id IS NULL OR until_on IS NOT NULL", name="acting_for_somebody_ends"
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name="an_order_ends_after_it_begins"
        ),
    )


class AppointmentSignature(Model, kw_only=True):
    """One signature of the desk under an order."""

    __tablename__ = "appointment_signatures"

    order_id: Mapped[str] = mapped_column(
        sa.ForeignKey("appointment_orders.id", ondelete="CASCADE"), primary_key=True
    )
    signer_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    signature: Mapped[bytes]
    signed_on: Mapped[date]


def orders_of(session: Session, officer_id: str) -> list[AppointmentOrder]:
    """Return the orders about an officer, the newest first."""
    query = (
        sa.select(AppointmentOrder)
        .where(AppointmentOrder.officer_id == officer_id)
        .order_by(AppointmentOrder.asked_on.desc(), AppointmentOrder.id)
    )
    return list(session.scalars(query))


def waiting_orders(session: Session, channel: Channel) -> list[AppointmentOrder]:
    """Return the orders about officers of a desk that still want signatures, oldest first."""
    query = (
        sa.select(AppointmentOrder)
        .join(Officer, Officer.id == AppointmentOrder.officer_id)
        .where(Officer.channel == channel.value, AppointmentOrder.is_complete.is_(False))
        .order_by(AppointmentOrder.asked_on, AppointmentOrder.id)
    )
    return list(session.scalars(query))


def remove_waiting_orders(session: Session, officer_id: str) -> int:
    """Remove the orders about an officer that nobody needs to sign any more; count them."""
    query = sa.select(AppointmentOrder).where(
        AppointmentOrder.officer_id == officer_id, AppointmentOrder.is_complete.is_(False)
    )
    waiting = list(session.scalars(query))
    for order in waiting:
        session.execute(
            sa.delete(AppointmentSignature).where(AppointmentSignature.order_id == order.id)
        )
        session.delete(order)
    session.flush()
    return len(waiting)


def signatures_under(session: Session, order_id: str) -> list[AppointmentSignature]:
    """Return the signatures under an order."""
    query = (
        sa.select(AppointmentSignature)
        .where(AppointmentSignature.order_id == order_id)
        .order_by(AppointmentSignature.signer_id)
    )
    return list(session.scalars(query))


def acting_on(session: Session, day: date) -> list[AppointmentOrder]:
    """Return the signed orders by which somebody acts for a colleague on a day."""
    query = sa.select(AppointmentOrder).where(
        AppointmentOrder.acting_for_id.is_not(None),
        AppointmentOrder.is_complete.is_(True),
        AppointmentOrder.from_on <= day,
        AppointmentOrder.until_on >= day,
    )
    return list(session.scalars(query.order_by(AppointmentOrder.from_on, AppointmentOrder.id)))
