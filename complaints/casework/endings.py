"""How a case ends: the result, the second key, and what follows after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from complaints.casework.ground import (
    count,
    keep_follow_up,
    keep_outcome,
    record,
    refuse_unless_legal_now,
    take_back_outcome,
    take_step,
)
from complaints.casework.holders import holders_on_desk
from complaints.casework.relations import linked, open_with
from complaints.domain.access import Permission
from complaints.domain.case_work import Discipline, Verdict
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import BadInput, Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import Outcome, State, Step, refuse_unless_may_end
from complaints.domain.text import clean_line, clean_text, required_text
from complaints.records.agency import Agency
from complaints.records.desk_lists import active_bodies
from complaints.work import Actor, Work
from complaints.work.letters import CLOSING_LETTER, issue_letter_to_body
from complaints.work.opened import OpenedCase, open_case, stop_waiting

PARAGRAPHS = 5000


@dataclass(frozen=True)
class Particulars:
    """What can stand beside outcome and result; all of it may be missing.

    :ivar body_id: to which body on the office's list the matter goes.
    :ivar body_name: to which body, when it is not on the list.
    :ivar law: the law that prescribes another procedure.
    :ivar duplicate_of: number of the case that goes on.
    :ivar cause: why it came to it; officers alone read it.
    :ivar guideline: how to prevent the like; officers alone read it.
    :ivar discipline: what follows for the offender.
    :ivar follow_up_on: when to ask what became of it.
    """

    body_id: str = ""
    body_name: str = ""
    law: str = ""
    duplicate_of: str = ""
    cause: str = ""
    guideline: str = ""
    discipline: Discipline | None = None
    discipline_words: str = ""
    follow_up_on: date | None = None


NOTHING_MORE = Particulars()


@dataclass(frozen=True)
class _Ending:
    """A checked result: what the reporter reads, and what officers alone read."""

    outcome: Outcome
    told: dict[str, Any]
    closing: dict[str, Any]
    follow_up_on: date | None


def complete(
    work: Work,
    *,
    number: str,
    actor: Actor,
    outcome: Outcome,
    result: str,
    more: Particulars = NOTHING_MORE,
    step: Step = Step.COMPLETE,
) -> bool:
    """End a case with an outcome and words that the reporter can read.

    Where the channel asks for a second key, the result waits for it and the
    reporter reads nothing yet.

    :param step: the step as which it is done, such as forwarding.
    :return: whether the case is completed; otherwise it waits for the second key.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: already completed, judged without being accepted, or nobody
        else could turn the second key.
    :raises BadInput: no words of the result, or particulars that cannot be taken.
    """
    result = required_text(result, "result")
    opened, other = open_with(work, number, actor, _PERMISSIONS[step], other=more.duplicate_of)
    more = replace(more, duplicate_of=other.case.number if other else "")
    refuse_unless_legal_now(opened, step)
    refuse_unless_may_end(State(opened.case.state), outcome)
    ending = _checked(opened, outcome, result, more)
    if _needs_two_keys(work):
        _propose(opened, actor, ending)
        return False
    take_step(opened, step)
    _end(opened, actor, ending)
    if other is not None:
        linked(other, actor, number=opened.case.number, words="", is_duplicate=True)
    return True


def confirm(work: Work, *, number: str, actor: Actor, verdict: Verdict, words: str = "") -> None:
    """Turn the second key on a result, or send it back with words.

    Whoever wrote the result can take it back, but not confirm it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: no result waits, or it is the actor's own.
    :raises BadInput: sent back without words.
    """
    opened = open_case(work, number, actor, Permission.CASE_CONFIRM)
    refuse_unless_legal_now(opened, Step.CONFIRM)
    proposal = proposal_of(opened.entries())
    if verdict is Verdict.SEND_BACK:
        words = required_text(words, "words", longest=PARAGRAPHS)
        opened.case.proposed_on = None
        opened.add_internal(EntryKind.SENT_BACK, text=words, officer=actor.full_name)
        record(opened, Event.CASE_SENT_BACK, actor)
        return
    if proposal is None or proposal.content["officer_id"] == actor.id:
        raise NotAllowed(Code.OWN_RESULT)
    content = proposal.content
    follow_up_on = content["follow_up_on"]
    take_step(opened, Step.CONFIRM)
    ending = _Ending(
        outcome=Outcome(content["outcome"]),
        told=content["told"],
        closing={**content["closing"], "confirmed_by": actor.full_name},
        follow_up_on=date.fromisoformat(follow_up_on) if follow_up_on else None,
    )
    _end(opened, actor, ending)


def reopen(work: Work, *, number: str, actor: Actor, reason: str) -> None:
    """Take a completed case up again, within the time that the office has set.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed, too long ago, or an objection waits.
    :raises BadInput: no reason.
    """
    reason = required_text(reason, "reason")
    opened = open_case(work, number, actor, Permission.CASE_REOPEN)
    entries = opened.entries()  # read first: the database takes the change only whole
    take_step(opened, Step.REOPEN)
    taken_up_again(opened, actor, entries)
    opened.add_shared(EntryKind.REOPENED, Side.OFFICE, text=reason)


def taken_up_again(opened: OpenedCase, actor: Actor, entries: list[Entry]) -> None:
    """Put a completed case in progress again: the outcome goes, the first due day stays."""
    opened.case.completed_on = None
    opened.case.objection_due_on = None
    take_back_outcome(opened, entries)
    record(opened, Event.CASE_REOPENED, actor)


def follow_up(
    work: Work, *, number: str, actor: Actor, words: str, next_on: date | None = None
) -> None:
    """Write down what became of a completed case, and when to ask again.

    :param next_on: the next day; None when nothing more is to be followed.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed.
    :raises BadInput: no words, or a day that is not ahead.
    """
    words = required_text(words, "words", longest=PARAGRAPHS)
    opened = open_case(work, number, actor, Permission.CASE_FOLLOW_UP)
    take_step(opened, Step.FOLLOW_UP)
    _refuse_unless_ahead(work, next_on)
    keep_follow_up(opened, next_on)
    opened.add_internal(
        EntryKind.FOLLOWED_UP,
        text=words,
        officer=actor.full_name,
        next_on=next_on.isoformat() if next_on else None,
    )
    record(opened, Event.CASE_FOLLOWED_UP, actor)


def proposal_of(entries: list[Entry]) -> Entry | None:
    """Return the newest result that was written for a second key."""
    proposals = [entry for entry in entries if entry.kind is EntryKind.PROPOSAL]
    return proposals[-1] if proposals else None


_PERMISSIONS = {
    Step.SCREEN: Permission.CASE_SCREEN,
    Step.FORWARD: Permission.CASE_FORWARD,
    Step.DUPLICATE: Permission.CASE_DUPLICATE,
    Step.WITHDRAW: Permission.CASE_WITHDRAW,
    Step.COMPLETE: Permission.CASE_COMPLETE,
}


def _needs_two_keys(work: Work) -> bool:
    """Say whether a result waits for a second officer, as the setting is at this moment."""
    agency = work.session.get_one(Agency, work.agency.id)
    return agency.needs_two_keys(work.channel)


def _propose(opened: OpenedCase, actor: Actor, ending: _Ending) -> None:
    if len(holders_on_desk(opened)) < 2:
        raise NotAllowed(Code.LAST_HOLDER)
    opened.case.proposed_on = opened.work.today()
    opened.add_internal(
        EntryKind.PROPOSAL,
        officer_id=actor.id,
        officer=actor.full_name,
        outcome=ending.outcome.value,
        told=ending.told,
        closing=ending.closing,
        follow_up_on=ending.follow_up_on.isoformat() if ending.follow_up_on else None,
    )
    record(opened, Event.CASE_PROPOSED, actor)


def _end(opened: OpenedCase, actor: Actor, ending: _Ending) -> None:
    case, today = opened.case, opened.work.today()
    case.state = State.COMPLETED.value
    case.completed_on = today
    case.first_completed_on = case.first_completed_on or today
    case.proposed_on = None
    stop_waiting(opened)
    keep_outcome(opened, ending.outcome.value)
    if opened.work.channel is Channel.CORRUPTION and ending.closing.get("discipline"):
        count(opened, f"discipline:{ending.closing['discipline']}", 1)
    keep_follow_up(opened, ending.follow_up_on)
    opened.add_shared(EntryKind.RESULT, Side.OFFICE, **ending.told)
    _keep_closing(opened, actor, ending)
    record(opened, Event.CASE_COMPLETED, actor, outcome=ending.outcome.value)


def _keep_closing(opened: OpenedCase, actor: Actor, ending: _Ending) -> None:
    """Keep what officers alone read of a result.

    A protected case gets one such row however it ends, also where there is nothing to
    keep: how many rows a case has stands in clear, and would tell how it ended.
    """
    closing: dict[str, Any] = dict(ending.closing)
    if ending.outcome is Outcome.FORWARDED and ending.told.get("body"):
        letter = issue_letter_to_body(opened, ending.told["body"])
        closing |= {CLOSING_LETTER: letter} if letter else {}
    if opened.work.channel is Channel.CORRUPTION or any(closing.values()):
        opened.add_internal(EntryKind.CLOSING, officer=actor.full_name, **closing)


def _checked(opened: OpenedCase, outcome: Outcome, result: str, more: Particulars) -> _Ending:
    """Return a result as it will be kept.

    :raises BadInput: names the first field that cannot be taken.
    """
    more = replace(
        more,
        body_name=clean_line(more.body_name, "body_name"),
        law=clean_line(more.law, "law", longest=500),
        cause=clean_text(more.cause, "cause", longest=PARAGRAPHS),
        guideline=clean_text(more.guideline, "guideline", longest=PARAGRAPHS),
        discipline_words=clean_text(more.discipline_words, "discipline_words", longest=PARAGRAPHS),
    )
    _refuse_unless_ahead(opened.work, more.follow_up_on)
    discipline = _discipline(opened, outcome, more)
    told = {
        "text": result,
        "outcome": outcome.value,
        "body": _body(opened, more),
        "law": more.law,
        "duplicate_of": _told_number(opened, more),
    }
    closing = {
        "cause": more.cause,
        "guideline": more.guideline,
        "discipline": discipline.value if discipline else "",
        "discipline_words": more.discipline_words if discipline else "",
        "duplicate_of": more.duplicate_of,
    }
    return _Ending(
        outcome=outcome,
        told={name: kept for name, kept in told.items() if kept},
        closing=closing,
        follow_up_on=_follow_up_day(opened, outcome, discipline, more.follow_up_on),
    )


def _discipline(opened: OpenedCase, outcome: Outcome, more: Particulars) -> Discipline | None:
    """Return what follows for the offender; without a choice, that it is to be followed.

    :raises BadInput: a step, or none, without words on it.
    """
    is_meant = opened.work.channel is Channel.CORRUPTION and outcome is Outcome.SUBSTANTIATED
    if not is_meant:
        return None
    chosen = more.discipline or Discipline.TO_FOLLOW
    if chosen is not Discipline.TO_FOLLOW and not more.discipline_words:
        raise BadInput(Code.DISCIPLINE_IS_MISSING, "discipline_words")
    return chosen


def _follow_up_day(
    opened: OpenedCase, outcome: Outcome, discipline: Discipline | None, chosen: date | None
) -> date | None:
    """Return when to ask again: as chosen, or by itself where something was left to others."""
    left_open = discipline is Discipline.TO_FOLLOW or outcome is Outcome.FORWARDED
    if chosen is None and left_open:
        return opened.work.today() + timedelta(days=opened.work.agency.follow_up_days)
    return chosen


def _body(opened: OpenedCase, more: Particulars) -> dict[str, str] | None:
    bodies = {body.id: body for body in active_bodies(opened.work.session)}
    if more.body_id and more.body_id not in bodies:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "body")
    if more.body_id:
        body = bodies[more.body_id]
        return {"id": body.id, "th": body.name_th, "en": body.name_en}
    return {"th": more.body_name, "en": more.body_name} if more.body_name else None


def _told_number(opened: OpenedCase, more: Particulars) -> str:
    """Return the number that the reporter may read: on the corruption channel none.

    Somebody who reports in order to find out would learn that another report exists.
    """
    return more.duplicate_of if opened.work.channel is Channel.GRIEVANCE else ""


def _refuse_unless_ahead(work: Work, day: date | None) -> None:
    if day is not None and day <= work.today():
        raise BadInput(Code.DATE_IS_NOT_AHEAD, "follow_up_on")
