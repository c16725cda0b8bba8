"""A run of the jobs over many cases against one bare pass over them, on both databases."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bench.results import Results
from bench.stage import Stage
from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.states import State
from complaints.jobs.running import run
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import new_id
from tests.factories.founding import found
from tests.factories.office import AnOffice, an_office
from tests.support.databases import migrate
from tests.support.postgresql import running_cluster

CASES, OPEN_CASES, BATCH, TIMES = 100_000, 2_000, 2_000, 5


def measure(results: Results, _: Stage) -> None:
    """Run the jobs when everything was told already, as nearly every run finds it."""
    with TemporaryDirectory(prefix="jobs-") as folder, running_cluster() as server:
        urls = {"sqlite": f"sqlite:///{folder}/jobs.sqlite", "postgresql": server.create("jobs")}
        for name, url in urls.items():
            with _filled(url, Path(folder) / name) as office:
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


@contextmanager
def _filled(url: str, folder: Path) -> Iterator[AnOffice]:
    migrate(url)
    office = an_office(url, folder)
    found(office.office)
    officer_id, today = office.id_of("ekachai"), office.office.today()
    with office.engine.begin() as connection:
        for first in range(0, CASES, BATCH):
            cases = [_case(number, today) for number in range(first, first + BATCH)]
            still_open = [str(case["id"]) for case in cases if case["completed_on"] is None]
            wraps = [_wrap(case_id, officer_id) for case_id in still_open]
            connection.execute(sa.insert(Case), cases)
            if wraps:
                connection.execute(sa.insert(KeyWrap), wraps)
    if url.startswith("postgresql"):
        with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))
    try:
        yield office
    finally:
        office.close()


def _case(number: int, today: date) -> dict[str, object]:
    is_open = number % (CASES // OPEN_CASES) == 0
    received_on = today - timedelta(days=number % 30 if is_open else 40 + number % 300)
    due_on = received_on + timedelta(days=15)
    return {
        "id": new_id(),
        "channel": Channel.GRIEVANCE.value,
        "number": f"GB-{secrets.token_hex(6).upper()}",
        "state": State.IN_PROGRESS.value if is_open else State.COMPLETED.value,
        "received_on": received_on,
        "due_on": due_on,
        "ranks_on": due_on,
        "accepted_on": received_on,
        "completed_on": None if is_open else due_on,
        "first_completed_on": None if is_open else due_on,
        "key_number": 1,
        "heading_key_number": 1,
        "entry_count": 0,
        "is_code_handed_out": False,
        "lookup_index": secrets.token_bytes(32),
        "leaf_token": secrets.token_bytes(32),
        "heading_sealed": secrets.token_bytes(4200),
        "kind": Kind.GRIEVANCE.value,
        "received_by": ReceivedBy.ONLINE.value,
    }


def _wrap(case_id: str, officer_id: str) -> dict[str, object]:
    sealed = secrets.token_bytes(1200)
    return {"recipient_id": officer_id, "case_id": case_id, "key_number": 1, "key_sealed": sealed}
