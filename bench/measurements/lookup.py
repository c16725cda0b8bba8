"""Entering a code and reading the case."""

from __future__ import annotations

import time

from bench import floors
from bench.clients import file_one, getting, looking_up
from bench.load import run
from bench.results import Results
from bench.stage import Stage

MOST = 1.5


def measure(results: Results, stage: Stage) -> None:
    """Look one case up from one client and from sixteen at once; clocks as for a filing."""
    bare_page = run(stage.bare, getting("/"), clients=1, requests=stage.requests)
    look = looking_up(file_one(stage.service.port))
    one = run(stage.service, look, clients=1, requests=stage.requests)
    floor = _floor(time.perf_counter) + 2 * bare_page.median
    results.ratio("lookup at 1 client", one.median, floor, MOST, most=True)
    spent = _floor(time.process_time) + 2 * bare_page.processor
    results.plain("lookup, of the processor", f"{one.processor / spent:.2f}")
    many = run(stage.service, look, clients=16, requests=stage.requests // 8)
    results.load("lookup at 16 clients", many)


def _floor(clock: floors.Clock) -> float:
    """Return the seconds of key and opening by a clock."""
    return floors.code_derivation(clock) + floors.opening_of_a_lookup(clock)
