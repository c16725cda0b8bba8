"""When things happen, counted from today so that the demonstration looks alive on any day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from complaints.demonstration.stories import Beat, Story
from complaints.domain.calendar import (
    BANGKOK,
    PeriodType,
    first_day,
    fiscal_year_be,
    periods_of,
)
from complaints.domain.channel import Channel, ReceivedBy
from complaints.domain.deadlines import work_by
from complaints.statistics.editions import closed_periods

OPENS = time(9, 0)


class MovingClock:
    """The clock under which the past is played; it never passes the real one.

    :param real_now: the instant at which the play ends.
    """

    def __init__(self, real_now: datetime) -> None:
        self._real_now = real_now
        self._instant = real_now

    def __call__(self) -> datetime:
        """Return the instant, UTC."""
        return self._instant.astimezone(UTC)

    def begin(self, day: date) -> None:
        """Go to the opening hour of the first day."""
        self._instant = datetime.combine(day, OPENS, BANGKOK)

    def move_to(self, day: date) -> None:
        """Go on to a day, at its opening hour or a little after what came before."""
        later = self._instant + timedelta(minutes=1)
        opening = datetime.combine(day, OPENS, BANGKOK)
        self._instant = min(max(opening, later), self._real_now)

    def tick(self) -> None:
        """Let a minute pass, so that the telephones show other digits."""
        self._instant += timedelta(minutes=1)


@dataclass(frozen=True)
class Years:
    """The fiscal years of the play, B.E.

    :ivar running: the one in which today lies.
    """

    today: date
    running: int

    @classmethod
    def around(cls, today: date) -> Years:
        """Return the years of the play that ends today."""
        return cls(today, fiscal_year_be(today))

    @property
    def founded_on(self) -> date:
        """Return the first day of a fiscal year in which nothing comes at all."""
        return first_day(self.running - 2)

    def received_on(self, story: Story, holidays: Mapping[date, str]) -> date:
        """Return the day on which a story begins, early enough for it to have ended."""
        if story.ago is not None:
            day = self.today - timedelta(days=story.ago)
        elif story.running is not None:
            begin = first_day(self.running)
            day = begin + (self.today - begin) * story.running
        else:
            day = first_day(self.running - 1) + timedelta(days=364) * (story.closed or 0)
        day = min(day, self.today - timedelta(days=story.days))
        comes_by_itself = story.received_by is ReceivedBy.ONLINE
        return day if comes_by_itself else work_by(day, holidays)

    def releases(self) -> list[tuple[date, Channel, int]]:
        """Return what is published when: each year after its end, the running one so far.

        The last year of corruption complaints was published by half-year first, provisionally.
        """
        found = [
            (first_day(year + 1), channel, year)
            for year in (self.running - 2, self.running - 1)
            for channel in Channel
        ]
        first_half, _ = periods_of(self.running - 1, PeriodType.HALF)
        found.append((first_half.end + timedelta(days=1), Channel.CORRUPTION, self.running - 1))
        for channel in Channel:
            over = closed_periods(channel, self.running, self.today)
            if over:
                last = max(period.end for period in over)
                found.append((last + timedelta(days=1), channel, self.running))
        return found


def days_of_beats(
    story: Story, received_on: date, holidays: Mapping[date, str]
) -> list[tuple[date, Beat]]:
    """Return the day of each beat; the office acts on working days, never back in time."""
    earliest, found = received_on, []
    for beat in story.beats:
        day = received_on + timedelta(days=beat.day)
        if beat.is_of_office:
            day = max(earliest, work_by(day, holidays))
        found.append((day, beat))
        earliest = max(earliest, day)
    return found
