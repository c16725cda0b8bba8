"""Frozen publications of statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from complaints.domain.channel import Channel
from complaints.records.database import Model, new_id, run, table_of

PART_BYTES: Final = 2**16
"""As much of a file lies in its own row, and in each further part."""

PARTS_AT_ONCE: Final = 16
"""How many parts are written, or read, by one statement."""


class Release(Model, kw_only=True):
    """One frozen publication: never changed, only followed by a next one."""

    __tablename__ = "releases"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, default_factory=new_id)
    channel: Mapped[str] = mapped_column(sa.String(10))
    fiscal_year_be: Mapped[int]
    number: Mapped[int]
    chain_number: Mapped[int]
    is_provisional: Mapped[bool]
    as_of: Mapped[date]
    published_on: Mapped[date]
    published_by: Mapped[str] = mapped_column(sa.String(32))
    reason_th: Mapped[str] = mapped_column(sa.Text, default="")
    reason_en: Mapped[str] = mapped_column(sa.Text, default="")
    content: Mapped[str] = mapped_column(sa.Text)
    previous: Mapped[bytes]
    digest: Mapped[bytes]
    signer_key: Mapped[bytes]
    signature: Mapped[bytes]

    __table_args__ = (
        sa.UniqueConstraint("channel", "fiscal_year_be", "number"),
        sa.UniqueConstraint("channel", "chain_number"),
    )


class ReleaseFile(Model, kw_only=True):
    """The bytes of a release in one form, as they are served ever after.

    Most forms are short. The lines of a large year are not, and a database binds
    what it writes several times over: what has no room here lies in parts.

    :ivar content: the first bytes.
    :ivar sha256: of all bytes.
    """

    __tablename__ = "release_files"

    release_id: Mapped[str] = mapped_column(sa.ForeignKey("releases.id"), primary_key=True)
    form: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(sa.String(64))


class ReleasePart(Model, kw_only=True):
    """What follows in a file that its own row has no room for.

    :ivar number: the place among the further parts, from 1.
    """

    __tablename__ = "release_parts"

    release_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    form: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["release_id", "form"], ["release_files.release_id", "release_files.form"]
        ),
    )


class ReleaseDraft(Model, kw_only=True):
    """A release on its way: counted, to be checked, acknowledged and published.

    Figures and statement are kept as they are shown, so that what is published is
    what was acknowledged. All of it is meant for the public.
    """

    __tablename__ = "release_drafts"

    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    fiscal_year_be: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(sa.String(12))
    number: Mapped[int]
    as_of: Mapped[date]
    figures: Mapped[str] = mapped_column(sa.Text)
    statement: Mapped[str] = mapped_column(sa.Text)
    prepared_by: Mapped[str] = mapped_column(sa.String(32))
    prepared_on: Mapped[date]
    checked_by: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    acknowledged_by: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    acknowledged_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        sa.CheckConstraint(
            "(checked_by IS NULL) = (checked_on IS NULL)", name="checked_by_set_when_checked"
        ),
        sa.CheckConstraint(
            "acknowledged_on IS NULL OR checked_on IS NOT NULL", name="acknowledged_once_checked"
        ),
    )


_NEWEST_NUMBERS = (
    sa.select(Release.fiscal_year_be, sa.func.max(Release.number))
    .where(
        Release.channel == sa.bindparam("of_channel"),
        Release.fiscal_year_be >= sa.bindparam("since_year"),
    )
    .group_by(Release.fiscal_year_be)
)
_NEWEST_OF_YEARS = (
    sa.select(Release)
    .where(
        Release.channel == sa.bindparam("of_channel"),
        sa.tuple_(Release.fiscal_year_be, Release.number).in_(_NEWEST_NUMBERS),
    )
    .order_by(Release.fiscal_year_be.desc())
    .options(defer(Release.content))
)
_FILE = sa.select(ReleaseFile).where(
    ReleaseFile.release_id == sa.bindparam("of_release"),
    ReleaseFile.form == sa.bindparam("of_form"),
)
_LENGTH_OF_PARTS = (
    sa.select(sa.func.coalesce(sa.func.sum(sa.func.length(ReleasePart.content)), 0))
    .where(ReleasePart.release_id == ReleaseFile.release_id, ReleasePart.form == ReleaseFile.form)
    .scalar_subquery()
)
_MEASURED = sa.select(
    sa.func.length(ReleaseFile.content) + _LENGTH_OF_PARTS, ReleaseFile.sha256
).where(
    ReleaseFile.release_id == sa.bindparam("of_release"),
    ReleaseFile.form == sa.bindparam("of_form"),
)
_PARTS = (
    sa.select(ReleasePart.content)
    .where(
        ReleasePart.release_id == sa.bindparam("of_release"),
        ReleasePart.form == sa.bindparam("of_form"),
        ReleasePart.number > sa.bindparam("after"),
    )
    .order_by(ReleasePart.number)
    .limit(PARTS_AT_ONCE)
)
_INSERT_PART = sa.insert(table_of(ReleasePart))


def draft_of(
    session: Session, channel: Channel, fiscal_year_be: int, *, for_change: bool = False
) -> ReleaseDraft | None:
    """Return the release of a fiscal year that is on its way, if one is."""
    query = sa.select(ReleaseDraft).where(
        ReleaseDraft.channel == channel.value, ReleaseDraft.fiscal_year_be == fiscal_year_be
    )
    if for_change:
        query = query.with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def all_drafts(session: Session) -> list[ReleaseDraft]:
    """Return every release that is on its way, newest years first."""
    query = sa.select(ReleaseDraft).order_by(
        ReleaseDraft.channel, ReleaseDraft.fiscal_year_be.desc()
    )
    return list(session.scalars(query))


def latest_release(session: Session, channel: Channel, fiscal_year_be: int) -> Release | None:
    """Return the newest release of a channel for a fiscal year."""
    query = (
        sa.select(Release)
        .where(Release.channel == channel.value, Release.fiscal_year_be == fiscal_year_be)
        .order_by(Release.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def newest_of_channel(session: Session, channel: Channel) -> Release | None:
    """Return the release that the next one of a channel must name."""
    query = (
        sa.select(Release)
        .where(Release.channel == channel.value)
        .order_by(Release.chain_number.desc())
        .limit(1)
    )
    return session.scalar(query)


def newest_of_years(session: Session, channel: Channel, since_fiscal_year_be: int) -> list[Release]:
    """Return the newest release of each fiscal year from one on, latest year first.

    Its content, which is long, is read only where it is asked for.
    """
    values = {"of_channel": channel.value, "since_year": since_fiscal_year_be}
    return list(session.scalars(_NEWEST_OF_YEARS, values))


def all_releases(session: Session) -> list[Release]:
    """Return every release without its content, newest years first."""
    query = (
        sa.select(Release)
        .options(defer(Release.content))
        .order_by(Release.channel, Release.fiscal_year_be.desc(), Release.number.desc())
    )
    return list(session.scalars(query))


def release_file(session: Session, release_id: str, form: str) -> ReleaseFile | None:
    """Return a release in one form, of a long file no more than the first bytes."""
    return session.scalar(_FILE, {"of_release": release_id, "of_form": form})


def keep_file(session: Session, release_id: str, form: str, content: bytes) -> None:
    """Store a release in one form, a long file part by part; the caller commits."""
    digest = sha256(content).hexdigest()
    session.add(
        ReleaseFile(release_id=release_id, form=form, content=content[:PART_BYTES], sha256=digest)
    )
    step = PARTS_AT_ONCE * PART_BYTES
    for start in range(PART_BYTES, len(content), step):
        rows = [
            {
                "release_id": release_id,
                "form": form,
                "number": at // PART_BYTES,
                "content": content[at : at + PART_BYTES],
            }
            for at in range(start, min(start + step, len(content)), PART_BYTES)
        ]
        run(session, _INSERT_PART, rows)


def measure_file(session: Session, release_id: str, form: str) -> tuple[int, str] | None:
    """Return how many bytes a release has in one form, and their digest."""
    found = session.execute(_MEASURED, {"of_release": release_id, "of_form": form}).first()
    return (int(found[0]), str(found[1])) if found else None


def further_parts(session: Session, release_id: str, form: str, after: int) -> list[bytes]:
    """Return what follows in a long file, a few parts of it; nothing at its end.

    :param after: how many further parts are read already.
    """
    values = {"of_release": release_id, "of_form": form, "after": after}
    return list(session.scalars(_PARTS, values))


def parts_of(session: Session, file: ReleaseFile) -> Iterator[bytes]:
    """Yield all bytes of a file, part by part."""
    yield file.content
    after, last = 0, len(file.content)
    while last >= PART_BYTES and (
        parts := further_parts(session, file.release_id, file.form, after)
    ):
        yield from parts
        after, last = after + len(parts), len(parts[-1])


def whole_file(session: Session, release_id: str, form: str) -> bytes | None:
    """Return all bytes of a release in one form."""
    file = release_file(session, release_id, form)
    return b"".join(parts_of(session, file)) if file else None
