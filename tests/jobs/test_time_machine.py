"""The promise on every awkward day, whatever zone the server believes to be in (D1)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel, Kind
from complaints.domain.reminders import Stage
from complaints.intake.corruption import file_corruption
from complaints.intake.grievance import file_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.jobs.reminding import remind
from complaints.tracking.following import look
from complaints.work.office import Office, utc_now
from tests.factories.office import AnOffice, a_form_token, an_office
from tests.support.processes import ROOT

ZONES = ("UTC", "Asia/Bangkok", "America/Los_Angeles")
HOLIDAYS = {
    date(2026, 12, 5): "วันชาติ",
    date(2026, 12, 7): "วันหยุดชดเชยวันชาติ",
    date(2026, 12, 31): "วันสิ้นปี",
    date(2027, 1, 1): "วันขึ้นปีใหม่",
    date(2027, 4, 13): "วันสงกรานต์",
    date(2027, 4, 14): "วันสงกรานต์",
    date(2027, 4, 15): "วันสงกรานต์",
}
NEVER = None

SITUATIONS = [
    # received in Bangkok; day 0; due day; why closed; work by
    ("2026-11-16 23:59:59", "2026-11-16", "2026-12-01", NEVER, "2026-12-01", "before midnight"),
    ("2026-11-17 00:00:01", "2026-11-17", "2026-12-02", NEVER, "2026-12-02", "after midnight"),
    ("2026-11-18 06:59:00", "2026-11-18", "2026-12-03", NEVER, "2026-12-03", "Wednesday, UTC eve"),
    ("2026-11-19 12:00:00", "2026-11-19", "2026-12-04", NEVER, "2026-12-04", "Thursday"),
    ("2026-11-20 12:00:00", "2026-11-20", "2026-12-05", "วันชาติ", "2026-12-04", "Friday, holiday"),
    ("2026-11-21 12:00:00", "2026-11-21", "2026-12-06", "weekend", "2026-12-04", "Saturday"),
    ("2026-11-22 12:00:00", "2026-11-22", "2026-12-07", "วันหยุดชดเชยวันชาติ", "2026-12-04", "Sunday"),
    ("2026-12-17 23:59:00", "2026-12-17", "2027-01-01", "วันขึ้นปีใหม่", "2026-12-30", "New Year"),
    ("2026-12-31 23:59:00", "2026-12-31", "2027-01-15", NEVER, "2027-01-15", "last minute of 2569"),
    ("2027-01-01 00:01:00", "2027-01-01", "2027-01-16", "weekend", "2027-01-15", "first of 2570"),
    ("2027-03-31 12:00:00", "2027-03-31", "2027-04-15", "วันสงกรานต์", "2027-04-12", "Songkran"),
    ("2028-02-14 12:00:00", "2028-02-14", "2028-02-29", NEVER, "2028-02-29", "to the leap day"),
    ("2028-02-29 00:01:00", "2028-02-29", "2028-03-15", NEVER, "2028-03-15", "from the leap day"),
    (
        "2027-09-30 23:59:00",
        "2027-09-30",
        "2027-10-15",
        NEVER,
        "2027-10-15",
        "fiscal year ends",
    ),
]

NEAR_MIDNIGHT = [each for each in SITUATIONS if not each[0].endswith("12:00:00")]
"""Instants that are another day somewhere else."""


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone that the server believes to be in."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def at(said: str) -> datetime:
    """Return an instant that is said in Bangkok."""
    return datetime.fromisoformat(said).replace(tzinfo=BANGKOK)


def real_clock(office: AnOffice) -> Office:
    """Return the office under the clock of the machine, with our own calendar."""
    office.execute("DELETE FROM holidays")
    for day, name in HOLIDAYS.items():
        add_holiday(office, day, name)
    return office.office.at(utc_now)


def add_holiday(office: AnOffice, day: date, name: str) -> None:
    """Put a day into the calendar."""
    office.execute(
        "INSERT INTO holidays (day, name_th, name_en, source) VALUES (:day, :name, 'x', 'x')",
        day=day.isoformat(),
        name=name,
    )


def file(office: Office, channel: Channel = Channel.GRIEVANCE) -> Receipt:
    """File a report now."""
    if channel is Channel.CORRUPTION:
        complaint = CorruptionReport(Kind.COMPLAINT, "เรียกเงิน")
        return file_corruption(office, form_token=a_form_token(), report=complaint)
    report = GrievanceReport(Kind.GRIEVANCE, "ไฟฟ้าดับ")
    return file_grievance(office, form_token=a_form_token(), report=report)


def say(url: str, folder: str) -> Iterator[str]:
    """Say, in a process of its own zone, what is promised on both channels in each situation."""
    own = an_office(url, Path(folder))
    office = own.office.at(utc_now)
    for said, *_ in NEAR_MIDNIGHT:
        for channel in Channel:
            with time_machine.travel(at(said), tick=False):
                receipt = file(office, channel)
            case, due = own.case(receipt), receipt.due
            assert due is not None
            assert due.due_on == case.due_on
            yield f"{case.received_on} {case.due_on} {due.closed_because} {due.work_by}"
    own.close()


def test_processes_that_start_in_other_zones_promise_the_same_on_both_channels(
    office: AnOffice, office_url: str
) -> None:
    real_clock(office)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.test_time_machine", office_url, str(office.folder)],
            cwd=ROOT, env={**os.environ, "TZ": zone}, stdout=subprocess.PIPE, text=True,
        )
        for zone in ZONES
    ]  # fmt: skip
    wanted = [
        f"{day_0} {due_on} {closed} {work_by}"
        for _, day_0, due_on, closed, work_by, _ in NEAR_MIDNIGHT
        for _ in Channel
    ]

    for process, zone in zip(running, ZONES, strict=True):
        said, _ = process.communicate(timeout=120)
        assert said.splitlines() == [zone, *wanted]


def test_the_promise_is_the_same_whatever_zone_the_server_is_in(
    sqlite_office: AnOffice, zone: str
) -> None:
    office = real_clock(sqlite_office)
    for said, day_0, due_on, closed, work_by, name in SITUATIONS:
        with time_machine.travel(at(said), tick=False):
            receipt = file(office)

        case = sqlite_office.case(receipt)
        assert receipt.due is not None
        assert (case.received_on, case.due_on) == (
            date.fromisoformat(day_0),
            date.fromisoformat(due_on),
        ), name
        assert receipt.due.closed_because == closed, name
        assert receipt.due.work_by == date.fromisoformat(work_by), name


def test_a_holiday_that_is_added_later_moves_no_promise_but_the_day_to_work_by(
    sqlite_office: AnOffice, zone: str
) -> None:
    office = real_clock(sqlite_office)
    with time_machine.travel(at("2026-11-16 09:00"), tick=False):
        receipt = file(office)
        add_holiday(sqlite_office, date(2026, 12, 1), "วันหยุดพิเศษ")
        visitor = sqlite_office.visitor(receipt)
        with office.reading(Channel.GRIEVANCE) as work:
            told = look(work, visitor)

    assert receipt.due is not None
    assert told.due is not None
    assert receipt.due.due_on == told.due.due_on == date(2026, 12, 1)
    assert told.due.closed_because == "วันหยุดพิเศษ"
    assert told.due.work_by == date(2026, 11, 30)


def test_stages_begin_at_midnight_in_bangkok(sqlite_office: AnOffice, zone: str) -> None:
    office = real_clock(sqlite_office)
    with time_machine.travel(at("2026-11-16 12:00"), tick=False):
        file(office)
    due = date(2026, 12, 1)
    for days, stage in (
        (-5, Stage.FIRST),
        (-2, Stage.SECOND),
        (0, Stage.ON_DAY),
        (1, Stage.LATE),
        (3, Stage.VERY_LATE),
    ):
        midnight = at(f"{due + timedelta(days=days)} 00:00:00")
        with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
            assert remind(office) == 0, stage
        with time_machine.travel(midnight + timedelta(seconds=1), tick=False):
            assert remind(office) == 1, stage
        assert sqlite_office.rows("reminders")[-1]["stage"] in set(Stage)
    assert {row["stage"] for row in sqlite_office.rows("reminders")} == {
        Stage.FIRST,
        Stage.SECOND,
        Stage.ON_DAY,
        Stage.LATE,
        Stage.VERY_LATE,
    }


if __name__ == "__main__":
    believed = (
        datetime.now().astimezone().utcoffset()
    )  # the child's own belief, not what it was told
    assert believed == datetime.now(ZoneInfo(os.environ["TZ"])).utcoffset()
    sys.stdout.write("\n".join([os.environ["TZ"], *say(*sys.argv[1:])]))
