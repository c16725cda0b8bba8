"""The outbox, and where mail may go.

A row of the outbox holds no address and no content: its kind, the case and
the recipient. The unique ``once`` says what it is about, so that running
twice, or again after a crash, makes no second one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.notices import MailState
from complaints.domain.reminders import Clock, Stage
from complaints.domain.sealed import Sealed
from complaints.records.cases import IS_OPEN, Case, KeyWrap
from complaints.records.database import Model, insert_unless_there, new_id, run
from complaints.records.reminders import OBJECTED, PROMISED, SPOKEN


class Notice(Model, kw_only=True):
    """One notice to one recipient, shown on the desk and perhaps sent by mail.

    Instants are UTC without a zone; they are those of the jobs, not of what
    caused the notice.
    """

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    once: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    channel: Mapped[str] = mapped_column(sa.String(10))
    case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("cases.id"), default=None)
    recipient_id: Mapped[str] = mapped_column(sa.String(32))
    stage: Mapped[str | None] = mapped_column(sa.String(10), default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    made_on: Mapped[date]
    seen_on: Mapped[date | None] = mapped_column(default=None)
    mail: Mapped[str] = mapped_column(sa.String(8), default=MailState.NONE.value)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(default=None)
    lease: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str | None] = mapped_column(sa.String(20), default=None)

    __table_args__ = (
        sa.CheckConstraint(
            "mail IN ('none', 'waiting', 'sent', 'dead')", name="mail_is_none_waiting_sent_or_dead"
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR case_id IS NULL OR mail = 'none'",
            name="no_mail_about_a_corruption_case",
        ),
        sa.Index("ix_notices_mail_not_before", "mail", "not_before"),
        sa.Index("ix_notices_recipient_id", "recipient_id"),
        sa.Index("ix_notices_case_id", "case_id"),
    )


class MailKey(Model, kw_only=True):
    """Public half of a mail key; the private half is a file that only the jobs read."""

    __tablename__ = "mail_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_key: Mapped[bytes]
    made_on: Mapped[date]


class OfficerAddress(Model, kw_only=True):
    """Where an officer wants notices; an address of the office, by his own choice."""

    __tablename__ = "officer_addresses"

    officer_id: Mapped[str] = mapped_column(sa.ForeignKey("officers.id"), primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(254))


class MailAddress(Model, kw_only=True):
    """Where a grievance reporter wants notices, sealed to a mail key."""

    __tablename__ = "mail_addresses"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    key_number: Mapped[int]
    address_sealed: Mapped[Sealed]


_HAS_ADDRESS = sa.select(MailAddress.case_id).where(MailAddress.case_id == sa.bindparam("of_case"))


def put(session: Session, notice: Notice) -> bool:
    """Put a notice into the outbox; False when it is there already."""
    values = {column.key: getattr(notice, column.key) for column in Notice.__table__.columns}
    return insert_unless_there(session, Notice, **values)


def reminders_shown(
    session: Session,
    channel: Channel,
    recipient_id: str,
    *,
    must_hold: bool,
    unseen_only: bool,
    limit: int,
) -> list[tuple[Notice, str]]:
    """Return the reminders of a person that still say something true, nearest first.

    A case that was completed, or promised for another day since, is not among them,
    and no objection that was answered.

    :param must_hold: leave out the cases that the person cannot open any more.
    :return: each with the number of its case.
    """
    can_open = sa.exists().where(
        KeyWrap.recipient_id == recipient_id,
        KeyWrap.case_id == Case.id,
        KeyWrap.key_number == Case.key_number,
    )
    is_objection = Notice.stage.in_([s.value for s in Stage if s.clock is Clock.OBJECTION])
    still = sa.case(
        (Notice.stage == Stage.PROGRESS.value, SPOKEN), (is_objection, OBJECTED), else_=PROMISED
    )
    query = (
        sa.select(Notice, Case.number)
        .join(Case, Case.id == Notice.case_id)
        .where(
            Notice.recipient_id == recipient_id,
            Notice.kind == "reminder",
            sa.or_(is_objection, IS_OPEN),
            Notice.due_on == still,
            Notice.channel == channel.value,
        )
        .order_by(Notice.due_on, Notice.made_on.desc())
        .limit(limit)
    )
    if must_hold:
        query = query.where(can_open)
    if unseen_only:
        query = query.where(Notice.seen_on.is_(None))
    return [(notice, number) for notice, number in session.execute(query)]


def mark_seen(session: Session, recipient_id: str, on: date) -> None:
    """Note that a person has seen his reminders."""
    session.execute(
        sa.update(Notice)
        .where(Notice.recipient_id == recipient_id, Notice.seen_on.is_(None))
        .values(seen_on=on)
    )


def is_mail_due(session: Session, now: datetime) -> bool:
    """Say whether some mail could be sent now."""
    query = sa.select(Notice.id).where(*_may_be_sent(now)).limit(1)
    return session.scalar(query) is not None


def _may_be_sent(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = sa.or_(Notice.leased_until.is_(None), Notice.leased_until <= now)
    return Notice.mail == MailState.WAITING.value, Notice.not_before <= now, free


def claim_mail(session: Session, now: datetime, lasts: timedelta, lease: str) -> Notice | None:
    """Take the mail that waits longest, for a while; nobody else takes it meanwhile.

    :param lease: random name of this taking, by which its end is noted.
    """
    waiting = (
        sa.select(Notice.id)
        .where(*_may_be_sent(now))
        .order_by(Notice.not_before, Notice.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    statement = (
        sa.update(Notice)
        .where(Notice.id == waiting.scalar_subquery())
        .values(lease=lease, leased_until=now + lasts, tries=Notice.tries + 1)
        .returning(Notice)
    )
    return session.scalars(statement, execution_options={"synchronize_session": False}).first()


def note_mail(
    session: Session,
    notice: Notice,
    state: MailState,
    *,
    failure: str | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Note how the mail of a claimed notice went; False when the lease was lost."""
    result = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice.id, Notice.lease == notice.lease)
        .values(
            mail=state.value,
            failure=failure,
            not_before=not_before or notice.not_before,
            lease=None,
            leased_until=None,
        )
    )
    return bool(getattr(result, "rowcount", 0))


