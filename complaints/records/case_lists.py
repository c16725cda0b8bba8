"""The lists of a desk, as queries that cost the same however many cases there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.cases import Case, KeyWrap

BY_RANK = (Case.ranks_on, Case.id)
NEWEST_FIRST = (Case.completed_on.desc(), Case.id)


def page_of_cases(
    session: Session,
    channel: Channel,
    holder_id: str,
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    order: Sequence[sa.ColumnExpressionArgument[Any]] = BY_RANK,
    offset: int = 0,
    limit: int | None,
) -> list[tuple[Case, Sealed]]:
    """Return cases that a holder can open, each with the wrap of its heading.

    The database walks an index in the wanted order and stops after ``limit`` rows,
    so a page costs the same whether there are a thousand cases or a million.
    """
    wrap = aliased(KeyWrap)
    query = (
        sa.select(Case, wrap.key_sealed)
        .join(
            wrap,
            sa.and_(
                wrap.recipient_id == holder_id,
                wrap.case_id == Case.id,
                wrap.key_number == Case.heading_key_number,
            ),
        )
        .where(Case.channel == channel.value, *conditions)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    return [(case, sealed) for case, sealed in session.execute(query)]


def count_up_to(
    session: Session,
    channel: Channel,
    holder_id: str,
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    most: int,
) -> int:
    """Count cases that a holder can open, but stop counting at ``most``."""
    held = (
        sa.select(sa.literal(1))
        .where(
            Case.channel == channel.value,
            *conditions,
            sa.exists().where(
                KeyWrap.recipient_id == holder_id,
                KeyWrap.case_id == Case.id,
                KeyWrap.key_number == Case.heading_key_number,
            ),
        )
        .limit(most)
        .subquery()
    )
    return session.scalar(sa.select(sa.func.count()).select_from(held)) or 0
