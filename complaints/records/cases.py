"""Cases: their keys, wraps and sealed rows, and the queries of the desk.

A query without a channel does not exist, and a list reads no sealed column
but the headings of the page that it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.channel import Channel
from complaints.domain.sealed import Sealed
from complaints.domain.states import State
from complaints.records.case_indexes import case_indexes
from complaints.records.database import Model, count_up, new_id, run, table_of

OPEN_STATES = tuple(state.value for state in State if state.is_open)


class Case(Model, kw_only=True):
    """One registered matter; whatever was typed is sealed.

    ``ranks_on`` is the due day, or for a matter without one a day so late that
    lists show it behind those that have one. An erased case keeps its days, and
    of a grievance what is counted; the last bytes of its keys are gone from the
    disk on ``remains_gone_on``.
    """

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    state: Mapped[str] = mapped_column(sa.String(12))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    ranks_on: Mapped[date]
    new_due_on: Mapped[date | None] = mapped_column(default=None)
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    begun_on: Mapped[date | None] = mapped_column(default=None)
    explained_on: Mapped[date | None] = mapped_column(default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    first_completed_on: Mapped[date | None] = mapped_column(default=None)
    completed_on: Mapped[date | None] = mapped_column(default=None)
    erased_on: Mapped[date | None] = mapped_column(default=None)
    remains_gone_on: Mapped[date | None] = mapped_column(default=None)
    officer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.id"), default=None)
    key_number: Mapped[int] = mapped_column(default=1)
    entry_count: Mapped[int] = mapped_column(default=0)
    is_key_due: Mapped[bool] = mapped_column(default=False)
    lookup_index: Mapped[bytes | None] = mapped_column(default=None)
    is_code_handed_out: Mapped[bool] = mapped_column(default=False)
    leaf_token: Mapped[bytes]
    heading_key_number: Mapped[int] = mapped_column(default=1)
    heading_sealed: Mapped[Sealed]
    reporter_key_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    # In clear for grievances only; null on the corruption channel.
    kind: Mapped[str | None] = mapped_column(sa.String(12), default=None)
    topic: Mapped[str | None] = mapped_column(sa.String(40), default=None)
    unit_id: Mapped[str | None] = mapped_column(sa.ForeignKey("units.id"), default=None)
    received_by: Mapped[str | None] = mapped_column(sa.String(20), default=None)
    outcome: Mapped[str | None] = mapped_column(sa.String(20), default=None)
    score: Mapped[int | None] = mapped_column(default=None)
    is_score_by_slip: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    follow_up_on: Mapped[date | None] = mapped_column(default=None)
    # Where the work stands; says nothing of what the case is about.
    explanation_count: Mapped[int] = mapped_column(default=0)
    acting_officer_id: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    acting_until: Mapped[date | None] = mapped_column(default=None)
    waiting_since: Mapped[date | None] = mapped_column(default=None)
    waited_days: Mapped[int] = mapped_column(default=0)
    proposed_on: Mapped[date | None] = mapped_column(default=None)
    objection_due_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        sa.UniqueConstraint("channel", "lookup_index"),
        sa.CheckConstraint(
            "channel = 'grievance' OR follow_up_on IS NULL",
            name="corruption_keeps_no_follow_up_in_clear",
        ),
        sa.CheckConstraint(
            "(acting_officer_id IS NULL) = (acting_until IS NULL)",
            name="acting_until_set_when_somebody_acts",
        ),
        sa.CheckConstraint(
            "(state = 'completed') = (completed_on IS NOT NULL)",
            name="completed_on_set_when_completed",
        ),
        sa.CheckConstraint(
            "(explained_on IS NULL) = (new_due_on IS NULL)",
            name="new_due_on_set_when_explained",
        ),
        sa.CheckConstraint(
            "channel = 'grievance' OR (kind IS NULL AND topic IS NULL AND unit_id IS NULL"
            " AND received_by IS NULL AND outcome IS NULL AND score IS NULL)",
            name="corruption_keeps_no_particulars_in_clear",
        ),
        sa.CheckConstraint(
            "erased_on IS NULL OR (completed_on IS NOT NULL AND lookup_index IS NULL)",
            name="erased_is_completed_and_has_no_code",
        ),
        sa.CheckConstraint("score IS NULL OR score BETWEEN 1 AND 5", name="score_is_one_to_five"),
        *case_indexes(),
    )


IS_OPEN: sa.ColumnElement[bool] = Case.state != sa.literal_column("'completed'")
"""True of open cases; written out, so that the index of open cases is found."""

IS_RANKED: sa.ColumnElement[bool] = Case.ranks_on >= date.min
"""True of every case. SQLite gathers no statistics, and where only the channel is asked for it
takes an index over all cases; asked for a stretch of days, it takes the one of open cases."""

HAS_CLOCK: sa.ColumnElement[bool] = Case.kind != sa.literal_column("'opinion'")
"""True of grievances with a time limit; written out for the same reason, like the next."""

WAS_COMPLETED = sa.and_(Case.due_on.is_not(None), Case.first_completed_on.is_not(None))
WAS_KEPT: sa.ColumnElement[bool] = Case.first_completed_on <= Case.due_on


class CaseKeyRecord(Model, kw_only=True):
    """What is known in clear of one key of a case: that it rightly followed."""

    __tablename__ = "case_keys"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commitment: Mapped[bytes]
    mac: Mapped[bytes] = mapped_column(default=b"")
    signer_key: Mapped[bytes] = mapped_column(default=b"")
    signature: Mapped[bytes] = mapped_column(default=b"")


class KeyWrap(Model, kw_only=True):
    """A key of a case, sealed to one holder; having it is being allowed."""

    __tablename__ = "key_wraps"

    recipient_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    key_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_sealed: Mapped[Sealed]

    __table_args__ = (sa.Index("ix_key_wraps_case_id", "case_id"),)


class CaseEntry(Model, kw_only=True):
    """One thing that was said or done in a case, sealed with what it is."""

    __tablename__ = "case_entries"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"))
    position: Mapped[int]
    key_number: Mapped[int]
    half: Mapped[str] = mapped_column(sa.String(6))
    content_sealed: Mapped[Sealed]

    __table_args__ = (
        sa.UniqueConstraint("case_id", "position"),
        sa.CheckConstraint("half IN ('shared', 'desk')", name="half_is_shared_or_desk"),
    )


class Blob(Model, kw_only=True):
    """A sealed file of a case; its name, kind and key are in the case's rows."""

    __tablename__ = "blobs"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(10))
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"))
    padded_bytes: Mapped[int] = mapped_column(sa.BigInteger)


