"""What a memorandum to the executive says: figures of a release, or of a quarter that is over.

Official letters are in Thai and write Thai digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.calendar import fiscal_year_be as year_of
from complaints.domain.channel import Channel
from complaints.domain.codes import thai_digits
from complaints.domain.errors import NotFound
from complaints.domain.plan import Aim, Result
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.statistics.drafting import Drafted
from complaints.statistics.editions import as_rows
from complaints.statistics.learning import NO_GUIDELINES, NONE_CAME_AGAIN, NOT_COMPARED_YET
from complaints.statistics.measures import ledger_of
from complaints.statistics.statements import SignOff
from complaints.statistics.target_words import RESULTS, aim_words
from complaints.statistics.words import (
    TITLES,
    Words,
    day_words,
    none_words,
    period_words,
    span_words,
)

NOT_WRITTEN: Final = "ยังไม่ได้ระบุ"
NO_FIGURE: Final = "—"
OLDEST_YEARS: Final = 100
"""How far back a year can lie that somebody asks for; the calendar ends somewhere."""
PROMISE: Final = (
    "on_time_count", "on_time_of", "on_time_share", "late_explained", "late_unexplained",
)  # fmt: skip
"""What a memorandum on grievances says of the due days, in the order of its columns."""
_REPORTED: Final = frozenset({PeriodType.HALF.value, PeriodType.YEAR.value})


@dataclass(frozen=True)
class MemoRow:
    """One period of the table, in Thai."""

    period: str
    total: str
    completed: str
    in_progress: str


@dataclass(frozen=True)
class MemoGoal:
    """One of the plan's targets, in Thai."""

    name: str
    aim: str
    compared: str
    count: str
    result: str


@dataclass(frozen=True)
class Memo:
    """What the template prints.

    :ivar source: the release that it is of; empty for figures that are not published.
    :ivar statements: headings and words on problems, obstacles and remedies; none for a quarter.
    :ivar prepared: who drafted the release; None of a quarter.
    :ivar promise: how the due days were kept, by period; of grievances alone.
    :ivar is_draft: the executive has not taken note of the figures yet.
    :ivar told: who took note of a release and when it was published; empty before that.
    :ivar goals: those of the plan's targets of which somebody can say whether they were met.
    :ivar again: what came again, with its numbers, or that nothing did; empty of a quarter.
    :ivar guidelines: how the office prevents the like, or that there is none; empty of a quarter.
    """

    subject: str
    span: str
    as_of: str
    rows: tuple[MemoRow, ...]
    none: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    source: str
    may_publish: bool
    prepared: SignOff | None = None
    promise: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_draft: bool = False
    told: str = ""
    goals: tuple[MemoGoal, ...] = ()
    again: tuple[str, ...] = ()
    guidelines: tuple[str, ...] = ()


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
        may_publish="published_on" not in content,
        told=_told(content),
        prepared=_sign_off(content.get("signed_off", {}).get("prepared")),
        promise=tuple(_promise(period, row) for period, row in chosen if PROMISE[0] in row),
        goals=tuple(_goal(row) for row in content.get("targets", ()) if row["result"]),
        again=_or_none(
            map(_again, content.get("recurrence", ())),
            NOT_COMPARED_YET if content.get("is_provisional") else NONE_CAME_AGAIN,
        ),
        guidelines=_or_none(
            (thai_digits(one["text"]["th"]) for one in content.get("guidelines", ())), NO_GUIDELINES
        ),
    )


def memo_of_draft(found: Drafted) -> Memo:
    """Return the memorandum that brings a draft before the executive, marked as one."""
    draft = found.draft
    content = {
        "channel": draft.channel.value,
        "fiscal_year_be": draft.fiscal_year_be,
        "release": draft.number,
        "as_of": draft.as_of.isoformat(),
        "is_provisional": draft.is_provisional,
        "rows": as_rows(draft.table),
        "statement": found.statement.as_record(),
        "targets": as_rows(draft.targets_table),
        "recurrence": [one.as_record() for one in draft.recurrence],
        "guidelines": [one.as_record() for one in draft.guidelines],
    }
    memo = memo_of_release(content)
    return replace(memo, source=f"ร่าง{memo.source}", is_draft=True, prepared=found.prepared)


def memo_of_quarter(
    session: Session, channel: Channel, fiscal_year_be: int, quarter: int, today: date
) -> Memo:
    """Return the memorandum on a quarter, for the executive alone: figures and nothing else.

    :param quarter: 1 to 4.
    :raises NotFound: there is no such quarter, or it is not over.
    :raises NotAllowed: the figures do not balance.
    """
    if not 0 <= year_of(today) - fiscal_year_be <= OLDEST_YEARS:
        raise NotFound
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


def _promise(period: Period, row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    figures = tuple(thai_digits(_figure(row[name])) for name in PROMISE)
    return thai_digits(period_words(period).th), figures


def _sign_off(said: Mapping[str, str] | None) -> SignOff | None:
    if said is None:
        return None
    return SignOff(said["name"], said["position"], date.fromisoformat(said["on"]))


def _told(content: Mapping[str, Any]) -> str:
    """Return what became of a published release: what is done needs no permission any more."""
    if "published_on" not in content:
        return ""
    published_on = thai_digits(day_words(date.fromisoformat(content["published_on"])).th)
    noted = _sign_off(content.get("signed_off", {}).get("acknowledged"))
    who = f"{noted.name} {noted.position} " if noted else ""
    on = f"รับทราบแล้วเมื่อวันที่ {thai_digits(day_words(noted.on).th)} และ" if noted else ""
    return f"ฉบับนี้ {who}{on}เผยแพร่ต่อสาธารณะแล้วเมื่อวันที่ {published_on}"


def _or_none(said: Iterable[str], none: Words) -> tuple[str, ...]:
    """Return what is said, or the words for none: no heading is left out."""
    return tuple(said) or (none.th,)


def _goal(row: Mapping[str, Any]) -> MemoGoal:
    aim = Aim(row["aim"])
    year = row["base_year_be"] if aim is Aim.FALL_FROM_BASE else row["fiscal_year_be"] - 1
    other = row["base" if aim is Aim.FALL_FROM_BASE else "before"]
    compared = f"{year}: {_figure(other)}" if other is not None else NO_FIGURE
    return MemoGoal(
        name=row["name_th"],
        aim=thai_digits(aim_words(aim, row["aim_per_cent"]).th),
        compared=thai_digits(compared),
        count=thai_digits(_figure(row["count"])),
        result=RESULTS[Result(row["result"])].th,
    )


def _figure(cell: float | None) -> str:
    return NO_FIGURE if cell is None else f"{cell:,}"


def _again(one: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{count:,}" for count in one["counts"])
    return thai_digits(f"{one['name_th']} ({counts})")


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
