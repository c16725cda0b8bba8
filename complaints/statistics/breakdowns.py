"""Breakdowns: the cases of a period by kind, subject, unit, outcome and so on.

One length of period for each channel, so that no two tables overlap: half-years
for grievances, the year for corruption. `protecting` makes them fit to be published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from complaints.domain.calendar import Period, PeriodType
from complaints.domain.channel import Channel
from complaints.domain.disclosure import Group, Groups, may_show_share
from complaints.domain.states import Outcome
from complaints.statistics.breakdown_words import (
    ANSWERS,
    ANSWERS_APART,
    SATISFIED,
    TO_MAKE_UP_THE_SUM,
    Dimension,
    Note,
)
from complaints.statistics.categories import Names
from complaints.statistics.measures import Ends
from complaints.statistics.words import Words

BROKEN_DOWN_BY: Final[dict[Channel, PeriodType]] = {
    Channel.GRIEVANCE: PeriodType.HALF,
    Channel.CORRUPTION: PeriodType.YEAR,
}


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

    def joins(self, category: str, period: Period) -> bool:
        """Say whether a category stood joined with others in a table of a period."""
        return any(
            is_joined(category, table.groups)
            for (_, of), table in self.tables.items()
            if of == period
        )


def is_joined(category: str, groups: Groups | None) -> bool:
    """Say whether a category stands in a table, but not by itself."""
    return any(category in group.members and len(group.members) > 1 for group in groups or ())


def ends_told(tables: Iterable[Breakdown], period: Period) -> Ends:
    """Return how many cases ended as forwarded and as not accepted, where a table says it."""
    told = {
        group.members: group.count
        for table in tables
        if table.dimension is Dimension.OUTCOME and table.period == period
        for group in table.groups or ()
    }
    return Ends(told.get((Outcome.FORWARDED,)), told.get((Outcome.NOT_ACCEPTED,)))


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
    called = [
        TO_MAKE_UP_THE_SUM.get(code) or known.get(code, Words(code, code)) for code in members
    ]
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
