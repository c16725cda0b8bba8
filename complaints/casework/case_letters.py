"""The letters of a case, for an officer who holds its key."""

from __future__ import annotations

from complaints.domain.access import Permission
from complaints.domain.events import Event
from complaints.records import journal
from complaints.work import Actor, Work
from complaints.work.letters import IssuedLetter, letters_of, letters_to_bodies
from complaints.work.opened import open_case
from complaints.work.telling import Told, tell


def case_with_letters(work: Work, actor: Actor, *, number: str) -> tuple[Told, list[IssuedLetter]]:
    """Open a case with its letters, and write down who opened it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
    opened = open_case(work, number, actor, Permission.CASE_READ, for_change=False)
    journal.write(
        work.session,
        Event.CASE_READ,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
    )
    entries = opened.entries()
    told = tell(opened, entries)
    return told, [*letters_of(opened, told.acknowledged_on), *letters_to_bodies(entries)]
