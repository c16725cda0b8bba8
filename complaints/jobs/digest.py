"""One mail a day, at a fixed hour, to everybody of the corruption desk.

It goes out whether there is something or not, and always says the same: who
watches the mail of the office learns nothing from it.
"""

from __future__ import annotations

from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel
from complaints.domain.notices import NoticeKind
from complaints.jobs.reminding import At, nowhere
from complaints.records import officers
from complaints.records.notices import addresses_of_officers
from complaints.records.reminders import levels_of
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.outbox import mail_of_the_day


def queue_digest(office: Office, at: At = nowhere) -> int:
    """Queue the digest of the day once its hour has come; return how many are new.

    :param at: called at each step with its name.
    """
    with office.reading(Channel.CORRUPTION) as work:
        hour = levels_of(work.session, work.channel).digest_hour
        is_time = work.now().astimezone(BANGKOK).hour >= hour
        waits = is_time and bool(_readers(work))
    if not waits:
        return 0
    at("due")
    with office.writing(Channel.CORRUPTION) as work:
        count = 0
        for reader in _readers(work):
            count += mail_of_the_day(work, NoticeKind.DIGEST, officer_id=reader, hour=hour)
            at("queued")
    at("committed")
    return count


def tell_queued(office: Office) -> list[str]:
    """Queue the digest, and say to how many."""
    return [f"Digests of the corruption desk queued: {queue_digest(office)}."]


def _readers(work: Work) -> list[str]:
    with_mail = addresses_of_officers(work.session)
    desk = officers.officers_of_desk(work.session, work.channel)
    return [one.id for one in desk if one.id in with_mail and one.is_appointed(work.today())]
