"""A year held against the plan's targets: figures of other years beside it, and what was reached.

Nothing is counted here. Every figure is one that this release or an earlier one
publishes, or that a document says, so that nobody learns more from the
comparison than from what is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from complaints.domain.calendar import PeriodType, periods_of
from complaints.domain.channel import Channel
from complaints.domain.disclosure import may_show_share
from complaints.domain.plan import (
    COMPLAINT,
    PROSECUTED,
    RECEIVED,
    SATISFACTION,
    SATISFIED_AT_LEAST,
    SUBJECT,
    TIP,
    Aim,
    Result,
    aim_of,
    change_share,
    fall_wanted,
    has_fallen,
    is_fewer,
)
from complaints.statistics.breakdown_words import ANSWERS, BRIBERY, SATISFIED, Dimension
from complaints.statistics.breakdowns import BROKEN_DOWN_BY
from complaints.statistics.counting import NONE
from complaints.statistics.target_words import TargetNote, name_of
from complaints.statistics.words import Words

Number = int | float
_KIND: Final = "kind:"
_CELLS: Final = ("base", "before", "count")

COMPARED: Final = (
    *_CELLS,
    "since_base",
    "since_base_share",
    "since_before",
    "since_before_share",
)
"""The columns that hold figures."""

FIELDS: Final = (
    "line",
    "indicator",
    "name_th",
    "name_en",
    "aim",
    "aim_per_cent",
    "base_year_be",
    *COMPARED,
    "result",
    "note",
    "by_hand",
)
"""The columns of the table, after those that say whose year it is."""


@dataclass(frozen=True)
class ByHand:
    """A number that a document says.

    :ivar number: which word on it this is, from 1; a correction has the next.
    :ivar source: the document, as the public reads it.
    """

    indicator: str
    fiscal_year_be: int
    count: int
    source: str
    stated_on: date
    number: int = 1


@dataclass(frozen=True)
class Target:
    """One figure of the year beside those of other years.

    :ivar aim: what the plan wants; None where it wants no direction.
    :ivar by_hand: which of base, before and count a document says.
    """

    indicator: str
    name: Words
    aim: Aim | None
    aim_per_cent: int | None
    base: Number | None
    before: Number | None
    count: Number | None
    result: Result | None
    note: TargetNote | None
    by_hand: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, Number | None]:
        """Return the changes since base year and year before, in number and per cent."""
        count, is_small_told = self.count, self.indicator == PROSECUTED
        found: dict[str, Number | None] = {}
        for name, other in (("since_base", self.base), ("since_before", self.before)):
            found[name] = found[f"{name}_share"] = None
            if isinstance(count, int) and isinstance(other, int):
                found[name] = count - other
                found[f"{name}_share"] = change_share(count, other, is_small_told=is_small_told)
        return found

    def row(self) -> dict[str, str | Number | None]:
        """Return the line as a row of the table, by column."""
        return {
            "indicator": self.indicator,
            "name_th": self.name.th,
            "name_en": self.name.en,
            "aim": self.aim.value if self.aim else None,
            "aim_per_cent": self.aim_per_cent,
            "base": self.base,
            "before": self.before,
            "count": self.count,
            **self.changes,
            "result": self.result.value if self.result else None,
            "note": self.note.value if self.note else None,
            "by_hand": "+".join(self.by_hand) or None,
        }


@dataclass(frozen=True)
class Targets:
    """A year against the plan's targets; without lines while it runs."""

    base_year_be: int = 0
    lines: tuple[Target, ...] = ()
    by_hand: tuple[ByHand, ...] = ()

    def rows(self) -> list[dict[str, str | Number | None]]:
        """Return the lines as rows, numbered through."""
        numbered: dict[str, str | Number | None]
        rows = []
        for at, line in enumerate(self.lines, start=1):
            numbered = {"line": at, "base_year_be": self.base_year_be, **line.row()}
            rows.append(numbered)
        return rows

    def sources(self) -> list[dict[str, str | int]]:
        """Return the documents that say a number, as the release names them."""
        return [{**vars(one), "stated_on": one.stated_on.isoformat()} for one in self.by_hand]


