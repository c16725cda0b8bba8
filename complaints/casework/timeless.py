"""Opinions on the protected channel: they have no clock, and only a heading tells which they are.

Every case there keeps a due day in clear, so that none is told from the others.
What counts days therefore has to look.
"""

from __future__ import annotations

from datetime import timedelta

from complaints.domain.channel import Channel, Kind
from complaints.domain.deadlines import WEEK_DAYS
from complaints.records import case_lists
from complaints.records.cases import IS_OPEN, Case
from complaints.vault.casekeys import open_as_officer
from complaints.vault.pairs import OpeningPair
from complaints.work import Work
from complaints.work.opened import open_heading, ref_of

MOST_LOOKED_AT = 200
"""Where more cases are near or past their day, the rest is counted by the days in clear."""


def opinions_near_a_day(work: Work, holder_id: str, pair: OpeningPair) -> list[str]:
    """Return the open opinions whose day in clear is near or past, among the most urgent cases.

    :param holder_id: whose cases; ``pair`` opens them.
    """
    if work.channel is not Channel.CORRUPTION:
        return []
    found = case_lists.page_of_cases(
        work.session,
        work.channel,
        holder_id,
        [IS_OPEN, Case.ranks_on <= work.today() + timedelta(days=WEEK_DAYS)],
        limit=MOST_LOOKED_AT,
    )
    opinions = []
    for case, wrap in found:
        number = case.heading_key_number
        key = open_as_officer(ref_of(work, case), number, wrap, holder_id, pair)
        if not Kind(open_heading(case, {number: key})["kind"]).has_clock:
            opinions.append(case.id)
    return opinions
