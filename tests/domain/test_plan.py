"""The plan's targets, against tables written by hand."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.domain.plan import (
    PROSECUTED,
    RECEIVED,
    SATISFACTION,
    TIP,
    Aim,
    Result,
    aim_of,
    change_share,
    fall_wanted,
    gives_away,
    has_fallen,
    is_fewer,
)

MET, NOT_MET = Result.MET, Result.NOT_MET


@pytest.mark.parametrize(
    ("year", "wanted"),
    [(2565, None), (2566, 10), (2567, 20), (2568, 30), (2569, 40), (2570, 50), (2571, None)],
)
def test_prosecuted_cases_are_to_fall_by_a_tenth_of_the_base_year_after_year(
    year: int, wanted: int | None
) -> None:
    assert fall_wanted(2565, year) == wanted


@pytest.mark.parametrize(
    ("base", "count", "per_cent", "result"),
    [
        pytest.param(10, 9, 10, MET, id="exactly a tenth fewer"),
        pytest.param(10, 10, 10, NOT_MET, id="as many as before"),
        pytest.param(19, 17, 10, MET, id="more than a tenth fewer"),
        pytest.param(21, 19, 10, NOT_MET, id="less than a tenth fewer, as nobody is half a case"),
        pytest.param(1000, 500, 50, MET, id="half"),
        pytest.param(1000, 501, 50, NOT_MET, id="half but for one"),
        pytest.param(3, 0, 50, MET, id="none left"),
        pytest.param(0, 0, 10, None, id="none of none is no fall"),
        pytest.param(0, 1, 10, NOT_MET, id="one of none is a rise"),
    ],
)
def test_a_fall_from_the_base_is_reckoned_in_whole_cases(
    base: int, count: int, per_cent: int, result: Result | None
) -> None:
    assert has_fallen(count, base, per_cent) is result


@pytest.mark.parametrize(
    ("before", "count", "result"),
    [(10, 9, MET), (10, 10, NOT_MET), (10, 11, NOT_MET), (0, 0, None), (0, 5, NOT_MET)],
)
def test_fewer_than_the_year_before_is_fewer(
    before: int, count: int, result: Result | None
) -> None:
    assert is_fewer(count, before) is result


@pytest.mark.parametrize(
    ("base", "count", "share"),
    [
        pytest.param(20, 18, -10.0, id="of twenty"),
        pytest.param(1000, 901, -9.9, id="cut off, never rounded to ten"),
        pytest.param(30, 31, 3.3, id="a rise"),
        pytest.param(20, 20, 0.0, id="no change"),
        pytest.param(19, 9, None, id="of nineteen no share is told"),
        pytest.param(0, 7, None, id="of none there is no share"),
    ],
)
def test_a_change_in_per_cent_needs_twenty_before(
    base: int, count: int, share: float | None
) -> None:
    assert change_share(count, base, is_small_told=False) == share


def test_of_prosecuted_cases_a_small_base_is_told_in_per_cent_too() -> None:
    assert change_share(9, 10, is_small_told=True) == -10.0
    assert change_share(0, 0, is_small_told=True) is None


@pytest.mark.parametrize(
    ("channel", "indicator", "aim"),
    [
        (Channel.CORRUPTION, PROSECUTED, Aim.FALL_FROM_BASE),
        (Channel.CORRUPTION, RECEIVED, Aim.FALL),
        (Channel.CORRUPTION, "subject:bribery", Aim.NONE_AT_ALL),
        (Channel.CORRUPTION, "subject:procurement", Aim.FALL),
        (Channel.CORRUPTION, "subject:gifts", None),
        (Channel.CORRUPTION, TIP, None),
        (Channel.CORRUPTION, SATISFACTION, Aim.AT_LEAST),
        (Channel.GRIEVANCE, RECEIVED, None),
        (Channel.GRIEVANCE, "subject:service", Aim.FALL),
        (Channel.GRIEVANCE, "subject:bribery", None),
        (Channel.GRIEVANCE, SATISFACTION, Aim.AT_LEAST),
    ],
)
def test_the_plan_wants_of_a_figure_what_it_says_and_of_others_nothing(
    channel: Channel, indicator: str, aim: Aim | None
) -> None:
    assert aim_of(indicator, channel) is aim


@pytest.mark.parametrize(
    ("subjects", "total", "tells"),
    [
        pytest.param({"a": 0, "b": 5}, 5, False, id="none and five"),
        pytest.param({"a": 4}, None, True, id="four"),
        pytest.param({"a": 1}, 100, True, id="one of many"),
        pytest.param({"a": 5}, 8, True, id="three are left for the others"),
        pytest.param({"a": 5, "b": 6}, 16, False, id="five are left"),
        pytest.param({"a": 5, "b": 6}, 12, True, id="one is left"),
        pytest.param({}, 3, False, id="a total is told exactly"),
        pytest.param({"a": 7}, None, False, id="no total, so nothing is left over"),
    ],
)
def test_numbers_of_a_year_that_tell_of_too_few_are_known(
    subjects: dict[str, int], total: int | None, tells: bool
) -> None:
    assert gives_away(subjects, total) is tells
