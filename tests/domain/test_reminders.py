"""When somebody is reminded: one stage for each due day, and nobody beside those who may know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.channel import Channel
from complaints.domain.reminders import Audience, Levels, Stage, audiences, stage_reached, windows

TODAY = date(2026, 11, 16)
LEVELS = st.builds(
    lambda second, more, late, later: Levels(second + more, second, late, late + later),
    st.integers(1, 30),
    st.integers(1, 30),
    st.integers(1, 30),
    st.integers(1, 30),
)


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [
        (6, None), (5, Stage.FIRST), (3, Stage.FIRST), (2, Stage.SECOND), (1, Stage.SECOND),
        (0, Stage.ON_DAY), (-1, Stage.LATE), (-2, Stage.LATE), (-3, Stage.VERY_LATE),
        (-400, Stage.VERY_LATE),
    ],
)  # fmt: skip
def test_a_due_day_stands_at_one_stage(days_left: int, stage: Stage | None) -> None:
    assert stage_reached(TODAY + timedelta(days=days_left), TODAY, Levels()) is stage


@given(LEVELS, st.integers(-80, 80))
def test_no_due_day_stands_at_two_stages(levels: Levels, days_left: int) -> None:
    due_on = TODAY + timedelta(days=days_left)

    assert levels.is_in_order
    assert sum(window.holds(due_on) for window in windows(TODAY, levels).values()) <= 1


@given(LEVELS)
def test_whoever_looks_every_day_passes_every_stage_once_and_in_order(levels: Levels) -> None:
    due_on = TODAY + timedelta(days=70)
    passed = [stage_reached(due_on, TODAY + timedelta(days=day), levels) for day in range(160)]
    seen = [stage for stage in dict.fromkeys(passed) if stage is not None]

    assert seen == [Stage.FIRST, Stage.SECOND, Stage.ON_DAY, Stage.LATE, Stage.VERY_LATE]


@pytest.mark.parametrize(
    "levels",
    [
        Levels(first_days=2, second_days=2),
        Levels(second_days=0),
        Levels(late_days=0),
        Levels(late_days=3, very_late_days=3),
        Levels(progress_days=0),
        Levels(digest_hour=24),
    ],
)
def test_levels_that_do_not_follow_each_other_are_known(levels: Levels) -> None:
    assert not levels.is_in_order


@pytest.mark.parametrize("stage", list(Stage))
def test_of_a_corruption_case_nobody_hears_but_those_who_can_open_it(stage: Stage) -> None:
    can_open = {Audience.RESPONSIBLE, Audience.HOLDERS, Audience.JUDGES}

    assert audiences(Channel.CORRUPTION, stage) <= can_open


def test_of_a_grievance_each_stage_is_heard_further_up() -> None:
    heard = [audiences(Channel.GRIEVANCE, stage) for stage in Stage]
    of_objections = [
        heard[list(Stage).index(stage)] for stage in Stage if stage.of_promise != stage
    ]

    assert of_objections == [
        {Audience.JUDGES},
        {Audience.JUDGES},
        {Audience.JUDGES},
        {Audience.JUDGES, Audience.UNIT_HEAD},
        {Audience.JUDGES, Audience.UNIT_HEAD, Audience.OVERSIGHT},
    ]
    assert heard[: -len(of_objections)] == [
        {Audience.RESPONSIBLE},
        {Audience.RESPONSIBLE},
        {Audience.RESPONSIBLE},
        {Audience.RESPONSIBLE, Audience.UNIT_HEAD},
        {Audience.RESPONSIBLE, Audience.UNIT_HEAD, Audience.OVERSIGHT},
        {Audience.RESPONSIBLE},
    ]