def mail_counts(session: Session) -> dict[str, int]:
    """Return how many mails there are of each state."""
    query = sa.select(Notice.mail, sa.func.count()).group_by(Notice.mail)
    return {str(state): int(count) for state, count in session.execute(query)}


def mail_failures(session: Session) -> dict[tuple[str, str], int]:
    """Return how many mails failed so far, by state and reason."""
    query = (
        sa.select(Notice.mail, Notice.failure, sa.func.count())
        .where(Notice.failure.is_not(None))
        .group_by(Notice.mail, Notice.failure)
    )
    return {(state, str(why)): count for state, why, count in session.execute(query)}


def oldest_mail_due(session: Session) -> datetime | None:
    """Return since when the mail that waits longest could have been sent."""
    query = sa.select(sa.func.min(Notice.not_before))
    return session.scalar(query.where(Notice.mail == MailState.WAITING.value))


def addresses_of_officers(session: Session) -> dict[str, str]:
    """Return where officers want notices, by their ids."""
    rows = session.execute(sa.select(OfficerAddress.officer_id, OfficerAddress.address))
    return {str(officer_id): str(address) for officer_id, address in rows}


def keep_officer_address(session: Session, officer_id: str, address: str | None) -> None:
    """Keep where an officer wants notices, or forget it."""
    session.execute(sa.delete(OfficerAddress).where(OfficerAddress.officer_id == officer_id))
    if address:
        session.add(OfficerAddress(officer_id=officer_id, address=address))


def newest_mail_key(session: Session) -> MailKey | None:
    """Return the key to which addresses are sealed; None where no mail is set up."""
    return session.scalar(sa.select(MailKey).order_by(MailKey.number.desc()).limit(1))


def has_address(session: Session, case_id: str) -> bool:
    """Say whether the reporter of a case gets notices by mail."""
    return run(session, _HAS_ADDRESS, {"of_case": case_id}).first() is not None


def forget_address(session: Session, case_id: str) -> None:
    """Destroy the address that a reporter left for notices, and what waits for it."""
    session.execute(sa.delete(MailAddress).where(MailAddress.case_id == case_id))
    session.execute(
        sa.delete(Notice).where(Notice.case_id == case_id, Notice.kind == "case_changed")
    )


def forget_old(session: Session, before: date) -> int:
    """Remove notices that were made before a day; what was told stays told."""
    result = session.execute(sa.delete(Notice).where(Notice.made_on < before))
    return int(getattr(result, "rowcount", 0))
