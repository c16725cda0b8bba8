"""Items of the yearly integrity and transparency assessment, and what is there to show for them.

:source: the plans' disclosure topic 5 and the published wording of its items;
    codes and periods differ every year and stand in files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from complaints.domain.calendar import PeriodType, first_day, periods_of

_Choice = TypeVar("_Choice", bound=StrEnum)

SHIPPED: Final = Path(__file__).parent / "assessments"


class Kind(StrEnum):
    """What an item asks for."""

    GUIDELINE = "guideline"
    CHANNEL = "channel"
    STATISTICS = "statistics"


class Element(StrEnum):
    """What an assessor looks for under an item."""

    HOW = "how"
    STEPS = "steps"
    RESPONSIBLE = "responsible"
    TIME = "time"
    CHANNEL = "channel"
    ONLINE = "online"
    SEPARATE = "separate"
    NO_ACCOUNT = "no_account"
    MAIN_SITE = "main_site"
    TOTAL = "total"
    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NONE = "none"
    AS_OF = "as_of"
    SHEETS = "sheets"
    WORKBOOK = "workbook"


class PeriodRule(StrEnum):
    """Which days the figures must cover."""

    FIRST_HALF = "first_half"
    PREVIOUS_YEAR = "previous_year"


class Verdict(StrEnum):
    """Whether an element is there."""

    SHOWN = "shown"
    MISSING = "missing"
    BY_HAND = "by_hand"


ELEMENTS: Final[dict[Kind, frozenset[Element]]] = {
    Kind.GUIDELINE: frozenset(
        {Element.HOW, Element.STEPS, Element.RESPONSIBLE, Element.TIME, Element.CHANNEL}
    ),
    Kind.CHANNEL: frozenset(
        {Element.ONLINE, Element.SEPARATE, Element.NO_ACCOUNT, Element.MAIN_SITE}
    ),
    Kind.STATISTICS: frozenset(
        {
            Element.TOTAL,
            Element.COMPLETED,
            Element.IN_PROGRESS,
            Element.NONE,
            Element.AS_OF,
            Element.SHEETS,
            Element.WORKBOOK,
        }
    ),
}


class AssessmentUnusable(Exception):
    """The file of a year does not say what it must; the message names the field."""


@dataclass(frozen=True)
class Item:
    """One item of an assessment.

    :ivar periods: which days figures must cover; empty for other kinds.
    """

    code: str
    kind: Kind
    name_th: str
    name_en: str
    elements: tuple[Element, ...]
    periods: tuple[PeriodRule, ...]


@dataclass(frozen=True)
class Assessment:
    """The items of one year.

    :ivar source_en: the source in English; empty where the file says it in Thai alone.
    :ivar checked_by: who compared them with the handbook; empty if nobody has.
    """

    year_be: int
    source: str
    source_en: str
    checked_by: str
    checked_on: date | None
    items: tuple[Item, ...]

    @property
    def is_checked(self) -> bool:
        """Say whether somebody compared the file with the handbook."""
        return bool(self.checked_by) and self.checked_on is not None


@dataclass(frozen=True)
class Seen:
    """A page of the main site on which somebody saw the way to this service.

    :ivar on: the day.
    :ivar by: who looked.
    """

    page: str
    on: date
    by: str


@dataclass(frozen=True)
class Evidence:
    """What the service can show today on the corruption channel.

    :ivar manual_parts: parts of the manual that say something.
    :ivar is_taking: a report can be filed now.
    :ivar website: address of the main site; empty if it is not set.
    :ivar releases: content of the newest release, by fiscal year.
    :ivar seen: where on the main site somebody saw the way to here, if anybody did.
    """

    manual_parts: frozenset[str]
    is_taking: bool
    website: str
    releases: Mapping[int, Mapping[str, Any]]
    seen: Seen | None = None


@dataclass(frozen=True)
class Finding:
    """How an element stands, and in which days where it is about figures."""

    element: Element
    verdict: Verdict
    rule: PeriodRule | None = None


def years_known(*folders: Path) -> list[int]:
    """Return the years that have a file, newest first."""
    found = {
        int(path.stem)
        for folder in (*folders, SHIPPED)
        if folder.is_dir()
        for path in folder.glob("[0-9][0-9][0-9][0-9].toml")
    }
    return sorted(found, reverse=True)


def read_assessment(year_be: int, *folders: Path) -> Assessment | None:
    """Return the items of a year; those of the first folder that has a file.

    :param folders: looked at before the files that come with the service.
    :raises AssessmentUnusable: the file does not say what it must.
    """
    for folder in (*folders, SHIPPED):
        path = folder / f"{year_be}.toml"
        if path.is_file():
            return _assessment(path, year_be)
    return None


def look_at(item: Item, evidence: Evidence, year_be: int) -> list[Finding]:
    """Return how every element of an item stands.

    :param year_be: the year of assessment.
    """
    if item.kind is not Kind.STATISTICS:
        found = [(element, _of_pages(element, evidence, year_be)) for element in item.elements]
        return [Finding(element, verdict) for element, verdict in found]
    return [
        Finding(element, _of_figures(element, rule, evidence, year_be), rule)
        for rule in item.periods
        for element in item.elements
    ]


def row_of_rule(
    rule: PeriodRule, evidence: Evidence, year_be: int
) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """Return the release of a rule's year, and its row of the days wanted, as far as there are."""
    if rule is PeriodRule.PREVIOUS_YEAR:
        (period,) = periods_of(year_be - 1, PeriodType.YEAR)
    else:
        period, _ = periods_of(year_be, PeriodType.HALF)
    release = evidence.releases.get(year_be if rule is PeriodRule.FIRST_HALF else year_be - 1)
    wanted = (period.start.isoformat(), period.end.isoformat())
    for row in release["rows"] if release else ():
        if (row["period_start"], row["period_end"]) == wanted:
            return release, row
    return release, None


