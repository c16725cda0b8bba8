"""Entering a code and reading the case."""

from __future__ import annotations

from bench import floors
from bench.clients import file_one, getting, looking_up
from bench.load import run
from bench.results import Results
from bench.stage import Stage


def measure(results: Results, stage: Stage) -> None:
    """Look one case up from one client and from sixteen at once."""
    bare_page = run(stage.bare.port, getting("/"), clients=1, requests=stage.requests)
    floor = floors.code_derivation() + floors.opening_of_a_lookup() + 2 * bare_page.median
    look = looking_up(file_one(stage.service.port))
    one = run(stage.service.port, look, clients=1, requests=stage.requests)
    results.ratio("lookup at 1 client", one.median, floor, 1.5, most=True)
    many = run(stage.service.port, look, clients=16, requests=stage.requests // 8)
    results.load("lookup at 16 clients", many)