@dataclass(frozen=True)
class YearTold:
    """What is told of a fiscal year.

    :ivar content: its newest release as its JSON says it; empty where there is none.
    :ivar by_hand: what documents say, by indicator.
    """

    channel: Channel
    fiscal_year_be: int
    content: Mapping[str, Any] = field(default_factory=dict)
    by_hand: Mapping[str, ByHand] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Say whether the year is published from its first day to its last."""
        told = self.content
        return bool(told) and not told["is_provisional"] and not told.get("counted_from")

    def takes_by_hand(self, indicator: str) -> bool:
        """Say whether the figure is one of a document."""
        return indicator in self.by_hand and (indicator == PROSECUTED or not self.is_whole)

    def figure(self, indicator: str) -> Number | None:
        """Return a figure of the year, or None where nobody says it."""
        if self.takes_by_hand(indicator):
            return self.by_hand[indicator].count
        if indicator == PROSECUTED or not self.is_whole:
            return None
        if indicator == RECEIVED:
            (year,) = (
                row for row in self.content["rows"] if row["period_type"] == PeriodType.YEAR.value
            )
            return int(year["total"] - year["opening"])
        if indicator == SATISFACTION:
            return self._satisfied_share()
        if indicator.startswith(_KIND):
            return self._sum(Dimension.KIND, indicator.removeprefix(_KIND))
        return self._of_subject(indicator.removeprefix(SUBJECT))

    @property
    def answers(self) -> int | None:
        """Return how many answers there were on satisfaction."""
        return self._sum(Dimension.SATISFACTION, ANSWERS) if self.is_whole else None

    @property
    def bribery(self) -> int | None:
        """Return 0 where the year is told to have no case of bribery, None where it had some."""
        told = [
            row["count"]
            for row in self.content.get("breakdowns", [])
            if row["dimension"] == Dimension.BRIBERY.value
            and row["period_type"] == PeriodType.YEAR.value
        ]
        return 0 if told == [0] else None

    def _of_subject(self, code: str) -> int | None:
        counted = self._sum(Dimension.SUBJECT, code)
        return self.bribery if counted is None and code == BRIBERY else counted

    def _satisfied_share(self) -> float | None:
        answers, good = self.answers, self._sum(Dimension.SATISFACTION, SATISFIED)
        if answers is None or good is None or not may_show_share(answers):
            return None
        return good * 1000 // answers / 10

    def _sum(self, dimension: Dimension, category: str) -> int | None:
        """Return a category of the whole year, if each of its periods shows it by itself."""
        type_ = BROKEN_DOWN_BY[self.channel]
        shown = {
            row["period_start"]: row["count"]
            for row in self.content.get("breakdowns", [])
            if row["dimension"] == dimension.value
            and row["period_type"] == type_.value
            and row["category"] == category
        }
        starts = [period.start.isoformat() for period in periods_of(self.fiscal_year_be, type_)]
        counts = [shown.get(start) for start in starts]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None


def compare(
    now: YearTold, before: YearTold, base: YearTold, subjects: Mapping[str, Words]
) -> Targets:
    """Hold a year against the plan.

    :param subjects: names of the subjects of the channel by their code.
    """
    year = base.fiscal_year_be
    if now.content.get("is_provisional", True):
        return Targets(year)
    names = {f"{SUBJECT}{code}": words for code, words in subjects.items() if code != NONE}
    lines = tuple(
        _line(indicator, name_of(indicator, now.channel, names), now, before, base)
        for indicator in _indicators(now.channel, names)
    )
    used = {
        (told.fiscal_year_be, line.indicator): told.by_hand[line.indicator]
        for line in lines
        for told in (base, before, now)
        if told.takes_by_hand(line.indicator)
    }
    return Targets(year, lines, tuple(used.values()))


def year_told(
    channel: Channel, fiscal_year_be: int, content: Mapping[str, Any], by_hand: Iterable[ByHand]
) -> YearTold:
    """Return what is told of a year.

    :param content: its newest release as its JSON says it; empty where there is none.
    """
    return YearTold(
        channel,
        fiscal_year_be,
        content,
        {one.indicator: one for one in by_hand if one.fiscal_year_be == fiscal_year_be},
    )


def _indicators(channel: Channel, subjects: Iterable[str]) -> Iterator[str]:
    if channel is Channel.CORRUPTION:
        yield PROSECUTED
    yield RECEIVED
    yield from subjects
    if channel is Channel.CORRUPTION:
        yield COMPLAINT
        yield TIP
    yield SATISFACTION


def _line(indicator: str, name: Words, now: YearTold, before: YearTold, base: YearTold) -> Target:
    aim, per_cent = aim_of(indicator, now.channel), None
    if aim is Aim.FALL_FROM_BASE:
        per_cent = fall_wanted(base.fiscal_year_be, now.fiscal_year_be)
        aim = aim if per_cent is not None else None
    is_base_past = base.fiscal_year_be < now.fiscal_year_be
    told = {"base": base if is_base_past else None, "before": before, "count": now}
    found = {name: one.figure(indicator) if one else None for name, one in told.items()}
    result = _result(aim, per_cent, found, has_unshown=now.is_whole)
    return Target(
        indicator,
        name,
        aim,
        SATISFIED_AT_LEAST if aim is Aim.AT_LEAST else per_cent,
        **found,
        result=result,
        note=_note(indicator, aim, found, result, now),
        by_hand=tuple(
            cell for cell in _CELLS if (one := told[cell]) and one.takes_by_hand(indicator)
        ),
    )


def _result(
    aim: Aim | None,
    per_cent: int | None,
    found: Mapping[str, Number | None],
    *,
    has_unshown: bool,
) -> Result | None:
    """Return whether the plan's aim was reached, as far as anybody can tell.

    :param has_unshown: a number that is not shown is none of zero, which always is.
    """
    count, before, base = found["count"], found["before"], found["base"]
    if aim is Aim.NONE_AT_ALL and (count is not None or has_unshown):
        return Result.MET if count == 0 else Result.NOT_MET
    if count is None:
        return None
    if aim is Aim.AT_LEAST:
        return Result.MET if count >= SATISFIED_AT_LEAST else Result.NOT_MET
    if aim is Aim.FALL and before is not None:
        return is_fewer(int(count), int(before))
    if aim is Aim.FALL_FROM_BASE and base is not None and per_cent is not None:
        return has_fallen(int(count), int(base), per_cent)
    return None


def _note(
    indicator: str,
    aim: Aim | None,
    found: Mapping[str, Number | None],
    result: Result | None,
    now: YearTold,
) -> TargetNote | None:
    """Return why a figure of the year or its result is not there."""
    if found["count"] is None:
        if indicator == PROSECUTED:
            return TargetNote.NOT_ENTERED
        if not now.is_whole:
            return TargetNote.INCOMPLETE
        is_share = indicator == SATISFACTION
        return TargetNote.TOO_FEW_ANSWERS if is_share else TargetNote.TOO_FEW
    if result is not None or aim not in {Aim.FALL, Aim.FALL_FROM_BASE}:
        return None
    other = found["before" if aim is Aim.FALL else "base"]
    return TargetNote.NO_BASE if other is None else TargetNote.ZERO_AFTER_ZERO
