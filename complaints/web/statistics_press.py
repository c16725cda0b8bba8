"""Printing a release for people: the inside of its page, and its sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from flask import Flask
from flask_babel import force_locale

from complaints.domain.calendar import Period, PeriodType
from complaints.domain.channel import Channel
from complaints.domain.disclosure import SHARE_OF
from complaints.statistics.breakdown_words import (
    COHORTS,
    DIMENSIONS,
    NOTES,
    WORDS_OF_COLUMNS,
    Dimension,
)
from complaints.statistics.breakdowns import period_of_row
from complaints.statistics.editions import Draft, Edition
from complaints.statistics.figures import COUNTS, MOVEMENTS, STAYS, Figures
from complaints.statistics.package import FILE_NAME
from complaints.statistics.releases import Page
from complaints.statistics.statements import Imprint
from complaints.statistics.words import (
    INVENTED,
    Language,
    day_words,
    definition_of,
    none_words,
    period_words,
    span_words,
    title,
)
from complaints.web.dates import size_words
from complaints.web.statistics_learning import learning_told
from complaints.web.statistics_targets import shown, targets_told

MAIN_COUNTS: Final = ("total", "completed", "in_progress", "on_time_share")
"""The measures of the first table; the whole table has all of them."""

DOWNLOADS: Final = ("pdf", "xlsx", "csv", "json")
"""The forms in which people take the figures away."""

TEMPLATES: Final = {
    Page.RELEASE: "statistics/release.html",
    Page.FIGURES: "statistics/release_figures.html",
    Page.BREAKDOWNS: "statistics/release_breakdowns.html",
    Page.PROOF: "statistics/release_proof.html",
}
PARTS: Final = {"figures": Page.FIGURES, "breakdowns": Page.BREAKDOWNS, "proof": Page.PROOF}
"""The pages beside the first, by their names in an address."""

_CHARTED: Final = (PeriodType.MONTH, PeriodType.QUARTER, PeriodType.HALF, PeriodType.YEAR)

_BLANK_BETWEEN_TAGS: Final = re.compile(rb">\s*\n\s*<")
"""Never inside what somebody typed: there each sign of a tag is written otherwise."""

Row = dict[str, str]


class Press:
    """Prints with the templates of the service, outside any request.

    :param app: the running application.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def html(
        self, edition: Edition, page: Page, language: Language, sizes: Mapping[str, int]
    ) -> bytes:
        """Return the inside of a page of a release in a language.

        :param sizes: bytes of the files to download, by form.
        """
        downloads = [
            {"form": form, "href": address(edition, form), "size": size_words(sizes[form])}
            for form in DOWNLOADS
        ]
        printed = self._printed(
            TEMPLATES[page],
            edition,
            language,
            downloads=downloads,
            hrefs={part: f"{_folder(edition)}/{part}/" for part in PARTS},
            measures_href=address(edition, "csv_measures"),
            breakdowns_href=address(edition, "csv_breakdowns"),
            targets_href=address(edition, "csv_targets"),
            proofs=_proofs(edition, sizes["leaves"]),
            leaves=edition.draft.leaves.as_record(),
            receipt_key=edition.imprint.receipt_key,
        )
        return _BLANK_BETWEEN_TAGS.sub(b">\n<", printed)

    def pdf(self, edition: Edition) -> bytes:
        """Return the sheets of a release in Thai."""
        # Sixty megabytes that only publishing needs stay out of the workers.
        from complaints.letters.pdf import render_pdf

        page = self._printed("statistics/release_sheets.html", edition, Language.TH)
        return render_pdf(page.decode())

    def _printed(self, template: str, edition: Edition, language: Language, **more: Any) -> bytes:
        with self._app.app_context(), force_locale(language.value):
            page = self._app.jinja_env.get_template(template)
            return page.render(**facts_of(edition, language), **more).encode()


def address(edition: Edition, form: str) -> str:
    """Return the stable address of a release in a form; it is part of the frozen page."""
    draft = edition.draft
    form, _, table = form.partition("_")
    part = f"-{table}" if table else ""
    return f"/statistics/{draft.channel.value}/{draft.fiscal_year_be}/r{draft.number}{part}.{form}"


