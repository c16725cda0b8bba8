"""What was answered on the slip of a case, as who can read the case reads it."""

from __future__ import annotations

from complaints.domain.entries import Entry, EntryKind, Side
from complaints.records.rating_slips import slip_of_case
from complaints.vault.rating_slips import open_answer
from complaints.work.opened import OpenedCase


def answer_by_slip(opened: OpenedCase) -> list[Entry]:
    """Return the rating that came by a slip, as if it stood in the case, or nothing.

    :raises Broken: it does not open where it stands.
    """
    if opened.case.first_completed_on is None:  # no slip is printed before a result
        return []
    slip = slip_of_case(opened.work.session, opened.case.id)
    if slip is None or slip.answered_on is None or slip.answer_sealed is None:
        return []
    shared = opened.shared.get(slip.key_number)
    if shared is None:
        return []
    return [
        Entry(
            position=opened.case.entry_count + 1,
            is_shared=True,
            kind=EntryKind.RATING,
            on=slip.answered_on,
            by=Side.REPORTER,
            content=open_answer(shared, slip.seed_sealed, slip.answer_sealed),
        )
    ]
