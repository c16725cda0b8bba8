"""The share of good answers, to one decimal, and its target."""

from __future__ import annotations

import pytest

from complaints.domain.satisfaction import Satisfaction, of_score


@pytest.mark.parametrize(
    ("answers", "satisfied", "share", "meets"),
    [
        pytest.param(0, 0, None, None, id="no answer is no failure"),
        pytest.param(5, 4, 80.0, True, id="80.0 meets"),
        pytest.param(1000, 799, 79.9, False, id="79.9 does not"),
        pytest.param(10000, 7999, 79.9, False, id="79.99 is not rounded up"),
        pytest.param(1000, 801, 80.1, True, id="80.1 meets"),
        pytest.param(1, 1, 100.0, True, id="all"),
        pytest.param(3, 0, 0.0, False, id="none"),
    ],
)
def test_the_share_and_the_target(
    answers: int, satisfied: int, share: float | None, meets: bool | None
) -> None:
    found = Satisfaction(answers, satisfied)

    assert (found.share, found.meets_target) == (share, meets)


@pytest.mark.parametrize(("score", "satisfied"), [(1, 0), (2, 0), (3, 0), (4, 7), (5, 7)])
def test_four_and_five_are_satisfied(score: int, satisfied: int) -> None:
    assert of_score(score, 7) == Satisfaction(7, satisfied)
