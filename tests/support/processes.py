"""Programs that tests start, and that never outlive them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    ends_with: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program that also ends when this process is killed.

    :param log: file that takes what the program says.
    :param env: its whole environment; this process's own when left out.
    :param user: who it runs as, when this process is root.
    :param ends_with: what the kernel sends it if this process dies.
    """
    setpriv: list[str | Path] = ["setpriv", f"--pdeathsig={ends_with.name.removeprefix('SIG')}"]
    if user is not None and os.geteuid() == 0:
        setpriv += [f"--reuid={user}", f"--regid={user}", "--init-groups"]
    with log.open("ab") as output:
        return subprocess.Popen(
            [*setpriv, *command],
            cwd=ROOT if user is None else "/",
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> int:
    """End a started program and return its exit status; after 15 seconds by force."""
    if process.poll() is None:
        process.send_signal(how)
    with suppress(subprocess.TimeoutExpired):
        return process.wait(timeout=15)
    process.kill()
    return process.wait()


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, seconds: float = 30
) -> None:
    """Wait for a started program to serve.

    :raises RuntimeError: it ended, or did not serve in time; with the end of its log.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            state = "is not ready" if process.poll() is None else f"ended with {process.returncode}"
            name, said = Path(str(process.args[-1])).name, log.read_text(errors="replace")[-4000:]  # type: ignore[index]
            end(process)
            raise RuntimeError(f"{name} {state}:\n{said}")
        time.sleep(0.05)
