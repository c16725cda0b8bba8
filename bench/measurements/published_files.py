"""A release's page and its CSV, against Flask's own ``send_file`` of as many bytes."""

from __future__ import annotations

from bench.browser import Browser
from bench.clients import getting
from bench.load import run
from bench.results import Results
from bench.servers import serving
from bench.stage import BARE, Stage

LEAST = 0.7


def measure(results: Results, stage: Stage) -> None:
    """Ask for both from eight clients at once, each beside a file of its size."""
    index = Browser(stage.service.port).get("/statistics/").body.decode()
    links = [part for part in index.split('"') if part.startswith("/statistics/grievance/2")]
    page = next(link for link in links if link.endswith("/"))
    table = next(link for link in links if link.endswith(".csv"))
    for name, path in (("page", page), ("CSV", table)):
        body = Browser(stage.service.port).get(path).body
        file = stage.folder / "floor.bin"
        file.write_bytes(body)
        with serving(BARE, {"BENCH_FILE": str(file)}) as floor:
            asked = {"clients": 8, "requests": stage.requests}
            ours = run(stage.service, getting(path), **asked)
            sent = run(floor, getting("/file"), **asked)
        ratio = f"release {name} of {len(body) // 1000} kB, requests per second"
        results.ratio(ratio, ours.per_second, sent.per_second, LEAST, most=False)
