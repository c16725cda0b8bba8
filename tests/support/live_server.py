"""The service as it is deployed: gunicorn with the settings of `deploy/`, on a free port."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.processes import ROOT

# All that a server inherits; a setting of the person who runs the tests must not reach it.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True)
class LiveServer:
    """A running service.

    :ivar url: its address, without a slash at the end.
    :ivar instance: its instance folder.
    :ivar log: the file with all it has said.
    """

    url: str
    instance: Path
    log: Path
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        """Say whether /healthz answers; 503 (open for nobody) is an answer too."""
        trusting = ssl._create_unverified_context()  # noqa: S323 - a certificate of the tests
        try:
            with urllib.request.urlopen(  # noqa: S310 - ours
                f"{self.url}/healthz", timeout=5, context=trusting
            ):
                return True
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code == 503
        except OSError:
            return False

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the server and its workers, and return the exit status."""
        return processes.end(self.process, how)


ServerFactory = Callable[..., LiveServer]


@contextmanager
def serving(
    instance: Path,
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    app: str = "complaints:create_app()",
    workers: int = 2,
    certificate: Path | None = None,
) -> Iterator[LiveServer]:
    """Serve an instance folder that holds its secrets and a migrated database.

    :param log: file for what the server says.
    :param env: further settings, by the names of the environment.
    :param app: what gunicorn serves.
    :param certificate: PEM file with key and certificate; serves https instead of http.
    :raises RuntimeError: the server ends or does not answer within 30 seconds.
    """
    port = processes.free_port()
    surroundings = {name: os.environ[name] for name in INHERITED if name in os.environ}
    settings = {"INSTANCE_DIR": str(instance), "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    gunicorn: list[str | Path] = [
        ROOT / ".venv/bin/gunicorn",
        "--config",
        ROOT / "deploy/gunicorn.conf.py",
        app,
    ]
    scheme = "https" if certificate else "http"
    if certificate:
        gunicorn += ["--certfile", certificate, "--keyfile", certificate]
        settings["PUBLIC_URL"] = f"https://127.0.0.1:{port}"
    process = processes.start(gunicorn, log=log, env={**surroundings, **settings, **(env or {})})
    server = LiveServer(f"{scheme}://127.0.0.1:{port}", instance, log, process)
    try:
        processes.wait_until(server.answers, process, log=log)
        yield server
    finally:
        server.end(signal.SIGQUIT)  # at once; a browser may still hold a connection open


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[ServerFactory]:
    """A function that serves an instance folder until the test ends; arguments as `serving`."""
    with ExitStack() as servers:

        def start(instance: Path, **settings: object) -> LiveServer:
            log = tmp_path / f"server-{processes.free_port()}.log"
            return servers.enter_context(serving(instance, log=log, **settings))  # type: ignore[arg-type]

        yield start
