"""Erasing cases: when their time is over, or before it by two people together.

What is erased is gone for everybody: the keys of a case are its wraps, and
they are destroyed. The case's row stays with its days for the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from complaints.casework import heads
from complaints.casework.holders import shut_out_of
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed, NotFound
from complaints.domain.events import WENT, Event
from complaints.domain.retention import completed_by, erase_on
from complaints.domain.states import State
from complaints.domain.text import required_text
from complaints.domain.two_people import Deed
from complaints.records import cases, erasure, journal
from complaints.records.cases import Case, KeyWrap
from complaints.vault.roster import Seat
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.office import Office
from complaints.work.opened import open_case
from complaints.work.rosters import current_roster
from complaints.work.two_people import (
    Asked,
    ask,
    confirm,
    requests_for,
    second_people,
    take_confirmed,
)

AHEAD = timedelta(days=365)
"""How far a preview looks ahead."""
NOTICE = timedelta(days=90)
"""How long it takes until cases are kept for a shorter time than before."""


@dataclass(frozen=True)
class Erasable:
    """A case that is erased on a day, or on the next run of the jobs when that is over."""

    number: str
    completed_on: date
    erase_on: date


@dataclass(frozen=True)
class Schedule:
    """How a channel stands with what is kept.

    :ivar due_count: cases whose time is over.
    :ivar ahead_count: further cases whose time is over within a year.
    :ivar erased_count: cases that were erased.
    """

    channel: Channel
    keep_years: int
    due_count: int
    ahead_count: int
    erased_count: int


@dataclass(frozen=True)
class ToConfirm:
    """A request to erase a case before its time, as one of the two reads it."""

    id: str
    number: str
    reason: str
    asked_on: date
    expires_on: date
    is_own: bool


def schedule(work: Work) -> Schedule:
    """Return the counts of the work's channel; no case is named."""
    today, years = work.today(), work.agency.keep_years(work.channel)
    due = erasure.cases_to_erase(work.session, work.channel, completed_by(today, years))
    ahead = erasure.cases_to_erase(work.session, work.channel, completed_by(today + AHEAD, years))
    return Schedule(
        channel=work.channel,
        keep_years=years,
        due_count=len(due),
        ahead_count=len(ahead) - len(due),
        erased_count=_erased_count(work),
    )


def show_schedules(office: Office, actor: Actor) -> list[Schedule]:
    """Return the schedules of both channels, for whoever manages settings.

    :raises NotFound: the actor does not.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    found = []
    for channel in Channel:
        with office.reading(channel) as work:
            found.append(schedule(work))
    return found


def due_cases(work: Work, within: timedelta = timedelta(0)) -> list[Erasable]:
    """Return what the jobs erase, at once or within some days."""
    years = work.agency.keep_years(work.channel)
    limit = completed_by(work.today() + within, years)
    found = erasure.cases_to_erase(work.session, work.channel, limit)
    return [_erasable(case, years) for case in found]


def preview(work: Work, actor: Actor) -> list[Erasable]:
    """Return the cases that the actor can open and that are erased within a year.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    held = set(
        work.session.scalars(sa.select(KeyWrap.case_id).where(KeyWrap.recipient_id == actor.id))
    )
    years = work.agency.keep_years(work.channel)
    limit = completed_by(work.today() + AHEAD, years)
    found = erasure.cases_to_erase(work.session, work.channel, limit)
    return [_erasable(case, years) for case in found if case.id in held]


def erase_due(office: Office) -> int:
    """Erase every case whose time is over, each in a transaction of its own.

    The record must say so too: whoever writes the database could let a case be
    completed ten years ago, and the office itself would make it vanish. For the same
    reason a shorter time than the signed heads of the last weeks tell does not count yet.

    :return: the number of cases erased.
    """
    count = 0
    for channel in Channel:
        with office.reading(channel) as work:
            limit = _limit(office, work)
            due = [case.id for case in erasure.cases_to_erase(work.session, channel, limit)]
        for case_id in due:
            count += _erase_if_still_due(office, channel, case_id, limit)
    return count


def count_left(office: Office) -> int:
    """Return how many cases are due by their rows alone: the record says they are not over."""
    count = 0
    for channel in Channel:
        with office.reading(channel) as work:
            limit = _limit(office, work)
            count += len(erasure.cases_to_erase(work.session, channel, limit))
    return count


def finish_erasing(office: Office) -> bool:
    """Take what is left of erased cases out of the files of the database.

    :return: False when somebody hinders it; the next run tries again.
    """
    session = office.session()
    with office.reading(Channel.GRIEVANCE) as work:
        if not erasure.has_remains(work.session):
            return True
        engine = session.get_bind()
    if not isinstance(engine, sa.Engine) or not erasure.destroy_remains(engine):
        return False
    with office.writing(Channel.GRIEVANCE) as work:
        erasure.note_remains_gone(work.session, work.today())
    return True


