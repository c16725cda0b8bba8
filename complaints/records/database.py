"""The database connection, and how transactions begin on it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session, registry

from complaints.domain.sealed import Sealed

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, so that a migration can drop them on SQLite too."""

ID_BYTES = 16

_writing: ContextVar[bool] = ContextVar("writing", default=True)
_durable: ContextVar[bool] = ContextVar("durable", default=True)


class Model(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """What every table is."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={Sealed: sa.LargeBinary, bytes: sa.LargeBinary},
    )


class Database(SQLAlchemy):
    """Flask-SQLAlchemy over one declarative base that is a plain typed class.

    The extension would rebuild the base from its parts, which SQLAlchemy 2.1
    refuses for mapped dataclasses; it needs no more than to know of it.
    """

    def _make_declarative_base(  # type: ignore[override]  # their type is not exported
        self, model_class: Any, disable_autonaming: bool = False
    ) -> type[Model]:
        Model.metadata.info["bind_key"] = None
        self.metadatas[None] = Model.metadata
        return Model


db = Database(model_class=Model, session_options={"expire_on_commit": False})


def new_id() -> str:
    """Return a random row id, 128 bits in hexadecimal; it tells no order."""
    return secrets.token_hex(ID_BYTES)


def add_at_once(session: Session, rows: Iterable[Model]) -> None:
    """Insert new rows, those of a table in one statement, in the order given.

    Filing waits for this, so it spares what the unit of work would find out:
    the rows are new, and nobody refers to them through the session.
    """
    by_table: dict[type[Model], list[dict[str, Any]]] = {}
    for row in rows:
        values = {name: getattr(row, name) for name in _columns_of(type(row))}
        by_table.setdefault(type(row), []).append(values)
    for table, values_of_rows in by_table.items():
        run(session, _insert_into(table), values_of_rows)


def run(
    session: Session,
    statement: sa.Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
) -> sa.CursorResult[Any]:
    """Run a statement over tables in the session's transaction, past the unit of work.

    What the session still holds back is written first.

    :param statement: made once and kept; its values come as ``bindparam``.
    """
    session.flush()
    return session.connection().execute(statement, values)


def count_up(
    session: Session, table: type[Model], key: dict[str, Any], column: str, by: int = 1
) -> int:
    """Count a row's column up and return it; a row that is missing begins at nothing.

    One statement, so that of two at once each gets a number of its own.

    :param key: the primary key, by column.
    """
    statement = _count_up(_dialect(session), table, tuple(key), column)
    values = {f"of_{name}": value for name, value in key.items()}
    return int(run(session, statement, {**values, "of_by": by}).scalar_one())


def begin_row(session: Session, table: type[Model], **values: Any) -> None:
    """Insert a row unless it is there; of two at once, one waits for the other."""
    inserted = _insert(_dialect(session))(table_of(table)).values(**values)
    session.execute(inserted.on_conflict_do_nothing())


def insert_unless_there(session: Session, table: type[Model], **values: Any) -> bool:
    """Insert a row unless its key is there; say whether it was inserted.

    Of two at once one waits for the other, and then knows.
    """
    key = table_of(table).primary_key.columns[0]
    statement = (
        _insert(_dialect(session))(table_of(table))
        .values(**values)
        .on_conflict_do_nothing()
        .returning(key)
    )
    return session.execute(statement).first() is not None


@lru_cache(maxsize=64)
def _insert_into(table: type[Model]) -> sa.Insert:
    return sa.insert(table_of(table))


@lru_cache(maxsize=64)
def _count_up(dialect: str, table: type[Model], key: tuple[str, ...], column: str) -> Any:
    counted, by = table_of(table).c[column], sa.bindparam("of_by", type_=sa.Integer)
    return (
        _insert(dialect)(table_of(table))
        .values({**{name: sa.bindparam(f"of_{name}") for name in key}, column: by})
        .on_conflict_do_update(index_elements=list(key), set_={column: counted + by})
        .returning(counted)
    )


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _insert(dialect: str) -> Any:
    """Return the dialect's own INSERT, which knows what to do on a conflict."""
    return sqlite.insert if dialect == "sqlite" else postgresql.insert


def table_of(model: type[Model]) -> sa.Table:
    """Return the table itself, for statements that pass the unit of work by."""
    return cast("sa.Table", model.__table__)


@lru_cache(maxsize=64)
def _columns_of(table: type[Model]) -> tuple[str, ...]:
    return tuple(column.key for column in table_of(table).columns)


@contextmanager
def read_only() -> Iterator[None]:
    """Begin the transactions inside without the write lock.

    On SQLite everything else begins with the lock, because a transaction that
    reads first and writes later can lose an update.
    """
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def not_durable() -> Iterator[None]:
    """Begin the transactions inside so that their commit does not wait for the disk.

    For rows that nobody misses after a power cut, such as a visit with a code.
    """
    token = _durable.set(False)
    try:
        yield
    finally:
        _durable.reset(token)


def engine_options(url: str) -> dict[str, Any]:
    """Return the options with which an engine for this address is made.

    Values never reach an exception text (``hide_parameters``), because they
    may be sealed names or a reporter's lookup index.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if not url.startswith("sqlite"):
        options |= {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    return options


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=15000",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-8000",  # kB; a board reads more than the usual 2 MB of its indexes
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _wait_for_the_disk(connection, waits=_durable.get())
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
    elif not _durable.get():
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def _wait_for_the_disk(connection: Connection, *, waits: bool) -> None:
    """Let commits of a SQLite connection wait for the disk, or not; outside transactions only."""
    if connection.info.get("waits", True) is not waits:
        level = "FULL" if waits else "NORMAL"
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA synchronous={level}")
        connection.info["waits"] = waits


@event.listens_for(Engine, "handle_error")
def _forget_values(context: ExceptionContext) -> None:
    """Take the words of PostgreSQL out of its errors: they quote the failing row."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    state = getattr(original, "sqlstate", None)
    if state is None or wrapped is None:
        return
    original.args = (f"SQLSTATE {state}",)
    wrapped.args = (f"({type(original).__name__}) SQLSTATE {state}",)
