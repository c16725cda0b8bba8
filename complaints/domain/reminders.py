"""When somebody is reminded of a promise, and who hears of it.

Each stage of each due day is told once. Who comes late to a stage is told the
stage that is reached, not those that passed while nobody looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from complaints.domain.channel import Channel

FAR_BACK = timedelta(days=36_500)


class Clock(StrEnum):
    """What a stage is a stage of; each runs beside the others."""

    PROMISE = "promise"
    PROGRESS = "progress"
    OBJECTION = "objection"


class Stage(StrEnum):
    """How near a due day is, or how far behind."""

    FIRST = "first"
    SECOND = "second"
    ON_DAY = "on_day"
    LATE = "late"
    VERY_LATE = "very_late"
    PROGRESS = "progress"
    OBJECTION_FIRST = "obj_first"
    OBJECTION_SECOND = "obj_second"
    OBJECTION_ON_DAY = "obj_on_day"
    OBJECTION_LATE = "obj_late"
    OBJECTION_VERY_LATE = "obj_longer"

    @property
    def clock(self) -> Clock:
        """Return the clock that has come to this stage."""
        if self is Stage.PROGRESS:
            return Clock.PROGRESS
        return Clock.OBJECTION if self in _OF_PROMISE else Clock.PROMISE

    @property
    def of_promise(self) -> Stage:
        """Return the stage of a promise that lies as near to its day as this one."""
        return _OF_PROMISE.get(self, self)

    @property
    def is_before_the_end(self) -> bool:
        """Say whether the promise can still be kept."""
        return self.of_promise in {Stage.FIRST, Stage.SECOND, Stage.ON_DAY}


_OF_PROMISE = {
    Stage.OBJECTION_FIRST: Stage.FIRST,
    Stage.OBJECTION_SECOND: Stage.SECOND,
    Stage.OBJECTION_ON_DAY: Stage.ON_DAY,
    Stage.OBJECTION_LATE: Stage.LATE,
    Stage.OBJECTION_VERY_LATE: Stage.VERY_LATE,
}


class Audience(StrEnum):
    """Who hears of a stage."""

    RESPONSIBLE = "responsible"
    HOLDERS = "holders"
    JUDGES = "judges"
    UNIT_HEAD = "unit_head"
    OVERSIGHT = "oversight"


@dataclass(frozen=True)
class Levels:
    """How many days before and after a due day somebody is told.

    :ivar first_days: days before it of the first reminder.
    :ivar second_days: days before it of the second; fewer.
    :ivar late_days: days after it of the first escalation.
    :ivar very_late_days: days after it of the second; more.
    :ivar progress_days: days after which a reporter should hear something again.
    :ivar digest_hour: hour of the day, in Bangkok, of the digest of a desk.
    """

    first_days: int = 5
    second_days: int = 2
    late_days: int = 1
    very_late_days: int = 3
    progress_days: int = 30
    digest_hour: int = 8

    @property
    def is_in_order(self) -> bool:
        """Say whether the stages follow each other."""
        return (
            self.first_days > self.second_days >= 1
            and self.very_late_days > self.late_days >= 1
            and self.progress_days >= 1
            and 0 <= self.digest_hour <= 23
        )


@dataclass(frozen=True)
class Window:
    """The due days that stand at a stage today.

    :ivar first: earliest of them.
    :ivar last: latest of them.
    """

    first: date
    last: date

    def holds(self, due_on: date) -> bool:
        """Say whether a due day is among them."""
        return self.first <= due_on <= self.last


def windows(today: date, levels: Levels) -> dict[Stage, Window]:
    """Return for each stage the due days that have reached it today.

    The windows do not overlap: a due day stands at one stage at most.
    """

    def between(first: int, last: int) -> Window:
        return Window(today + timedelta(days=first), today + timedelta(days=last))

    return {
        Stage.FIRST: between(levels.second_days + 1, levels.first_days),
        Stage.SECOND: between(1, levels.second_days),
        Stage.ON_DAY: between(0, 0),
        Stage.LATE: between(1 - levels.very_late_days, -levels.late_days),
        Stage.VERY_LATE: Window(today - FAR_BACK, today - timedelta(days=levels.very_late_days)),
    }


def stage_reached(due_on: date, today: date, levels: Levels) -> Stage | None:
    """Return the stage at which a due day stands today; None far ahead of it.

    Between the due day and the first escalation there is none either.
    """
    reached = windows(today, levels).items()
    return next((stage for stage, window in reached if window.holds(due_on)), None)


def audiences(channel: Channel, stage: Stage) -> frozenset[Audience]:
    """Return who hears of a stage.

    On the corruption channel nobody ever but those who can open the case. An
    objection is told to those who can open the case and did not write its result.
    """
    is_objection = stage.clock is Clock.OBJECTION
    if channel is Channel.CORRUPTION and is_objection:
        return frozenset({Audience.JUDGES})
    if channel is Channel.CORRUPTION:
        before = stage.is_before_the_end or stage is Stage.PROGRESS
        return frozenset({Audience.RESPONSIBLE if before else Audience.HOLDERS})
    heard = {Audience.JUDGES if is_objection else Audience.RESPONSIBLE}
    if stage.of_promise in {Stage.LATE, Stage.VERY_LATE}:
        heard.add(Audience.UNIT_HEAD)
    if stage.of_promise is Stage.VERY_LATE:
        heard.add(Audience.OVERSIGHT)
    return frozenset(heard)
