"""Queries over many cases at once, for what looks through all that a holder can open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.records.cases import Case, CaseEntry, CaseKeyRecord, KeyWrap


def held_by(session: Session, channel: Channel, holder_id: str) -> Sequence[Case]:
    """Return the cases of a channel of which somebody holds the newest key, newest first."""
    holds = sa.exists().where(
        KeyWrap.recipient_id == holder_id,
        KeyWrap.case_id == Case.id,
        KeyWrap.key_number == Case.key_number,
    )
    query = (
        sa.select(Case)
        .where(Case.channel == channel.value, holds)
        .order_by(Case.received_on.desc(), Case.id)
    )
    return session.scalars(query).all()


def held_since(
    session: Session, channel: Channel, holder_id: str, since: date, limit: int
) -> Sequence[str]:
    """Return the ids of cases received since a day that somebody can open, newest first."""
    query = (
        sa.select(Case.id)
        .join(
            KeyWrap,
            sa.and_(
                KeyWrap.recipient_id == holder_id,
                KeyWrap.case_id == Case.id,
                KeyWrap.key_number == Case.key_number,
            ),
        )
        .where(Case.channel == channel.value, Case.received_on >= since)
        .order_by(Case.received_on.desc(), Case.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def cases_of_ids(session: Session, channel: Channel, case_ids: Sequence[str]) -> Sequence[Case]:
    """Return cases of a channel by their ids."""
    query = sa.select(Case).where(Case.channel == channel.value, Case.id.in_(case_ids))
    return session.scalars(query).all()


def wraps_of_many(session: Session, case_ids: Sequence[str], holder_id: str) -> Sequence[KeyWrap]:
    """Return the keys of several cases that are sealed to one holder, oldest first."""
    query = (
        sa.select(KeyWrap)
        .where(KeyWrap.recipient_id == holder_id, KeyWrap.case_id.in_(case_ids))
        .order_by(KeyWrap.key_number)
    )
    return session.scalars(query).all()


def key_records_of_many(session: Session, case_ids: Sequence[str]) -> Sequence[CaseKeyRecord]:
    """Return what is known of the keys of several cases, oldest first."""
    query = (
        sa.select(CaseKeyRecord)
        .where(CaseKeyRecord.case_id.in_(case_ids))
        .order_by(CaseKeyRecord.number)
    )
    return session.scalars(query).all()


def entries_of_many(session: Session, case_ids: Sequence[str]) -> Sequence[CaseEntry]:
    """Return every sealed row of several cases, in the order of each."""
    query = sa.select(CaseEntry).where(CaseEntry.case_id.in_(case_ids)).order_by(CaseEntry.position)
    return session.scalars(query).all()