def _folder(edition: Edition) -> str:
    return address(edition, "").removesuffix(".")


def _proofs(edition: Edition, leaves_bytes: int) -> list[dict[str, str]]:
    """Return what proves a release; the list of files is not printed yet, so has no size."""
    folder = _folder(edition)
    return [
        {"form": "leaves", "href": f"{folder}-leaves.txt", "size": size_words(leaves_bytes)},
        {"form": "package", "href": f"{folder}/{FILE_NAME}"},
        {"form": "verifier", "href": "/statistics/verify-release.py"},
    ]


def facts_of(edition: Edition, language: Language) -> dict[str, Any]:
    """Return what the templates say of a release, in the words of a language."""
    draft, imprint = edition.draft, edition.imprint
    headline = draft.headline
    channel, counts = draft.channel, COUNTS[draft.channel]
    return {
        "language": language.value,
        "channel": channel.value,
        "number": draft.number,
        "title": title(draft.channel, draft.fiscal_year_be).in_(language),
        "agency_name": imprint.agency.in_(language),
        "publisher": imprint.publisher,
        "position": imprint.position,
        "reason": imprint.reason.in_(language) or imprint.reason.th,
        "said": _said(imprint, language),
        "signed_off": _signed_off(imprint, language),
        "as_of": day_words(draft.as_of).in_(language),
        "as_of_iso": draft.as_of.isoformat(),
        "published_on": day_words(imprint.published_on).in_(language),
        "counted_from": (
            day_words(draft.counted_from).in_(language) if draft.counted_from else None
        ),
        "invented": INVENTED.in_(language) if imprint.is_demonstration else None,
        "is_provisional": draft.is_provisional,
        "headline": row_of(headline, language),
        "headline_none": none_sentence(edition, headline, language),
        "none": [
            sentence
            for figures in draft.figures
            if (sentence := none_sentence(edition, figures, language))
        ],
        "columns": columns_of((name for name in MAIN_COUNTS if name in counts), channel, language),
        "share_of": SHARE_OF,
        "all_columns": columns_of(counts, channel, language),
        "ledger_columns": columns_of(
            (name for name in counts if name in MOVEMENTS), channel, language
        ),
        "promise_columns": columns_of(
            (name for name in counts if name not in MOVEMENTS | STAYS), channel, language
        ),
        "stay_columns": columns_of((name for name in counts if name in STAYS), channel, language),
        "breakdowns": breakdowns_told(draft, language),
        "breakdown_columns": breakdown_columns(language),
        "targets": targets_told(draft, language),
        "learned": learning_told(draft, language),
        "groups": _groups(edition, language),
        "rows": [row_of(figures, language) for figures in draft.figures],
        "chart": _chart(edition, language),
        "definitions": [_definition(name, channel, language) for name in counts],
        "main_definitions": [
            _definition(name, channel, language) for name in MAIN_COUNTS if name in counts
        ],
        "method": [words.in_(language) for words in draft.method],
        "digest": edition.digest.hex(),
        "previous": draft.previous.hex(),
        "signer_key": edition.signer_key.hex(),
    }


