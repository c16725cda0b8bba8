"""Rows as lines of text and back, for backups that any database takes in.

A line is JSON: bytes, days and instants say what they are, the rest is itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from complaints.records.database import Model

KEY_TABLES: Final = ("key_wraps", "identity_nests", "mail_addresses")
"""What opens something, or must be gone soon after an erasure; never among the content."""

LEFT_OUT: Final = ("sessions", "search_indexes", "two_person_requests", "two_person_wraps")
"""What ends within days and is begun anew."""

SEEDED: Final = ("bodies", "reply_templates")
"""What a migration fills with first rows, which an agency then edits."""

Row = dict[str, Any]
_BATCH = 500


def content_tables() -> list[sa.Table]:
    """Return the tables of the content, those that others refer to first."""
    apart = {*KEY_TABLES, *LEFT_OUT}
    return [table for table in Model.metadata.sorted_tables if table.name not in apart]


def freeze(session: Session) -> None:
    """Let everything that this transaction reads be of one moment."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def lines_of(session: Session, table: sa.Table, *conditions: Any) -> Iterator[bytes]:
    """Yield the rows of a table as lines."""
    query = sa.select(table).where(*conditions).execution_options(yield_per=_BATCH)
    for row in session.execute(query).mappings():
        record = {name: _as_json(value) for name, value in row.items()}
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def rows_of(lines: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows of some lines."""
    for line in lines:
        yield {name: _from_json(value) for name, value in json.loads(line).items()}


def remove_seeds(connection: Connection, tables: Iterable[sa.Table]) -> None:
    """Empty the tables into which migrations put first rows; the backup has its own.

    :param tables: those that refer to others first.
    """
    for table in tables:
        if table.name in SEEDED:
            connection.execute(sa.delete(table))


def take_in(connection: Connection, table: sa.Table, rows: Iterable[Row]) -> int:
    """Insert rows into a table as it stands, and return how many there were."""
    count = 0
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            connection.execute(sa.insert(table), batch)
            count, batch = count + len(batch), []
    if batch:
        connection.execute(sa.insert(table), batch)
    return count + len(batch)


def _as_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "bytes":
        return base64.b64decode(text, validate=True)
    return datetime.fromisoformat(text) if kind == "instant" else date.fromisoformat(text)
