"""The reporter's objection to a result, answered by somebody who did not write it."""

from __future__ import annotations

from complaints.casework.endings import proposal_of, taken_up_again
from complaints.casework.ground import record, take_step
from complaints.casework.holders import holders_on_desk
from complaints.domain.access import Permission
from complaints.domain.case_work import Decision
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import State, Step
from complaints.domain.text import required_text
from complaints.records import journal
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case


def answer_objection(
    work: Work, *, number: str, actor: Actor, decision: Decision, words: str
) -> None:
    """Answer an objection: the result stands, or the case is taken up again.

    Whoever wrote or confirmed the result does not judge it, as long as somebody
    else can open the case. Who takes it up again answers for it from then on.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: no objection waits, or it is about the actor's own result.
    :raises BadInput: no words.
    """
    words = required_text(words, "words")
    opened = open_case(work, number, actor, Permission.CASE_OBJECTION)
    take_step(opened, Step.OBJECTION)
    entries = opened.entries()
    if not may_judge(opened, entries, actor):
        raise NotAllowed(Code.OWN_RESULT)
    opened.case.objection_due_on = None
    if decision is Decision.TAKEN_UP_AGAIN:
        opened.case.state = State.IN_PROGRESS.value
        opened.case.officer_id = actor.id
        opened.case.acting_officer_id = opened.case.acting_until = None
        taken_up_again(opened, actor, entries)
    opened.add_shared(
        EntryKind.OBJECTION_ANSWERED,
        Side.OFFICE,
        text=words,
        decision=decision.value,
        officer=f"{actor.full_name} ({actor.position})",
    )
    record(opened, Event.OBJECTION_ANSWERED, actor)


def may_judge(opened: OpenedCase, entries: list[Entry], actor: Actor) -> bool:
    """Say whether somebody may judge the result of a case."""
    involved = {journal.last_actor(opened.work.session, opened.case.id, Event.CASE_COMPLETED)}
    proposal = proposal_of(entries)
    if proposal is not None:
        involved.add(str(proposal.content["officer_id"]))
    others = {officer.id for officer in holders_on_desk(opened)} - involved
    return actor.id not in involved or not others
