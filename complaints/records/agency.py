"""The agency, and the lists that it edits: units, subjects, holidays."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id, run, table_of


class Agency(Model, kw_only=True):
    """The one local government that this service belongs to."""

    __tablename__ = "agency"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    is_demonstration: Mapped[bool]
    founded_on: Mapped[date]
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    centre_name_th: Mapped[str] = mapped_column(sa.String(200))
    centre_name_en: Mapped[str] = mapped_column(sa.String(200))
    address_th: Mapped[str] = mapped_column(sa.Text, default="")
    address_en: Mapped[str] = mapped_column(sa.Text, default="")
    phone: Mapped[str] = mapped_column(sa.String(60), default="")
    email: Mapped[str] = mapped_column(sa.String(120), default="")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    executive_title_th: Mapped[str] = mapped_column(sa.String(120), default="")
    executive_title_en: Mapped[str] = mapped_column(sa.String(120), default="")
    corruption_days: Mapped[int] = mapped_column(default=15)
    grievance_days: Mapped[int] = mapped_column(default=15)
    corruption_keep_years: Mapped[int] = mapped_column(default=10)
    grievance_keep_years: Mapped[int] = mapped_column(default=5)
    corruption_unit_id: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    grievance_unit_id: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    keeps_traffic_log: Mapped[bool] = mapped_column(default=True)
    traffic_log_place_th: Mapped[str] = mapped_column(sa.String(200), default="")
    traffic_log_place_en: Mapped[str] = mapped_column(sa.String(200), default="")
    updated_on: Mapped[date | None] = mapped_column(default=None)
    attest_key: Mapped[bytes | None] = mapped_column(default=None)
    reopen_days: Mapped[int] = mapped_column(default=180)
    objection_days: Mapped[int] = mapped_column(default=30)
    follow_up_days: Mapped[int] = mapped_column(default=90)
    corruption_two_keys: Mapped[bool] = mapped_column(default=False)
    grievance_two_keys: Mapped[bool] = mapped_column(default=False)
    corruption_release_days: Mapped[int] = mapped_column(default=30)
    grievance_release_days: Mapped[int] = mapped_column(default=30)
    plan_base_year_be: Mapped[int] = mapped_column(default=2565)
    publishes_corruption_quarters: Mapped[bool] = mapped_column(default=False)
    main_site_page: Mapped[str] = mapped_column(sa.String(400), default="", server_default="")
    main_site_checked_by: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    main_site_checked_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        sa.CheckConstraint("reopen_days >= 1", name="reopen_days_are_at_least_one"),
        sa.CheckConstraint("objection_days >= 1", name="objection_days_are_at_least_one"),
        sa.CheckConstraint("follow_up_days >= 1", name="follow_up_days_are_at_least_one"),
        sa.CheckConstraint("corruption_days >= 1", name="corruption_days_are_at_least_one"),
        sa.CheckConstraint("grievance_days >= 1", name="grievance_days_are_at_least_one"),
        sa.CheckConstraint(
            "corruption_release_days >= 1", name="corruption_release_days_are_at_least_one"
        ),
        sa.CheckConstraint(
            "grievance_release_days >= 1", name="grievance_release_days_are_at_least_one"
        ),
        sa.CheckConstraint(
            "plan_base_year_be BETWEEN 2500 AND 2700", name="plan_base_year_is_buddhist"
        ),
        sa.CheckConstraint(
            "corruption_keep_years >= 1 AND grievance_keep_years >= 1",
            name="cases_are_kept_at_least_one_year",
        ),
    )

    def days(self, channel: Channel) -> int:
        """Return the calendar days promised on a channel."""
        return self.corruption_days if channel is Channel.CORRUPTION else self.grievance_days

    def keep_years(self, channel: Channel) -> int:
        """Return for how many years after completion a case of a channel is kept."""
        if channel is Channel.CORRUPTION:
            return self.corruption_keep_years
        return self.grievance_keep_years

    def needs_two_keys(self, channel: Channel) -> bool:
        """Say whether a second holder confirms a result before the reporter reads it."""
        if channel is Channel.CORRUPTION:
            return self.corruption_two_keys
        return self.grievance_two_keys


class Unit(Model, kw_only=True):
    """A unit of the agency (สำนัก/กอง/ส่วน) that can be responsible for a case."""

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(default=None)


class Subject(Model, kw_only=True):
    """What a matter can be about, for one channel."""

    __tablename__ = "subjects"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    code: Mapped[str] = mapped_column(sa.String(40))
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    risk_area: Mapped[str | None] = mapped_column(sa.String(40))
    position: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (sa.UniqueConstraint("channel", "code"),)


class Holiday(Model, kw_only=True):
    """A day on which the office is closed, with where that stands."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(sa.String(300))


_SUBJECTS, _DAYS = table_of(Subject), table_of(Holiday)
_CODES = sa.select(_SUBJECTS.c.code).where(
    _SUBJECTS.c.channel == sa.bindparam("of_channel"), _SUBJECTS.c.retired_on.is_(None)
)
_HOLIDAYS = sa.select(_DAYS.c.day, _DAYS.c.name_th).where(
    _DAYS.c.day.between(sa.bindparam("first"), sa.bindparam("last"))
)


def the_agency(session: Session) -> Agency | None:
    """Return the agency, or None before the service was set up."""
    return session.scalar(sa.select(Agency).limit(1))


def active_units(session: Session) -> list[Unit]:
    """Return the units that can be given a case, in their order."""
    query = sa.select(Unit).where(Unit.retired_on.is_(None)).order_by(Unit.position)
    return list(session.scalars(query))


def all_units(session: Session) -> list[Unit]:
    """Return every unit, retired ones too."""
    return list(session.scalars(sa.select(Unit).order_by(Unit.position)))


def active_subjects(session: Session, channel: Channel) -> list[Subject]:
    """Return the subjects of a channel that can be chosen, in their order."""
    query = (
        sa.select(Subject)
        .where(Subject.channel == channel.value, Subject.retired_on.is_(None))
        .order_by(Subject.position)
    )
    return list(session.scalars(query))


def codes_of_subjects(session: Session, channel: Channel) -> list[str]:
    """Return the codes of what can be chosen on a channel."""
    return list(run(session, _CODES, {"of_channel": channel.value}).scalars())


def all_subjects(session: Session, channel: Channel) -> list[Subject]:
    """Return every subject of a channel, retired ones too."""
    query = sa.select(Subject).where(Subject.channel == channel.value).order_by(Subject.position)
    return list(session.scalars(query))


def holidays_between(session: Session, first: date, last: date) -> dict[date, str]:
    """Return the holidays in a span of days, with their Thai names."""
    found = run(session, _HOLIDAYS, {"first": first, "last": last})
    return {row.day: row.name_th for row in found}
