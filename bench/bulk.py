"""Many cases at once, real enough for lists and figures: openable headings, journal rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.states import State
from complaints.records.cases import Case, CaseKeyRecord, KeyWrap
from complaints.records.database import new_id
from complaints.vault.casekeys import CaseKey, CaseRef

BATCH = 2000
OPEN_STATES = (State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS)


def add_open_grievances(
    session: Session, agency_id: str, holder: tuple[str, bytes], count: int, today: date
) -> None:
    """Add open grievances whose keys one officer holds, and commit.

    :param holder: the officer's id and public opening key.
    """
    rows = _rows(agency_id, holder, count, today)
    while batch := list(islice(rows, BATCH)):
        for at, table in enumerate((Case, CaseKeyRecord, KeyWrap)):
            session.execute(sa.insert(table), [row[at] for row in batch])
    session.commit()


def _rows(
    agency_id: str, holder: tuple[str, bytes], count: int, today: date
) -> Iterator[tuple[dict[str, object], dict[str, object], dict[str, object]]]:
    for number in range(count):
        ref = CaseRef(agency_id, Channel.GRIEVANCE.value, new_id())
        key = CaseKey.new(ref)
        received_on = today - timedelta(days=number % 30)
        heading = {"kind": Kind.GRIEVANCE.value, "line": f"ถนนชำรุด {number}", "subject": None}
        case: dict[str, object] = {
            "id": ref.case_id,
            "channel": ref.channel,
            "number": f"GB-{secrets.token_hex(6).upper()}",
            "state": OPEN_STATES[number % 3].value,
            "received_on": received_on,
            "due_on": received_on + timedelta(days=15),
            "ranks_on": received_on + timedelta(days=15),
            "key_number": 1,
            "heading_key_number": 1,
            "entry_count": 0,
            "is_code_handed_out": False,
            "lookup_index": secrets.token_bytes(32),
            "leaf_token": secrets.token_bytes(32),
            "heading_sealed": key.desk.seal(
                heading, table="cases", column="heading_sealed", row=ref.case_id
            ),
            "kind": Kind.GRIEVANCE.value,
            "received_by": ReceivedBy.ONLINE.value,
        }
        record: dict[str, object] = {
            "case_id": ref.case_id,
            "number": 1,
            "commitment": key.commitment(),
            "mac": b"",
            "signer_key": b"",
            "signature": b"",
        }
        wrap: dict[str, object] = {
            "recipient_id": holder[0],
            "case_id": ref.case_id,
            "key_number": 1,
            "key_sealed": key.wrap_for_officer(*holder),
        }
        yield case, record, wrap
