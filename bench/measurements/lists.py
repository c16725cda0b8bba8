"""The list of open cases, short and long."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.browser import Answer, Browser
from bench.clients import Asking, sign_in
from bench.load import run
from bench.results import Results
from bench.stage import Stage, run_ours
from complaints.vault.totp import STEP_SECONDS

COUNTS = (1_000, 20_000)


def measure(results: Results, stage: Stage) -> None:
    """Ask for the first page of the list at both lengths."""
    officer = stage.sign_ins(role="officer", desk="grievance")[0]
    medians: list[float] = []
    held = 0
    for count in COUNTS:
        more = str(count - held)
        run_ours("bench.more_cases", officer["name"], more, environ=stage.environ)
        held = count
        load = run(stage.service, _listing(officer), clients=1, requests=60)
        results.load(f"list at {count:,} open cases", load)
        medians.append(load.median)
    results.ratio("list at 20,000 against 1,000", medians[1], medians[0], 1.5, most=True)


def _listing(officer: dict[str, str]) -> Asking:
    def prepare(browser: Browser) -> Callable[[int], Answer]:
        time.sleep(STEP_SECONDS)  # a code of the telephone serves once
        sign_in(browser, officer)
        return lambda _: browser.get("/desk/grievance/cases")

    return prepare