def headline_of(content: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return the longest and latest period of a stored release, for a block in little room.

    :param content: the release as its JSON says it.
    """
    periods = [(period_of_row(row), row) for row in content["rows"]]
    period, row = max(periods, key=lambda one: (one[0].type.month_count, one[0].end))
    counts = ("total", "completed", "in_progress")
    channel = Channel(content["channel"])
    return {
        "period": period_words(period).in_(language),
        "span": span_words(period).in_(language),
        "as_of": day_words(date.fromisoformat(content["as_of"])).in_(language),
        "none": none_words(channel, period).in_(language) if not row["total"] else "",
        "labels": {name: definition_of(channel, name).name.in_(language) for name in counts},
        **{name: shown(row[name]) for name in counts},
    }


def row_of(figures: Figures, language: Language) -> dict[str, Any]:
    """Return the figures of a period as they are read."""
    measures = {name: shown(cell) for name, cell in figures.measures().items()}
    return {
        "period": period_words(figures.period).in_(language),
        "span": span_words(figures.period).in_(language),
        "first_day": figures.period.start,
        "last_day": figures.period.end,
        **measures,
    }


def none_sentence(edition: Edition, figures: Figures, language: Language) -> str:
    """Return the sentence that publishes a period without cases, or nothing."""
    if figures.ledger.total:
        return ""
    return none_words(edition.draft.channel, figures.period).in_(language)


def breakdown_columns(language: Language) -> Row:
    """Return what the columns of a breakdown are called."""
    return {name: words.in_(language) for name, words in WORDS_OF_COLUMNS.items()}


def breakdowns_told(draft: Draft, language: Language) -> list[dict[str, Any]]:
    """Return the breakdowns by period, each with its tables and their lines."""
    periods: dict[Period, dict[Dimension, list[dict[str, Any]]]] = {}
    for line in draft.breakdown_lines:
        tables = periods.setdefault(line["period"], {})
        tables.setdefault(line["dimension"], []).append(line)
    return [
        {
            "period": period_words(period).in_(language),
            "span": span_words(period).in_(language),
            "start": period.start.isoformat(),
            "type": period.type.value,
            "tables": [
                _breakdown(dimension, lines, language) for dimension, lines in tables.items()
            ],
        }
        for period, tables in periods.items()
    ]


def _breakdown(
    dimension: Dimension, lines: list[dict[str, Any]], language: Language
) -> dict[str, Any]:
    return {
        "dimension": dimension.value,
        "title": DIMENSIONS[dimension].in_(language),
        "cohort": COHORTS[dimension].in_(language),
        "as_of": day_words(lines[0]["figures_of"]).in_(language),
        "lines": [
            {
                "line": str(line["line"]),
                "category": line["name"].in_(language),
                "note": NOTES[line["note"]].in_(language) if line["note"] else "",
                "count": shown(line["count"]),
                "share": shown(line["share"]),
            }
            for line in lines
        ],
        "has_shares": any(line["share"] is not None for line in lines),
    }


def _signed_off(imprint: Imprint, language: Language) -> dict[str, dict[str, str]]:
    return {
        step: {**one.as_record(), "on": day_words(one.on).in_(language)}
        for step, one in imprint.sign_offs().items()
    }


def _said(imprint: Imprint, language: Language) -> dict[str, str]:
    """Return problems, obstacles and remedies in a language, in Thai where they are not."""
    said = imprint.statement
    if said is None:
        return {}
    parts = {"problems": said.problems, "obstacles": said.obstacles, "remedies": said.remedies}
    return {name: words.in_(language) or words.th for name, words in parts.items()}


def columns_of(names: Iterable[str], channel: Channel, language: Language) -> list[dict[str, Any]]:
    """Return measures as the columns of a table."""
    return [
        {"key": name, "label": definition_of(channel, name).name.in_(language), "numeric": True}
        for name in names
    ]


def _definition(name: str, channel: Channel, language: Language) -> Row:
    words = definition_of(channel, name)
    return {"term": words.name.in_(language), "text": words.meaning.in_(language)}


def _groups(edition: Edition, language: Language) -> list[dict[str, Any]]:
    groups: dict[PeriodType, list[dict[str, Any]]] = {}
    for figures in edition.draft.figures:
        groups.setdefault(figures.period.type, []).append(row_of(figures, language))
    return [{"type": type_.value, "rows": rows} for type_, rows in groups.items()]


def _chart(edition: Edition, language: Language) -> list[dict[str, Any]]:
    figures = edition.draft.figures
    shortest = next(type_ for type_ in _CHARTED if any(one.period.type is type_ for one in figures))
    return [
        {
            "label": period_words(one.period).in_(language),
            "values": [one.ledger.finished, one.ledger.closing],
        }
        for one in figures
        if one.period.type is shortest
    ]
