"""The board of grievances over many cases and over few, on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench.many_cases import office_with_cases
from bench.results import Results
from bench.stage import Stage
from complaints.assembly import assemble
from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel
from complaints.web.fonts import prepare_fonts
from complaints.work.cookies import begin_session
from tests.factories.office import AnOffice
from tests.factories.people import owned_by
from tests.support.postgresql import running_cluster

FEW, MANY = 1_000, 100_000
OPEN_OF_MANY = 2_000
OVER_DAYS = {FEW: 365, MANY: 3650}
"""A young office and an old one: ten thousand cases a year are many for one."""
LAST_DAY = datetime(2026, 9, 30, 10, 0, tzinfo=BANGKOK)
"""Of a fiscal year, when boards count the most."""
OPEN_IN = 50
"""One of so many cases is open, in both."""
MOST_TIMES = 2.0
TIMES = 25
BOARD = "/desk/oversight/grievance"
READER = "jinda"


def measure(results: Results, _: Stage) -> None:
    """Ask for the board as its reader does, rows of cases written in bulk."""
    with TemporaryDirectory(prefix="boards-") as folder, running_cluster() as server:
        for database in ("sqlite", "postgresql"):
            with ExitStack() as offices:
                asking = {}
                for count in (FEW, MANY):
                    own = Path(folder) / f"{database}-{count}"
                    own.mkdir()
                    url = f"sqlite:///{own}/cases.sqlite"
                    url = url if database == "sqlite" else server.create(f"boards_{count}")
                    office = offices.enter_context(_office(url, own, count))
                    asking[count] = _board(office)
                taken = _quickest(asking)
            for count, seconds in taken.items():
                results.plain(
                    f"board of {count:,} cases on {database}, ms", round(seconds * 1000, 1)
                )
            label = f"board at {MANY:,} cases against {FEW:,} on {database}"
            results.ratio(label, taken[MANY], taken[FEW], MOST_TIMES, most=True)


def _office(url: str, folder: Path, count: int) -> AbstractContextManager[AnOffice]:
    return office_with_cases(
        *(url, folder, LAST_DAY),
        count=count,
        open_count=count // OPEN_IN,
        over_days=OVER_DAYS[count],
    )


def _quickest(asking: dict[int, Callable[[], None]]) -> dict[int, float]:
    """Return the shortest time of each, asked in turn so that a busy moment hits all alike."""
    taken: dict[int, list[float]] = {count: [] for count in asking}
    for turn in range(TIMES + 1):
        for count, ask in asking.items():
            began = time.perf_counter()
            ask()
            if turn:  # the first warms up
                taken[count].append(time.perf_counter() - began)
    return {count: min(seconds) for count, seconds in taken.items()}


def _board(office: AnOffice) -> Callable[[], None]:
    """Return what asks for the board once, through the whole application."""
    instance = office.office.settings.instance
    prepare_fonts(instance / "fonts")
    app = assemble(office.office.settings)
    app.extensions["office"] = office.office
    client: FlaskClient = app.test_client()
    with office.writing(Channel.GRIEVANCE) as work:
        cookie = begin_session(
            work,
            owned_by(READER).as_payload(),
            officer_id=office.id_of(READER),
            lasts=SESSION_LASTS,
            idle=SESSION_IDLES,
        )
    client.set_cookie("desk", cookie.value)

    def ask() -> None:
        answer = client.get(BOARD)
        assert answer.status_code == 200, answer.status

    return ask
