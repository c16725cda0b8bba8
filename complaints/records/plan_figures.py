"""Numbers of the plan that are entered by hand, each with its source; none is ever changed.

A correction is another row with a higher number and a reason, so that whoever
looks sees what was said before.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id


class PlanFigure(Model, kw_only=True):
    """What somebody entered: so many of this in that year, says this document."""

    __tablename__ = "plan_figures"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    indicator: Mapped[str] = mapped_column(sa.String(60))
    fiscal_year_be: Mapped[int]
    number: Mapped[int]
    count: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(300))
    stated_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    entered_by: Mapped[str] = mapped_column(sa.String(32))
    entered_on: Mapped[date]

    __table_args__ = (
        sa.UniqueConstraint("channel", "indicator", "fiscal_year_be", "number"),
        sa.CheckConstraint("count >= 0", name="count_is_not_negative"),
        sa.CheckConstraint("(number = 1) = (reason = '')", name="reason_set_once_corrected"),
    )


def every_plan_figure(session: Session, channel: Channel) -> list[PlanFigure]:
    """Return everything that was entered for a channel, the latest word on each number first."""
    query = (
        sa.select(PlanFigure)
        .where(PlanFigure.channel == channel.value)
        .order_by(PlanFigure.indicator, PlanFigure.fiscal_year_be.desc(), PlanFigure.number.desc())
    )
    return list(session.scalars(query))


def plan_figures(session: Session, channel: Channel) -> dict[tuple[str, int], PlanFigure]:
    """Return the numbers that hold, by indicator and fiscal year."""
    found: dict[tuple[str, int], PlanFigure] = {}
    for one in every_plan_figure(session, channel):
        found.setdefault((one.indicator, one.fiscal_year_be), one)
    return found
