"""What is done without anybody asking: sweeping and checking."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.domain.channel import Channel
from complaints.evidence.store import new_blob_id
from complaints.jobs.running import Job, Ran, run
from complaints.jobs.sweeping import Swept, sweep
from complaints.jobs.verifying import verify
from complaints.work.office import Office
from tests.factories.fixtures import sqlite_office
from tests.factories.office import AnOffice

__all__ = ["sqlite_office"]


def an_orphan(office: AnOffice, channel: Channel) -> str:
    blob_id, store = new_blob_id(), office.office.stores[channel]
    with store.begin(blob_id) as sink:
        sink.write(b"sealed")
    store.keep(blob_id)
    return blob_id


def broken(office: AnOffice) -> list[str]:
    return [check.said for check in verify(office.office) if not check.is_sound]


def test_files_of_no_case_go_after_a_day_and_those_of_a_case_stay(sqlite_office: AnOffice) -> None:
    office, channel = sqlite_office, Channel.GRIEVANCE
    office.file(channel, parts=[office.part(channel, b"a note")])
    orphan = an_orphan(office, channel)

    same_day = sweep(office.office)
    office.clock.pass_days(2)
    later = sweep(office.office)

    assert (same_day.blob_count, later.blob_count) == (0, 1)
    assert office.office.stores[channel].missing([orphan]) == {orphan}
    assert broken(office) == []


def test_ended_sessions_go_and_running_ones_stay(sqlite_office: AnOffice) -> None:
    receipt = sqlite_office.file(Channel.GRIEVANCE)
    sqlite_office.visitor(receipt)

    running = sweep(sqlite_office.office)
    sqlite_office.clock.pass_days(1)
    ended = sweep(sqlite_office.office)

    assert (running.session_count, ended.session_count) == (0, 1)
    assert sqlite_office.rows("sessions") == []


def test_a_run_with_nothing_to_do_does_nothing(sqlite_office: AnOffice) -> None:
    assert sweep(sqlite_office.office) == Swept(session_count=0, blob_count=0)


def test_a_missing_file_is_found(sqlite_office: AnOffice) -> None:
    office, channel = sqlite_office, Channel.CORRUPTION
    office.file(channel, parts=[office.part(channel, b"a note")])
    (blob,) = office.rows("blobs")
    office.office.stores[channel].remove(blob["id"])

    assert broken(office) == [f"Sealed files of corruption: 1 missing, the first is {blob['id']}."]


def test_a_file_of_no_case_is_told_but_breaks_nothing(sqlite_office: AnOffice) -> None:
    an_orphan(sqlite_office, Channel.GRIEVANCE)

    said = [check.said for check in verify(sqlite_office.office)]

    assert "Sealed files of grievance: 0, none missing; 1 of no case, for the next sweep." in said
    assert broken(sqlite_office) == []


def test_a_job_that_fails_is_told_without_its_words_and_stops_no_other(
    sqlite_office: AnOffice, caplog: pytest.LogCaptureFixture
) -> None:
    def fall_over(_: Office) -> list[str]:
        raise ValueError("ถนนหน้าบ้านพัง")

    jobs = (Job("first", fall_over), Job("second", lambda _: ["Done."]))

    ran = list(run(sqlite_office.office, jobs))

    assert ran == [Ran("first", failure="ValueError"), Ran("second", ("Done.",))]
    assert "ถนน" not in caplog.text
    assert "first" in caplog.text


def test_a_job_that_fails_leaves_nothing_half_done_for_the_next(sqlite_office: AnOffice) -> None:
    def fall_over_in_the_middle(office: Office) -> list[str]:
        with office.writing(Channel.GRIEVANCE) as work:
            work.session.execute(sa.text("DELETE FROM holidays"))
            raise ValueError

    before = len(sqlite_office.rows("holidays"))
    jobs = (Job("first", fall_over_in_the_middle), Job("sweep", lambda o: [str(sweep(o))]))

    ran = list(run(sqlite_office.office, jobs))

    assert [one.failure for one in ran] == ["ValueError", None]
    assert len(sqlite_office.rows("holidays")) == before > 0