def _of_pages(element: Element, evidence: Evidence, year_be: int) -> Verdict:
    if element is Element.MAIN_SITE:
        return _of_main_site(evidence, year_be)
    is_shown = {
        Element.CHANNEL: evidence.is_taking,
        Element.ONLINE: evidence.is_taking,
        Element.SEPARATE: True,
        Element.NO_ACCOUNT: True,
    }
    there = is_shown.get(element, element.value in evidence.manual_parts)
    return Verdict.SHOWN if there else Verdict.MISSING


def _of_main_site(evidence: Evidence, year_be: int) -> Verdict:
    """Return whether the main site leads here; that can only be seen there, in the same year."""
    if evidence.seen is not None and evidence.seen.on >= first_day(year_be):
        return Verdict.SHOWN
    return Verdict.BY_HAND if evidence.website or evidence.seen else Verdict.MISSING


def _of_figures(element: Element, rule: PeriodRule, evidence: Evidence, year_be: int) -> Verdict:
    release, row = row_of_rule(rule, evidence, year_be)
    if release is None or row is None:
        return Verdict.MISSING
    is_shown = {
        Element.NONE: row.get("total") != 0 or bool(release.get("none")),
        Element.AS_OF: bool(release.get("as_of")),
        # Every release is printed in both forms, or it is not published.
        Element.SHEETS: True,
        Element.WORKBOOK: True,
    }
    there = is_shown.get(element, isinstance(row.get(element.value), int))
    return Verdict.SHOWN if there else Verdict.MISSING


def _assessment(path: Path, year_be: int) -> Assessment:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        assessment = Assessment(
            year_be=int(said["assessment_year_be"]),
            source=str(said["source"]).strip(),
            source_en=str(said.get("source_en", "")).strip(),
            checked_by=str(said["checked_by"]).strip(),
            checked_on=_day(said["checked_on"]),
            items=tuple(_item(one) for one in said["items"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise AssessmentUnusable(str(problem)) from None
    codes = [item.code for item in assessment.items]
    if assessment.year_be != year_be or not assessment.source:
        raise AssessmentUnusable("assessment_year_be, source")
    if not codes or len(set(codes)) != len(codes):
        raise AssessmentUnusable("items")
    return assessment


def _item(said: Mapping[str, Any]) -> Item:
    kind = Kind(said["kind"])
    elements = _all_of(Element, said["elements"])
    periods = _all_of(PeriodRule, said.get("periods", []))
    if not elements or not set(elements) <= ELEMENTS[kind]:
        raise ValueError("elements")
    if bool(periods) is not (kind is Kind.STATISTICS):
        raise ValueError("periods")
    return Item(
        code=str(said["code"]),
        kind=kind,
        name_th=str(said["name_th"]),
        name_en=str(said["name_en"]),
        elements=elements,
        periods=periods,
    )


def _all_of(enum: type[_Choice], values: Iterable[str]) -> tuple[_Choice, ...]:
    return tuple(enum(value) for value in values)


def _day(said: Any) -> date | None:
    return date.fromisoformat(str(said)) if said else None
