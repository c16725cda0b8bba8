"""How the database reads what leaves are made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.records.database import Model, engine_options
from complaints.records.models import ALL_TABLES
from complaints.statistics.leaves import _movements

A_MILLION_CASES = (
    ("journal", "ix_journal_book_event_on", "1800000 1800000 900000 2628"),
    ("journal", "ix_journal_case_id", "1800000 2"),
    ("journal", "sqlite_autoindex_journal_1", "1800000 1"),
    ("cases", "ix_cases_channel_received_on", "1000000 1000000 2740"),
    ("cases", "ix_cases_channel_completed_on", "1000000 1000000 3116"),
    ("cases", "sqlite_autoindex_cases_1", "1000000 1"),
)
"""What SQLite knew of its tables when it sorted all of them in memory: table, index, figures."""


def test_no_release_sorts_all_movements_in_memory(tmp_path: Path) -> None:
    assert ALL_TABLES
    url = f"sqlite:///{tmp_path / 'plan.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    query = str(
        _movements(Channel.GRIEVANCE, date(2024, 10, 1)).compile(
            engine, compile_kwargs={"literal_binds": True}
        )
    )
    with engine.begin() as connection:
        Model.metadata.create_all(connection)
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        for known in A_MILLION_CASES:
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", known)
        connection.exec_driver_sql("ANALYZE sqlite_master")
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    engine.dispose()

    assert plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
