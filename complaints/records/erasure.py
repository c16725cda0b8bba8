"""Erasing a case: every row that hangs on it goes, and then the bytes of those rows.

The case's own row stays with its days, so that no published figure changes.
It has no key, no code and no content any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.records.cases import Blob, Case
from complaints.records.database import table_of


def erase_rows(session: Session, case: Case, on: date) -> list[str]:
    """Remove every row that hangs on a case and empty its own row; the caller commits.

    Whatever table refers to a case, directly or through another, loses its rows
    of this one: a table that is added later is erased without being named here.

    :return: names of the sealed files, to be removed once this is committed.
    """
    cases = table_of(Case)
    blobs = list(session.scalars(sa.select(Blob.id).where(Blob.case_id == case.id)))
    session.flush()
    _remove_dependents(session, cases, cases.c.id == case.id)
    emptied: dict[str, object] = {
        column.name: None if column.nullable else b""
        for column in cases.columns
        if column.name.endswith("_sealed")
    }
    session.execute(
        sa.update(cases)
        .where(cases.c.id == case.id)
        .values(**emptied, lookup_index=None, officer_id=None, erased_on=on)
    )
    session.refresh(case)
    return blobs


def cases_to_erase(session: Session, channel: Channel, completed_by: date) -> list[Case]:
    """Return the cases of a channel that were completed by a day and are not erased."""
    query = (
        sa.select(Case)
        .where(
            Case.channel == channel.value,
            Case.completed_on <= completed_by,
            Case.erased_on.is_(None),
        )
        .order_by(Case.completed_on, Case.id)
    )
    return list(session.scalars(query))


def erased_ids(session: Session) -> list[str]:
    """Return the ids of every erased case, in order."""
    query = sa.select(Case.id).where(Case.erased_on.is_not(None)).order_by(Case.id)
    return list(session.scalars(query))


def has_remains(session: Session) -> bool:
    """Say whether bytes of an erased case may still lie in a file of the database."""
    query = sa.select(Case.id).where(Case.erased_on.is_not(None), Case.remains_gone_on.is_(None))
    return session.scalar(query.limit(1)) is not None


def note_remains_gone(session: Session, on: date) -> None:
    """Write down that nothing is left of what was erased by now."""
    cases = table_of(Case)
    session.execute(
        sa.update(cases)
        .where(cases.c.erased_on.is_not(None), cases.c.remains_gone_on.is_(None))
        .values(remains_gone_on=on)
    )


def destroy_remains(engine: Engine) -> bool:
    """Take the bytes of removed rows out of the files of the database.

    SQLite has zeroed them (``secure_delete``); a checkpoint that truncates takes
    the write-ahead log. PostgreSQL writes the tables anew; its own log and
    archives of it part later, after the days that the operator has set.

    :return: whether it was done; somebody who reads or does not own the tables hinders it.
    """
    if engine.dialect.name == "sqlite":
        return _truncate_log(engine)
    return _write_tables_anew(engine)


def _truncate_log(engine: Engine) -> bool:
    connection = engine.raw_connection()
    try:
        (busy, _, _) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def _write_tables_anew(engine: Engine) -> bool:
    names = [table.name for table in erased_tables()]
    where_it_lies = sa.text("SELECT pg_relation_filenode(CAST(:name AS regclass))")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = {name: connection.scalar(where_it_lies, {"name": name}) for name in names}
        connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(names)}")
        after = {name: connection.scalar(where_it_lies, {"name": name}) for name in names}
    return all(before[name] != after[name] for name in names)


def erased_tables() -> list[sa.Table]:
    """Return the tables of which an erasure removes rows, and that of the cases."""
    found = dict.fromkeys([table_of(Case)])
    for table in found.copy():
        found |= dict.fromkeys(_hanging_on(table))
    return list(found)


def _hanging_on(table: sa.Table) -> Iterator[sa.Table]:
    for child, _ in _references_to(table):
        yield child
        yield from _hanging_on(child)


def _references_to(table: sa.Table) -> list[tuple[sa.Table, sa.ForeignKey]]:
    return [
        (child, key)
        for child in table.metadata.sorted_tables
        for key in child.foreign_keys
        if key.column.table is table and child is not table
    ]


def _remove_dependents(
    session: Session, table: sa.Table, condition: sa.ColumnElement[bool]
) -> None:
    for child, key in _references_to(table):
        hangs = key.parent.in_(sa.select(key.column).where(condition))
        _remove_dependents(session, child, hangs)
        session.execute(sa.delete(child).where(hangs))
