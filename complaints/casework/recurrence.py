"""What comes again: grievances of one subject and one unit, three times or more.

Places are sealed, and so is everything of the protected channel: what an officer
can find in it is counted in his own session (``alike.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.states import Outcome
from complaints.records.cases import IS_OPEN, Case, KeyWrap
from complaints.work import Actor, Work

FEWEST_ALIKE = 3
"""From how many like cases on something counts as coming again."""

MOST_SHOWN = 100
MOST_NUMBERS = 20


@dataclass(frozen=True)
class Recurrence:
    """Like grievances of a stretch of days.

    :ivar topic: code of the subject.
    :ivar unit_id: the responsible unit; None while none is.
    :ivar numbers: the newest of them; for the desk alone, and at most twenty.
    :ivar place: where, as it was typed for the newest of them; for the desk alone,
        and empty where they are of one unit.
    """

    topic: str
    unit_id: str | None
    count: int
    open_count: int
    first_on: date
    last_on: date
    numbers: tuple[str, ...] = ()
    place: str = ""


def recurring(work: Work, actor: Actor, *, days: int) -> list[Recurrence]:
    """Return what came again in the last days, most often first.

    An officer counts what he can open, so that nobody learns of a case from
    which he is shut out. Who watches over the desk counts everything and gets
    no case number. What was a duplicate is not counted again.

    :param days: how far back, today included.
    :raises NotFound: neither of the desk of grievances nor watching over it.
    """
    works_here = is_allowed(actor.person, Permission.DESK_READ, Situation(work.channel))
    watches = is_allowed(actor.person, Permission.OVERSIGHT_READ, Situation(work.channel))
    if work.channel is not Channel.GRIEVANCE or not (works_here or watches):
        raise NotFound
    of = _conditions(work, actor if works_here else None, days)
    count = sa.func.count().label("alike")
    query = (
        sa.select(
            Case.topic,
            Case.unit_id,
            count,
            sa.func.sum(sa.case((IS_OPEN, 1), else_=0)),
            sa.func.min(Case.received_on),
            sa.func.max(Case.received_on),
        )
        .where(*of)
        .group_by(Case.topic, Case.unit_id)
        .having(sa.func.count() >= FEWEST_ALIKE)
        .order_by(count.desc(), Case.topic, Case.unit_id)
        .limit(MOST_SHOWN)
    )
    numbers = _numbers(work, of) if works_here else {}
    return [
        Recurrence(
            topic=str(topic),
            unit_id=unit_id,
            count=alike,
            open_count=open_count,
            first_on=first_on,
            last_on=last_on,
            numbers=tuple(numbers.get((topic, unit_id), ())),
        )
        for topic, unit_id, alike, open_count, first_on, last_on in work.session.execute(query)
    ]


def _conditions(work: Work, holder: Actor | None, days: int) -> list[sa.ColumnElement[bool]]:
    of: list[sa.ColumnElement[bool]] = [
        Case.channel == Channel.GRIEVANCE.value,
        Case.topic.is_not(None),
        Case.received_on > work.today() - timedelta(days=days),
        sa.or_(Case.outcome.is_(None), Case.outcome != Outcome.DUPLICATE.value),
    ]
    if holder is not None:
        of.append(
            sa.exists().where(
                KeyWrap.recipient_id == holder.id,
                KeyWrap.case_id == Case.id,
                KeyWrap.key_number == Case.heading_key_number,
            )
        )
    return of


def _numbers(
    work: Work, of: list[sa.ColumnElement[bool]]
) -> dict[tuple[str | None, str | None], list[str]]:
    """Return the newest numbers of every subject and unit, in one pass over the cases."""
    newest_first = (Case.received_on.desc(), Case.number.desc())
    place = sa.func.row_number().over(
        partition_by=(Case.topic, Case.unit_id), order_by=newest_first
    )
    placed = sa.select(Case.topic, Case.unit_id, Case.number, place.label("place")).where(*of)
    ranked = placed.subquery()
    query = (
        sa.select(ranked.c.topic, ranked.c.unit_id, ranked.c.number)
        .where(ranked.c.place <= MOST_NUMBERS)
        .order_by(ranked.c.place)
    )
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for topic, unit_id, number in work.session.execute(query):
        found.setdefault((topic, unit_id), []).append(number)
    return found
