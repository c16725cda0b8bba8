"""What those see who watch over a desk without reading it: figures alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Kind, Role
from complaints.domain.deadlines import Urgency, urgency
from complaints.domain.errors import NotFound
from complaints.records.agency import Unit
from complaints.records.cases import OPEN_STATES, Case
from complaints.work import Actor, Work, refuse_unless_allowed


@dataclass(frozen=True)
class UnitLine:
    """Open grievances of one unit; no unit means that nobody has taken them."""

    unit_id: str | None
    name_th: str
    name_en: str
    counts: dict[Urgency, int]

    @property
    def total(self) -> int:
        """Return all open grievances of the unit."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Board:
    """Open cases of a channel; by unit for grievances alone.

    :ivar as_of: for corruption the end of last month, otherwise today.
    """

    channel: Channel
    as_of: date
    open_count: int
    counts: dict[Urgency, int]
    units: list[UnitLine]


def oversight_board(work: Work, actor: Actor) -> Board:
    """Return the figures of a channel.

    :raises NotFound: the actor does not watch over it.
    """
    refuse_unless_allowed(actor, Permission.OVERSIGHT_READ, channel=work.channel)
    if work.channel is Channel.CORRUPTION:
        if actor.person.role is Role.UNIT_HEAD:
            raise NotFound
        return _corruption_board(work)
    return _grievance_board(work, actor)


def _grievance_board(work: Work, actor: Actor) -> Board:
    today = work.today()
    query = (
        sa.select(Case.unit_id, Case.due_on, Case.new_due_on, sa.func.count())
        .where(
            Case.channel == work.channel.value,
            Case.state.in_(OPEN_STATES),
            Case.kind != Kind.OPINION.value,
        )
        .group_by(Case.unit_id, Case.due_on, Case.new_due_on)
    )
    if actor.person.role is Role.UNIT_HEAD:
        query = query.where(Case.unit_id == actor.unit_id)
    by_unit: dict[str | None, dict[Urgency, int]] = {}
    for unit_id, due_on, new_due_on, count in work.session.execute(query):
        stands = urgency(due_on=due_on, new_due_on=new_due_on, is_open=True, today=today)
        counts = by_unit.setdefault(unit_id, {})
        counts[stands] = counts.get(stands, 0) + count
    units = {unit.id: unit for unit in work.session.scalars(sa.select(Unit))}
    lines = [_line(units.get(unit_id or ""), counts) for unit_id, counts in by_unit.items()]
    lines.sort(key=lambda line: (line.unit_id is None, -line.total))
    totals: dict[Urgency, int] = {}
    for line in lines:
        for stands, count in line.counts.items():
            totals[stands] = totals.get(stands, 0) + count
    return Board(work.channel, today, sum(totals.values()), totals, lines)


def _line(unit: Unit | None, counts: dict[Urgency, int]) -> UnitLine:
    if unit is None:
        return UnitLine(None, "", "", counts)
    return UnitLine(unit.id, unit.name_th, unit.name_en, counts)


def _corruption_board(work: Work) -> Board:
    """Return how many cases were open at the end of last month, and no more.

    A figure of today would tell of each new case on the day that it comes.
    """
    today = work.today()
    month_end = today.replace(day=1)
    query = sa.select(sa.func.count()).where(
        Case.channel == work.channel.value,
        Case.received_on < month_end,
        sa.or_(Case.completed_on.is_(None), Case.completed_on >= month_end),
    )
    count = work.session.scalar(query) or 0
    as_of = date.fromordinal(month_end.toordinal() - 1)
    return Board(work.channel, as_of, count, {}, [])
