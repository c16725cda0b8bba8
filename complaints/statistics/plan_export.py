"""The figures that the report of the anti-corruption plan asks for, to be entered by hand.

Nothing is counted here: every value is read from a published release, and
names it, so that what is entered elsewhere can be traced.

:source: the plans' measures on complaint statistics and on citizens' watchfulness;
    E-PlanNACC takes no file, so the table is for the person who types it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from complaints.domain.calendar import PeriodType
from complaints.domain.channel import Channel
from complaints.statistics.editions import Table
from complaints.statistics.words import TITLES, definition_of

FIELDS: Final = (
    "plan_item_th", "plan_item_en", "channel", "fiscal_year_be", "period_type", "period_start",
    "period_end", "indicator", "indicator_th", "indicator_en", "value", "as_of", "is_provisional",
    "release", "address",
)  # fmt: skip
INDICATORS: Final = ("total", "completed", "in_progress", "on_time_share")
_PERIODS: Final = frozenset({PeriodType.HALF.value, PeriodType.YEAR.value})


def plan_table(contents: Iterable[Mapping[str, Any]], base: str) -> Table:
    """Return the table of a fiscal year.

    :param contents: the newest release of each channel, as its JSON says it.
    :param base: address of the service.
    """
    rows = [
        row
        for content in contents
        for period in content["rows"]
        if period["period_type"] in _PERIODS
        for row in _rows(content, period, base)
    ]
    return Table(fields=FIELDS, rows=tuple(rows))


def _rows(
    content: Mapping[str, Any], period: Mapping[str, Any], base: str
) -> Iterable[dict[str, Any]]:
    channel, year = Channel(content["channel"]), content["fiscal_year_be"]
    item = TITLES[channel]
    for indicator in INDICATORS:
        if indicator in period:
            name = definition_of(channel, indicator).name
            yield {
                "plan_item_th": item.th,
                "plan_item_en": item.en,
                "channel": channel.value,
                "fiscal_year_be": year,
                "period_type": period["period_type"],
                "period_start": period["period_start"],
                "period_end": period["period_end"],
                "indicator": indicator,
                "indicator_th": name.th,
                "indicator_en": name.en,
                "value": period[indicator],
                "as_of": content["as_of"],
                "is_provisional": content["is_provisional"],
                "release": content["release"],
                "address": f"{base}/statistics/{channel.value}/{year}/r{content['release']}/",
            }
