"""How many bytes a public page is with everything that it loads, fonts apart."""

from __future__ import annotations

from bench.browser import Browser
from bench.results import Results
from bench.stage import Stage

PAGES = (
    *("/", "/grievance/report", "/corruption/report", "/track"),
    *("/statistics/", "/manuals/grievance"),
)
MOST_BYTES = 60_000


def measure(results: Results, stage: Stage) -> None:
    """Load every kind of public page once."""
    browser = Browser(stage.service.port)
    for path in PAGES:
        page = browser.get(path).body
        every = len(page) + sum(len(browser.get(asset).body) for asset in _assets(page.decode()))
        results.ratio(f"bytes of {path}, fonts apart", every, MOST_BYTES, 1, most=True)


def _assets(page: str) -> set[str]:
    parts = (part.split("#")[0] for part in page.split('"'))
    return {part for part in parts if part.startswith("/static/") and "/fonts/" not in part}
