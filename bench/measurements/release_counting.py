"""A release over many cases and over ten times as many, on both databases.

``BENCH_CASES`` sets the smaller number (100,000).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import sqlalchemy as sa

from bench.results import Results
from bench.servers import ROOT
from bench.stage import Stage
from complaints.records.database import Model
from complaints.records.models import ALL_TABLES
from tests.support.postgresql import running_cluster

CASES = int(os.environ.get("BENCH_CASES", "100000"))
MOST_MEGABYTES = 500


def measure(results: Results, stage: Stage) -> None:
    """Count once over each number of cases, in a process of its own."""
    _measure(results, "SQLite", f"sqlite:///{stage.folder / 'counted.sqlite'}")
    with running_cluster() as server:
        _measure(results, "PostgreSQL", server.create("counted"))


def _measure(results: Results, database: str, url: str) -> None:
    per_case: list[float] = []
    for count in (CASES, 10 * CASES):
        figures = _counted(url, count)
        per_case.append(figures["publishing_seconds"] / count)
        name = f"release over {count:,} cases on {database}"
        results.plain(f"{name}, seconds", round(figures["publishing_seconds"], 2))
        results.plain(f"{name}, of our processor", round(figures["processor_seconds"], 2))
        results.ratio(
            f"{name}, peak memory in MB", figures["megabytes"], MOST_MEGABYTES, 1, most=True
        )
    name = f"release on {database}, time per case at ten times the cases"
    results.ratio(name, per_case[1], per_case[0], 1.5, most=True)


def _counted(url: str, count: int) -> dict[str, float]:
    assert ALL_TABLES
    engine = sa.create_engine(url)
    Model.metadata.drop_all(engine)
    engine.dispose()
    command = [sys.executable, "-m", "bench.counting", url, str(count)]
    answer = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures
