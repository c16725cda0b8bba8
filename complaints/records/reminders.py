"""When those of a channel are reminded, and which stages of which due days were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.reminders import Levels, Stage, Window
from complaints.records.cases import IS_OPEN, Case, KeyWrap
from complaints.records.database import Model, insert_unless_there

PROMISED: sa.ColumnElement[date] = sa.func.coalesce(Case.new_due_on, Case.due_on)
"""The day that counts now: that of the newest explanation, or the first promise."""


SPOKEN: sa.ColumnElement[date] = sa.func.coalesce(Case.told_on, Case.accepted_on)
"""The day on which the office last spoke to the reporter of an accepted case."""

OBJECTED: sa.ColumnElement[date] = sa.type_coerce(Case.objection_due_on, sa.Date)
"""The day by which an objection to the result is to be answered."""


@dataclass(frozen=True)
class DueCase:
    """What a reminder needs to know of a case; nothing of it is sealed.

    :ivar day: the due day of the promise or of the answer to an objection, or the day on
        which the reporter last heard something.
    :ivar acting_id: who was named in the case to act for its officer.
    :ivar acting_until: the last day on which that person does.
    """

    id: str
    officer_id: str | None
    unit_id: str | None
    day: date
    acting_id: str | None
    acting_until: date | None

    def answering(self, today: date) -> set[str]:
        """Return who answers for the case today, by what the case says."""
        acts = self.acting_until is not None and today <= self.acting_until
        return {one for one in (self.officer_id, self.acting_id if acts else None) if one}


class ReminderLevels(Model, kw_only=True):
    """When those of a channel are reminded; a channel without a row has the usual levels."""

    __tablename__ = "reminder_levels"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    first_days: Mapped[int]
    second_days: Mapped[int]
    late_days: Mapped[int]
    very_late_days: Mapped[int]
    progress_days: Mapped[int]
    digest_hour: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint(
            "first_days > second_days AND second_days >= 1",
            name="reminders_come_before_the_due_day",
        ),
        sa.CheckConstraint(
            "very_late_days > late_days AND late_days >= 1",
            name="escalation_comes_after_the_due_day",
        ),
        sa.CheckConstraint("progress_days >= 1", name="progress_days_are_at_least_one"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour_is_an_hour"),
    )


class Reminder(Model, kw_only=True):
    """That a stage of a due day was told; the key makes it happen once."""

    __tablename__ = "reminders"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    made_on: Mapped[date]


_LEVELS = sa.select(ReminderLevels).where(ReminderLevels.channel == sa.bindparam("of_channel"))


def levels_of(session: Session, channel: Channel) -> Levels:
    """Return when those of a channel are reminded."""
    row = session.scalar(_LEVELS, {"of_channel": channel.value})
    if row is None:
        return Levels()
    return Levels(
        row.first_days,
        row.second_days,
        row.late_days,
        row.very_late_days,
        row.progress_days,
        row.digest_hour,
    )


def keep_levels(session: Session, channel: Channel, levels: Levels) -> None:
    """Keep when those of a channel are reminded."""
    session.merge(ReminderLevels(channel=channel.value, **vars(levels)))


def due_without_reminder(
    session: Session, channel: Channel, stage: Stage, window: Window, *, limit: int
) -> list[DueCase]:
    """Return open cases at a stage of their due day that nobody was told of."""
    return _unreminded(session, channel, stage, PROMISED, window, limit)


def silent_without_reminder(
    session: Session, channel: Channel, last_told: Window, *, limit: int
) -> list[DueCase]:
    """Return accepted open cases whose reporter heard nothing for long, untold.

    What nobody reported has nobody who waits to hear.

    :param last_told: the days on which the office spoke last.
    """
    which = sa.and_(IS_OPEN, Case.reporter_key_sealed.is_not(None))
    return _unreminded(session, channel, Stage.PROGRESS, SPOKEN, last_told, limit, which=which)


def objected_without_reminder(
    session: Session, channel: Channel, stage: Stage, window: Window, *, limit: int
) -> list[DueCase]:
    """Return cases with an objection at a stage of its own day that nobody was told of."""
    is_objected = Case.objection_due_on.is_not(None)
    return _unreminded(session, channel, stage, OBJECTED, window, limit, which=is_objected)


def _unreminded(
    session: Session,
    channel: Channel,
    stage: Stage,
    day: sa.ColumnElement[date],
    window: Window,
    limit: int,
    *,
    which: sa.ColumnElement[bool] = IS_OPEN,
) -> list[DueCase]:
    told = sa.exists().where(
        Reminder.case_id == Case.id, Reminder.stage == stage.value, Reminder.due_on == day
    )
    query = (
        sa.select(
            Case.id,
            Case.officer_id,
            Case.unit_id,
            sa.type_coerce(day, sa.Date).label("day"),
            Case.acting_officer_id,
            Case.acting_until,
        )
        .where(
            Case.channel == channel.value,
            which,
            day.between(window.first, window.last),
            ~told,
        )
        .order_by(Case.ranks_on, Case.id)
        .limit(limit)
    )
    return [DueCase(*row) for row in session.execute(query)]


def begin_reminder(
    session: Session, case_id: str, stage: Stage, due_on: date, made_on: date
) -> bool:
    """Take a stage of a due day; False when somebody told it already."""
    return insert_unless_there(
        session, Reminder, case_id=case_id, stage=stage.value, due_on=due_on, made_on=made_on
    )


def holders_of_newest_key(session: Session, case_ids: Sequence[str]) -> dict[str, set[str]]:
    """Return who can open each of some cases as they stand now."""
    query = (
        sa.select(KeyWrap.case_id, KeyWrap.recipient_id)
        .join(Case, sa.and_(Case.id == KeyWrap.case_id, Case.key_number == KeyWrap.key_number))
        .where(KeyWrap.case_id.in_(case_ids))
    )
    held: dict[str, set[str]] = {}
    for case_id, holder in session.execute(query):
        held.setdefault(case_id, set()).add(holder)
    return held
