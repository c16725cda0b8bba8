"""A run of the jobs over many cases against one bare pass over them, on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bench.many_cases import office_with_cases
from bench.results import Results
from bench.stage import Stage
from complaints.domain.channel import Channel
from complaints.jobs.running import run
from complaints.records.cases import Case
from tests.factories.office import A_MONDAY, AnOffice
from tests.support.postgresql import running_cluster

CASES, OPEN_CASES, OVER_DAYS, TIMES = 100_000, 2_000, 370, 5


def measure(results: Results, _: Stage) -> None:
    """Run the jobs when everything was told already, as nearly every run finds it."""
    with TemporaryDirectory(prefix="jobs-") as folder, running_cluster() as server:
        urls = {"sqlite": f"sqlite:///{folder}/jobs.sqlite", "postgresql": server.create("jobs")}
        for name, url in urls.items():
            with office_with_cases(
                *(url, Path(folder) / name, A_MONDAY),
                count=CASES,
                open_count=OPEN_CASES,
                over_days=OVER_DAYS,
            ) as office:
                list(run(office.office))
                floor = _quickest(_bare_pass, office)
                value = _quickest(_run, office)
                results.plain(f"jobs on {name}: a quiet run, ms", round(value * 1000, 1))
                label = f"jobs over {CASES:,} cases on {name} against a bare pass"
                results.ratio(label, value, floor, 3, most=True)


def _quickest(deed: Callable[[AnOffice], object], office: AnOffice) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        deed(office)
        taken.append(time.perf_counter() - began)
    return min(taken)


def _run(office: AnOffice) -> None:
    failed = [ran.name for ran in run(office.office) if ran.failure is not None]
    assert failed == []


def _bare_pass(office: AnOffice) -> None:
    query = sa.select(Case.id, Case.state, Case.due_on, Case.new_due_on, Case.officer_id)
    with office.reading(Channel.GRIEVANCE) as work:
        for _ in work.session.execute(query):
            pass
