"""Take from those whose appointment is over what they could open."""

from __future__ import annotations

from complaints.casework.leaving import end_appointment
from complaints.domain.channel import Channel
from complaints.records import journal, officers
from complaints.records.handovers import held_count
from complaints.work import Work
from complaints.work.office import Office


def tell_ended(office: Office) -> list[str]:
    """End what has run out, and say how many cases that was and which wait for a colleague."""
    ended = kept = 0
    for channel in Channel:
        with office.writing(channel) as work:
            for account in _gone(work):
                left = end_appointment(work, account, actor_id=journal.SYSTEM)
                ended, kept = ended + left.ended_count, kept + left.kept_count
    said = [f"Cases taken from officers whose appointment is over: {ended}."]
    if kept:
        said.append(f"Cases that nobody else can open yet: {kept}; hold a recovery ceremony.")
    return said


def _gone(work: Work) -> list[officers.Officer]:
    """Return who was of this desk, is not any more, and still holds something."""
    today = work.today()
    return [
        account
        for account in officers.all_officers(work.session)
        if account.channel == work.channel.value
        and (account.closed_on is not None or (account.ends_on or today) < today)
        and held_count(work.session, account.id)
    ]
