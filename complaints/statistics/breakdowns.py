"""Breakdowns: the cases of a period by kind, subject, unit, outcome and so on.

One length of period for each channel, so that no two tables overlap: half-years
for grievances, the year for corruption. Every table goes through the rules for
small numbers, against what was published of the same cases before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.channel import Channel, Origin
from complaints.domain.disclosure import (
    Fault,
    Group,
    Groups,
    fault_of,
    may_show_share,
    protect,
    protect_nested,
    renew,
    renew_nested,
    sums_of,
)
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.states import Outcome
from complaints.domain.subjects import RiskArea
from complaints.statistics.breakdown_words import (
    ANSWERS,
    ANSWERS_APART,
    BRIBERY,
    SATISFIED,
    Dimension,
    Note,
)
from complaints.statistics.categories import Counted, Counts, Names, counted_in, names_of
from complaints.statistics.counting import NONE
from complaints.statistics.measures import Facts
from complaints.statistics.words import Words

BROKEN_DOWN_BY: Final[dict[Channel, PeriodType]] = {
    Channel.GRIEVANCE: PeriodType.HALF,
    Channel.CORRUPTION: PeriodType.YEAR,
}

PARTS: Final[dict[Dimension, tuple[Dimension, str]]] = {
    Dimension.KIND: (Dimension.ORIGIN, Origin.REPORTED.value),
    Dimension.DISCIPLINE: (Dimension.OUTCOME, Outcome.SUBSTANTIATED.value),
}
"""Tables of which the sum is one category of another table, where the channel has that one.

