"""Handing 5,000 cases over to a colleague's new key, against the bare openings and seals."""

from __future__ import annotations

import json
import os

from bench.results import Results
from bench.stage import Stage, run_ours

COUNT = int(os.environ.get("REWRAP_COUNT", "5000"))


def measure(results: Results, stage: Stage) -> None:
    """Hand over in the batches in which the page does it."""
    actor, colleague = stage.sign_ins(role="officer", desk="grievance")[:2]
    file = stage.folder / "rewrapping.json"
    run_ours(
        "bench.rewrap",
        actor["name"],
        actor["passphrase"],
        colleague["name"],
        str(COUNT),
        str(file),
        environ=stage.environ,
    )
    found = json.loads(file.read_text())
    name = f"handing over {COUNT:,} cases"
    results.ratio(name, found["taken"], found["bare"], 3.0, most=True)
