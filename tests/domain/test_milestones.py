"""Milestones: what is owed, by when, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from complaints.domain.milestones import Kept, MilestoneKind, MilestoneState, milestones

RECEIVED, DUE = date(2026, 11, 16), date(2026, 12, 1)
FRESH = Kept(RECEIVED, DUE, None, None, None, None, None)
ACCEPTED = replace(FRESH, accepted_on=date(2026, 11, 17), told_on=date(2026, 11, 17))
EXPLAINED = replace(ACCEPTED, answered_on=DUE, told_on=DUE, new_due_on=date(2026, 12, 20))
LATE = replace(EXPLAINED, answered_on=DUE + timedelta(days=1))
DONE = replace(EXPLAINED, completed_on=date(2026, 12, 19))
OPINION = replace(FRESH, due_on=None)


def stands(kept: Kept, today: date) -> dict[MilestoneKind, MilestoneState]:
    """Return how each milestone stands."""
    return {one.kind: one.state for one in milestones(kept, progress_days=30, today=today)}


@pytest.mark.parametrize(
    ("kept", "today", "kind", "state"),
    [
        (FRESH, RECEIVED, MilestoneKind.RECEIPT, MilestoneState.DONE),
        (FRESH, RECEIVED, MilestoneKind.ACCEPTANCE, MilestoneState.AHEAD),
        (FRESH, DUE, MilestoneKind.ANSWER, MilestoneState.AHEAD),
        (FRESH, DUE + timedelta(days=1), MilestoneKind.ANSWER, MilestoneState.MISSED),
        (EXPLAINED, DUE, MilestoneKind.ANSWER, MilestoneState.DONE),
        (LATE, DUE + timedelta(days=2), MilestoneKind.ANSWER, MilestoneState.DONE_LATE),
        (EXPLAINED, date(2026, 12, 20), MilestoneKind.RESULT, MilestoneState.AHEAD),
        (EXPLAINED, date(2026, 12, 21), MilestoneKind.RESULT, MilestoneState.MISSED),
        (EXPLAINED, date(2026, 12, 31), MilestoneKind.PROGRESS, MilestoneState.AHEAD),
        (EXPLAINED, date(2027, 1, 1), MilestoneKind.PROGRESS, MilestoneState.MISSED),
        (DONE, date(2027, 1, 1), MilestoneKind.RESULT, MilestoneState.DONE),
    ],
)
def test_each_milestone_stands_as_its_days_say(
    kept: Kept, today: date, kind: MilestoneKind, state: MilestoneState
) -> None:
    assert stands(kept, today)[kind] is state


def test_progress_is_owed_between_an_explanation_and_the_result_alone() -> None:
    assert MilestoneKind.PROGRESS not in stands(ACCEPTED, DUE)
    assert MilestoneKind.PROGRESS in stands(EXPLAINED, DUE)
    assert MilestoneKind.PROGRESS not in stands(DONE, DUE)


def test_an_opinion_is_promised_no_day() -> None:
    owed = milestones(OPINION, progress_days=30, today=RECEIVED + timedelta(days=400))

    assert {one.due_on for one in owed} == {None}
    assert MilestoneState.MISSED not in {one.state for one in owed}


def test_what_ended_without_being_accepted_is_not_accepted_any_more() -> None:
    refused = replace(FRESH, answered_on=DUE, told_on=DUE, completed_on=DUE)

    assert MilestoneKind.ACCEPTANCE not in stands(refused, DUE)
    assert stands(replace(refused, completed_on=None), DUE)[MilestoneKind.ACCEPTANCE] is (
        MilestoneState.AHEAD
    )
