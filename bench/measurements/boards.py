"""Boards, recurrence and lists of grievances over many cases and few, on both databases."""

from __future__ import annotations

import time
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
TIMES = 25
PAGES = {
    "board": ("/desk/oversight/grievance", "jinda", 2.0),
    "recurrence": ("/desk/grievance/recurrence", "jinda", 2.0),
    "recurrence of a year": ("/desk/grievance/recurrence?days=365", "jinda", 3.0),
    "recurrence for an officer": ("/desk/grievance/recurrence", "fahsai", 3.0),
    "list for an officer": ("/desk/grievance/cases", "fahsai", 3.0),
}
"""Each with its reader and how many times longer it may take: a year holds eleven times as
many cases to tell apart. The officer holds no key, so that the database looks for one of his
among all of them; what opening takes is measured with searching."""


def measure(results: Results, _: Stage) -> None:
    """Ask for each page as its reader does, rows of cases written in bulk."""
    with TemporaryDirectory(prefix="boards-") as folder, running_cluster() as server:
        for database in ("sqlite", "postgresql"):
            with ExitStack() as offices:
                made = {}
                for count in (FEW, MANY):
                    own = Path(folder) / f"{database}-{count}"
                    own.mkdir()
                    url = f"sqlite:///{own}/cases.sqlite"
                    url = url if database == "sqlite" else server.create(f"boards_{count}")
                    office = offices.enter_context(_office(url, own, count))
                    made[count] = office
                for name, (page, reader, limit) in PAGES.items():
                    clients = {count: _signed_in(one, reader) for count, one in made.items()}
                    taken = _quickest(clients, page)
                    for count, seconds in taken.items():
                        label = f"{name} of {count:,} cases on {database}, ms"
                        results.plain(label, round(seconds * 1000, 1))
                    label = f"{name} at {MANY:,} cases against {FEW:,} on {database}"
                    results.ratio(label, taken[MANY], taken[FEW], limit, most=True)


def _office(url: str, folder: Path, count: int) -> AbstractContextManager[AnOffice]:
    return office_with_cases(
        *(url, folder, LAST_DAY),
        count=count,
        open_count=count // OPEN_IN,
        over_days=OVER_DAYS[count],
    )


def _quickest(clients: dict[int, FlaskClient], page: str) -> dict[int, float]:
    """Return the shortest time of each, asked in turn so that a busy moment hits all alike."""
    taken: dict[int, list[float]] = {count: [] for count in clients}
    for turn in range(TIMES + 1):
        for count, client in clients.items():
            began = time.perf_counter()
            answer = client.get(page)
            if turn:  # the first warms up
                taken[count].append(time.perf_counter() - began)
            assert answer.status_code == 200, answer.status
    return {count: min(seconds) for count, seconds in taken.items()}


def _signed_in(office: AnOffice, reader: str) -> FlaskClient:
    """Return the browser of somebody over the whole application."""
    instance = office.office.settings.instance
    prepare_fonts(instance / "fonts")
    app = assemble(office.office.settings)
    app.extensions["office"] = office.office
    client: FlaskClient = app.test_client()
    with office.writing(Channel.GRIEVANCE) as work:
        cookie = begin_session(
            work,
            owned_by(reader).as_payload(),
            officer_id=office.id_of(reader),
            lasts=SESSION_LASTS,
            idle=SESSION_IDLES,
        )
    client.set_cookie("desk", cookie.value)
    return client
