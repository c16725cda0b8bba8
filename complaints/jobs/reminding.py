"""Remind before a due day and escalate after it, each stage of each day once.

The stage is taken and its notices are written in one transaction, so a run
that is killed has told all of a stage or nothing of it. No case is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from complaints.domain.channel import Channel, Role
from complaints.domain.notices import NoticeKind
from complaints.domain.reminders import (
    FAR_BACK,
    Audience,
    Clock,
    Levels,
    Stage,
    Window,
    audiences,
    windows,
)
from complaints.records import officers, reminders
from complaints.records.appointments import acting_on
from complaints.records.journal import authors_of_result
from complaints.records.notices import addresses_of_officers
from complaints.records.officers import Officer
from complaints.records.reminders import DueCase
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.outbox import mail_of_the_day, remind_officer

BATCH = 100
At = Callable[[str], None]


def nowhere(_: str) -> None:
    """Note no step."""


@dataclass(frozen=True)
class Staff:
    """Who can be told something on a channel today.

    :ivar desk: appointed accounts of the desk that work cases.
    :ivar oversight: those who watch over grievances.
    :ivar with_mail: ids of those who gave an address.
    :ivar acting: who acts today, by order, for whom: ids by the id of the one who is away.
    """

    desk: list[Officer]
    oversight: list[Officer]
    with_mail: set[str]
    acting: dict[str, set[str]]


def remind(office: Office, at: At = nowhere) -> int:
    """Tell every stage that was reached and not told; return how many stages of cases.

    :param at: called at each step with its name.
    """
    return sum(_remind(office, channel, at) for channel in Channel)


def tell_reminded(office: Office) -> list[str]:
    """Remind, and say how often."""
    return [f"Stages of due days told: {remind(office)}."]


def _remind(office: Office, channel: Channel, at: At) -> int:
    count = 0
    while stages := _stages_due(office, channel):
        at("found")
        for stage in stages:
            with office.writing(channel) as work:
                count += _tell_batch(work, stage, at)
                at("written")
            at("committed")
    return count


def _stages_due(office: Office, channel: Channel) -> list[Stage]:
    """Look without the lock that writing takes; most runs end here."""
    with office.reading(channel) as work:
        return [stage for stage in Stage if _due(work, stage, limit=1)]


def _due(work: Work, stage: Stage, *, limit: int) -> list[DueCase]:
    levels = reminders.levels_of(work.session, work.channel)
    session, channel, today = work.session, work.channel, work.today()
    if stage is Stage.PROGRESS:
        long_ago = Window(today - FAR_BACK, today - timedelta(days=levels.progress_days))
        return reminders.silent_without_reminder(session, channel, long_ago, limit=limit)
    window = windows(today, levels)[stage.of_promise]
    if stage.clock is Clock.OBJECTION:
        return reminders.objected_without_reminder(session, channel, stage, window, limit=limit)
    return reminders.due_without_reminder(session, channel, stage, window, limit=limit)


def _tell_batch(work: Work, stage: Stage, at: At) -> int:
    due = _due(work, stage, limit=BATCH)
    held = reminders.holders_of_newest_key(work.session, [case.id for case in due])
    staff, levels = _staff(work), reminders.levels_of(work.session, work.channel)
    count = 0
    for case in due:
        if reminders.begin_reminder(work.session, case.id, stage, case.day, work.today()):
            at("begun")
            count += 1
            hearers = _hearers(work, staff, stage, case, held.get(case.id, set()))
            _tell(work, staff, levels, stage, case, hearers)
            at("told")
    return count


def _tell(
    work: Work, staff: Staff, levels: Levels, stage: Stage, case: DueCase, hearers: list[Officer]
) -> None:
    for officer in hearers:
        remind_officer(work, officer_id=officer.id, case_id=case.id, stage=stage, due_on=case.day)
        if work.channel is Channel.GRIEVANCE and officer.id in staff.with_mail:
            kind = NoticeKind.REMINDERS_WAIT
            mail_of_the_day(work, kind, officer_id=officer.id, hour=levels.digest_hour)


def _hearers(
    work: Work, staff: Staff, stage: Stage, case: DueCase, held: set[str]
) -> list[Officer]:
    """Return who hears of a stage; of the desk only those who can open the case."""
    holders = [account for account in staff.desk if account.id in held]
    heard: dict[str, Officer] = {}
    for audience in audiences(work.channel, stage):
        if audience is Audience.RESPONSIBLE:
            found = _responsible(case.answering(work.today()), holders, staff.acting)
        elif audience is Audience.UNIT_HEAD:
            found = [one for one in holders if one.role == Role.UNIT_HEAD]
            found = [one for one in found if case.unit_id in {None, one.unit_id}]
        elif audience is Audience.OVERSIGHT:
            found = staff.oversight
        elif audience is Audience.JUDGES:
            found = _judges(work, case, holders)
        else:
            found = holders
        heard.update((account.id, account) for account in found)
    return list(heard.values())


def _responsible(
    answering: set[str], holders: list[Officer], acting: dict[str, set[str]]
) -> list[Officer]:
    """Return who answers for a case and who acts for him, or who should give it to somebody."""
    answering = answering.union(*(acting.get(one, set()) for one in answering))
    named = [account for account in holders if account.id in answering]
    receiving = [account for account in holders if account.is_receiving]
    return named or receiving or holders


def _judges(work: Work, case: DueCase, holders: list[Officer]) -> list[Officer]:
    """Return who can answer an objection: whoever had no part in the result, if there is one."""
    involved = authors_of_result(work.session, case.id)
    return [account for account in holders if account.id not in involved] or holders


def _staff(work: Work) -> Staff:
    today = work.today()
    appointed = [one for one in officers.all_officers(work.session) if one.is_appointed(today)]
    working = {Role.OFFICER.value, Role.UNIT_HEAD.value, Role.ALTERNATE.value}
    return Staff(
        desk=[o for o in appointed if o.channel == work.channel and o.role in working],
        oversight=[o for o in appointed if o.role == Role.OVERSIGHT],
        with_mail=set(addresses_of_officers(work.session)),
        acting=_acting(work),
    )


def _acting(work: Work) -> dict[str, set[str]]:
    """Return who acts today for whom, by order."""
    acting: dict[str, set[str]] = {}
    for order in acting_on(work.session, work.today()):
        acting.setdefault(order.acting_for_id or "", set()).add(order.officer_id)
    return acting
