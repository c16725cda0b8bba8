from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import DESKTOP, ContextFactory, axe_findings, contexts
from tests.support.live_server import LiveServer, ServerFactory
from tests.support.processes import ROOT

SPECIMEN = "tests.support.specimen:app"


@pytest.fixture
def server(live_server: ServerFactory, tmp_path: Path) -> LiveServer:
    return live_server(tmp_path, app=SPECIMEN, workers=1)


def test_a_server_ends_with_its_test(live_server: ServerFactory, tmp_path: Path) -> None:
    server = live_server(tmp_path, app=SPECIMEN, workers=1)

    assert server.answers()
    assert server.end() == 0
    assert not server.answers()


def test_a_server_that_cannot_start_says_why(live_server: ServerFactory, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="No module named 'no_such_service'"):
        live_server(tmp_path, app="no_such_service:app")


def test_a_started_program_does_not_outlive_a_killed_test_run(tmp_path: Path) -> None:
    parent = textwrap.dedent(
        f"""
        import os
        import time
        from pathlib import Path
        from tests.support import processes
        child = processes.start(["sleep", "600"], log=Path({str(tmp_path / "log")!r}))
        while Path(f"/proc/{{child.pid}}/comm").read_text().strip() != "sleep":
            time.sleep(0.01)
        print(child.pid, flush=True)
        os.kill(os.getpid(), 9)
        """
    )
    said = subprocess.run(
        [sys.executable, "-c", parent], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout

    status = Path(f"/proc/{int(said)}/status")
    deadline = time.monotonic() + 5
    while status.exists() and "State:\tZ" not in status.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not status.exists() or "State:\tZ" in status.read_text()


@pytest.mark.browser
def test_a_phone_speaks_thai_in_bangkok(phone: ContextFactory, server: LiveServer) -> None:
    page = phone(base_url=server.url).new_page()
    page.goto("/")

    assert page.evaluate("[innerWidth, navigator.language]") == [390, "th-TH"]
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Bangkok"
    assert page.get_by_role("heading").inner_text() == "มีสคริปต์"
    assert axe_findings(page) == []


@pytest.mark.browser
def test_axe_finds_what_is_wrong(desktop: ContextFactory, server: LiveServer) -> None:
    page = desktop(base_url=server.url).new_page()
    page.goto("/")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    (finding,) = axe_findings(page)
    assert finding.startswith("html-has-lang")


@pytest.mark.browser
def test_no_script_runs_no_script(no_script: ContextFactory, server: LiveServer) -> None:
    page = no_script(base_url=server.url).new_page()
    page.goto("/")

    assert page.get_by_role("heading").inner_text() == "ไม่มีสคริปต์"


@pytest.mark.browser
def test_a_page_that_asks_another_machine_is_caught(chromium: Browser, server: LiveServer) -> None:
    with (
        pytest.raises(AssertionError, match="asked another machine"),
        contexts(chromium, DESKTOP) as new_context,
    ):
        new_context(base_url=server.url).new_page().goto("/far")
