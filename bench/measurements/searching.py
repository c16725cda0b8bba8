"""Searching in the text of 5,000 sealed cases, against opening the same keys and rows barely."""

from __future__ import annotations

import json
import os

from bench.results import Results
from bench.stage import Stage, run_ours

COUNT = int(os.environ.get("SEARCH_COUNT", "5000"))


def measure(results: Results, stage: Stage) -> None:
    """Search once with nothing opened yet, and again in the same session."""
    officer = stage.sign_ins(role="officer", desk="grievance")[0]
    file = stage.folder / "searching.json"
    run_ours(
        "bench.search",
        officer["name"],
        officer["passphrase"],
        str(COUNT),
        str(file),
        environ=stage.environ,
    )
    found = json.loads(file.read_text())
    name = f"searching in {COUNT:,} cases"
    results.plain(f"{name}: first search ms", round(found["cold"] * 1000))
    results.ratio(f"{name}, first", found["cold"], found["bare"], 3.0, most=True)
    results.ratio(f"{name}, again", found["warm"], found["cold"], 0.2, most=True)
