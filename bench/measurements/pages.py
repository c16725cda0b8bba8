"""How many bytes every public page is with everything that it loads, fonts apart."""

from __future__ import annotations

from bench.browser import Browser
from bench.results import Results
from bench.stage import Stage
from tests.support.weighing import MOST_BYTES, weights

LANGUAGES = ("th", "en")
HEAVIEST = 8
"""Pages that are shown one by one; the limit holds for each."""


def measure(results: Results, stage: Stage) -> None:
    """Weigh every public page that links lead to, in both languages."""
    browser = Browser(stage.service.port)

    def get(address: str) -> bytes:
        answer = browser.get(address)
        return answer.body if answer.status == 200 else b""

    weighed = {
        f"{page} ({language})": weight
        for language in LANGUAGES
        for page, weight in weights(get, language)
    }
    results.plain("public pages weighed", len(weighed))
    for page in sorted(weighed, key=weighed.__getitem__, reverse=True)[:HEAVIEST]:
        results.ratio(f"bytes of {page}, fonts apart", weighed[page], MOST_BYTES, 1, most=True)
