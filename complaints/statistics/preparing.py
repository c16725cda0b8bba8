"""Counting and checking what can be published of a fiscal year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Protocol

from sqlalchemy.orm import Session

from complaints.domain.calendar import PeriodType, first_day, periods_of
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.leaves import release_name
from complaints.records import releases
from complaints.records.agency import Agency
from complaints.records.plan_figures import PlanFigure, plan_figures
from complaints.records.releases import Release
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.breakdown_words import Dimension
from complaints.statistics.breakdowns import Breakdown, Earlier, earlier_breakdowns, ends_told
from complaints.statistics.categories import ends_in
from complaints.statistics.counting import count_facts
from complaints.statistics.editions import Draft, as_json, as_rows, closed_periods
from complaints.statistics.figures import Figures
from complaints.statistics.learning import Lesson, released_guidelines
from complaints.statistics.leaves import Leaves, count_leaves
from complaints.statistics.measures import (
    Facts,
    days_of,
    ledger_between,
    ledger_of,
    on_time_of,
)
from complaints.statistics.protecting import break_down
from complaints.statistics.targets import ByHand, Targets, YearTold, compare, year_told

FIRST_PREVIOUS: Final = bytes(32)
"""What the first release of a channel names as the one before."""


class Counting(Protocol):
    """What counting and storing need of a unit of work."""

    @property
    def session(self) -> Session:
        """Return the session."""

    @property
    def channel(self) -> Channel:
        """Return the channel."""

    @property
    def agency(self) -> Agency:
        """Return the agency."""

    def today(self) -> date:
        """Return the day in Bangkok."""


def prepare(work: Counting, fiscal_year_be: int, as_of: date) -> Draft:
    """Count and check what can be published of a fiscal year.

    :param fiscal_year_be: Buddhist era.
    :param as_of: periods that ended before this day are published.
    :raises BadInput: the day is in the future, or before that of the last release.
    :raises NotAllowed: no period is over, the ledger does not balance, or a
        table would tell of too few people.
    """
    last = releases.latest_release(work.session, work.channel, fiscal_year_be)
    newest = releases.newest_of_channel(work.session, work.channel)
    _refuse_day(as_of, work.today(), last)
    facts = count_facts(work.session, work.channel, as_of, fiscal_year_be)
    refuse_unless_balanced(work.session, work.channel, facts)
    begun_on = min(facts.begun_on or work.agency.founded_on, work.agency.founded_on)
    by_quarter = work.agency.publishes_corruption_quarters or _has_quarters(last)
    figures = _figures(work.channel, fiscal_year_be, as_of, facts, by_quarter=by_quarter)
    if not figures or max(one.period.end for one in figures) < begun_on:
        raise NotAllowed(Code.NOTHING_TO_PUBLISH)
    (year,) = periods_of(fiscal_year_be, PeriodType.YEAR)
    number = last.number + 1 if last else 1
    earlier = earlier_breakdowns(last.content) if last else Earlier()
    breakdowns, names = break_down(
        work.session, work.channel, facts, fiscal_year_be, as_of, earlier
    )
    draft = Draft(
        channel=work.channel,
        fiscal_year_be=fiscal_year_be,
        number=number,
        chain_number=newest.chain_number + 1 if newest else 1,
        as_of=as_of,
        is_provisional=as_of <= year.end,
        counted_from=begun_on if begun_on > first_day(fiscal_year_be) else None,
        figures=_with_ends(work.channel, figures, breakdowns),
        previous=newest.digest if newest else FIRST_PREVIOUS,
        leaves=_leaves(work, fiscal_year_be, number, facts, figures),
        breakdowns=breakdowns,
        names=names,
    )
    return replace(draft, targets=targets_of(work, draft), guidelines=_guidelines(work, draft))


def targets_of(work: Counting, draft: Draft) -> Targets:
    """Hold what a draft publishes against the plan, and beside what is published already."""
    channel, year = draft.channel, draft.fiscal_year_be
    by_hand = [_by_hand(one) for one in plan_figures(work.session, channel).values()]
    now = {
        "rows": as_rows(draft.table),
        "breakdowns": as_rows(draft.breakdown_table),
        "is_provisional": draft.is_provisional,
        "counted_from": as_json(draft.counted_from),
    }
    before, base = (
        _published_year(work, other, by_hand) for other in (year - 1, work.agency.plan_base_year_be)
    )
    return compare(
        year_told(channel, year, now, by_hand),
        before,
        base,
        draft.names.get(Dimension.SUBJECT, {}),
    )


def _guidelines(work: Counting, draft: Draft) -> tuple[Lesson, ...]:
    """Return the guidelines of the days that are published; of the protected channel, of halves."""
    is_protected = draft.channel is Channel.CORRUPTION
    whole = {PeriodType.HALF, PeriodType.YEAR} if is_protected else set(PeriodType)
    ends = [one.period.end for one in draft.figures if one.period.type in whole]
    if not ends:
        return ()
    return released_guidelines(
        work.session, draft.channel, draft.fiscal_year_be, max(ends), draft.names
    )


def _published_year(work: Counting, fiscal_year_be: int, by_hand: list[ByHand]) -> YearTold:
    last = releases.latest_release(work.session, work.channel, fiscal_year_be)
    content = json.loads(last.content) if last else {}
    return year_told(work.channel, fiscal_year_be, content, by_hand)


def _by_hand(one: PlanFigure) -> ByHand:
    return ByHand(
        one.indicator, one.fiscal_year_be, one.count, one.source, one.stated_on, one.number
    )


def _has_quarters(last: Release | None) -> bool:
    """Say whether a release told quarters: what a year has told it goes on telling."""
    rows = json.loads(last.content)["rows"] if last else ()
    return any(row["period_type"] == PeriodType.QUARTER.value for row in rows)


def _figures(
    channel: Channel, fiscal_year_be: int, as_of: date, facts: Facts, *, by_quarter: bool
) -> tuple[Figures, ...]:
    promised = channel is Channel.GRIEVANCE
    return tuple(
        Figures(
            period=period,
            ledger=ledger_of(facts, period),
            on_time=on_time_of(facts, period) if promised else None,
            days=days_of(facts, period) if promised else None,
            ends=ends_in(facts, period) if promised else None,
        )
        for period in closed_periods(channel, fiscal_year_be, as_of, by_quarter=by_quarter)
    )


def _with_ends(
    channel: Channel, figures: tuple[Figures, ...], breakdowns: Sequence[Breakdown]
) -> tuple[Figures, ...]:
    """Tell of the protected channel how cases ended, no more than the table of outcomes does."""
    if channel is Channel.GRIEVANCE:
        return figures
    return tuple(replace(one, ends=ends_told(breakdowns, one.period)) for one in figures)


def _leaves(
    work: Counting, fiscal_year_be: int, number: int, facts: Facts, figures: tuple[Figures, ...]
) -> Leaves:
    """Return the leaves of the year up to the end of the last period that is published."""
    start, end = first_day(fiscal_year_be), max(one.period.end for one in figures)
    return count_leaves(
        work.session,
        work.channel,
        release=release_name(work.channel.value, fiscal_year_be, number),
        start=start,
        end=end,
        counted_on=work.today(),
        ledger=ledger_between(facts, start, end),
    )


def _refuse_day(as_of: date, today: date, last: Release | None) -> None:
    if as_of > today:
        raise BadInput(Code.DATE_IS_IN_FUTURE, "as_of")
    if last is not None and as_of < last.as_of:
        raise BadInput(Code.LATER_DAY_IS_TOLD, "as_of")
