"""How satisfied reporters are: the share of good answers against its target."""

from __future__ import annotations

from dataclasses import dataclass

GOOD_SCORE = 4
"""From which score of five an answer counts as satisfied."""

TARGET_PER_CENT = 80


@dataclass(frozen=True)
class Satisfaction:
    """Answers, one for a case.

    :ivar answers: all of them.
    :ivar satisfied: those with a score of 4 or 5.
    """

    answers: int = 0
    satisfied: int = 0

    def __add__(self, other: Satisfaction) -> Satisfaction:
        """Return both together."""
        return Satisfaction(self.answers + other.answers, self.satisfied + other.satisfied)

    @property
    def share(self) -> float | None:
        """Return the share in per cent, one decimal, never rounded up; None of no answer."""
        return self.satisfied * 1000 // self.answers / 10 if self.answers else None

    @property
    def meets_target(self) -> bool | None:
        """Say whether the share reaches 80.0 %; None of no answer, which is no failure."""
        if not self.answers:
            return None
        return self.satisfied * 100 >= self.answers * TARGET_PER_CENT


def of_score(score: int, count: int) -> Satisfaction:
    """Return what some answers of one score come to."""
    return Satisfaction(count, count if score >= GOOD_SCORE else 0)
