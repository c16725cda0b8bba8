"""What the plan against corruption wants of the figures of a year, and whether it was reached.

The plan counts its five years from a base year. Cases that were prosecuted are
to fall by a tenth of the base in each of them; complaints about bribery are to
be none; complaints about the plan's other subjects are to fall from one year
to the next. Complaints and tips as such are a sign of people's watchfulness,
of which no direction is wanted.

:source: the plans' outcome indicators, whose base year is B.E. 2565.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from complaints.domain.channel import Channel
from complaints.domain.disclosure import SHARE_OF, may_show_split

PROSECUTED: Final = "prosecuted"
RECEIVED: Final = "received"
COMPLAINT: Final = "kind:complaint"
TIP: Final = "kind:tip"
SATISFACTION: Final = "satisfaction"
SUBJECT: Final = "subject:"
"""What the indicator of a subject begins with; its code follows."""

YEARLY_FALL: Final = 10
PLAN_YEARS: Final = 5
SATISFIED_AT_LEAST: Final = 80
FIRST_YEAR: Final = 2540
"""The year of the constitution that founded the commission against corruption."""

_ZERO: Final = {Channel.CORRUPTION: frozenset({"bribery"}), Channel.GRIEVANCE: frozenset[str]()}
_FALLING: Final = {
    Channel.CORRUPTION: frozenset(
        {
            "procurement",
            "budget",
            "state_assets",
            "personnel",
            "promotion",
            "unfair_service",
            "conduct",
            "unit_performance",
            "malfeasance",
        }
    ),
    Channel.GRIEVANCE: frozenset({"service"}),
}


class Aim(StrEnum):
    """What the plan wants of a figure."""

    NONE_AT_ALL = "none_at_all"
    FALL = "fall"
    FALL_FROM_BASE = "fall_from_base"
    AT_LEAST = "at_least"


class Result(StrEnum):
    """Whether it was reached."""

    MET = "met"
    NOT_MET = "not_met"


def aim_of(indicator: str, channel: Channel) -> Aim | None:
    """Return what the plan wants of a figure, or None where it names no direction."""
    code = indicator.removeprefix(SUBJECT) if indicator.startswith(SUBJECT) else None
    if code in _ZERO[channel]:
        return Aim.NONE_AT_ALL
    if code in _FALLING[channel] or (indicator == RECEIVED and channel is Channel.CORRUPTION):
        return Aim.FALL
    return {PROSECUTED: Aim.FALL_FROM_BASE, SATISFACTION: Aim.AT_LEAST}.get(indicator)


def fall_wanted(base_year_be: int, fiscal_year_be: int) -> int | None:
    """Return by how many per cent of the base the prosecuted cases are to have fallen.

    :return: 10 in the first year of the plan, 50 in its fifth; None outside it.
    """
    years = fiscal_year_be - base_year_be
    return years * YEARLY_FALL if 1 <= years <= PLAN_YEARS else None


def has_fallen(count: int, base: int, per_cent: int) -> Result | None:
    """Say whether a figure fell by a share of its base; of a base of zero nothing can fall."""
    if base == 0 and count == 0:
        return None
    reached = base > 0 and count * 100 <= base * (100 - per_cent)
    return Result.MET if reached else Result.NOT_MET


def is_fewer(count: int, before: int) -> Result | None:
    """Say whether a figure fell from the year before; zero after zero is no fall and no rise."""
    if count == before == 0:
        return None
    return Result.MET if count < before else Result.NOT_MET


def change_share(count: int, base: int, *, is_small_told: bool) -> float | None:
    """Return a change in per cent of its base, one decimal, cut off and not rounded.

    :param is_small_told: the figures are of no reporters, so a small base is told too.
    :return: None of a base of zero, and of one that is too small for a share.
    """
    if base == 0 or (base < SHARE_OF and not is_small_told):
        return None
    tenths = abs(count - base) * 1000 // base
    return (tenths if count >= base else -tenths) / 10


def gives_away(subjects: Mapping[str, int], total: int | None) -> bool:
    """Say whether counts of one year by subject, with their total, tell of too few people.

    :param subjects: those that are known, each by its code.
    :param total: all cases of the year; None where nobody says it.
    """
    told = sum(subjects.values())
    if not all(may_show_split(count, count) for count in subjects.values()):
        return True
    return total is not None and bool(subjects) and not may_show_split(told, total)
