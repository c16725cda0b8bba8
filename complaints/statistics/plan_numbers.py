"""Entering by hand what the plan measures and nobody files here: with its source, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.calendar import first_day
from complaints.domain.calendar import fiscal_year_be as year_of
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.plan import FIRST_YEAR, PROSECUTED, RECEIVED, SUBJECT, gives_away
from complaints.domain.text import clean_line, required_text
from complaints.records import journal
from complaints.records.agency import all_subjects
from complaints.records.officers import find_officer
from complaints.records.plan_figures import PlanFigure, every_plan_figure, plan_figures
from complaints.statistics.drafting import Publisher
from complaints.statistics.preparing import Counting

LINE_CHARACTERS: Final = 300
MOST: Final = 1_000_000


@dataclass(frozen=True)
class Entered:
    """A number as the desk reads it.

    :ivar is_held: the last word on this number; the others were corrected.
    """

    figure: PlanFigure
    entered_by: str
    is_held: bool


def enter_number(
    work: Counting,
    actor: Publisher,
    *,
    indicator: str,
    fiscal_year_be: int | None,
    count: int | None,
    source: str,
    stated_on: date | None,
    reason: str = "",
) -> PlanFigure:
    """Keep a number that a public document says; an earlier word on it stays beside it.

    :param indicator: prosecuted cases, all cases of a year, or one of its subjects.
    :param fiscal_year_be: for cases, a year that began before the service counted.
    :param source: the document, named so that anybody can look it up.
    :param stated_on: the day of the document.
    :param reason: why the number is corrected; for the first it is not kept.
    :raises NotFound: the actor does not enter numbers on this channel.
    :raises BadInput: a field cannot be taken, or the numbers of a year would tell of too
        few people.
    """
    if not is_allowed(actor.person, Permission.PLAN_FIGURES, Situation(channel=work.channel)):
        raise NotFound
    year = _year(work, indicator, fiscal_year_be)
    number = _count(count)
    document = _line(source, "source")
    day = _day(work, stated_on)
    held = plan_figures(work.session, work.channel)
    before = held.get((indicator, year))
    _refuse_telling(indicator, year, number, held)
    row = PlanFigure(
        channel=work.channel.value,
        indicator=indicator,
        fiscal_year_be=year,
        number=before.number + 1 if before else 1,
        count=number,
        source=document,
        stated_on=day,
        reason=_line(reason, "reason") if before else "",
        entered_by=actor.person.officer_id,
        entered_on=work.today(),
    )
    work.session.add(row)
    work.session.flush()
    _record(work, actor, row)
    return row


def offered_indicators(work: Counting) -> list[str]:
    """Return what can be entered on a channel, those of most use first."""
    subjects = [f"{SUBJECT}{one.code}" for one in all_subjects(work.session, work.channel)]
    prosecuted = [PROSECUTED] if work.channel is Channel.CORRUPTION else []
    return [*prosecuted, RECEIVED, *subjects]


def entered_numbers(work: Counting) -> list[Entered]:
    """Return everything that was entered, what was corrected under what holds."""
    found: list[Entered] = []
    for one in every_plan_figure(work.session, work.channel):
        officer = find_officer(work.session, one.entered_by)
        is_held = not found or (found[-1].figure.indicator, found[-1].figure.fiscal_year_be) != (
            one.indicator,
            one.fiscal_year_be,
        )
        found.append(Entered(one, officer.full_name if officer else "", is_held))
    return found


def _year(work: Counting, indicator: str, year: int | None) -> int:
    if indicator not in offered_indicators(work):
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "indicator")
    if year is None or not FIRST_YEAR <= year <= year_of(work.today()):
        raise BadInput(Code.NUMBER_IS_NONE, "fiscal_year_be")
    ends_before = first_day(year + 1) <= work.agency.founded_on
    begins_before = first_day(year) < work.agency.founded_on
    # Of a year of which the service counts a part, the parts by subject would tell the rest.
    if indicator != PROSECUTED and not (ends_before if indicator != RECEIVED else begins_before):
        raise BadInput(Code.YEAR_IS_COUNTED_HERE, "fiscal_year_be")
    return year


def _count(count: int | None) -> int:
    if count is None or not 0 <= count <= MOST:
        raise BadInput(Code.NUMBER_IS_NONE, "count")
    return count


def _line(typed: str, field: str) -> str:
    return clean_line(required_text(typed, field), field, longest=LINE_CHARACTERS)


def _day(work: Counting, day: date | None) -> date:
    if day is None:
        raise BadInput(Code.FIELD_IS_EMPTY, "stated_on")
    if day > work.today():
        raise BadInput(Code.DATE_IS_IN_FUTURE, "stated_on")
    return day


def _refuse_telling(
    indicator: str, year: int, count: int, held: dict[tuple[str, int], PlanFigure]
) -> None:
    """Refuse numbers of a year that together would tell of fewer than five people."""
    if indicator == PROSECUTED:
        return
    counts = {name: one.count for (name, of), one in held.items() if of == year}
    counts[indicator] = count
    counts.pop(PROSECUTED, None)
    total = counts.pop(RECEIVED, None)
    if total is not None and sum(counts.values()) > total:
        raise BadInput(Code.PARTS_ARE_MORE_THAN_ALL, "count")
    if gives_away(counts, total):
        raise BadInput(Code.FIGURES_GIVE_SOMEBODY_AWAY, "count")


def _record(work: Counting, actor: Publisher, row: PlanFigure) -> None:
    journal.write(
        work.session,
        Event.PLAN_FIGURE_ENTERED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.person.officer_id,
        fields={
            "indicator": row.indicator,
            "fiscal_year_be": str(row.fiscal_year_be),
            "number": str(row.number),
            "count": str(row.count),
        },
    )
