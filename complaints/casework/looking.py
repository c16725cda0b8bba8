"""Who looked: a list shows the headings of cases, and the record says who opened how many."""

from __future__ import annotations

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.records import journal
from complaints.work import Actor, refuse_unless_allowed
from complaints.work.office import Office


def note_headings(office: Office, channel: Channel, actor: Actor, case_count: int) -> None:
    """Write down that an officer opened the headings of a page; before it is shown.

    One line for each page that was looked at, with how many cases stood on it and
    not which: whoever is shut out of one leaves no gap in it, and the wraps say
    whose cases they could be.

    :raises NotFound: the actor is not of this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=channel)
    if not case_count:
        return
    with office.writing(channel, durable=False) as work:
        journal.write(
            work.session,
            Event.HEADINGS_READ,
            channel=channel,
            on=work.today(),
            actor_id=actor.id,
            fields={"case_count": str(case_count)},
        )
