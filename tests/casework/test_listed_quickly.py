"""How SQLite walks for the lists of a desk; it gathers no statistics, so the queries lead it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from complaints.casework.boards import oversight_board
from complaints.casework.lists import Filter, list_cases
from complaints.casework.recurrence import recurring
from complaints.casework.work_lists import work_list
from complaints.domain.channel import Channel
from tests.factories.office import AnOffice

OVER_ALL = "(channel=?)"
"""How a plan says that an index is walked from end to end of a channel."""


def walks(office: AnOffice, asked: list[tuple[str, Any]], table: str = "cases") -> list[str]:
    """Return how SQLite would look for rows of a table in what was asked."""
    with office.engine.connect() as connection:
        return [
            step[3]
            for statement, values in asked
            if f" {table}" in statement and statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if f" {table} " in step[3]
        ]


def is_over_all(walk: str) -> bool:
    """Say whether a walk passes every case of a channel, and not the open ones alone."""
    return "SCAN" in walk or (walk.endswith(OVER_ALL) and "ix_cases_open_" not in walk)


@pytest.fixture
def asked(sqlite_office: AnOffice) -> list[tuple[str, Any]]:
    """Every statement that is sent from here on."""
    found: list[tuple[str, Any]] = []
    sa.event.listen(
        sqlite_office.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, *_: found.append((statement, values)),
    )
    return found


def test_a_list_and_its_counts_never_walk_over_completed_cases(
    sqlite_office: AnOffice, asked: list[tuple[str, Any]]
) -> None:
    actor, lists = sqlite_office.actor("ekachai"), set(Filter) - {Filter.COMPLETED}
    with sqlite_office.reading(Channel.GRIEVANCE) as work:
        for which in lists:
            list_cases(work, actor, which=which)
    found = walks(sqlite_office, list(asked))

    assert len(found) >= len(lists) ** 2
    assert [walk for walk in found if is_over_all(walk)] == []


def test_other_figures_of_a_desk_walk_over_a_stretch_of_days(
    sqlite_office: AnOffice, asked: list[tuple[str, Any]]
) -> None:
    office = sqlite_office
    officer, overseer = office.actor("ekachai"), office.actor("jinda")
    with office.reading(Channel.GRIEVANCE) as work:
        work_list(work, officer)
        recurring(work, officer, days=90)
    with office.reading(Channel.CORRUPTION) as work:
        oversight_board(work, overseer)
    found = walks(office, list(asked))

    assert len(found) >= 4
    assert [walk for walk in found if is_over_all(walk)] == []
    by_journal = walks(office, list(asked), "journal")
    assert sum("(book=? AND event=? AND on<?)" in walk for walk in by_journal) == 2
    assert sum("(book=? AND number>?)" in walk for walk in by_journal) == 1
