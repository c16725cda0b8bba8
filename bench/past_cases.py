"""Many past grievances with their journal, written in bulk: nothing in them is ever opened.

A page of cases is made here; the database writes the others as copies of it under
ids, numbers and tokens of their own. Random bytes stand where sealed words would.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.events import Event
from complaints.domain.states import Outcome, State
from complaints.records.cases import Case
from complaints.records.database import Model, new_id, table_of
from complaints.records.journal import JournalHead, JournalRow

PAGE = 10_000
_DIGITS = 4
"""As many digits of an id or a token tell which copy it is of."""

WAYS, OUTCOMES = tuple(ReceivedBy), tuple(Outcome)
TOPICS = ("infrastructure", "environment", "service", "order", None)
Rows = dict[str, Any]


def add_past_grievances(session: Session, first: date, count: int) -> None:
    """Add grievances of the year that begins on a day, four of five completed, and commit."""
    page = math.gcd(count, PAGE)
    cases, events = [], []
    for case, happened in _rows(first, page):
        cases.append(case)
        events += happened
    copies = count // page
    for table, rows in ((Case, cases), (JournalRow, events)):
        session.execute(sa.insert(table), rows)
        for copy in range(1, copies):
            _copy(session, table, copy, len(rows))
    book = Channel.GRIEVANCE.value
    session.add(JournalHead(book=book, number=copies * len(events), digest=b""))
    session.commit()


def _copy(session: Session, table: type[Model], copy: int, step: int) -> None:
    """Write the rows of the first page again; the end of each id says which copy it is."""
    columns = table_of(table).c
    mark = f"{copy:0{_DIGITS}d}"
    is_first: sa.ColumnElement[bool]
    changed: dict[str, Any] = {
        "id": sa.func.substr(columns.id, 1, 32 - _DIGITS).concat(mark),
    }
    if table is Case:
        changed["number"] = columns.number.concat(f"-{mark}")
        is_first = columns.number.not_like("%-%-%")
    else:
        kept = sa.func.substr(columns.case_id, 1, 32 - _DIGITS)
        changed["case_id"] = kept.concat(mark)
        changed["number"] = columns.number + copy * step
        is_first = columns.number <= step
    picked = [changed.get(column.key, column).label(column.key) for column in columns]
    session.execute(
        sa.insert(table_of(table)).from_select(
            [column.key for column in columns], sa.select(*picked).where(is_first)
        )
    )


def _rows(first: date, count: int) -> Iterator[tuple[Rows, list[Rows]]]:
    number = 0
    for at in range(count):
        received_on = first + timedelta(days=at % 365)
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


def _first_id() -> str:
    """Return an id whose end is that of no copy."""
    return new_id()[:-_DIGITS] + "f" * _DIGITS


def _case(at: int, received_on: date, completed_on: date | None, outcome: str, way: str) -> Rows:
    state = State.COMPLETED if completed_on else State.IN_PROGRESS
    due_on = received_on + timedelta(days=15)
    return {
        "id": _first_id(),
        "channel": Channel.GRIEVANCE.value,
        "number": f"GB-{at}",
        "state": state.value,
        "received_on": received_on,
        "due_on": due_on,
        "ranks_on": due_on,
        "accepted_on": received_on + timedelta(days=at % 4),
        "begun_on": received_on + timedelta(days=at % 4 + 1) if at % 2 else None,
        "waited_days": at % 3,
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
        "id": _first_id(),
        "book": Channel.GRIEVANCE.value,
        "number": number,
        "event": event.value,
        "case_id": case_id,
        "actor_id": "system",
        "on": on,
        "fields": json.dumps(fields, sort_keys=True, separators=(",", ":")),
        "object_sealed": None,
        "previous": b"",
        "digest": b"",
    }
