"""Printing a slip by which the person at the counter rates how a matter was handled."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from complaints.domain.access import Permission
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.records import journal
from complaints.records.rating_slips import RatingSlip, end_slip
from complaints.vault.rating_slips import new_answer_key, token_index
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case
from complaints.work.telling import tell

SLIP_DAYS = 60
"""For how long a slip can be answered."""


@dataclass(frozen=True)
class PrintedSlip:
    """A slip for the printer; its token is shown this once.

    :ivar expires_on: the last day on which it can be answered.
    """

    token: str = field(repr=False)
    expires_on: date


def refuse_unless_ratable(work: Work, actor: Actor, *, number: str) -> None:
    """Refuse where a slip could not be answered.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: there is no result yet, or it was rated before.
    """
    _ratable(open_case(work, number, actor, Permission.RATING_SLIP, for_change=False))


def print_slip(work: Work, actor: Actor, *, number: str) -> PrintedSlip:
    """Make a slip for a completed case; one that was printed before opens nothing any more.

    Who printed it stands in the journal, because an officer who prints a slip
    could also answer it; what comes by one is counted apart.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: there is no result yet, or it was rated before.
    """
    opened = open_case(work, number, actor, Permission.RATING_SLIP)
    _ratable(opened)
    token, case = secrets.token_urlsafe(24), opened.case
    expires_on = work.today() + timedelta(days=SLIP_DAYS)
    answer_key, seed_sealed = new_answer_key(opened.newest_shared)
    end_slip(work.session, case.id)
    work.session.add(
        RatingSlip(
            case_id=case.id,
            token_index=token_index(token),
            expires_on=expires_on,
            answer_key=answer_key,
            key_number=opened.newest_shared.number,
            seed_sealed=seed_sealed,
        )
    )
    journal.write(
        work.session,
        Event.RATING_SLIP_MADE,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=case.id,
    )
    return PrintedSlip(token, expires_on)


def _ratable(opened: OpenedCase) -> None:
    told = tell(opened, opened.entries())
    if not told.may_rate:
        is_rated = told.rating is not None
        raise NotAllowed(Code.ALREADY_RATED if is_rated else Code.CASE_IS_NOT_COMPLETED)
