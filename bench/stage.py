"""What measurements share: a demonstration that is served beside a bare page.

Nothing of it is made before a measurement asks for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.servers import ROOT, Server, serving

BUILD = ROOT / "build"
SERVICE, BARE = "complaints:create_app()", "bench.bare:create_app()"
LIMITS = {
    "FILINGS_PER_SECOND": "100000",
    "LOOKUPS_PER_SECOND": "100000",
    "SIGN_INS_PER_MINUTE": "100000",
}


class Stage:
    """A demonstration agency, its server and a server of one bare page.

    :ivar requests: timed requests of a client where the client is alone (``BENCH_REQUESTS``).
    """

    def __init__(self) -> None:
        self.requests = int(os.environ.get("BENCH_REQUESTS", "200"))
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def folder(self) -> Path:
        """Return a folder that goes with the run."""
        BUILD.mkdir(exist_ok=True)
        return Path(self._open.enter_context(tempfile.TemporaryDirectory(dir=BUILD)))

    @cached_property
    def environ(self) -> dict[str, str]:
        """Return the settings under which the demonstration runs; it is made now."""
        environ = {"INSTANCE_DIR": str(self.folder / "instance"), **LIMITS}
        run_ours("flask", "--app", "complaints", "demo", environ=environ)
        return environ

    @property
    def instance(self) -> Path:
        """Return the instance folder of the demonstration."""
        return Path(self.environ["INSTANCE_DIR"])

    @cached_property
    def service(self) -> Server:
        """Return the running demonstration."""
        return self._open.enter_context(serving(SERVICE, self.environ))

    @cached_property
    def bare(self) -> Server:
        """Return the running bare page."""
        return self._open.enter_context(serving(BARE, {}))

    def sign_ins(self, *, role: str, desk: str) -> list[dict[str, str]]:
        """Return the sign-ins of a role at a desk."""
        found = json.loads((self.instance / "demo-sign-ins.json").read_text())
        return [one for one in found if (one["role"], one["desk"]) == (role, desk)]


def run_ours(module: str, *arguments: str, environ: dict[str, str]) -> None:
    """Run a module of ours, such as a command, until it ends.

    :raises CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environ}, check=True, stdout=subprocess.DEVNULL
    )
