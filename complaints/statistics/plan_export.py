"""The figures that the report of the anti-corruption plan asks for, to be entered by hand.

Nothing is counted here: every value is read from a published release, and
names it, so that what is entered elsewhere can be traced.

:source: the plans' measures on complaint statistics and on citizens' watchfulness;
    E-PlanNACC takes no file, so the table is for the person who types it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from complaints.domain.calendar import PeriodType
from complaints.domain.channel import Channel
from complaints.domain.plan import Aim, Result
from complaints.statistics.editions import Table
from complaints.statistics.target_words import NOTES, RESULTS, TITLE, TargetNote, aim_words
from complaints.statistics.words import TITLES, Words, definition_of

_TARGET: Final = (
    "base_year_be", "base", "before", "since_base", "since_base_share", "since_before",
    "since_before_share", "aim_th", "aim_en", "result_th", "result_en", "note_th", "note_en",
    "source",
)  # fmt: skip
FIELDS: Final = (
    "plan_item_th", "plan_item_en", "channel", "fiscal_year_be", "period_type", "period_start",
    "period_end", "indicator", "indicator_th", "indicator_en", "value", *_TARGET, "as_of",
    "is_provisional", "release", "address",
)  # fmt: skip
INDICATORS: Final = ("total", "completed", "in_progress", "on_time_share")
_PERIODS: Final = frozenset({PeriodType.HALF.value, PeriodType.YEAR.value})


def plan_table(contents: Iterable[Mapping[str, Any]], base: str) -> Table:
    """Return the table of a fiscal year: its figures, then the year against the plan's targets.

    :param contents: the newest release of each channel, as its JSON says it.
    :param base: address of the service.
    """
    rows = [
        {**dict.fromkeys(FIELDS), **_whose(content, base), **row}
        for content in contents
        for row in (*_figures(content), *_targets(content))
    ]
    return Table(fields=FIELDS, rows=tuple(rows))


def _whose(content: Mapping[str, Any], base: str) -> dict[str, Any]:
    channel, year, number = content["channel"], content["fiscal_year_be"], content["release"]
    return {
        "channel": channel,
        "fiscal_year_be": year,
        "as_of": content["as_of"],
        "is_provisional": content["is_provisional"],
        "release": number,
        "address": f"{base}/statistics/{channel}/{year}/r{number}/",
    }


def _figures(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    channel = Channel(content["channel"])
    for period in content["rows"]:
        for indicator in INDICATORS:
            if period["period_type"] in _PERIODS and indicator in period:
                yield {
                    **_named("plan_item", TITLES[channel]),
                    **_span(period),
                    "indicator": indicator,
                    **_named("indicator", definition_of(channel, indicator).name),
                    "value": period[indicator],
                }


def _targets(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the year beside base year and year before, with what the plan wants of it."""
    item = TITLES[Channel(content["channel"])]
    years = [row for row in content["rows"] if row["period_type"] == PeriodType.YEAR.value]
    for row in content.get("targets", ()):
        aim = Aim(row["aim"]) if row["aim"] else None
        yield {
            **_named("plan_item", Words(f"{item.th}: {TITLE.th}", f"{item.en}: {TITLE.en}")),
            **_span(years[0]),
            "indicator": row["indicator"],
            **_named("indicator", Words(row["name_th"], row["name_en"])),
            "value": row["count"],
            **{name: row[name] for name in _TARGET if name in row},
            **_named("aim", aim_words(aim, row["aim_per_cent"])),
            **_named("result", RESULTS[Result(row["result"])] if row["result"] else None),
            **_named("note", NOTES[TargetNote(row["note"])] if row["note"] else None),
            "source": _source(content, row),
        }


def _source(content: Mapping[str, Any], row: Mapping[str, Any]) -> str | None:
    """Return the documents that say the numbers of a line which were entered by hand."""
    years = {
        "base": row["base_year_be"],
        "before": row["fiscal_year_be"] - 1,
        "count": row["fiscal_year_be"],
    }
    wanted = {years[cell] for cell in (row["by_hand"] or "").split("+") if cell}
    told = [
        f"{one['fiscal_year_be']}: {one['source']} ({one['stated_on']})"
        for one in content["by_hand"]
        if one["indicator"] == row["indicator"] and one["fiscal_year_be"] in wanted
    ]
    return "; ".join(told) or None


def _span(period: Mapping[str, Any]) -> dict[str, Any]:
    return {name: period[name] for name in ("period_type", "period_start", "period_end")}


def _named(name: str, words: Words | None) -> dict[str, Any]:
    return {f"{name}_th": words.th if words else None, f"{name}_en": words.en if words else None}
