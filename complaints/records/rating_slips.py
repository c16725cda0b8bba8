"""Slips by which a matter is rated once: the digest of a token, and a sealed answer."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.sealed import Sealed
from complaints.records.database import Model


class RatingSlip(Model, kw_only=True):
    """The newest slip of a case; printing another replaces it.

    What is answered is sealed to ``answer_key``; what opens it is sealed in the
    shared half of the case. Once answered, the token is forgotten.
    """

    __tablename__ = "rating_slips"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    token_index: Mapped[bytes | None]
    expires_on: Mapped[date]
    answer_key: Mapped[bytes]
    key_number: Mapped[int]
    seed_sealed: Mapped[Sealed]
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer_sealed: Mapped[Sealed | None] = mapped_column(default=None)

    __table_args__ = (
        sa.UniqueConstraint("token_index"),
        sa.CheckConstraint(
            "(token_index IS NULL) = (answered_on IS NOT NULL)"
            " AND (answered_on IS NULL) = (answer_sealed IS NULL)",
            name="answered_once_and_then_spent",
        ),
    )


_OF_CASE = (
    sa.select(RatingSlip)
    .where(RatingSlip.case_id == sa.bindparam("of_case"))
    .execution_options(populate_existing=True)
)


def slip_of_case(session: Session, case_id: str) -> RatingSlip | None:
    """Return the slip of a case, answered or not, as the database has it now."""
    return session.scalar(_OF_CASE, {"of_case": case_id})


def find_slip(session: Session, token_index: bytes) -> RatingSlip | None:
    """Return the slip whose token is known by its digest."""
    return session.scalar(sa.select(RatingSlip).where(RatingSlip.token_index == token_index))


def end_slip(session: Session, case_id: str) -> None:
    """Take the slip of a case away, unless it was answered."""
    session.execute(
        sa.delete(RatingSlip).where(RatingSlip.case_id == case_id, RatingSlip.answered_on.is_(None))
    )
