"""An office with many grievances, most of them completed long ago, on either database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.states import State
from complaints.records.agency import Unit
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import new_id
from tests.factories.founding import found
from tests.factories.office import AnOffice, Clock, an_office
from tests.support.databases import migrate

BATCH = 2_000
OPEN_DAYS, OPEN_FOR = 30, 15
FOLLOW_UP = timedelta(days=90)
TOPICS = ("infrastructure", "environment", "service", "order", "welfare", "health")


@contextmanager
def office_with_cases(
    url: str, folder: Path, today: datetime, *, count: int, open_count: int, over_days: int
) -> Iterator[AnOffice]:
    """Hand out an office over a fresh database with cases written in bulk.

    Open cases came in the last thirty days; the rest is spread evenly over the days before.

    :param today: when the office is looked at.
    :param over_days: how long ago the first case came.
    """
    migrate(url)
    office = an_office(url, folder, Clock(today))
    found(office.office)
    try:
        _fill(office, count, open_count, over_days)
        yield office
    finally:
        office.close()


def _fill(office: AnOffice, count: int, open_count: int, over_days: int) -> None:
    officer_id, today = office.id_of("ekachai"), office.office.today()
    with office.reading(Channel.GRIEVANCE) as work:
        units = list(work.session.scalars(sa.select(Unit.id).order_by(Unit.position)))
    with office.engine.begin() as connection:
        for first in range(0, count, BATCH):
            rows = [
                _case(number, today, count // open_count, over_days)
                for number in range(first, min(first + BATCH, count))
            ]
            for number, row in enumerate(rows):
                row |= {"unit_id": units[number % len(units)], "officer_id": officer_id}
            connection.execute(sa.insert(Case), rows)
            held = [str(row["id"]) for row in rows if row["completed_on"] is None]
            if held:
                connection.execute(sa.insert(KeyWrap), [_wrap(one, officer_id) for one in held])
    _tidy(office.engine)


def _tidy(engine: sa.Engine) -> None:
    """Do what PostgreSQL does by itself in time; SQLite gathers no statistics in an office."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM (ANALYZE)"))


def _case(number: int, today: date, open_each: int, over_days: int) -> dict[str, object]:
    is_open = number % open_each == 0
    spread = number // open_each % OPEN_DAYS if is_open else number % (over_days - OPEN_DAYS)
    received_on = today - timedelta(days=spread + (0 if is_open else OPEN_DAYS))
    due_on = received_on + timedelta(days=OPEN_FOR)
    completed_on = None if is_open else due_on - timedelta(days=number % 10 - 3)
    return {
        "id": new_id(),
        "channel": Channel.GRIEVANCE.value,
        "number": f"GB-{secrets.token_hex(6).upper()}",
        "state": State.IN_PROGRESS.value if is_open else State.COMPLETED.value,
        "received_on": received_on,
        "due_on": due_on,
        "ranks_on": due_on,
        "accepted_on": received_on,
        "completed_on": completed_on,
        "first_completed_on": completed_on,
        "follow_up_on": completed_on + FOLLOW_UP if completed_on and number % 400 == 1 else None,
        "key_number": 1,
        "heading_key_number": 1,
        "entry_count": 0,
        "is_code_handed_out": False,
        "lookup_index": secrets.token_bytes(32),
        "leaf_token": secrets.token_bytes(32),
        "heading_sealed": secrets.token_bytes(4200),
        "kind": Kind.GRIEVANCE.value,
        "topic": TOPICS[number % len(TOPICS)],
        "received_by": ReceivedBy.ONLINE.value,
    }


def _wrap(case_id: str, officer_id: str) -> dict[str, object]:
    sealed = secrets.token_bytes(1200)
    return {"recipient_id": officer_id, "case_id": case_id, "key_number": 1, "key_sealed": sealed}
