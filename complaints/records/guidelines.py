"""The register of preventive guidelines: words that officers released for it.

What is learned of a case stays sealed with the case. An officer words anew what
the office can use, so that nobody can be recognised; only that stands here, and
may be printed in a report. No row of the protected channel tells of which case
it came, on which day, or which unit it was about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import Model, new_id


class Guideline(Model, kw_only=True):
    """How the office prevents the like, as it was worded for the register.

    :ivar half_starts_on: first day of the half of the fiscal year in which it came.
    :ivar released_on: the day; of grievances alone.
    :ivar subject: code of the subject under which it is filed; None for all of them.
    :ivar unit_id: the unit that it binds; None for the whole office.
    :ivar text_en: empty where nobody has put it into English.
    :ivar case_count: of how many cases it was learned.
    """

    __tablename__ = "guidelines"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    half_starts_on: Mapped[date]
    released_on: Mapped[date | None] = mapped_column(default=None)
    subject: Mapped[str | None] = mapped_column(sa.String(40), default=None)
    unit_id: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    text_th: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str] = mapped_column(sa.Text, default="")
    case_count: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint(
            "(channel = 'grievance') = (released_on IS NOT NULL)",
            name="a_protected_guideline_tells_no_day",
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR unit_id IS NULL",
            name="a_protected_guideline_tells_no_unit",
        ),
        sa.CheckConstraint("case_count >= 1", name="a_guideline_comes_of_a_case"),
    )


class GuidelineCase(Model, kw_only=True):
    """Of which grievance a guideline was learned; of the protected channel there is no row."""

    __tablename__ = "guideline_cases"

    guideline_id: Mapped[str] = mapped_column(sa.ForeignKey("guidelines.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)


def guidelines_between(
    session: Session, channel: Channel, first: date, last: date
) -> list[Guideline]:
    """Return what came onto the register of a channel in a run of days, oldest first.

    A protected guideline counts as of the first day of its half-year, so a
    quarter that does not begin a half has none.
    """
    day = sa.func.coalesce(Guideline.released_on, Guideline.half_starts_on)
    query = (
        sa.select(Guideline)
        .where(Guideline.channel == channel.value, day >= first, day <= last)
        .order_by(day, Guideline.id)
    )
    return list(session.scalars(query))


def all_guidelines(session: Session, channel: Channel) -> list[Guideline]:
    """Return the whole register of a channel, newest first."""
    day = sa.func.coalesce(Guideline.released_on, Guideline.half_starts_on)
    query = (
        sa.select(Guideline)
        .where(Guideline.channel == channel.value)
        .order_by(day.desc(), Guideline.id)
    )
    return list(session.scalars(query))


def find_guideline(session: Session, channel: Channel, guideline_id: str) -> Guideline | None:
    """Return one guideline of a channel, as the database has it now."""
    found = session.get(Guideline, guideline_id, populate_existing=True)
    return found if found is not None and found.channel == channel.value else None


def add_case_to(session: Session, guideline_id: str) -> None:
    """Count one more case of which a guideline was learned."""
    session.execute(
        sa.update(Guideline)
        .where(Guideline.id == guideline_id)
        .values(case_count=Guideline.case_count + 1)
    )


def numbers_of(session: Session, ids: Sequence[str], holder_id: str) -> dict[str, list[str]]:
    """Return the numbers of the grievances behind guidelines that somebody can open."""
    query = (
        sa.select(GuidelineCase.guideline_id, Case.number)
        .join(Case, Case.id == GuidelineCase.case_id)
        .join(
            KeyWrap,
            sa.and_(
                KeyWrap.case_id == Case.id,
                KeyWrap.recipient_id == holder_id,
                KeyWrap.key_number == Case.key_number,
            ),
        )
        .where(GuidelineCase.guideline_id.in_(ids))
        .order_by(Case.received_on.desc(), Case.number.desc())
    )
    found: dict[str, list[str]] = {}
    for guideline_id, number in session.execute(query):
        found.setdefault(guideline_id, []).append(number)
    return found


def remove_guideline(session: Session, guideline: Guideline) -> None:
    """Take a guideline off the register, words and all."""
    session.execute(sa.delete(GuidelineCase).where(GuidelineCase.guideline_id == guideline.id))
    session.delete(guideline)
