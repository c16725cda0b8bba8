"""What the office learned in a year: what came again, and how it prevents the like.

What came again is read from the breakdowns that are published, so it tells no
number that they do not. Guidelines are the words of the register, which somebody
released for it; of the protected channel the words alone, since a subject would
tell that there was a case of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import first_day
from complaints.domain.channel import Channel
from complaints.domain.plan import SUBJECT
from complaints.records.guidelines import guidelines_between
from complaints.statistics.breakdown_words import Dimension
from complaints.statistics.categories import Names
from complaints.statistics.counting import NONE
from complaints.statistics.targets import Targets
from complaints.statistics.words import Words

TITLE: Final = Words("เรื่องที่เกิดซ้ำ", "What came again")
GUIDELINES: Final = Words("แนวทางป้องกัน", "How the office prevents the like")
LOOKED_FOR: Final[dict[Channel, Words]] = {
    Channel.GRIEVANCE: Words(
        "หมวดเรื่องและส่วนงานที่มีเรื่องทั้งสองครึ่งปี เท่าที่แสดงแยกได้ (6 เดือนแรก, 6 เดือนหลัง)",
        "Subjects and units with cases in both half-years, as far as they are shown by themselves"
        " (first, second half)",
    ),
    Channel.CORRUPTION: Words(
        "หมวดเรื่องที่มีเรื่องทั้งในปีก่อนและปีนี้ เท่าที่แสดงแยกได้ (ปีก่อน, ปีนี้)",
        "Subjects with cases in the year before and in this one, as far as they are shown by"
        " themselves (year before, this year)",
    ),
}
NONE_CAME_AGAIN: Final = Words("ไม่มี เท่าที่แสดงแยกได้", "None, as far as it can be shown")
NOT_COMPARED_YET: Final = Words(
    "ปีงบประมาณยังไม่สิ้นสุด จึงยังไม่มีช่วงให้เทียบ",
    "The fiscal year is still running, so there is nothing to compare yet",
)
NO_GUIDELINES: Final = Words(
    "ยังไม่มีแนวทางที่นำออกเผยแพร่ในช่วงนี้", "No guideline was released in this time"
)
_LOOKED_AT: Final = (Dimension.SUBJECT.value, Dimension.UNIT.value)


@dataclass(frozen=True)
class Recurring:
    """A subject or a unit with cases in every period that is looked at.

    :ivar counts: its cases in each, the earliest first.
    """

    dimension: str
    name: Words
    counts: tuple[int, ...]

    def as_record(self) -> dict[str, Any]:
        """Return it as the release says it."""
        return {
            "dimension": self.dimension,
            "name_th": self.name.th,
            "name_en": self.name.en,
            "counts": list(self.counts),
        }


@dataclass(frozen=True)
class Lesson:
    """A guideline as the public reads it.

    :ivar of: the subject or unit that it is about; None of the protected channel.
    """

    id: str
    text: Words
    of: Words | None = None

    def as_record(self) -> dict[str, Any]:
        """Return it as the release says it."""
        return {
            "text": {"th": self.text.th, "en": self.text.en},
            "of": {"th": self.of.th, "en": self.of.en} if self.of else None,
        }


def recurring_in_year(rows: Iterable[Mapping[str, Any]]) -> tuple[Recurring, ...]:
    """Return what came in every half-year of which a release breaks down the cases.

    :param rows: its breakdowns; a single half-year tells of nothing that came again.
    """
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    periods: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["dimension"] in _LOOKED_AT:
            periods[row["dimension"]].add(str(row["period_start"]))
            found[row["dimension"], row["category"]].append(row)
    again = [
        Recurring(
            dimension,
            Words(lines[0]["name_th"], lines[0]["name_en"]),
            tuple(line["count"] for line in lines),
        )
        for (dimension, category), lines in found.items()
        if category not in {"", NONE}
        and "+" not in category
        and len(lines) == len(periods[dimension]) > 1
        and all(line["count"] for line in lines)
    ]
    return tuple(sorted(again, key=_most_first))


def recurring_from_year_to_year(targets: Targets) -> tuple[Recurring, ...]:
    """Return the subjects that came in the year and in the one before."""
    again = [
        Recurring(Dimension.SUBJECT.value, line.name, (int(line.before), int(line.count)))
        for line in targets.lines
        if line.indicator.startswith(SUBJECT) and line.before and line.count
    ]
    return tuple(sorted(again, key=_most_first))


def released_guidelines(
    session: Session, channel: Channel, fiscal_year_be: int, last: date, names: Names
) -> tuple[Lesson, ...]:
    """Return what the register gained in a year.

    :param last: the last day that is published; of the protected channel, of a half-year.
    """
    return tuple(
        Lesson(
            one.id,
            Words(one.text_th, one.text_en),
            _about(one.subject, one.unit_id, names) if channel is Channel.GRIEVANCE else None,
        )
        for one in guidelines_between(session, channel, first_day(fiscal_year_be), last)
    )


def _about(subject: str | None, unit_id: str | None, names: Names) -> Words | None:
    known = [
        names.get(dimension, {}).get(code)
        for dimension, code in ((Dimension.SUBJECT, subject), (Dimension.UNIT, unit_id))
        if code
    ]
    parts = [words for words in known if words is not None]
    if not parts:
        return None
    return Words(", ".join(one.th for one in parts), ", ".join(one.en for one in parts))


def _most_first(one: Recurring) -> tuple[str, int, str]:
    return one.dimension, -sum(one.counts), one.name.th
