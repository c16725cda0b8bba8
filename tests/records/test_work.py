"""How work on the database begins and ends."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.records.agency import Agency, Unit
from complaints.records.cases import Tally
from complaints.records.database import count_up
from complaints.work import Work
from tests.factories.office import AnOffice

GRIEVANCE = Channel.GRIEVANCE


def add_a_unit(work: Work) -> None:
    """Add the unit that the tests look for."""
    work.session.add(Unit(name_th="ก", name_en="A", position=99))
    work.session.flush()


def fail_half_way(office: AnOffice) -> None:
    """Do half of some work."""
    with office.writing(GRIEVANCE) as work:
        add_a_unit(work)
        raise RuntimeError("half way")


def work_inside_work(office: AnOffice) -> None:
    """Begin work while other work is under way."""
    with office.writing(GRIEVANCE) as work:
        add_a_unit(work)
        with office.writing(GRIEVANCE):
            pytest.fail("began")


def rename_and_fail(office: AnOffice) -> None:
    """Rename the agency, look at it, and fail."""
    with office.writing(GRIEVANCE) as work:
        work.session.get_one(Agency, work.agency.id).name_en = "Other"
        assert office.office.agency().name_en == "Other"
        raise RuntimeError("half way")


def test_work_that_fails_leaves_nothing(office: AnOffice) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way(office)

    assert 99 not in {row["position"] for row in office.rows("units")}


def test_reading_commits_nothing(office: AnOffice) -> None:
    with office.reading(GRIEVANCE) as work:
        work.session.get_one(Agency, work.agency.id).name_en = "Other"

    assert office.rows("agency")[0]["name_en"] == "Example Subdistrict Municipality"


def test_work_inside_work_is_refused_before_it_commits_half(office: AnOffice) -> None:
    with pytest.raises(RuntimeError, match="work inside work"):
        work_inside_work(office)

    assert 99 not in {row["position"] for row in office.rows("units")}


def test_reading_inside_work_sees_it_and_does_not_undo_it(office: AnOffice) -> None:
    with office.writing(GRIEVANCE) as work:
        add_a_unit(work)
        with office.reading(GRIEVANCE) as inner:
            found = inner.session.scalar(sa.select(Unit).where(Unit.position == 99))
            assert found is not None

    assert 99 in {row["position"] for row in office.rows("units")}


def test_an_agency_seen_in_work_that_failed_is_not_remembered(office: AnOffice) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        rename_and_fail(office)

    assert office.office.agency().name_en == "Example Subdistrict Municipality"


def test_no_value_of_a_statement_reaches_the_text_of_an_error(office: AnOffice) -> None:
    secret = "ความลับที่พิมพ์เข้ามา"

    with pytest.raises(sa.exc.IntegrityError) as failed, office.writing(GRIEVANCE) as work:
        work.session.execute(
            sa.text("INSERT INTO subjects (id, channel, code) VALUES (:id, 'x', :code)"),
            {"id": "1", "code": secret},
        )

    assert secret not in str(failed.value)
    assert "hidden" in str(failed.value)


def test_a_counter_begins_at_one_and_forgets_nothing(office: AnOffice) -> None:
    key = {"channel": "corruption", "half_starts_on": office.clock().date(), "measure": "m"}
    for expected in (1, 2, 3):
        with office.writing(Channel.CORRUPTION) as work:
            assert count_up(work.session, Tally, key, "count") == expected

    assert [row["count"] for row in office.rows("tallies")] == [3]


def test_sqlite_is_set_up_to_lose_nothing(sqlite_office: AnOffice) -> None:
    with sqlite_office.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_only_what_nobody_misses_is_committed_without_waiting_for_the_disk(
    office: AnOffice,
) -> None:
    question = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}

    def waits(*, durable: bool) -> bool:
        with office.office.writing(GRIEVANCE, durable=durable) as work:
            dialect = work.session.get_bind().dialect.name
            said = work.session.scalar(sa.text(question[dialect]))
        return said in {2, "on"}

    assert [waits(durable=one) for one in (True, False, True)] == [True, False, True]