class Identity(Model, kw_only=True):
    """The identity of a confidential reporter, sealed apart from the case."""

    __tablename__ = "identities"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), unique=True)
    identity_sealed: Mapped[Sealed]


class IdentityNest(Model, kw_only=True):
    """The key of an identity, sealed to a second person and that to a first."""

    __tablename__ = "identity_nests"

    identity_id: Mapped[str] = mapped_column(sa.ForeignKey("identities.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    second_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    key_sealed: Mapped[Sealed]


class NumberSeries(Model, kw_only=True):
    """The last running number that was given in a fiscal year."""

    __tablename__ = "number_series"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    fiscal_year_be: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class Tally(Model, kw_only=True):
    """A counter by half-year of receipt, for what no row of a case may say."""

    __tablename__ = "tallies"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    half_starts_on: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    count: Mapped[int]


_CASES = table_of(Case)
_IDS_BY_LOOKUP = sa.union_all(
    *(
        sa.select(_CASES.c.channel, _CASES.c.id).where(
            _CASES.c.channel == channel.value,
            _CASES.c.lookup_index == sa.bindparam(f"of_{channel.value}"),
            _CASES.c.reporter_key_sealed.is_not(None),
        )
        for channel in Channel
    )
)
_BY_ID = sa.select(Case).where(Case.id == sa.bindparam("of_id"))
_WRAPS_HELD = (
    sa.select(KeyWrap)
    .where(
        KeyWrap.recipient_id == sa.bindparam("of_recipient"),
        KeyWrap.case_id == sa.bindparam("of_case"),
    )
    .order_by(KeyWrap.key_number)
)
_KEY_RECORDS = (
    sa.select(CaseKeyRecord)
    .where(CaseKeyRecord.case_id == sa.bindparam("of_case"))
    .order_by(CaseKeyRecord.number)
)
_ENTRIES = (
    sa.select(CaseEntry)
    .where(
        CaseEntry.case_id == sa.bindparam("of_case"),
        CaseEntry.half.in_(sa.bindparam("of_halves", expanding=True)),
    )
    .order_by(CaseEntry.position)
)


def find_case(session: Session, channel: Channel, number: str) -> Case | None:
    """Return a case of a channel by its number."""
    query = sa.select(Case).where(Case.channel == channel.value, Case.number == number)
    return session.scalar(query)


def find_case_by_id(session: Session, case_id: str) -> Case | None:
    """Return a case by the id of its row."""
    return session.scalar(_BY_ID, {"of_id": case_id})


def find_case_by_lookup(session: Session, channel: Channel, lookup_index: bytes) -> Case | None:
    """Return the case of a channel that a reporter's code points to."""
    query = sa.select(Case).where(Case.channel == channel.value, Case.lookup_index == lookup_index)
    return session.scalar(query)


def ids_by_lookup(session: Session, indexes: Mapping[Channel, bytes]) -> dict[Channel, str]:
    """Return the id of the case that a reporter's code opens, by its channel.

    Every channel is asked, in one statement, whichever the code belongs to.

    :param indexes: what the code would stand under in each channel.
    """
    values = {f"of_{channel.value}": index for channel, index in indexes.items()}
    rows = run(session, _IDS_BY_LOOKUP, values)
    return {Channel(row.channel): row.id for row in rows}


def lock_case(session: Session, case: Case) -> None:
    """Hold a case against other writers until the transaction ends.

    On SQLite the transaction holds the whole database already.
    """
    session.refresh(case, with_for_update=True)


def wraps_held(session: Session, case_id: str, recipient_id: str) -> list[KeyWrap]:
    """Return the keys of a case that are sealed to one holder, oldest first."""
    values = {"of_recipient": recipient_id, "of_case": case_id}
    return list(session.scalars(_WRAPS_HELD, values))


def holders_of(session: Session, case_id: str) -> set[str]:
    """Return everybody who holds some key of a case."""
    query = sa.select(KeyWrap.recipient_id).where(KeyWrap.case_id == case_id).distinct()
    return set(session.scalars(query))


def remove_wraps(session: Session, case_id: str, recipient_id: str) -> None:
    """Take every key of a case from one holder."""
    session.execute(
        sa.delete(KeyWrap).where(KeyWrap.case_id == case_id, KeyWrap.recipient_id == recipient_id)
    )


def remove_nests(session: Session, case_id: str, holder_id: str) -> None:
    """Take a holder's part in the identity of a case's reporter."""
    identity = sa.select(Identity.id).where(Identity.case_id == case_id).scalar_subquery()
    session.execute(
        sa.delete(IdentityNest).where(
            IdentityNest.identity_id == identity,
            sa.or_(IdentityNest.first_id == holder_id, IdentityNest.second_id == holder_id),
        )
    )


def key_records(session: Session, case_id: str) -> list[CaseKeyRecord]:
    """Return what is known of the keys of a case, oldest first."""
    return list(session.scalars(_KEY_RECORDS, {"of_case": case_id}))


def entries_of(session: Session, case_id: str, halves: Sequence[str]) -> list[CaseEntry]:
    """Return the sealed rows of a case in order, of the halves wanted."""
    return list(session.scalars(_ENTRIES, {"of_case": case_id, "of_halves": list(halves)}))


def identity_of(session: Session, case_id: str) -> Identity | None:
    """Return the sealed identity of a case's reporter, if one was given."""
    return session.scalar(sa.select(Identity).where(Identity.case_id == case_id))


def nests_held(session: Session, identity_id: str, first_id: str) -> dict[str, Sealed]:
    """Return the nests that a first person can begin to open, by second person."""
    query = sa.select(IdentityNest.second_id, IdentityNest.key_sealed).where(
        IdentityNest.identity_id == identity_id, IdentityNest.first_id == first_id
    )
    return {row.second_id: row.key_sealed for row in session.execute(query)}


def next_number(session: Session, channel: Channel, fiscal_year_be: int) -> int:
    """Return the next running number of a fiscal year; the row stays locked."""
    key = {"channel": channel.value, "fiscal_year_be": fiscal_year_be}
    return count_up(session, NumberSeries, key, "last_number")


def add_to_tally(
    session: Session, channel: Channel, half_starts_on: date, measure: str, by: int = 1
) -> None:
    """Count one more of a measure in a half-year, or one less with ``by=-1``."""
    key = {"channel": channel.value, "half_starts_on": half_starts_on, "measure": measure}
    count_up(session, Tally, key, "count", by)
