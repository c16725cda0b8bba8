"""A whole demonstration behind gunicorn, and people who walk through it with real browsers."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints.demonstration.sign_ins import SIGN_INS_FILE
from tests.journeys.people import People
from tests.journeys.walking import Journey
from tests.support.live_server import INHERITED, LiveServer, serving
from tests.support.processes import ROOT


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of a demonstration: made once in a test run, copied for each process."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / SIGN_INS_FILE).exists():
            _make(made)
    own = tmp_path_factory.mktemp("journeys") / "instance"
    shutil.copytree(made, own)
    return own


def _make(instance: Path) -> None:
    surroundings = {name: os.environ[name] for name in INHERITED if name in os.environ}
    made = subprocess.run(
        [ROOT / ".venv/bin/flask", "--app", "complaints", "demo"],
        cwd=ROOT,
        env={**surroundings, "INSTANCE_DIR": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise RuntimeError(f"no demonstration was made: {made.stderr[-2000:]}")


@pytest.fixture(scope="session")
def service(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The service as it is deployed; every journey of a test process leads through it."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(demonstration, log=log) as server:
        yield server


@pytest.fixture(scope="session")
def people(demonstration: Path) -> People:
    """Those who can sign in; each does so once and keeps the session."""
    return People.of(demonstration)


@pytest.fixture
def journey(service: LiveServer, people: People) -> Iterator[Journey]:
    """What happens in one test, with a judgement of every page at its end."""
    found = Journey(service, people)
    yield found
    found.judge()
