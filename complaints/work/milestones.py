"""Milestones of an opened case, from what its reader can see."""

from __future__ import annotations

from complaints.domain.entries import EntryKind, Side
from complaints.domain.milestones import Kept, Milestone, MilestoneKind, milestones
from complaints.domain.states import State
from complaints.records.reminders import levels_of
from complaints.work import Work
from complaints.work.telling import Told

_TO_SOMEBODY = frozenset({MilestoneKind.RECEIPT, MilestoneKind.PROGRESS})
"""What is owed to a reporter alone, and to nobody where there is none."""


def milestones_of(work: Work, told: Told) -> list[Milestone]:
    """Return what the office owes the reporter of a case, by when, and what it did."""
    answers = told.of_kind(EntryKind.EXPLANATION, EntryKind.RESULT)
    accepted = told.taken_on
    results = told.of_kind(EntryKind.RESULT)
    written = [entry.on for entry in told.timeline if entry.by is Side.OFFICE]
    kept = Kept(
        received_on=told.acknowledged_on,
        due_on=told.due.due_on if told.due else None,
        new_due_on=told.new_due_on,
        accepted_on=accepted[0].on if accepted else None,
        answered_on=answers[0].on if answers else None,
        told_on=max(written, default=None),
        completed_on=results[-1].on if results and told.state is State.COMPLETED else None,
    )
    days = levels_of(work.session, work.channel).progress_days
    owed = milestones(kept, progress_days=days, today=work.today())
    return owed if told.has_reporter else [one for one in owed if one.kind not in _TO_SOMEBODY]
