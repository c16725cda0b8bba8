"""What a release says otherwise than the one before it of its year.

Both are frozen, so the differences are computed from what both say and from
nothing else: whoever has the two files can compute them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from complaints.domain.calendar import Period, PeriodType
from complaints.domain.channel import Channel
from complaints.statistics.breakdown_words import DIMENSIONS, WORDS_OF_COLUMNS, Dimension
from complaints.statistics.breakdowns import period_of_row
from complaints.statistics.figures import COUNTS, Cell
from complaints.statistics.target_words import TITLE, column_words
from complaints.statistics.targets import COMPARED
from complaints.statistics.words import Words, definition_of

Place = tuple[Period, str, str, str]
"""Where a figure stands: period, table, line of the table, column."""

_LEDGER, _TARGETS = "", "targets"


@dataclass(frozen=True)
class Change:
    """A figure that is not the same in two releases.

    :ivar before: None where it was not shown; so is after.
    """

    period: Period
    name: Words
    before: Cell
    after: Cell

    @property
    def by(self) -> int | float | None:
        """Return by how much it moved, where both releases show a number."""
        if not isinstance(self.before, int | float) or not isinstance(self.after, int | float):
            return None
        moved = self.after - self.before
        return round(moved, 1) if isinstance(moved, float) else moved


@dataclass(frozen=True)
class Differences:
    """What changed from one release to the next of a fiscal year.

    :ivar added: periods that the earlier release did not have.
    :ivar dropped: periods that it had and the later one has not.
    """

    changes: tuple[Change, ...]
    added: tuple[Period, ...]
    dropped: tuple[Period, ...]


def differences(before: str | bytes, after: str | bytes) -> Differences:
    """Compare two releases cell by cell.

    :param before: the earlier release as its JSON says it.
    :param after: the later one.
    """
    old, new = json.loads(before), json.loads(after)
    old_periods, new_periods = _periods(old), _periods(new)
    names = {**_names(old), **_names(new)}
    old_cells, new_cells = dict(_cells(old)), dict(_cells(new))
    both = set(old_periods) & set(new_periods)
    places = [place for place in {**new_cells, **old_cells} if place[0] in both]
    return Differences(
        changes=tuple(
            Change(place[0], names[place], old_cells.get(place), new_cells.get(place))
            for place in places
            if not _is_same(old_cells.get(place), new_cells.get(place))
        ),
        added=tuple(period for period in new_periods if period not in both),
        dropped=tuple(period for period in old_periods if period not in both),
    )


def _is_same(one: Cell, other: Cell) -> bool:
    """Say whether two cells say the same; a zero is not a figure left out."""
    return one == other and (one is None) == (other is None)


def _periods(content: dict[str, Any]) -> list[Period]:
    return [period_of_row(row) for row in content["rows"]]


def _cells(content: dict[str, Any]) -> Iterator[tuple[Place, Cell]]:
    for row in content["rows"]:
        for name in COUNTS[Channel(content["channel"])]:
            yield (period_of_row(row), _LEDGER, name, "count"), row.get(name)
    for row in content.get("breakdowns", []):
        for column in ("count", "share"):
            yield _place(row, column), row[column]
    for row in content.get("targets", []):
        for column in COMPARED:
            yield _goal(content, row, column), row[column]


def _names(content: dict[str, Any]) -> dict[Place, Words]:
    """Return what each figure is called; names of subjects and units are the release's own."""
    channel = Channel(content["channel"])
    named = {
        (period_of_row(row), _LEDGER, name, "count"): definition_of(channel, name).name
        for row in content["rows"]
        for name in COUNTS[channel]
    }
    for row in content.get("breakdowns", []):
        table, share = DIMENSIONS[Dimension(row["dimension"])], WORDS_OF_COLUMNS["share"]
        called = Words(f"{table.th} – {row['name_th']}", f"{table.en} – {row['name_en']}")
        named[_place(row, "count")] = called
        named[_place(row, "share")] = Words(
            f"{called.th} ({share.th})", f"{called.en} ({share.en.lower()})"
        )
    return named | _names_of_goals(content)


def _names_of_goals(content: dict[str, Any]) -> dict[Place, Words]:
    """Return what each figure beside the plan's targets is called."""
    named = {}
    for row in content.get("targets", []):
        for column in COMPARED:
            year = column_words(column, row["fiscal_year_be"], row["base_year_be"])
            named[_goal(content, row, column)] = Words(
                f"{TITLE.th} – {row['name_th']} ({year.th})",
                f"{TITLE.en} – {row['name_en']} ({year.en.lower()})",
            )
    return named


def _goal(content: dict[str, Any], row: dict[str, Any], column: str) -> Place:
    """Return where a figure stands that belongs to the whole year."""
    (year,) = (period for period in _periods(content) if period.type is PeriodType.YEAR)
    return year, _TARGETS, row["indicator"], column


def _place(row: dict[str, Any], column: str) -> Place:
    return period_of_row(row), row["dimension"], row["category"], column
