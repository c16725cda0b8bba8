"""The attest key and the journal: its public half is a line in the office's book."""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.records import journal
from complaints.records.journal import JournalRow
from complaints.vault.attest import attest_pair
from complaints.vault.pairs import SigningPair
from complaints.work.office import Office


def ready_attest_key(office: Office) -> SigningPair:
    """Return the attest key; write its public half down where that is missing.

    A key that takes the place of a lost one is one more line of the office's
    book, so nobody changes it unseen.
    """
    pair = attest_pair(office.settings.attest_seed)
    with office.reading(Channel.GRIEVANCE) as work:
        is_known = pair.public in attest_keys(work.session)
    if not is_known:
        with office.writing(Channel.GRIEVANCE) as work:
            journal.write(
                work.session,
                Event.ATTEST_KEY_MADE,
                channel=None,
                on=work.today(),
                actor_id=journal.SYSTEM,
                fields={"public_key": pair.public.hex()},
            )
    return pair


def attest_keys(session: Session) -> list[bytes]:
    """Return the public halves of every attest key that the journal knows, oldest first."""
    query = (
        sa.select(JournalRow.fields)
        .where(
            JournalRow.book == journal.OFFICE,
            JournalRow.event == Event.ATTEST_KEY_MADE.value,
        )
        .order_by(JournalRow.number)
    )
    return [bytes.fromhex(json.loads(fields)["public_key"]) for fields in session.scalars(query)]
