"""The lists of a desk: what is due, what is late, what nobody has taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from complaints.casework.timeless import opinions_near_a_day
from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Kind
from complaints.domain.deadlines import SOON_DAYS, WEEK_DAYS, Urgency, urgency, work_by
from complaints.domain.errors import NotFound
from complaints.domain.states import State
from complaints.records import agency, case_lists, officers, signals
from complaints.records.cases import IS_OPEN, IS_RANKED, Case
from complaints.vault.casekeys import CaseKey, open_as_officer
from complaints.vault.pairs import OpeningPair
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.opened import open_heading, ref_of
from complaints.work.signals import says_detriment

PAGE_ROWS = 25
COUNTED = 99
_HOLIDAYS_AHEAD = timedelta(days=400)


class Filter(StrEnum):
    """The fixed filters that may stand in an address."""

    OPEN = "open"
    MINE = "mine"
    MINE_LATE = "mine_late"
    MINE_SOON = "mine_soon"
    UNIT = "unit"
    TRIAGE = "triage"
    DUE_SOON = "due_soon"
    DUE_IN_WEEK = "due_in_week"
    LATE = "late"
    LATE_UNEXPLAINED = "late_unexplained"
    EXPLAINED_AGAIN = "explained_again"
    WAITING = "waiting"
    TO_CONFIRM = "to_confirm"
    OBJECTIONS = "objections"
    COMPLETED = "completed"


OWN = frozenset({Filter.MINE, Filter.MINE_LATE, Filter.MINE_SOON})
CLOCKED = frozenset(
    {
        Filter.MINE_LATE,
        Filter.MINE_SOON,
        Filter.DUE_SOON,
        Filter.DUE_IN_WEEK,
        Filter.LATE,
        Filter.LATE_UNEXPLAINED,
    }
)
"""Those that look at a due day; an opinion has none."""


class RowNote(StrEnum):
    """What stands out about a case in a list, besides its clock."""

    TO_CONFIRM = "to_confirm"
    OBJECTED = "objected"
    OBJECTION_LATE = "objection_late"
    WAITING = "waiting"
    EXPLAINED_AGAIN = "explained_again"
    FOLLOW_UP_OVERDUE = "follow_up_overdue"


@dataclass(frozen=True)
class CaseRow:
    """One line of a list.

    :ivar heading: the beginning of what was written; sealed in the database.
    :ivar subject: code of what it is about.
    :ivar is_raised: the reporter told of a detriment that nobody has seen to.
    """

    number: str
    state: State
    kind: Kind
    received_on: date
    due_on: date | None
    new_due_on: date | None
    work_by: date | None
    urgency: Urgency
    heading: str
    subject: str | None
    unit_id: str | None
    officer: str | None
    is_mine: bool
    is_raised: bool = False
    note: RowNote | None = None


@dataclass(frozen=True)
class CaseList:
    """One page of a list; counts stop at 99."""

    rows: list[CaseRow]
    which: Filter
    page: int
    has_next: bool
    counts: dict[Filter, str]


def list_cases(
    work: Work,
    actor: Actor,
    *,
    which: Filter = Filter.OPEN,
    page: int = 1,
    page_rows: int = PAGE_ROWS,
) -> CaseList:
    """Return a page of the cases that the actor can open, raised ones on top of the open.

    Opens the headings of this page and the signals of reporters, and nothing else.

    :param page: from 1.
    :param page_rows: lines on a page.
    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    if actor.owned is None:
        raise NotFound
    today, pair = work.today(), actor.owned.opening
    reader = _Reader(
        actor,
        today,
        left=officers.ids_of_left(work.session, work.channel, today),
        timeless=opinions_near_a_day(work, actor.id, pair),
    )
    found = case_lists.page_of_cases(
        work.session,
        work.channel,
        actor.id,
        _conditions(which, reader, mine=is_mine(actor, today)),
        order=case_lists.NEWEST_FIRST if which is Filter.COMPLETED else case_lists.BY_RANK,
        offset=(max(page, 1) - 1) * page_rows,
        limit=page_rows + 1,
    )
    read = _RowReader(work, actor, pair)
    rows = [read.row(case, wrap) for case, wrap in found[:page_rows]]
    return CaseList(
        rows=_with_raised(rows, read.raised(), is_first=which is Filter.OPEN and page <= 1),
        which=which,
        page=max(page, 1),
        has_next=len(found) > page_rows,
        counts={
            each: _count(work, reader, each) for each in Filter if each is not Filter.COMPLETED
        },
    )


