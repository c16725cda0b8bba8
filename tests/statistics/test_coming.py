"""The calendar of coming releases: what ends when, by which day it is published, what is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from complaints.domain.calendar import PeriodType
from complaints.domain.channel import Channel
from complaints.records.agency import Agency
from complaints.records.database import db
from complaints.statistics.coming import Coming, Stage, coming_releases
from complaints.web.statistics_shelf import shelf
from tests.statistics.histories import an_agency
from tests.statistics.site import a_site, publish

TODAY = date(2026, 4, 30)
G, C = Channel.GRIEVANCE, Channel.CORRUPTION


@dataclass(frozen=True)
class Told:
    """A release as the calendar sees it."""

    fiscal_year_be: int
    as_of: date


def agency(days: int = 30, founded_on: date = date(2025, 10, 1)) -> Agency:
    made = an_agency(founded_on)
    made.corruption_release_days = made.grievance_release_days = days
    return made


def ahead(channel: Channel, *told: Told, today: date = TODAY, days: int = 30) -> list[Coming]:
    return list(coming_releases(channel, agency(days), told, today))


def test_every_period_of_a_channel_has_its_day() -> None:
    found = ahead(C)

    assert [(one.ends_on, one.due_on) for one in found] == [
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 9, 30), date(2026, 10, 30)),
    ]
    assert [period.type.value for period in found[1].periods] == ["half", "year"]
    assert len(ahead(G)) == 12


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        pytest.param(date(2026, 3, 31), Stage.RUNNING, id="the last day of the period"),
        pytest.param(date(2026, 4, 1), Stage.DUE, id="the day after"),
        pytest.param(date(2026, 4, 30), Stage.DUE, id="the last day in time"),
        pytest.param(date(2026, 5, 1), Stage.OVERDUE, id="a day late"),
    ],
)
def test_a_release_is_late_on_the_day_after_its_last(today: date, stage: Stage) -> None:
    assert ahead(C, today=today)[0].stage is stage


def test_days_are_those_of_the_agency() -> None:
    assert ahead(C, days=45)[0].due_on == date(2026, 3, 31) + timedelta(days=45)


def test_what_is_published_is_not_to_come() -> None:
    on_the_last_day = ahead(C, Told(2569, date(2026, 3, 31)))
    on_the_day_after = ahead(C, Told(2569, date(2026, 4, 1)), Told(2569, date(2026, 1, 5)))

    assert len(on_the_last_day) == 2
    assert [one.ends_on for one in on_the_day_after] == [date(2026, 9, 30)]


def test_nothing_is_due_of_the_time_before_the_agency_began() -> None:
    late_start = agency(founded_on=date(2026, 4, 10))

    found = coming_releases(G, late_start, (), TODAY)

    assert found[0].ends_on == date(2026, 4, 30)


def test_a_year_that_was_never_published_is_not_forgotten() -> None:
    found = ahead(C, Told(2570, date(2027, 4, 1)), today=date(2027, 5, 1))

    assert [one.ends_on for one in found if one.stage is Stage.OVERDUE] == [
        date(2026, 3, 31),
        date(2026, 9, 30),
    ]


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """A site on a day on which one month of grievances is late."""
    app = a_site(tmp_path, database_url, agency())
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_public_reads_what_comes_and_what_is_late(site: Flask) -> None:
    site.extensions["office"] = site.extensions["office"].at(
        lambda: datetime(2026, 5, 4, 5, tzinfo=UTC)
    )
    before = calendar(site)
    publish(site, date(2026, 4, 2))

    after = calendar(site)

    assert [row[-1] for row in before] == ["overdue"] * 6 + ["being prepared"] + [
        "period still runs"
    ] * 2
    assert [row[-1] for row in after] == ["being prepared"] + ["period still runs"] * 2
    assert after[0][:3] == ("April 2026", "30 April 2026", "30 May 2026")


def calendar(site: Flask) -> list[tuple[str, ...]]:
    """Return the rows of the public calendar of grievances."""
    with site.app_context():
        shelf().forget_catalogue()
    page = BeautifulSoup(site.test_client().get("/statistics/?lang=en").text, "html.parser")
    return [
        tuple(cell.get_text(strip=True) for cell in row.select("th, td"))
        for row in page.select("#coming-grievance tbody tr")
    ]


def test_quarters_of_corruption_are_awaited_where_the_agency_publishes_them() -> None:
    office = agency()
    plain = coming_releases(Channel.CORRUPTION, office, (), TODAY)
    office.publishes_corruption_quarters = True
    by_quarter = coming_releases(Channel.CORRUPTION, office, (), TODAY)

    assert {one.ends_on for one in plain} < {one.ends_on for one in by_quarter}
    assert any(period.type is PeriodType.QUARTER for one in by_quarter for period in one.periods)
    assert not any(period.type is PeriodType.QUARTER for one in plain for period in one.periods)
