"""What became of completed cases: which are to be asked about, and which are overdue.

Of a grievance the day stands in clear. Of a protected case it is sealed with the
heading, because in clear it would tell the outcome; so headings are opened, and
nothing else of the cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from complaints.casework.lists import COUNTED
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.states import State
from complaints.records import case_lists
from complaints.records.cases import Case
from complaints.vault.casekeys import open_as_officer
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.opened import open_heading, ref_of

MOST_NAMED = 3
MOST_OPENED = 300
"""Headings of protected cases that are opened for a list; the page of follow-ups opens all."""


@dataclass(frozen=True)
class FollowUp:
    """A completed case of which the office still asks what became of it."""

    number: str
    heading: str
    on: date
    is_overdue: bool


@dataclass(frozen=True)
class Overdue:
    """The follow-ups whose day has passed.

    :ivar count: stops at 99.
    :ivar first: some of them, the most overdue first.
    """

    count: str
    first: list[FollowUp]


NOTHING_OVERDUE = Overdue("0", [])


def follow_ups(work: Work, actor: Actor) -> list[FollowUp]:
    """Return what is to be followed up, the most overdue first.

    :raises NotFound: the actor is not of this desk.
    """
    return _found(work, actor, _may_be_followed(work), limit=None)


def overdue_follow_ups(work: Work, actor: Actor) -> Overdue:
    """Return the follow-ups whose day has passed; of protected cases among the newest completed.

    :raises NotFound: the actor is not of this desk.
    """
    if work.channel is Channel.CORRUPTION:
        found = _found(work, actor, _may_be_followed(work), limit=MOST_OPENED)
        late = [one for one in found if one.is_overdue]
        return Overdue(_counted(len(late)), late[:MOST_NAMED])
    is_late = [Case.follow_up_on < work.today()]
    count = case_lists.count_up_to(work.session, work.channel, actor.id, is_late, most=COUNTED + 1)
    first = _found(work, actor, is_late, limit=MOST_NAMED) if count else []
    return Overdue(_counted(count), first)


def _may_be_followed(work: Work) -> list[sa.ColumnElement[bool]]:
    if work.channel is Channel.CORRUPTION:
        return [Case.state == State.COMPLETED.value]
    return [Case.follow_up_on.is_not(None)]


def _found(
    work: Work,
    actor: Actor,
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    limit: int | None,
) -> list[FollowUp]:
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    if actor.owned is None:
        raise NotFound
    pair, today, found = actor.owned.opening, work.today(), []
    is_protected = work.channel is Channel.CORRUPTION
    for case, wrap in case_lists.page_of_cases(
        *(work.session, work.channel, actor.id, conditions),
        order=(Case.completed_on.desc() if is_protected else Case.follow_up_on, Case.id),
        limit=limit,
    ):
        number = case.heading_key_number
        key = open_as_officer(ref_of(work, case), number, wrap, actor.id, pair)
        heading = open_heading(case, {number: key})
        sealed = heading.get("follow_up_on")
        on = date.fromisoformat(sealed) if sealed else case.follow_up_on
        if on is not None:
            found.append(FollowUp(case.number, str(heading.get("line", "")), on, on < today))
    return sorted(found, key=lambda each: each.on)


def _counted(count: int) -> str:
    return f"{COUNTED}+" if count > COUNTED else str(count)
