"""The Thai fiscal year and its parts, and days in Bangkok."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_OFFSET = 543


class PeriodType(StrEnum):
    """Lengths of the periods that are published."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"

    @property
    def month_count(self) -> int:
        """Return the length in months."""
        return {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}[self.value]


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months inside one fiscal year.

    :ivar start: first day.
    :ivar end: last day.
    """

    start: date
    end: date
    type: PeriodType

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.start <= day <= self.end


def day_in_bangkok(instant: datetime) -> date:
    """Return the calendar day in Bangkok of an instant that knows its zone.

    :raises ValueError: the instant has no zone, so its day is a guess.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no day")
    return instant.astimezone(BANGKOK).date()


def fiscal_year_be(day: date) -> int:
    """Return the fiscal year (B.E.) of a day: 1 October to 30 September."""
    return day.year + BUDDHIST_OFFSET + (1 if day.month >= 10 else 0)


def first_day(year_be: int) -> date:
    """Return 1 October on which a fiscal year (B.E.) begins."""
    return date(year_be - BUDDHIST_OFFSET - 1, 10, 1)


def periods_of(year_be: int, *types: PeriodType) -> tuple[Period, ...]:
    """Return the periods of a fiscal year, of the given types, in order.

    The nine months are the first nine; what is left is no period of theirs.

    :param year_be: fiscal year, Buddhist era.
    :param types: the lengths wanted; each is listed wholly before the next.
    """
    return tuple(
        _period(year_be, at, type_)
        for type_ in types
        for at in range(0, 13 - type_.month_count, type_.month_count)
    )


def half_of(day: date) -> Period:
    """Return the half of the fiscal year in which a day lies."""
    halves = periods_of(fiscal_year_be(day), PeriodType.HALF)
    return next(half for half in halves if half.holds(day))


def _period(year_be: int, at: int, type_: PeriodType) -> Period:
    start = _month(year_be, at)
    last = _month(year_be, at + type_.month_count - 1)
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return Period(start=start, end=end, type=type_)


def _month(year_be: int, at: int) -> date:
    october = first_day(year_be)
    months = october.month - 1 + at
    return date(october.year + months // 12, months % 12 + 1, 1)
