"""An officer who must not handle a case gives it up himself."""

from __future__ import annotations

from complaints.casework.holders import cut_off
from complaints.domain.access import Permission
from complaints.domain.entries import EntryKind
from complaints.domain.events import Event
from complaints.domain.text import required_text
from complaints.records import journal
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case


def recuse(work: Work, *, number: str, actor: Actor, reason: str) -> None:
    """Give up a case for good: the actor's keys go, a new one serves from here.

    The others can read the reason; the actor cannot open the case again. When
    nobody else of the desk is left, the alternate reads on.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: nobody else could open it then.
    :raises BadInput: no reason, or words that cannot be taken.
    """
    reason = required_text(reason, "reason")
    opened = open_case(work, number, actor, Permission.CASE_RECUSE)
    cut_off(opened, actor, actor.id)
    opened.add_internal(
        EntryKind.RECUSAL, text=reason, officer_id=actor.id, officer=actor.full_name
    )
    _record(opened, Event.OFFICER_RECUSED, actor)
    _record(opened, Event.CASE_KEY_RENEWED, actor, key_number=str(opened.case.key_number))


def _record(opened: OpenedCase, event: Event, actor: Actor, **fields: str) -> None:
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
        fields=fields,
    )
