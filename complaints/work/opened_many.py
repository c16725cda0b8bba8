"""Opening many cases at once, for what looks through all that an officer can open.

The rows come in four statements for each few hundred cases; every key is
checked exactly as when one case is opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from complaints.domain.entries import Entry
from complaints.records import many_cases
from complaints.records.cases import Case
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, opened_with

AT_ONCE = 250


def open_many(
    work: Work, actor: Actor, case_ids: Sequence[str]
) -> Iterator[tuple[OpenedCase, list[Entry]]]:
    """Open cases that the actor holds, with all their rows; others are passed over.

    :raises Broken: a key or a row that is not what was stored.
    """
    for start in range(0, len(case_ids), AT_ONCE):
        yield from _open_some(work, actor, case_ids[start : start + AT_ONCE])


def _open_some(
    work: Work, actor: Actor, case_ids: Sequence[str]
) -> Iterator[tuple[OpenedCase, list[Entry]]]:
    session = work.session
    wraps, records, rows = defaultdict(list), defaultdict(list), defaultdict(list)
    for wrap in many_cases.wraps_of_many(session, case_ids, actor.id):
        wraps[wrap.case_id].append(wrap)
    for record in many_cases.key_records_of_many(session, case_ids):
        records[record.case_id].append(record)
    for row in many_cases.entries_of_many(session, case_ids):
        rows[row.case_id].append(row)
    for case in many_cases.cases_of_ids(session, work.channel, case_ids):
        if wraps[case.id]:
            opened = opened_with(work, case, wraps[case.id], records[case.id], actor)
            yield opened, opened.opened_rows(rows[case.id])


def held_cases(work: Work, actor: Actor) -> Sequence[Case]:
    """Return the cases of the desk that the actor holds a key of; nothing of them is opened."""
    return many_cases.held_by(work.session, work.channel, actor.id)
