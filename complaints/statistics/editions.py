"""A release before it is stored: its figures, its table, what is signed.

The table is the one source of every form in which a release is published.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, Protocol

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.channel import Channel
from complaints.statistics.breakdowns import Breakdown, rows_of
from complaints.statistics.categories import Names
from complaints.statistics.figures import COUNTS, Cell, Figures
from complaints.statistics.learning import (
    Lesson,
    Recurring,
    recurring_from_year_to_year,
    recurring_in_year,
)
from complaints.statistics.leaves import Leaves
from complaints.statistics.method_words import method_of
from complaints.statistics.statements import Imprint
from complaints.statistics.target_words import METHOD as TARGETS_METHOD
from complaints.statistics.targets import FIELDS as TARGET_FIELDS
from complaints.statistics.targets import Targets
from complaints.statistics.words import Words, definition_of, none_words, title

FORMAT: Final = "complaints-release-1"

PERIOD_TYPES: Final[dict[Channel, tuple[PeriodType, ...]]] = {
    Channel.CORRUPTION: (PeriodType.HALF, PeriodType.YEAR),
    Channel.GRIEVANCE: (
        PeriodType.MONTH,
        PeriodType.QUARTER,
        PeriodType.HALF,
        PeriodType.NINE_MONTHS,
        PeriodType.YEAR,
    ),
}

_PERIOD: Final = ("channel", "fiscal_year_be", "period_type", "period_start", "period_end")
_ORIGIN: Final = ("as_of", "release", "is_provisional")

MEASURE_FIELDS: Final = (*_PERIOD, "measure", "name_th", "name_en", "value", *_ORIGIN)

BREAKDOWN_FIELDS: Final = (
    *_PERIOD,
    "line",
    "dimension",
    "category",
    "name_th",
    "name_en",
    "count",
    "share",
    "note",
    "figures_of",
    *_ORIGIN,
)


class Signer(Protocol):
    """Whoever can sign with the key of the publishing officer."""

    @property
    def public(self) -> bytes:
        """Return the public key, 32 bytes (Ed25519)."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, 64 bytes."""


@dataclass(frozen=True)
class Table:
    """The figures of a release as rows and columns.

    :ivar fields: names of the columns, in order.
    :ivar rows: one for each period; each has a cell for each field.
    """

    fields: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]


@dataclass(frozen=True)
class Draft:
    """Counted and checked figures of a fiscal year, as they would be published.

    :ivar number: which release of its fiscal year this would be, from 1.
    :ivar chain_number: which release of its channel, from 1.
    :ivar as_of: the day whose morning the figures describe.
    :ivar counted_from: the day on which counting began, if that is inside the year.
    :ivar previous: hash of the release before it in the channel; zeros for the first.
    :ivar leaves: the proof of which cases are counted.
    :ivar targets: the year against the plan.
    :ivar guidelines: what the register of guidelines gained.
    """

    channel: Channel
    fiscal_year_be: int
    number: int
    chain_number: int
    as_of: date
    is_provisional: bool
    counted_from: date | None
    figures: tuple[Figures, ...]
    previous: bytes
    leaves: Leaves
    breakdowns: tuple[Breakdown, ...] = ()
    names: Names = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    guidelines: tuple[Lesson, ...] = ()

    @property
    def needs_reason(self) -> bool:
        """Say whether this follows another release of its year, and must say why."""
        return self.number > 1

    @property
    def headline(self) -> Figures:
        """Return the longest period published, the latest of its kind."""
        longest = max(figures.period.type.month_count for figures in self.figures)
        return [one for one in self.figures if one.period.type.month_count == longest][-1]

    @property
    def method(self) -> tuple[Words, ...]:
        """Return how the figures came about, in sentences."""
        return method_of(self.channel, {one.period.type for one in self.figures})

    @property
    def table(self) -> Table:
        """Return the figures as a table."""
        counts = COUNTS[self.channel]
        return Table(
            fields=(*_PERIOD, *counts, *_ORIGIN),
            rows=tuple(self._row(figures, counts) for figures in self.figures),
        )

    @property
    def measures_table(self) -> Table:
        """Return the figures once more, one row for each measure of each period."""
        named = {name: definition_of(self.channel, name).name for name in COUNTS[self.channel]}
        return Table(
            fields=MEASURE_FIELDS,
            rows=tuple(
                {
                    **row,
                    "measure": name,
                    "name_th": words.th,
                    "name_en": words.en,
                    "value": row[name],
                }
                for row in self.table.rows
                for name, words in named.items()
            ),
        )

    @property
    def breakdown_lines(self) -> list[dict[str, Any]]:
        """Return every line of every breakdown, numbered through."""
        lines = [line for table in self.breakdowns for line in rows_of(table, self.names)]
        return [{**line, "line": number} for number, line in enumerate(lines, start=1)]

    @property
    def breakdown_table(self) -> Table:
        """Return the breakdowns as a table, one row for each line."""
        return Table(
            fields=BREAKDOWN_FIELDS,
            rows=tuple(self._breakdown_row(line) for line in self.breakdown_lines),
        )

    @property
    def recurrence(self) -> tuple[Recurring, ...]:
        """Return what came again, as far as this release shows it."""
        if self.channel is Channel.GRIEVANCE:
            return recurring_in_year(self.breakdown_table.rows)
        return recurring_from_year_to_year(self.targets)

    @property
    def targets_table(self) -> Table:
        """Return the year against the plan as a table, one row for each indicator."""
        whose = {"channel": self.channel.value, "fiscal_year_be": self.fiscal_year_be}
        return Table(
            fields=(*whose, *TARGET_FIELDS, *_ORIGIN),
            rows=tuple({**whose, **row, **self._origin_cells()} for row in self.targets.rows()),
        )

    def _breakdown_row(self, line: dict[str, Any]) -> dict[str, Cell]:
        return {
            **self._period_cells(line["period"]),
            "line": line["line"],
            "dimension": line["dimension"].value,
            "category": line["category"],
            "name_th": line["name"].th,
            "name_en": line["name"].en,
            "count": line["count"],
            "share": line["share"],
            "note": line["note"].value if line["note"] else None,
            "figures_of": line["figures_of"],
            **self._origin_cells(),
        }

    def _period_cells(self, period: Period) -> dict[str, Cell]:
        return {
            "channel": self.channel.value,
            "fiscal_year_be": self.fiscal_year_be,
            "period_type": period.type.value,
            "period_start": period.start,
            "period_end": period.end,
        }

    def _origin_cells(self) -> dict[str, Cell]:
        """Return the cells by which a line that stands alone says where it is from."""
        return {
            "as_of": self.as_of,
            "release": self.number,
            "is_provisional": self.is_provisional,
        }

    def _row(self, figures: Figures, counts: tuple[str, ...]) -> dict[str, Cell]:
        period, measures = figures.period, figures.measures()
        return {
            **self._period_cells(period),
            **{name: measures[name] for name in counts},
            **self._origin_cells(),
        }


