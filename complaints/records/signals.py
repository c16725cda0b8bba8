"""Signals of reporters to their officers: a sealed mark that lists can open.

A reporter cannot write the heading of a case, which is the officers' own. On
the corruption channel a row stands for every case in which the reporter has
written, whatever was written; only its content says whether it is urgent.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import Model


class CaseSignal(Model, kw_only=True):
    """What a reporter's last words ask of the officers, sealed in the shared half."""

    __tablename__ = "case_signals"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    key_number: Mapped[int]
    signal_sealed: Mapped[Sealed]


def signals_held(
    session: Session, channel: Channel, holder_id: str
) -> list[tuple[Case, Sealed, Sealed, CaseSignal]]:
    """Return the cases with a signal that a holder can open, most urgent day first.

    Each comes with the wrap of its heading, the wrap of its signal, and the signal. The joins
    are outer ones so that SQLite begins with the signals, which are few, and not with every
    key of the holder.
    """
    of_heading, of_signal = aliased(KeyWrap), aliased(KeyWrap)
    query = (
        sa.select(Case, of_heading.key_sealed, of_signal.key_sealed, CaseSignal)
        .select_from(CaseSignal)
        .outerjoin(Case, sa.and_(Case.id == CaseSignal.case_id, Case.channel == channel.value))
        .outerjoin(
            of_heading,
            sa.and_(
                of_heading.recipient_id == holder_id,
                of_heading.case_id == Case.id,
                of_heading.key_number == Case.heading_key_number,
            ),
        )
        .outerjoin(
            of_signal,
            sa.and_(
                of_signal.recipient_id == holder_id,
                of_signal.case_id == Case.id,
                of_signal.key_number == CaseSignal.key_number,
            ),
        )
        .order_by(Case.ranks_on, Case.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query) if all(row)]
