"""The calendar of releases: which period ends when, and by which day its figures are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from complaints.domain.calendar import Period, fiscal_year_be, periods_of
from complaints.domain.channel import Channel
from complaints.records.agency import Agency
from complaints.statistics.editions import period_types
from complaints.statistics.preparing import Counting
from complaints.statistics.releases import list_releases


class Told(Protocol):
    """What the calendar asks of a release."""

    @property
    def fiscal_year_be(self) -> int:
        """Return the year of its figures."""

    @property
    def as_of(self) -> date:
        """Return the day whose morning its figures describe."""


class Stage(StrEnum):
    """How far a release that is to come has come."""

    RUNNING = "running"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Coming:
    """A release that is to come: everything that ends on one day.

    :ivar periods: from the shortest to the longest.
    :ivar due_on: the last day on which the release is in time.
    """

    channel: Channel
    periods: tuple[Period, ...]
    ends_on: date
    due_on: date
    stage: Stage


def release_days(agency: Agency, channel: Channel) -> int:
    """Return within how many days after the end of a period its release is due."""
    days = {
        Channel.CORRUPTION: agency.corruption_release_days,
        Channel.GRIEVANCE: agency.grievance_release_days,
    }
    return days[channel]


def coming_releases(
    channel: Channel, agency: Agency, told: Iterable[Told], today: date
) -> tuple[Coming, ...]:
    """Return what is not published yet, from the beginning to the end of the running year.

    :param told: the releases of the channel.
    """
    known = _known_until(told)
    types = period_types(channel, by_quarter=agency.publishes_corruption_quarters)
    ends: dict[date, list[Period]] = {}
    for year in range(fiscal_year_be(agency.founded_on), fiscal_year_be(today) + 1):
        for period in periods_of(year, *types):
            if period.end >= max(agency.founded_on, known.get(year, date.min)):
                ends.setdefault(period.end, []).append(period)
    days = timedelta(days=release_days(agency, channel))
    return tuple(
        Coming(channel, tuple(ends[end]), end, end + days, _stage(end, end + days, today))
        for end in sorted(ends)
    )


def overdue_releases(work: Counting) -> tuple[Coming, ...]:
    """Return what the channel should have published by now, the oldest first."""
    coming = coming_releases(work.channel, work.agency, list_releases(work), work.today())
    return tuple(one for one in coming if one.stage is Stage.OVERDUE)


def _known_until(told: Iterable[Told]) -> Mapping[int, date]:
    """Return for each year the day up to which figures are out; that day itself is not."""
    known: dict[int, date] = {}
    for release in told:
        year = release.fiscal_year_be
        known[year] = max(release.as_of, known.get(year, date.min))
    return known


def _stage(ends_on: date, due_on: date, today: date) -> Stage:
    if today > due_on:
        return Stage.OVERDUE
    return Stage.DUE if today > ends_on else Stage.RUNNING