def rows_of(work: Work, actor: Actor, case_ids: Sequence[str]) -> list[CaseRow]:
    """Return the lines of some cases that the actor can open, in the order given.

    :raises NotFound: the actor has no keys.
    """
    if actor.owned is None:
        raise NotFound
    found = case_lists.page_of_cases(
        work.session,
        work.channel,
        actor.id,
        [Case.id.in_(case_ids)],
        limit=len(case_ids),
    )
    read = _RowReader(work, actor, actor.owned.opening)
    rows = {case.id: read.row(case, wrap) for case, wrap in found}
    return [rows[case_id] for case_id in case_ids if case_id in rows]


class _RowReader:
    """Opens headings with one pair, and names officers and holidays once."""

    def __init__(self, work: Work, actor: Actor, pair: OpeningPair) -> None:
        self._work, self._actor, self._pair = work, actor, pair
        self._today = work.today()
        self._officers = {account.id: account for account in officers.all_officers(work.session)}
        self._holidays = agency.holidays_between(
            work.session, self._today - _HOLIDAYS_AHEAD, self._today + _HOLIDAYS_AHEAD
        )

    def raised(self) -> list[CaseRow]:
        """Return the lines of cases whose reporter told of a detriment; opens every signal."""
        found = signals.signals_held(self._work.session, self._work.channel, self._actor.id)
        return [
            replace(self.row(case, wrap), is_raised=True)
            for case, wrap, signal_wrap, signal in found
            if says_detriment(signal, self._key(case, signal.key_number, signal_wrap).shared)
        ]

    def _key(self, case: Case, number: int, wrap: bytes) -> CaseKey:
        return open_as_officer(ref_of(self._work, case), number, wrap, self._actor.id, self._pair)

    def row(self, case: Case, wrap: bytes) -> CaseRow:
        """Return the line of a case."""
        number = case.heading_key_number
        heading = open_heading(case, {number: self._key(case, number, wrap)})
        kind, state = Kind(heading["kind"]), State(case.state)
        due_on = case.due_on if kind.has_clock else None
        counts = case.new_due_on or due_on if due_on else None
        return CaseRow(
            number=case.number,
            state=state,
            kind=kind,
            received_on=case.received_on,
            due_on=due_on,
            new_due_on=case.new_due_on,
            work_by=work_by(counts, self._holidays) if counts else None,
            urgency=urgency(
                due_on=due_on,
                new_due_on=case.new_due_on,
                is_open=state.is_open,
                today=self._today,
            ),
            heading=heading["line"],
            subject=heading.get("subject"),
            unit_id=case.unit_id or heading.get("unit_id"),
            officer=self._officer(case),
            is_mine=self._actor.id in {case.officer_id, self._acting(case)},
            note=self._note(case, heading),
        )

    def _officer(self, case: Case) -> str | None:
        """Return who answers for a case, or who did when it was completed."""
        account = self._officers.get(case.officer_id or "")
        if account is None or (State(case.state).is_open and not account.is_appointed(self._today)):
            return None
        return account.full_name

    def _acting(self, case: Case) -> str | None:
        runs = case.acting_until is not None and self._today <= case.acting_until
        return case.acting_officer_id if runs else None

    def _note(self, case: Case, heading: Mapping[str, Any]) -> RowNote | None:
        if case.objection_due_on is not None:
            is_late = case.objection_due_on < self._today
            return RowNote.OBJECTION_LATE if is_late else RowNote.OBJECTED
        if case.proposed_on is not None:
            return RowNote.TO_CONFIRM
        if case.waiting_since is not None:
            return RowNote.WAITING
        follow_up_on = heading.get("follow_up_on") or case.follow_up_on
        if follow_up_on and str(follow_up_on) < self._today.isoformat():
            return RowNote.FOLLOW_UP_OVERDUE
        is_again = case.explanation_count > 1 and case.state != State.COMPLETED.value
        return RowNote.EXPLAINED_AGAIN if is_again else None


def _with_raised(rows: list[CaseRow], raised: list[CaseRow], *, is_first: bool) -> list[CaseRow]:
    """Return the lines of a page with those that are raised marked.

    :param is_first: the page on which they stand on top, whatever their state.
    """
    marked = {row.number: row for row in raised}
    if is_first:
        return [*raised, *(row for row in rows if row.number not in marked)]
    return [marked.get(row.number, row) for row in rows]


