"""How many follow-ups wait and are overdue, for those who watch over a desk without reading it.

For grievances alone: of a corruption case the day stands sealed, because in
clear it would tell the outcome; its own officers see it.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Role
from complaints.records.cases import Case
from complaints.work import Actor, Work, refuse_unless_allowed


@dataclass(frozen=True)
class FollowUpFigures:
    """Completed grievances of which the office still asks what became of them.

    :ivar overdue: those whose day has passed; they are among ``waiting``.
    """

    waiting: int
    overdue: int


def follow_up_figures(work: Work, actor: Actor) -> FollowUpFigures | None:
    """Return the two counts, those of the own unit for its head; None where days are sealed.

    :raises NotFound: the actor does not watch over this desk.
    """
    refuse_unless_allowed(actor, Permission.OVERSIGHT_READ, channel=work.channel)
    if work.channel is Channel.CORRUPTION:
        return None
    query = sa.select(
        sa.func.count(), sa.func.count().filter(Case.follow_up_on < work.today())
    ).where(Case.channel == work.channel.value, Case.follow_up_on.is_not(None))
    if actor.person.role is Role.UNIT_HEAD:
        query = query.where(Case.unit_id == actor.unit_id)
    waiting, overdue = work.session.execute(query).one()
    return FollowUpFigures(waiting, overdue)