def ask_to_erase(work: Work, actor: Actor, *, number: str, reason: str) -> str:
    """Ask that a completed case is erased before its time; a second person must confirm.

    Of the desk only those who can open the case may confirm, and a witness whom it does not
    shut out, so nobody learns of it by being asked.

    :return: the id of the request.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed, or nobody could confirm.
    :raises BadInput: no reason.
    """
    reason = required_text(reason, "reason")
    opened = open_case(work, number, actor, Permission.CASE_ERASE)
    _refuse_open(work, opened.case)
    holders = cases.holders_of(work.session, opened.case.id)
    return ask(
        work,
        actor,
        Deed.ERASE_EARLY,
        case_id=opened.case.id,
        particulars={"number": opened.case.number, "reason": reason},
        seconds=second_people(work, actor, _without_wrap(work, holders) | shut_out_of(opened)),
    )


def erasing_requests(work: Work, actor: Actor) -> list[ToConfirm]:
    """Return the requests to erase that the actor made or can confirm.

    :raises NotFound: the actor is nobody who asks or confirms.
    """
    return [
        ToConfirm(
            id=asked.id,
            number=str(asked.particulars["number"]),
            reason=str(asked.particulars["reason"]),
            asked_on=asked.asked_on,
            expires_on=asked.expires_on,
            is_own=asked.asked_by == actor.id,
        )
        for asked in requests_for(work, actor)
        if asked.deed is Deed.ERASE_EARLY
    ]


def confirm_erasing(office: Office, channel: Channel, actor: Actor, *, request_id: str) -> str:
    """Erase a case before its time, as its second person.

    :return: the number of the case.
    :raises NotFound: no such request that the actor may read.
    :raises NotAllowed: asked for by the actor himself, or the case was opened again.
    """
    with office.writing(channel) as work:
        asked = confirm(work, actor, request_id)
        if asked.deed is not Deed.ERASE_EARLY:
            raise NotFound
        take_confirmed(work, actor, request_id, Deed.ERASE_EARLY, case_id=asked.case_id)
        case = _asked_case(work, asked)
        number, blobs = case.number, _erase(work, case, actor.id)
    _remove_blobs(office, channel, blobs)
    return number


def _limit(office: Office, work: Work) -> date:
    """Return the last day of completion whose cases are erased today.

    :raises Broken: a file of signed heads is none.
    """
    today, folder = work.today(), office.settings.signed_heads_folder
    told = heads.kept_years(folder, work.channel, today - NOTICE)
    return completed_by(today, max(work.agency.keep_years(work.channel), *told, 1))


def _erase_if_still_due(office: Office, channel: Channel, case_id: str, limit: date) -> int:
    with office.writing(channel) as work:
        case = work.session.get_one(Case, case_id)
        cases.lock_case(work.session, case)
        if case.erased_on is not None or case.completed_on is None or case.completed_on > limit:
            return 0
        if not _is_over(work, case, by=limit):
            return 0
        blobs = _erase(work, case, journal.SYSTEM)
    _remove_blobs(office, channel, blobs)
    return 1


def _erase(work: Work, case: Case, actor_id: str) -> list[str]:
    blobs = erasure.erase_rows(work.session, case, work.today())
    journal.write(
        work.session,
        Event.CASE_ERASED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor_id,
        case_id=case.id,
    )
    return blobs


def _remove_blobs(office: Office, channel: Channel, blobs: Iterable[str]) -> None:
    """Remove sealed files; one that a crash leaves is of no case, and swept."""
    for blob_id in blobs:
        office.stores[channel].remove(blob_id)


def _asked_case(work: Work, asked: Asked) -> Case:
    case = work.session.get_one(Case, asked.case_id)
    cases.lock_case(work.session, case)
    if case.channel != work.channel.value or case.erased_on is not None:
        raise NotFound
    _refuse_open(work, case)
    return case


def _refuse_open(work: Work, case: Case) -> None:
    if State(case.state).is_open or not _is_over(work, case, by=work.today()):
        raise NotAllowed(Code.CASE_IS_NOT_COMPLETED)


def _is_over(work: Work, case: Case, *, by: date) -> bool:
    """Say whether the record holds that a case ended by a day, and was not opened again."""
    last = journal.last_movement(work.session, case.id)
    return last is not None and last[0] in WENT and last[1] <= by


def _without_wrap(work: Work, holders: set[str]) -> set[str]:
    """Return the members who might open cases of this desk and cannot open this one."""
    members = current_roster(work).members.values()
    return {
        member.holder_id
        for member in members
        if member.seat in {Seat.OFFICER, Seat.ALTERNATE} and member.holder_id not in holders
    }


def _erasable(case: Case, years: int) -> Erasable:
    if case.completed_on is None:
        raise NotAllowed(Code.CASE_IS_NOT_COMPLETED)
    return Erasable(case.number, case.completed_on, erase_on(case.completed_on, years))


def _erased_count(work: Work) -> int:
    query = sa.select(sa.func.count()).where(
        Case.channel == work.channel.value, Case.erased_on.is_not(None)
    )
    return work.session.scalar(query) or 0
