"""Filing a report, against what no filing can do without."""

from __future__ import annotations

import time

from bench import floors
from bench.clients import filing, filing_forms, getting
from bench.load import run
from bench.results import Results
from bench.stage import Stage

MOST = 1.5


def measure(results: Results, stage: Stage) -> None:
    """Post filings from one client and from sixteen at once.

    Beside the time that passes stands that of the processor, which other work of
    the machine does not lengthen.
    """
    bare_page = run(stage.bare, getting("/"), clients=1, requests=stage.requests)
    one = run(stage.service, filing_forms(stage.requests), clients=1, requests=stage.requests)
    floor = _floor(stage, time.perf_counter) + bare_page.median
    results.ratio("filing at 1 client", one.median, floor, MOST, most=True)
    spent = _floor(stage, time.process_time) + bare_page.processor
    results.plain("filing, of the processor", f"{one.processor / spent:.2f}")
    many = run(stage.service, filing, clients=16, requests=stage.requests // 8)
    results.load("filing at 16 clients", many)


def _floor(stage: Stage, clock: floors.Clock) -> float:
    """Return the seconds of key, seals and commit by a clock."""
    holders = len(stage.sign_ins(role="officer", desk="grievance")) + 1  # and the recovery key
    return (
        floors.code_derivation(clock)
        + floors.seals_of_a_filing(holders, clock)
        + floors.durable_commit(stage.folder, clock)
    )
