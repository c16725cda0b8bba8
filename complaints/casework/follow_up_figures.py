"""How many follow-ups and objections wait and are overdue, for those who watch over a desk.

For grievances alone: of a corruption case the day of a follow-up stands sealed,
because in clear it would tell the outcome, and a figure of today tells of single
cases; its own officers see both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Role
from complaints.records.cases import Case
from complaints.work import Actor, Work, refuse_unless_allowed


@dataclass(frozen=True)
class DayFigures:
    """Completed grievances that still have a day by which something is to be done.

    :ivar overdue: those whose day has passed; they are among ``waiting``.
    """

    waiting: int
    overdue: int


def follow_up_figures(work: Work, actor: Actor) -> DayFigures | None:
    """Return of how many cases is asked what became of them; None where days are sealed.

    A head of unit gets those of the own unit.

    :raises NotFound: the actor does not watch over this desk.
    """
    return _figures(work, actor, sa.type_coerce(Case.follow_up_on, sa.Date))


def objection_figures(work: Work, actor: Actor) -> DayFigures | None:
    """Return how many objections to a result wait for their answer; as for follow-ups.

    :raises NotFound: the actor does not watch over this desk.
    """
    return _figures(work, actor, sa.type_coerce(Case.objection_due_on, sa.Date))


def _figures(work: Work, actor: Actor, day: sa.ColumnElement[date]) -> DayFigures | None:
    refuse_unless_allowed(actor, Permission.OVERSIGHT_READ, channel=work.channel)
    if work.channel is Channel.CORRUPTION:
        return None
    query = sa.select(sa.func.count(), sa.func.count().filter(day < work.today())).where(
        Case.channel == work.channel.value, day.is_not(None)
    )
    if actor.person.role is Role.UNIT_HEAD:
        query = query.where(Case.unit_id == actor.unit_id)
    waiting, overdue = work.session.execute(query).one()
    return DayFigures(waiting, overdue)
