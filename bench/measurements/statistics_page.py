"""The page of a release, against a bare page of Flask."""

from __future__ import annotations

from bench.browser import Browser
from bench.clients import getting
from bench.load import run
from bench.results import Results
from bench.stage import Stage


def measure(results: Results, stage: Stage) -> None:
    """Ask for the newest release from one client and from sixteen at once."""
    index = Browser(stage.service.port).get("/statistics/").body.decode()
    path = next(part for part in index.split('"') if part.startswith("/statistics/grievance/2"))
    for clients in (1, 16):
        floor = run(stage.bare, getting("/"), clients=clients, requests=stage.requests)
        page = run(stage.service, getting(path), clients=clients, requests=stage.requests)
        name = f"statistics page, requests per second at {clients}"
        results.ratio(name, page.per_second, floor.per_second, 0.5, most=False)
