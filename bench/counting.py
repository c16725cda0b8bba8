"""Counts a release over many cases, alone in its process: URL CASES; prints JSON.

Cases and journal rows are written in bulk. Nothing is opened, so the rows hold
random bytes where sealed words would be. Writing them is not measured.
"""

from __future__ import annotations

import json
import resource
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.events import Event
from complaints.domain.states import Outcome, State
from complaints.records.agency import Agency
from complaints.records.cases import Case
from complaints.records.database import Model, engine_options, new_id
from complaints.records.journal import JournalRow
from complaints.records.models import ALL_TABLES
from complaints.statistics.preparing import prepare

FIRST, TODAY, YEAR = date(2024, 10, 1), date(2025, 10, 2), 2568
BATCH = 5_000
WAYS, OUTCOMES = tuple(ReceivedBy), tuple(Outcome)
TOPICS = ("infrastructure", "environment", "service", "order", None)
Rows = dict[str, object]


@dataclass
class Counted:
    """Work that can be counted."""

    session: Session
    agency: Agency
    channel: Channel = Channel.GRIEVANCE

    def today(self) -> date:
        """Return the day of counting."""
        return TODAY


def main(url: str, count: int) -> None:
    """Fill a fresh database, count it once and print how long that took."""
    assert ALL_TABLES
    engine = sa.create_engine(url, **engine_options(url))
    Model.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        agency = Agency(
            is_demonstration=True, founded_on=FIRST, name_th="-", name_en="-",
            centre_name_th="-", centre_name_en="-",
        )  # fmt: skip
        session.add(agency)
        _fill(session, count)
        session.execute(sa.text("ANALYZE"))
        session.commit()
    with Session(engine) as session:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        draft = prepare(Counted(session, agency), YEAR, TODAY)
        took = time.perf_counter() - begun
    figures = {
        "seconds": took,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "megabytes_before": before / 1024,
        "total": draft.headline.ledger.total,
    }
    print(json.dumps(figures))


def _fill(session: Session, count: int) -> None:
    rows = _rows(count)
    while batch := list(islice(rows, BATCH)):
        session.execute(sa.insert(Case), [case for case, _ in batch])
        session.execute(sa.insert(JournalRow), [row for _, events in batch for row in events])
    session.commit()


def _rows(count: int) -> Iterator[tuple[Rows, list[Rows]]]:
    number = 0
    for at in range(count):
        received_on = FIRST + timedelta(days=at % 365)
        completed_on = received_on + timedelta(days=at * 7 % 40) if at % 5 else None
        outcome, way = OUTCOMES[at % len(OUTCOMES)].value, WAYS[at % len(WAYS)].value
        case = _case(at, received_on, completed_on, outcome, way)
        events = [(Event.CASE_RECEIVED, received_on, {"kind": "grievance", "received_by": way})]
        if completed_on:
            events.append((Event.CASE_COMPLETED, completed_on, {"outcome": outcome}))
        journal = []
        for event, on, fields in events:
            number += 1
            journal.append(_event(number, str(case["id"]), event, on, fields))
        yield case, journal


def _case(at: int, received_on: date, completed_on: date | None, outcome: str, way: str) -> Rows:
    state = State.COMPLETED if completed_on else State.IN_PROGRESS
    due_on = received_on + timedelta(days=15)
    return {
        "id": new_id(),
        "channel": Channel.GRIEVANCE.value,
        "number": f"GB-{at}",
        "state": state.value,
        "received_on": received_on,
        "due_on": due_on,
        "ranks_on": due_on,
        "accepted_on": received_on + timedelta(days=at % 4),
        "first_completed_on": completed_on,
        "completed_on": completed_on,
        "key_number": 1,
        "heading_key_number": 1,
        "entry_count": 0,
        "is_code_handed_out": False,
        "leaf_token": secrets.token_bytes(32),
        "heading_sealed": b"sealed",
        "kind": Kind.GRIEVANCE.value,
        "topic": TOPICS[at % len(TOPICS)],
        "received_by": way,
        "outcome": outcome if completed_on else None,
        "score": at % 5 + 1 if completed_on and at % 3 == 0 else None,
    }


def _event(number: int, case_id: str, event: Event, on: date, fields: dict[str, str]) -> Rows:
    return {
        "id": new_id(),
        "book": Channel.GRIEVANCE.value,
        "number": number,
        "event": event.value,
        "case_id": case_id,
        "actor_id": "system",
        "on": on,
        "fields": json.dumps(fields, sort_keys=True, separators=(",", ":")),
        "previous": b"",
        "digest": b"",
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
