"""What a memorandum to the executive says: figures of a release, or of a quarter that is over.

Official letters are in Thai and write Thai digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.channel import Channel
from complaints.domain.codes import thai_digits
from complaints.domain.errors import NotFound
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.statistics.measures import ledger_of
from complaints.statistics.words import TITLES, day_words, none_words, period_words, span_words

NOT_WRITTEN: Final = "ยังไม่ได้ระบุ"
_REPORTED: Final = frozenset({PeriodType.HALF.value, PeriodType.YEAR.value})


@dataclass(frozen=True)
class MemoRow:
    """One period of the table, in Thai."""

    period: str
    total: str
    completed: str
    in_progress: str


@dataclass(frozen=True)
class Memo:
    """What the template prints.

    :ivar source: the release that it is of; empty for figures that are not published.
    :ivar statements: headings and words on problems, obstacles and remedies; none for a quarter.
    """

    subject: str
    span: str
    as_of: str
    rows: tuple[MemoRow, ...]
    none: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    source: str
    may_publish: bool


def memo_of_release(content: Mapping[str, Any]) -> Memo:
    """Return the memorandum on a release.

    :param content: the release as its JSON says it.
    """
    channel, year = Channel(content["channel"]), content["fiscal_year_be"]
    periods = [(_period(row), row) for row in content["rows"]]
    chosen = [one for one in periods if one[0].type.value in _REPORTED] or periods
    last = max(period.end for period, _ in chosen)
    first = min(period.start for period, _ in chosen)
    subject = f"รายงานสรุปผลการจัดการ{_subject(channel)} ประจำปีงบประมาณ พ.ศ. {year}"
    return Memo(
        subject=thai_digits(subject),
        span=thai_digits(f"{day_words(first).th} ถึง {day_words(last).th}"),
        as_of=thai_digits(day_words(date.fromisoformat(content["as_of"])).th),
        rows=tuple(_row(period, row) for period, row in chosen),
        none=_none(channel, chosen),
        statements=_statements(content.get("statement")),
        source=thai_digits(f"ฉบับเผยแพร่ที่ {content['release']} ปีงบประมาณ พ.ศ. {year}"),
        may_publish=True,
    )


def memo_of_quarter(
    session: Session, channel: Channel, fiscal_year_be: int, quarter: int, today: date
) -> Memo:
    """Return the memorandum on a quarter, for the executive alone: figures and nothing else.

    :param quarter: 1 to 4.
    :raises NotFound: there is no such quarter, or it is not over.
    :raises NotAllowed: the figures do not balance.
    """
    quarters = periods_of(fiscal_year_be, PeriodType.QUARTER)
    if not 1 <= quarter <= len(quarters) or quarters[quarter - 1].end >= today:
        raise NotFound
    period = quarters[quarter - 1]
    facts = count_facts(session, channel, today)
    refuse_unless_balanced(session, channel, facts)
    ledger = ledger_of(facts, period)
    row = {
        "total": ledger.total,
        "completed": ledger.finished,
        "in_progress": ledger.closing,
    }
    subject = f"รายงาน{_subject(channel)} {period_words(period).th} ปีงบประมาณ พ.ศ. {fiscal_year_be}"
    return Memo(
        subject=thai_digits(subject),
        span=thai_digits(f"{day_words(period.start).th} ถึง {day_words(period.end).th}"),
        as_of=thai_digits(day_words(today).th),
        rows=(_row(period, row),),
        none=_none(channel, [(period, row)]),
        statements=(),
        source="",
        may_publish=False,
    )


def quarters_over(today: date, fiscal_year_be: int) -> list[int]:
    """Return the numbers of the quarters of a fiscal year that are over."""
    quarters = periods_of(fiscal_year_be, PeriodType.QUARTER)
    return [at for at, period in enumerate(quarters, start=1) if period.end < today]


def _subject(channel: Channel) -> str:
    return TITLES[channel].th.removeprefix("ข้อมูลเชิงสถิติ")


def _period(row: Mapping[str, Any]) -> Period:
    start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    return Period(start, end, PeriodType(row["period_type"]))


def _row(period: Period, row: Mapping[str, Any]) -> MemoRow:
    return MemoRow(
        period=thai_digits(f"{period_words(period).th} ({span_words(period).th})"),
        **{name: thai_digits(f"{row[name]:,}") for name in ("total", "completed", "in_progress")},
    )


def _none(channel: Channel, periods: Sequence[tuple[Period, Mapping[str, Any]]]) -> tuple[str, ...]:
    return tuple(
        thai_digits(none_words(channel, period).th) for period, row in periods if not row["total"]
    )


def _statements(said: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    headings = {"problems": "ปัญหา", "obstacles": "อุปสรรค", "remedies": "แนวทางแก้ไข"}
    return tuple(
        (heading, thai_digits(((said or {}).get(name) or {}).get("th") or NOT_WRITTEN))
        for name, heading in headings.items()
    )
