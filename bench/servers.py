"""gunicorn as the service runs it, on a free port of loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running gunicorn.

    :ivar pid: process id of the master.
    """

    port: int
    pid: int

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers."""
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def processor_seconds(self) -> float:
        """Return the seconds of processor that the workers have spent so far."""
        return sum(map(_processor_seconds, self.worker_pids()))

    def worker_megabytes(self) -> float:
        """Return the resident memory of the largest worker in MB."""
        return max(_resident_kilobytes(pid) for pid in self.worker_pids()) / 1000


@contextmanager
def serving(application: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """Run an application in two workers until the block ends."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"),
        *("--workers", str(WORKERS), "--log-level", "error", application),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environ, "PORT": str(port)}
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not answer")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_kilobytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
