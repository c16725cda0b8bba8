"""How long a case is kept once it is completed."""

from __future__ import annotations

from datetime import date

LONGEST_KEEPING = 50
"""Years; more than any schedule of records asks for."""


def erase_on(completed_on: date, years: int) -> date:
    """Return the first day on which a case may be erased.

    :param years: full years for which it is kept after completion, at least 1.
    :raises ValueError: fewer than 1 year.
    """
    if years < 1:
        raise ValueError("a completed case is kept for at least a year")
    return _same_day(completed_on, completed_on.year + years)


def completed_by(today: date, years: int) -> date:
    """Return the last day of completion whose cases may be erased today.

    The inverse of :func:`erase_on`, so that a query can compare days.
    """
    day = _same_day(today, today.year - years)
    return day if erase_on(day, years) <= today else date.fromordinal(day.toordinal() - 1)


def _same_day(day: date, year: int) -> date:
    """Return a day in another year; 29 February becomes 1 March."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