@dataclass(frozen=True)
class Edition:
    """A signed release, ready to be printed in every form and stored.

    :ivar content: canonical JSON of everything that it says.
    :ivar digest: SHA-256 of the content and the digest before it, 32 bytes.
    """

    draft: Draft
    imprint: Imprint
    content: str
    digest: bytes
    signer_key: bytes
    signature: bytes

    def as_record(self) -> dict[str, Any]:
        """Return all that the release says, and what proves it."""
        proof = {
            "previous": self.draft.previous.hex(),
            "digest": self.digest.hex(),
            "signer_key": self.signer_key.hex(),
            "signature": self.signature.hex(),
        }
        return {**json.loads(self.content), "proof": proof}


def period_types(channel: Channel, *, by_quarter: bool) -> tuple[PeriodType, ...]:
    """Return the lengths of the periods that a channel publishes, from the shortest.

    :param by_quarter: the agency publishes corruption complaints by quarter too.
    """
    known = PERIOD_TYPES[channel]
    added = by_quarter and PeriodType.QUARTER not in known
    return (PeriodType.QUARTER, *known) if added else known


def closed_periods(
    channel: Channel, fiscal_year_be: int, as_of: date, *, by_quarter: bool = False
) -> tuple[Period, ...]:
    """Return the periods of a fiscal year that a channel publishes and that are over.

    :param as_of: a period is over on the day after its last.
    """
    periods = periods_of(fiscal_year_be, *period_types(channel, by_quarter=by_quarter))
    return tuple(period for period in periods if period.end < as_of)


def signed(draft: Draft, imprint: Imprint, signer: Signer) -> Edition:
    """Return a draft as a signed edition."""
    content = canonical(_content(draft, imprint))
    digest = digest_of(content, draft.previous)
    return Edition(
        draft=draft,
        imprint=imprint,
        content=content,
        digest=digest,
        signer_key=signer.public,
        signature=signer.sign(message_to_sign(digest)),
    )


def canonical(content: dict[str, Any]) -> str:
    """Return content as JSON with sorted keys and no spaces, always the same way."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: str, previous: bytes) -> bytes:
    """Return the link of the chain: SHA-256 over content and the link before it."""
    return sha256(content.encode() + previous).digest()


def message_to_sign(digest: bytes) -> bytes:
    """Return what a publisher signs; the prefix keeps it from meaning anything else."""
    return FORMAT.encode() + b"\x00" + digest


def as_json(cell: Cell) -> str | int | float | bool | None:
    """Return a cell as JSON knows it: days in ISO form."""
    return cell.isoformat() if isinstance(cell, date) else cell


def _content(draft: Draft, imprint: Imprint) -> dict[str, Any]:
    empty = [figures.period for figures in draft.figures if figures.ledger.total == 0]
    return {
        "format": FORMAT,
        "title": _both(title(draft.channel, draft.fiscal_year_be)),
        "agency": _both(imprint.agency),
        "channel": draft.channel.value,
        "fiscal_year_be": draft.fiscal_year_be,
        "release": draft.number,
        "chain_number": draft.chain_number,
        "is_provisional": draft.is_provisional,
        "is_demonstration": imprint.is_demonstration,
        "as_of": draft.as_of.isoformat(),
        "counted_from": as_json(draft.counted_from),
        "published_on": imprint.published_on.isoformat(),
        "published_by": {"name": imprint.publisher, "position": imprint.position},
        "reason": _both(imprint.reason),
        "statement": imprint.statement.as_record() if imprint.statement else None,
        "signed_off": {step: one.as_record() for step, one in imprint.sign_offs().items()},
        "leaves": draft.leaves.as_record(),
        "receipt_key": imprint.receipt_key,
        "none": [_both(none_words(draft.channel, period)) for period in empty],
        "method": [_both(words) for words in draft.method],
        "rows": as_rows(draft.table),
        "breakdowns": as_rows(draft.breakdown_table),
        "targets": as_rows(draft.targets_table),
        "by_hand": draft.targets.sources(),
        "recurrence": [one.as_record() for one in draft.recurrence],
        "guidelines": [one.as_record() for one in draft.guidelines],
        "targets_method": [_both(words) for words in TARGETS_METHOD[draft.channel]],
    }


def as_rows(table: Table) -> list[dict[str, Any]]:
    """Return a table as JSON says it."""
    return [{name: as_json(cell) for name, cell in row.items()} for row in table.rows]


def _both(words: Words) -> dict[str, str]:
    return {"th": words.th, "en": words.en}
