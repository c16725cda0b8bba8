"""What an officer must answer this month, for the desk and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from complaints.casework.lists import CaseRow, is_mine, promised_on, rows_of
from complaints.domain.access import Permission
from complaints.domain.calendar import PeriodType, fiscal_year_be, periods_of
from complaints.domain.deadlines import Urgency
from complaints.records.cases import IS_OPEN, Case, KeyWrap
from complaints.work import Actor, Work, refuse_unless_allowed

MOST_LISTED = 200


@dataclass(frozen=True)
class WorkList:
    """The open cases of an officer whose day comes by the end of a month.

    :ivar until: the last day of the month.
    :ivar rows: the most urgent first; what is late already stands on top.
    :ivar is_whole: False where there are more than can be listed.
    """

    until: date
    rows: list[CaseRow]
    is_whole: bool


def work_list(work: Work, actor: Actor) -> WorkList:
    """Return what the actor must answer by the end of this month, late ones first.

    The day that counts is the explained one, or else the first.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    today = work.today()
    months = periods_of(fiscal_year_be(today), PeriodType.MONTH)
    until = next(month.end for month in months if month.holds(today))
    query = (
        sa.select(Case.id)
        .where(
            Case.channel == work.channel.value,
            IS_OPEN,
            is_mine(actor, today),
            Case.ranks_on <= until,  # the first day is never behind the explained one
            promised_on() <= until,
            sa.exists().where(
                KeyWrap.recipient_id == actor.id,
                KeyWrap.case_id == Case.id,
                KeyWrap.key_number == Case.heading_key_number,
            ),
        )
        .order_by(promised_on(), Case.id)
        .limit(MOST_LISTED + 1)
    )
    found = list(work.session.scalars(query))
    listed = rows_of(work, actor, found[:MOST_LISTED])
    rows = [row for row in listed if row.urgency is not Urgency.NO_CLOCK]  # its day is none
    return WorkList(until, rows, is_whole=len(found) <= MOST_LISTED)
