"""How much memory a worker holds, fresh and after work."""

from __future__ import annotations

from bench.clients import getting
from bench.load import run
from bench.results import Results
from bench.servers import serving
from bench.stage import SERVICE, Stage


def measure(results: Results, stage: Stage) -> None:
    """Look at a fresh worker, and again after 5,000 requests."""
    with serving(SERVICE, stage.environ) as service:
        results.plain("memory of a worker at rest, MB", round(service.worker_megabytes(), 1))
        run(service, getting("/"), clients=4, requests=1250)
        megabytes = round(service.worker_megabytes(), 1)
        results.plain("memory of a worker after 5,000 requests, MB", megabytes)
