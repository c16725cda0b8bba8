"""What an officer remembers of roster and journal, compared at each sign-in.

Somebody who can write the database can set the roster or the journal back to
an earlier day. Nobody sees that from the database alone; the officers do,
because each carries the last state seen under the passphrase.
"""

from __future__ import annotations

import sqlalchemy as sa

from complaints.domain.errors import Broken, Code
from complaints.records.journal import JournalHead, JournalRow
from complaints.vault.officers import Pins
from complaints.work import Work
from complaints.work.rosters import current_roster


def renewed_pins(work: Work, pins: Pins) -> Pins:
    """Compare what an officer of a desk remembers with what stands there now.

    :return: what to remember from now on.
    :raises Broken: the roster or the journal is not the one that was seen.
    """
    roster = current_roster(work)
    if roster.first_fingerprint != pins.first_fingerprint or roster.number < pins.roster_number:
        raise Broken(Code.ROSTER_IS_BROKEN)
    book = work.channel.value
    if pins.journal_number and _digest_at(work, book, pins.journal_number) != pins.journal_head:
        raise Broken(Code.SEAL_IS_BROKEN)
    head = work.session.get(JournalHead, book)
    return Pins(
        first_fingerprint=roster.first_fingerprint,
        roster_number=roster.number,
        journal_number=head.number if head else 0,
        journal_head=head.digest.hex() if head else "",
    )


def _digest_at(work: Work, book: str, number: int) -> str:
    query = sa.select(JournalRow.digest).where(JournalRow.book == book, JournalRow.number == number)
    found = work.session.scalar(query)
    return found.hex() if found else ""
