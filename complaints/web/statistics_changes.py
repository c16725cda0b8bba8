"""The page that says what a release changed against the one before it, and why."""

from __future__ import annotations

from typing import Any

from flask import render_template

from complaints.domain.calendar import Period
from complaints.statistics.differences import Change, Differences, differences
from complaints.statistics.words import Language, period_words, span_words, title
from complaints.web.language import chosen_language
from complaints.web.statistics_shelf import Listed, read_form
from complaints.web.statistics_targets import NO_FIGURE, shown


def changes_page(release: Listed, before: Listed) -> bytes | None:
    """Return the page of differences of two releases of a year; None when a file is missing.

    :param before: the release that this one follows.
    """
    old, new = read_form(before, "json"), read_form(release, "json")
    if old is None or new is None:
        return None
    language, found = language_of_reader(), differences(old, new)
    return render_template(
        "statistics/changes.html",
        channel=release.channel.value,
        release=release,
        before=before,
        title=title(release.channel, release.fiscal_year_be).in_(language),
        reason=release.reason_en if language is Language.EN else release.reason_th,
        count=len(found.changes),
        tables=_tables(found, language),
        added=[_called(period, language) for period in found.added],
        dropped=[_called(period, language) for period in found.dropped],
    ).encode()


def language_of_reader() -> Language:
    """Return the language in which this page is read."""
    return Language(chosen_language())


def _tables(found: Differences, language: Language) -> list[dict[str, Any]]:
    periods: dict[Period, list[Change]] = {}
    for change in found.changes:
        periods.setdefault(change.period, []).append(change)
    return [
        {
            "name": _called(period, language),
            "rows": [_row(change, language) for change in changes],
        }
        for period, changes in periods.items()
    ]


def _row(change: Change, language: Language) -> dict[str, str]:
    return {
        "name": change.name.in_(language),
        "before": shown(change.before),
        "after": shown(change.after),
        "by": NO_FIGURE if change.by is None else f"{change.by:+,}",
    }


def _called(period: Period, language: Language) -> str:
    words, span = period_words(period).in_(language), span_words(period).in_(language)
    return f"{words} ({span})"
