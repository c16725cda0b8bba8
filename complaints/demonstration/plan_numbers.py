"""The numbers that the demonstration enters by hand for the plan, from invented documents."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from complaints.domain.calendar import first_day
from complaints.domain.plan import PROSECUTED, RECEIVED, SUBJECT
from complaints.statistics.plan_numbers import enter_number
from complaints.work import Actor, Work

REPORT: Final = "รายงานผลแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {year} (เอกสารสมมติ)"
MISTYPED, RIGHT = 6, 5
WHY: Final = "นับคดีเดียวกันซ้ำในรายงานฉบับแรก"
OF_THE_BASE: Final = {RECEIVED: 24, f"{SUBJECT}procurement": 11, f"{SUBJECT}conduct": 7}
PROSECUTED_IN: Final = (4, 3)
"""Prosecuted cases of the two years that are over."""


def enter_base_year(work: Work, officer: Actor) -> None:
    """Enter what the base year had, with one number that is then corrected."""
    year = work.agency.plan_base_year_be
    _enter(work, officer, PROSECUTED, year, MISTYPED)
    _enter(work, officer, PROSECUTED, year, RIGHT, WHY)
    for indicator, count in OF_THE_BASE.items():
        _enter(work, officer, indicator, year, count)


def enter_prosecuted(work: Work, officer: Actor, year: int, at: int) -> None:
    """Enter the prosecuted cases of a year that is over.

    :param at: 0 for the first year of the demonstration, 1 for the second.
    """
    _enter(work, officer, PROSECUTED, year, PROSECUTED_IN[at])


def _enter(
    work: Work, officer: Actor, indicator: str, year: int, count: int, reason: str = ""
) -> None:
    reported_on = first_day(year + 1) + timedelta(days=20)
    enter_number(
        work,
        officer,
        indicator=indicator,
        fiscal_year_be=year,
        count=count,
        source=REPORT.format(year=year),
        stated_on=min(reported_on, work.today()),
        reason=reason,
    )
