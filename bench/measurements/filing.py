"""Filing a report, against what no filing can do without."""

from __future__ import annotations

from bench import floors
from bench.clients import filing, getting
from bench.load import run
from bench.results import Results
from bench.stage import Stage


def measure(results: Results, stage: Stage) -> None:
    """Post filings from one client and from sixteen at once."""
    bare_page = run(stage.bare.port, getting("/"), clients=1, requests=stage.requests)
    holders = len(stage.sign_ins(role="officer", desk="grievance")) + 1  # and the recovery key
    floor = (
        floors.code_derivation()
        + floors.seals_of_a_filing(holders)
        + floors.durable_commit(stage.folder)
        + bare_page.median
    )
    one = run(stage.service.port, filing, clients=1, requests=stage.requests)
    results.ratio("filing at 1 client", one.median, floor, 1.5, most=True)
    many = run(stage.service.port, filing, clients=16, requests=stage.requests // 8)
    results.load("filing at 16 clients", many)
