"""A private PostgreSQL: one cluster for each process of the test run.

`postgresql` is the cluster. It starts when the first test needs it, listens on
loopback at a free port, writes nothing durable and is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support import processes
from tests.support.memory import place_in_memory

OWNER = "postgres"
# The data lives as long as a test run: durability costs time and protects nothing.
FLEETING = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "128MB",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True)
class Cluster:
    """A running server whose databases come and go with the tests."""

    port: int

    def url(self, name: str) -> str:
        """Return the address of a database, as SQLAlchemy wants it."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, *, template: str = "template0") -> str:
        """Create a database, empty or as a copy of another, and return its address."""
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection]:
        """Open a connection to the maintenance database that commits each statement."""
        address = f"host=127.0.0.1 port={self.port} user={OWNER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection

    def answers(self) -> bool:
        """Say whether the server takes connections."""
        try:
            with self.connect():
                return True
        except psycopg.OperationalError:
            return False


def binaries() -> Path:
    """Return the folder of the newest installed server.

    :raises FileNotFoundError: none is installed.
    """
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise FileNotFoundError("PostgreSQL is not installed; run deploy/prepare test")
    return newest.parent


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make a cluster, serve it, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="tests-postgresql-", dir=place_in_memory()))
    log, port = folder / "log", processes.free_port()
    try:
        owner = _hand_over(folder)
        subprocess.run(
            [binaries() / "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd=folder, user=owner, group=owner,
            extra_groups=[] if owner else None,
        )  # fmt: skip
        settings = {**FLEETING, "port": str(port), "unix_socket_directories": str(folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        server = processes.start(
            [binaries() / "postgres", "-D", folder / "data", *options],
            log=log, user=OWNER, ends_with=signal.SIGINT,
        )  # fmt: skip
        cluster = Cluster(port)
        try:
            processes.wait_until(cluster.answers, server, log=log)
            yield cluster
        finally:
            processes.end(server, signal.SIGINT)
    finally:
        shutil.rmtree(folder)


def _hand_over(folder: Path) -> str | None:
    """Give the folder to the server's user, and name that user; None if that is us.

    PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, OWNER, OWNER)
    return OWNER


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The private cluster of this test process."""
    with running_cluster() as cluster:
        yield cluster