@dataclass(frozen=True)
class _Reader:
    """Who reads the lists today.

    :ivar left: ids of officers of the desk whose appointment has ended.
    :ivar timeless: ids of cases whose day in clear is none.
    """

    actor: Actor
    today: date
    left: Sequence[str]
    timeless: Sequence[str]


def _count(work: Work, reader: _Reader, which: Filter) -> str:
    actor, today = reader.actor, reader.today
    parts = [is_mine(actor, today)]
    if which in OWN:  # each part has an index, both together have none
        acts_for = sa.and_(_acts(actor, today), Case.officer_id.is_distinct_from(actor.id))
        parts = [Case.officer_id == actor.id, acts_for]
    found = sum(
        case_lists.count_up_to(
            *(work.session, work.channel, actor.id),
            _conditions(which, reader, mine=part),
            most=COUNTED + 1,
        )
        for part in parts
    )
    return f"{COUNTED}+" if found > COUNTED else str(found)


def _conditions(
    which: Filter, reader: _Reader, *, mine: sa.ColumnElement[bool]
) -> list[sa.ColumnElement[bool]]:
    actor, today = reader.actor, reader.today
    late = sa.and_(IS_OPEN, Case.ranks_on < today)
    is_unexplained = sa.or_(Case.new_due_on.is_(None), Case.new_due_on < today)
    conditions: dict[Filter, list[sa.ColumnElement[bool]]] = {
        Filter.OPEN: [IS_OPEN, IS_RANKED],
        Filter.MINE: [IS_OPEN, IS_RANKED, mine],
        Filter.MINE_LATE: [late, is_unexplained, mine],
        Filter.MINE_SOON: [
            IS_OPEN,
            Case.ranks_on <= today + timedelta(days=SOON_DAYS),
            promised_on().between(today, today + timedelta(days=SOON_DAYS)),
            mine,
        ],
        Filter.UNIT: [IS_OPEN, Case.unit_id.is_not(None), Case.unit_id == actor.unit_id],
        Filter.TRIAGE: [IS_OPEN, nobody_answers(actor, reader.left)],
        Filter.DUE_SOON: [
            IS_OPEN,
            Case.ranks_on.between(today, today + timedelta(days=SOON_DAYS)),
        ],
        Filter.DUE_IN_WEEK: [
            IS_OPEN,
            Case.ranks_on <= today + timedelta(days=WEEK_DAYS),  # so is what was explained
            promised_on().between(today, today + timedelta(days=WEEK_DAYS)),
        ],
        Filter.LATE: [late],
        Filter.LATE_UNEXPLAINED: [late, is_unexplained],
        Filter.EXPLAINED_AGAIN: [IS_OPEN, Case.explanation_count > 1],
        Filter.WAITING: [IS_OPEN, Case.waiting_since.is_not(None)],
        Filter.TO_CONFIRM: [IS_OPEN, Case.proposed_on.is_not(None)],
        Filter.OBJECTIONS: [Case.objection_due_on.is_not(None)],
        Filter.COMPLETED: [Case.state == State.COMPLETED.value],
    }
    if which in CLOCKED and reader.timeless:
        return [*conditions[which], Case.id.not_in(reader.timeless)]
    return conditions[which]


def nobody_answers(actor: Actor, left: Sequence[str]) -> sa.ColumnElement[bool]:
    """Say of a case that no officer is named, or one who left; of a grievance also no unit.

    :param left: ids of those whose appointment has ended.
    """
    lacks: list[sa.ColumnElement[bool]] = [Case.officer_id.is_(None)]
    if left:
        lacks.append(Case.officer_id.in_(left))
    if actor.person.desk is Channel.GRIEVANCE:  # of the other channel the unit is sealed
        lacks.append(Case.unit_id.is_(None))
    return sa.or_(*lacks)


def promised_on() -> sa.ColumnElement[date | None]:
    """Return the day that counts of a case now: the explained one, or else the first."""
    return sa.func.coalesce(Case.new_due_on, Case.due_on)


def is_mine(actor: Actor, today: date) -> sa.ColumnElement[bool]:
    """Say of a case whether the actor answers for it, or acts for who does."""
    return sa.or_(Case.officer_id == actor.id, _acts(actor, today))


def _acts(actor: Actor, today: date) -> sa.ColumnElement[bool]:
    return sa.and_(Case.acting_officer_id == actor.id, Case.acting_until >= today)
