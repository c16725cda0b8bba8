"""Remove what nobody needs: ended sessions, and sealed files that belong to no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from complaints.domain.channel import Channel
from complaints.jobs.verifying import known_blobs
from complaints.records.notices import forget_old
from complaints.work.cookies import end_expired
from complaints.work.office import Office

NOTICES_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Swept:
    """What a run removed.

    :ivar session_count: sessions that had ended.
    :ivar blob_count: sealed files that belong to no case.
    :ivar notice_count: notices of long ago.
    """

    session_count: int
    blob_count: int
    notice_count: int = 0


def sweep(office: Office) -> Swept:
    """Remove ended sessions, and sealed files of earlier days that no case knows.

    Safe to repeat, and to run while reports come in: nothing of today is touched.
    """
    return Swept(
        session_count=_end_sessions(office),
        blob_count=_sweep_blobs(office),
        notice_count=_forget_notices(office),
    )


def tell_swept(office: Office) -> list[str]:
    """Sweep, and say what was removed."""
    swept = sweep(office)
    return [
        f"Ended sessions removed: {swept.session_count}.",
        f"Sealed files without a case removed: {swept.blob_count}.",
        f"Notices of long ago removed: {swept.notice_count}.",
    ]


def _end_sessions(office: Office) -> int:
    with office.writing(Channel.GRIEVANCE) as work:
        return end_expired(work)


def _sweep_blobs(office: Office) -> int:
    yesterday = office.today() - timedelta(days=1)
    swept = 0
    for channel in Channel:
        with office.reading(channel) as work:
            known = known_blobs(work)
        swept += office.stores[channel].sweep(yesterday, known)
    return swept


def _forget_notices(office: Office) -> int:
    with office.writing(Channel.GRIEVANCE) as work:
        return forget_old(work.session, office.today() - NOTICES_KEPT)
