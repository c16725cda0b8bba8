"""The database connection, and how transactions begin on it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, registry

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
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
