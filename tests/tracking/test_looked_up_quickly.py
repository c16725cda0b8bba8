"""What a lookup asks the database: as much for one case as for many, and nothing twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.tracking.following import follow
from complaints.tracking.visits import enter, resume
from tests.factories.office import AnOffice

GROWING = "cases|journal|key_wraps|case_keys|case_entries|letters|sessions|mail_addresses"
WALKS = re.compile(rf"(SCAN|SEARCH) ({GROWING})\b")
OF_ONE_CASE = re.compile(r"\b(id|case_id|lookup_index)=\?")


@pytest.mark.parametrize("channel", list(Channel))
def test_a_lookup_never_walks_over_what_grows(sqlite_office: AnOffice, channel: Channel) -> None:
    receipt = sqlite_office.file(channel)
    asked: list[tuple[str, Any]] = []

    def watch(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    sa.event.listen(sqlite_office.engine, "before_cursor_execute", watch)
    cookie = enter(sqlite_office.office, receipt.code or "")
    visitor = resume(sqlite_office.office, cookie.value)
    assert visitor is not None
    with sqlite_office.reading(channel) as work:
        follow(work, visitor)
    sa.event.remove(sqlite_office.engine, "before_cursor_execute", watch)

    with sqlite_office.engine.connect() as connection:
        walks = [
            step[3]
            for statement, values in asked
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if WALKS.match(step[3])
        ]
    assert len(walks) >= 9
    assert [walk for walk in walks if not OF_ONE_CASE.search(walk)] == []


def test_both_channels_are_asked_in_one_statement_whichever_a_code_belongs_to(
    office: AnOffice,
) -> None:
    for channel in Channel:
        receipt = office.file(channel)
        asked: list[str] = []

        def watch(_c: Any, _cursor: Any, statement: str, *_: Any, into: list[str] = asked) -> None:
            into.append(statement)

        sa.event.listen(office.engine, "before_cursor_execute", watch)
        cookie = enter(office.office, receipt.code or "")
        sa.event.remove(office.engine, "before_cursor_execute", watch)

        (looked_up,) = [statement for statement in asked if "lookup_index" in statement]
        assert looked_up.count("lookup_index") == len(Channel)
        visitor = resume(office.office, cookie.value)
        assert visitor is not None
        assert visitor.channel is channel