Reporters bring kinds; what the office found by itself has none.
"""


class GivesAway(NotAllowed):
    """A table would tell of too few people.

    :ivar dimension: which table.
    :ivar fault: what is wrong with it.
    """

    def __init__(self, dimension: Dimension, fault: Fault) -> None:
        super().__init__(Code.FIGURES_GIVE_SOMEBODY_AWAY)
        self.dimension = dimension
        self.fault = fault


@dataclass(frozen=True)
class Breakdown:
    """The cases of a period by one dimension.

    :ivar as_of: the day of the figures; an earlier one where an earlier table is repeated.
    :ivar groups: the numbers; None where they are left out.
    :ivar note: why they are left out, or what is said of them.
    :ivar apart: answers that are counted apart; of satisfaction alone.
    """

    period: Period
    dimension: Dimension
    as_of: date
    groups: Groups | None
    note: Note | None = None
    apart: int | None = None

    @property
    def count(self) -> int:
        """Return how many cases or answers are in the table."""
        return sum(group.count for group in self.groups or ())

    @property
    def share(self) -> float | None:
        """Return how many in a hundred were satisfied, never rounded up; None of too few."""
        counts = {group.members: group.count for group in self.groups or ()}
        satisfied = counts.get((SATISFIED,))
        if self.dimension is not Dimension.SATISFACTION or satisfied is None:
            return None
        return satisfied * 1000 // self.count / 10 if may_show_share(self.count) else None


@dataclass(frozen=True)
class Earlier:
    """The breakdowns of the release before, by dimension and period."""

    tables: Mapping[tuple[Dimension, Period], Breakdown] = field(default_factory=dict)

    def groups(self, dimension: Dimension, period: Period) -> Groups | None:
        """Return what was published of the same cases."""
        found = self.tables.get((dimension, period))
        return found.groups if found else None

    def day(self, dimension: Dimension, period: Period) -> date:
        """Return the day that it describes."""
        return self.tables[dimension, period].as_of


def break_down(
    session: Session,
    channel: Channel,
    facts: Facts,
    fiscal_year_be: int,
    as_of: date,
    earlier: Earlier,
) -> tuple[tuple[Breakdown, ...], Names]:
    """Return every breakdown of the periods that are over, with the names of the categories.

    :raises GivesAway: a table does not obey the rules for small numbers.
    """
    names, areas = names_of(session, channel)
    found: list[Breakdown] = []
    for period in periods_of(fiscal_year_be, PeriodType.HALF, PeriodType.YEAR):
        if period.end >= as_of:
            continue
        if channel is Channel.CORRUPTION:
            found.append(_bribery(facts, period, as_of))
        if period.type is BROKEN_DOWN_BY[channel]:
            counted = counted_in(facts, channel, period, names)
            found += _protected(counted, areas, as_of, earlier)
            found.append(_satisfaction(channel, counted, as_of, earlier))
    for table in found:
        _refuse_unsafe(channel, table, earlier)
    return tuple(found), names


def _protected(
    counted: Counted, areas: Mapping[str, str], as_of: date, earlier: Earlier
) -> list[Breakdown]:
    found: list[Breakdown] = []
    for dimension, counts in counted.by.items():
        if dimension is Dimension.SATISFACTION or _whole_of(dimension, counted) is not None:
            continue
        if dimension is Dimension.SUBJECT and areas:
            found += _subjects(counted.period, counts, areas, as_of, earlier)
        else:
            found.append(_table(counted.period, dimension, counts, as_of, earlier))
    for dimension, counts in counted.by.items():
        whole = _whole_of(dimension, counted)
        if whole is not None:
            table = next(one for one in found if one.dimension is whole[0])
            found.append(_part(dimension, counts, table, whole[1], as_of, earlier))
    return sorted(found, key=lambda one: list(Dimension).index(one.dimension))


def _whole_of(dimension: Dimension, counted: Counted) -> tuple[Dimension, str] | None:
    """Return of which category of which other table a table is a part, if it is one."""
    whole = PARTS.get(dimension)
    return whole if whole is not None and whole[0] in counted.by else None


def _part(
    dimension: Dimension,
    counts: Counts,
    whole: Breakdown,
    category: str,
    as_of: date,
    earlier: Earlier,
) -> Breakdown:
    """Return a table whose sum is one number of another, if that number is told there.

    Where the other table joins it with more, this one would take them apart again.
    """
    told = {group.members: group.count for group in whole.groups or ()}
    if told.get((category,)) == sum(counts.values()):
        return _table(whole.period, dimension, counts, as_of, earlier)
    return _made(whole.period, dimension, earlier.groups(dimension, whole.period), as_of, earlier)


def _table(
    period: Period, dimension: Dimension, counts: Counts, as_of: date, earlier: Earlier
) -> Breakdown:
    before = earlier.groups(dimension, period)
    groups = protect(counts) if before is None else renew(counts, before)
    return _made(period, dimension, groups, as_of, earlier)


def _subjects(
    period: Period, counts: Counts, areas: Mapping[str, str], as_of: date, earlier: Earlier
) -> list[Breakdown]:
    """Return subjects and risk areas; the second are sums of the first, or stand alone."""
    parent_of = {code: areas.get(code, NONE) for code in counts}
    of_areas = dict.fromkeys((*map(str, RiskArea), NONE), 0)
    for code, count in counts.items():
        of_areas[parent_of[code]] += count
    before = earlier.groups(Dimension.SUBJECT, period)
    coarse_before = earlier.groups(Dimension.RISK_AREA, period)
    fine: Groups | None = None
    if before is not None:
        fine = renew_nested(counts, parent_of, before)
    elif coarse_before is None:
        fine = protect_nested(counts, parent_of)
    if fine is not None:
        subjects = _made(period, Dimension.SUBJECT, fine, as_of, earlier)
        sums = sums_of(fine, {**parent_of, **{area: area for area in of_areas}})
        return [subjects, Breakdown(period, Dimension.RISK_AREA, subjects.as_of, sums)]
    risk = _table(period, Dimension.RISK_AREA, of_areas, as_of, earlier)
    note = Note.COARSER if risk.groups else Note.TOO_FEW
    return [Breakdown(period, Dimension.SUBJECT, as_of, None, note), risk]


def _made(
    period: Period, dimension: Dimension, groups: Groups | None, as_of: date, earlier: Earlier
) -> Breakdown:
    if groups is None:
        return Breakdown(period, dimension, as_of, None, Note.TOO_FEW)
    if groups == earlier.groups(dimension, period):
        return Breakdown(period, dimension, earlier.day(dimension, period), groups)
    return Breakdown(period, dimension, as_of, groups)


def _bribery(facts: Facts, period: Period, as_of: date) -> Breakdown:
    count = sum(
        measures.get(f"subject:{BRIBERY}", 0)
        for half, measures in facts.tallies.items()
        if period.holds(half)
    )
    if count:
        return Breakdown(period, Dimension.BRIBERY, as_of, None, Note.NOT_ZERO)
    return Breakdown(period, Dimension.BRIBERY, as_of, (Group((BRIBERY,), 0),))


def _satisfaction(channel: Channel, counted: Counted, as_of: date, earlier: Earlier) -> Breakdown:
    """Return the answers: exact of grievances, under the rules of corruption complaints."""
    counts, dimension = counted.by[Dimension.SATISFACTION], Dimension.SATISFACTION
    if channel is Channel.CORRUPTION:
        table = _table(counted.period, dimension, counts, as_of, earlier)
    else:
        groups = tuple(Group((code,), count) for code, count in counts.items())
        table = Breakdown(counted.period, dimension, as_of, groups, apart=counted.apart)
    if table.groups is not None and not table.count:
        return Breakdown(
            table.period, dimension, table.as_of, table.groups, Note.NO_ANSWERS, table.apart
        )
    return table


def _refuse_unsafe(channel: Channel, table: Breakdown, earlier: Earlier) -> None:
    """Look at a table once more before it goes out, however it was made."""
    is_exact = channel is Channel.GRIEVANCE and table.dimension is Dimension.SATISFACTION
    before = earlier.groups(table.dimension, table.period)
    if table.groups is None or is_exact or table.groups == before:
        return
    fault = fault_of(table.groups, before)
    if fault is not None:
        raise GivesAway(table.dimension, fault)


def rows_of(table: Breakdown, names: Names) -> list[dict[str, Any]]:
    """Return the lines of a breakdown: category, names, count, share and note."""
    lines = []
    if table.dimension is Dimension.SATISFACTION and table.groups is not None:
        lines.append(_line(table, (ANSWERS,), names, count=table.count))
        if table.apart is not None:
            lines.append(_line(table, (ANSWERS_APART,), names, count=table.apart))
    for group in table.groups or ():
        is_share = table.dimension is Dimension.SATISFACTION and group.members == (SATISFIED,)
        share = table.share if is_share else None
        lines.append(_line(table, group.members, names, count=group.count, share=share))
    return lines or [_line(table, (), names, count=None)]


def groups_of(rows: Iterable[Mapping[str, Any]]) -> Groups | None:
    """Return the numbers again of the lines of a published breakdown."""
    found = [
        Group(tuple(str(row["category"]).split("+")), int(row["count"]))
        for row in rows
        if row["count"] is not None and row["category"] not in {ANSWERS, ANSWERS_APART}
    ]
    return tuple(found) or None


def earlier_breakdowns(content: str) -> Earlier:
    """Return the breakdowns of a release that was published.

    :param content: its canonical JSON.
    """
    by_table: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in json.loads(content).get("breakdowns", []):
        key = (row["dimension"], row["period_type"], row["period_start"])
        by_table.setdefault(key, []).append(row)
    tables = [_as_published(rows) for rows in by_table.values()]
    return Earlier({(table.dimension, table.period): table for table in tables})


def period_of_row(row: Mapping[str, Any]) -> Period:
    """Return the period of a row of a published release."""
    return Period(
        start=date.fromisoformat(row["period_start"]),
        end=date.fromisoformat(row["period_end"]),
        type=PeriodType(row["period_type"]),
    )


def _as_published(rows: list[dict[str, Any]]) -> Breakdown:
    first = rows[0]
    dimension, as_of = Dimension(first["dimension"]), date.fromisoformat(first["figures_of"])
    return Breakdown(period_of_row(first), dimension, as_of, groups_of(rows))


def _line(
    table: Breakdown,
    members: tuple[str, ...],
    names: Names,
    *,
    count: int | None,
    share: float | None = None,
) -> dict[str, Any]:
    known = names.get(table.dimension, {})
    called = [known.get(code, Words(code, code)) for code in members]
    return {
        "period": table.period,
        "dimension": table.dimension,
        "category": "+".join(members),
        "name": Words(
            ", ".join(words.th for words in called), ", ".join(words.en for words in called)
        ),
        "count": count,
        "share": share,
        "note": table.note,
        "figures_of": table.as_of,
    }
