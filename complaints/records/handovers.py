"""Cases that an officer held before his key was lost, waiting for a colleague."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.cases import Case, IdentityNest, KeyWrap
from complaints.records.database import Model, table_of


class Handover(Model, kw_only=True):
    """A case whose keys an officer is to get again, for a new key of his own."""

    __tablename__ = "handovers"

    officer_id: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)

    __table_args__ = (sa.Index("ix_handovers_case_id", "case_id"),)


def begin_handovers(session: Session, officer_id: str) -> int:
    """Note every case that an officer holds, take his wraps away, and count the cases."""
    held = sa.select(KeyWrap.recipient_id, KeyWrap.case_id).where(
        KeyWrap.recipient_id == officer_id
    )
    noted = sa.select(Handover.case_id).where(Handover.officer_id == officer_id)
    new = held.where(KeyWrap.case_id.not_in(noted)).distinct()
    session.execute(sa.insert(table_of(Handover)).from_select(["officer_id", "case_id"], new))
    session.execute(sa.delete(KeyWrap).where(KeyWrap.recipient_id == officer_id))
    remove_nests_of(session, officer_id)
    count = sa.select(sa.func.count()).where(Handover.officer_id == officer_id)
    return session.scalar(count) or 0


def waiting_for_handover(session: Session, channel: Channel) -> dict[str, int]:
    """Return how many cases wait for each officer of a channel."""
    query = (
        sa.select(Handover.officer_id, sa.func.count())
        .join(Case, Case.id == Handover.case_id)
        .where(Case.channel == channel.value)
        .group_by(Handover.officer_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def next_handovers(session: Session, officer_id: str, holder_id: str, limit: int) -> list[Case]:
    """Return cases that wait for an officer and that a colleague can open, in a fixed order."""
    query = (
        sa.select(Case)
        .join(Handover, Handover.case_id == Case.id)
        .where(
            Handover.officer_id == officer_id,
            sa.exists().where(
                KeyWrap.recipient_id == holder_id,
                KeyWrap.case_id == Case.id,
                KeyWrap.key_number == Case.key_number,
            ),
        )
        .order_by(Case.id)
        .limit(limit)
        .with_for_update(of=Case)
    )
    return list(session.scalars(query))


def remove_handovers(session: Session, officer_id: str, case_ids: Sequence[str]) -> None:
    """Forget that cases wait for an officer."""
    session.execute(
        sa.delete(Handover).where(Handover.officer_id == officer_id, Handover.case_id.in_(case_ids))
    )


def end_holding(session: Session, officer_id: str, others: Sequence[str]) -> int:
    """Take from an officer every case that somebody else can open, and count them.

    Each gets a new key when one of the others opens it next. What only he holds
    keeps its wraps: no case is lost with a person.

    :param others: who is appointed and on the roster.
    """
    wraps = table_of(KeyWrap).alias()
    cases = table_of(Case)
    safe = sa.exists().where(
        wraps.c.case_id == cases.c.id,
        wraps.c.key_number == cases.c.key_number,
        wraps.c.recipient_id.in_(others),
    )
    held = sa.select(KeyWrap.case_id).where(KeyWrap.recipient_id == officer_id)
    ending = list(session.scalars(sa.select(cases.c.id).where(cases.c.id.in_(held), safe)))
    for at in range(0, len(ending), 500):
        some = ending[at : at + 500]
        session.execute(sa.update(Case).where(Case.id.in_(some)).values(is_key_due=True))
        session.execute(
            sa.delete(KeyWrap).where(KeyWrap.recipient_id == officer_id, KeyWrap.case_id.in_(some))
        )
    session.execute(sa.delete(Handover).where(Handover.officer_id == officer_id))
    if ending:
        remove_nests_of(session, officer_id)
    return len(ending)


def held_count(session: Session, officer_id: str) -> int:
    """Return how many cases an officer holds."""
    query = sa.select(sa.func.count(sa.distinct(KeyWrap.case_id)))
    return session.scalar(query.where(KeyWrap.recipient_id == officer_id)) or 0


def remove_nests_of(session: Session, officer_id: str) -> None:
    """Take an officer's part in every identity that others can still open."""
    mine = sa.or_(IdentityNest.first_id == officer_id, IdentityNest.second_id == officer_id)
    others = sa.select(IdentityNest.identity_id).where(sa.not_(mine))
    session.execute(sa.delete(IdentityNest).where(mine, IdentityNest.identity_id.in_(others)))
